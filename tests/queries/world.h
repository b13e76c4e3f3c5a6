/* A small counted world for tests: it records itself through recorder.h, and keeps its own plain
 * lists of what is alive and what is held, which the tests compare with what the queries say.
 *
 * Everything is in lists that are searched from end to end: slow, and too simple to be wrong. Calls
 * that a correct program would not make (a free too early, a second decref) are recorded as they
 * come.
 */
#ifndef TESTS_QUERIES_WORLD_H
#define TESTS_QUERIES_WORLD_H

#include "base/memory.h"
#include "base/vector.h"
#include "recorder/recorder.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct world_object {
    uint64_t oid;
    uint64_t size;
    uint64_t born_seq;
    uint64_t died_seq; /* 0: alive */
    int64_t count;
    uint32_t type;
    uint32_t born_site;
    char text[64]; /* its contents; empty: it has none */
};

struct world_reference {
    uint64_t oid;
    int64_t holder;
    uint64_t opened_seq;
    uint32_t site;
    enum edge_label label;
    uint64_t value;
};

struct world {
    struct recorder *recorder;
    struct recorder_lane *lane;
    struct {
        VECTOR_OF(struct world_object);
    } objects; /* all that were born; item i has oid i + 1 */
    struct {
        VECTOR_OF(struct world_reference);
    } references; /* those that are open, oldest first */
    struct {
        VECTOR_OF(char *);
    } types;             /* item i has id i + 1; owned, each too */
    uint64_t seq;        /* of the last event */
    bool tells_contents; /* in snapshots; set by the test */
    char path[64];
};

/* A new world whose trace goes to a file of its own under /tmp. */
static inline void world_begin(struct world *world, const struct recorder_options *options)
{
    struct error error = {0};
    struct recorder_options all = options ? *options : (struct recorder_options){0};
    *world = (struct world){0};
    snprintf(world->path, sizeof world->path, "/tmp/heapledger-world-%d.db", (int)getpid());
    all.file = world->path;
    all.overwrite = true;
    all.deterministic = true;
    all.program = "world";
    world->recorder = recorder_start(&all, &error);
    if (world->recorder)
        world->lane = recorder_lane_open(world->recorder, &error);
    if (!world->lane) {
        fprintf(stderr, "world: %s\n", error.message);
        abort();
    }
}

/* The trace is whole after this; the lists stay. */
static inline void world_finish(struct world *world)
{
    recorder_stop(world->recorder);
    world->recorder = NULL;
}

static inline void world_release(struct world *world)
{
    unlink(world->path);
    vector_release(&world->objects);
    vector_release(&world->references);
    for (size_t i = 0; i < world->types.count; i++)
        memory_free(world->types.items[i]);
    vector_release(&world->types);
}

static inline uint32_t world_line(struct world *world, const char *function, uint32_t line)
{
    uint32_t id = recorder_function(world->lane, function, "world.py", 1);
    return recorder_site(world->lane, 0, id, line);
}

static inline uint64_t world_text(struct world *world, const char *text)
{
    return recorder_text(world->lane, text, strlen(text));
}

static inline struct world_object *world_object(struct world *world, uint64_t oid)
{
    return &world->objects.items[oid - 1];
}

static inline void world_open(struct world *world, uint64_t oid, int64_t holder, uint32_t site,
                              enum edge_label label, uint64_t value)
{
    vector_push(&world->references,
                (struct world_reference){oid, holder, world->seq, site, label, value});
}

/* Forgets the youngest reference of (oid, holder). */
static inline void world_close(struct world *world, uint64_t oid, int64_t holder)
{
    for (size_t i = world->references.count; i-- > 0;)
        if (world->references.items[i].oid == oid && world->references.items[i].holder == holder) {
            memmove(&world->references.items[i], &world->references.items[i + 1],
                    (--world->references.count - i) * sizeof *world->references.items);
            return;
        }
}

/* Every name is one type. */
static inline uint32_t world_type(struct world *world, const char *name)
{
    for (size_t i = 0; i < world->types.count; i++)
        if (strcmp(world->types.items[i], name) == 0)
            return (uint32_t)i + 1;
    vector_push(&world->types, memory_copy_string(name));
    return recorder_type(world->lane, name);
}

