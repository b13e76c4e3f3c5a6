/* The plan of a statement, as the tree that it is. */
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include "cli/session.h"

/* Steps an EXPLAIN QUERY PLAN statement to its end and prints its tree:
 *     plan
 *     ├─ SCAN object VIRTUAL TABLE INDEX 0
 *     └─ USE TEMP B-TREE FOR ORDER BY
 */
bool plan_print(struct session *session, struct output *output, sqlite3_stmt *statement,
                struct error *error) MUST_CHECK;

/* Prints the plan of the statement `sql`. */
bool plan_print_sql(struct session *session, struct output *output, const char *sql,
                    struct error *error) MUST_CHECK;

#endif
