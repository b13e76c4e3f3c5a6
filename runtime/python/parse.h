/* Source text → tree-sitter's tree, free of errors; and reading that tree. */
#ifndef RUNTIME_PYTHON_PARSE_H
#define RUNTIME_PYTHON_PARSE_H

#include "runtime/python/scan.h"

#include <tree_sitter/api.h>

enum grammar {
    GRAMMAR_TOKEN, /* an anonymous node: punctuation, a keyword */
#define GRAMMAR(name) GRAMMAR_##name,
#include "runtime/python/grammar.def"
#undef GRAMMAR
    GRAMMAR_ERROR,
};

struct part { /* a child of a node */
    TSNode node;
    enum grammar kind;
    TSFieldId field; /* 0: none */
};

struct parts {
    struct part *items; /* in the arena */
    uint32_t count;
};

/* The tree of the unit's text; NULL with an error recorded. The caller deletes it (ts_tree_delete).
 */
TSTree *parse_source(struct unit *unit) MUST_CHECK;

/* The tree of the first `size` bytes, whatever it looks like. */
TSTree *parse_prefix(struct unit *unit, size_t size) MUST_CHECK;

enum grammar parse_kind(TSNode node);

/* The children of a node without comments and line continuations, tokens included. */
struct parts parse_parts(struct unit *unit, TSNode node);

struct code_position parse_position(TSNode node);

/* Is the source text of the part exactly `text`? */
bool parse_is(const struct unit *unit, TSNode node, const char *text);

/* The field number of a field's name; looked up once. */
enum parse_field {
    FIELD_ALIAS,
    FIELD_ALTERNATIVE,
    FIELD_ARGUMENT,
    FIELD_ARGUMENTS,
    FIELD_ATTRIBUTE,
    FIELD_BODY,
    FIELD_CAUSE,
    FIELD_CONDITION,
    FIELD_CONSEQUENCE,
    FIELD_DEFINITION,
    FIELD_EXPRESSION,
    FIELD_FORMAT_SPECIFIER,
    FIELD_FUNCTION,
    FIELD_GUARD,
    FIELD_KEY,
    FIELD_LEFT,
    FIELD_MODULE_NAME,
    FIELD_NAME,
    FIELD_OBJECT,
    FIELD_OPERATOR,
    FIELD_OPERATORS,
    FIELD_PARAMETERS,
    FIELD_RETURN_TYPE,
    FIELD_RIGHT,
    FIELD_SUBJECT,
    FIELD_SUBSCRIPT,
    FIELD_SUPERCLASSES,
    FIELD_TYPE,
    FIELD_TYPE_CONVERSION,
    FIELD_TYPE_PARAMETERS,
    FIELD_VALUE,
    FIELD_COUNT
};

/* The first child with this field; NULL if there is none. */
struct part *parse_field(struct parts *parts, enum parse_field field);
bool parse_has_field(const struct part *part, enum parse_field field);

#endif
