#include "queries/engine/query.h"

#include "base/buffer.h"
#include "base/vector.h"

#include <ctype.h>
#include <string.h>

/* One line of a file, without its end. */
struct line {
    const char *text;
    size_t size;
    int number; /* 1 is the first */
};

/* The place in a file that is read, and what has been found so far. */
struct parser {
    const char *path;
    const char *next; /* the start of the line after `line` */
    struct line line;
    struct query *query;
    struct error *error;
    struct {
        VECTOR_OF(struct query_parameter);
    } parameters;
    struct {
        VECTOR_OF(struct query_column);
    } columns;
};

static const struct {
    const char *name;
    const char *meaning;
} type_words[QUERY_TYPE_COUNT] = {
    [QUERY_SNAPSHOT] = {"snapshot", "a snapshot's number or label"},
    [QUERY_OBJECT] = {"object", "an object number"},
    [QUERY_SEQ] = {"seq", "an event's number"},
    [QUERY_GLOB] = {"glob", "a pattern with * and ?"},
    [QUERY_INTEGER] = {"integer", "a whole number"},
    [QUERY_SIZE] = {"size", "a number of bytes, such as 300, 64k or 10M"},
    [QUERY_TEXT] = {"text", "a text"},
};

const char *query_type_name(enum query_type type)
{
    return type_words[type].name;
}

const char *query_type_meaning(enum query_type type)
{
    return type_words[type].meaning;
}

void query_free(struct query *query)
{
    if (!query)
        return;
    for (size_t i = 0; i < query->parameter_count; i++) {
        memory_free(query->parameters[i].name);
        memory_free(query->parameters[i].description);
        memory_free(query->parameters[i].default_text);
    }
    for (size_t i = 0; i < query->column_count; i++) {
        memory_free(query->columns[i].name);
        memory_free(query->columns[i].type);
    }
    memory_free(query->parameters);
    memory_free(query->columns);
    memory_free(query->name);
    memory_free(query->title);
    memory_free(query->empty);
    memory_free(query->help);
    memory_free(query->sql);
    memory_free(query->source);
    memory_free(query);
}

const struct query_parameter *query_find_parameter(const struct query *query, const char *name)
{
    for (size_t i = 0; i < query->parameter_count; i++)
        if (strcmp(query->parameters[i].name, name) == 0)
            return &query->parameters[i];
    return NULL;
}

/* --- lines and words -------------------------------------------------------------------------- */

static bool fail(struct parser *parser, const char *what, const char *subject, size_t size)
{
    return error_set(parser->error, ERROR_DATA, "%s:%d: %s '%.*s'", parser->path,
                     parser->line.number, what, (int)(size > 80 ? 80 : size), subject);
}

/* The next line of the header, without its comment mark; false at the end of the header. */
static bool read_header_line(struct parser *parser)
{
    if (strncmp(parser->next, "--", 2) != 0)
        return false;
    const char *start = parser->next + 2;
    size_t size = strcspn(start, "\n");
    parser->next = start + size + (start[size] == '\n');
    if (*start == ' ') {
        start++;
        size--;
    }
    while (size > 0 && isspace((unsigned char)start[size - 1]))
        size--;
    parser->line = (struct line){.text = start, .size = size, .number = parser->line.number + 1};
    return true;
}

static size_t word_size(const char *text, size_t size)
{
    size_t count = 0;
    while (count < size && (isalnum((unsigned char)text[count]) || text[count] == '_'))
        count++;
    return count;
}

static size_t blank_size(const char *text, size_t size)
{
    size_t count = 0;
    while (count < size && isspace((unsigned char)text[count]))
        count++;
    return count;
}

static void skip(struct line *rest, size_t size)
{
    rest->text += size;
    rest->size -= size;
}

static bool starts_with(const struct line *line, const char *prefix)
{
    size_t size = strlen(prefix);
    return line->size >= size && memcmp(line->text, prefix, size) == 0;
}

/* --- the parts of a header -------------------------------------------------------------------- */

/* "NAME: title", where NAME is that of the file. */
static bool parse_title(struct parser *parser)
{
    struct query *query = parser->query;
    if (!read_header_line(parser))
        return error_set(parser->error, ERROR_DATA,
                         "%s:1: no header: a stored query begins with '-- %s: what it answers'",
                         parser->path, query->name);
    struct line rest = parser->line;
    size_t size = word_size(rest.text, rest.size);
    if (size != strlen(query->name) || memcmp(rest.text, query->name, size) != 0 ||
        size == rest.size || rest.text[size] != ':')
        return error_set(parser->error, ERROR_DATA,
                         "%s:1: the header must begin with '-- %s: what it answers'", parser->path,
                         query->name);
    skip(&rest, size + 1);
    skip(&rest, blank_size(rest.text, rest.size));
    if (rest.size == 0)
        return fail(parser, "no title after", parser->line.text, parser->line.size);
    query->title = memory_copy_bytes(rest.text, rest.size);
    return true;
}

