/* What is wrong at the token where parsing failed, in CPython's words. See explain.h.
 *
 * CPython's grammar has rules of its own for common mistakes. Here they are tried in order on the
 * tokens of the logical line: a missing colon, an assignment to what cannot be assigned to, a try
 * without its clauses, a missing comma. What none of them knows is 'invalid syntax' at the token.
 */
#include "runtime/python/explain.h"

#include "runtime/python/lower.h"

#include <stdlib.h>

struct mistake {
    struct unit *unit;
    const struct token_list *tokens;
    size_t at;    /* the token at which parsing failed */
    size_t start; /* the first one of its logical line */
};

static const struct token *token_at(const struct mistake *mistake, size_t index)
{
    return &mistake->tokens->items[index];
}

static bool is(const struct mistake *mistake, size_t index, const char *text)
{
    return scan_is(mistake->unit, token_at(mistake, index), text);
}

static bool is_any(const struct mistake *mistake, size_t index, const char *const *texts)
{
    for (; *texts; texts++) {
        if (is(mistake, index, *texts))
            return true;
    }
    return false;
}

static bool is_reserved(const struct mistake *mistake, size_t index)
{
    const struct token *token = token_at(mistake, index);
    return token->kind == TOKEN_NAME &&
           scan_is_keyword(mistake->unit->text + token->start, token->size);
}

/* Can an expression end, or begin, with this token? */
static bool ends_expression(const struct mistake *mistake, size_t index)
{
    static const char *const closing[] = {")", "]", "}", "None", "True", "False", NULL};
    const struct token *token = token_at(mistake, index);
    return is_any(mistake, index, closing) || token->kind == TOKEN_NUMBER ||
           token->kind == TOKEN_STRING ||
           (token->kind == TOKEN_NAME && !is_reserved(mistake, index));
}

static bool begins_expression(const struct mistake *mistake, size_t index)
{
    static const char *const opening[] = {"(", "[", "{", "None", "True", "False", "lambda", NULL};
    const struct token *token = token_at(mistake, index);
    return is_any(mistake, index, opening) || token->kind == TOKEN_NUMBER ||
           token->kind == TOKEN_STRING ||
           (token->kind == TOKEN_NAME && !is_reserved(mistake, index));
}

static struct code_position join(const struct token *from, const struct token *to)
{
    return (struct code_position){from->position.line, to->position.end_line, from->position.column,
                                  to->position.end_column};
}

/* --- the rules: each gives whether it applied ------------------------------------------------- */

/* A character that can stand nowhere in a program. */
static bool explain_character(const struct mistake *mistake)
{
    const struct token *token = token_at(mistake, mistake->at);
    const uint8_t *text = (const uint8_t *)mistake->unit->text + token->start;
    uint32_t c;
    for (uint32_t i = 0; i < token->size; i++) {
        if (text[i] < 0x80)
            continue;
        if (text[i] >= 0xF0)
            c = (uint32_t)(text[i] & 7) << 18 | (uint32_t)(text[i + 1] & 63) << 12 |
                (uint32_t)(text[i + 2] & 63) << 6 | (text[i + 3] & 63);
        else if (text[i] >= 0xE0)
            c = (uint32_t)(text[i] & 15) << 12 | (uint32_t)(text[i + 1] & 63) << 6 |
                (text[i + 2] & 63);
        else
            c = (uint32_t)(text[i] & 31) << 6 | (text[i + 1] & 63);
        int size = text[i] >= 0xF0 ? 4 : text[i] >= 0xE0 ? 3 : 2;
        struct code_position position = token->position;
        position.column = (uint16_t)(position.column + i);
        position.end_column = (uint16_t)(position.column + size);
        if (c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF)
            syntax_fail(mistake->unit, position, "invalid non-printable character U+%04X", c);
        else
            syntax_fail(mistake->unit, position, "invalid character '%.*s' (U+%04X)", size,
                        (const char *)text + i, c);
        return true;
    }
    return false;
}

/* except* without types. */
static bool explain_group(const struct mistake *mistake)
{
    if (mistake->at < 2 || !is(mistake, mistake->at, ":") || !is(mistake, mistake->at - 1, "*") ||
        !is(mistake, mistake->at - 2, "except"))
        return false;
    syntax_fail(mistake->unit, token_at(mistake, mistake->at)->position,
                "expected one or more exception types");
    return true;
}

