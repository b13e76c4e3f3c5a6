/* heapledger info TRACE: what was recorded, on one page. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/statement.h"
#include "cli/text.h"
#include "recorder/format/file.h"

#include <string.h>
#include <time.h>

static const struct option *const groups[] = {query_folder_options, NULL};

enum { LABEL_COLUMNS = 14 };

/* The columns of RUN_SQL, in order. */
enum run_column {
    RUN_PROGRAM,
    RUN_ARGUMENTS,
    RUN_RECORDER,
    RUN_PROCESS,
    RUN_PARENT,
    RUN_LEVEL,
    RUN_ONLY,
    RUN_HAS_HOLDERS,
    RUN_DETERMINISTIC,
    RUN_STARTED,
    RUN_DURATION,
    RUN_STATE,
    RUN_REASON,
    RUN_EXIT_CODE,
    RUN_SIGNAL,
    RUN_EVENTS,
    RUN_OBJECTS,
    RUN_LIVE_OBJECTS,
    RUN_LIVE_BYTES,
    RUN_PEAK_SEQ,
    RUN_PEAK_OBJECTS,
    RUN_PEAK_BYTES,
    RUN_ENDED,
};

static const char RUN_SQL[] =
    "SELECT program, (SELECT group_concat(value, ' ') FROM json_each(arguments)), recorder, "
    "process_id,"
    " parent_file, level, only_type, has_holders, deterministic, started_unix_ns, duration_ns, "
    "state,"
    " reason, exit_code, signal, events, objects, live_objects, live_bytes, peak_seq, peak_objects,"
    " peak_bytes, ended FROM run";

static const char COLLECTION_SQL[] =
    "SELECT count(*), coalesce(sum(collected), 0), coalesce(sum(uncollectable), 0),"
    " coalesce(sum(pause_ns), 0), coalesce(max(pause_ns), 0) FROM collection";

static const char SNAPSHOT_COUNT_SQL[] = "SELECT count(*) FROM snapshot";

static const char SNAPSHOT_SQL[] =
    "SELECT id AS snapshot, label, seq, objects, edges, bytes FROM snapshot ORDER BY seq, id";

static const char ALIVE_SQL[] =
    "SELECT type.name AS \"alive at the end\", live_objects AS objects, live_bytes AS bytes"
    " FROM type_balance JOIN type ON type.id = type_id WHERE live_objects > 0"
    " ORDER BY live_bytes DESC, live_objects DESC, type.name LIMIT 10";

/* 1 where the program had torn everything down, so that what still lives is leaked, and where the
 * trace can say who holds it. A program that keeps no modules has no teardown of its own. */
static const char IS_LEAK_SQL[] =
    "SELECT live_objects > 0 AND level = 'refs' AND only_type IS NULL AND has_holders"
    " AND state = 'complete' AND ended = 'exit'"
    " AND (EXISTS (SELECT 1 FROM collection WHERE \"trigger\" = 'exit')"
    " OR NOT EXISTS (SELECT 1 FROM root WHERE name = 'modules')) FROM run";

/* Objects whose header said something else at their death than their entries: a hook was missed. */
static const char SKEW_SQL[] =
    "SELECT count(*), min(o.oid) FROM run CROSS JOIN object AS o WHERE run.level = 'refs'"
    " AND o.died_seq IS NOT NULL AND o.refcount <> 0 AND o.type GLOB coalesce(run.only_type, '*')"
    " AND o.refcount <> (SELECT e.count FROM event AS e WHERE e.seq = o.died_seq)";

static const char LEAK_SQL[] =
    "SELECT count(*) FILTER (WHERE state = 'leaked'),"
    " coalesce(sum(size) FILTER (WHERE state = 'leaked'), 0),"
    " count(*) FILTER (WHERE state <> 'leaked'),"
    " coalesce(sum(size) FILTER (WHERE state <> 'leaked'), 0) FROM leaks";

/* One page in the making. */
struct page {
    struct session *session;
    FILE *stream;
    struct buffer line;
};

static void begin_line(struct page *page, const char *label)
{
    bool has_color = page->session->terminal.has_color;
    buffer_format(&page->line, has_color ? "\x1b[1m%-*s\x1b[0m" : "%-*s", LABEL_COLUMNS, label);
}

static void end_line(struct page *page)
{
    buffer_append_byte(&page->line, '\n');
    fwrite(page->line.bytes, 1, page->line.size, page->stream);
    page->line.size = 0;
}

static void append_column(struct page *page, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    text_append(&page->line, text ? text : "", (size_t)sqlite3_column_bytes(row, column), 0);
}

static uint64_t read_number(sqlite3_stmt *row, int column)
{
    int64_t number = sqlite3_column_int64(row, column);
    return number < 0 ? 0 : (uint64_t)number;
}

static bool is_null(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL;
}