/* ":name  type  description"; the default is read when the description is whole. */
static bool parse_parameter(struct parser *parser)
{
    struct line rest = parser->line;
    skip(&rest, 1);
    size_t name_size = word_size(rest.text, rest.size);
    const char *name = rest.text;
    skip(&rest, name_size);
    skip(&rest, blank_size(rest.text, rest.size));
    size_t type_size = word_size(rest.text, rest.size);
    const char *type_word = rest.text;
    skip(&rest, type_size);
    skip(&rest, blank_size(rest.text, rest.size));
    enum query_type type = 0;
    while (type < QUERY_TYPE_COUNT && (strlen(type_words[type].name) != type_size ||
                                       memcmp(type_words[type].name, type_word, type_size) != 0))
        type++;
    if (type == QUERY_TYPE_COUNT)
        return fail(parser,
                    "no such parameter type (snapshot, object, seq, glob, integer, size, text):",
                    type_word, type_size);
    if (name_size == 0 || rest.size == 0)
        return fail(parser, "a parameter is ':name  type  description', not", parser->line.text,
                    parser->line.size);
    for (size_t i = 0; i < parser->parameters.count; i++)
        if (strlen(parser->parameters.items[i].name) == name_size &&
            memcmp(parser->parameters.items[i].name, name, name_size) == 0)
            return fail(parser, "a second parameter", name, name_size);
    vector_push(&parser->parameters, (struct query_parameter){
                                         .name = memory_copy_bytes(name, name_size),
                                         .type = type,
                                         .description = memory_copy_bytes(rest.text, rest.size),
                                     });
    return true;
}

/* A line indented below a parameter, or below `empty:`, continues its text. */
static void continue_text(const struct parser *parser, char **text)
{
    struct line rest = parser->line;
    skip(&rest, blank_size(rest.text, rest.size));
    char *longer = memory_format("%s %.*s", *text, (int)rest.size, rest.text);
    memory_free(*text);
    *text = longer;
}

/* "empty: what no row may mean" */
static bool parse_empty(struct parser *parser)
{
    struct line rest = parser->line;
    skip(&rest, strlen("empty:"));
    skip(&rest, blank_size(rest.text, rest.size));
    if (parser->query->empty || rest.size == 0)
        return fail(parser, "one line says what no row means, not", parser->line.text,
                    parser->line.size);
    parser->query->empty = memory_copy_bytes(rest.text, rest.size);
    return true;
}

/* What stands in "(default: …)" at the end of a description. */
static void find_default(struct query_parameter *parameter)
{
    static const char mark[] = "(default: ";
    const char *found = strstr(parameter->description, mark);
    if (!found)
        return;
    const char *value = found + strlen(mark);
    const char *end = strrchr(value, ')');
    if (end)
        parameter->default_text = memory_copy_bytes(value, (size_t)(end - value));
}

/* "name TYPE", at the start of `rest`, which is moved behind it. */
static bool parse_column(struct parser *parser, struct line *rest)
{
    skip(rest, blank_size(rest->text, rest->size));
    struct line name = *rest;
    name.size = word_size(rest->text, rest->size);
    skip(rest, name.size);
    skip(rest, blank_size(rest->text, rest->size));
    struct line type = *rest;
    type.size = word_size(rest->text, rest->size);
    skip(rest, type.size);
    skip(rest, blank_size(rest->text, rest->size));
    if (name.size == 0 || type.size == 0)
        return fail(parser, "a column is 'name TYPE', not", name.text, strcspn(name.text, ","));
    for (size_t i = 0; i < parser->columns.count; i++)
        if (strlen(parser->columns.items[i].name) == name.size &&
            memcmp(parser->columns.items[i].name, name.text, name.size) == 0)
            return fail(parser, "a second column", name.text, name.size);
    vector_push(&parser->columns, (struct query_column){memory_copy_bytes(name.text, name.size),
                                                        memory_copy_bytes(type.text, type.size)});
    return true;
}

