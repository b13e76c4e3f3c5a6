/* The abstract syntax tree: what lowering makes of tree-sitter's tree and the compiler reads.
 *
 * The shapes are those of CPython's `ast` module. Nodes live in the unit's arena. Names are
 * interned strs and constants are immortal objects, so that the tree holds no references.
 */
#ifndef RUNTIME_PYTHON_AST_H
#define RUNTIME_PYTHON_AST_H

#include "runtime/python/syntax.h"

enum node_kind {
    /* expressions */
    NODE_CONSTANT,
    NODE_NAME,
    NODE_ATTRIBUTE,
    NODE_SUBSCRIPT,
    NODE_SLICE,
    NODE_STARRED,
    NODE_TUPLE,
    NODE_LIST,
    NODE_SET,
    NODE_DICT,
    NODE_CALL,
    NODE_BINARY,
    NODE_UNARY,
    NODE_NOT,
    NODE_AND,
    NODE_OR,
    NODE_COMPARE,
    NODE_CONDITIONAL,
    NODE_LAMBDA,
    NODE_LIST_COMPREHENSION,
    NODE_SET_COMPREHENSION,
    NODE_DICT_COMPREHENSION,
    NODE_GENERATOR,
    NODE_YIELD,
    NODE_YIELD_FROM,
    NODE_AWAIT,
    NODE_WALRUS,
    NODE_JOINED,    /* an f-string */
    NODE_FORMATTED, /* one replacement field of it */
    /* statements */
    NODE_EXPRESSION_STATEMENT,
    NODE_ASSIGN,
    NODE_AUGMENTED,
    NODE_ANNOTATED,
    NODE_RETURN,
    NODE_DELETE,
    NODE_RAISE,
    NODE_PASS,
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_GLOBAL,
    NODE_NONLOCAL,
    NODE_IMPORT,
    NODE_IMPORT_FROM,
    NODE_ASSERT,
    NODE_IF,
    NODE_WHILE,
    NODE_FOR,
    NODE_TRY,
    NODE_WITH,
    NODE_FUNCTION,
    NODE_CLASS,
    NODE_MATCH,
    /* patterns */
    PATTERN_VALUE,
    PATTERN_SINGLETON,
    PATTERN_SEQUENCE,
    PATTERN_MAPPING,
    PATTERN_CLASS,
    PATTERN_STAR,
    PATTERN_AS, /* also a capture (no pattern) and the wildcard (neither pattern nor name) */
    PATTERN_OR,
};

enum node_compare { /* continues enum compare */
                    COMPARE_IS = COMPARE_GE + 1,
                    COMPARE_IS_NOT,
                    COMPARE_IN,
                    COMPARE_NOT_IN,
};

struct node;
struct scope;

struct node_list {
    struct node **items;
    uint32_t count;
};

struct parameter {
    borrowed name;
    struct node *annotation;    /* or NULL */
    struct node *default_value; /* or NULL */
    struct code_position position;
};

struct parameters {
    struct parameter
        *items; /* positional-only, positional, keyword-only; then *args, then **kwargs */
    uint32_t positional_only;
    uint32_t positional; /* positional-only ones included */
    uint32_t keyword_only;
    bool has_varargs;
    bool has_varkeywords;
};

static inline uint32_t parameters_count(const struct parameters *parameters)
{
    return parameters->positional + parameters->keyword_only + parameters->has_varargs +
           parameters->has_varkeywords;
}

struct keyword {
    borrowed name; /* NULL: **value */
    struct node *value;
    struct code_position position;
};

struct clause { /* [async] for target in iterable if … if … */
    bool is_async;
    struct node *target;
    struct node *iterable;
    struct node_list conditions;
};

struct alias {
    borrowed name;    /* dotted; "*" */
    borrowed as_name; /* or NULL */
    struct code_position position;
};

struct handler {
    struct node *type; /* or NULL */
    borrowed name;     /* or NULL */
    struct node_list body;
    struct code_position position;
};

struct with_item {
    struct node *context;
    struct node *target; /* or NULL */
};

struct match_case {
    struct node *pattern;
    struct node *guard; /* or NULL */
    struct node_list body;
};