static void write_program(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "program");
    append_column(page, row, RUN_PROGRAM);
    if (sqlite3_column_bytes(row, RUN_ARGUMENTS) > 0)
        buffer_append_byte(&page->line, ' ');
    append_column(page, row, RUN_ARGUMENTS);
    end_line(page);
    if (is_null(row, RUN_PARENT))
        return;
    begin_line(page, "forked from");
    append_column(page, row, RUN_PARENT);
    end_line(page);
}

static void write_recording(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "recorded");
    time_t started = (time_t)(read_number(row, RUN_STARTED) / 1000000000);
    char when[40];
    struct tm parts;
    if (started > 0 && localtime_r(&started, &parts) &&
        strftime(when, sizeof when, "%F %T, ", &parts))
        buffer_append_text(&page->line, when);
    if (!is_null(row, RUN_DURATION) && read_number(row, RUN_DURATION) > 0) {
        text_append_duration(&page->line, read_number(row, RUN_DURATION));
        buffer_append_text(&page->line, ", ");
    }
    if (sqlite3_column_int64(row, RUN_PROCESS) > 0)
        buffer_format(&page->line, "process %lld, ", sqlite3_column_int64(row, RUN_PROCESS));
    buffer_append_text(&page->line, "by ");
    append_column(page, row, RUN_RECORDER);
    if (sqlite3_column_int(row, RUN_DETERMINISTIC))
        buffer_append_text(&page->line, ", deterministic");
    end_line(page);
}

/* What was not recorded, as words behind the state of the trace. */
static void append_omissions(struct page *page, sqlite3_stmt *row)
{
    const char *level = (const char *)sqlite3_column_text(row, RUN_LEVEL);
    if (level && strcmp(level, "refs") != 0)
        buffer_append_text(&page->line, "; lifetimes only, no count traffic");
    if (!is_null(row, RUN_ONLY)) {
        buffer_append_text(&page->line, "; references only of types ");
        append_column(page, row, RUN_ONLY);
    }
    if (!sqlite3_column_int(row, RUN_HAS_HOLDERS))
        buffer_append_text(&page->line, "; holders unknown");
}

static bool is_state(sqlite3_stmt *row, const char *state)
{
    const char *actual = (const char *)sqlite3_column_text(row, RUN_STATE);
    return actual && strcmp(actual, state) == 0;
}

static void write_state(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "trace");
    if (is_state(row, "recording")) {
        buffer_append_text(&page->line, "being recorded, or its writer was killed");
    } else {
        append_column(page, row, RUN_STATE);
        if (!is_null(row, RUN_REASON))
            buffer_append_text(&page->line, ": ");
        append_column(page, row, RUN_REASON);
    }
    append_omissions(page, row);
    end_line(page);
}

static void write_end(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "ended");
    if (!is_null(row, RUN_SIGNAL) && sqlite3_column_int(row, RUN_SIGNAL) > 0)
        buffer_format(&page->line, "killed by signal %d (%s)", sqlite3_column_int(row, RUN_SIGNAL),
                      strsignal(sqlite3_column_int(row, RUN_SIGNAL)));
    else if (is_null(row, RUN_ENDED))
        buffer_append_text(&page->line, "not known");
    else
        buffer_format(&page->line, "exit code %d", sqlite3_column_int(row, RUN_EXIT_CODE));
    end_line(page);
}

static void write_sizes(struct page *page, sqlite3_stmt *row)
{
    uint64_t events = read_number(row, RUN_EVENTS), size = file_size(page->session->path);
    begin_line(page, "events");
    text_append_number(&page->line, events);
    if (size > 0 && events > 0) {
        buffer_append_text(&page->line, " in ");
        text_append_size(&page->line, size);
        buffer_format(&page->line, ", %.2f bytes an event", (double)size / (double)events);
    }
    end_line(page);
    begin_line(page, "objects");
    text_append_number(&page->line, read_number(row, RUN_OBJECTS));
    buffer_append_text(&page->line, " born, ");
    text_append_number(&page->line, read_number(row, RUN_LIVE_OBJECTS));
    buffer_append_text(&page->line, is_state(row, "complete") ? " alive at the end ("
                                                              : " alive at the last event (");
    text_append_size(&page->line, read_number(row, RUN_LIVE_BYTES));
    buffer_append_byte(&page->line, ')');
    end_line(page);
    begin_line(page, "peak");
    text_append_size(&page->line, read_number(row, RUN_PEAK_BYTES));
    buffer_append_text(&page->line, " in ");
    text_append_count(&page->line, read_number(row, RUN_PEAK_OBJECTS), "object");
    buffer_append_text(&page->line, " at seq ");
    text_append_number(&page->line, read_number(row, RUN_PEAK_SEQ));
    end_line(page);
}

static void write_run(struct page *page, sqlite3_stmt *row)
{
    write_program(page, row);
    write_recording(page, row);
    write_end(page, row);
    write_state(page, row);
    write_sizes(page, row);
}

