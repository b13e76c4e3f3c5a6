/* Checkpoints beside the writer (checkpointer.h). */
#include "recorder/checkpointer.h"

#include "base/memory.h"
#include "base/thread.h"

#include <pthread.h>
#include <sys/statvfs.h>

#ifdef SMALL_LIMITS
#define STEP_PAGES    128
#define MAXIMUM_PAGES 512
#else
#define STEP_PAGES    1024 /* committed between two checkpoints */
#define MAXIMUM_PAGES 8192 /* of the -wal, before the writer itself copies */
#endif

struct checkpointer {
    sqlite3 *writer; /* borrowed */
    uint64_t page_size;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    bool has_thread, is_closing;
    bool is_busy; /* the thread copies */
    int pages;    /* in the -wal, as of the last commit */
    int seen;     /* of them, when the thread last began to copy */
    int tried;    /* of them, when the writer last copied */
};

static void copy_pages(sqlite3 *database)
{
    sqlite3_wal_checkpoint_v2(database, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/* --- the thread ------------------------------------------------------------------------------- */

/* A connection knows that there is a -wal once it has read something. NULL on failure. */
static sqlite3 *connect(const char *path)
{
    sqlite3 *database;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &database, flags, NULL) == SQLITE_OK &&
        sqlite3_exec(database, "SELECT id FROM run", NULL, NULL, NULL) == SQLITE_OK)
        return database;
    sqlite3_close(database);
    return NULL;
}

static void *copy_when_due(void *context)
{
    struct checkpointer *checkpointer = context;
    sqlite3 *database = NULL;
    pthread_mutex_lock(&checkpointer->lock);
    while (!checkpointer->is_closing) {
        if (checkpointer->pages - checkpointer->seen < STEP_PAGES) {
            pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
            continue;
        }
        checkpointer->seen = checkpointer->pages;
        checkpointer->is_busy = true;
        pthread_mutex_unlock(&checkpointer->lock);
        if (!database)
            database = connect(sqlite3_db_filename(checkpointer->writer, "main"));
        if (database)
            copy_pages(database);
        pthread_mutex_lock(&checkpointer->lock);
        checkpointer->is_busy = false;
        pthread_cond_broadcast(&checkpointer->changed);
    }
    pthread_mutex_unlock(&checkpointer->lock);
    sqlite3_close(database);
    return NULL;
}

/* --- the writer ------------------------------------------------------------------------------- */

/* The disk has not the room for what is in the -wal twice. */
static bool is_disk_short(const struct checkpointer *checkpointer)
{
    struct statvfs disk;
    uint64_t size = (uint64_t)checkpointer->pages * checkpointer->page_size;
    return statvfs(sqlite3_db_filename(checkpointer->writer, "main"), &disk) == 0 &&
           (uint64_t)disk.f_bavail * disk.f_frsize < size;
}

static bool is_too_long(const struct checkpointer *checkpointer)
{
    return checkpointer->pages - checkpointer->tried >= STEP_PAGES &&
           (checkpointer->pages >= MAXIMUM_PAGES || is_disk_short(checkpointer));
}

/* SQLite calls it after each commit. */
static int note_commit(void *context, sqlite3 *database, const char *schema, int pages)
{
    struct checkpointer *checkpointer = context;
    (void)schema;
    pthread_mutex_lock(&checkpointer->lock);
    if (pages < checkpointer->pages) /* the -wal has begun again */
        checkpointer->seen = checkpointer->tried = 0;
    checkpointer->pages = pages;
    if (!checkpointer->has_thread && pages >= STEP_PAGES)
        checkpointer->has_thread = thread_start(&checkpointer->thread, copy_when_due, checkpointer);
    bool is_due = is_too_long(checkpointer) || (!checkpointer->has_thread && pages >= STEP_PAGES);
    while (is_due && checkpointer->is_busy)
        pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
    if (is_due)
        checkpointer->seen = checkpointer->tried = pages;
    pthread_cond_broadcast(&checkpointer->changed);
    pthread_mutex_unlock(&checkpointer->lock);
    if (is_due)
        copy_pages(database);
    return SQLITE_OK;
}

static uint64_t page_size(sqlite3 *database)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(database, "PRAGMA page_size", -1, &statement, NULL);
    uint64_t size =
        sqlite3_step(statement) == SQLITE_ROW ? (uint64_t)sqlite3_column_int(statement, 0) : 0;
    sqlite3_finalize(statement);
    return size;
}

struct checkpointer *checkpointer_new(sqlite3 *database)
{
    struct checkpointer *checkpointer = memory_zeroed(1, sizeof *checkpointer);
    checkpointer->writer = database;
    checkpointer->page_size = page_size(database);
    pthread_mutex_init(&checkpointer->lock, NULL);
    pthread_cond_init(&checkpointer->changed, NULL);
    sqlite3_wal_hook(database, note_commit, checkpointer);
    return checkpointer;
}

void checkpointer_free(struct checkpointer *checkpointer)
{
    if (!checkpointer)
        return;
    sqlite3_wal_hook(checkpointer->writer, NULL, NULL);
    if (checkpointer->has_thread) {
        pthread_mutex_lock(&checkpointer->lock);
        checkpointer->is_closing = true;
        pthread_cond_broadcast(&checkpointer->changed);
        pthread_mutex_unlock(&checkpointer->lock);
        pthread_join(checkpointer->thread, NULL);
    }
    pthread_mutex_destroy(&checkpointer->lock);
    pthread_cond_destroy(&checkpointer->changed);
    memory_free(checkpointer);
}
