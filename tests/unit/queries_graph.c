/* The graph algorithms against plain quadratic ones, on 500 random graphs of many shapes. */
#include "base/memory.h"
#include "queries/engine/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { GRAPHS = 500, MOST_NODES = 40, MOST_EDGES = 160 };

/* A graph with its edges, and for each pair of nodes whether a path leads from one to the other. */
struct sample {
    uint32_t node_count;
    uint32_t edge_count;
    struct graph_edge edges[MOST_EDGES];
    struct graph graph;
};

static uint32_t next_random(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*state >> 33) % below);
}

/* Sparse and dense, with loops and double edges; every third is a long chain with shortcuts. */
static void make_sample(struct sample *sample, uint64_t seed)
{
    uint64_t state = seed;
    struct error error;
    sample->node_count = 1 + next_random(&state, MOST_NODES);
    sample->edge_count = next_random(&state, 1 + (seed % 2 ? sample->node_count * 2 : MOST_EDGES));
    if (sample->edge_count > MOST_EDGES)
        sample->edge_count = MOST_EDGES;
    for (uint32_t i = 0; i < sample->edge_count; i++)
        sample->edges[i] = (struct graph_edge){next_random(&state, sample->node_count),
                                               next_random(&state, sample->node_count)};
    for (uint32_t i = 0; seed % 3 == 0 && i < sample->edge_count && i + 1 < sample->node_count; i++)
        sample->edges[i] = (struct graph_edge){i, i + 1};
    assert_true(
        graph_build(&sample->graph, sample->node_count, sample->edges, sample->edge_count, &error));
}

/* Which nodes a walk from `start` meets that does not enter `barred` (GRAPH_NONE: none). */
static void walk_plainly(const struct sample *sample, uint32_t start, uint32_t barred, bool *met)
{
    bool changed = true;
    memset(met, 0, MOST_NODES);
    met[start] = start != barred;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < sample->edge_count; i++) {
            const struct graph_edge *edge = &sample->edges[i];
            if (met[edge->from] && !met[edge->to] && edge->to != barred)
                changed = met[edge->to] = true;
        }
    }
}

static void each_edge_stands_in_both_directions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct sample sample;
        make_sample(&sample, seed);
        uint32_t out = 0, in = 0;
        for (uint32_t i = 0; i < sample.edge_count; i++) {
            const struct graph_edge *edge = &sample.edges[i];
            bool is_out = false, is_in = false;
            for (uint32_t e = sample.graph.out.offsets[edge->from];
                 e < sample.graph.out.offsets[edge->from + 1]; e++)
                is_out |= sample.graph.out.nodes[e] == edge->to;
            for (uint32_t e = sample.graph.in.offsets[edge->to];
                 e < sample.graph.in.offsets[edge->to + 1]; e++)
                is_in |= sample.graph.in.nodes[e] == edge->from;
            assert_true(is_out && is_in);
        }
        for (uint32_t i = 0; i < sample.node_count; i++) {
            out += sample.graph.out.offsets[i + 1] - sample.graph.out.offsets[i];
            in += sample.graph.in.offsets[i + 1] - sample.graph.in.offsets[i];
        }
        assert_int_equal(out, sample.edge_count);
        assert_int_equal(in, sample.edge_count);
        graph_release(&sample.graph);
    }
}

/* Bellman and Ford: relax every edge, but for those from `barred`, as often as there are nodes. */
static void find_distances_plainly(const struct sample *sample, uint32_t barred,
                                   uint32_t *distances)
{
    for (uint32_t i = 0; i < sample->node_count; i++)
        distances[i] = i == 0 ? 0 : GRAPH_NONE;
    for (uint32_t round = 0; round < sample->node_count; round++)
        for (uint32_t i = 0; i < sample->edge_count; i++) {
            const struct graph_edge *edge = &sample->edges[i];
            if (edge->from != barred && distances[edge->from] != GRAPH_NONE &&
                distances[edge->from] + 1 < distances[edge->to])
                distances[edge->to] = distances[edge->from] + 1;
        }
}

static void shortest_paths_are_as_short_as_plain_relaxation_finds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct sample sample;
        struct graph_paths paths = {0};
        struct error error;
        uint32_t expected[MOST_NODES];
        make_sample(&sample, seed);
        find_distances_plainly(&sample, GRAPH_NONE, expected);
        assert_true(graph_find_paths(&sample.graph, &sample.graph.out, 0, GRAPH_NONE, &paths, NULL,
                                     &error));
        for (uint32_t i = 0; i < sample.node_count; i++) {
            assert_int_equal(paths.distances[i], expected[i]);
            if (i > 0 && expected[i] != GRAPH_NONE)
                assert_int_equal(paths.distances[paths.parents[i]], expected[i] - 1);
        }
        graph_paths_release(&paths);
        graph_release(&sample.graph);
    }
}

/* The last node bars no other, and nobody's path is longer than without it. */
static void the_last_node_is_passed_only_where_no_path_leads_around_it(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct sample sample;
        struct graph_paths paths = {0};
        struct error error;
        uint32_t expected[MOST_NODES];
        bool is_reachable[MOST_NODES];
        make_sample(&sample, seed);
        uint32_t last = sample.node_count > 1 ? 1 : GRAPH_NONE;
        find_distances_plainly(&sample, last, expected);
        walk_plainly(&sample, 0, GRAPH_NONE, is_reachable);
        assert_true(
            graph_find_paths(&sample.graph, &sample.graph.out, 0, last, &paths, NULL, &error));
        for (uint32_t i = 0; i < sample.node_count; i++) {
            assert_int_equal(paths.distances[i] != GRAPH_NONE, is_reachable[i]);
            if (expected[i] != GRAPH_NONE)
                assert_int_equal(paths.distances[i], expected[i]);
            if (i > 0 && is_reachable[i])
                assert_int_equal(paths.distances[i], paths.distances[paths.parents[i]] + 1);
        }
        graph_paths_release(&paths);
        graph_release(&sample.graph);
    }
}

