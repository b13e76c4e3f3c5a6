/* Expressions → instructions, in CPython 3.11's order. */
#include "runtime/python/emit.h"

#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define STACK_GUIDELINE 30 /* displays with more parts are built piece by piece */

static bool is_constant(const struct node *node)
{
    return node->kind == NODE_CONSTANT;
}

static void compile_list(struct compiler *compiler, const struct node_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        compile_load(compiler, list->items[i]);
}

/* The values of constant nodes from..to as an immortal tuple. */
static borrowed constant_tuple(struct compiler *compiler, const struct node_list *list,
                               uint32_t from, uint32_t to)
{
    borrowed *items = unit_allocate(compiler->unit, (to - from + 1) * sizeof *items);
    for (uint32_t i = from; i < to; i++)
        items[i - from] = list->items[i]->constant;
    return emit_tuple(compiler, items, to - from);
}

static bool all_constant(const struct node_list *list, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (!list->items[i] || !is_constant(list->items[i]))
            return false;
    }
    return true;
}

/* --- displays --------------------------------------------------------------------------------- */

void compile_display(struct compiler *compiler, const struct node_list *elements, uint32_t pushed,
                     enum opcode build, enum opcode add, enum opcode extend, bool tuple)
{
    uint32_t count = elements->count;
    if (tuple && count + pushed == 0) {
        emit_constant(compiler, emit_tuple(compiler, NULL, 0));
        return;
    }
    borrowed folded = NULL; /* stays so where a set cannot be made now: at run time it says why */
    if (count > 2 && all_constant(elements, 0, count)) {
        folded = constant_tuple(compiler, elements, 0, count);
        if (add == OP_SET_ADD)
            folded = constant_frozenset(compiler->unit->rt, ((struct tuple *)folded)->items, count);
    }
    if (folded) {
        if (!tuple || pushed)
            emit(compiler, build, pushed);
        emit_constant(compiler, folded);
        if (!tuple || pushed)
            emit(compiler, extend, 1);
        if (tuple && pushed)
            emit(compiler, OP_LIST_TO_TUPLE, 0);
        return;
    }
    bool big = count + pushed > STACK_GUIDELINE, has_star = false, built = false;
    for (uint32_t i = 0; i < count; i++)
        has_star |= elements->items[i]->kind == NODE_STARRED;
    if (!has_star && !big) {
        compile_list(compiler, elements);
        emit(compiler, tuple ? OP_BUILD_TUPLE : build, count + pushed);
        return;
    }
    if (big) {
        emit(compiler, build, pushed);
        built = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct node *element = elements->items[i];
        if (element->kind == NODE_STARRED) {
            if (!built)
                emit(compiler, build, i + pushed);
            built = true;
            compile_load(compiler, element->operand);
            emit(compiler, extend, 1);
        } else {
            compile_load(compiler, element);
            if (built)
                emit(compiler, add, 1);
        }
    }
    if (tuple)
        emit(compiler, OP_LIST_TO_TUPLE, 0);
}

