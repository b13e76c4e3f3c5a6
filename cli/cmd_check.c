/* heapledger check TRACE [CHECK…]: assertions about a trace, for a person or a build server.
 *
 * How it works. A check is a stored query that returns a row a violation. Without names every check
 * is run whose parameters all have a value or a default; the others are skipped, and it is said
 * why.
 */
#include "cli/check_report.h"
#include "cli/command.h"
#include "cli/statement.h"
#include "queries/engine/argument.h"
#include "queries/engine/suggest.h"
#include "recorder/format/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { VIOLATIONS_SHOWN = 20, LONGEST_CHECK_FILE = 1 << 20 };

static const struct option check_options[] = {
    {"baseline", 0, OPTION_TEXT, "OLD",
     "a trace to compare with: its tables are baseline.run, baseline.type_balance …"},
    {"format", 0, OPTION_CHOICE, CHECK_REPORT_NAMES, "how the result is printed"},
    {0},
};
static const struct option *const groups[] = {check_options, query_folder_options, NULL};

/* The checks to run, and what they found. */
struct suite {
    struct session *session;
    const struct arguments *arguments;
    struct {
        VECTOR_OF(const struct query *); /* borrowed from the catalogue or from `files` */
    } checks;
    struct {
        VECTOR_OF(struct query *); /* owned */
    } files;
    struct {
        VECTOR_OF(struct check_result); /* owned */
    } results;
};

/* --- which checks ----------------------------------------------------------------------------- */

static bool is_file_name(const char *word)
{
    const char *ending = strrchr(word, '.');
    return strchr(word, '/') || (ending && strcmp(ending, ".sql") == 0);
}

static struct query *read_file(const char *path, struct error *error)
{
    struct stat facts;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        error_set_errno(error, ERROR_NO_INPUT, errno, "cannot read the check '%s'", path);
        return NULL;
    }
    struct query *query = NULL;
    if (fstat(fileno(file), &facts) != 0 || !S_ISREG(facts.st_mode) ||
        facts.st_size > LONGEST_CHECK_FILE) {
        error_set(error, ERROR_DATA, "'%s' is no .sql file of a check", path);
    } else {
        char *text = memory_zeroed((size_t)facts.st_size + 1, 1);
        if (fread(text, 1, (size_t)facts.st_size, file) == (size_t)facts.st_size)
            query = query_parse(path, text, QUERY_FOLDER, error);
        else
            error_set(error, ERROR_IO, "cannot read all of '%s'", path);
        memory_free(text);
    }
    fclose(file);
    return query;
}

static bool fail_unknown(const struct catalogue *catalogue, const char *name, struct error *error)
{
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; i < catalogue->count; i++)
        if (catalogue->items[i]->is_check)
            suggestion_offer(&suggestion, catalogue->items[i]->name);
    if (suggestion.best)
        return error_set(error, ERROR_USAGE, "no check '%s' (did you mean '%s'?)", name,
                         suggestion.best);
    return error_set(error, ERROR_USAGE, "no check '%s' ('heapledger queries' lists them)", name);
}

static bool needs_baseline(const struct suite *suite, const struct query *check)
{
    return strstr(check->sql, "baseline.") && !arguments_has(suite->arguments, "baseline");
}

static bool add_check(struct suite *suite, const char *word, struct error *error)
{
    const struct catalogue *catalogue = engine_catalogue(suite->session->engine);
    bool is_file = is_file_name(word);
    struct query *file = is_file ? read_file(word, error) : NULL;
    const struct query *check = is_file ? file : catalogue_find(catalogue, word);
    if (file)
        vector_push(&suite->files, file);
    if (check == NULL)
        return is_file ? false : fail_unknown(catalogue, word, error);
    if (!is_file && !check->is_check)
        return error_set(error, ERROR_USAGE,
                         "'%s' is a stored query and no check (a check returns a row a violation)",
                         word);
    if (needs_baseline(suite, check))
        return error_set(error, ERROR_USAGE, "'%s' needs --baseline (a trace to compare with)",
                         word);
    vector_push(&suite->checks, check);
    return true;
}

static bool choose_checks(struct suite *suite, struct error *error)
{
    const struct arguments *arguments = suite->arguments;
    const struct catalogue *catalogue = engine_catalogue(suite->session->engine);
    for (size_t i = 1; i < arguments->operands.count; i++)
        if (!add_check(suite, arguments->operands.items[i], error))
            return false;
    for (size_t i = 0; arguments->operands.count == 1 && i < catalogue->count; i++)
        if (catalogue->items[i]->is_check && catalogue->items[i]->origin != QUERY_TRACE)
            vector_push(&suite->checks, catalogue->items[i]);
    return true;
}

