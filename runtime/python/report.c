/* Exceptions as text, in the form of CPython 3.11.
 *
 * The text is built whole and then written to sys.stderr, or to the process's standard error where
 * that is not to be had. Nothing that goes wrong on the way is raised.
 */
#include "runtime/python/report.h"

#include "base/memory.h"
#include "runtime/python/frame.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/report_source.h"
#include "runtime/python/report_suggestion.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/exception_group.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/record.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define REPEATS_SHOWN 3 /* of one and the same line, then they are counted */

/* --- where ------------------------------------------------------------------------------------ */

static bool is_same_place(const struct traceback *left, const struct traceback *right)
{
    const struct code *a = ((struct frame *)left->frame)->code;
    const struct code *b = ((struct frame *)right->frame)->code;
    return left->line == right->line && str_equal(a->file_name, b->file_name) &&
           str_equal(a->name, b->name);
}

static void append_repeats(struct str_builder *text, size_t repeats)
{
    if (repeats <= REPEATS_SHOWN)
        return;
    char line[64];
    size_t more = repeats - REPEATS_SHOWN;
    snprintf(line, sizeof line, "  [Previous line repeated %zu more time%s]\n", more,
             more == 1 ? "" : "s");
    str_builder_text(text, line);
}

static void append_place(struct runtime *rt, struct str_builder *text,
                         const struct traceback *traceback)
{
    const struct code *code = ((struct frame *)traceback->frame)->code;
    char number[32];
    str_builder_text(text, "  File \"");
    str_builder_append(text, code->file_name);
    snprintf(number, sizeof number, "\", line %u, in ", traceback->line);
    str_builder_text(text, number);
    str_builder_append(text, code->name);
    str_builder_character(text, '\n');
    if (!rt->interpreter->has_lost_modules) /* as CPython, which reads it through the module io */
        report_source_append(text, code, traceback->instruction);
}

static void append_traceback(struct runtime *rt, struct str_builder *text, borrowed first,
                             bool of_group)
{
    const struct traceback *previous = NULL;
    size_t repeats = 0;
    str_builder_text(text, of_group ? "Exception Group Traceback (most recent call last):\n"
                                    : "Traceback (most recent call last):\n");
    for (borrowed at = first; at; at = ((struct traceback *)at)->next) {
        const struct traceback *traceback = (struct traceback *)at;
        if (previous && is_same_place(previous, traceback)) {
            repeats++;
        } else {
            append_repeats(text, repeats);
            repeats = 1;
        }
        if (repeats <= REPEATS_SHOWN)
            append_place(rt, text, traceback);
        previous = traceback;
    }
    append_repeats(text, repeats);
}

void report_traceback(struct runtime *rt, struct str_builder *text, borrowed first)
{
    append_traceback(rt, text, first, false);
}

/* --- what ------------------------------------------------------------------------------------- */

static void append_type(struct runtime *rt, struct str_builder *text, borrowed instance)
{
    borrowed type = &instance->type->header;
    owned module = object_find_attribute(rt, type, names.module);
    owned name = object_find_attribute(rt, type, names.qualname);
    exception_clear(rt);
    if (module && str_check(module) && !str_equal_text(module, "builtins") &&
        !str_equal_text(module, "__main__")) {
        str_builder_append(text, module);
        str_builder_character(text, '.');
    }
    if (name && str_check(name))
        str_builder_append(text, name);
    else
        str_builder_text(text, instance->type->name);
    object_release_maybe(rt, module);
    object_release_maybe(rt, name);
}

/* `Type: message` */
/* `Type: text`; without `message` it is the exception's own, and the colon goes where that is
 * empty. */
static void append_message(struct runtime *rt, struct str_builder *text, borrowed instance,
                           borrowed message)
{
    append_type(rt, text, instance);
    owned string = message ? object_str(rt, message) : object_str(rt, instance);
    if (!string) {
        exception_clear(rt);
        str_builder_text(text, ": <exception str() failed>");
    } else if (message || str_length(string) > 0) {
        str_builder_text(text, ": ");
        str_builder_append(text, string);
    }
    object_release_maybe(rt, string);
}

static void append_note(struct runtime *rt, struct str_builder *text, borrowed note)
{
    owned string = object_str(rt, note);
    if (string) {
        str_builder_append(text, string);
        object_release(rt, string);
    } else {
        exception_clear(rt);
        str_builder_text(text, "<note str() failed>");
    }
    str_builder_character(text, '\n');
}

static void append_notes(struct runtime *rt, struct str_builder *text, borrowed instance)
{
    owned all = object_find_attribute(rt, instance, str_intern_text(rt, "__notes__"));
    exception_clear(rt);
    if (!all)
        return;
    owned list = list_check(all) || tuple_check(all) ? tuple_from_iterable(rt, all) : NULL;
    if (list)
        for (size_t i = 0; i < tuple_count(list); i++)
            append_note(rt, text, tuple_item(list, i));
    else
        append_note(rt, text, all);
    object_release_maybe(rt, list);
    object_release(rt, all);
}

