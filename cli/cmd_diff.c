/* heapledger diff OLD NEW: two recordings of a program, side by side.
 *
 * How it works. First the ledgers themselves are compared, event by event: two recordings of the
 * same run of a deterministic program are equal. Where they are not, their books are: totals, then
 * the types and the sites that differ, those whose live bytes grew most first. "Live" is at the
 * last snapshot.
 */
#include "cli/command.h"
#include "cli/difference.h"
#include "cli/message.h"
#include "cli/text.h"
#include "queries/engine/suggest.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const struct option diff_options[] = {
    {"fail-on", 0, OPTION_TEXT, "CONDITION",
     "exit code 1 where it is met: 'any' difference of the ledgers, or a measure of the first "
     "table that "
     "grew: live_bytes, peak_bytes>10%, births>1000 (may be given again)"},
    {0},
};
static const struct option *const groups[] = {diff_options, output_options, query_folder_options,
                                              NULL};

static const char TOTAL_SQL[] =
    "WITH last AS (SELECT objects, bytes FROM snapshot ORDER BY seq DESC, id DESC LIMIT 1)"
    " SELECT 'events', events FROM run"
    " UNION ALL SELECT 'births', objects FROM run"
    " UNION ALL SELECT 'live_objects', objects FROM last"
    " UNION ALL SELECT 'live_bytes', bytes FROM last"
    " UNION ALL SELECT 'left_objects', live_objects FROM run"
    " UNION ALL SELECT 'left_bytes', live_bytes FROM run"
    " UNION ALL SELECT 'peak_objects', peak_objects FROM run"
    " UNION ALL SELECT 'peak_bytes', peak_bytes FROM run"
    " UNION ALL SELECT 'collections', count(*) FROM collection"
    " UNION ALL SELECT 'collected', coalesce(sum(collected), 0) FROM collection"
    " UNION ALL SELECT 'uncollectable', coalesce(sum(uncollectable), 0) FROM collection";

#define LAST_SNAPSHOT "(SELECT id FROM snapshot ORDER BY seq DESC, id DESC LIMIT 1)"

static const char TYPE_SQL[] =
    "SELECT type.name, births, 0, 0 FROM type_balance JOIN type ON type.id = type_id"
    " UNION ALL SELECT type.name, 0, objects, bytes FROM snapshot_type JOIN type ON type.id = "
    "type_id"
    " WHERE snapshot_id = " LAST_SNAPSHOT;

static const char SITE_SQL[] =
    "SELECT file || ':' || line || ' in ' || function, births, 0, 0"
    " FROM site_balance JOIN site ON site.id = site_id WHERE births > 0"
    " UNION ALL SELECT file || ':' || line || ' in ' || function, 0, objects, bytes"
    " FROM snapshot_site JOIN site ON site.id = site_id WHERE snapshot_id = " LAST_SNAPSHOT;

/* --- printing --------------------------------------------------------------------------------- */

/* In the order in which the totals are printed. */
static const char *const measures[] = {
    "events",       "births",     "live_objects", "live_bytes", "left_objects",  "left_bytes",
    "peak_objects", "peak_bytes", "collections",  "collected",  "uncollectable",
};

static const struct difference_row *find_total(const struct difference_rows *totals,
                                               const char *measure)
{
    for (size_t i = 0; i < totals->count; i++)
        if (strcmp(totals->items[i].key, measure) == 0)
            return &totals->items[i];
    return NULL;
}

static void print_totals(struct output *output, const struct difference_rows *totals)
{
    static const char *const names[] = {"measure", "old", "new", "growth", "percent"};
    output_begin(output, names, 5);
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        const struct difference_row *row = find_total(totals, measures[i]);
        if (row == NULL)
            continue;
        int64_t growth = row->new[0] - row->old[0];
        struct cell percent = {.kind = row->old[0] == 0 || growth == 0 ? CELL_NULL : CELL_REAL};
        if (row->old[0] != 0)
            percent.real = round(1000 * (double)growth / (double)row->old[0]) / 10;
        if (!output_row(output,
                        (struct cell[]){cell_text(row->key), cell_integer(row->old[0]),
                                        cell_integer(row->new[0]), cell_integer(growth), percent}))
            break;
    }
    output_end(output);
}

