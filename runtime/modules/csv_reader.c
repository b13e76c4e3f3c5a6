/* _csv.reader: lines → rows. One state for each character of a line; a row may go on in the next
 * line, inside of quotes. The states are CPython's. */
#include "runtime/core/gc.h"
#include "runtime/modules/csv_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

enum state {
    START_RECORD,
    START_FIELD,
    ESCAPED,
    IN_FIELD,
    IN_QUOTED,
    ESCAPED_IN_QUOTED,
    QUOTE_IN_QUOTED,
    EAT_LINE_END,
    AFTER_ESCAPED_LINE_END
};

struct reader {
    struct object header;
    borrowed lines;   /* held: an iterator of str */
    borrowed dialect; /* held */
    borrowed fields;  /* held: list, the row that is being read */
    struct str_builder field;
    enum state state;
    bool is_number; /* the field has no quotes: with QUOTE_NONNUMERIC a float */
    int64_t line_count;
};

#define END UINT32_MAX /* of a line */

owned csv_reader_new(struct runtime *rt, borrowed lines, owned dialect)
{
    owned iterator = object_iterate(rt, lines);
    struct reader *reader =
        iterator ? (struct reader *)object_new(rt, &csv_reader_type, sizeof *reader, sizeof *reader)
                 : NULL;
    if (!reader) {
        object_release_maybe(rt, iterator);
        object_release(rt, dialect);
        return NULL;
    }
    slot_set(rt, &reader->header, &reader->lines, iterator);
    slot_set(rt, &reader->header, &reader->dialect, dialect);
    gc_track(rt, &reader->header);
    return &reader->header;
}

static int save_field(struct runtime *rt, struct reader *reader)
{
    owned text = str_builder_finish(rt, &reader->field);
    reader->field = STR_BUILDER_EMPTY;
    if (text && reader->is_number) {
        reader->is_number = false;
        owned number = object_call_one(rt, &float_type.header, text);
        object_release(rt, text);
        text = number;
    }
    return text ? list_append(rt, reader->fields, text) : -1;
}

static int add_character(struct runtime *rt, struct reader *reader, uint32_t c)
{
    int64_t limit = 0;
    borrowed setting = csv_find(rt, "_limit");
    if (setting && int_get(rt, setting, &limit) == 0 && (int64_t)reader->field.length >= limit) {
        csv_fail(rt, "field larger than field limit (%lld)", (long long)limit);
        return -1;
    }
    str_builder_character(&reader->field, c);
    return 0;
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == END;
}

/* The field ends here, with the line or (c is the delimiter) before the next. */
static int end_field(struct runtime *rt, struct reader *reader, uint32_t c)
{
    reader->state = c == END ? START_RECORD : is_line_end(c) ? EAT_LINE_END : START_FIELD;
    return save_field(rt, reader);
}

static int start_field(struct runtime *rt, struct reader *reader, uint32_t c)
{
    const struct csv_dialect *dialect = (struct csv_dialect *)reader->dialect;
    if (is_line_end(c) || c == dialect->delimiter)
        return end_field(rt, reader, c);
    if (c == dialect->quote && dialect->quoting != CSV_NEVER) {
        reader->state = IN_QUOTED;
        return 0;
    }
    if (c == dialect->escape) {
        reader->state = ESCAPED;
        return 0;
    }
    if (c == ' ' && dialect->skip_space)
        return 0;
    reader->is_number = dialect->quoting == CSV_NONNUMERIC;
    reader->state = IN_FIELD;
    return add_character(rt, reader, c);
}

static int in_quoted(struct runtime *rt, struct reader *reader, uint32_t c)
{
    const struct csv_dialect *dialect = (struct csv_dialect *)reader->dialect;
    if (c == END)
        return 0;
    if (c == dialect->escape)
        reader->state = ESCAPED_IN_QUOTED;
    else if (c == dialect->quote && dialect->quoting != CSV_NEVER)
        reader->state = dialect->double_quote ? QUOTE_IN_QUOTED : IN_FIELD;
    else
        return add_character(rt, reader, c);
    return 0;
}

static int quote_in_quoted(struct runtime *rt, struct reader *reader, uint32_t c)
{
    const struct csv_dialect *dialect = (struct csv_dialect *)reader->dialect;
    if (dialect->quoting != CSV_NEVER && c == dialect->quote) {
        reader->state = IN_QUOTED;
        return add_character(rt, reader, c);
    }
    if (c == dialect->delimiter || is_line_end(c))
        return end_field(rt, reader, c);
    if (dialect->strict) {
        owned delimiter = str_from_character(rt, dialect->delimiter);
        owned quote = delimiter ? str_from_character(rt, dialect->quote) : NULL;
        if (quote)
            csv_fail(rt, "'%U' expected after '%U'", delimiter, quote);
        object_release_maybe(rt, quote);
        object_release_maybe(rt, delimiter);
        return -1;
    }
    reader->state = IN_FIELD;
    return add_character(rt, reader, c);
}

