/* A trace file: created, opened, hardened (file.h).
 *
 * Order of checks in file_open: the file is there and readable; its first 100 bytes are SQLite's
 * header with our application_id and a version we know; the file is as long as the header says
 * (only where no -wal stands beside it, which may hold the rest); SQLite reads its schema; the
 * schema has no more than tables and indexes; `run` has its row.
 */
#include "recorder/format/file.h"

#include "base/buffer.h"
#include "base/embedded.h"
#include "base/memory.h"
#include "recorder/format/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LENGTH_MAXIMUM (64 << 20) /* bytes of one value that a reader accepts */
#define BUSY_WAIT_MS   2000

/* --- errors ----------------------------------------------------------------------------------- */

static bool has_companion(const char *path, const char *ending)
{
    char *name = memory_format("%s%s", path, ending);
    bool is_there = access(name, F_OK) == 0;
    memory_free(name);
    return is_there;
}

bool file_error(struct file *file, struct error *error)
{
    const char *message = sqlite3_errmsg(file->database);
    switch (sqlite3_errcode(file->database)) {
    case SQLITE_FULL:
        return error_set(error, ERROR_IO, "no room left for '%s'", file->path);
    case SQLITE_IOERR:
        if (sqlite3_system_errno(file->database) == 0)
            return error_set(error, ERROR_IO, "cannot read or write '%s': %s", file->path, message);
        return error_set_errno(error, ERROR_IO, sqlite3_system_errno(file->database),
                               "cannot read or write '%s'", file->path);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return error_set(error, ERROR_DATA, "'%s' is damaged (%s)", file->path, message);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        if (file->is_read_only && has_companion(file->path, "-wal"))
            return error_set(
                error, ERROR_NO_INPUT,
                "cannot read '%s' with its '-wal' here: its recording was cut off (copy "
                "both into a folder that you can write to)",
                file->path);
        if (file->is_read_only)
            return error_set(error, ERROR_NO_INPUT, "cannot read '%s' (%s)", file->path, message);
        return error_set(error, ERROR_CANNOT_CREATE, "cannot write '%s' (%s)", file->path, message);
    case SQLITE_INTERRUPT:
        return error_set(error, ERROR_CHECK, "interrupted");
    default:
        return error_set(error, ERROR_DATA, "'%s': %s", file->path, message);
    }
}

sqlite3_stmt *file_prepare(struct file *file, const char *sql, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->database, sql, -1, &statement, NULL) != SQLITE_OK)
        file_error(file, error);
    return statement;
}

