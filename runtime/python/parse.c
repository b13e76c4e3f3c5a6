/* tree-sitter's parser behind the checks that it leaves out. See parse.h.
 *
 * A text is scanned first (scan.h), then parsed. Where the tree holds an error it is parsed once
 * more with a log, which tells the furthest token that no reading of the text could accept: that is
 * the token CPython's parser stops at, and explain.c finds the words for it.
 */
#include "runtime/python/parse.h"

#include "base/vector.h"
#include "runtime/python/explain.h"
#include "runtime/types/exception.h"

#include <pthread.h>

const TSLanguage *tree_sitter_python(void);

static uint8_t *grammar_of_symbol; /* enum grammar by symbol; made once, never freed */
static TSFieldId field_ids[FIELD_COUNT];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

static const char *const grammar_names[] = {
    "",
#define GRAMMAR(name) #name,
#include "runtime/python/grammar.def"
#undef GRAMMAR
};

static const char *const field_names[FIELD_COUNT] = {
    "alias",    "alternative", "argument",     "arguments",  "attribute",       "body",
    "cause",    "condition",   "consequence",  "definition", "expression",      "format_specifier",
    "function", "guard",       "key",          "left",       "module_name",     "name",
    "object",   "operator",    "operators",    "parameters", "return_type",     "right",
    "subject",  "subscript",   "superclasses", "type",       "type_conversion", "type_parameters",
    "value"};

static void make_tables(void)
{
    const TSLanguage *language = tree_sitter_python();
    uint32_t symbols = ts_language_symbol_count(language);
    grammar_of_symbol = memory_zeroed(symbols, 1);
    for (TSSymbol symbol = 0; symbol < symbols; symbol++) {
        if (ts_language_symbol_type(language, symbol) != TSSymbolTypeRegular)
            continue;
        for (uint8_t kind = 1; kind < sizeof grammar_names / sizeof *grammar_names; kind++) {
            if (strcmp(grammar_names[kind], ts_language_symbol_name(language, symbol)) == 0)
                grammar_of_symbol[symbol] = kind;
        }
    }
    for (int i = 0; i < FIELD_COUNT; i++)
        field_ids[i] = ts_language_field_id_for_name(language, field_names[i],
                                                     (uint32_t)strlen(field_names[i]));
}

enum grammar parse_kind(TSNode node)
{
    TSSymbol symbol = ts_node_symbol(node);
    return symbol == (TSSymbol)-1 ? GRAMMAR_ERROR : (enum grammar)grammar_of_symbol[symbol];
}

struct code_position parse_position(TSNode node)
{
    TSPoint start = ts_node_start_point(node);
    TSPoint end = ts_node_end_point(node);
    return (struct code_position){start.row + 1, end.row + 1,
                                  start.column > UINT16_MAX ? UINT16_MAX : (uint16_t)start.column,
                                  end.column > UINT16_MAX ? UINT16_MAX : (uint16_t)end.column};
}

bool parse_is(const struct unit *unit, TSNode node, const char *text)
{
    size_t start = ts_node_start_byte(node), size = ts_node_end_byte(node) - start;
    return strlen(text) == size && memcmp(unit->text + start, text, size) == 0;
}

struct parts parse_parts(struct unit *unit, TSNode node)
{
    struct parts parts = {0};
    uint32_t count = ts_node_child_count(node);
    if (count == 0)
        return parts;
    parts.items = unit_allocate(unit, count * sizeof *parts.items);
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more;
         more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode child = ts_tree_cursor_current_node(&cursor);
        enum grammar kind = parse_kind(child);
        if (kind != GRAMMAR_comment && kind != GRAMMAR_line_continuation)
            parts.items[parts.count++] =
                (struct part){child, kind, ts_tree_cursor_current_field_id(&cursor)};
    }
    ts_tree_cursor_delete(&cursor);
    return parts;
}

bool parse_has_field(const struct part *part, enum parse_field field)
{
    return part->field == field_ids[field];
}

struct part *parse_field(struct parts *parts, enum parse_field field)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        if (parse_has_field(&parts->items[i], field))
            return &parts->items[i];
    }
    return NULL;
}

/* --- what tree-sitter misreads ---------------------------------------------------------------- */

/* `match [a, b]:` above an indented `case`: to tree-sitter a subscript with an annotation. */
static bool is_match_of_display(const struct unit *unit, const struct token_list *tokens, size_t i)
{
    const struct token *items = tokens->items;
    if ((i > 0 && items[i - 1].kind != TOKEN_NEWLINE) || !scan_is(unit, &items[i], "match") ||
        !scan_is(unit, &items[i + 1], "[") || items[i + 1].start == items[i].start + items[i].size)
        return false;
    for (i++; items[i].kind != TOKEN_NEWLINE && items[i].kind != TOKEN_END; i++)
        continue;
    return items[i].kind == TOKEN_NEWLINE && scan_is(unit, &items[i - 1], ":") &&
           scan_is(unit, &items[i + 1], "case");
}

