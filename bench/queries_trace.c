/* Makes a trace to measure queries on: a large heap, with traffic.
 * usage: queries_trace FILE [OBJECTS [EDGES [EVENTS]]]
 *
 * A cache that grows: sessions in dicts in a dict of the globals, each with strings and lists, and
 * edges across that stay mostly among neighbours, as in real heaps. Half way, and at the end, a
 * snapshot
 * (`warm`, `exit`). The events that are left over are traffic: births and deaths of short-lived
 * objects, and references in flight. The same arguments make the same trace.
 */
#include "base/memory.h"
#include "recorder/recorder.h"

#include <stdlib.h>
#include <string.h>

enum { TYPES = 8, FUNCTIONS = 40, SITES = 2000, NAMES = 500, FAN = 32 };

struct edge {
    uint32_t from;
    uint32_t to;
    uint32_t label;
};

struct heap {
    struct recorder_lane *lane;
    uint64_t objects_wanted, edges_wanted, events_wanted;
    uint64_t random;
    uint32_t types[TYPES];
    uint32_t sites[SITES];
    uint32_t names[NAMES];
    int64_t globals;
    uint64_t *oids;     /* by object; owned */
    int64_t *counts;    /* by object; owned */
    uint32_t *kinds;    /* by object: its type; owned */
    uint32_t *sizes;    /* by object; owned */
    uint64_t objects;   /* that live */
    struct edge *edges; /* owned */
    uint64_t edge_count;
    uint64_t events;
};

static uint64_t next_random(struct heap *heap)
{
    heap->random ^= heap->random << 13;
    heap->random ^= heap->random >> 7;
    heap->random ^= heap->random << 17;
    return heap->random;
}

static uint32_t pick_site(struct heap *heap)
{
    return heap
        ->sites[next_random(heap) % 8 == 0 ? next_random(heap) % SITES : next_random(heap) % 64];
}

static void define(struct heap *heap)
{
    static const char *const types[TYPES] = {"dict", "str",     "list",    "tuple",
                                             "int",  "Session", "Message", "function"};
    uint32_t functions[FUNCTIONS];
    char name[32];
    for (int i = 0; i < TYPES; i++)
        heap->types[i] = recorder_type(heap->lane, types[i]);
    for (int i = 0; i < FUNCTIONS; i++) {
        snprintf(name, sizeof name, "function_%d", i);
        functions[i] = recorder_function(heap->lane, name, "server.py", (uint32_t)(10 + i * 20));
    }
    for (uint32_t i = 0; i < SITES; i++)
        heap->sites[i] =
            recorder_site(heap->lane, i < 50 ? 0 : heap->sites[next_random(heap) % (i / 2 + 1)],
                          functions[i % FUNCTIONS], 10 + (i % FUNCTIONS) * 20 + i / FUNCTIONS % 20);
    for (int i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "name_%d", i);
        heap->names[i] = recorder_text(heap->lane, name, strlen(name));
    }
    heap->globals = recorder_root(heap->lane, "module globals");
}

static void add_edge(struct heap *heap, uint64_t from, uint64_t to)
{
    uint32_t site = pick_site(heap);
    int64_t holder = from == UINT32_MAX ? heap->globals : (int64_t)heap->oids[from];
    recorder_incref(heap->lane, heap->oids[to], holder, site);
    heap->counts[to]++;
    heap->edges[heap->edge_count++] =
        (struct edge){(uint32_t)from, (uint32_t)to, heap->names[next_random(heap) % NAMES]};
    heap->events++;
}

/* A new object below its parent in a tree with FAN children, with edges to what is near. */
static void add_object(struct heap *heap)
{
    uint64_t number = heap->objects++;
    uint32_t site = pick_site(heap);
    heap->kinds[number] = heap->types[number % FAN == 0 ? 0 : next_random(heap) % TYPES];
    heap->sizes[number] = (uint32_t)(32 + next_random(heap) % 8 * 16);
    heap->oids[number] = recorder_alloc(heap->lane, heap->kinds[number], heap->sizes[number], site);
    heap->counts[number] = 1;
    add_edge(heap, number == 0 ? UINT32_MAX : (number - 1) / FAN, number);
    uint64_t more = heap->edges_wanted * heap->objects / heap->objects_wanted;
    while (heap->edge_count < more) {
        uint64_t reach = next_random(heap) % 16 == 0 ? number + 1 : 64;
        uint64_t back = next_random(heap) % reach;
        add_edge(heap, number, back > number ? number : number - back);
    }
    recorder_decref(heap->lane, heap->oids[number], HOLDER_IN_FLIGHT, site);
    heap->counts[number]--;
    heap->events += 2;
}

