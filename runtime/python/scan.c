/* The tokenizer of the checks before parsing. See scan.h.
 *
 * It follows CPython's tokenizer in what it rejects and where it says so; it makes no tree.
 * Indentation is judged at the first token of each logical line: deeper is right only behind a
 * compound statement's colon, and there it is required.
 */
#include "runtime/python/scan.h"

#include "base/vector.h"
#include "runtime/types/exception.h"

#include <ctype.h>

#define BRACKET_LIMIT 200
#define INDENT_LIMIT  100

struct scan {
    struct unit *unit;
    struct token_list *tokens;
    const char *next;
    const char *end;
    const char *line_start;
    uint32_t line;
    uint32_t depth;
    struct token brackets[BRACKET_LIMIT];
    uint32_t indent_count;
    uint32_t indents[INDENT_LIMIT]; /* columns with tabs to multiples of 8 */
    uint32_t
        alternative[INDENT_LIMIT]; /* columns with tabs as 1: TabError where the two disagree */
    size_t logical_start;          /* index of the first token of the logical line */
    bool at_line_start;
};

static const char *const keywords[] = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

bool scan_is_keyword(const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (strlen(keywords[i]) == size && memcmp(keywords[i], text, size) == 0)
            return true;
    }
    return false;
}

bool scan_is(const struct unit *unit, const struct token *token, const char *text)
{
    return strlen(text) == token->size && memcmp(unit->text + token->start, text, token->size) == 0;
}

static uint16_t narrow(ptrdiff_t column)
{
    return column > UINT16_MAX ? UINT16_MAX : (uint16_t)column;
}

/* The position of one character, or of a run on the current line. */
static struct code_position place(const struct scan *scan, const char *from, const char *to)
{
    return (struct code_position){scan->line, scan->line, narrow(from - scan->line_start),
                                  narrow(to - scan->line_start)};
}

static struct code_position place_one(const struct scan *scan, const char *at)
{
    return place(scan, at, at + 1);
}

static void push(struct scan *scan, enum token_kind kind, const char *start,
                 struct code_position position)
{
    struct token token = {.kind = (uint8_t)kind,
                          .depth = (uint8_t)scan->depth,
                          .start = (uint32_t)(start - scan->unit->text),
                          .size = (uint32_t)(scan->next - start),
                          .position = position};
    vector_push(scan->tokens, token);
}

static void advance_line(struct scan *scan)
{
    scan->line++;
    scan->line_start = scan->next;
}

/* --- indentation ------------------------------------------------------------------------------ */

