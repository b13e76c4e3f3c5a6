/* Exports: what a trace holds, in the file formats of other tools.
 *
 * An exporter is one constant in a file of its own, export_NAME.c.
 */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include "cli/session.h"

struct export_request {
    struct session *session;
    const char *path; /* what to make; "-" is stdout, for exporters that write one text */
    bool overwrite;
    int64_t snapshot;  /* --at; the last where it was not given; 0: the trace has none */
    uint64_t object;   /* --object; 0: none */
    const char *weigh; /* --weigh; NULL: not given */
    uint64_t *rows;    /* read so far, of `total`; for the progress */
    uint64_t total;    /* 0: not known */
};

/* The options that only some exporters know, and where they can write to. */
enum { EXPORT_AT = 1, EXPORT_OBJECT = 2, EXPORT_WEIGH = 4, EXPORT_TO_STDOUT = 8 };

struct exporter {
    const char *name;
    unsigned takes; /* of EXPORT_… */
    bool (*run)(const struct export_request *request, struct error *error);
};

/* Ended by NULL. */
extern const struct exporter *const exporters[];
#define EXPORTER_NAMES "rows,csv,heapsnapshot,dot,folded"

/* A file that gets its name when it is whole. */
struct export_file {
    FILE *stream;
    char *path;      /* owned: where it goes */
    char *temporary; /* owned: where it is until then; NULL: a pipe or a device, written as it is */
};

/* Makes the file at `path`; an existing one is replaced only where the request says so. */
bool export_file_open(struct export_file *file, const struct export_request *request,
                      const char *path, struct error *error) MUST_CHECK;
/* Closes it and releases `file`. It is at its path after this, or, where it is not whole or not all
 * of it could be written, nowhere. */
bool export_file_close(struct export_file *file, bool is_whole, struct error *error) MUST_CHECK;

/* Makes the one file of the request, which may be stdout, by `write`. */
bool export_text(const struct export_request *request,
                 bool (*write)(const struct export_request *request, FILE *stream,
                               struct error *error),
                 struct error *error) MUST_CHECK;

/* Fails unless the trace has a snapshot to export. */
bool export_needs_snapshot(const struct export_request *request, struct error *error) MUST_CHECK;

/* Steps to the next row, with progress; false at the end, and where `error` is set. */
bool export_step(const struct export_request *request, sqlite3_stmt *row, struct error *error);

/* A statement of the engine with ?1 bound to the snapshot. NULL on failure. */
sqlite3_stmt *export_prepare(const struct export_request *request, const char *sql,
                             struct error *error) MUST_CHECK;

/* --- the tables of a trace, for rows and csv -------------------------------------------------- */

/* A table as an export has it: a plain one of the trace, or one of event, object, snapshot_object
 * and reference, of which the last two have a first column `snapshot`. */
struct export_table {
    char *name;    /* owned */
    char *columns; /* owned: "seq INTEGER, kind TEXT" */
    char *select;  /* owned: the statement that gives the rows */
};

struct export_tables {
    VECTOR_OF(struct export_table);
};

bool export_list_tables(const struct export_request *request, struct export_tables *tables,
                        struct error *error) MUST_CHECK;
void export_tables_release(struct export_tables *tables);

#endif
