#include "queries/engine/heap_graph.h"

#include "base/memory.h"
#include "base/vector.h"
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/names.h"
#include "recorder/format/objects.h"

#include <string.h>

/* A trace has no more births than this: the index of a damaged one must not eat the machine. */
#define MOST_BIRTHS (UINT64_C(1) << 32)

/* What is gathered while a graph is built. */
struct builder {
    struct engine *engine;
    struct heap_graph *graph;
    struct {
        VECTOR_OF(struct heap_graph_object);
    } objects; /* in the order in which they are told */
    struct {
        VECTOR_OF(struct graph_edge);
    } edges;
    uint32_t root_count;
    uint64_t largest_oid;
};

/* --- numbers ---------------------------------------------------------------------------------- */

static bool has_object(const struct heap_graph *graph, uint64_t oid)
{
    return oid / 64 < graph->index.words && graph->index.bits[oid / 64] >> (oid % 64) & 1;
}

/* The place of an object that is there. */
static uint32_t object_place(const struct heap_graph *graph, uint64_t oid)
{
    uint64_t below = graph->index.bits[oid / 64] & ((UINT64_C(1) << (oid % 64)) - 1);
    return graph->index.totals[oid / 64] + (uint32_t)__builtin_popcountll(below);
}

uint32_t heap_graph_node(const struct heap_graph *graph, int64_t holder)
{
    if (holder > 0)
        return has_object(graph, (uint64_t)holder)
                   ? graph->first + object_place(graph, (uint64_t)holder)
                   : GRAPH_NONE;
    uint64_t node = HEAP_GRAPH_IN_FLIGHT + (0 - (uint64_t)holder);
    return node < graph->first ? (uint32_t)node : GRAPH_NONE;
}

bool heap_graph_holder(const struct heap_graph *graph, uint32_t node, int64_t *holder)
{
    if (node == HEAP_GRAPH_TOP || node >= graph->graph.node_count)
        return false;
    *holder = node < graph->first ? (int64_t)HEAP_GRAPH_IN_FLIGHT - (int64_t)node
                                  : (int64_t)graph->objects[node - graph->first].oid;
    return true;
}

/* --- objects ---------------------------------------------------------------------------------- */

/* A type or a site that the trace does not define is 0, so that both can index arrays. */
static void add_object(struct builder *builder, struct heap_graph_object object)
{
    struct names *names = connection_names(builder->engine);
    object.type = names_type(names, object.type) ? object.type : 0;
    object.site = names_site(names, object.site) ? object.site : 0;
    if (object.oid > builder->largest_oid)
        builder->largest_oid = object.oid;
    vector_push(&builder->objects, object);
}