/* if, while, for, … without their colon. */
static bool explain_colon(const struct mistake *mistake)
{
    static const char *const forced[] = {"else", "try", "finally", NULL};
    static const char *const compound[] = {"if",     "elif", "while",   "for",   "with",
                                           "except", "def",  "class",   "match", "case",
                                           "else",   "try",  "finally", NULL};
    size_t word = mistake->start + is(mistake, mistake->start, "async");
    if (mistake->at <= word || !is_any(mistake, word, compound))
        return false;
    for (size_t i = word; i < mistake->at; i++) {
        if (token_at(mistake, i)->depth == 0 && is(mistake, i, ":"))
            return false;
    }
    if (is(mistake, word, "def") && mistake->at == word + 2) {
        syntax_fail(mistake->unit, token_at(mistake, mistake->at)->position, "expected '('");
        return true;
    }
    bool at_end = token_at(mistake, mistake->at)->kind == TOKEN_NEWLINE &&
                  ends_expression(mistake, mistake->at - 1);
    if (!at_end && !(is_any(mistake, word, forced) && mistake->at == word + 1))
        return false;
    syntax_fail(mistake->unit, token_at(mistake, mistake->at)->position, "expected ':'");
    return true;
}

/* The expressions of the statement that ends before the failing token, lowered and checked as
 * targets; false where there is none. */
static bool check_targets_before(const struct mistake *mistake, enum target_use use)
{
    bool found = false;
    TSTree *tree = parse_prefix(mistake->unit, token_at(mistake, mistake->at)->start);
    TSNode node = ts_tree_root_node(tree);
    if (!ts_node_has_error(node) && ts_node_named_child_count(node) > 0) {
        node = ts_node_named_child(node, ts_node_named_child_count(node) - 1);
        while (parse_kind(node) != GRAMMAR_expression_statement &&
               ts_node_named_child_count(node) > 0)
            node = ts_node_named_child(node, ts_node_named_child_count(node) - 1);
        found = parse_kind(node) == GRAMMAR_expression_statement;
        for (uint32_t i = 0; found && i < ts_node_named_child_count(node); i++)
            lower_check_target(mistake->unit,
                               lower_expression(mistake->unit, ts_node_named_child(node, i)), use);
    }
    ts_tree_delete(tree);
    return found;
}

/* = or += behind something that is no target. */
static bool explain_assignment(const struct mistake *mistake)
{
    static const char *const augmented[] = {
        "+=", "-=", "*=", "/=", "//=", "%=", "**=", ">>=", "<<=", "&=", "|=", "^=", "@=", NULL};
    bool is_plain = is(mistake, mistake->at, "=");
    if ((!is_plain && !is_any(mistake, mistake->at, augmented)) ||
        token_at(mistake, mistake->at)->depth > 0)
        return false;
    return check_targets_before(mistake, is_plain ? TARGET_ASSIGN : TARGET_AUGMENTED) &&
           unit_failed(mistake->unit);
}

/* What the tokens before the failing one are, as far as they tell: 'literal'; NULL: something else.
 */
static const char *describe_before(const struct mistake *mistake)
{
    const struct token *last = token_at(mistake, mistake->at - 1);
    static const char *const constants[] = {"None", "True", "False", NULL};
    if (last->kind == TOKEN_NUMBER || last->kind == TOKEN_STRING)
        return "literal";
    for (const char *const *constant = constants; *constant; constant++) {
        if (scan_is(mistake->unit, last, *constant))
            return *constant;
    }
    if (is(mistake, mistake->at - 1, ")"))
        return "function call";
    if (is(mistake, mistake->at - 1, "]"))
        return "subscript";
    if (last->kind == TOKEN_NAME && mistake->at > 1 && is(mistake, mistake->at - 2, "."))
        return "attribute";
    return NULL;
}

/* for 1 in x */
static bool explain_loop_target(const struct mistake *mistake)
{
    if (!is(mistake, mistake->at, "in") || !is(mistake, mistake->start, "for") ||
        mistake->at != mistake->start + 2)
        return false;
    const char *what = describe_before(mistake);
    if (what)
        syntax_fail(mistake->unit, token_at(mistake, mistake->at - 1)->position,
                    "cannot assign to %s", what);
    return what != NULL;
}

/* a.b := 1 */
static bool explain_walrus(const struct mistake *mistake)
{
    size_t from = mistake->at;
    if (!is(mistake, mistake->at, ":=") || mistake->at == mistake->start)
        return false;
    const char *what = describe_before(mistake);
    uint8_t depth = token_at(mistake, mistake->at)->depth;
    while (from > mistake->start && token_at(mistake, from - 1)->depth >= depth &&
           !is(mistake, from - 1, ","))
        from--;
    if (what)
        syntax_fail(mistake->unit,
                    join(token_at(mistake, from), token_at(mistake, mistake->at - 1)),
                    "cannot use assignment expressions with %s", what);
    return what != NULL;
}