bool file_execute(struct file *file, const char *sql, struct error *error)
{
    return sqlite3_exec(file->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           file_error(file, error);
}

/* --- the header ------------------------------------------------------------------------------- */

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool refuse_version(const char *path, uint32_t version, struct error *error)
{
    if (version == 0)
        return error_set(error, ERROR_DATA, "'%s' is not a trace (no format version)", path);
    return error_set(error, ERROR_DATA,
                     "'%s' has format version %u, this heapledger reads up to %d: use a newer one",
                     path, version, FILE_VERSION);
}

static const char magic[16] = "SQLite format 3";

bool file_is_trace(const uint8_t header[FILE_HEADER_SIZE])
{
    return memcmp(header, magic, sizeof magic) == 0 &&
           big_endian(header + 68) == FILE_APPLICATION_ID;
}

static bool check_header(const char *path, const uint8_t header[FILE_HEADER_SIZE], uint64_t size,
                         bool has_wal, struct error *error)
{
    if (memcmp(header, magic, sizeof magic) != 0)
        return error_set(error, ERROR_DATA, "'%s' is not a trace (no SQLite file)", path);
    if (!file_is_trace(header))
        return error_set(error, ERROR_DATA, "'%s' is an SQLite file, but not a trace of heapledger",
                         path);
    uint32_t version = big_endian(header + 60);
    if (version < 1 || version > FILE_VERSION)
        return refuse_version(path, version, error);
    uint64_t page_size = (uint64_t)header[16] << 8 | header[17];
    page_size = page_size == 1 ? 65536 : page_size;
    uint64_t expected = page_size * big_endian(header + 28);
    if (!has_wal && size < expected)
        return error_set(error, ERROR_DATA, "'%s' is truncated (%llu bytes of %llu): copy it again",
                         path, (unsigned long long)size, (unsigned long long)expected);
    return true;
}

/* SQLite keeps the -wal beside the file itself, not beside a link to it. 0: there is none. */
static uint64_t wal_size(const char *path)
{
    char *real = claim_real_path(path), *wal = memory_format("%s-wal", real);
    struct stat status;
    uint64_t size = stat(wal, &status) == 0 ? (uint64_t)status.st_size : 0;
    memory_free(real);
    memory_free(wal);
    return size;
}

uint64_t file_size(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (uint64_t)status.st_size + wal_size(path) : 0;
}

/* A recording killed in its first moments may have all of its pages in the -wal still. */
static bool check_bytes(const char *path, int descriptor, struct error *error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return error_set_errno(error, ERROR_NO_INPUT, errno, "cannot read '%s'", path);
    if (S_ISDIR(status.st_mode))
        return error_set(error, ERROR_NO_INPUT, "'%s' is a directory, not a trace", path);
    if (!S_ISREG(status.st_mode))
        return error_set(error, ERROR_DATA, "'%s' is not a regular file", path);
    bool wal = wal_size(path) > 0;
    if (status.st_size == 0)
        return error_set(error, ERROR_DATA, "'%s' is empty", path);
    uint8_t header[FILE_HEADER_SIZE];
    ssize_t got = pread(descriptor, header, sizeof header, 0);
    if (got < 0)
        return error_set_errno(error, ERROR_IO, errno, "cannot read '%s'", path);
    if (got < FILE_HEADER_SIZE)
        return error_set(error, ERROR_DATA, "'%s' is not a trace (only %zd bytes)", path, got);
    return check_header(path, header, (uint64_t)status.st_size, wal, error);
}

static bool check_file(const char *path, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return error_set(error, ERROR_NO_INPUT, "no such file: '%s'", path);
    if (descriptor < 0)
        return error_set_errno(error, ERROR_NO_INPUT, errno, "cannot read '%s'", path);
    bool good = check_bytes(path, descriptor, error);
    close(descriptor);
    return good;
}

/* --- open ------------------------------------------------------------------------------------- */

static void harden(sqlite3 *database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, LENGTH_MAXIMUM);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 1);
    sqlite3_busy_timeout(database, BUSY_WAIT_MS);
}

/* Only plain tables and indexes: nothing in the file may compute. A virtual table is told by its
 * root page, a generated column by `hidden`; how either is spelled in the file does not matter. */
static const char computing_sql[] =
    "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index')"
    " OR coalesce(rootpage, 0) < 1"
    " UNION ALL SELECT schema.name FROM sqlite_schema AS schema, pragma_table_xinfo(schema.name)"
    " AS field WHERE schema.type = 'table' AND field.hidden <> 0"
    " UNION ALL SELECT '' WHERE (SELECT count(*) FROM sqlite_schema) > 1000"
    " LIMIT 1";

static bool check_schema(struct file *file, struct error *error)
{
    sqlite3_stmt *statement = file_prepare(file, computing_sql, error);
    if (!statement)
        return false;
    int result = sqlite3_step(statement);
    bool good = result == SQLITE_DONE;
    if (result == SQLITE_ROW)
        error_set(error, ERROR_DATA, "'%s' is not a trace (it has '%s', which no trace has)",
                  file->path, sqlite3_column_text(statement, 0));
    else if (!good)
        file_error(file, error);
    sqlite3_finalize(statement);
    return good;
}

/* A path that SQLite takes for nothing else: not for a URI, not for :memory:. Owned. */
static char *plain_path(const char *path)
{
    return path[0] == '/' ? memory_copy_string(path) : memory_format("./%s", path);
}

/* The same as a URI that says that nobody changes the file. Owned. */
static char *immutable_uri(const char *path)
{
    struct buffer uri = BUFFER_EMPTY;
    char *plain = plain_path(path);
    buffer_append_text(&uri, "file:");
    for (const char *next = plain; *next; next++)
        buffer_format(&uri, "%%%02x", (unsigned char)*next);
    buffer_append_text(&uri, "?immutable=1");
    char *text = memory_copy_string(buffer_text(&uri));
    memory_free(plain);
    buffer_release(&uri);
    return text;
}

