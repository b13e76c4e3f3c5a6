/* Proves that the books of a trace balance: the invariants of the ledger, by one replay.
 *
 * How it works. Every event passes once, in order, over two hash tables: the live objects, and the
 * open references by (oid, holder). At each snapshot and each collection the open references are
 * compared with what was recorded. Memory: about 64 bytes a live object and 40 an open reference.
 *
 * It finds the first failure of each invariant and counts the others. A trace that records less
 * than all (levels, --only, unknown holders) is checked as far as it goes, and what could not be
 * checked is said in `reason`, never claimed.
 */
#ifndef QUERIES_ENGINE_VERIFY_H
#define QUERIES_ENGINE_VERIFY_H

#include "base/error.h"
#include "queries/engine/engine.h"

#include <stdint.h>

enum verify_invariant {
    VERIFY_IDENTITY = 1, /* one alloc, at most one free, nothing before or after */
    VERIFY_PAIRING,      /* every decref and move closes an open reference of its holder */
    VERIFY_DEATH,        /* at a free no reference to the object is open, and it holds none */
    VERIFY_SNAPSHOTS,    /* counts and edges of a snapshot equal the open references */
    VERIFY_REACHABILITY, /* collected objects were unreachable, no reachable one is freed */
    VERIFY_WEAKNESS,     /* weak references change no count, cleared ones are not read as alive */
    VERIFY_TOTALS,       /* the summary tables equal what the events add up to */
    VERIFY_HEADERS,      /* the counts that the program read equal the balance: else skewed */
    VERIFY_INVARIANT_COUNT
};

/* The first failure of an invariant. */
struct verify_failure {
    const char
        *word;    /* leaked, indirectly leaked, skewed, invalid: the fixed words of the ledger */
    uint64_t seq; /* 0 where no event stands for it */
    uint64_t oid; /* 0: none */
    int64_t holder;
    bool has_holder;
    char type[96];         /* of the object, empty where unknown */
    char holder_name[128]; /* 'dict 17', 'in flight', 'module globals' */
    char source[256];      /* file:line in function, empty where unknown */
    char message[256];     /* what is wrong */
};

struct verify_result {
    const char *title;           /* what the invariant says */
    uint64_t checked;            /* comparisons made */
    uint64_t failures;           /* of these */
    char reason[128];            /* why (part of) it could not be checked; empty: all was */
    struct verify_failure first; /* where failures > 0 */
};

struct verify_report {
    struct verify_result
        results[VERIFY_INVARIANT_COUNT]; /* by enum verify_invariant; 0 is unused */
    uint64_t events;
    uint64_t objects;
    uint64_t snapshots;
    uint64_t collections;
    bool balances; /* no invariant failed */
};

/* Checks everything. False only where the trace cannot be read or the work was cancelled. */
bool verify_trace(struct engine *engine, struct verify_report *report,
                  struct error *error) MUST_CHECK;

#endif
