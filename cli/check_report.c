/* What checks found, for a person or for a machine that counts tests. */
#include "cli/check_report.h"

#include "base/memory.h"
#include "cli/text.h"

void check_result_release(struct check_result *result)
{
    memory_free(result->name);
    memory_free(result->title);
    buffer_release(&result->details);
}

static size_t count_outcomes(const struct check_result *results, size_t count,
                             enum check_outcome outcome)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += results[i].outcome == outcome;
    return found;
}

/* The details, each line behind `margin`. */
static void print_details(FILE *stream, const struct check_result *result, const char *margin)
{
    const char *line = (const char *)result->details.bytes;
    const char *end = line + result->details.size;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        int size = (int)((newline ? newline : end) - line);
        fprintf(stream, "%s%.*s\n", size > 0 ? margin : "", size, line);
        line += size + 1;
    }
}

/* --- table: for a person ---------------------------------------------------------------------- */

static void print_table(FILE *stream, const char *trace, const struct check_result *results,
                        size_t count)
{
    static const char *const words[] = {
        [CHECK_HOLDS] = "ok", [CHECK_FAILS] = "FAILED", [CHECK_SKIPPED] = "skipped"};
    size_t width = 0;
    (void)trace;
    for (size_t i = 0; i < count; i++)
        width = strlen(results[i].name) > width ? strlen(results[i].name) : width;
    for (size_t i = 0; i < count; i++) {
        struct buffer line = BUFFER_EMPTY;
        buffer_format(&line, "%-8s%-*s  ", words[results[i].outcome], (int)width, results[i].name);
        text_append(&line, results[i].title, strlen(results[i].title), 0);
        if (results[i].outcome == CHECK_FAILS) {
            buffer_append_text(&line, ": ");
            text_append_count(&line, results[i].violations, "violation");
        }
        fprintf(stream, "%s\n", buffer_text(&line));
        buffer_release(&line);
        print_details(stream, &results[i], "        ");
    }
    fprintf(
        stream, "%zu hold, %zu fail, %zu skipped\n", count_outcomes(results, count, CHECK_HOLDS),
        count_outcomes(results, count, CHECK_FAILS), count_outcomes(results, count, CHECK_SKIPPED));
}

/* --- TAP: the Test Anything Protocol ---------------------------------------------------------- */

static void print_tap(FILE *stream, const char *trace, const struct check_result *results,
                      size_t count)
{
    (void)trace;
    fprintf(stream, "TAP version 13\n1..%zu\n", count);
    for (size_t i = 0; i < count; i++) {
        fprintf(stream, "%s %zu - %s%s\n", results[i].outcome == CHECK_FAILS ? "not ok" : "ok",
                i + 1, results[i].name, results[i].outcome == CHECK_SKIPPED ? " # SKIP" : "");
        print_details(stream, &results[i], "# ");
    }
}

/* --- JUnit: what build servers read ----------------------------------------------------------- */

static void print_xml(FILE *stream, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '<')
            fputs("&lt;", stream);
        else if (byte == '>')
            fputs("&gt;", stream);
        else if (byte == '&')
            fputs("&amp;", stream);
        else if (byte == '"')
            fputs("&quot;", stream);
        else if (byte >= 0x20 || byte == '\n' || byte == '\t')
            fputc(byte, stream);
        else
            fputc('?', stream); /* XML 1.0 has no form for other control characters */
    }
}

static void print_case(FILE *stream, const char *trace, const struct check_result *result)
{
    fputs("  <testcase classname=\"", stream);
    print_xml(stream, trace, strlen(trace));
    fputs("\" name=\"", stream);
    print_xml(stream, result->name, strlen(result->name));
    fprintf(stream, "\" time=\"%.6f\"", (double)result->duration_ns / 1e9);
    if (result->outcome == CHECK_HOLDS) {
        fputs("/>\n", stream);
        return;
    }
    const char *element = result->outcome == CHECK_FAILS ? "failure" : "skipped";
    fprintf(stream, ">\n    <%s message=\"", element);
    print_xml(stream, result->title, strlen(result->title));
    fputs("\">", stream);
    print_xml(stream, (const char *)result->details.bytes, result->details.size);
    fprintf(stream, "</%s>\n  </testcase>\n", element);
}

static void print_junit(FILE *stream, const char *trace, const struct check_result *results,
                        size_t count)
{
    fprintf(
        stream,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuite name=\"heapledger check\" tests=\"%zu\" failures=\"%zu\" skipped=\"%zu\">\n",
        count, count_outcomes(results, count, CHECK_FAILS),
        count_outcomes(results, count, CHECK_SKIPPED));
    for (size_t i = 0; i < count; i++)
        print_case(stream, trace, &results[i]);
    fputs("</testsuite>\n", stream);
}

const struct check_report check_reports[] = {
    {"table", print_table}, {"tap", print_tap}, {"junit", print_junit}, {0}};
