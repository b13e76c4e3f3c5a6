/* heapledger verify TRACE: proves that the books balance, invariant by invariant. */
#include "cli/command.h"
#include "cli/session.h"
#include "cli/text.h"
#include "queries/engine/verify.h"

static const struct option *const groups[] = {query_folder_options, NULL};

enum { MOST_COLUMNS = 79, LEAST_COLUMNS = 30, MARGIN = 10 };

static void append_failure(struct buffer *page, const struct verify_failure *failure,
                           size_t columns)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%s: ", failure->word);
    text_append(&text, failure->message, strlen(failure->message), 0);
    if (failure->seq)
        buffer_format(&text, ", seq %llu", (unsigned long long)failure->seq);
    if (failure->oid) {
        buffer_format(&text, ", object %llu ", (unsigned long long)failure->oid);
        text_append(&text, failure->type, strlen(failure->type), 0);
    }
    if (failure->has_holder) {
        buffer_append_text(&text, ", holder ");
        text_append(&text, failure->holder_name, strlen(failure->holder_name), 0);
    }
    if (failure->source[0]) {
        buffer_append_text(&text, ", at ");
        text_append(&text, failure->source, strlen(failure->source), 0);
    }
    text_repeat(page, " ", MARGIN);
    text_wrap(page, buffer_text(&text), MARGIN, columns);
    buffer_append_byte(page, '\n');
    buffer_release(&text);
}

static void append_result(struct buffer *page, const struct verify_result *result, size_t columns)
{
    const char *word = result->failures > 0  ? "FAILED"
                       : result->checked > 0 ? "ok"
                       : result->reason[0]   ? "unknown"
                                             : "ok";
    struct buffer text = BUFFER_EMPTY;
    buffer_format(&text, "%s: ", result->title);
    text_append_number(&text, result->checked);
    buffer_append_text(&text, " checked");
    if (result->failures > 0) {
        buffer_append_text(&text, ", ");
        text_append_count(&text, result->failures, "failure");
    }
    if (result->reason[0])
        buffer_format(&text, " (%s)", result->reason);
    buffer_format(page, "%-*s", MARGIN, word);
    text_wrap(page, buffer_text(&text), MARGIN, columns);
    buffer_append_byte(page, '\n');
    if (result->failures > 0)
        append_failure(page, &result->first, columns);
    buffer_release(&text);
}

static void append_verdict(struct buffer *page, const struct verify_report *report)
{
    buffer_append_text(page,
                       report->balances ? "the books balance: " : "the books do not balance: ");
    text_append_count(page, report->events, "event");
    buffer_append_text(page, ", ");
    text_append_count(page, report->objects, "object");
    buffer_append_text(page, ", ");
    text_append_count(page, report->snapshots, "snapshot");
    buffer_append_text(page, ", ");
    text_append_count(page, report->collections, "collection");
    buffer_append_byte(page, '\n');
}

static size_t choose_columns(const struct terminal *terminal)
{
    size_t columns = terminal_text_columns(terminal);
    return columns > MOST_COLUMNS    ? MOST_COLUMNS
           : columns < LEAST_COLUMNS ? LEAST_COLUMNS
                                     : columns;
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    struct verify_report report;
    if (!session_open(&session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    progress_begin(&session.progress);
    bool is_verified = verify_trace(session.engine, &report, error);
    progress_end(&session.progress);
    if (is_verified) {
        struct buffer page = BUFFER_EMPTY;
        size_t columns = choose_columns(&session.terminal);
        for (int i = VERIFY_IDENTITY; i < VERIFY_INVARIANT_COUNT; i++)
            append_result(&page, &report.results[i], columns);
        append_verdict(&page, &report);
        fputs(buffer_text(&page), stdout);
        buffer_release(&page);
    } else {
        session_die_if_cancelled(&session);
    }
    session_close(&session);
    return !is_verified ? (int)error->code : report.balances ? 0 : ERROR_CHECK;
}

const struct command command_verify = {
    .name = "verify",
    .operands = "TRACE",
    .summary = "prove that the books of a trace balance",
    .description =
        "Replays every event and checks that references pair off, that counts agree with what the "
        "program itself read, that what was collected was unreachable, and that the totals add up. "
        "A line an invariant; exit code 1 where one fails.",
    .groups = groups,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
