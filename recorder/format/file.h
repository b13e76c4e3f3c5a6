/* A trace file: created for a recording, opened to be read, opened to be added to.
 *
 * A trace may come from a stranger. file_open checks the header bytes before SQLite sees the file,
 * then the schema: only tables and indexes, no view, no trigger, no virtual table, so that no name
 * of the format can stand for a computation. The connection is read-only, defensive, trusts no
 * schema, loads no extension, and its limits bound what one row may cost. `run` is read once.
 *
 * Errors: ERROR_NO_INPUT, the file does not exist or cannot be read; ERROR_DATA, it is no trace, is
 * empty, truncated, damaged, or of a newer version; ERROR_CANNOT_CREATE, the output cannot be made.
 */
#ifndef RECORDER_FORMAT_FILE_H
#define RECORDER_FORMAT_FILE_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdint.h>

#define FILE_APPLICATION_ID 0x484C4447 /* 'HLDG' */
#define FILE_VERSION        1          /* user_version */
#define FILE_HEADER_SIZE    100        /* bytes of SQLite's header */

/* Bytes of a name: of a type, function, file or root. Who writes cuts a longer one, and so does who
 * reads: a name stands in a row for each object, and must not make an answer out of all measure. */
#define NAME_MAXIMUM 4096

#ifdef SMALL_LIMITS
#define CHUNK_EVENTS_MAXIMUM  16
#define CHUNK_RECORDS_MAXIMUM 16
#define TIMELINE_STEP         8
#else
#define CHUNK_EVENTS_MAXIMUM                                                                       \
    65536 /* events of a journal chunk, as written; readers take 65,536 always */
#define CHUNK_RECORDS_MAXIMUM 65536 /* objects or edges of a packed chunk, as written */
#define TIMELINE_STEP         4096  /* events between two rows of heap_size */
#endif

struct file {
    sqlite3 *database; /* owned */
    char *path;        /* owned */
    bool is_read_only;
};

/* A scan over packed data, seen from outside. The caller owns it and keeps it until the scan ends;
 * wherever one is taken, NULL is fine. */
struct scan {
    bool (*is_cancelled)(
        void *context); /* asked once a chunk; NULL: never. True ends with ERROR_CHECK */
    void *context;
    uint64_t chunks_opened;  /* counted up by the scan: chunks that were decoded */
    uint64_t chunks_skipped; /* chunks that their index ruled out */
};

/* Whether the first bytes of a file are those of a trace, of any version. */
bool file_is_trace(const uint8_t header[FILE_HEADER_SIZE]);

/* Bytes of a trace, with the -wal that stands beside it while it is recorded; 0: it is not there.
 */
uint64_t file_size(const char *path);

/* Opens a trace to read it. The file is owned by the caller: file_close. */
bool file_open(const char *path, struct file *file, struct error *error) MUST_CHECK;

/* Opens a finished trace to add to it (heapledger snapshot): as file_open, but writable. */
bool file_open_to_write(const char *path, struct file *file, struct error *error) MUST_CHECK;

/* Makes a new trace with schema.sql in it, in WAL mode. An existing file is ERROR_CANNOT_CREATE
 * unless `overwrite`, which replaces an older trace that nobody uses (claim.h). */
bool file_create(const char *path, bool overwrite, struct file *file,
                 struct error *error) MUST_CHECK;

/* Checkpoints and leaves WAL mode, so that one file remains. The file stays open. */
bool file_finish(struct file *file, struct error *error) MUST_CHECK;

/* It is no longer where it was opened: it was removed, or has another name now. */
bool file_has_moved(const struct file *file);

/* Closes and frees. Nothing happens for an empty struct. */
void file_close(struct file *file);

/* Makes a connection that something else opened (the loadable extension) a struct file that borrows
 * it: checks application_id and user_version. Never file_close it; file_forget frees the path. */
bool file_borrow(sqlite3 *database, struct file *file, struct error *error) MUST_CHECK;
void file_forget(struct file *file);

/* The schema alone in an open database (no data), for tools that build a trace of their own. */
bool file_create_schema(sqlite3 *database, struct error *error) MUST_CHECK;

/* A statement, owned by the caller (sqlite3_finalize). NULL on failure. */
sqlite3_stmt *file_prepare(struct file *file, const char *sql, struct error *error) MUST_CHECK;

/* Runs one or more statements that return nothing. */
bool file_execute(struct file *file, const char *sql, struct error *error) MUST_CHECK;

/* Turns what SQLite last complained of into an error: I/O → ERROR_IO, a full disk → ERROR_IO,
 * damage → ERROR_DATA, … The sentence names the file. Returns false. */
bool file_error(struct file *file, struct error *error);

/* The row of `run`, as far as the format itself needs it. */
struct file_run {
    uint64_t events;    /* last seq */
    uint64_t objects;   /* births */
    uint64_t books_seq; /* see schema.sql */
    bool is_finished;   /* the books are complete up to the last seq */
    bool has_counts;    /* level 'refs' */
    bool has_holders;
};
bool file_read_run(struct file *file, struct file_run *run, struct error *error) MUST_CHECK;

#endif