/* "returns: name TYPE, name TYPE, ...": the rest of the header. */
static bool parse_columns(struct parser *parser, struct buffer *help)
{
    struct buffer list = BUFFER_EMPTY;
    buffer_append(&list, parser->line.text, parser->line.size);
    while (read_header_line(parser)) {
        buffer_format(help, "%.*s\n", (int)parser->line.size, parser->line.text);
        buffer_format(&list, " %.*s", (int)parser->line.size, parser->line.text);
    }
    struct line rest = {.text = buffer_text(&list), .size = list.size};
    skip(&rest, strlen("returns:"));
    bool is_good = parse_column(parser, &rest);
    while (is_good && rest.size > 0 && *rest.text == ',') {
        skip(&rest, 1);
        is_good = parse_column(parser, &rest);
    }
    if (is_good && rest.size > 0)
        is_good = fail(parser, "columns are separated by commas, here is", rest.text, rest.size);
    buffer_release(&list);
    return is_good;
}

/* Everything behind the title, up to and with the columns. */
static bool parse_body(struct parser *parser, struct buffer *help)
{
    bool has_prose = false, in_prose = false; /* the line before was prose */
    while (read_header_line(parser)) {
        const struct line *line = &parser->line;
        buffer_format(help, "%.*s\n", (int)line->size, line->text);
        if (starts_with(line, "returns:"))
            return has_prose ? parse_columns(parser, help)
                             : error_set(parser->error, ERROR_DATA,
                                         "%s: the header says nothing but its title", parser->path);
        if (starts_with(line, ":") && !in_prose) {
            if (!parse_parameter(parser))
                return false;
        } else if (starts_with(line, "empty:") && !in_prose) {
            if (!parse_empty(parser))
                return false;
        } else if (parser->query->empty && starts_with(line, " ")) {
            continue_text(parser, &parser->query->empty);
        } else if (parser->parameters.count > 0 && starts_with(line, " ")) {
            continue_text(parser,
                          &parser->parameters.items[parser->parameters.count - 1].description);
        } else {
            in_prose = line->size > 0;
            has_prose |= in_prose;
        }
    }
    return error_set(parser->error, ERROR_DATA,
                     "%s: the header does not say what it returns ('-- returns: name TYPE, ...')",
                     parser->path);
}

/* The statement: what follows the header, without blanks and a semicolon at its end. */
static bool parse_statement(struct parser *parser)
{
    const char *sql = parser->next;
    size_t size = strlen(sql);
    while (size > 0 && (isspace((unsigned char)sql[size - 1]) || sql[size - 1] == ';'))
        size--;
    size_t blank = blank_size(sql, size);
    if (size == blank)
        return error_set(parser->error, ERROR_DATA, "%s: no statement after the header",
                         parser->path);
    parser->query->sql = memory_copy_bytes(sql + blank, size - blank);
    parser->query->sql_line = parser->line.number + 1;
    for (size_t i = 0; i < blank; i++)
        parser->query->sql_line += sql[i] == '\n';
    return true;
}

/* growth for queries/growth.sql */
static char *name_of_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t size = strlen(base);
    if (size > 4 && strcmp(base + size - 4, ".sql") == 0)
        size -= 4;
    return memory_copy_bytes(base, size);
}

static bool is_in_folder_of_checks(const char *path)
{
    const char *found = strstr(path, "checks/");
    return found && (found == path || found[-1] == '/') && !strchr(found + strlen("checks/"), '/');
}

struct query *query_parse(const char *path, const char *text, enum query_origin origin,
                          struct error *error)
{
    struct query *query = memory_zeroed(1, sizeof *query);
    struct parser parser = {.path = path, .next = text, .query = query, .error = error};
    struct buffer help = BUFFER_EMPTY;
    query->name = name_of_file(path);
    query->source = memory_copy_string(path);
    query->origin = origin;
    query->is_check = is_in_folder_of_checks(path);
    bool is_good = parse_title(&parser);
    if (is_good) {
        buffer_format(&help, "%.*s\n", (int)parser.line.size, parser.line.text);
        is_good = parse_body(&parser, &help) && parse_statement(&parser);
    }
    for (size_t i = 0; i < parser.parameters.count; i++)
        find_default(&parser.parameters.items[i]);
    query->parameters = parser.parameters.items;
    query->parameter_count = parser.parameters.count;
    query->columns = parser.columns.items;
    query->column_count = parser.columns.count;
    query->help = memory_copy_bytes(buffer_text(&help), help.size);
    buffer_release(&help);
    if (!is_good) {
        query_free(query);
        return NULL;
    }
    return query;
}
