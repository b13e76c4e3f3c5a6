/* How two traces differ: event by event, and in their books. */
#ifndef CLI_DIFFERENCE_H
#define CLI_DIFFERENCE_H

#include "cli/session.h"

/* The first difference of two ledgers. */
struct ledger_difference {
    bool is_equal;
    const char *what; /* where not: "an event", "the types" … */
    uint64_t seq;     /* of the first event that differs; 0: not an event */
};

/* Compares names, then every event; times, addresses and process ids may differ. */
bool difference_of_ledgers(struct engine *old, struct engine *new,
                           struct ledger_difference *difference, struct error *error) MUST_CHECK;

/* A key that both traces may have, with some numbers from each. */
struct difference_row {
    char *key; /* owned */
    int64_t old[3];
    int64_t new[3];
};

struct difference_rows {
    VECTOR_OF(struct difference_row); /* in order of key */
};

/* Asks both traces the same SQL, whose columns are a key and `numbers` numbers, at most 3, and
 * joins the answers by key; what one does not have is 0. */
bool difference_of_answers(struct engine *old, struct engine *new, const char *sql, int numbers,
                           struct difference_rows *rows, struct error *error) MUST_CHECK;
void difference_rows_release(struct difference_rows *rows);

#endif