/* Every parameter on the command line must be one of some check's. */
static bool check_parameters(const struct suite *suite, struct error *error)
{
    for (size_t i = 0; i < suite->arguments->parameters.count; i++) {
        const char *name = suite->arguments->parameters.items[i].name;
        bool is_known = false;
        for (size_t j = 0; j < suite->checks.count; j++)
            is_known |= query_find_parameter(suite->checks.items[j], name) != NULL;
        if (!is_known)
            return error_set(error, ERROR_USAGE,
                             "no option '--%s', and none of the checks has such a parameter", name);
    }
    return true;
}

/* --- running one ------------------------------------------------------------------------------ */

static const char *find_value(const struct arguments *arguments, const char *name)
{
    for (size_t i = arguments->parameters.count; i-- > 0;)
        if (strcmp(arguments->parameters.items[i].name, name) == 0)
            return arguments->parameters.items[i].value;
    return NULL;
}

/* A parameter that has neither a value nor a default; NULL where there is none. */
static const struct query_parameter *find_missing(const struct suite *suite,
                                                  const struct query *check)
{
    for (size_t i = 0; i < check->parameter_count; i++)
        if (check->parameters[i].default_text == NULL &&
            find_value(suite->arguments, check->parameters[i].name) == NULL)
            return &check->parameters[i];
    return NULL;
}

/* Nothing grows between a snapshot and itself: that holds, but says nothing. */
static bool has_span(const struct suite *suite, const struct query *check, struct error *error)
{
    struct query_argument *parameters = statement_list_parameters(suite->arguments);
    bool is_span = statement_has_span(suite->session, check, parameters,
                                      suite->arguments->parameters.count, error);
    memory_free(parameters);
    return is_span;
}

static sqlite3_stmt *prepare(struct suite *suite, const struct query *check, struct error *error)
{
    sqlite3_stmt *statement = engine_prepare(suite->session->engine, check->sql, NULL, error);
    for (size_t i = 0; statement && i < check->parameter_count; i++) {
        const char *text = find_value(suite->arguments, check->parameters[i].name);
        if (!argument_bind(suite->session->engine, check, &check->parameters[i], text, statement,
                           error)) {
            sqlite3_finalize(statement);
            return NULL;
        }
    }
    return statement;
}

/* Counts the rows and prints the first of them. */
static void collect_violations(struct suite *suite, sqlite3_stmt *statement,
                               struct check_result *result, struct error *error)
{
    int count = sqlite3_column_count(statement);
    struct cell *cells = memory_zeroed((size_t)count + 1, sizeof *cells);
    char **names = statement_copy_names(statement), *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    struct output output;
    output_open_file(&output, stream, formats[0], 0);
    output.terminal.has_utf8 = suite->session->terminal.has_utf8;
    while (engine_step(suite->session->engine, statement, error)) {
        if (result->violations == 0)
            output_begin(&output, (const char *const *)names, (size_t)count);
        for (int i = 0; i < count; i++)
            cells[i] = statement_cell(statement, i);
        if (result->violations++ < VIOLATIONS_SHOWN)
            output_row(&output, cells);
    }
    if (result->violations > 0)
        output_end(&output);
    if (result->violations > VIOLATIONS_SHOWN)
        fputs(output.terminal.has_utf8 ? "…\n" : "...\n", stream);
    output_close(&output);
    fclose(stream);
    buffer_append(&result->details, text, size);
    free(text);
    statement_free_names(names);
    memory_free(cells);
}

/* Of all checks, one whose parameters cannot have their defaults in this trace, or which needs more
 * than was recorded, is skipped. */
static void run_statement(struct suite *suite, const struct query *check,
                          struct check_result *result, struct error *error)
{
    sqlite3_stmt *statement = has_span(suite, check, error) ? prepare(suite, check, error) : NULL;
    if (statement)
        collect_violations(suite, statement, result, error);
    sqlite3_finalize(statement);
    result->outcome = result->violations > 0 ? CHECK_FAILS : CHECK_HOLDS;
    bool cannot_run = error->code == ERROR_USAGE || engine_lacks_references(suite->session->engine);
    if (error->code != ERROR_NONE && cannot_run && suite->arguments->operands.count == 1) {
        result->outcome = CHECK_SKIPPED;
        buffer_format(&result->details, "%s\n", error->message);
        error->code = ERROR_NONE;
    }
}

