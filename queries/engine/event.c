/* event: one row an event of the ledger.
 *
 *     SELECT seq, kind, holder, site FROM event WHERE oid = 17;
 *     SELECT count(*) FROM event WHERE kind = 'incref' AND seq BETWEEN 1000 AND 2000;
 *
 * Columns, NULL where a kind has no such field:
 *   seq          the event's number: 1, 2, 3 …, the ledger's clock
 *   kind         alloc, free, incref, decref, move, enter, leave, resize, weak_new, weak_clear,
 *                weak_call, finalize, resurrect, verdict, mark, gc, snapshot
 *   oid          the object that it happened to; of enter and leave the frame
 *   holder       who holds the reference that begins or ends: an oid, 0 in flight, below 0 a root
 *   from_holder  of a move: who held it before
 *   target       of weak_*: the object that the weak reference points at
 *   type         of an alloc: the name of the type;  type_id  its number
 *   size         of alloc and resize: bytes
 *   count        of a free: the count that the program read in the object's header
 *   function     of enter and leave: its name
 *   collection, mark, snapshot   the number of the row in the table of that name
 *   fate         of a verdict: collected, uncollectable, frozen
 *   site         site.id: the line, with its callers, that caused it
 *   time_ns      since the start, interpolated between known times
 *
 * How it works. Constraints on seq (ranges), oid, kind, site, holder, from_holder and target go to
 * the reader of the journal, which skips the chunks that cannot match. Rows come in order of seq.
 *
 * It costs 10 ns an event of the chunks that are opened. A join that looks up many oids one by one
 * opens their chunks each time: scan once and group instead.
 */
#include "queries/engine/connection.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/clock.h"
#include "recorder/format/journal.h"

#include <string.h>