static int64_t number_or(borrowed v, int64_t otherwise)
{
    return v && int_is_tagged(v) ? int_untag(v) : otherwise;
}

/* File, line, source and caret of a SyntaxError; its message stands without the place then. */
static borrowed append_syntax(struct str_builder *text, borrowed instance)
{
    enum { MSG, FILENAME, LINENO, OFFSET, TEXT, END_LINENO, END_OFFSET };
    const borrowed *fields = ((struct exception_extended *)instance)->fields;
    int64_t line = number_or(fields[LINENO], -1);
    char number[48];
    if (line < 0 || !fields[MSG])
        return NULL;
    str_builder_text(text, "  File \"");
    if (fields[FILENAME] && str_check(fields[FILENAME]))
        str_builder_append(text, fields[FILENAME]);
    else
        str_builder_text(text, "<string>");
    snprintf(number, sizeof number, "\", line %lld\n", (long long)line);
    str_builder_text(text, number);
    int64_t start = number_or(fields[OFFSET], -1);
    int64_t end = number_or(fields[END_OFFSET], -1);
    if (number_or(fields[END_LINENO], line) != line || end <= start)
        end = start + 1;
    if (fields[TEXT] && str_check(fields[TEXT]))
        report_source_append_syntax(text, fields[TEXT], start, end);
    return fields[MSG];
}

/* The traceback, and of a SyntaxError the place; what stands for its message then, or NULL. */
static borrowed append_places(struct runtime *rt, struct str_builder *text, borrowed instance)
{
    const struct exception *exception = (struct exception *)instance;
    if (exception->traceback)
        append_traceback(rt, text, exception->traceback, exception_group_check(instance));
    return type_is_subtype(instance->type, &exception_SyntaxError) ? append_syntax(text, instance)
                                                                   : NULL;
}

/* --- a whole exception ------------------------------------------------------------------------ */

/* CPython's limits for what is shown of a group. */
#define GROUP_WIDTH_SHOWN 15
#define GROUP_DEPTH_SHOWN 10

struct report {
    struct runtime *rt;
    struct str_builder *text;
    uint32_t depth;   /* of nested groups; 0: no margin */
    bool is_uncaught; /* as the interpreter prints it, not as the module traceback does */
    bool needs_end;   /* the line below the last member of a group has not been written */
    struct {
        VECTOR_OF(borrowed);
    } seen; /* exceptions that stand in the text, or will */
};

static void indent(const struct report *report)
{
    for (uint32_t i = 0; i < report->depth; i++)
        str_builder_text(report->text, "  ");
}

/* Appends the lines of `part`, behind the margin of a group where there is one; the first line of a
 * group's own text has another. */
static void append_lines(struct report *report, struct str_builder *part, bool begins_group)
{
    owned lines = str_builder_finish(report->rt, part);
    if (!lines) {
        exception_clear(report->rt);
        return;
    }
    size_t length = str_length(lines), start = 0;
    while (start < length) {
        size_t end = start;
        while (end < length && str_character((struct str *)lines, end) != '\n')
            end++;
        end += end < length;
        if (report->depth > 0) {
            indent(report);
            str_builder_text(report->text, begins_group && start == 0 ? "+ " : "| ");
        }
        str_builder_part(report->text, lines, start, end);
        start = end;
    }
    object_release(report->rt, lines);
}

/* Appends a text as it is, and releases the builder. */
static void append_builder(struct report *report, struct str_builder *part)
{
    owned text = str_builder_finish(report->rt, part);
    if (text)
        str_builder_append(report->text, text);
    else
        exception_clear(report->rt);
    object_release_maybe(report->rt, text);
}

static void append_line(struct report *report, const char *line)
{
    struct str_builder part = STR_BUILDER_EMPTY;
    str_builder_text(&part, line);
    append_lines(report, &part, false);
}

/* What the interpreter adds to the message of an uncaught exception. */
static void append_suggestion(struct report *report, struct str_builder *text, borrowed instance)
{
    owned suggestion = report_suggestion_for(report->rt, instance);
    if (!suggestion)
        return;
    str_builder_text(text, ". Did you mean: '");
    str_builder_append(text, suggestion);
    str_builder_text(text, "'?");
    object_release(report->rt, suggestion);
}

/* One exception without what led to it. The interpreter does not indent the message's further
 * lines. */