/* Those whose live bytes grew most first, then those with more births. */
static int compare_growth(const void *left, const void *right)
{
    const struct difference_row *a = left, *b = right;
    for (int number = 2; number >= 0; number--) {
        int64_t a_growth = a->new[number] - a->old[number],
                b_growth = b->new[number] - b->old[number];
        if (a_growth != b_growth)
            return a_growth > b_growth ? -1 : 1;
    }
    return strcmp(a->key, b->key);
}

static bool is_same(const struct difference_row *row)
{
    return memcmp(row->old, row->new, sizeof row->old) == 0;
}

static void print_rows(struct output *output, const char *key, struct difference_rows *rows)
{
    const char *const names[] = {key,        "births_old", "births_new",
                                 "live_old", "live_new",   "bytes_growth"};
    output_begin(output, names, 6);
    if (rows->count > 0)
        qsort(rows->items, rows->count, sizeof *rows->items, compare_growth);
    for (size_t i = 0; i < rows->count; i++) {
        const struct difference_row *row = &rows->items[i];
        if (!is_same(row) &&
            !output_row(output,
                        (struct cell[]){cell_text(row->key), cell_integer(row->old[0]),
                                        cell_integer(row->new[0]), cell_integer(row->old[1]),
                                        cell_integer(row->new[1]),
                                        cell_integer(row->new[2] - row->old[2])}))
            break;
    }
    output_end(output);
}

/* --- conditions ------------------------------------------------------------------------------- */

/* A condition "MEASURE", "MEASURE>NUMBER", "MEASURE>NUMBER%". */
struct condition {
    char measure[32];
    double limit;
    bool is_percent;
};

static bool fail_measure(const char *name, struct error *error)
{
    struct buffer list = BUFFER_EMPTY;
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        buffer_format(&list, ", %s", measures[i]);
        suggestion_offer(&suggestion, measures[i]);
    }
    bool has_best = suggestion.best != NULL;
    error_set(error, ERROR_USAGE, "'%s' is no measure for '--fail-on' (measures are: any%s)%s%s%s",
              name, buffer_text(&list), has_best ? "; did you mean '" : "",
              has_best ? suggestion.best : "", has_best ? "'?" : "");
    buffer_release(&list);
    return false;
}

static bool read_measure(const char *text, size_t size, struct condition *condition,
                         struct error *error)
{
    while (size > 0 && text[size - 1] == ' ')
        size--;
    snprintf(condition->measure, sizeof condition->measure, "%.*s", (int)size, text);
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
        if (strcmp(measures[i], condition->measure) == 0)
            return true;
    return strcmp(condition->measure, "any") == 0 || fail_measure(condition->measure, error);
}

/* Reads "10%", "1000", "64k". */
static bool read_limit(const char *text, struct condition *condition)
{
    uint64_t number;
    char *end = NULL;
    text += strspn(text, " ");
    if (option_read_number(text, &number)) {
        condition->limit = (double)number;
        return true;
    }
    condition->limit = strtod(text, &end);
    condition->is_percent = *end == '%';
    return end > text && strcmp(end, "%") == 0 && isfinite(condition->limit) &&
           condition->limit >= 0;
}

static bool read_condition(const char *text, struct condition *condition, struct error *error)
{
    size_t size = strcspn(text, "<=>");
    *condition = (struct condition){0};
    if (!read_measure(text, size, condition, error))
        return false;
    bool is_any = strcmp(condition->measure, "any") == 0;
    if (text[size] == '\0' ||
        (!is_any && text[size] == '>' && read_limit(text + size + 1, condition)))
        return true;
    return error_set(error, ERROR_USAGE,
                     "'%s' is no condition for '--fail-on' (such as: any, live_bytes, "
                     "peak_bytes>10%%, births>1000)",
                     text);
}

static bool is_met(const struct condition *condition, bool is_equal,
                   const struct difference_rows *totals)
{
    if (strcmp(condition->measure, "any") == 0)
        return !is_equal;
    const struct difference_row *row = find_total(totals, condition->measure);
    if (row == NULL)
        return false;
    double growth = (double)row->new[0] - (double)row->old[0];
    double limit =
        condition->is_percent ? condition->limit / 100 * (double)row->old[0] : condition->limit;
    return growth > limit;
}