/* A birth; the reference to the new object is in flight. */
static inline uint64_t world_new(struct world *world, const char *type, uint64_t size,
                                 uint32_t site)
{
    uint32_t id = world_type(world, type);
    uint64_t oid = recorder_alloc(world->lane, id, size, site);
    world->seq++;
    vector_push(&world->objects, (struct world_object){.oid = oid,
                                                       .size = size,
                                                       .born_seq = world->seq,
                                                       .count = 1,
                                                       .type = id,
                                                       .born_site = site});
    world_open(world, oid, HOLDER_IN_FLIGHT, site, EDGE_UNKNOWN, 0);
    return oid;
}

static inline void world_hold(struct world *world, uint64_t oid, int64_t holder,
                              enum edge_label label, uint64_t value, uint32_t site)
{
    recorder_incref(world->lane, oid, holder, site);
    world->seq++;
    world_object(world, oid)->count++;
    world_open(world, oid, holder, site, label, value);
}

static inline void world_drop(struct world *world, uint64_t oid, int64_t holder, uint32_t site)
{
    recorder_decref(world->lane, oid, holder, site);
    world->seq++;
    world_object(world, oid)->count--;
    world_close(world, oid, holder);
}

/* The reference in flight becomes the holder's. */
static inline void world_give(struct world *world, uint64_t oid, int64_t holder,
                              enum edge_label label, uint64_t value, uint32_t site)
{
    recorder_move(world->lane, oid, HOLDER_IN_FLIGHT, holder, site);
    world->seq++;
    world_close(world, oid, HOLDER_IN_FLIGHT);
    world_open(world, oid, holder, site, label, value);
}

/* A death, with the count that the object's header says. */
static inline void world_free_saying(struct world *world, uint64_t oid, int64_t count,
                                     uint32_t site)
{
    recorder_free(world->lane, oid, count, site);
    world->seq++;
    world_object(world, oid)->died_seq = world->seq;
}

static inline void world_free(struct world *world, uint64_t oid, uint32_t site)
{
    world_free_saying(world, oid, world_object(world, oid)->count, site);
}

static inline void world_event(struct world *world, enum event_kind kind, uint64_t oid, int64_t a,
                               int64_t b, uint32_t site)
{
    recorder_emit(world->lane, kind, oid, a, b, site);
    world->seq++;
}

static inline uint64_t world_hash(const char *text)
{
    uint64_t hash = 1;
    for (; *text; text++)
        hash = hash * 1000003 + (uint8_t)*text;
    return hash;
}

/* The references that a condemned object holds, with their labels. */
static inline void world_garbage(struct world *world, uint64_t oid)
{
    for (size_t i = 0; i < world->references.count; i++) {
        const struct world_reference *reference = &world->references.items[i];
        if (reference->holder == (int64_t)oid)
            recorder_garbage_edge(world->lane, reference->holder, reference->oid, reference->label,
                                  reference->value);
    }
}

/* A snapshot of all that is alive, with every edge that is not in flight. */
static inline uint32_t world_snapshot(struct world *world, const char *label)
{
    uint32_t id = recorder_snapshot_begin(world->lane, label, 0);
    world->seq++;
    if (world->tells_contents)
        recorder_snapshot_contents(world->lane);
    for (size_t i = 0; i < world->objects.count; i++) {
        const struct world_object *object = &world->objects.items[i];
        if (object->died_seq)
            continue;
        recorder_snapshot_object(world->lane, object->oid, object->type, object->size,
                                 object->count, 0);
        if (*object->text)
            recorder_snapshot_content(world->lane, world_hash(object->text), object->text,
                                      strlen(object->text));
    }
    for (size_t i = 0; i < world->references.count; i++) {
        const struct world_reference *reference = &world->references.items[i];
        if (reference->holder != HOLDER_IN_FLIGHT)
            recorder_snapshot_edge(world->lane, reference->holder, reference->oid, reference->label,
                                   reference->value);
    }
    recorder_snapshot_end(world->lane);
    return id;
}

#endif
