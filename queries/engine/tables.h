/* The list of virtual tables. */
#ifndef QUERIES_ENGINE_TABLES_H
#define QUERIES_ENGINE_TABLES_H

#include "queries/engine/table.h"

extern const struct table event_table;           /* event.c */
extern const struct table object_table;          /* object.c */
extern const struct table reference_table;       /* reference.c */
extern const struct table snapshot_object_table; /* snapshot_object.c */
extern const struct table referrer_tree_table;   /* referrer_tree.c */
extern const struct table node_table;            /* node.c */
extern const struct table path_table;            /* path.c */
extern const struct table path_tree_table;       /* path_tree.c */
extern const struct table path_pattern_table;    /* path_pattern.c */
extern const struct table growing_table;         /* growing.c */
extern const struct table alias_table;           /* alias.c */
extern const struct table life_table;            /* life.c */
extern const struct table leak_table;            /* leak.c */
extern const struct table accumulation_table;    /* accumulation.c */
extern const struct table garbage_cycle_table;   /* garbage_cycle.c */
extern const struct table pending_cycle_table;   /* pending_cycle.c */
extern const struct table book_table;            /* book.c */

/* Whether one of them has that name. */
bool tables_have(const char *name);

/* Registers them all. */
bool tables_register(struct engine *engine, struct error *error) MUST_CHECK;

#endif