struct node {
    uint8_t kind;      /* enum node_kind */
    uint8_t operation; /* BINARY, UNARY, AUGMENTED: their enum; FORMATTED: the conversion, 0 to 3 */
    bool flag; /* ANNOTATED: the target is a bare name; expressions: parenthesized; FORMATTED: from
                  `=`; FUNCTION, FOR, WITH: async; TRY: its clauses are except* */
    struct code_position position;
    union {
        borrowed constant;    /* CONSTANT, PATTERN_SINGLETON */
        borrowed name;        /* NAME, PATTERN_STAR (NULL: the wildcard) */
        struct node *operand; /* STARRED, UNARY, NOT, YIELD (or NULL), YIELD_FROM, AWAIT,
                                 EXPRESSION_STATEMENT, RETURN (or NULL), PATTERN_VALUE */
        struct node_list
            elements; /* TUPLE, LIST, SET, AND, OR, JOINED, DELETE, PATTERN_SEQUENCE, PATTERN_OR */
        struct {
            struct node *object;
            borrowed name;
        } attribute;
        struct {
            struct node *object;
            struct node *index;
        } subscript;
        struct {
            struct node *start; /* each may be NULL */
            struct node *stop;
            struct node *step;
        } slice;
        struct {
            struct node_list keys; /* an item may be NULL: **value */
            struct node_list values;
        } dict;
        struct {
            struct node *function;
            struct node_list arguments;
            struct keyword *keywords;
            uint32_t keyword_count;
        } call;
        struct { /* BINARY; AUGMENTED (target, value) */
            struct node *left;
            struct node *right;
        } binary;
        struct {
            struct node *left;
            struct node_list rights;
            uint8_t *operations; /* enum compare and node_compare, one for each of rights */
        } compare;
        struct { /* CONDITIONAL, IF, WHILE */
            struct node *test;
            struct node_list body; /* CONDITIONAL: one item */
            struct node_list otherwise;
        } branch;
        struct {
            struct node *element; /* DICT: the key */
            struct node *value;   /* DICT only */
            struct clause *clauses;
            uint32_t clause_count;
            struct scope *scope;
        } comprehension;
        struct {
            struct node *target;
            struct node *value;
        } walrus;
        struct {
            struct node *value;
            struct node *specification; /* JOINED or NULL */
        } formatted;
        struct {
            struct node_list targets;
            struct node *value;
        } assign;
        struct {
            struct node *target;
            struct node *annotation;
            struct node *value; /* or NULL */
        } annotated;
        struct { /* RAISE (exception, cause), ASSERT (test, message); each may be NULL */
            struct node *first;
            struct node *second;
        } pair;
        struct {
            borrowed *items;
            uint32_t count;
        } names; /* GLOBAL, NONLOCAL */
        struct {
            borrowed module; /* NULL: only dots */
            uint32_t level;
            struct alias *aliases;
            uint32_t count;
        } import; /* IMPORT, IMPORT_FROM */
        struct {
            struct node *target;
            struct node *iterable;
            struct node_list body;
            struct node_list otherwise;
        } loop; /* FOR */
        struct {
            struct node_list body;
            struct handler *handlers;
            uint32_t handler_count;
            struct node_list otherwise;
            struct node_list final;
        } try_block;
        struct {
            struct with_item *items;
            uint32_t count;
            struct node_list body;
        } with;
        struct { /* FUNCTION, LAMBDA (one expression as body) */
            borrowed name;
            struct parameters parameters;
            struct node *returns; /* or NULL */
            struct node_list decorators;
            struct node_list body;
            struct scope *scope;
        } function;
        struct {
            borrowed name;
            struct node_list decorators;
            struct node_list bases;
            struct keyword *keywords;
            uint32_t keyword_count;
            struct node_list body;
            struct scope *scope;
        } class;
        struct {
            struct node *subject;
            struct match_case *cases;
            uint32_t count;
        } match;
        struct {
            struct node_list keys;
            struct node_list patterns;
            borrowed rest; /* or NULL */
        } mapping;
        struct {
            struct node *class;
            struct node_list patterns;
            borrowed *names; /* of the keyword patterns */
            struct node_list keyword_patterns;
        } class_pattern;
        struct {
            struct node *pattern; /* or NULL */
            borrowed name;        /* or NULL */
        } as;
    };
};

#endif
