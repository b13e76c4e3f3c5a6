#include "queries/engine/graph.h"

#include "base/memory.h"

static uint32_t *try_numbers(size_t count)
{
    return memory_try_allocate((count ? count : 1) * sizeof(uint32_t));
}

/* Where each node's edges begin, from how many it has: counting sort, first half. */
static void count_edges(uint32_t *offsets, uint32_t node_count, const struct graph_edge *edges,
                        uint32_t edge_count, bool reverse)
{
    for (uint32_t i = 0; i <= node_count; i++)
        offsets[i] = 0;
    for (uint32_t i = 0; i < edge_count; i++)
        offsets[(reverse ? edges[i].to : edges[i].from) + 1]++;
    for (uint32_t i = 0; i < node_count; i++)
        offsets[i + 1] += offsets[i];
}

/* Puts the edges in their places, which moves each offset to the next node's; then moves them back.
 */
static void place_edges(struct graph *graph, const struct graph_edge *edges, bool reverse)
{
    struct graph_side *side = reverse ? &graph->in : &graph->out;
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        uint32_t place = side->offsets[reverse ? edges[i].to : edges[i].from]++;
        side->nodes[place] = reverse ? edges[i].from : edges[i].to;
    }
    for (uint32_t i = graph->node_count; i > 0; i--)
        side->offsets[i] = side->offsets[i - 1];
    side->offsets[0] = 0;
}

bool graph_build(struct graph *graph, uint32_t node_count, const struct graph_edge *edges,
                 uint32_t edge_count, struct error *error)
{
    *graph = (struct graph){.node_count = node_count, .edge_count = edge_count};
    graph->out.offsets = try_numbers((size_t)node_count + 1);
    graph->in.offsets = try_numbers((size_t)node_count + 1);
    graph->out.nodes = try_numbers(edge_count);
    graph->in.nodes = try_numbers(edge_count);
    if (!graph->out.offsets || !graph->in.offsets || !graph->out.nodes || !graph->in.nodes)
        return error_set(error, ERROR_INTERNAL, "no memory for a graph of %u objects and %u edges",
                         node_count, edge_count);
    for (int reverse = 0; reverse < 2; reverse++) {
        uint32_t *offsets = reverse ? graph->in.offsets : graph->out.offsets;
        count_edges(offsets, node_count, edges, edge_count, reverse);
        place_edges(graph, edges, reverse);
    }
    return true;
}

void graph_release(struct graph *graph)
{
    memory_free(graph->out.offsets);
    memory_free(graph->out.nodes);
    memory_free(graph->in.offsets);
    memory_free(graph->in.nodes);
    *graph = (struct graph){0};
}