static void append_one(struct report *report, borrowed instance)
{
    struct runtime *rt = report->rt;
    struct str_builder places = STR_BUILDER_EMPTY, line = STR_BUILDER_EMPTY,
                       notes = STR_BUILDER_EMPTY;
    bool is_group = exception_group_check(instance);
    bool begins = is_group && report->depth == 1 && ((struct exception *)instance)->traceback;
    borrowed message = append_places(rt, &places, instance);
    append_lines(report, &places, begins);
    append_message(rt, &line, instance, message);
    if (report->is_uncaught)
        append_suggestion(report, &line, instance);
    str_builder_character(&line, '\n');
    if (report->is_uncaught && report->depth > 0) {
        indent(report);
        str_builder_text(report->text, "| ");
    }
    if (report->is_uncaught)
        append_builder(report, &line);
    else
        append_lines(report, &line, false);
    append_notes(rt, &notes, instance);
    append_lines(report, &notes, false);
}

static void append_exception(struct report *report, borrowed instance);

/* `+---------------- 3 ----------------`; the first stands beside the group's own text. */
static void append_member_line(struct report *report, size_t index)
{
    char line[64];
    indent(report);
    str_builder_text(report->text, index == 0 ? "+-" : "  ");
    if (index < GROUP_WIDTH_SHOWN)
        snprintf(line, sizeof line, "+---------------- %zu ----------------\n", index + 1);
    else
        snprintf(line, sizeof line, "+---------------- ... ----------------\n");
    str_builder_text(report->text, line);
}

static void append_members(struct report *report, borrowed exceptions)
{
    size_t count = tuple_count(exceptions), last = count - 1;
    if (count > GROUP_WIDTH_SHOWN)
        last = GROUP_WIDTH_SHOWN;
    report->needs_end = false;
    for (size_t i = 0; i <= last; i++) {
        report->needs_end |= i == last;
        append_member_line(report, i);
        report->depth++;
        if (i < GROUP_WIDTH_SHOWN) {
            append_exception(report, tuple_item(exceptions, i));
        } else {
            char line[48];
            snprintf(line, sizeof line, "and %zu more exception%s\n", count - i,
                     count - i == 1 ? "" : "s");
            append_line(report, line);
        }
        if (i == last && report->needs_end) {
            indent(report);
            str_builder_text(report->text, "+------------------------------------\n");
            report->needs_end = false;
        }
        report->depth--;
    }
}

static void append_group(struct report *report, borrowed group)
{
    if (report->depth > GROUP_DEPTH_SHOWN) {
        char line[48];
        snprintf(line, sizeof line, "... (max_group_depth is %d)\n", GROUP_DEPTH_SHOWN);
        append_line(report, line);
        return;
    }
    bool outermost = report->depth == 0;
    report->depth += outermost;
    append_one(report, group);
    append_members(report, ((struct exception_group *)group)->exceptions);
    report->depth -= outermost;
}

static bool is_seen(const struct report *report, borrowed instance)
{
    for (size_t i = 0; i < report->seen.count; i++)
        if (report->seen.items[i] == instance)
            return true;
    return false;
}

/* What is printed before `instance`: its cause or its context; *why says which. */
static borrowed cause_of(borrowed instance, const char **why)
{
    const struct exception *exception = (struct exception *)instance;
    if (exception->cause) {
        *why = "\nThe above exception was the direct cause of the following exception:\n\n";
        return exception->cause;
    }
    *why = "\nDuring handling of the above exception, another exception occurred:\n\n";
    return exception->suppress_context ? NULL : exception->context;
}

/* The exception with all that led to it, the first one first. */
static void append_exception(struct report *report, borrowed instance)
{
    struct {
        VECTOR_OF(borrowed);
    } chain = {0}; /* from the last exception to the first */
    const char *why;
    bool needs_end = report->needs_end;
    vector_push(&chain, instance);
    vector_push(&report->seen, instance);
    for (borrowed at = cause_of(instance, &why); at && !is_seen(report, at);
         at = cause_of(at, &why)) {
        vector_push(&chain, at);
        vector_push(&report->seen, at);
    }
    for (size_t i = chain.count; i-- > 0;) {
        borrowed each = chain.items[i];
        if (exception_group_check(each)) {
            append_group(report, each);
        } else {
            append_one(report, each);
        }
        if (i > 0) {
            report->needs_end = needs_end;
            cause_of(chain.items[i - 1], &why);
            append_line(report, why);
        }
    }
    vector_release(&chain);
}

static int write_report(struct runtime *rt, struct str_builder *text, borrowed instance,
                        bool is_uncaught)
{
    struct report report = {.rt = rt, .text = text, .is_uncaught = is_uncaught};
    append_exception(&report, instance);
    vector_release(&report.seen);
    return 0;
}

int report_text(struct runtime *rt, struct str_builder *text, borrowed instance)
{
    return write_report(rt, text, instance, false);
}