/* An object that lives for a few events, and looks at one that stays. */
static void add_traffic(struct heap *heap)
{
    uint32_t site = pick_site(heap);
    uint64_t oid = recorder_alloc(heap->lane, heap->types[3], 48, site);
    uint64_t other = heap->oids[next_random(heap) % heap->objects];
    for (int i = 0; i < 3; i++) {
        recorder_incref(heap->lane, other, HOLDER_IN_FLIGHT, site);
        recorder_decref(heap->lane, other, HOLDER_IN_FLIGHT, site);
    }
    recorder_decref(heap->lane, oid, HOLDER_IN_FLIGHT, site);
    recorder_free(heap->lane, oid, 0, site);
    heap->events += 9;
}

static void take_snapshot(struct heap *heap, const char *label)
{
    recorder_snapshot_begin(heap->lane, label, heap->sites[0]);
    for (uint64_t i = 0; i < heap->objects; i++)
        recorder_snapshot_object(heap->lane, heap->oids[i], heap->kinds[i], heap->sizes[i],
                                 heap->counts[i], 0);
    for (uint64_t i = 0; i < heap->edge_count; i++) {
        const struct edge *edge = &heap->edges[i];
        int64_t holder = edge->from == UINT32_MAX ? heap->globals : (int64_t)heap->oids[edge->from];
        recorder_snapshot_edge(heap->lane, holder, heap->oids[edge->to], EDGE_ATTRIBUTE,
                               edge->label);
    }
    recorder_snapshot_end(heap->lane);
}

static void collect(struct heap *heap)
{
    uint32_t id = recorder_collection_begin(heap->lane, 0, "threshold", heap->sites[1]);
    recorder_collection_end(heap->lane, id,
                            &(struct recorder_collection){.trigger = "threshold", .examined = 700});
}

static void live(struct heap *heap)
{
    uint64_t growth = heap->edges_wanted + 2 * heap->objects_wanted;
    uint64_t traffic = heap->events_wanted > growth ? heap->events_wanted - growth : 0;
    uint64_t traffic_done = 0;
    while (heap->objects < heap->objects_wanted) {
        add_object(heap);
        for (; traffic_done * heap->objects_wanted < traffic * heap->objects; traffic_done += 9)
            add_traffic(heap);
        if (heap->objects % 700 == 0)
            collect(heap);
        if (heap->objects == heap->objects_wanted / 2)
            take_snapshot(heap, "warm");
    }
    take_snapshot(heap, "exit");
}

static uint64_t argument(int count, char **values, int index, uint64_t otherwise)
{
    return index < count ? strtoull(values[index], NULL, 10) : otherwise;
}

int main(int count, char **values)
{
    struct error error = {0};
    struct heap heap = {.random = 88172645463325252u,
                        .objects_wanted = argument(count, values, 2, 1000000),
                        .edges_wanted = argument(count, values, 3, 6000000),
                        .events_wanted = argument(count, values, 4, 20000000)};
    if (count < 2) {
        fprintf(stderr, "usage: queries_trace FILE [OBJECTS [EDGES [EVENTS]]]\n");
        return ERROR_USAGE;
    }
    struct recorder_options options = {
        .file = values[1], .overwrite = true, .deterministic = true, .program = "queries_trace"};
    struct recorder *recorder = recorder_start(&options, &error);
    heap.lane = recorder ? recorder_lane_open(recorder, &error) : NULL;
    if (!heap.lane) {
        fprintf(stderr, "queries_trace: %s\n", error.message);
        return (int)error.code;
    }
    heap.oids = memory_zeroed(heap.objects_wanted + 1, sizeof *heap.oids);
    heap.counts = memory_zeroed(heap.objects_wanted + 1, sizeof *heap.counts);
    heap.kinds = memory_zeroed(heap.objects_wanted + 1, sizeof *heap.kinds);
    heap.sizes = memory_zeroed(heap.objects_wanted + 1, sizeof *heap.sizes);
    heap.edges = memory_zeroed(heap.edges_wanted + heap.objects_wanted + 64, sizeof *heap.edges);
    define(&heap);
    live(&heap);
    recorder_stop(recorder);
    memory_free(heap.oids);
    memory_free(heap.counts);
    memory_free(heap.kinds);
    memory_free(heap.sizes);
    memory_free(heap.edges);
    return 0;
}