/* A finished trace that a reader kept in WAL mode, where nothing can be written beside it: SQLite
 * would not read it without its -shm. With no -wal there is no writer to wait for. */
static bool is_beyond_writing(const char *path, const struct file *file)
{
    return file->is_read_only && wal_size(path) == 0 &&
           sqlite3_exec(file->database, "SELECT name FROM sqlite_schema", NULL, NULL, NULL) !=
               SQLITE_OK &&
           sqlite3_extended_errcode(file->database) == SQLITE_READONLY_DIRECTORY;
}

/* The connection is made with views and triggers off; the virtual tables of our own are made later.
 */
static bool open_database(const char *path, int flags, struct file *file, struct error *error)
{
    *file = (struct file){.path = memory_copy_string(path),
                          .is_read_only = (flags & SQLITE_OPEN_READONLY) != 0};
    char *name = flags & SQLITE_OPEN_URI ? immutable_uri(path) : plain_path(path);
    int result = sqlite3_open_v2(name, &file->database, flags | SQLITE_OPEN_NOMUTEX, NULL);
    memory_free(name);
    if (result != SQLITE_OK) {
        file_error(file, error);
        file_close(file);
        return false;
    }
    harden(file->database);
    return true;
}

/* A program was killed while it changed the trace (heapledger snapshot, any other client): its half
 * of a change is in the file, and what was there before in the -journal. */
static bool is_half_changed(struct file *file)
{
    return sqlite3_exec(file->database, "SELECT name FROM sqlite_schema", NULL, NULL, NULL) ==
               SQLITE_READONLY &&
           sqlite3_extended_errcode(file->database) == SQLITE_READONLY_ROLLBACK;
}

/* SQLite takes the change back as soon as somebody looks who may write. */
static bool take_back(const char *path, struct error *error)
{
    struct file file;
    if (!open_database(path, SQLITE_OPEN_READWRITE, &file, error))
        return false;
    bool good = file_execute(&file, "SELECT name FROM sqlite_schema", error);
    file_close(&file);
    return good;
}

static bool open_existing(const char *path, int flags, struct file *file, struct error *error)
{
    *file = (struct file){0};
    if (!check_file(path, error) || !open_database(path, flags, file, error))
        return false;
    if (is_beyond_writing(path, file)) {
        file_close(file);
        if (!open_database(path, flags | SQLITE_OPEN_URI, file, error))
            return false;
    }
    if (is_half_changed(file) && !take_back(path, error)) {
        file_close(file);
        return error_prefix(error, "'%s' was left in the middle of a change", path);
    }
    struct file_run run;
    if (file_execute(file, "PRAGMA cell_size_check = ON", error) && check_schema(file, error) &&
        file_read_run(file, &run, error))
        return true;
    file_close(file);
    return false;
}

bool file_open(const char *path, struct file *file, struct error *error)
{
    return open_existing(path, SQLITE_OPEN_READONLY, file, error);
}

bool file_open_to_write(const char *path, struct file *file, struct error *error)
{
    return open_existing(path, SQLITE_OPEN_READWRITE, file, error);
}

void file_close(struct file *file)
{
    sqlite3_close_v2(file->database);
    memory_free(file->path);
    *file = (struct file){0};
}

/* --- borrow ----------------------------------------------------------------------------------- */

static bool read_number(struct file *file, const char *sql, int64_t *number, struct error *error)
{
    sqlite3_stmt *statement = file_prepare(file, sql, error);
    if (!statement)
        return false;
    bool good = sqlite3_step(statement) == SQLITE_ROW;
    if (good)
        *number = sqlite3_column_int64(statement, 0);
    else
        file_error(file, error);
    sqlite3_finalize(statement);
    return good;
}