/* {1: 2, 3} */
static bool explain_dictionary(const struct mistake *mistake)
{
    static const char *const ends[] = {"}", ",", NULL};
    const struct token *token = token_at(mistake, mistake->at);
    uint8_t depth = (uint8_t)(token->depth + is(mistake, mistake->at, "}"));
    bool has_colon = false;
    size_t from = mistake->at;
    if (!is_any(mistake, mistake->at, ends) || !ends_expression(mistake, mistake->at - 1))
        return false;
    while (from > 0 && token_at(mistake, from - 1)->depth >= depth) {
        from--;
        has_colon |= token_at(mistake, from)->depth == depth && is(mistake, from, ":");
    }
    if (!has_colon || from == 0 || !is(mistake, from - 1, "{"))
        return false;
    syntax_fail(mistake->unit, token_at(mistake, mistake->at - 1)->position,
                "':' expected after dictionary key");
    return true;
}

/* a if b without else */
static bool explain_conditional(const struct mistake *mistake)
{
    static const char *const words[] = {"if", "for", "else", NULL};
    static const char *const separators[] = {",", "=", ":", "return", NULL};
    size_t from = mistake->at;
    uint8_t depth = token_at(mistake, mistake->at)->depth;
    bool found = false;
    if (token_at(mistake, mistake->at)->kind != TOKEN_NEWLINE && !is(mistake, mistake->at, ")"))
        return false;
    if (is(mistake, mistake->at, ")"))
        depth++;
    for (; from > mistake->start && token_at(mistake, from - 1)->depth >= depth; from--) {
        if (token_at(mistake, from - 1)->depth > depth)
            continue;
        if (is_any(mistake, from - 1, separators))
            break;
        if (is_any(mistake, from - 1, words)) {
            if (!is(mistake, from - 1, "if"))
                return false;
            found = true;
        }
    }
    if (!found || is(mistake, from, "if") || !ends_expression(mistake, mistake->at - 1))
        return false;
    syntax_fail(mistake->unit, join(token_at(mistake, from), token_at(mistake, mistake->at - 1)),
                "expected 'else' after 'if' expression");
    return true;
}

/* An f-string: only its own text can tell. */
static bool explain_format(const struct mistake *mistake)
{
    const struct token *token = token_at(mistake, mistake->at);
    const char *text = mistake->unit->text + token->start, *end = text + token->size;
    if (token->kind != TOKEN_STRING || !(memchr(text, 'f', 2) || memchr(text, 'F', 2)))
        return false;
    uint32_t open = 0;
    for (; text < end; text++) {
        if (text + 1 < end && open == 0 && text[0] == text[1] && (*text == '{' || *text == '}')) {
            text++;
        } else if (*text == '{') {
            const char *next = text + 1 + strspn(text + 1, " ");
            open++;
            if (next < end && (*next == '}' || *next == '!' || *next == ':')) {
                syntax_fail(mistake->unit, token->position,
                            "f-string: empty expression not allowed");
                return true;
            }
        } else if (*text == '}') {
            if (open == 0) {
                syntax_fail(mistake->unit, token->position, "f-string: single '}' is not allowed");
                return true;
            }
            open--;
        }
    }
    syntax_fail(mistake->unit, token->position,
                open ? "f-string: expecting '}'" : "f-string: invalid syntax");
    return true;
}

/* A clause without the statement it belongs to. tree-sitter reads the word as a name. */
static bool explain_clause(const struct mistake *mistake)
{
    static const char *const words[] = {"elif", "else", "except", "finally", NULL};
    if (mistake->at != mistake->start + 1 || !is_any(mistake, mistake->start, words) ||
        !begins_expression(mistake, mistake->at))
        return false;
    syntax_fail(mistake->unit, token_at(mistake, mistake->start)->position, "invalid syntax");
    return true;
}