/* Checks every condition, those that are met are named on stderr. */
static bool meets_conditions(const struct arguments *arguments, bool is_equal,
                             const struct difference_rows *totals)
{
    const char **texts = arguments_texts(arguments, "fail-on");
    bool meets = false;
    for (size_t i = 0; texts[i]; i++) {
        struct condition condition;
        struct error ignored;
        if (read_condition(texts[i], &condition, &ignored) &&
            is_met(&condition, is_equal, totals)) {
            message_print("'--fail-on %s' is met", texts[i]);
            meets = true;
        }
    }
    memory_free(texts);
    return meets;
}

static bool check_conditions(const struct arguments *arguments, struct error *error)
{
    const char **texts = arguments_texts(arguments, "fail-on");
    bool is_good = true;
    for (size_t i = 0; is_good && texts[i]; i++) {
        struct condition condition;
        is_good = read_condition(texts[i], &condition, error);
    }
    memory_free(texts);
    return is_good;
}

/* --- the command ------------------------------------------------------------------------------ */

static void print_verdict(FILE *stream, const struct ledger_difference *difference)
{
    if (difference->is_equal)
        fprintf(stream, "the ledgers are equal, event by event\n");
    else if (difference->seq)
        fprintf(stream, "the ledgers differ from event %" PRIu64 " on\n", difference->seq);
    else
        fprintf(stream, "the ledgers differ: %s are not the same\n", difference->what);
}

static bool compare(struct session *session, struct engine *new, const struct arguments *arguments,
                    bool *meets, struct error *error)
{
    struct ledger_difference difference;
    struct difference_rows totals = {0}, types = {0}, sites = {0};
    progress_begin(&session->progress);
    bool is_compared = difference_of_ledgers(session->engine, new, &difference, error) &&
                       difference_of_answers(session->engine, new, TOTAL_SQL, 1, &totals, error) &&
                       difference_of_answers(session->engine, new, TYPE_SQL, 3, &types, error) &&
                       difference_of_answers(session->engine, new, SITE_SQL, 3, &sites, error);
    progress_end(&session->progress);
    if (is_compared) {
        struct output output;
        output_open(&output, &session->terminal, session->format, session->limit);
        bool is_for_people = session->format == formats[0];
        if (is_for_people)
            print_verdict(output.stream, &difference);
        if (!difference.is_equal || !is_for_people) {
            output.results = is_for_people; /* a blank line after the verdict */
            output.part = "totals";
            print_totals(&output, &totals);
            output.part = "types";
            print_rows(&output, "type", &types);
            output.part = "sites";
            output.is_last_part = true;
            print_rows(&output, "site", &sites);
        }
        output_close(&output);
        *meets = meets_conditions(arguments, difference.is_equal, &totals);
    }
    difference_rows_release(&totals);
    difference_rows_release(&types);
    difference_rows_release(&sites);
    return is_compared;
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    bool meets = false;
    if (!check_conditions(arguments, error) ||
        !session_open(&session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    struct engine *new = engine_open(arguments->operands.items[1], NULL, error);
    bool is_compared = new &&compare(&session, new, arguments, &meets, error);
    if (!is_compared)
        session_die_if_cancelled(&session);
    engine_close(new);
    session_close(&session);
    return !is_compared ? (int)error->code : meets ? ERROR_CHECK : 0;
}

const struct command command_diff = {
    .name = "diff",
    .operands = "OLD NEW",
    .summary = "compare two traces of a program",
    .description =
        "Says whether the two ledgers are equal, and otherwise how they differ: totals, then the "
        "types "
        "and sites whose births or live objects differ, the largest growth first. 'live' is at "
        "the last snapshot, 'left' after the end of the program.",
    .examples = "  heapledger diff old.db new.db\n"
                "  heapledger diff old.db new.db --limit 10 --fail-on 'live_bytes>5%'\n",
    .groups = groups,
    .least_operands = 2,
    .most_operands = 2,
    .run = run,
};
