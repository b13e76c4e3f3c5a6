#include "queries/engine/common_holder.h"

#include "base/sort.h"
#include "base/vector.h"

enum { MOST_STEPS = 3, MOST_PAIRS = 1 << 22 };

/* A node, in the upper half, and the place of the object that it refers to, in the lower. */
struct pairs {
    VECTOR_OF(uint64_t);
};

static uint32_t node_of(uint64_t pair)
{
    return (uint32_t)(pair >> 32);
}

static void sort_pairs(struct pairs *pairs)
{
    size_t kept = 0;
    sort_numbers(pairs->items, pairs->count);
    for (size_t i = 0; i < pairs->count; i++)
        if (i == 0 || pairs->items[i] != pairs->items[i - 1])
            pairs->items[kept++] = pairs->items[i];
    pairs->count = kept;
}

/* Replaces each node by those who refer to it. False: they are too many. */
static bool step_back(const struct heap_graph *graph, struct pairs *pairs)
{
    const struct graph_side *in = &graph->graph.in;
    struct pairs next = {0};
    for (size_t i = 0; i < pairs->count && next.count <= MOST_PAIRS; i++) {
        uint32_t node = node_of(pairs->items[i]);
        for (uint32_t edge = in->offsets[node]; edge < in->offsets[node + 1]; edge++)
            if (in->nodes[edge] != HEAP_GRAPH_TOP)
                vector_push(&next, (uint64_t)in->nodes[edge] << 32 | (uint32_t)pairs->items[i]);
    }
    vector_release(pairs);
    *pairs = next;
    if (pairs->count > MOST_PAIRS)
        return false;
    sort_pairs(pairs);
    return true;
}

/* The two nodes with most of the objects, where they have half of them. */
static struct common_holder find_most(const struct pairs *pairs, size_t half, uint32_t preferred)
{
    struct common_holder found = {.holder = GRAPH_NONE, .other = GRAPH_NONE};
    size_t most = 0, second = 0;
    for (size_t start = 0, next; start < pairs->count; start = next) {
        uint32_t node = node_of(pairs->items[start]);
        for (next = start; next < pairs->count && node_of(pairs->items[next]) == node;)
            next++;
        if (next - start < half)
            continue;
        size_t count = node == preferred ? SIZE_MAX : next - start;
        if (count > most) {
            second = most;
            found.other = found.holder;
            most = count;
            found.holder = node;
        } else if (count > second) {
            second = count;
            found.other = node;
        }
    }
    return found;
}

struct common_holder common_holder_find(const struct heap_graph *graph, const uint32_t *nodes,
                                        size_t count, uint32_t preferred)
{
    struct common_holder found = {.holder = GRAPH_NONE, .other = GRAPH_NONE};
    struct pairs pairs = {0};
    for (size_t i = 0; i < count; i++)
        vector_push(&pairs, (uint64_t)nodes[i] << 32 | (uint32_t)i);
    for (int steps = 1; steps <= MOST_STEPS && step_back(graph, &pairs); steps++) {
        found = find_most(&pairs, (count + 1) / 2, preferred);
        found.steps = found.holder == GRAPH_NONE ? 0 : steps;
        if (found.steps)
            break;
    }
    vector_release(&pairs);
    return found;
}
