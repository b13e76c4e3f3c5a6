/* Immediate dominators by SEMI-NCA (Georgiadis): semidominators as Lengauer and Tarjan find them,
 * then each node's dominator as its nearest common ancestor with its semidominator.
 *
 * How it works. Nodes are numbered in the order of a depth-first search, and the arrays speak in
 * these numbers, not in nodes:
 *   1. number_nodes: the search; parents[n] is the number of n's parent, always below n.
 *   2. find_semidominators: from the last number to the first, semis[n] is the least number that
 * reaches n by a path whose inner nodes all have numbers above n. find_least walks up the linked
 * part of the search tree and compresses the path that it walked.
 *   3. find_immediate: from first to last, climb from the parent until not above the semidominator.
 *
 * Quadratic in the worst case, which needs graphs that no heap has; measured linear. The iteration
 * of Cooper, Harvey and Kennedy is shorter and hangs on real heaps.
 */
#include "base/memory.h"
#include "queries/engine/graph.h"

/* Side by side, since one is hardly needed without the other, and each look is a cache miss. */
struct link {
    uint32_t ancestor; /* first the parent, then higher up, as paths are compressed */
    uint32_t least; /* the least semidominator from here up to the ancestor, which is not in it */
};

struct search {
    const struct graph *graph;
    uint32_t *numbers;  /* by node: its number; GRAPH_NONE: unreachable */
    uint32_t *nodes;    /* by number: its node */
    struct link *links; /* by number */
    uint32_t *semis;    /* by number */
    uint32_t *idoms;    /* by number: first the parent */
    uint32_t *stack;    /* numbers, on the way up; before that, places in edges */
    uint32_t count;     /* reachable nodes */
};

static uint32_t *new_numbers(uint32_t count)
{
    return memory_resize(NULL, (size_t)count + 1, sizeof(uint32_t));
}

static void enter(struct search *search, uint32_t node, uint32_t parent)
{
    uint32_t number = search->count++;
    search->numbers[node] = number;
    search->nodes[number] = node;
    search->idoms[number] = parent;
    search->links[number] = (struct link){.ancestor = parent, .least = number};
}

/* Depth first from the root. The way down is kept in idoms (the parents), the edge that comes next
 * on each level in `stack`, by number. */
static bool number_nodes(struct search *search, uint32_t root, struct engine *engine,
                         struct error *error)
{
    const struct graph_side *out = &search->graph->out;
    enter(search, root, 0);
    search->stack[0] = out->offsets[root];
    uint32_t number = 0;
    for (uint64_t steps = 0;; steps++) {
        if (steps % 1048576 == 0 && !engine_progress_step(engine, "walking the heap", search->count,
                                                          search->graph->node_count, error))
            return false;
        uint32_t node = search->nodes[number];
        if (search->stack[number] == out->offsets[node + 1]) {
            if (number == 0)
                return true;
            number = search->idoms[number];
            continue;
        }
        uint32_t next = out->nodes[search->stack[number]++];
        if (search->numbers[next] != GRAPH_NONE)
            continue;
        enter(search, next, number);
        number = search->count - 1;
        search->stack[number] = out->offsets[next];
    }
}

/* The least semidominator of the linked nodes (those not below `linked`) from `number` up. After
 * this, every node on the way has the topmost linked one's parent as its ancestor. */
static uint32_t find_least(struct search *search, uint32_t number, uint32_t linked)
{
    struct link *links = search->links;
    uint32_t depth = 0;
    while (links[number].ancestor >= linked) {
        search->stack[depth++] = number;
        number = links[number].ancestor;
    }
    struct link above = links[number];
    while (depth > 0) {
        struct link *link = &links[search->stack[--depth]];
        above.least = link->least < above.least ? link->least : above.least;
        *link = above;
    }
    return above.least;
}

static bool find_semidominators(struct search *search, struct engine *engine, struct error *error)
{
    const struct graph_side *in = &search->graph->in;
    for (uint32_t number = search->count - 1; number > 0; number--) {
        if (number % 65536 == 0 &&
            !engine_progress_step(engine, "finding dominators", search->count - number,
                                  search->count, error))
            return false;
        uint32_t node = search->nodes[number];
        uint32_t semi = search->idoms[number];
        for (uint32_t e = in->offsets[node]; e < in->offsets[node + 1]; e++) {
            uint32_t from = search->numbers[in->nodes[e]];
            if (from == GRAPH_NONE)
                continue;
            uint32_t candidate = from;
            if (from > number)
                candidate = find_least(search, from, number + 1);
            if (candidate < semi)
                semi = candidate;
        }
        search->semis[number] = search->links[number].least = semi;
    }
    return true;
}

static void find_immediate(struct search *search)
{
    for (uint32_t number = 1; number < search->count; number++) {
        uint32_t candidate = search->idoms[number];
        while (candidate > search->semis[number])
            candidate = search->idoms[candidate];
        search->idoms[number] = candidate;
    }
}

static void begin_search(struct search *search, const struct graph *graph)
{
    uint32_t count = graph->node_count;
    *search = (struct search){.graph = graph,
                              .numbers = new_numbers(count),
                              .nodes = new_numbers(count),
                              .links = memory_resize(NULL, (size_t)count + 1, sizeof(struct link)),
                              .semis = new_numbers(count),
                              .idoms = new_numbers(count),
                              .stack = new_numbers(count)};
    for (uint32_t i = 0; i < count; i++)
        search->numbers[i] = GRAPH_NONE;
}

bool graph_find_dominators(const struct graph *graph, uint32_t root,
                           struct graph_dominators *dominators, struct engine *engine,
                           struct error *error)
{
    struct search search;
    begin_search(&search, graph);
    bool is_good =
        number_nodes(&search, root, engine, error) && find_semidominators(&search, engine, error);
    *dominators = (struct graph_dominators){0};
    if (is_good) {
        find_immediate(&search);
        uint32_t *parents = search.stack; /* not needed any more */
        for (uint32_t i = 0; i < graph->node_count; i++)
            parents[i] = GRAPH_NONE;
        for (uint32_t number = 1; number < search.count; number++)
            parents[search.nodes[number]] = search.nodes[search.idoms[number]];
        *dominators = (struct graph_dominators){parents, search.nodes, search.count};
    } else {
        memory_free(search.stack);
        memory_free(search.nodes);
    }
    memory_free(search.numbers);
    memory_free(search.links);
    memory_free(search.semis);
    memory_free(search.idoms);
    return is_good;
}

void graph_sum_retained(const struct graph *graph, const struct graph_dominators *dominators,
                        const uint64_t *sizes, uint64_t *retained)
{
    for (uint32_t i = 0; i < graph->node_count; i++)
        retained[i] = sizes[i];
    for (uint32_t i = dominators->reached; i-- > 1;) {
        uint32_t node = dominators->order[i];
        retained[dominators->parents[node]] += retained[node];
    }
}

void graph_dominators_release(struct graph_dominators *dominators)
{
    memory_free(dominators->parents);
    memory_free(dominators->order);
    *dominators = (struct graph_dominators){0};
}
