#include "base/memory.h"
#include "queries/engine/graph.h"

/* Finds the neighbours of a node that were not met yet. */
static void pass_node(const struct graph_side *side, uint32_t node, struct graph_paths *paths)
{
    for (uint32_t e = side->offsets[node]; e < side->offsets[node + 1]; e++) {
        uint32_t next = side->nodes[e];
        if (paths->distances[next] != GRAPH_NONE)
            continue;
        paths->distances[next] = paths->distances[node] + 1;
        paths->parents[next] = node;
        paths->order[paths->reached++] = next;
    }
}

bool graph_find_paths(const struct graph *graph, const struct graph_side *side, uint32_t start,
                      uint32_t last, struct graph_paths *paths, struct engine *engine,
                      struct error *error)
{
    uint32_t count = graph->node_count;
    paths->distances = memory_resize(NULL, count, sizeof(uint32_t));
    paths->parents = memory_resize(NULL, count, sizeof(uint32_t));
    paths->order = memory_resize(NULL, count, sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++)
        paths->distances[i] = paths->parents[i] = GRAPH_NONE;
    paths->distances[start] = 0;
    paths->order[0] = start;
    paths->reached = 1;
    bool is_last_due = false;
    for (uint32_t i = 0; i < paths->reached; i++) {
        if (i % 65536 == 0 && !engine_progress_step(engine, "finding paths", i, count, error))
            return false;
        uint32_t node = paths->order[i];
        if (node == last)
            is_last_due = true;
        else
            pass_node(side, node, paths);
        if (is_last_due && i + 1 == paths->reached) {
            is_last_due = false;
            pass_node(side, last, paths);
        }
    }
    return true;
}

void graph_paths_release(struct graph_paths *paths)
{
    memory_free(paths->distances);
    memory_free(paths->parents);
    memory_free(paths->order);
    *paths = (struct graph_paths){0};
}