static bool begins_display(const struct unit *unit, const struct token *token)
{
    return token->kind == TOKEN_STRING || scan_is(unit, token, "[") || scan_is(unit, token, "(") ||
           scan_is(unit, token, "{");
}

/* `return 1, *[2]`: outside brackets its grammar has no star before a display. */
static bool is_star_of_display(const struct unit *unit, const struct token_list *tokens, size_t i)
{
    static const char *const before[] = {",", "=", "return", "yield", "in"};
    const struct token *items = tokens->items;
    if (items[i].depth > 0 || !scan_is(unit, &items[i], "*") || i == 0)
        return false;
    bool begins = false;
    for (size_t b = 0; b < sizeof before / sizeof *before; b++)
        begins |= scan_is(unit, &items[i - 1], before[b]);
    return begins && begins_display(unit, &items[i + 1]);
}

/* The innermost open bracket around tokens->items[i]; the token itself where none is. */
static size_t find_bracket(const struct token_list *tokens, size_t i)
{
    size_t at = i;
    while (at > 0 && tokens->items[at].depth >= tokens->items[i].depth)
        at--;
    return tokens->items[i].depth == 0 ? i : at;
}

static bool ends_operand(const struct unit *unit, const struct token *token)
{
    return token->kind == TOKEN_STRING || scan_is(unit, token, ")") || scan_is(unit, token, "]") ||
           (token->kind == TOKEN_NAME && !scan_is_keyword(unit->text + token->start, token->size));
}

/* `x[*[1, 2]]`: nor has it one in a subscript. */
static bool is_star_of_subscript(const struct unit *unit, const struct token_list *tokens, size_t i)
{
    const struct token *items = tokens->items;
    if (items[i].depth == 0 || !scan_is(unit, &items[i], "*") ||
        !(scan_is(unit, &items[i - 1], "[") || scan_is(unit, &items[i - 1], ",")) ||
        !begins_display(unit, &items[i + 1]))
        return false;
    size_t bracket = find_bracket(tokens, i);
    return bracket > 0 && scan_is(unit, &items[bracket], "[") &&
           ends_operand(unit, &items[bracket - 1]);
}

/* `case C(name=P() as p)`: its grammar has no `as` behind a keyword. Gives whether the name and the
 * sign at tokens->items[i] are such a keyword. */
static bool is_keyword_of_as(const struct unit *unit, const struct token_list *tokens, size_t i)
{
    const struct token *items = tokens->items;
    if (items[i].depth == 0 || items[i].kind != TOKEN_NAME || !scan_is(unit, &items[i + 1], "="))
        return false;
    uint8_t depth = items[i].depth;
    size_t start = i;
    for (i += 2;
         items[i].depth > depth || (items[i].depth == depth && !scan_is(unit, &items[i], ","));
         i++) {
        if (items[i].depth == depth && scan_is(unit, &items[i], "as")) {
            while (start > 0 && items[start - 1].kind != TOKEN_NEWLINE)
                start--;
            return scan_is(unit, &items[start], "case");
        }
    }
    return false;
}

/* `except *E`: its grammar has `except*` as one word. */
static bool is_apart_from_star(const struct unit *unit, const struct token_list *tokens, size_t i)
{
    const struct token *items = tokens->items;
    return scan_is(unit, &items[i], "except") && scan_is(unit, &items[i + 1], "*") &&
           items[i + 1].start > items[i].start + items[i].size;
}

/* The copy of the text that tree-sitter reads. */
static char *marked_text(struct unit *unit)
{
    if (unit->parsed == unit->text) {
        char *copy = unit_allocate(unit, unit->size + 1);
        memcpy(copy, unit->text, unit->size);
        unit->parsed = copy;
    }
    return (char *)(uintptr_t)unit->parsed;
}

/* Puts `~` where a mark before an expression makes tree-sitter read it right; lowering looks at the
 * text itself to see that the mark is none (lower_operator.c, lower_unary). Blanks keywords of
 * patterns, which lowering finds in the text (lower_pattern.c, find_keyword). Moves the star of
 * `except *`. */
static void mark_expressions(struct unit *unit, const struct token_list *tokens)
{
    const struct token *items = tokens->items;
    for (size_t i = 0; i + 1 < tokens->count; i++) {
        if (is_match_of_display(unit, tokens, i)) {
            marked_text(unit)[items[i + 1].start - 1] = '~';
        } else if (is_star_of_display(unit, tokens, i) || is_star_of_subscript(unit, tokens, i)) {
            marked_text(unit)[items[i].start] = '~';
        } else if (is_keyword_of_as(unit, tokens, i)) {
            memset(marked_text(unit) + items[i].start, ' ', items[i].size);
            marked_text(unit)[items[i + 1].start] = ' ';
        } else if (is_apart_from_star(unit, tokens, i)) {
            marked_text(unit)[items[i + 1].start] = ' ';
            marked_text(unit)[items[i].start + items[i].size] = '*';
        }
    }
}