enum column {
    SEQ,
    KIND,
    OID,
    HOLDER,
    FROM_HOLDER,
    TARGET,
    TYPE,
    TYPE_ID,
    SIZE,
    COUNT,
    FUNCTION,
    COLLECTION,
    FATE,
    MARK,
    SNAPSHOT,
    SITE,
    TIME_NS,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [SEQ] = {"seq", "INTEGER", COLUMN_EQUAL | COLUMN_RANGE | COLUMN_ORDER, 1e-7},
    [KIND] = {"kind", "TEXT", COLUMN_EQUAL, 0.1},
    [OID] = {"oid", "INTEGER", COLUMN_EQUAL, 1e-5},
    [HOLDER] = {"holder", "INTEGER", COLUMN_EQUAL, 1e-3},
    [FROM_HOLDER] = {"from_holder", "INTEGER", COLUMN_EQUAL, 1e-3},
    [TARGET] = {"target", "INTEGER", COLUMN_EQUAL, 1e-5},
    [TYPE] = {"type", "TEXT", 0, 0},
    [TYPE_ID] = {"type_id", "INTEGER", 0, 0},
    [SIZE] = {"size", "INTEGER", 0, 0},
    [COUNT] = {"count", "INTEGER", 0, 0},
    [FUNCTION] = {"function", "TEXT", 0, 0},
    [COLLECTION] = {"collection", "INTEGER", 0, 0},
    [FATE] = {"fate", "TEXT", 0, 0},
    [MARK] = {"mark", "INTEGER", 0, 0},
    [SNAPSHOT] = {"snapshot", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", COLUMN_EQUAL, 1e-3},
    [TIME_NS] = {"time_ns", "INTEGER", 0, 0},
};

struct event_cursor {
    struct table_cursor base;
    struct journal *journal; /* owned; NULL: nothing can match */
    struct clock clock;      /* owned; loaded only where time_ns is wanted */
    const struct event *events;
    size_t count;
    size_t place;
};

static double estimate(struct engine *engine)
{
    int64_t seq;
    struct error ignored;
    return engine_last_seq(engine, &seq, &ignored) ? (double)seq + 1 : 1e6;
}

/* The next row: in this batch or in the next one. */
static bool settle(struct event_cursor *cursor, struct error *error)
{
    if (cursor->place < cursor->count)
        return true;
    cursor->place = 0;
    if (!journal_next(cursor->journal, &cursor->events, &cursor->count, error))
        return false;
    cursor->base.is_at_end = cursor->count == 0;
    return true;
}

static bool next(struct table_cursor *base, struct error *error)
{
    struct event_cursor *cursor = (struct event_cursor *)base;
    cursor->place++;
    return settle(cursor, error);
}

/* The bit of the kind that is asked for; all bits where none is, 0 where there is no such kind. */
static uint32_t find_kinds(const struct table_request *request)
{
    sqlite3_value *value = table_find_equal(request, KIND);
    if (!value)
        return UINT32_MAX;
    const char *text = (const char *)sqlite3_value_text(value);
    for (uint32_t kind = 1; text && kind < EVENT_KIND_COUNT; kind++)
        if (strcmp(text, event_descriptions[kind].text) == 0)
            return UINT32_C(1) << kind;
    return 0;
}

/* False where no event can match. */
static bool make_filter(const struct table_request *request, struct journal_filter *filter)
{
    struct table_bounds seq = table_find_bounds(request, SEQ);
    if (seq.high < 1 || value_is_impossible(request, COLUMN_COUNT))
        return false;
    filter->first_seq = seq.low > 1 ? (uint64_t)seq.low : 1;
    filter->last_seq = (uint64_t)seq.high;
    filter->kinds = find_kinds(request);
    int64_t number;
    if (value_find_number(request, OID, &number)) {
        filter->by_oid = true;
        filter->oid = (uint64_t)number;
    }
    if (value_find_number(request, TARGET, &number)) {
        filter->by_target = true;
        filter->target = (uint64_t)number;
    }
    filter->by_holder = value_find_number(request, HOLDER, &filter->holder) ||
                        value_find_number(request, FROM_HOLDER, &filter->holder);
    if (value_find_number(request, SITE, &number)) {
        filter->by_site = true;
        filter->site = (uint32_t)number;
    }
    return filter->kinds != 0;
}

static bool filter_events(struct table_cursor *base, const struct table_request *request,
                          struct error *error)
{
    struct event_cursor *cursor = (struct event_cursor *)base;
    struct journal_filter filter = {0};
    if (!make_filter(request, &filter)) {
        base->is_at_end = true;
        return true;
    }
    struct file *file = engine_file(base->engine);
    if (table_wants(request, TIME_NS) && !clock_load(file, &cursor->clock, error))
        return false;
    cursor->journal = journal_open(file, &filter, connection_scan(base->engine), error);
    return cursor->journal && settle(cursor, error);
}

static void reset(struct table_cursor *base)
{
    struct event_cursor *cursor = (struct event_cursor *)base;
    journal_close(cursor->journal);
    clock_release(&cursor->clock);
}

static const char *fate_text(int64_t fate)
{
    static const char *const words[] = {[FATE_COLLECTED] = "collected",
                                        [FATE_UNCOLLECTABLE] = "uncollectable",
                                        [FATE_FROZEN] = "frozen"};
    return fate > 0 && fate < (int64_t)(sizeof words / sizeof *words) ? words[fate] : NULL;
}

/* A column that stands in a or b, by its role. */
static void show_field(const struct event *event, enum event_role role, struct names *names,
                       sqlite3_context *result, bool by_name)
{
    int64_t value;
    if (!event_field(event, role, &value))
        return;
    if (!by_name)
        sqlite3_result_int64(result, value);
    else if (role == ROLE_TYPE)
        value_show_text(result, names_type(names, value));
    else if (role == ROLE_FUNCTION)
        value_show_text(result, names_function(names, value));
    else
        value_show_text(result, fate_text(value));
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    static const enum event_role roles[COLUMN_COUNT] = {
        [HOLDER] = ROLE_HOLDER, [FROM_HOLDER] = ROLE_FROM,  [TARGET] = ROLE_TARGET,
        [TYPE] = ROLE_TYPE,     [TYPE_ID] = ROLE_TYPE,      [SIZE] = ROLE_SIZE,
        [COUNT] = ROLE_COUNT,   [FUNCTION] = ROLE_FUNCTION, [COLLECTION] = ROLE_COLLECTION,
        [FATE] = ROLE_FATE,     [MARK] = ROLE_MARK,         [SNAPSHOT] = ROLE_SNAPSHOT,
    };
    struct event_cursor *cursor = (struct event_cursor *)base;
    const struct event *event = &cursor->events[cursor->place];
    switch (column) {
    case SEQ:
        sqlite3_result_int64(result, (int64_t)event->seq);
        break;
    case KIND:
        value_show_text(result, event_descriptions[event->kind].text);
        break;
    case OID:
        value_show_number(result, event->oid);
        break;
    case SITE:
        value_show_number(result, event->site);
        break;
    case TIME_NS:
        sqlite3_result_int64(result, (int64_t)clock_time(&cursor->clock, event->seq));
        break;
    default:
        show_field(event, roles[column], connection_names(base->engine), result,
                   column == TYPE || column == FUNCTION || column == FATE);
    }
}

static uint64_t identify(const struct table_cursor *base)
{
    const struct event_cursor *cursor = (const struct event_cursor *)base;
    return (uint64_t)cursor->events[cursor->place].seq;
}

const struct table event_table = {
    .name = "event",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct event_cursor),
    .estimate = estimate,
    .filter = filter_events,
    .next = next,
    .identity = identify,
    .column = show_column,
    .reset = reset,
};