/* if name = value: */
static bool explain_condition(const struct mistake *mistake)
{
    static const char *const words[] = {"if", "elif", "while", NULL};
    if (!is(mistake, mistake->at, "=") || !is_any(mistake, mistake->start, words) ||
        mistake->at < mistake->start + 2)
        return false;
    const struct token *from = token_at(mistake, mistake->at - 1),
                       *to = token_at(mistake, mistake->at + 1);
    if (from->kind != TOKEN_NAME || mistake->at != mistake->start + 2)
        return false;
    syntax_fail(mistake->unit, join(from, to),
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return true;
}

/* f(a.b=1) */
static bool explain_keyword(const struct mistake *mistake)
{
    size_t from = mistake->at;
    if (!is(mistake, mistake->at, "=") || token_at(mistake, mistake->at)->depth == 0)
        return false;
    uint8_t depth = token_at(mistake, mistake->at)->depth;
    while (from > 0 &&
           !(token_at(mistake, from - 1)->depth == depth && is(mistake, from - 1, ",")) &&
           !(token_at(mistake, from - 1)->depth < depth))
        from--;
    if (from == 0 || !is(mistake, from - 1, "(") || from == mistake->at)
        return false;
    static const char *const constants[] = {"None", "True", "False", NULL};
    struct code_position position = join(token_at(mistake, from), token_at(mistake, mistake->at));
    if (from + 1 == mistake->at && is_any(mistake, from, constants))
        syntax_fail(mistake->unit, position, "cannot assign to %.*s",
                    (int)token_at(mistake, from)->size,
                    mistake->unit->text + token_at(mistake, from)->start);
    else
        syntax_fail(mistake->unit, position,
                    "expression cannot contain assignment, perhaps you meant \"==\"?");
    return true;
}

/* Two expressions side by side inside brackets. */
static bool explain_comma(const struct mistake *mistake)
{
    size_t from = mistake->at;
    const struct token *token = token_at(mistake, mistake->at);
    if (token->depth == 0 || mistake->at == 0 || !begins_expression(mistake, mistake->at) ||
        !ends_expression(mistake, mistake->at - 1))
        return false;
    if (token->kind == TOKEN_STRING && token_at(mistake, mistake->at - 1)->kind == TOKEN_NAME)
        return false;
    uint8_t depth = token->depth;
    static const char *const separators[] = {",", "=", ":", NULL};
    while (from > mistake->start && token_at(mistake, from - 1)->depth >= depth &&
           !(token_at(mistake, from - 1)->depth == depth && is_any(mistake, from - 1, separators)))
        from--;
    syntax_fail(mistake->unit, join(token_at(mistake, from), token),
                "invalid syntax. Perhaps you forgot a comma?");
    return true;
}

/* A try whose block is followed by neither except nor finally. */
static bool explain_try(const struct mistake *mistake)
{
    const struct token *token = token_at(mistake, mistake->at);
    if (mistake->at != mistake->start && token->kind != TOKEN_END)
        return false;
    uint16_t column = token->position.column;
    for (size_t i = mistake->at; i-- > 0;) {
        bool begins_line = i == 0 || token_at(mistake, i - 1)->kind == TOKEN_NEWLINE;
        if (!begins_line || token_at(mistake, i)->position.column > column)
            continue;
        if (!is(mistake, i, "try"))
            return false;
        syntax_fail(mistake->unit, token->position, "expected 'except' or 'finally' block");
        return true;
    }
    return false;
}

/* print and exec as they were in Python 2. */
static bool explain_old_print(const struct mistake *mistake)
{
    static const char *const statements[] = {"print", "exec", NULL};
    if (mistake->at != mistake->start + 1 || !is_any(mistake, mistake->start, statements) ||
        !begins_expression(mistake, mistake->at))
        return false;
    const struct token *word = token_at(mistake, mistake->start);
    size_t last = mistake->at;
    while (token_at(mistake, last + 1)->kind != TOKEN_NEWLINE &&
           token_at(mistake, last + 1)->kind != TOKEN_END)
        last++;
    syntax_fail(mistake->unit, join(word, token_at(mistake, last)),
                "Missing parentheses in call to '%.*s'. Did you mean %.*s(...)?", (int)word->size,
                mistake->unit->text + word->start, (int)word->size,
                mistake->unit->text + word->start);
    return true;
}

void explain_error(struct unit *unit, const struct token_list *tokens, const struct token *culprit)
{
    struct mistake mistake = {
        .unit = unit, .tokens = tokens, .at = (size_t)(culprit - tokens->items)};
    mistake.start = mistake.at;
    while (mistake.start > 0 && tokens->items[mistake.start - 1].kind != TOKEN_NEWLINE)
        mistake.start--;
    static bool (*const rules[])(const struct mistake *) = {
        explain_character,  explain_format,      explain_try,       explain_clause,
        explain_group,      explain_colon,       explain_condition, explain_walrus,
        explain_assignment, explain_loop_target, explain_keyword,   explain_conditional,
        explain_comma,      explain_dictionary,  explain_old_print};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i](&mistake))
            return;
    }
    syntax_fail(unit, culprit->position, "invalid syntax");
}