/* --- errors ----------------------------------------------------------------------------------- */

struct error_log {    /* what the parser's log says of the first error */
    TSPoint current;  /* where the version at work stands */
    TSPoint furthest; /* of those that met a token they could not accept */
    bool found;
    TSPoint line_end;    /* where the end of a line or block, which has no text, was met last */
    bool at_line_end;    /* the token met last is one */
    bool wants_line_end; /* the furthest failure is at the end of a line, not behind it */
    bool recovering;     /* everything from here on is guesswork */
};

static void watch(void *payload, TSLogType type, const char *message)
{
    struct error_log *log = payload;
    unsigned row, column;
    if (type != TSLogTypeParse || log->recovering)
        return;
    const char *place = strstr(message, "row:");
    if (strncmp(message, "process ", 8) == 0 && place &&
        sscanf(place, "row:%u, col:%u", &row, &column) == 2) {
        log->current = (TSPoint){row, column};
    } else if (strncmp(message, "lexed_lookahead sym:", 20) == 0) {
        log->at_line_end = message[20] == '_' || strncmp(message + 20, "end,", 4) == 0;
        if (log->at_line_end)
            log->line_end = log->current;
    } else if (strncmp(message, "detect_error", 12) == 0) {
        if (!log->found || log->current.row > log->furthest.row ||
            (log->current.row == log->furthest.row && log->current.column > log->furthest.column)) {
            log->furthest = log->current;
            log->wants_line_end = log->at_line_end || log->line_end.row != log->current.row ||
                                  log->line_end.column != log->current.column;
        }
        log->found = true;
    } else if (strncmp(message, "resume", 6) == 0) {
        log->recovering = true;
    }
}

/* The token that no reading of the text could accept. */
static const struct token *find_culprit(struct unit *unit, const struct token_list *tokens)
{
    struct error_log log = {0};
    TSParser *parser = ts_parser_new();
    ts_parser_set_language(parser, tree_sitter_python());
    ts_parser_set_logger(parser, (TSLogger){.payload = &log, .log = watch});
    ts_tree_delete(ts_parser_parse_string(parser, NULL, unit->parsed, (uint32_t)unit->size));
    ts_parser_delete(parser);
    for (size_t i = 0; i < tokens->count; i++) {
        const struct code_position *position = &tokens->items[i].position;
        if (tokens->items[i].kind == TOKEN_NEWLINE && !log.wants_line_end)
            continue;
        if (position->end_line > log.furthest.row + 1 ||
            (position->end_line == log.furthest.row + 1 &&
             position->end_column > log.furthest.column))
            return &tokens->items[i];
    }
    return &tokens->items[tokens->count - 1];
}

TSTree *parse_prefix(struct unit *unit, size_t size)
{
    pthread_once(&tables_once, make_tables);
    TSParser *parser = ts_parser_new();
    ts_parser_set_language(parser, tree_sitter_python());
    TSTree *tree = ts_parser_parse_string(parser, NULL, unit->parsed, (uint32_t)size);
    ts_parser_delete(parser);
    return tree;
}

static bool is_before(const struct code_position *left, const struct code_position *right)
{
    return left->line < right->line || (left->line == right->line && left->column < right->column);
}

/* The scan has failed; but what CPython's parser meets first is told first: any error before a
 * wrong indentation, and on the line of a bracket that is never closed. */
static void prefer_earlier_error(struct unit *unit, const struct token_list *tokens)
{
    bool is_indentation = unit->error_type == &exception_IndentationError;
    if (!is_indentation && !strstr(unit->message, "was never closed"))
        return;
    TSTree *tree = parse_prefix(unit, unit->size);
    if (ts_node_has_error(ts_tree_root_node(tree))) {
        const struct token *culprit = find_culprit(unit, tokens);
        if (culprit->kind != TOKEN_END &&
            (is_indentation ? is_before(&culprit->position, &unit->error)
                            : culprit->position.line == unit->error.line)) {
            unit->error_type = NULL;
            explain_error(unit, tokens, culprit);
        }
    }
    ts_tree_delete(tree);
}

TSTree *parse_source(struct unit *unit)
{
    struct token_list tokens = {0};
    TSTree *tree = NULL;
    if (!scan_source(unit, &tokens)) {
        prefer_earlier_error(unit, &tokens);
    } else {
        mark_expressions(unit, &tokens);
        tree = parse_prefix(unit, unit->size);
        if (ts_node_has_error(ts_tree_root_node(tree))) {
            ts_tree_delete(tree);
            tree = NULL;
            explain_error(unit, &tokens, find_culprit(unit, &tokens));
        }
    }
    vector_release(&tokens);
    return tree;
}
