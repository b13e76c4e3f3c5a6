/* What checks found, for a person or for a machine that counts tests. */
#ifndef CLI_CHECK_REPORT_H
#define CLI_CHECK_REPORT_H

#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>

enum check_outcome { CHECK_HOLDS, CHECK_FAILS, CHECK_SKIPPED };

struct check_result {
    char *name;  /* owned */
    char *title; /* owned: what it says of the program */
    enum check_outcome outcome;
    uint64_t violations;
    uint64_t duration_ns;
    struct buffer details; /* the first violations as a table; or why it was skipped */
};

void check_result_release(struct check_result *result);

/* A report is one constant value. */
struct check_report {
    const char *name;
    void (*print)(FILE *stream, const char *trace, const struct check_result *results,
                  size_t count);
};

/* Ended by a NULL name; in the order of CHECK_REPORT_NAMES, the first is the default. */
extern const struct check_report check_reports[];
#define CHECK_REPORT_NAMES "table,tap,junit"

#endif