bool file_borrow(sqlite3 *database, struct file *file, struct error *error)
{
    const char *path = sqlite3_db_filename(database, "main");
    *file = (struct file){.database = database,
                          .path = memory_copy_string(path && *path ? path : ":memory:")};
    int64_t application, version;
    bool good = read_number(file, "PRAGMA main.application_id", &application, error) &&
                read_number(file, "PRAGMA main.user_version", &version, error);
    if (good && application != FILE_APPLICATION_ID)
        good = error_set(error, ERROR_DATA, "'%s' is not a trace of heapledger", file->path);
    else if (good && (version < 1 || version > FILE_VERSION))
        good = refuse_version(file->path, (uint32_t)version, error);
    if (!good)
        file_forget(file);
    return good;
}

void file_forget(struct file *file)
{
    memory_free(file->path);
    *file = (struct file){0};
}

/* --- create ----------------------------------------------------------------------------------- */

bool file_create_schema(sqlite3 *database, struct error *error)
{
    if (sqlite3_exec(database, embedded_schema[0].text, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    return error_set(error, ERROR_CANNOT_CREATE, "cannot create the tables of a trace: %s",
                     sqlite3_errmsg(database));
}

/* The schema goes into the file itself, not into the -wal: a reader looks at the first bytes. The
 * first look at a file in WAL mode takes the lock that says that it is in use (claim.c). */
static bool fill_new(struct file *file, struct error *error)
{
    return file_execute(file, "PRAGMA page_size = 16384; BEGIN", error) &&
           (file_create_schema(file->database, error) || file_error(file, error)) &&
           file_execute(file, "COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
                        error) &&
           file_execute(file, "SELECT id FROM run", error);
}

bool file_create(const char *path, bool overwrite, struct file *file, struct error *error)
{
    struct claim claim;
    *file = (struct file){0};
    if (!claim_begin(path, overwrite, &claim, error))
        return false;
    bool good = open_database(path, SQLITE_OPEN_READWRITE, file, error) && fill_new(file, error);
    if (!good) {
        file_close(file);
        claim_remove(path);
    }
    claim_end(&claim);
    return good;
}

bool file_has_moved(const struct file *file)
{
    int moved = 0;
    return sqlite3_file_control(file->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
               SQLITE_OK &&
           moved;
}

/* SQLite removes the -wal by its name, which is another recording's once the file has moved. */
bool file_finish(struct file *file, struct error *error)
{
    return file_execute(file, "PRAGMA wal_checkpoint(TRUNCATE)", error) &&
           (file_has_moved(file) || file_execute(file, "PRAGMA journal_mode = DELETE", error));
}

/* --- run -------------------------------------------------------------------------------------- */

/* Nothing else in the file is asked for here: only that no reader sizes anything by nonsense. */
static bool take_run(struct file *file, sqlite3_stmt *row, struct file_run *run,
                     struct error *error)
{
    int64_t events = sqlite3_column_int64(row, 0), objects = sqlite3_column_int64(row, 1);
    int64_t books_seq = sqlite3_column_int64(row, 2);
    if (events < 0 || objects < 0 || objects > events || books_seq < 0 || books_seq > events)
        return error_set(error, ERROR_DATA, "'%s' is damaged (the numbers in its row of run)",
                         file->path);
    *run = (struct file_run){
        .events = (uint64_t)events,
        .objects = (uint64_t)objects,
        .books_seq = (uint64_t)books_seq,
        .has_counts = sqlite3_column_int(row, 3),
        .has_holders = sqlite3_column_int(row, 4),
        .is_finished = sqlite3_column_int(row, 5) && books_seq == events,
    };
    return true;
}

bool file_read_run(struct file *file, struct file_run *run, struct error *error)
{
    sqlite3_stmt *statement =
        file_prepare(file,
                     "SELECT events, objects, books_seq, level = 'refs', has_holders,"
                     " state <> 'recording' FROM run",
                     error);
    if (!statement)
        return false;
    int result = sqlite3_step(statement);
    bool good = result == SQLITE_ROW && take_run(file, statement, run, error);
    if (result == SQLITE_DONE)
        error_set(error, ERROR_DATA, "'%s' has no run in it: its recording ended as it began",
                  file->path);
    else if (result != SQLITE_ROW)
        file_error(file, error);
    sqlite3_finalize(statement);
    return good;
}