static void write_collections(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "collections");
    text_append_number(&page->line, read_number(row, 0));
    if (read_number(row, 0) > 0) {
        buffer_append_text(&page->line, ": ");
        text_append_count(&page->line, read_number(row, 1), "object");
        buffer_append_text(&page->line, " collected, ");
        text_append_number(&page->line, read_number(row, 2));
        buffer_append_text(&page->line, " uncollectable");
        if (read_number(row, 3) > 0) {
            buffer_append_text(&page->line, "; paused ");
            text_append_duration(&page->line, read_number(row, 3));
            buffer_append_text(&page->line, ", at most ");
            text_append_duration(&page->line, read_number(row, 4));
        }
    }
    end_line(page);
}

static void write_snapshot_count(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "snapshots");
    text_append_number(&page->line, read_number(row, 0));
    end_line(page);
}

static void append_objects(struct page *page, sqlite3_stmt *row, int column)
{
    text_append_count(&page->line, read_number(row, column), "object");
    buffer_append_text(&page->line, " (");
    text_append_size(&page->line, read_number(row, column + 1));
    buffer_append_byte(&page->line, ')');
}

static void write_leaks(struct page *page, sqlite3_stmt *row)
{
    begin_line(page, "leaked");
    append_objects(page, row, 0);
    if (read_number(row, 2) > 0) {
        buffer_append_text(&page->line, "; indirectly leaked ");
        append_objects(page, row, 2);
    }
    end_line(page);
}

/* Nothing where nothing was found: only `heapledger verify` proves that the books balance. */
static void write_skew(struct page *page, sqlite3_stmt *row)
{
    if (read_number(row, 0) == 0)
        return;
    begin_line(page, "skewed");
    text_append_count(&page->line, read_number(row, 0), "object");
    buffer_format(&page->line,
                  " died with another count than the ledger says, such as object %llu "
                  "('heapledger verify' tells more)",
                  (unsigned long long)read_number(row, 1));
    end_line(page);
}

/* Asks for one row and writes it. */
static bool write_row(struct page *page, const char *sql,
                      void (*write)(struct page *, sqlite3_stmt *), struct error *error)
{
    sqlite3_stmt *statement = engine_prepare(page->session->engine, sql, NULL, error);
    if (statement == NULL)
        return false;
    if (engine_step(page->session->engine, statement, error))
        write(page, statement);
    sqlite3_finalize(statement);
    return error->code == ERROR_NONE;
}

/* Whether what is alive is leaked; sets the error where the trace does not tell. */
static bool finds_leaks(struct page *page, struct error *error)
{
    sqlite3_stmt *statement = engine_prepare(page->session->engine, IS_LEAK_SQL, NULL, error);
    bool is_leak = statement && engine_step(page->session->engine, statement, error) &&
                   sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return is_leak;
}

static bool write_page(struct session *session, struct output *output, struct error *error)
{
    struct page page = {.session = session, .stream = output->stream};
    bool is_written = write_row(&page, RUN_SQL, write_run, error) &&
                      write_row(&page, SKEW_SQL, write_skew, error);
    if (is_written && finds_leaks(&page, error))
        is_written = write_row(&page, LEAK_SQL, write_leaks, error);
    is_written = is_written && error->code == ERROR_NONE &&
                 write_row(&page, COLLECTION_SQL, write_collections, error) &&
                 write_row(&page, SNAPSHOT_COUNT_SQL, write_snapshot_count, error);
    buffer_release(&page.line);
    output->results = 1; /* a blank line before the tables */
    output->hides_empty = true;
    return is_written && statement_run_sql(session, output, SNAPSHOT_SQL, NULL, 0, error) &&
           statement_run_sql(session, output, ALIVE_SQL, NULL, 0, error);
}

/* A person at a terminal is told what to type next, as after a recording. */
static void advise(const struct session *session)
{
    if (!session->terminal.is_terminal)
        return;
    struct buffer line = BUFFER_EMPTY;
    buffer_append_text(&line, "next: heapledger query ");
    text_append_argument(&line, session->path);
    buffer_append_text(&line, " suspects; 'heapledger queries' lists what else can be asked");
    message_print("%s", buffer_text(&line));
    buffer_release(&line);
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    struct output output;
    if (!session_open(&session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    output_open(&output, &session.terminal, session.format, 0);
    bool is_written = write_page(&session, &output, error);
    output_close(&output);
    if (is_written)
        advise(&session);
    else
        session_die_if_cancelled(&session);
    session_close(&session);
    return is_written ? 0 : (int)error->code;
}

const struct command command_info = {
    .name = "info",
    .operands = "TRACE",
    .summary = "what was recorded, on one page",
    .description =
        "The program and how it ended, the size of the ledger, its snapshots, and what was "
        "alive at the end when the program had torn everything down: `leaked`, or `indirectly "
        "leaked` where only leaked objects hold it (the query leaks lists them). `skewed` says "
        "that "
        "the program counted otherwise than it told the recorder.",
    .groups = groups,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