/* What the block of a compound statement that begins with `word` is called; NULL: it has none. */
static const char *block_name(const struct scan *scan, const struct token *word)
{
    static const char *const names[][2] = {
        {"if", "'if' statement"},           {"elif", "'elif' statement"},
        {"else", "'else' statement"},       {"for", "'for' statement"},
        {"while", "'while' statement"},     {"with", "'with' statement"},
        {"try", "'try' statement"},         {"except", "'except' statement"},
        {"finally", "'finally' statement"}, {"def", "function definition"},
        {"class", "class definition"},      {"match", "'match' statement"},
        {"case", "'case' statement"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (scan_is(scan->unit, word, names[i][0]))
            return names[i][1];
    }
    return NULL;
}

/* The word that opens the compound statement whose colon ended the last logical line; NULL: none.
 */
static const struct token *find_opener(const struct scan *scan)
{
    const struct token_list *tokens = scan->tokens;
    if (tokens->count < 2 || tokens->items[tokens->count - 1].kind != TOKEN_NEWLINE ||
        !scan_is(scan->unit, &tokens->items[tokens->count - 2], ":"))
        return NULL;
    const struct token *word = &tokens->items[scan->logical_start];
    if (scan_is(scan->unit, word, "async"))
        word++;
    return block_name(scan, word) ? word : NULL;
}

/* The first token of a logical line, or the end of the text, stands at `column`. */
static void judge_indent(struct scan *scan, uint32_t column, uint32_t alternative)
{
    const struct token *opener = find_opener(scan);
    uint32_t *top = &scan->indents[scan->indent_count - 1];
    struct unit *unit = scan->unit;
    const char *first_end = scan->next;
    while (first_end < scan->end && (isalnum((uint8_t)*first_end) || *first_end == '_'))
        first_end++;
    if (first_end == scan->next && first_end < scan->end)
        first_end++;
    if (column > *top) {
        if (alternative <= scan->alternative[scan->indent_count - 1])
            syntax_fail_type(unit, &exception_TabError,
                             place(scan, scan->line_start, scan->line_start),
                             "inconsistent use of tabs and spaces in indentation");
        else if (!opener)
            syntax_fail_type(unit, &exception_IndentationError,
                             place(scan, scan->next - 1, scan->next - 1), "unexpected indent");
        else if (scan->indent_count == INDENT_LIMIT)
            syntax_fail_type(unit, &exception_IndentationError, place_one(scan, scan->next),
                             "too many levels of indentation");
        else {
            scan->indents[scan->indent_count] = column;
            scan->alternative[scan->indent_count++] = alternative;
        }
        return;
    }
    while (scan->indent_count > 1 && column < scan->indents[scan->indent_count - 1])
        scan->indent_count--;
    if (column != scan->indents[scan->indent_count - 1]) {
        const char *line_end = memchr(scan->next, '\n', (size_t)(scan->end - scan->next));
        line_end = line_end ? line_end : scan->end;
        syntax_fail_type(unit, &exception_IndentationError, place(scan, line_end, line_end),
                         "unindent does not match any outer indentation level");
    } else if (alternative != scan->alternative[scan->indent_count - 1]) {
        syntax_fail_type(unit, &exception_TabError, place(scan, scan->line_start, scan->line_start),
                         "inconsistent use of tabs and spaces in indentation");
    } else if (opener) {
        struct code_position position = place(scan, scan->next, first_end);
        if (scan->next >= scan->end)
            position = scan->tokens->items[scan->tokens->count - 1].position;
        syntax_fail_type(unit, &exception_IndentationError, position,
                         "expected an indented block after %s on line %u", block_name(scan, opener),
                         opener->position.line);
    }
}

/* Skips blank and comment lines and the indentation of the next line with content. */
static void read_line_start(struct scan *scan)
{
    uint32_t column = 0, alternative = 0;
    for (;; scan->next++) {
        char c = scan->next < scan->end ? *scan->next : '\0';
        if (c == ' ') {
            column++;
            alternative++;
        } else if (c == '\t') {
            column = column / 8 * 8 + 8;
            alternative++;
        } else if (c == '\f') {
            column = alternative = 0;
        } else if (c == '#') {
            while (scan->next + 1 < scan->end && scan->next[1] != '\n')
                scan->next++;
        } else if (c == '\n') {
            scan->next++;
            advance_line(scan);
            scan->next--;
            column = alternative = 0;
        } else {
            break;
        }
    }
    scan->at_line_start = false;
    if (scan->next >= scan->end)
        column = alternative = 0;
    judge_indent(scan, column, alternative);
    scan->logical_start = scan->tokens->count;
}

/* --- tokens ----------------------------------------------------------------------------------- */

static bool is_name_start(char c)
{
    return isalpha((uint8_t)c) || c == '_' || (uint8_t)c >= 0x80;
}

static bool is_name_character(char c)
{
    return is_name_start(c) || isdigit((uint8_t)c);
}

static void read_string(struct scan *scan, const char *start)
{
    char quote = *scan->next;
    struct code_position position = place_one(scan, start);
    bool triple = scan->end - scan->next >= 3 && scan->next[1] == quote && scan->next[2] == quote;
    uint32_t matched = 0;
    scan->next += triple ? 3 : 1;
    while (matched < (triple ? 3 : 1)) {
        if (scan->next >= scan->end || (!triple && *scan->next == '\n')) {
            uint32_t last_line = scan->line;
            if (triple && scan->next > scan->unit->text && scan->next[-1] == '\n')
                last_line--;
            syntax_fail(scan->unit, position,
                        triple ? "unterminated triple-quoted string literal (detected at line %u)"
                               : "unterminated string literal (detected at line %u)",
                        last_line);
            return;
        }
        char c = *scan->next++;
        matched = c == quote ? matched + 1 : 0;
        if (c == '\\' && scan->next < scan->end)
            c = *scan->next++;
        if (c == '\n')
            advance_line(scan);
    }
    position.end_line = scan->line;
    position.end_column = narrow(scan->next - scan->line_start);
    push(scan, TOKEN_STRING, start, position);
}

/* Digits with single underscores between them; false where there is none or one ends the run. */
static bool read_digits(struct scan *scan, const char *digits)
{
    for (;;) {
        if (scan->next >= scan->end || !*scan->next || !strchr(digits, *scan->next))
            return false;
        while (scan->next < scan->end && *scan->next && strchr(digits, *scan->next))
            scan->next++;
        if (scan->next >= scan->end || *scan->next != '_')
            return true;
        scan->next++;
    }
}

static const char decimal_digits[] = "0123456789";

static void fail_number(struct scan *scan, const char *kind)
{
    const char *at = scan->next > scan->unit->text ? scan->next - 1 : scan->next;
    syntax_fail(scan->unit, place_one(scan, at), "invalid %s literal", kind);
}

/* Behind a number no name may follow, except for the keywords that CPython tolerates there. */
static void check_number_end(struct scan *scan, const char *kind)
{
    static const char *const tolerated[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
    const char *end = scan->next;
    while (end < scan->end && is_name_character(*end))
        end++;
    if (end == scan->next)
        return;
    for (size_t i = 0; i < sizeof tolerated / sizeof *tolerated; i++) {
        if (strlen(tolerated[i]) == (size_t)(end - scan->next) &&
            !memcmp(tolerated[i], scan->next, (size_t)(end - scan->next)))
            return;
    }
    fail_number(scan, kind);
}

static void read_prefixed(struct scan *scan, const char *digits, const char *kind)
{
    scan->next += 2;
    if (scan->next < scan->end && *scan->next == '_')
        scan->next++;
    bool complete = read_digits(scan, digits);
    char c = scan->next < scan->end ? *scan->next : '\0';
    if (isdigit((uint8_t)c)) {
        syntax_fail(scan->unit, place_one(scan, scan->next), "invalid digit '%c' in %s literal", c,
                    kind);
    } else if (!complete) {
        fail_number(scan, kind);
    } else {
        check_number_end(scan, kind);
    }
}

static void read_decimal(struct scan *scan, const char *start)
{
    const char *kind = "decimal";
    bool is_float = false;
    if (*scan->next != '.' && !read_digits(scan, decimal_digits)) {
        fail_number(scan, kind);
        return;
    }
    const char *integer_end = scan->next;
    if (scan->next < scan->end && *scan->next == '.') {
        is_float = true;
        scan->next++;
        if (scan->next < scan->end && isdigit((uint8_t)*scan->next) &&
            !read_digits(scan, decimal_digits)) {
            fail_number(scan, kind);
            return;
        }
    }
    if (scan->next < scan->end && (*scan->next == 'e' || *scan->next == 'E')) {
        const char *exponent = scan->next++;
        if (scan->next < scan->end && (*scan->next == '+' || *scan->next == '-'))
            scan->next++;
        if (scan->next < scan->end && isdigit((uint8_t)*scan->next)) {
            is_float = true;
            if (!read_digits(scan, decimal_digits)) {
                fail_number(scan, kind);
                return;
            }
        } else {
            scan->next = exponent;
        }
    }
    if (scan->next < scan->end && (*scan->next == 'j' || *scan->next == 'J')) {
        scan->next++;
        is_float = true;
        kind = "imaginary";
    }
    if (!is_float && *start == '0' && strspn(start, "0_") < (size_t)(integer_end - start)) {
        syntax_fail(scan->unit, place(scan, start, start + strspn(start, "0_")),
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
                    "for octal integers");
        return;
    }
    check_number_end(scan, kind);
}

static void read_number(struct scan *scan)
{
    const char *start = scan->next;
    char second = scan->next + 1 < scan->end ? (char)tolower((uint8_t)scan->next[1]) : '\0';
    if (*start == '0' && second == 'x')
        read_prefixed(scan, "0123456789abcdefABCDEF", "hexadecimal");
    else if (*start == '0' && second == 'o')
        read_prefixed(scan, "01234567", "octal");
    else if (*start == '0' && second == 'b')
        read_prefixed(scan, "01", "binary");
    else
        read_decimal(scan, start);
    push(scan, TOKEN_NUMBER, start, place(scan, start, scan->next));
}

static void read_name(struct scan *scan)
{
    const char *start = scan->next;
    while (scan->next < scan->end && is_name_character(*scan->next))
        scan->next++;
    size_t size = (size_t)(scan->next - start);
    if (scan->next < scan->end && (*scan->next == '"' || *scan->next == '\'') && size <= 2 &&
        strspn(start, "rRbBuUfF") >= size) {
        read_string(scan, start);
        return;
    }
    push(scan, TOKEN_NAME, start, place(scan, start, scan->next));
}

static void read_bracket(struct scan *scan)
{
    char c = *scan->next;
    const char *start = scan->next++;
    struct code_position position = place_one(scan, start);
    if (c == '(' || c == '[' || c == '{') {
        push(scan, TOKEN_OPERATOR, start, position);
        if (scan->depth == BRACKET_LIMIT) {
            syntax_fail(scan->unit, position, "too many nested parentheses");
            return;
        }
        scan->brackets[scan->depth++] = scan->tokens->items[scan->tokens->count - 1];
        return;
    }
    if (scan->depth == 0) {
        syntax_fail(scan->unit, position, "unmatched '%c'", c);
        return;
    }
    const struct token *open = &scan->brackets[--scan->depth];
    char opening = scan->unit->text[open->start];
    if (c != (opening == '(' ? ')' : opening == '[' ? ']' : '}')) {
        if (open->position.line == scan->line)
            syntax_fail(scan->unit, position,
                        "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                        opening);
        else
            syntax_fail(
                scan->unit, position,
                "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u", c,
                opening, open->position.line);
        return;
    }
    push(scan, TOKEN_OPERATOR, start, position);
}

static void read_operator(struct scan *scan)
{
    static const char *const operators[] = {
        "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "==", "!=", "<=", ">=",
        "->",  "+=",  "-=",  "*=",  "/=",  "%=", "&=", "|=", "^=", "@=", ":=", "<>", NULL};
    const char *start = scan->next;
    if (strchr("()[]{}", *start)) {
        read_bracket(scan);
        return;
    }
    scan->next++;
    for (size_t i = 0; operators[i]; i++) {
        size_t size = strlen(operators[i]);
        if ((size_t)(scan->end - start) >= size && memcmp(operators[i], start, size) == 0) {
            scan->next = start + size;
            break;
        }
    }
    if (scan->next == start + 1 && !strchr("+-*/%@&|^~<>=.,:;", *start))
        syntax_fail(scan->unit, place_one(scan, start), "invalid syntax");
    push(scan, TOKEN_OPERATOR, start, place(scan, start, scan->next));
}

static void read_continuation(struct scan *scan)
{
    const char *start = scan->next++;
    if (scan->next >= scan->end) {
        syntax_fail(scan->unit, place(scan, start, start + 1), "unexpected EOF while parsing");
    } else if (*scan->next != '\n') {
        syntax_fail(scan->unit, place_one(scan, start),
                    "unexpected character after line continuation character");
    } else {
        scan->next++;
        advance_line(scan);
    }
}

static void end_line(struct scan *scan)
{
    const char *start = scan->next++;
    if (scan->depth == 0 && scan->tokens->count > scan->logical_start) {
        push(scan, TOKEN_NEWLINE, start, place_one(scan, start));
        scan->at_line_start = true;
    }
    advance_line(scan);
}

static void read_token(struct scan *scan)
{
    char c = *scan->next;
    if (c == ' ' || c == '\t' || c == '\f') {
        scan->next++;
    } else if (c == '#') {
        while (scan->next < scan->end && *scan->next != '\n')
            scan->next++;
    } else if (c == '\n') {
        end_line(scan);
    } else if (c == '\\') {
        read_continuation(scan);
    } else if (c == '"' || c == '\'') {
        read_string(scan, scan->next);
    } else if (isdigit((uint8_t)c) ||
               (c == '.' && scan->next + 1 < scan->end && isdigit((uint8_t)scan->next[1]))) {
        read_number(scan);
    } else if (is_name_start(c)) {
        read_name(scan);
    } else {
        read_operator(scan);
    }
}

bool scan_source(struct unit *unit, struct token_list *tokens)
{
    struct scan scan = {.unit = unit,
                        .tokens = tokens,
                        .next = unit->text,
                        .end = unit->text + unit->size,
                        .line_start = unit->text,
                        .line = 1,
                        .indent_count = 1,
                        .at_line_start = true};
    const char *nul = memchr(unit->text, '\0', unit->size);
    if (nul) {
        syntax_fail(unit, (struct code_position){1, 1, 0, 0},
                    "source code cannot contain null bytes");
        scan.end = nul;
    }
    while (!unit_failed(unit)) {
        if (scan.at_line_start && scan.depth == 0) {
            read_line_start(&scan);
            continue;
        }
        if (scan.next >= scan.end)
            break;
        read_token(&scan);
    }
    if (!unit_failed(unit) && scan.depth > 0) {
        const struct token *open = &scan.brackets[scan.depth - 1];
        syntax_fail(unit, open->position, "'%c' was never closed", unit->text[open->start]);
    }
    if (!unit_failed(unit) && scan.tokens->count > scan.logical_start) {
        push(&scan, TOKEN_NEWLINE, scan.next, place_one(&scan, scan.next));
        scan.line++;
        judge_indent(&scan, 0, 0);
    }
    push(&scan, TOKEN_END, scan.next, (struct code_position){scan.line, scan.line, 0, 0});
    return !unit_failed(unit);
}
