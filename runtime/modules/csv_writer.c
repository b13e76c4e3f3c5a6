/* _csv.writer: rows → lines. */
#include "runtime/core/gc.h"
#include "runtime/modules/csv_parts.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

struct writer {
    struct object header;
    borrowed write;   /* held: the method of the file */
    borrowed dialect; /* held */
};

owned csv_writer_new(struct runtime *rt, borrowed file, owned dialect)
{
    owned write = object_find_attribute(rt, file, str_intern_text(rt, "write"));
    if (!runtime_has_error(rt) && (!write || !object_is_callable(rt, write)))
        exception_raise(rt, &exception_TypeError, "argument 1 must have a \"write\" method");
    struct writer *writer =
        runtime_has_error(rt)
            ? NULL
            : (struct writer *)object_new(rt, &csv_writer_type, sizeof *writer, sizeof *writer);
    if (!writer) {
        object_release_maybe(rt, write);
        object_release(rt, dialect);
        return NULL;
    }
    slot_set(rt, &writer->header, &writer->write, write);
    slot_set(rt, &writer->header, &writer->dialect, dialect);
    gc_track(rt, &writer->header);
    return &writer->header;
}

/* Is the character one that cannot stand in a field as it is? */
static bool is_special(const struct csv_dialect *dialect, uint32_t c)
{
    if (c == dialect->delimiter || c == dialect->escape || c == dialect->quote)
        return true;
    const struct str *end = (const struct str *)dialect->line_end;
    for (size_t i = 0; i < end->length; i++) {
        if (str_character(end, i) == c)
            return true;
    }
    return false;
}

static bool needs_quotes(const struct csv_dialect *dialect, const struct str *field)
{
    for (size_t i = 0; i < field->length; i++) {
        uint32_t c = str_character(field, i);
        if (!is_special(dialect, c))
            continue;
        /* a quote that is escaped needs none around */
        if (c == dialect->quote ? dialect->double_quote
                                : c != dialect->escape || dialect->escape == CSV_NONE)
            return true;
    }
    return false;
}

/* One field, in quotes or not. */
static int write_field(struct runtime *rt, const struct csv_dialect *dialect,
                       struct str_builder *line, borrowed text, bool quoted)
{
    const struct str *field = (const struct str *)text;
    if (dialect->quoting != CSV_NEVER && !quoted)
        quoted = needs_quotes(dialect, field);
    if (quoted)
        str_builder_character(line, dialect->quote);
    for (size_t i = 0; i < field->length; i++) {
        uint32_t c = str_character(field, i);
        bool escape = false;
        if (is_special(dialect, c)) {
            if (dialect->quoting == CSV_NEVER)
                escape = true;
            else if (c == dialect->quote && dialect->double_quote)
                str_builder_character(line, dialect->quote);
            else
                escape = c == dialect->quote || c == dialect->escape;
            if (escape && dialect->escape == CSV_NONE) {
                csv_fail(rt, "need to escape, but no escapechar set");
                return -1;
            }
            if (escape)
                str_builder_character(line, dialect->escape);
        }
        str_builder_character(line, c);
    }
    if (quoted)
        str_builder_character(line, dialect->quote);
    return 0;
}

static bool is_number(struct runtime *rt, borrowed v)
{
    const struct type *type = object_type(rt, v);
    return int_check(rt, v) || type_is_subtype(type, &float_type) || type->to_float ||
           type->to_index;
}

static int write_value(struct runtime *rt, const struct csv_dialect *dialect,
                       struct str_builder *line, borrowed v)
{
    bool quoted =
        dialect->quoting == CSV_ALL || (dialect->quoting == CSV_NONNUMERIC && !is_number(rt, v));
    owned text = v == NONE ? str_from_text(rt, "") : object_str(rt, v);
    int status = text ? write_field(rt, dialect, line, text, quoted) : -1;
    object_release_maybe(rt, text);
    return status;
}

/* A row of one empty field has quotes, so that it is not an empty line. */
static int finish_row(struct runtime *rt, const struct csv_dialect *dialect,
                      struct str_builder *line, size_t count)
{
    if (count == 1 && line->length == 0) {
        if (dialect->quoting == CSV_NEVER) {
            csv_fail(rt, "single empty field record must be quoted");
            return -1;
        }
        str_builder_character(line, dialect->quote);
        str_builder_character(line, dialect->quote);
    }
    str_builder_append(line, dialect->line_end);
    return 0;
}

static owned write_row(struct runtime *rt, borrowed self, borrowed row)
{
    struct writer *writer = (struct writer *)self;
    const struct csv_dialect *dialect = (struct csv_dialect *)writer->dialect;
    struct str_builder line = STR_BUILDER_EMPTY;
    owned iterator = object_iterate(rt, row);
    if (!iterator) {
        if (exception_matches(rt, &exception_TypeError))
            csv_fail(rt, "iterable expected, not %T", row);
        return NULL;
    }
    size_t count = 0;
    int status = 0;
    for (owned item; status == 0 && (item = object_next(rt, iterator)) != NULL; count++) {
        if (count > 0)
            str_builder_character(&line, dialect->delimiter);
        status = write_value(rt, dialect, &line, item);
        object_release(rt, item);
    }
    object_release(rt, iterator);
    if (status < 0 || runtime_has_error(rt) || finish_row(rt, dialect, &line, count) < 0) {
        str_builder_release(&line);
        return NULL;
    }
    owned text = str_builder_finish(rt, &line);
    owned result = text ? object_call_one(rt, writer->write, text) : NULL;
    object_release_maybe(rt, text);
    return result;
}

static owned writerow(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    return arguments_count(rt, "writerow", positional, names, 1, 1)
               ? write_row(rt, self, arguments[0])
               : NULL;
}

static owned writerows(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "writerows", positional, names, 1, 1))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]);
    for (owned row; iterator && (row = object_next(rt, iterator)) != NULL;) {
        owned result = write_row(rt, self, row);
        object_release(rt, row);
        if (!result)
            break;
        object_release(rt, result);
    }
    object_release_maybe(rt, iterator);
    return runtime_has_error(rt) ? NULL : NONE;
}

static owned get_dialect(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct writer *)self)->dialect);
}

static int traverse(borrowed self, visit_function visit, void *context)
{
    const struct writer *writer = (struct writer *)self;
    ITERATOR_VISIT(writer->write);
    ITERATOR_VISIT(writer->dialect);
    return 0;
}

static int clear(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct writer *)self)->write);
    slot_clear(rt, self, &((struct writer *)self)->dialect);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    clear(rt, self);
}

static const struct native_method methods[] = {
    {"writerow", writerow, NATIVE_PLAIN, "Construct and write a CSV record from an iterable."},
    {"writerows", writerows, NATIVE_PLAIN, "Construct and write a series of iterables."},
    {0},
};

static const struct native_attribute attributes[] = {
    {"dialect", get_dialect, NULL},
    {0},
};

struct type csv_writer_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_csv.writer",
    .base = &object_type_,
    .size = sizeof(struct writer),
    .reported_size = sizeof(struct writer),
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = traverse,
    .clear = clear,
    .dealloc = dealloc,
    .methods = methods,
    .attributes = attributes,
};
