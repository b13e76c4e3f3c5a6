/* Which objects of a type, or of a birth site, are not dominated by another of them.
 *
 * How it works. The dominator tree is walked depth first, down by lists of children and up by
 * parents, with a counter for each type and site of how many of them are on the way from the top.
 *
 * Memory: 8 bytes an object while it runs, 4 bytes a type and a site.
 */
#include "base/memory.h"
#include "queries/engine/heap_graph.h"

struct walk {
    const struct heap_graph *graph;
    uint32_t *first_child;  /* by node; GRAPH_NONE: none, or none left */
    uint32_t *next_sibling; /* by node */
    uint32_t *types;        /* by type: how many are on the way */
    uint32_t *sites;
};

static uint32_t *new_links(uint32_t count)
{
    uint32_t *links = memory_resize(NULL, count, sizeof *links);
    for (uint32_t i = 0; i < count; i++)
        links[i] = GRAPH_NONE;
    return links;
}

static void link_children(struct walk *walk)
{
    const struct graph_dominators *dominators = &walk->graph->dominators;
    for (uint32_t i = 1; i < dominators->reached; i++) {
        uint32_t node = dominators->order[i];
        uint32_t parent = dominators->parents[node];
        walk->next_sibling[node] = walk->first_child[parent];
        walk->first_child[parent] = node;
    }
}

/* The highest numbers of types and sites among the objects. */
static void find_bounds(const struct heap_graph *graph, uint32_t *types, uint32_t *sites)
{
    *types = *sites = 0;
    for (uint32_t i = 0; i < graph->object_count; i++) {
        if (graph->objects[i].type > *types)
            *types = graph->objects[i].type;
        if (graph->objects[i].site > *sites)
            *sites = graph->objects[i].site;
    }
}

static void enter(struct walk *walk, uint32_t node, uint8_t *outermost)
{
    const struct heap_graph_object *object = heap_graph_object(walk->graph, node);
    if (!object)
        return;
    outermost[node] = (uint8_t)((walk->types[object->type]++ == 0 ? HEAP_GRAPH_OF_TYPE : 0) |
                                (walk->sites[object->site]++ == 0 ? HEAP_GRAPH_OF_SITE : 0));
}

static void leave(struct walk *walk, uint32_t node)
{
    const struct heap_graph_object *object = heap_graph_object(walk->graph, node);
    if (!object)
        return;
    walk->types[object->type]--;
    walk->sites[object->site]--;
}

static void walk_tree(struct walk *walk, uint8_t *outermost)
{
    const uint32_t *parents = walk->graph->dominators.parents;
    uint32_t node = HEAP_GRAPH_TOP;
    for (;;) {
        uint32_t child = walk->first_child[node];
        if (child != GRAPH_NONE) {
            walk->first_child[node] = walk->next_sibling[child];
            node = child;
            enter(walk, node, outermost);
        } else if (node == HEAP_GRAPH_TOP) {
            return;
        } else {
            leave(walk, node);
            node = parents[node];
        }
    }
}

bool heap_graph_find_outermost(struct heap_graph *graph, struct engine *engine, struct error *error)
{
    if (graph->outermost)
        return true;
    if (!heap_graph_find_dominators(graph, engine, error))
        return false;
    uint32_t types, sites, count = graph->graph.node_count;
    find_bounds(graph, &types, &sites);
    struct walk walk = {.graph = graph,
                        .first_child = new_links(count),
                        .next_sibling = new_links(count),
                        .types = memory_zeroed((size_t)types + 1, sizeof(uint32_t)),
                        .sites = memory_zeroed((size_t)sites + 1, sizeof(uint32_t))};
    graph->outermost = memory_zeroed(count, 1);
    link_children(&walk);
    walk_tree(&walk, graph->outermost);
    memory_free(walk.first_child);
    memory_free(walk.next_sibling);
    memory_free(walk.types);
    memory_free(walk.sites);
    return true;
}