static int in_field(struct runtime *rt, struct reader *reader, uint32_t c)
{
    const struct csv_dialect *dialect = (struct csv_dialect *)reader->dialect;
    if (is_line_end(c) || c == dialect->delimiter)
        return end_field(rt, reader, c);
    if (c == dialect->escape) {
        reader->state = ESCAPED;
        return 0;
    }
    return add_character(rt, reader, c);
}

static int step(struct runtime *rt, struct reader *reader, uint32_t c)
{
    switch (reader->state) {
    case START_RECORD:
        if (c == END)
            return 0;
        if (is_line_end(c)) {
            reader->state = EAT_LINE_END;
            return 0;
        }
        return start_field(rt, reader, c);
    case START_FIELD:
        return start_field(rt, reader, c);
    case ESCAPED:
        if (c == '\n' || c == '\r') {
            reader->state = AFTER_ESCAPED_LINE_END;
            return add_character(rt, reader, c);
        }
        reader->state = IN_FIELD;
        return add_character(rt, reader, c == END ? '\n' : c);
    case AFTER_ESCAPED_LINE_END:
        return c == END ? 0 : in_field(rt, reader, c);
    case IN_FIELD:
        return in_field(rt, reader, c);
    case IN_QUOTED:
        return in_quoted(rt, reader, c);
    case ESCAPED_IN_QUOTED:
        reader->state = IN_QUOTED;
        return add_character(rt, reader, c == END ? '\n' : c);
    case QUOTE_IN_QUOTED:
        return quote_in_quoted(rt, reader, c);
    default: /* EAT_LINE_END */
        if (c == END)
            reader->state = START_RECORD;
        else if (!is_line_end(c)) {
            csv_fail(rt, "new-line character seen in unquoted field - do you need to open the "
                         "file in universal-newline mode?");
            return -1;
        }
        return 0;
    }
}

/* A line, character by character. */
static int read_line(struct runtime *rt, struct reader *reader, borrowed line)
{
    if (!str_check(line)) {
        csv_fail(rt,
                 "iterator should return strings, not %T (the file should be opened in text mode)",
                 line);
        return -1;
    }
    reader->line_count++;
    for (size_t i = 0; i < str_length(line); i++) {
        if (step(rt, reader, str_character((struct str *)line, i)) < 0)
            return -1;
    }
    return step(rt, reader, END);
}

/* The lines have ended; a row that has begun ends too. 1: it is one. */
static int end_of_lines(struct runtime *rt, struct reader *reader)
{
    const struct csv_dialect *dialect = (struct csv_dialect *)reader->dialect;
    if (runtime_has_error(rt))
        return -1;
    if (reader->field.length == 0 && reader->state != IN_QUOTED)
        return 0;
    if (dialect->strict) {
        csv_fail(rt, "unexpected end of data");
        return -1;
    }
    return save_field(rt, reader) < 0 ? -1 : 1;
}

static owned next_row(struct runtime *rt, borrowed self)
{
    struct reader *reader = (struct reader *)self;
    owned list = list_new(rt, 0);
    int status = list ? 0 : -1;
    if (list)
        slot_set(rt, self, &reader->fields, list);
    str_builder_release(&reader->field);
    reader->field = STR_BUILDER_EMPTY;
    reader->state = START_RECORD;
    reader->is_number = false;
    bool more = true;
    do {
        owned line = status == 0 ? object_next(rt, reader->lines) : NULL;
        if (!line) {
            status = status < 0 ? -1 : end_of_lines(rt, reader);
            more = status > 0;
            break;
        }
        status = read_line(rt, reader, line);
        object_release(rt, line);
    } while (status == 0 && reader->state != START_RECORD);
    owned fields = slot_take(rt, self, &reader->fields);
    if (status >= 0 && more)
        return fields;
    object_release_maybe(rt, fields);
    return NULL;
}

static owned get_dialect(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct reader *)self)->dialect);
}

static owned get_line_count(struct runtime *rt, borrowed self)
{
    return int_new(rt, ((struct reader *)self)->line_count);
}

static int traverse(borrowed self, visit_function visit, void *context)
{
    const struct reader *reader = (struct reader *)self;
    ITERATOR_VISIT(reader->lines);
    ITERATOR_VISIT(reader->dialect);
    ITERATOR_VISIT(reader->fields);
    return 0;
}

static int clear(struct runtime *rt, borrowed self)
{
    struct reader *reader = (struct reader *)self;
    slot_clear(rt, self, &reader->lines);
    slot_clear(rt, self, &reader->dialect);
    slot_clear(rt, self, &reader->fields);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    clear(rt, self);
    str_builder_release(&((struct reader *)self)->field);
}

static const struct native_attribute attributes[] = {
    {"dialect", get_dialect, NULL},
    {"line_num", get_line_count, NULL},
    {0},
};

struct type csv_reader_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_csv.reader",
    .base = &object_type_,
    .size = sizeof(struct reader),
    .reported_size = sizeof(struct reader),
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = traverse,
    .clear = clear,
    .dealloc = dealloc,
    .iterate = iterator_itself,
    .next = next_row,
    .attributes = attributes,
};
