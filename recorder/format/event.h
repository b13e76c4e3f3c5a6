/* An event of the ledger, as a reader gets it and as a writer gives it.
 *
 * Holders are signed: a positive holder is the oid of the object that stores the pointer, 0 is a
 * reference in flight (evaluation stack, a C local), a negative one is a named root (table root).
 * HOLDER_UNKNOWN is for programs that know no holders: their references pair within themselves.
 */
#ifndef RECORDER_FORMAT_EVENT_H
#define RECORDER_FORMAT_EVENT_H

#include <stdbool.h>
#include <stdint.h>

enum event_kind {
    EVENT_NONE,
#define EVENT(NAME, text, a, b) EVENT_##NAME,
#include "recorder/format/event.def"
#undef EVENT
    EVENT_KIND_COUNT
};

/* What the numbers a and b of an event say. */
enum event_role {
    ROLE_NONE,
    ROLE_TYPE,  /* type.id */
    ROLE_SIZE,  /* bytes */
    ROLE_COUNT, /* the reference count that the program read in the object's header */
    ROLE_HOLDER,
    ROLE_FROM,
    ROLE_FUNCTION,   /* function.id */
    ROLE_TARGET,     /* oid of what a weak reference points at */
    ROLE_COLLECTION, /* collection.id */
    ROLE_FATE,       /* enum event_fate */
    ROLE_MARK,       /* mark.id */
    ROLE_SNAPSHOT,   /* snapshot.id */
};

enum event_fate {
    FATE_COLLECTED = 1, /* found unreachable, to be freed */
    FATE_UNCOLLECTABLE, /* found unreachable, kept in gc.garbage */
    FATE_FROZEN,        /* put into the permanent generation */
};

/* What an edge of a snapshot is called. `value` is a number for INDEX, else a recorder_text id. */
enum edge_label {
    EDGE_UNKNOWN,   /* no label; value 0 */
    EDGE_ATTRIBUTE, /* .name */
    EDGE_KEY,       /* the value under a dict key: ['name'] */
    EDGE_DICT_KEY,  /* the key itself: key 'name' */
    EDGE_INDEX,     /* [3] */
    EDGE_LOCAL,     /* a local variable of a frame: local name */
    EDGE_GLOBAL,    /* held by a named root under a name */
    EDGE_INTERNAL,  /* a field of the implementation: __self__, __dict__, __class__ */
    EDGE_ITEM,      /* as KEY, of a key that is no text: [(3, 'x')] */
    EDGE_ITEM_KEY,  /* as DICT_KEY, likewise: key (3, 'x') */
};

/* The label of an item whose key does not matter: keys that are no texts are like the others. */
static inline enum edge_label edge_label_without_key(uint32_t label)
{
    return label == EDGE_ITEM       ? EDGE_INDEX
           : label == EDGE_ITEM_KEY ? EDGE_DICT_KEY
                                    : (enum edge_label)label;
}

#define HOLDER_IN_FLIGHT INT64_C(0)
#define HOLDER_UNKNOWN   (-INT64_C(1)) /* root 1 of every trace, named 'unknown' */

struct event {
    uint64_t seq; /* 1, 2, 3 … */
    uint64_t oid; /* 0 where the kind has no object */
    int64_t a;
    int64_t b;
    uint32_t site; /* site.id; 0 is unknown */
    uint32_t kind; /* enum event_kind */
};

struct event_description {
    const char *text; /* as in the column `kind` */
    enum event_role a;
    enum event_role b;
};

/* Indexed by kind; entry 0 has a NULL text. */
extern const struct event_description event_descriptions[EVENT_KIND_COUNT];

/* The value of the first field that has this role; false where the kind has none. */
static inline bool event_field(const struct event *event, enum event_role role, int64_t *value)
{
    const struct event_description *description = &event_descriptions[event->kind];
    if (description->a == role)
        *value = event->a;
    else if (description->b == role)
        *value = event->b;
    else
        return 0;
    return 1;
}

#endif
