/* What compiles but can hardly be meant: CPython's SyntaxWarnings. */
#include "runtime/python/emit.h"

#include "runtime/types/bytes.h"
#include "runtime/types/complex.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* The type that the value of an expression has; NULL: only a run can tell. */
static const char *type_of(const struct compiler *compiler, const struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_CONSTANT:
        return object_type(compiler->unit->rt, node->constant)->name;
    case NODE_TUPLE:
        return "tuple";
    case NODE_LIST:
    case NODE_LIST_COMPREHENSION:
        return "list";
    case NODE_DICT:
    case NODE_DICT_COMPREHENSION:
        return "dict";
    case NODE_SET:
    case NODE_SET_COMPREHENSION:
        return "set";
    case NODE_GENERATOR:
        return "generator";
    case NODE_LAMBDA:
        return "function";
    case NODE_JOINED:
    case NODE_FORMATTED:
        return "str";
    default:
        return NULL;
    }
}

void compile_warn_call(struct compiler *compiler, const struct node *node)
{
    const struct node *function = node->call.function;
    const char *type = type_of(compiler, function);
    if (type && function->kind != NODE_LAMBDA)
        syntax_warn(compiler->unit, node->position,
                    "'%s' object is not callable; perhaps you missed a comma?", type);
}

static bool has_no_items(struct runtime *rt, const struct node *node)
{
    if (node->kind != NODE_CONSTANT)
        return node->kind == NODE_SET || node->kind == NODE_SET_COMPREHENSION ||
               node->kind == NODE_GENERATOR || node->kind == NODE_LAMBDA;
    borrowed v = node->constant;
    return v == NONE || v == &ellipsis_object || int_check(rt, v) || float_check(rt, v) ||
           complex_check(v) || type_has_flag(object_type(rt, v), TYPE_SET);
}

static bool is_sequence(const struct node *node)
{
    if (node->kind != NODE_CONSTANT)
        return node->kind == NODE_TUPLE || node->kind == NODE_LIST ||
               node->kind == NODE_LIST_COMPREHENSION || node->kind == NODE_JOINED;
    return str_check(node->constant) || bytes_check(node->constant) || tuple_check(node->constant);
}

void compile_warn_subscript(struct compiler *compiler, const struct node *node)
{
    struct runtime *rt = compiler->unit->rt;
    const struct node *object = node->subscript.object, *index = node->subscript.index;
    const char *index_type = type_of(compiler, index);
    bool fits = !index_type || (index->kind == NODE_CONSTANT &&
                                (int_check(rt, index->constant) || slice_check(index->constant)));
    if (has_no_items(rt, object))
        syntax_warn(compiler->unit, node->position,
                    "'%s' object is not subscriptable; perhaps you missed a comma?",
                    type_of(compiler, object));
    else if (!fits && is_sequence(object))
        syntax_warn(compiler->unit, node->position,
                    "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
                    type_of(compiler, object), index_type);
}

static bool is_literal(const struct node *node)
{
    return node->kind == NODE_CONSTANT && node->constant != NONE && node->constant != &bool_true &&
           node->constant != &bool_false && node->constant != &ellipsis_object;
}

void compile_warn_compare(struct compiler *compiler, const struct node *node)
{
    const struct node *left = node->compare.left;
    for (uint32_t i = 0; i < node->compare.rights.count; i++) {
        const struct node *right = node->compare.rights.items[i];
        uint8_t operation = node->compare.operations[i];
        if ((operation == COMPARE_IS || operation == COMPARE_IS_NOT) &&
            (is_literal(left) || is_literal(right))) {
            syntax_warn(compiler->unit, node->position,
                        operation == COMPARE_IS
                            ? "\"is\" with a literal. Did you mean \"==\"?"
                            : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

void compile_warn_assert(struct compiler *compiler, const struct node *node)
{
    const struct node *test = node->pair.first;
    bool is_full = test->kind == NODE_TUPLE
                       ? test->elements.count > 0
                       : test->kind == NODE_CONSTANT && tuple_check(test->constant) &&
                             tuple_count(test->constant) > 0;
    if (is_full)
        syntax_warn(compiler->unit, node->position,
                    "assertion is always true, perhaps remove parentheses?");
}