static bool read_snapshot(struct builder *builder, struct error *error)
{
    const struct snapshot_object *objects;
    size_t count;
    struct snapshot_scan *scan = snapshot_objects_open(
        engine_file(builder->engine), (uint64_t)builder->graph->moment.snapshot,
        &(struct snapshot_filter){0}, connection_scan(builder->engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_objects_next(scan, &objects, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            add_object(builder, (struct heap_graph_object){.oid = objects[i].oid,
                                                           .size = objects[i].size,
                                                           .count = (int32_t)objects[i].count,
                                                           .type = objects[i].type,
                                                           .site = objects[i].site});
    snapshot_scan_close(scan);
    return is_good;
}

static bool read_survivors(struct builder *builder, struct error *error)
{
    const struct object_record *records;
    size_t count;
    struct objects *objects =
        objects_open(engine_file(builder->engine), &(struct objects_filter){.only_alive = true},
                     connection_scan(builder->engine), error);
    bool is_good = objects != NULL;
    while (is_good && (is_good = objects_next(objects, &records, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            add_object(builder, (struct heap_graph_object){.oid = records[i].oid,
                                                           .size = records[i].size,
                                                           .count = (int32_t)records[i].refcount,
                                                           .type = records[i].type,
                                                           .site = records[i].born_site});
    objects_close(objects);
    return is_good;
}

static void take_heap(struct builder *builder, const struct heap *heap)
{
    for (size_t i = 0; i < (size_t)1 << heap->objects.bits; i++) {
        const struct heap_object *object = &heap->objects.slots[i];
        if (object->oid)
            add_object(builder, (struct heap_graph_object){.oid = object->oid,
                                                           .size = object->size,
                                                           .count = object->count,
                                                           .type = object->type,
                                                           .site = object->site});
    }
}

/* Gives the objects their places, by oid: the bitmap, its totals, then each object to its place. */
static bool number_objects(struct builder *builder, struct error *error)
{
    struct heap_graph *graph = builder->graph;
    if (builder->largest_oid >= MOST_BIRTHS || builder->objects.count >= GRAPH_NONE / 2)
        return error_set(error, ERROR_DATA, "too many objects for a graph: object number %llu",
                         (unsigned long long)builder->largest_oid);
    graph->index.words = builder->largest_oid / 64 + 1;
    graph->index.bits = memory_zeroed(graph->index.words, sizeof *graph->index.bits);
    graph->index.totals = memory_zeroed(graph->index.words, sizeof *graph->index.totals);
    for (size_t i = 0; i < builder->objects.count; i++) {
        uint64_t oid = builder->objects.items[i].oid;
        graph->index.bits[oid / 64] |= UINT64_C(1) << (oid % 64);
    }
    uint32_t total = 0;
    for (uint64_t word = 0; word < graph->index.words; word++) {
        graph->index.totals[word] = total;
        total += (uint32_t)__builtin_popcountll(graph->index.bits[word]);
    }
    graph->object_count = total;
    graph->objects = memory_zeroed((size_t)total + 1, sizeof *graph->objects);
    for (size_t i = 0; i < builder->objects.count; i++)
        graph->objects[object_place(graph, builder->objects.items[i].oid)] =
            builder->objects.items[i];
    vector_release(&builder->objects);
    return true;
}

/* --- edges ------------------------------------------------------------------------------------ */

static bool add_edge(struct builder *builder, uint32_t from, uint32_t to, struct error *error)
{
    if (from == GRAPH_NONE)
        return true; /* the holder is not in the picture */
    if (builder->edges.count >= GRAPH_NONE - 1)
        return error_set(error, ERROR_DATA, "too many references for a graph");
    vector_push(&builder->edges, (struct graph_edge){from, to});
    return true;
}

static bool read_edges(struct builder *builder, struct edges *edges, struct error *error)
{
    const struct heap_graph *graph = builder->graph;
    const struct snapshot_edge *batch;
    size_t count;
    while (edges_next(edges, &batch, &count, error)) {
        if (count == 0)
            return true;
        for (size_t i = 0; i < count; i++)
            if (has_object(graph, batch[i].oid) &&
                !add_edge(builder, heap_graph_node(graph, batch[i].holder),
                          graph->first + object_place(graph, batch[i].oid), error))
                return false;
    }
    return false;
}

/* What a snapshot does not tell: an object that is referred to more often than its edges say is in
 * flight. */
static bool add_flights(struct builder *builder, struct error *error)
{
    const struct heap_graph *graph = builder->graph;
    int32_t *missing = memory_zeroed((size_t)graph->object_count + 1, sizeof *missing);
    bool is_good = true;
    for (uint32_t i = 0; i < graph->object_count; i++)
        missing[i] = graph->objects[i].count;
    for (size_t i = 0; i < builder->edges.count; i++)
        missing[builder->edges.items[i].to - graph->first]--;
    for (uint32_t i = 0; i < graph->object_count && is_good; i++)
        if (missing[i] > 0)
            is_good = add_edge(builder, HEAP_GRAPH_IN_FLIGHT, graph->first + i, error);
    memory_free(missing);
    return is_good;
}

static bool add_roots(struct builder *builder, struct error *error)
{
    for (uint32_t node = HEAP_GRAPH_IN_FLIGHT; node < builder->graph->first; node++)
        if (!add_edge(builder, HEAP_GRAPH_TOP, node, error))
            return false;
    return true;
}

/* --- building --------------------------------------------------------------------------------- */

/* The number of roots; the seq of the moment. */
static bool read_frame(struct builder *builder, struct error *error)
{
    struct heap_graph *graph = builder->graph;
    struct file *file = engine_file(builder->engine);
    struct file_run run;
    if (!file_read_run(file, &run, error))
        return false;
    sqlite3_stmt *statement =
        file_prepare(file,
                     "SELECT min(65536, coalesce(-(SELECT min(id) FROM root), 0)),"
                     " CASE WHEN ?1 >= 0 THEN (SELECT seq FROM snapshot WHERE id = ?1) END",
                     error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, graph->moment.snapshot);
    bool is_good = sqlite3_step(statement) == SQLITE_ROW;
    builder->root_count = (uint32_t)sqlite3_column_int64(statement, 0);
    graph->seq = graph->moment.seq >= 0 ? graph->moment.seq : (int64_t)run.events;
    if (graph->moment.snapshot >= 0)
        graph->seq = sqlite3_column_int64(statement, 1);
    sqlite3_finalize(statement);
    graph->first = HEAP_GRAPH_IN_FLIGHT + builder->root_count + 1;
    return is_good || connection_fail(builder->engine, error);
}

static bool read_objects(struct builder *builder, struct edges *edges, struct error *error)
{
    if (edges_heap(edges))
        take_heap(builder, edges_heap(edges));
    else if (builder->graph->moment.snapshot >= 0)
        return read_snapshot(builder, error);
    else
        return read_survivors(builder, error);
    return true;
}

static bool build_from(struct builder *builder, struct edges *edges, struct error *error)
{
    struct heap_graph *graph = builder->graph;
    if (!read_objects(builder, edges, error) || !number_objects(builder, error) ||
        !read_edges(builder, edges, error))
        return false;
    if (graph->moment.snapshot >= 0 && !add_flights(builder, error))
        return false;
    return add_roots(builder, error) &&
           graph_build(&graph->graph, graph->first + graph->object_count, builder->edges.items,
                       (uint32_t)builder->edges.count, error);
}

static bool build(struct builder *builder, struct error *error)
{
    if (!read_frame(builder, error))
        return false;
    struct edges *edges =
        edges_open(builder->engine, &builder->graph->moment, &(struct snapshot_filter){0}, error);
    bool is_good = edges && build_from(builder, edges, error);
    edges_close(edges);
    vector_release(&builder->objects);
    vector_release(&builder->edges);
    return is_good;
}

static bool is_same(const struct value_moment *left, const struct value_moment *right)
{
    return left->snapshot == right->snapshot && left->seq == right->seq;
}

struct heap_graph *heap_graph_acquire(struct engine *engine, const struct value_moment *moment,
                                      struct error *error)
{
    struct value_moment wanted = *moment;
    if (wanted.snapshot < 0 && wanted.seq < 0 && !engine_last_seq(engine, &wanted.seq, error))
        return NULL;
    struct heap_graph **kept = connection_graphs(engine);
    if (kept[1] && is_same(&kept[1]->moment, &wanted)) {
        struct heap_graph *newest = kept[1];
        kept[1] = kept[0];
        kept[0] = newest;
    }
    if (!kept[0] || !is_same(&kept[0]->moment, &wanted)) {
        struct heap_graph *graph = memory_zeroed(1, sizeof *graph);
        *graph = (struct heap_graph){.moment = wanted, .users = 1};
        struct builder builder = {.engine = engine, .graph = graph};
        if (!build(&builder, error)) {
            heap_graph_release(graph);
            return NULL;
        }
        heap_graph_release(kept[1]);
        kept[1] = kept[0];
        kept[0] = graph;
    }
    kept[0]->users++;
    return kept[0];
}

void heap_graph_release(struct heap_graph *graph)
{
    if (!graph || --graph->users > 0)
        return;
    graph_release(&graph->graph);
    graph_paths_release(&graph->paths);
    graph_dominators_release(&graph->dominators);
    graph_components_release(&graph->components);
    memory_free(graph->retained);
    memory_free(graph->retained_objects);
    memory_free(graph->component_sizes);
    memory_free(graph->outermost);
    memory_free(graph->objects);
    memory_free(graph->index.bits);
    memory_free(graph->index.totals);
    memory_free(graph);
}

/* --- answers ---------------------------------------------------------------------------------- */

bool heap_graph_find_paths(struct heap_graph *graph, struct engine *engine, struct error *error)
{
    if (graph->paths.reached > 0)
        return true;
    if (graph_find_paths(&graph->graph, &graph->graph.out, HEAP_GRAPH_TOP, HEAP_GRAPH_IN_FLIGHT,
                         &graph->paths, engine, error))
        return true;
    graph_paths_release(&graph->paths);
    return false;
}

bool heap_graph_find_dominators(struct heap_graph *graph, struct engine *engine,
                                struct error *error)
{
    if (graph->dominators.reached > 0)
        return true;
    if (!graph_find_dominators(&graph->graph, HEAP_GRAPH_TOP, &graph->dominators, engine, error))
        return false;
    uint32_t count = graph->graph.node_count;
    uint64_t *sizes = memory_zeroed(count, sizeof *sizes);
    graph->retained = memory_zeroed(count, sizeof *graph->retained);
    graph->retained_objects = memory_zeroed(count, sizeof *graph->retained_objects);
    for (uint32_t i = 0; i < graph->object_count; i++)
        sizes[graph->first + i] = graph->objects[i].size;
    graph_sum_retained(&graph->graph, &graph->dominators, sizes, graph->retained);
    for (uint32_t i = 0; i < graph->object_count; i++)
        sizes[graph->first + i] = 1;
    graph_sum_retained(&graph->graph, &graph->dominators, sizes, graph->retained_objects);
    memory_free(sizes);
    return true;
}

bool heap_graph_find_components(struct heap_graph *graph, struct engine *engine,
                                struct error *error)
{
    if (graph->components.count > 0)
        return true;
    if (!graph_find_components(&graph->graph, &graph->components, engine, error)) {
        graph_components_release(&graph->components);
        return false;
    }
    graph->component_sizes = memory_zeroed(graph->components.count, sizeof(uint32_t));
    for (uint32_t i = 0; i < graph->graph.node_count; i++)
        graph->component_sizes[graph->components.components[i]]++;
    return true;
}