/* --- to stderr -------------------------------------------------------------------------------- */

/* sys.stderr.write(text); false where there is no such thing or it fails. */
static bool write_to_python(struct runtime *rt, borrowed text)
{
    borrowed sys = rt->interpreter->sys;
    owned stream = sys ? object_find_attribute(rt, sys, names.stderr) : NULL;
    owned result =
        stream && stream != NONE ? object_call_method(rt, stream, names.write, &text, 1) : NULL;
    bool done = result || stream == NONE;
    exception_clear(rt);
    object_release_maybe(rt, result);
    object_release_maybe(rt, stream);
    return done;
}

static void write_text(struct runtime *rt, struct str_builder *builder)
{
    owned text = str_builder_finish(rt, builder);
    if (!text) {
        exception_clear(rt);
        return;
    }
    fflush(stdout);
    if (!write_to_python(rt, text)) {
        size_t size;
        const char *bytes = str_utf8(text, &size);
        fwrite(bytes, 1, size, stderr);
    }
    fflush(stderr);
    object_release(rt, text);
}

void report_line(struct runtime *rt, const char *format, ...)
{
    struct str_builder builder = STR_BUILDER_EMPTY;
    va_list list;
    va_start(list, format);
    owned line = str_format_list(rt, format, list);
    va_end(list);
    if (line) {
        str_builder_append(&builder, line);
        str_builder_text(&builder, "\n");
        write_text(rt, &builder);
    }
    object_release_maybe(rt, line);
    exception_clear(rt);
}

void report_exception(struct runtime *rt, borrowed instance)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    owned pending = exception_take(rt);
    write_report(rt, &text, instance, true);
    write_text(rt, &text);
    exception_restore(rt, pending);
}

void report_unraisable_print(struct runtime *rt, const char *message, borrowed where,
                             borrowed error)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    if (where) {
        owned repr = object_repr(rt, where);
        str_builder_text(&text, message);
        str_builder_text(&text, ": ");
        if (repr)
            str_builder_append(&text, repr);
        else
            str_builder_text(&text, "<object repr() failed>");
        exception_clear(rt);
        object_release_maybe(rt, repr);
        str_builder_character(&text, '\n');
    }
    if (((struct exception *)error)->traceback)
        report_traceback(rt, &text, ((struct exception *)error)->traceback);
    append_message(rt, &text, error, error);
    str_builder_character(&text, '\n');
    write_text(rt, &text);
}

/* The program's own sys.unraisablehook; NULL where it has set none. */
static owned own_unraisable_hook(struct runtime *rt)
{
    borrowed sys = rt->interpreter->sys;
    borrowed hook = sys ? dict_get_text(rt, module_dict(sys), "unraisablehook") : NULL;
    return hook && hook != NONE && object_type(rt, hook) != &native_function_type
               ? object_retain(rt, hook)
               : NULL;
}

/* Calls the hook with what sys.unraisablehook documents; an error of its own is told instead. */
static void call_unraisable_hook(struct runtime *rt, borrowed hook, const char *message,
                                 borrowed where, borrowed error)
{
    static const char *const fields[] = {"exc_type", "exc_value", "exc_traceback",
                                         "err_msg",  "object",    NULL};
    static struct record_type arguments_type = RECORD_TYPE("UnraisableHookArgs", fields);
    borrowed traceback = ((struct exception *)error)->traceback;
    owned items[] = {
        object_retain(rt, &error->type->header),
        object_retain(rt, error),
        object_retain(rt, traceback ? traceback : NONE),
        message ? str_from_text(rt, message) : NONE,
        object_retain(rt, where ? where : NONE),
    };
    borrowed arguments = record_new(rt, &arguments_type, items);
    owned result = arguments ? object_call(rt, hook, &arguments, 1, NULL) : NULL;
    if (!result) {
        owned failure = exception_take(rt);
        report_unraisable_print(rt, "Exception ignored in sys.unraisablehook", hook, failure);
        object_release(rt, failure);
    }
    object_release_maybe(rt, result);
    object_release_maybe(rt, arguments);
}

void report_unraisable(struct runtime *rt, borrowed where)
{
    report_unraisable_as(rt, NULL, where);
}

void report_unraisable_as(struct runtime *rt, const char *message, borrowed where)
{
    if (rt->error && rt->frame && !((struct exception *)rt->error)->traceback)
        traceback_add(rt,
                      rt->frame); /* raised by what is no function: the caller's line is shown */
    owned error = exception_take(rt);
    if (!error)
        return;
    owned hook = own_unraisable_hook(rt);
    if (hook)
        call_unraisable_hook(rt, hook, message, where, error);
    else
        report_unraisable_print(rt, message ? message : "Exception ignored in", where, error);
    object_release_maybe(rt, hook);
    object_release(rt, error);
}
