/* Strongly connected components by Pearce's refinement of Tarjan's algorithm (2016), one number a
 * node.
 *
 * How it works. marks[n] is 0 before the visit; during it, the least visit number that n is known
 * to reach; after it, the number of n's component, counted down from GRAPH_NONE, which is above
 * every visit number and so ends every comparison. One array holds two stacks: from its front the
 * way down, from its back the nodes that were left and wait for the root of their component.
 *
 * Invariants:
 *  1. A node is on at most one of the two stacks.
 */
#include "base/memory.h"
#include "queries/engine/graph.h"

struct search {
    const struct graph *graph;
    uint32_t *marks;   /* by node, see above */
    uint32_t *cursors; /* by node: its edge that comes next */
    bool *is_root;     /* by node: nothing older is known to be reachable */
    uint32_t *stack;
    uint32_t depth;   /* nodes on the way down */
    uint32_t waiting; /* nodes at the back */
    uint32_t visit;   /* the next visit number, from 1 */
    uint32_t last;    /* the number of the component that was found last */
};

static void enter(struct search *search, uint32_t node)
{
    search->stack[search->depth++] = node;
    search->cursors[node] = search->graph->out.offsets[node];
    search->is_root[node] = true;
    search->marks[node] = search->visit++;
}

/* An edge from node to next has been followed to its end. */
static void take_over(struct search *search, uint32_t node, uint32_t next)
{
    if (search->marks[next] < search->marks[node]) {
        search->marks[node] = search->marks[next];
        search->is_root[node] = false;
    }
}

/* Node has no more edges: it waits for its root, or is one, and closes its component. */
static void leave(struct search *search, uint32_t node)
{
    uint32_t size = search->graph->node_count;
    search->depth--;
    if (!search->is_root[node]) {
        search->stack[size - ++search->waiting] = node;
        return;
    }
    search->visit--;
    search->last--;
    while (search->waiting > 0 &&
           search->marks[node] <= search->marks[search->stack[size - search->waiting]]) {
        search->marks[search->stack[size - search->waiting--]] = search->last;
        search->visit--;
    }
    search->marks[node] = search->last;
}

static void visit_from(struct search *search, uint32_t start)
{
    const struct graph_side *out = &search->graph->out;
    enter(search, start);
    while (search->depth > 0) {
        uint32_t node = search->stack[search->depth - 1];
        if (search->cursors[node] == out->offsets[node + 1]) {
            leave(search, node);
            if (search->depth > 0)
                take_over(search, search->stack[search->depth - 1], node);
            continue;
        }
        uint32_t next = out->nodes[search->cursors[node]++];
        if (search->marks[next] == 0)
            enter(search, next);
        else
            take_over(search, node, next);
    }
}

bool graph_find_components(const struct graph *graph, struct graph_components *components,
                           struct engine *engine, struct error *error)
{
    uint32_t count = graph->node_count;
    struct search search = {.graph = graph,
                            .marks = memory_zeroed((size_t)count + 1, sizeof(uint32_t)),
                            .cursors = memory_resize(NULL, (size_t)count + 1, sizeof(uint32_t)),
                            .is_root = memory_zeroed((size_t)count + 1, sizeof(bool)),
                            .stack = memory_resize(NULL, (size_t)count + 1, sizeof(uint32_t)),
                            .visit = 1,
                            .last = GRAPH_NONE};
    bool is_good = true;
    for (uint32_t i = 0; i < count && is_good; i++) {
        if (i % 65536 == 0)
            is_good = engine_progress_step(engine, "finding cycles", i, count, error);
        if (is_good && search.marks[i] == 0)
            visit_from(&search, i);
    }
    for (uint32_t i = 0; i < count; i++)
        search.marks[i] = GRAPH_NONE - 1 - search.marks[i];
    *components = (struct graph_components){search.marks, GRAPH_NONE - search.last};
    memory_free(search.cursors);
    memory_free(search.is_root);
    memory_free(search.stack);
    return is_good;
}

void graph_components_release(struct graph_components *components)
{
    memory_free(components->components);
    *components = (struct graph_components){0};
}
