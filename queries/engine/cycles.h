/* The cycles in a set of objects: its strongly connected components, described.
 *
 * How it works. cycles_find numbers the objects, builds a graph of the edges between them, and
 * makes a row of every component with more than one object, or with one that refers to itself.
 * Edges with an end outside the set are ignored.
 *
 * A row says by which kinds of edges its objects are held together: the type of the holder, the
 * label, the type of the referent, each kind once. An instance and its __dict__ are read as one:
 * 'Node.parent -> Node'. Indexes, and keys of other dicts, differ from cycle to cycle and are left
 * out: 'list[] -> Node'.
 */
#ifndef QUERIES_ENGINE_CYCLES_H
#define QUERIES_ENGINE_CYCLES_H

#include "base/vector.h"
#include "queries/engine/engine.h"
#include "recorder/format/snapshot.h"

struct cycles_object {
    uint64_t oid;
    uint64_t size;
    uint32_t type;
};

struct cycles_objects {
    VECTOR_OF(struct cycles_object); /* sorted by oid */
};

struct cycles_edges {
    VECTOR_OF(struct snapshot_edge);
};

struct cycle {
    uint64_t collection; /* that found it; 0: none */
    uint64_t objects;
    uint64_t bytes;
    uint64_t first_oid;           /* the lowest of its objects */
    char *shape;                  /* '2 Node, 2 dict'; owned */
    char *edges;                  /* 'Node.parent -> Node, list[] -> Node'; owned */
    struct snapshot_edge closing; /* the youngest reference within it */
};

struct cycles {
    VECTOR_OF(struct cycle);
};

/* Adds the cycles of the objects to `cycles`, in the order of their lowest oid. */
bool cycles_find(struct engine *engine, const struct cycles_objects *objects,
                 const struct cycles_edges *edges, uint64_t collection, struct cycles *cycles,
                 struct error *error) MUST_CHECK;
void cycles_release(struct cycles *cycles);

/* The place of an object in a sorted list; objects->count where it is not there. */
size_t cycles_place(const struct cycles_objects *objects, uint64_t oid);

/* A column of a row, for the tables garbage_cycle and pending_cycle. */
enum cycles_column {
    CYCLES_OBJECTS,
    CYCLES_BYTES,
    CYCLES_FIRST_OID,
    CYCLES_SHAPE,
    CYCLES_EDGES,
    CYCLES_HOLDER,
    CYCLES_OID,
    CYCLES_LABEL,
    CYCLES_OPENED_SEQ,
    CYCLES_SITE,
    CYCLES_COLUMN_COUNT
};
void cycles_show(struct engine *engine, const struct cycle *cycle, enum cycles_column column,
                 sqlite3_context *result);

#endif