static bool run_check(struct suite *suite, const struct query *check, struct error *error)
{
    struct check_result result = {.name = memory_copy_string(check->name),
                                  .title = memory_copy_string(check->title)};
    const struct query_parameter *missing = find_missing(suite, check);
    uint64_t start_ns = progress_clock_ns();
    error->code = ERROR_NONE;
    bool is_named = suite->arguments->operands.count > 1;
    if (needs_baseline(suite, check) && !is_named) {
        result.outcome = CHECK_SKIPPED;
        buffer_append_text(&result.details, "needs --baseline (a trace to compare with)\n");
    } else if (missing && !is_named) {
        result.outcome = CHECK_SKIPPED;
        buffer_format(&result.details, "needs --%s (%s)\n", missing->name,
                      query_type_meaning(missing->type));
    } else {
        run_statement(suite, check, &result, error);
    }
    result.duration_ns = progress_clock_ns() - start_ns;
    vector_push(&suite->results, result);
    return error->code == ERROR_NONE || error_prefix(error, "check '%s'", check->name);
}

/* --- the command ------------------------------------------------------------------------------ */

/* Makes the plain tables of another trace known as baseline.NAME. It is opened as a trace first,
 * which refuses what is none. */
static bool attach_baseline(struct suite *suite, struct error *error)
{
    const char *path = arguments_text(suite->arguments, "baseline");
    if (path == NULL)
        return true;
    struct file file;
    if (!file_open(path, &file, error))
        return false;
    file_close(&file);
    sqlite3_stmt *statement =
        engine_prepare(suite->session->engine, "ATTACH ?1 AS baseline", NULL, error);
    error->code = ERROR_NONE;
    if (statement)
        sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    bool is_attached = statement && !engine_step(suite->session->engine, statement, error) &&
                       error->code == ERROR_NONE;
    sqlite3_finalize(statement);
    return is_attached;
}

static bool run_suite(struct suite *suite, struct error *error)
{
    if (!attach_baseline(suite, error) || !choose_checks(suite, error) ||
        !check_parameters(suite, error))
        return false;
    progress_begin(&suite->session->progress);
    bool has_run = true;
    for (size_t i = 0; has_run && i < suite->checks.count; i++)
        has_run = run_check(suite, suite->checks.items[i], error);
    progress_end(&suite->session->progress);
    return has_run;
}

static int report(const struct suite *suite)
{
    const struct check_report *print =
        &check_reports[arguments_choice(suite->arguments, "format", 0)];
    int code = 0;
    print->print(stdout, suite->session->path, suite->results.items, suite->results.count);
    for (size_t i = 0; i < suite->results.count; i++)
        if (suite->results.items[i].outcome == CHECK_FAILS)
            code = ERROR_CHECK;
    return code;
}

static void release_suite(struct suite *suite)
{
    for (size_t i = 0; i < suite->files.count; i++)
        query_free(suite->files.items[i]);
    for (size_t i = 0; i < suite->results.count; i++)
        check_result_release(&suite->results.items[i]);
    vector_release(&suite->checks);
    vector_release(&suite->files);
    vector_release(&suite->results);
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    struct suite suite = {.session = &session, .arguments = arguments};
    if (!session_open(&session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    bool has_run = run_suite(&suite, error);
    int code = has_run ? report(&suite) : (int)error->code;
    if (!has_run)
        session_die_if_cancelled(&session);
    release_suite(&suite);
    session_close(&session);
    return code;
}

const struct command command_check = {
    .name = "check",
    .operands = "TRACE [CHECK...] [--PARAMETER VALUE...]",
    .summary = "run checks on a trace",
    .description = "A check is a stored query that returns a row a violation. CHECK is the name of "
                   "one, or a .sql "
                   "file; without any, every check is run, and one that needs a parameter which is "
                   "not given is "
                   "skipped. Exit code 1 where a check fails.",
    .examples = "  heapledger check run.db\n"
                "  heapledger check run.db no_growth --from warm --to end --allow 10\n"
                "  heapledger check run.db ours/no_sessions.sql --format junit\n",
    .groups = groups,
    .least_operands = 1,
    .most_operands = ANY_COUNT,
    .takes_parameters = true,
    .run = run,
};
