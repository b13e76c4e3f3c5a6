/* heapledger query TRACE NAME|SQL|-: ask a trace a question. */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/statement.h"

#include <errno.h>
#include <string.h>

static const struct option *const groups[] = {output_options, query_folder_options, NULL};

static bool read_stdin(struct buffer *text, struct error *error)
{
    char block[65536];
    size_t size;
    while ((size = fread(block, 1, sizeof block, stdin)) > 0)
        buffer_append(text, block, size);
    if (ferror(stdin))
        return error_set_errno(error, ERROR_IO, errno, "cannot read the SQL from stdin");
    if (text->size > 0 && memchr(text->bytes, 0, text->size))
        return error_set(error, ERROR_DATA,
                         "the SQL from stdin holds a NUL byte, so it is no text");
    return true;
}

static const struct query *find_query(struct session *session, const char *name,
                                      struct error *error)
{
    if (!sqlite3_keyword_check(name, (int)strlen(name)))
        return statement_find_query(engine_catalogue(session->engine), name, error);
    error_set(error, ERROR_USAGE, "no stored query '%s' (SQL is given as one word, in quotes)",
              name);
    return NULL;
}

static bool ask(struct session *session, struct output *output, const struct arguments *arguments,
                struct error *error)
{
    const char *question = arguments->operands.items[1];
    char *const *words = arguments->operands.items + 2;
    struct query_argument *parameters = statement_list_parameters(arguments);
    size_t count = arguments->parameters.count;
    struct buffer text = BUFFER_EMPTY;
    bool is_answered = false;
    bool is_stdin = strcmp(question, "-") == 0;
    if (is_stdin || statement_is_sql(question)) {
        if (words[0])
            error_set(error, ERROR_USAGE,
                      "'%s' is one word too many after the SQL (quote the SQL as one word)",
                      words[0]);
        else if (!is_stdin || read_stdin(&text, error))
            is_answered =
                statement_run_sql(session, output, is_stdin ? buffer_text(&text) : question,
                                  parameters, count, error);
    } else {
        const struct query *query = find_query(session, question, error);
        is_answered =
            query && statement_run_query(session, output, query, words, parameters, count, error);
    }
    buffer_release(&text);
    memory_free(parameters);
    return is_answered;
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    struct output output;
    if (!session_open(&session, arguments, arguments->operands.items[0], error))
        return error->code;
    output_open(&output, &session.terminal, session.format, session.limit);
    bool is_answered = ask(&session, &output, arguments, error);
    output_close(&output);
    const char *only_type = is_answered ? engine_only_type(session.engine) : NULL;
    if (only_type)
        fprintf(stderr, "heapledger: '%s' has references only of types that match '%s'\n",
                session.path, only_type);
    if (!is_answered)
        session_die_if_cancelled(&session);
    session_close(&session);
    return is_answered ? 0 : (int)error->code;
}

/* query TRACE NAME --help is the page of that query; the trace need not exist for it. */
static bool show_help(const struct arguments *arguments)
{
    struct error error = {0};
    if (arguments->operands.count < 2)
        return false;
    struct catalogue *catalogue = session_load_catalogue(arguments, &error);
    const struct query *query =
        catalogue ? catalogue_find(catalogue, arguments->operands.items[1]) : NULL;
    if (query) {
        struct terminal terminal = session_terminal(arguments);
        struct buffer page = BUFFER_EMPTY;
        help_append_query(&page, &terminal, query);
        help_print(&page, &terminal);
    }
    catalogue_free(catalogue);
    return query != NULL;
}

const struct command command_query = {
    .name = "query",
    .operands = "TRACE NAME [--PARAMETER VALUE...] | TRACE SQL | TRACE -",
    .summary = "answer a stored query, or SQL, from a trace",
    .description =
        "NAME is a stored query; its parameters are given by name (--from warm) or by place. SQL "
        "is "
        "any number of SQLite statements; '-' reads them from stdin. Every stored query is also a "
        "table-valued function, and the tables event, object and reference hold the whole ledger. "
        "A parameter :oid in the SQL takes its value from --oid.",
    .examples = "  heapledger query run.db growth --from warm --to end\n"
                "  heapledger query run.db referrers --object 4711\n"
                "  heapledger query run.db 'SELECT kind, count(*) FROM event GROUP BY kind'\n",
    .groups = groups,
    .least_operands = 2,
    .most_operands = ANY_COUNT,
    .takes_parameters = true,
    .run = run,
    .help = show_help,
};