/* Entries from..to of a dict display, none of them **unpacked. */
static void compile_dict_part(struct compiler *compiler, const struct node *node, uint32_t from,
                              uint32_t to)
{
    uint32_t count = to - from;
    bool big = count * 2 > STACK_GUIDELINE;
    if (count > 1 && !big && all_constant(&node->dict.keys, from, to)) {
        for (uint32_t i = from; i < to; i++)
            compile_load(compiler, node->dict.values.items[i]);
        emit_constant(compiler, constant_tuple(compiler, &node->dict.keys, from, to));
        emit(compiler, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (big)
        emit(compiler, OP_BUILD_MAP, 0);
    for (uint32_t i = from; i < to; i++) {
        compile_load(compiler, node->dict.keys.items[i]);
        compile_load(compiler, node->dict.values.items[i]);
        if (big)
            emit(compiler, OP_MAP_ADD, 1);
    }
    if (!big)
        emit(compiler, OP_BUILD_MAP, count);
}

static void compile_dict(struct compiler *compiler, const struct node *node)
{
    uint32_t count = node->dict.values.count, waiting = 0;
    bool have_dict = false;
    for (uint32_t i = 0; i <= count; i++) {
        bool unpacking = i < count && !node->dict.keys.items[i];
        if (i < count && !unpacking && ++waiting * 2 <= STACK_GUIDELINE + 2)
            continue;
        uint32_t end = i < count && !unpacking ? i + 1 : i;
        if (waiting > 0) {
            compile_dict_part(compiler, node, end - waiting, end);
            if (have_dict)
                emit(compiler, OP_DICT_UPDATE, 1);
            have_dict = true;
            waiting = 0;
        }
        if (unpacking) {
            if (!have_dict)
                emit(compiler, OP_BUILD_MAP, 0);
            have_dict = true;
            compile_load(compiler, node->dict.values.items[i]);
            emit(compiler, OP_DICT_UPDATE, 1);
        }
    }
    if (!have_dict)
        emit(compiler, OP_BUILD_MAP, 0);
}

/* --- operators -------------------------------------------------------------------------------- */

/* x in [a, b] and x in {1, 2}: a tuple or frozenset will do, a constant one where it can be. */
static void fold_container(struct compiler *compiler, struct node *node)
{
    if (node->kind != NODE_LIST && node->kind != NODE_SET)
        return;
    if (all_constant(&node->elements, 0, node->elements.count)) {
        borrowed folded = constant_tuple(compiler, &node->elements, 0, node->elements.count);
        if (node->kind == NODE_SET)
            folded = constant_frozenset(compiler->unit->rt, ((struct tuple *)folded)->items,
                                        node->elements.count);
        if (folded) {
            node->kind = NODE_CONSTANT;
            node->constant = folded;
        }
    } else if (node->kind == NODE_LIST) {
        for (uint32_t i = 0; i < node->elements.count; i++) {
            if (node->elements.items[i]->kind == NODE_STARRED)
                return;
        }
        node->kind = NODE_TUPLE;
    }
}

/* for x in [1, 2]: the display becomes a tuple, constant where it can. */
static void fold_iterable(struct compiler *compiler, struct node *iterable)
{
    if (iterable->kind != NODE_LIST && iterable->kind != NODE_SET)
        return;
    for (uint32_t i = 0; i < iterable->elements.count; i++) {
        if (iterable->elements.items[i]->kind == NODE_STARRED ||
            (iterable->kind == NODE_SET && iterable->elements.items[i]->kind != NODE_CONSTANT))
            return;
    }
    bool is_set = iterable->kind == NODE_SET;
    iterable->kind = NODE_TUPLE;
    constant_fold(compiler->unit, iterable);
    if (is_set) {
        borrowed items = iterable->constant;
        borrowed set = constant_frozenset(compiler->unit->rt, ((struct tuple *)items)->items,
                                          tuple_count(items));
        iterable->constant = set ? set : items;
    }
}

void compile_iterable(struct compiler *compiler, struct node *iterable)
{
    fold_iterable(compiler, iterable);
    compile_load(compiler, iterable);
}

static void emit_comparison(struct compiler *compiler, uint8_t operation)
{
    if (operation >= COMPARE_IN)
        emit(compiler, OP_CONTAINS_OP, operation == COMPARE_NOT_IN);
    else if (operation >= COMPARE_IS)
        emit(compiler, OP_IS_OP, operation == COMPARE_IS_NOT);
    else
        emit(compiler, OP_COMPARE_OP, operation);
}

/* The right side of comparison i, folded where the operator allows. */
static void compile_right(struct compiler *compiler, const struct node *node, uint32_t i)
{
    if (node->compare.operations[i] >= COMPARE_IN && i + 1 == node->compare.rights.count)
        fold_container(compiler, node->compare.rights.items[i]);
    compile_load(compiler, node->compare.rights.items[i]);
}

static void compile_compare(struct compiler *compiler, const struct node *node)
{
    compile_warn_compare(compiler, node);
    uint32_t last = node->compare.rights.count - 1;
    struct code_position position = compiler->position;
    compile_load(compiler, node->compare.left);
    if (last == 0) {
        compile_right(compiler, node, 0);
        compiler->position = position;
        emit_comparison(compiler, node->compare.operations[0]);
        return;
    }
    label cleanup = emit_new_label(compiler), end = emit_new_label(compiler);
    for (uint32_t i = 0; i < last; i++) {
        compile_right(compiler, node, i);
        compiler->position = position;
        emit(compiler, OP_SWAP, 2);
        emit(compiler, OP_COPY, 2);
        emit_comparison(compiler, node->compare.operations[i]);
        emit_jump(compiler, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    }
    compile_right(compiler, node, last);
    compiler->position = position;
    emit_comparison(compiler, node->compare.operations[last]);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, cleanup);
    emit(compiler, OP_SWAP, 2);
    emit(compiler, OP_POP_TOP, 0);
    emit_label(compiler, end);
}

/* a < b < c as a condition. */
static void jump_if_chain(struct compiler *compiler, const struct node *node, label target,
                          bool condition)
{
    uint32_t last = node->compare.rights.count - 1;
    struct code_position position = compiler->position;
    label cleanup = emit_new_label(compiler), end = emit_new_label(compiler);
    compile_load(compiler, node->compare.left);
    for (uint32_t i = 0; i < last; i++) {
        compile_right(compiler, node, i);
        compiler->position = position;
        emit(compiler, OP_SWAP, 2);
        emit(compiler, OP_COPY, 2);
        emit_comparison(compiler, node->compare.operations[i]);
        emit_jump(compiler, OP_POP_JUMP_IF_FALSE, cleanup);
    }
    compile_right(compiler, node, last);
    compiler->position = position;
    emit_comparison(compiler, node->compare.operations[last]);
    emit_jump(compiler, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, cleanup);
    emit(compiler, OP_POP_TOP, 0);
    if (!condition)
        emit_jump(compiler, OP_JUMP, target);
    emit_label(compiler, end);
}

static void compile_boolean(struct compiler *compiler, const struct node *node)
{
    enum opcode jump = node->kind == NODE_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    label end = emit_new_label(compiler);
    struct code_position position = compiler->position;
    for (uint32_t i = 0; i < node->elements.count; i++) {
        compile_load(compiler, node->elements.items[i]);
        compiler->position = position;
        if (i + 1 < node->elements.count)
            emit_jump(compiler, jump, end);
    }
    emit_label(compiler, end);
}

static void jump_if_boolean(struct compiler *compiler, const struct node *node, label target,
                            bool condition)
{
    bool decides = node->kind == NODE_OR; /* the truth of one operand that decides the whole */
    uint32_t last = node->elements.count - 1;
    label end = decides == condition ? target : emit_new_label(compiler);
    for (uint32_t i = 0; i < last; i++)
        compile_jump_if(compiler, node->elements.items[i], end, decides);
    compile_jump_if(compiler, node->elements.items[last], target, condition);
    if (end != target)
        emit_label(compiler, end);
}

static void jump_if_conditional(struct compiler *compiler, const struct node *node, label target,
                                bool condition)
{
    label otherwise = emit_new_label(compiler), end = emit_new_label(compiler);
    compile_jump_if(compiler, node->branch.test, otherwise, false);
    compile_jump_if(compiler, node->branch.body.items[0], target, condition);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, otherwise);
    compile_jump_if(compiler, node->branch.otherwise.items[0], target, condition);
    emit_label(compiler, end);
}

static bool is_none_test(const struct node *node)
{
    return node->compare.rights.count == 1 &&
           (node->compare.operations[0] == COMPARE_IS ||
            node->compare.operations[0] == COMPARE_IS_NOT) &&
           is_constant(node->compare.rights.items[0]) &&
           node->compare.rights.items[0]->constant == NONE;
}

void compile_jump_if(struct compiler *compiler, struct node *test, label target, bool condition)
{
    switch ((enum node_kind)test->kind) {
    case NODE_NOT:
        compile_jump_if(compiler, test->operand, target, !condition);
        break;
    case NODE_AND:
    case NODE_OR:
        jump_if_boolean(compiler, test, target, condition);
        break;
    case NODE_CONDITIONAL:
        jump_if_conditional(compiler, test, target, condition);
        break;
    case NODE_CONSTANT:
        if ((object_is_true(compiler->unit->rt, test->constant) == 1) == condition)
            emit_jump(compiler, OP_JUMP, target);
        break;
    case NODE_COMPARE:
        compiler->position = test->position; /* stays, as CPython's does: assert raises there */
        if (test->compare.rights.count > 1) {
            compile_warn_compare(compiler, test);
            jump_if_chain(compiler, test, target, condition);
            break;
        }
        if (is_none_test(test)) {
            bool jumps_if_none = (test->compare.operations[0] == COMPARE_IS) == condition;
            compile_load(compiler, test->compare.left);
            emit_jump(compiler, jumps_if_none ? OP_POP_JUMP_IF_NONE : OP_POP_JUMP_IF_NOT_NONE,
                      target);
            break;
        }
        __attribute__((fallthrough));
    default:
        compile_load(compiler, test);
        emit_jump(compiler, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
        break;
    }
}

static void compile_conditional(struct compiler *compiler, const struct node *node)
{
    label otherwise = emit_new_label(compiler), end = emit_new_label(compiler);
    compile_jump_if(compiler, node->branch.test, otherwise, false);
    compile_load(compiler, node->branch.body.items[0]);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, otherwise);
    compile_load(compiler, node->branch.otherwise.items[0]);
    emit_label(compiler, end);
}

/* --- f-strings, slices, generators ------------------------------------------------------------ */

static void compile_joined(struct compiler *compiler, const struct node *node)
{
    uint32_t count = node->elements.count;
    if (count > STACK_GUIDELINE) {
        emit_constant(compiler, str_intern_text(compiler->unit->rt, ""));
        emit(compiler, OP_LOAD_METHOD,
             emit_name_index(compiler, str_intern_text(compiler->unit->rt, "join")));
        emit(compiler, OP_BUILD_LIST, 0);
        for (uint32_t i = 0; i < count; i++) {
            compile_load(compiler, node->elements.items[i]);
            emit(compiler, OP_LIST_APPEND, 1);
        }
        emit(compiler, OP_CALL, 1);
        return;
    }
    compile_list(compiler, &node->elements);
    if (count == 0)
        emit_constant(compiler, str_intern_text(compiler->unit->rt, ""));
    else if (count > 1)
        emit(compiler, OP_BUILD_STRING, count);
}

static void compile_formatted(struct compiler *compiler, const struct node *node)
{
    compile_load(compiler, node->formatted.value);
    if (node->formatted.specification)
        compile_load(compiler, node->formatted.specification);
    emit(compiler, OP_FORMAT_VALUE, node->operation | (node->formatted.specification ? 4u : 0u));
}

static void compile_maybe(struct compiler *compiler, struct node *node)
{
    if (node)
        compile_load(compiler, node);
    else
        emit_constant(compiler, NONE);
}

static void compile_slice(struct compiler *compiler, const struct node *node)
{
    compile_maybe(compiler, node->slice.start);
    compile_maybe(compiler, node->slice.stop);
    if (node->slice.step)
        compile_load(compiler, node->slice.step);
    emit(compiler, OP_BUILD_SLICE, node->slice.step ? 3 : 2);
}

static void compile_yield(struct compiler *compiler, const struct node *node)
{
    compile_maybe(compiler, node->operand);
    if (node->kind == NODE_YIELD_FROM) {
        emit(compiler, OP_GET_YIELD_FROM_ITER, 0);
        emit_constant(compiler, NONE);
        emit(compiler, OP_YIELD_FROM, 0);
    } else {
        if (compiler->scope->is_coroutine)
            emit(compiler, OP_ASYNC_GEN_WRAP, 0);
        emit(compiler, OP_YIELD_VALUE, 0);
    }
}

/* --- await ------------------------------------------------------------------------------------ */

void compile_await(struct compiler *compiler, uint32_t where)
{
    emit(compiler, OP_GET_AWAITABLE, where);
    emit_constant(compiler, NONE);
    emit(compiler, OP_YIELD_FROM, 0);
}

void compile_async_next(struct compiler *compiler, struct node *target, label exhausted)
{
    emit_setup(compiler, exhausted, false, 0);
    emit(compiler, OP_GET_ANEXT, 0);
    emit_constant(compiler, NONE);
    emit(compiler, OP_YIELD_FROM, 0);
    emit_pop_block(compiler);
    compile_store(compiler, target);
}

void compile_async_end(struct compiler *compiler, label exhausted)
{
    emit_label(compiler, exhausted);
    emit(compiler, OP_END_ASYNC_FOR, 0);
}

/* --- dispatch --------------------------------------------------------------------------------- */

static void load_kind(struct compiler *compiler, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_CONSTANT:
        emit_constant(compiler, node->constant);
        break;
    case NODE_NAME:
        emit_variable(compiler, node->name, NAME_LOAD);
        break;
    case NODE_ATTRIBUTE:
        compile_load(compiler, node->attribute.object);
        compiler->position = compile_name_position(node->position, node);
        emit_name(compiler, OP_LOAD_ATTR, node->attribute.name);
        break;
    case NODE_SUBSCRIPT:
        compile_warn_subscript(compiler, node);
        compile_load(compiler, node->subscript.object);
        compile_load(compiler, node->subscript.index);
        emit(compiler, OP_BINARY_SUBSCR, 0);
        break;
    case NODE_SLICE:
        compile_slice(compiler, node);
        break;
    case NODE_TUPLE:
        compile_display(compiler, &node->elements, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                        true);
        break;
    case NODE_LIST:
        compile_display(compiler, &node->elements, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                        false);
        break;
    case NODE_SET:
        compile_display(compiler, &node->elements, 0, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE,
                        false);
        break;
    case NODE_DICT:
        compile_dict(compiler, node);
        break;
    case NODE_CALL:
        compile_call(compiler, node);
        break;
    case NODE_BINARY:
        compile_load(compiler, node->binary.left);
        compile_load(compiler, node->binary.right);
        emit(compiler, OP_BINARY_OP, node->operation);
        break;
    case NODE_UNARY:
        compile_load(compiler, node->operand);
        emit(compiler, OP_UNARY_OP, node->operation);
        break;
    case NODE_NOT:
        compile_load(compiler, node->operand);
        emit(compiler, OP_UNARY_NOT, 0);
        break;
    case NODE_AND:
    case NODE_OR:
        compile_boolean(compiler, node);
        break;
    case NODE_COMPARE:
        compile_compare(compiler, node);
        break;
    case NODE_CONDITIONAL:
        compile_conditional(compiler, node);
        break;
    case NODE_LAMBDA:
        compile_function(compiler, node);
        break;
    case NODE_LIST_COMPREHENSION:
    case NODE_SET_COMPREHENSION:
    case NODE_DICT_COMPREHENSION:
    case NODE_GENERATOR:
        compile_comprehension(compiler, node);
        break;
    case NODE_YIELD:
    case NODE_YIELD_FROM:
        compile_yield(compiler, node);
        break;
    case NODE_AWAIT:
        compile_load(compiler, node->operand);
        compile_await(compiler, 0);
        break;
    case NODE_WALRUS:
        compile_load(compiler, node->walrus.value);
        emit(compiler, OP_COPY, 1);
        compile_store(compiler, node->walrus.target);
        break;
    case NODE_JOINED:
        compile_joined(compiler, node);
        break;
    case NODE_FORMATTED:
        compile_formatted(compiler, node);
        break;
    case NODE_STARRED:
        syntax_fail(compiler->unit, node->position, "can't use starred expression here");
        break;
    default:
        syntax_fail(compiler->unit, node->position, "invalid syntax");
        break;
    }
}