/* The immediate dominator by definition: of the nodes without which `node` is unreachable, the one
 * that all others of them dominate. */
static uint32_t find_dominator_plainly(const struct sample *sample, uint32_t node)
{
    bool dominates[MOST_NODES] = {0};
    for (uint32_t candidate = 0; candidate < sample->node_count; candidate++) {
        bool met[MOST_NODES];
        walk_plainly(sample, 0, candidate, met);
        dominates[candidate] = candidate != node && !met[node];
    }
    for (uint32_t candidate = 0; candidate < sample->node_count; candidate++) {
        bool is_last = dominates[candidate];
        for (uint32_t other = 0; is_last && other < sample->node_count; other++) {
            bool met[MOST_NODES];
            if (!dominates[other] || other == candidate)
                continue;
            walk_plainly(sample, 0, other, met);
            is_last = !met[candidate];
        }
        if (is_last)
            return candidate;
    }
    return GRAPH_NONE;
}

static void dominators_are_those_of_the_definition(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct sample sample;
        struct graph_dominators dominators;
        struct error error;
        bool met[MOST_NODES];
        make_sample(&sample, seed);
        walk_plainly(&sample, 0, GRAPH_NONE, met);
        assert_true(graph_find_dominators(&sample.graph, 0, &dominators, NULL, &error));
        for (uint32_t i = 0; i < sample.node_count; i++) {
            uint32_t expected = i > 0 && met[i] ? find_dominator_plainly(&sample, i) : GRAPH_NONE;
            assert_int_equal(dominators.parents[i], expected);
        }
        graph_dominators_release(&dominators);
        graph_release(&sample.graph);
    }
}

static void a_retained_size_is_what_becomes_unreachable_without_the_node(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct sample sample;
        struct graph_dominators dominators;
        struct error error;
        bool met[MOST_NODES], left[MOST_NODES];
        uint64_t sizes[MOST_NODES], retained[MOST_NODES];
        make_sample(&sample, seed);
        for (uint32_t i = 0; i < sample.node_count; i++)
            sizes[i] = UINT64_C(1) << i;
        assert_true(graph_find_dominators(&sample.graph, 0, &dominators, NULL, &error));
        graph_sum_retained(&sample.graph, &dominators, sizes, retained);
        walk_plainly(&sample, 0, GRAPH_NONE, met);
        for (uint32_t i = 0; i < sample.node_count; i++) {
            uint64_t expected = 0;
            walk_plainly(&sample, 0, i, left);
            for (uint32_t j = 0; j < sample.node_count; j++)
                expected += met[j] && !left[j] ? sizes[j] : 0;
            assert_int_equal(retained[i], met[i] ? expected : sizes[i]);
        }
        graph_dominators_release(&dominators);
        graph_release(&sample.graph);
    }
}

static void components_are_mutual_reachability_and_numbered_from_the_ends(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct sample sample;
        struct graph_components components;
        struct error error;
        bool reach[MOST_NODES][MOST_NODES];
        make_sample(&sample, seed);
        for (uint32_t i = 0; i < sample.node_count; i++)
            walk_plainly(&sample, i, GRAPH_NONE, reach[i]);
        assert_true(graph_find_components(&sample.graph, &components, NULL, &error));
        for (uint32_t i = 0; i < sample.node_count; i++) {
            assert_true(components.components[i] < components.count);
            for (uint32_t j = 0; j < sample.node_count; j++) {
                bool is_same = components.components[i] == components.components[j];
                assert_int_equal(is_same, reach[i][j] && reach[j][i]);
                if (reach[i][j])
                    assert_true(components.components[i] >= components.components[j]);
            }
        }
        graph_components_release(&components);
        graph_release(&sample.graph);
    }
}

/* A chain of a million nodes, which a recursive algorithm could not walk on the C stack. */
static void a_long_chain_needs_no_stack(void **state)
{
    (void)state;
    enum { LENGTH = 1000000 };
    struct graph_edge *edges = memory_allocate(LENGTH * sizeof *edges);
    for (uint32_t i = 0; i < LENGTH; i++)
        edges[i] = (struct graph_edge){i, (i + 1) % LENGTH};
    struct graph graph;
    struct graph_dominators dominators;
    struct graph_components components;
    struct error error;
    assert_true(graph_build(&graph, LENGTH, edges, LENGTH, &error));
    assert_true(graph_find_dominators(&graph, 0, &dominators, NULL, &error));
    assert_int_equal(dominators.reached, LENGTH);
    assert_int_equal(dominators.parents[LENGTH - 1], LENGTH - 2);
    assert_true(graph_find_components(&graph, &components, NULL, &error));
    assert_int_equal(components.count, 1);
    graph_dominators_release(&dominators);
    graph_components_release(&components);
    graph_release(&graph);
    memory_free(edges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_edge_stands_in_both_directions),
        cmocka_unit_test(shortest_paths_are_as_short_as_plain_relaxation_finds),
        cmocka_unit_test(the_last_node_is_passed_only_where_no_path_leads_around_it),
        cmocka_unit_test(dominators_are_those_of_the_definition),
        cmocka_unit_test(a_retained_size_is_what_becomes_unreachable_without_the_node),
        cmocka_unit_test(components_are_mutual_reachability_and_numbered_from_the_ends),
        cmocka_unit_test(a_long_chain_needs_no_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