void compile_load(struct compiler *compiler, struct node *node)
{
    struct code_position saved = compiler->position;
    if (!syntax_enter(compiler->unit, node->position))
        return;
    compiler->position = node->position;
    load_kind(compiler, node);
    compiler->position = saved;
    syntax_leave(compiler->unit);
}

/* --- targets ---------------------------------------------------------------------------------- */

static void compile_unpack(struct compiler *compiler, struct node *target)
{
    uint32_t count = target->elements.count, star = count;
    for (uint32_t i = 0; i < count; i++) {
        if (target->elements.items[i]->kind != NODE_STARRED)
            continue;
        if (star < count)
            syntax_fail(compiler->unit, target->elements.items[i]->position,
                        "multiple starred expressions in assignment");
        star = i;
    }
    if (star < count && (star > 255 || count - star - 1 > 0xFFFF))
        syntax_fail(compiler->unit, target->position,
                    "too many expressions in star-unpacking assignment");
    if (star < count)
        emit(compiler, OP_UNPACK_EX, star | (count - star - 1) << 8);
    else
        emit(compiler, OP_UNPACK_SEQUENCE, count);
    for (uint32_t i = 0; i < count; i++) {
        struct node *element = target->elements.items[i];
        compile_store(compiler, element->kind == NODE_STARRED ? element->operand : element);
    }
}

static void check_name(struct compiler *compiler, const struct node *node, borrowed name,
                       const char *verb)
{
    if (str_equal_text(name, "__debug__"))
        syntax_fail(compiler->unit, node->position, "cannot %s __debug__", verb);
}

void compile_store(struct compiler *compiler, struct node *target)
{
    struct code_position saved = compiler->position;
    compiler->position = target->position;
    switch ((enum node_kind)target->kind) {
    case NODE_NAME:
        check_name(compiler, target, target->name, "assign to");
        emit_variable(compiler, target->name, NAME_STORE);
        break;
    case NODE_ATTRIBUTE:
        check_name(compiler, target, target->attribute.name, "assign to");
        compile_load(compiler, target->attribute.object);
        compiler->position = compile_name_position(target->position, target);
        emit_name(compiler, OP_STORE_ATTR, target->attribute.name);
        break;
    case NODE_SUBSCRIPT:
        compile_load(compiler, target->subscript.object);
        compile_load(compiler, target->subscript.index);
        emit(compiler, OP_STORE_SUBSCR, 0);
        break;
    case NODE_TUPLE:
    case NODE_LIST:
        compile_unpack(compiler, target);
        break;
    default:
        syntax_fail(compiler->unit, target->position,
                    "starred assignment target must be in a list or tuple");
        break;
    }
    compiler->position = saved;
}

void compile_delete(struct compiler *compiler, struct node *target)
{
    struct code_position saved = compiler->position;
    compiler->position = target->position;
    switch ((enum node_kind)target->kind) {
    case NODE_NAME:
        check_name(compiler, target, target->name, "delete");
        emit_variable(compiler, target->name, NAME_DELETE);
        break;
    case NODE_ATTRIBUTE:
        compile_load(compiler, target->attribute.object);
        compiler->position = compile_name_position(target->position, target);
        emit_name(compiler, OP_DELETE_ATTR, target->attribute.name);
        break;
    case NODE_SUBSCRIPT:
        compile_load(compiler, target->subscript.object);
        compile_load(compiler, target->subscript.index);
        emit(compiler, OP_DELETE_SUBSCR, 0);
        break;
    default:
        for (uint32_t i = 0; i < target->elements.count; i++)
            compile_delete(compiler, target->elements.items[i]);
        break;
    }
    compiler->position = saved;
}
