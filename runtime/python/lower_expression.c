/* Expressions of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static struct node *lower_constant(struct unit *unit, TSNode node, borrowed value)
{
    struct node *result = lower_new(unit, NODE_CONSTANT, parse_position(node));
    result->constant = value;
    return result;
}

static struct node *lower_name(struct unit *unit, TSNode node)
{
    struct node *result = lower_new(unit, NODE_NAME, parse_position(node));
    result->name = lower_identifier(unit, node);
    if (str_equal_text(result->name, "__debug__"))
        return lower_constant(unit, node, &bool_true);
    return result;
}

static struct node *lower_elements(struct unit *unit, TSNode node, enum node_kind kind)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, kind, parse_position(node));
    struct list_builder builder = {0};
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &builder, lower_expression(unit, parts.items[i].node));
    }
    result->elements = builder.list;
    return result;
}

static struct node *lower_parenthesized(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            continue;
        struct node *inner = lower_expression(unit, parts.items[i].node);
        if (inner->kind == NODE_STARRED)
            syntax_fail(unit, inner->position, "cannot use starred expression here");
        inner->flag = true;
        return inner;
    }
    return lower_placeholder(unit, parse_position(node));
}

/* --- repairs ---------------------------------------------------------------------------------- */

/* The part of an operator that stands first in the text; NULL: the node begins with itself. */
static struct node **leftmost(struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_ATTRIBUTE:
        return &node->attribute.object;
    case NODE_SUBSCRIPT:
        return &node->subscript.object;
    case NODE_CALL:
        return &node->call.function;
    case NODE_BINARY:
        return &node->binary.left;
    case NODE_COMPARE:
        return &node->compare.left;
    case NODE_AND:
    case NODE_OR:
        return &node->elements.items[0];
    case NODE_CONDITIONAL:
        return &node->branch.body.items[0];
    default:
        return NULL;
    }
}

/* tree-sitter binds a star to the name behind it: (*a).b is *(a.b). */
static struct node *hoist_star(struct node *node)
{
    struct node **slot = leftmost(node);
    if (!slot || (*slot)->kind != NODE_STARRED)
        return node;
    struct node *starred = *slot;
    *slot = starred->operand;
    starred->operand = node;
    starred->position = node->position;
    node->position.line = (*slot)->position.line;
    node->position.column = (*slot)->position.column;
    return starred;
}

struct node *lower_type_call(struct unit *unit, TSNode word, TSNode left)
{
    if (unit->text[ts_node_start_byte(left)] != '(')
        return NULL;
    struct node *result = lower_type(unit, left);
    struct node **slot = &result;
    struct list_builder arguments = {0};
    while (!(*slot)->flag && leftmost(*slot))
        slot = leftmost(*slot);
    if (!(*slot)->flag)
        return NULL;
    struct node *call = lower_new(unit, NODE_CALL, (*slot)->position);
    call->call.function = lower_new(unit, NODE_NAME, parse_position(word));
    call->call.function->name = str_intern_text(unit->rt, "type");
    if ((*slot)->kind == NODE_TUPLE) {
        call->call.arguments = (*slot)->elements;
    } else {
        (*slot)->flag = false;
        lower_append(unit, &arguments, *slot);
        call->call.arguments = arguments.list;
    }
    *slot = call;
    return result;
}

/* --- operators -------------------------------------------------------------------------------- */

static enum binary find_operator(const struct unit *unit, TSNode node)
{
    static const char *const texts[] = {"+",  "-",  "*", "/", "//", "%", "**",
                                        "<<", ">>", "&", "|", "^",  "@"};
    for (int operation = 0; operation <= BINARY_MATRIX_MULTIPLY; operation++) {
        if (parse_is(unit, node, texts[operation]))
            return (enum binary)operation;
    }
    return BINARY_COUNT;
}

struct chain { /* a & b ^ c …, flat */
    struct list_builder operands;
    struct list_builder operations; /* BINARY nodes without operands, one between two operands */
};

static bool is_bitwise(const struct unit *unit, TSNode node, enum binary *operation)
{
    if (parse_kind(node) != GRAMMAR_binary_operator)
        return false;
    *operation = find_operator(unit, ts_node_child_by_field_name(node, "operator", 8));
    return *operation == BINARY_AND || *operation == BINARY_XOR;
}

static void flatten(struct unit *unit, TSNode node, struct chain *chain)
{
    enum binary operation;
    if (!is_bitwise(unit, node, &operation)) {
        lower_append(unit, &chain->operands, lower_expression(unit, node));
        return;
    }
    struct node *binary = lower_new(unit, NODE_BINARY, parse_position(node));
    binary->operation = (uint8_t)operation;
    flatten(unit, ts_node_child_by_field_name(node, "left", 4), chain);
    lower_append(unit, &chain->operations, binary);
    flatten(unit, ts_node_child_by_field_name(node, "right", 5), chain);
}

static struct code_position join(struct code_position from, struct code_position to)
{
    from.end_line = to.end_line;
    from.end_column = to.end_column;
    return from;
}

static struct node *make_binary(struct unit *unit, struct node *binary, struct node *left,
                                struct node *right)
{
    binary->binary.left = left;
    binary->binary.right = right;
    binary->position = join(left->position, right->position);
    return constant_fold(unit, binary);
}

/* tree-sitter binds ^ tighter than &, Python the other way round: such a mixture is bound anew. */
static struct node *lower_bitwise(struct unit *unit, TSNode node)
{
    struct chain chain = {0};
    flatten(unit, node, &chain);
    struct node **operands = chain.operands.list.items;
    struct node *result = NULL, *exclusive = NULL, *group = operands[0];
    for (uint32_t i = 0; i < chain.operations.list.count; i++) {
        struct node *binary = chain.operations.list.items[i];
        if (binary->operation == BINARY_AND) {
            group = make_binary(unit, binary, group, operands[i + 1]);
            continue;
        }
        result = exclusive ? make_binary(unit, exclusive, result, group) : group;
        exclusive = binary;
        group = operands[i + 1];
    }
    return exclusive ? make_binary(unit, exclusive, result, group) : group;
}

static bool mixes_bitwise(const struct unit *unit, TSNode node)
{
    enum binary operation, inner;
    return is_bitwise(unit, node, &operation) &&
           ((is_bitwise(unit, ts_node_child_by_field_name(node, "left", 4), &inner) &&
             inner != operation) ||
            (is_bitwise(unit, ts_node_child_by_field_name(node, "right", 5), &inner) &&
             inner != operation) ||
            mixes_bitwise(unit, ts_node_child_by_field_name(node, "left", 4)));
}

/* Left-deep chains are walked in a loop: a sum of thousands of terms is one level of recursion. */
static struct node *lower_binary(struct unit *unit, TSNode node)
{
    struct list_builder pending = {0};
    TSNode left;
    if (mixes_bitwise(unit, node))
        return lower_bitwise(unit, node);
    for (;;) {
        struct parts parts = parse_parts(unit, node);
        struct node *binary = lower_new(unit, NODE_BINARY, parse_position(node));
        left = parse_field(&parts, FIELD_LEFT)->node;
        binary->operation = (uint8_t)find_operator(unit, parse_field(&parts, FIELD_OPERATOR)->node);
        binary->binary.right = lower_expression(unit, parse_field(&parts, FIELD_RIGHT)->node);
        lower_append(unit, &pending, binary);
        if (parse_kind(left) != GRAMMAR_binary_operator || mixes_bitwise(unit, left))
            break;
        node = left;
    }
    struct node *result = lower_expression(unit, left);
    while (pending.list.count > 0) {
        struct node *binary = pending.list.items[--pending.list.count];
        binary->binary.left = result;
        result = hoist_star(constant_fold(unit, binary));
    }
    return result;
}

static struct node *lower_unary(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *operand = lower_expression(unit, parse_field(&parts, FIELD_ARGUMENT)->node);
    char sign = unit->text[ts_node_start_byte(node)];
    if (sign != '-' && sign != '+' && sign != '~' && sign != '*')
        return operand; /* a mark of parse.c */
    struct node *result =
        lower_new(unit, sign == '*' ? NODE_STARRED : NODE_UNARY, parse_position(node));
    result->operation = sign == '-' ? UNARY_NEGATIVE : sign == '+' ? UNARY_POSITIVE : UNARY_INVERT;
    result->operand = operand;
    return constant_fold(unit, result);
}

static struct node *lower_not(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_NOT, parse_position(node));
    result->operand = lower_expression(unit, parse_field(&parts, FIELD_ARGUMENT)->node);
    return constant_fold(unit, result);
}

/* a and b and c: one node with all operands, as CPython has it. */
static struct node *lower_boolean(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    bool is_and = parse_is(unit, parse_field(&parts, FIELD_OPERATOR)->node, "and");
    struct node *result = lower_new(unit, is_and ? NODE_AND : NODE_OR, parse_position(node));
    struct list_builder reversed = {0}, values = {0};
    for (;;) {
        TSNode left = parse_field(&parts, FIELD_LEFT)->node;
        lower_append(unit, &reversed,
                     lower_expression(unit, parse_field(&parts, FIELD_RIGHT)->node));
        struct parts inner = parse_kind(left) == GRAMMAR_boolean_operator ? parse_parts(unit, left)
                                                                          : (struct parts){0};
        if (inner.count == 0 ||
            parse_is(unit, parse_field(&inner, FIELD_OPERATOR)->node, "and") != is_and) {
            lower_append(unit, &reversed, lower_expression(unit, left));
            break;
        }
        parts = inner;
    }
    for (uint32_t i = reversed.list.count; i-- > 0;)
        lower_append(unit, &values, reversed.list.items[i]);
    result->elements = values.list;
    return result;
}

static int find_comparison(struct unit *unit, TSNode node)
{
    static const char *const texts[] = {"<", "<=", "==", "!=", ">", ">=", "is", "", "in"};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++) {
        if (parse_is(unit, node, texts[i]))
            return i;
    }
    if (parse_is(unit, node, "<>"))
        syntax_fail(unit, parse_position(node), "invalid syntax");
    return unit->text[ts_node_start_byte(node)] == 'n' ? COMPARE_NOT_IN : COMPARE_IS_NOT;
}

static struct node *lower_compare(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_COMPARE, parse_position(node));
    struct list_builder rights = {0};
    uint32_t count = 0;
    result->compare.operations = unit_allocate(unit, parts.count);
    result->compare.left = lower_expression(unit, parts.items[0].node);
    for (uint32_t i = 1; i < parts.count; i++) {
        if (parse_has_field(&parts.items[i], FIELD_OPERATORS))
            result->compare.operations[count++] =
                (uint8_t)find_comparison(unit, parts.items[i].node);
        else
            lower_append(unit, &rights, lower_expression(unit, parts.items[i].node));
    }
    result->compare.rights = rights.list;
    return result;
}

static struct node *lower_conditional(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node); /* body if test else otherwise */
    struct node *result = lower_new(unit, NODE_CONDITIONAL, parse_position(node));
    struct list_builder body = {0}, otherwise = {0};
    lower_append(unit, &body, lower_expression(unit, parts.items[0].node));
    result->branch.test = lower_expression(unit, parts.items[2].node);
    lower_append(unit, &otherwise, lower_expression(unit, parts.items[4].node));
    result->branch.body = body.list;
    result->branch.otherwise = otherwise.list;
    return result;
}

static struct node *lower_walrus(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_WALRUS, parse_position(node));
    result->walrus.target = lower_name(unit, parse_field(&parts, FIELD_NAME)->node);
    result->walrus.value = lower_expression(unit, parse_field(&parts, FIELD_VALUE)->node);
    if (result->walrus.target->kind != NODE_NAME)
        syntax_fail(unit, result->position, "cannot use assignment expressions with %s",
                    lower_describe(result->walrus.target));
    return result;
}

static struct node *lower_starred(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_STARRED, parse_position(node));
    result->operand = lower_expression(unit, parts.items[parts.count - 1].node);
    return result;
}

static struct node *lower_yield(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct code_position position = parse_position(node);
    if (parts.count > 1 && parse_is(unit, parts.items[1].node, "from")) {
        struct node *result = lower_new(unit, NODE_YIELD_FROM, position);
        result->operand = lower_expression(unit, parts.items[2].node);
        return result;
    }
    struct node *result = lower_new(unit, NODE_YIELD, position);
    if (parts.count > 1)
        result->operand = lower_expression(unit, parts.items[1].node);
    return result;
}

/* --- access and calls ------------------------------------------------------------------------- */

static struct node *lower_attribute(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_ATTRIBUTE, parse_position(node));
    result->attribute.object = lower_expression(unit, parse_field(&parts, FIELD_OBJECT)->node);
    result->attribute.name = lower_identifier(unit, parse_field(&parts, FIELD_ATTRIBUTE)->node);
    return result;
}

static struct node *lower_slice(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_SLICE, parse_position(node));
    struct node **field[3] = {&result->slice.start, &result->slice.stop, &result->slice.step};
    uint32_t colons = 0;
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            colons++;
        else
            *field[colons] = lower_expression(unit, parts.items[i].node);
    }
    return result;
}

static struct node *lower_subscript(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_SUBSCRIPT, parse_position(node));
    struct list_builder indices = {0};
    bool comma = false;
    result->subscript.object = lower_expression(unit, parse_field(&parts, FIELD_VALUE)->node);
    for (uint32_t i = 1; i < parts.count; i++) {
        if (parse_has_field(&parts.items[i], FIELD_SUBSCRIPT) &&
            parts.items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &indices, lower_expression(unit, parts.items[i].node));
        else
            comma |= parse_is(unit, parts.items[i].node, ",");
    }
    result->subscript.index = indices.list.items[0];
    if (comma || result->subscript.index->kind == NODE_STARRED) {
        struct code_position position = indices.list.items[0]->position;
        position.end_line = indices.list.items[indices.list.count - 1]->position.end_line;
        position.end_column = indices.list.items[indices.list.count - 1]->position.end_column;
        result->subscript.index = lower_new(unit, NODE_TUPLE, position);
        result->subscript.index->elements = indices.list;
        constant_fold(unit, result->subscript.index);
    }
    return constant_fold(unit, result);
}

/* One argument of a call. `*generators` counts bare generator expressions. */
static void lower_argument(struct unit *unit, const struct part *part,
                           struct list_builder *positional, struct keyword *keywords,
                           uint32_t *keyword_count)
{
    struct keyword keyword = {.position = parse_position(part->node)};
    struct parts parts = {0};
    switch (part->kind) {
    case GRAMMAR_keyword_argument:
        parts = parse_parts(unit, part->node);
        keyword.name = lower_identifier(unit, parse_field(&parts, FIELD_NAME)->node);
        keyword.value = lower_expression(unit, parse_field(&parts, FIELD_VALUE)->node);
        break;
    case GRAMMAR_dictionary_splat:
        keyword.value = lower_expression(unit, ts_node_named_child(part->node, 0));
        break;
    default: {
        struct node *value = lower_expression(unit, part->node);
        const struct keyword *last = *keyword_count ? &keywords[*keyword_count - 1] : NULL;
        if (last && (value->kind != NODE_STARRED || !last->name)) {
            bool unpacked = false;
            for (uint32_t i = 0; i < *keyword_count; i++)
                unpacked |= keywords[i].name == NULL;
            TSNode parent_end = ts_node_parent(part->node);
            struct code_position position = parse_position(parent_end);
            position.line = position.end_line;
            position.column = (uint16_t)(position.end_column - 1);
            if (value->kind == NODE_STARRED)
                syntax_fail(unit, position,
                            "iterable argument unpacking follows keyword argument unpacking");
            else
                syntax_fail(unit, position,
                            unpacked ? "positional argument follows keyword argument unpacking"
                                     : "positional argument follows keyword argument");
        }
        lower_append(unit, positional, value);
        return;
    }
    }
    for (uint32_t i = 0; keyword.name && i < *keyword_count; i++) {
        if (keywords[i].name == keyword.name)
            syntax_fail(unit, keyword.position, "keyword argument repeated: %s",
                        str_utf8(keyword.name, NULL));
    }
    keywords[(*keyword_count)++] = keyword;
}

void lower_arguments(struct unit *unit, TSNode node, struct node_list *arguments,
                     struct keyword **keywords, uint32_t *keyword_count)
{
    struct parts parts = parse_parts(unit, node);
    struct list_builder positional = {0};
    *keywords = unit_allocate(unit, (parts.count + 1) * sizeof **keywords);
    if (parse_kind(node) == GRAMMAR_generator_expression) {
        lower_append(unit, &positional, lower_expression(unit, node));
    } else {
        for (uint32_t i = 0; i < parts.count; i++) {
            if (parts.items[i].kind != GRAMMAR_TOKEN)
                lower_argument(unit, &parts.items[i], &positional, *keywords, keyword_count);
        }
    }
    *arguments = positional.list;
}

static struct node *lower_call(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_CALL, parse_position(node));
    result->call.function = lower_expression(unit, parse_field(&parts, FIELD_FUNCTION)->node);
    lower_arguments(unit, parse_field(&parts, FIELD_ARGUMENTS)->node, &result->call.arguments,
                    &result->call.keywords, &result->call.keyword_count);
    return result;
}

/* --- displays and comprehensions -------------------------------------------------------------- */

static struct node *lower_dictionary(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_DICT, parse_position(node));
    struct list_builder keys = {0}, values = {0};
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_pair) {
            struct parts pair = parse_parts(unit, parts.items[i].node);
            lower_append(unit, &keys, lower_expression(unit, parse_field(&pair, FIELD_KEY)->node));
            lower_append(unit, &values,
                         lower_expression(unit, parse_field(&pair, FIELD_VALUE)->node));
        } else if (parts.items[i].kind == GRAMMAR_dictionary_splat) {
            lower_append(unit, &keys, NULL);
            lower_append(unit, &values,
                         lower_expression(unit, ts_node_named_child(parts.items[i].node, 0)));
        }
    }
    result->dict.keys = keys.list;
    result->dict.values = values.list;
    return result;
}

static void lower_clause(struct unit *unit, TSNode node, enum node_kind kind,
                         const struct node *element, struct clause *clause)
{
    struct parts parts = parse_parts(unit, node);
    struct list_builder iterables = {0};
    bool comma = false;
    if (parse_is(unit, parts.items[0].node, "async"))
        syntax_unsupported(unit, parse_position(node), "an asynchronous comprehension");
    clause->target = lower_expression(unit, parse_field(&parts, FIELD_LEFT)->node);
    lower_check_target(unit, clause->target, TARGET_FOR);
    for (uint32_t i = 0; i < parts.count; i++) {
        if (!parse_has_field(&parts.items[i], FIELD_RIGHT))
            continue;
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            comma = true;
        else
            lower_append(unit, &iterables, lower_expression(unit, parts.items[i].node));
    }
    if (comma || iterables.list.count != 1) {
        struct code_position position = parse_position(node);
        position.end_line = iterables.list.items[0]->position.end_line;
        position.end_column = iterables.list.items[0]->position.end_column;
        if (kind == NODE_GENERATOR)
            syntax_fail(unit, join(element->position, position),
                        "Generator expression must be parenthesized");
        else
            syntax_fail(unit, position, "invalid syntax");
    }
    clause->iterable = iterables.list.items[0];
}

static struct node *lower_comprehension(struct unit *unit, TSNode node, enum node_kind kind)
{
    struct parts parts = parse_parts(unit, node);
    struct part *body = parse_field(&parts, FIELD_BODY);
    struct node *result = lower_new(unit, kind, parse_position(node));
    struct list_builder conditions = {0};
    struct clause *clause = NULL;
    result->comprehension.clauses = unit_allocate(unit, parts.count * sizeof(struct clause));
    if (kind == NODE_DICT_COMPREHENSION) {
        struct parts pair = parse_parts(unit, body->node);
        result->comprehension.element = lower_expression(unit, parse_field(&pair, FIELD_KEY)->node);
        result->comprehension.value = lower_expression(unit, parse_field(&pair, FIELD_VALUE)->node);
    } else {
        result->comprehension.element = lower_expression(unit, body->node);
        if (result->comprehension.element->kind == NODE_STARRED)
            syntax_fail(unit, result->comprehension.element->position,
                        "iterable unpacking cannot be used in comprehension");
    }
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_for_in_clause) {
            clause = &result->comprehension.clauses[result->comprehension.clause_count++];
            conditions = (struct list_builder){0};
            lower_clause(unit, parts.items[i].node, kind, result->comprehension.element, clause);
        } else if (parts.items[i].kind == GRAMMAR_if_clause && clause) {
            lower_append(unit, &conditions,
                         lower_expression(unit, ts_node_named_child(parts.items[i].node, 0)));
            clause->conditions = conditions.list;
        }
    }
    return result;
}

static struct node *lower_lambda(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct part *parameters = parse_field(&parts, FIELD_PARAMETERS);
    struct node *result = lower_new(unit, NODE_LAMBDA, parse_position(node));
    struct list_builder body = {0};
    if (parameters)
        lower_parameters(unit, parameters->node, &result->function.parameters);
    lower_append(unit, &body, lower_expression(unit, parse_field(&parts, FIELD_BODY)->node));
    result->function.name = str_intern_text(unit->rt, "<lambda>");
    result->function.body = body.list;
    return result;
}

/* --- annotations ------------------------------------------------------------------------------ */

/* name[a, b] as the grammar of types has it. */
static struct node *lower_generic_type(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct parts arguments = parse_parts(unit, parts.items[1].node);
    struct node *result = lower_new(unit, NODE_SUBSCRIPT, parse_position(node));
    struct list_builder indices = {0};
    bool comma = false;
    result->subscript.object = lower_expression(unit, parts.items[0].node);
    for (uint32_t i = 0; i < arguments.count; i++) {
        if (arguments.items[i].kind == GRAMMAR_TOKEN)
            comma |= parse_is(unit, arguments.items[i].node, ",");
        else
            lower_append(unit, &indices, lower_type(unit, arguments.items[i].node));
    }
    result->subscript.index = indices.list.items[0];
    if (comma) {
        result->subscript.index = lower_new(unit, NODE_TUPLE, indices.list.items[0]->position);
        result->subscript.index->position.end_line =
            indices.list.items[indices.list.count - 1]->position.end_line;
        result->subscript.index->position.end_column =
            indices.list.items[indices.list.count - 1]->position.end_column;
        result->subscript.index->elements = indices.list;
    }
    return result;
}

struct node *lower_type(struct unit *unit, TSNode node)
{
    struct parts parts;
    struct node *result;
    if (unit->annotations_are_text) {
        uint32_t start = ts_node_start_byte(node);
        return lower_constant(
            unit, node,
            str_intern_bytes(unit->rt, unit->text + start, ts_node_end_byte(node) - start));
    }
    switch (parse_kind(node)) {
    case GRAMMAR_type:
        return lower_type(unit, ts_node_named_child(node, 0));
    case GRAMMAR_generic_type:
        return lower_generic_type(unit, node);
    case GRAMMAR_union_type:
        parts = parse_parts(unit, node);
        result = lower_new(unit, NODE_BINARY, parse_position(node));
        result->operation = BINARY_OR;
        result->binary.left = lower_type(unit, parts.items[0].node);
        result->binary.right = lower_type(unit, parts.items[2].node);
        return result;
    case GRAMMAR_member_type:
        parts = parse_parts(unit, node);
        result = lower_new(unit, NODE_ATTRIBUTE, parse_position(node));
        result->attribute.object = lower_type(unit, parts.items[0].node);
        result->attribute.name = lower_identifier(unit, parts.items[2].node);
        return result;
    case GRAMMAR_splat_type:
        return lower_starred(unit, node);
    case GRAMMAR_constrained_type:
        syntax_fail(unit, parse_position(node), "invalid syntax");
        return lower_placeholder(unit, parse_position(node));
    default:
        return lower_expression(unit, node);
    }
}

/* --- dispatch --------------------------------------------------------------------------------- */

static struct node *lower_kind(struct unit *unit, TSNode node)
{
    enum grammar kind = parse_kind(node);
    switch (kind) {
    case GRAMMAR_identifier:
        return lower_name(unit, node);
    case GRAMMAR_integer:
    case GRAMMAR_float:
        return lower_number(unit, node);
    case GRAMMAR_string:
    case GRAMMAR_concatenated_string:
        return lower_string(unit, node);
    case GRAMMAR_true:
        return lower_constant(unit, node, &bool_true);
    case GRAMMAR_false:
        return lower_constant(unit, node, &bool_false);
    case GRAMMAR_none:
        return lower_constant(unit, node, NONE);
    case GRAMMAR_ellipsis:
        return lower_constant(unit, node, &ellipsis_object);
    case GRAMMAR_parenthesized_expression:
        return lower_parenthesized(unit, node);
    case GRAMMAR_tuple:
    case GRAMMAR_tuple_pattern: {
        struct node *tuple = lower_elements(unit, node, NODE_TUPLE);
        /* (a) is a target in parentheses, not a tuple */
        if (kind == GRAMMAR_tuple_pattern && tuple->elements.count == 1 &&
            !parse_is(unit, ts_node_child(node, ts_node_child_count(node) - 2), ","))
            tuple = tuple->elements.items[0];
        tuple->flag = true;
        return kind == GRAMMAR_tuple ? constant_fold(unit, tuple) : tuple;
    }
    case GRAMMAR_expression_list:
        return constant_fold(unit, lower_elements(unit, node, NODE_TUPLE));
    case GRAMMAR_pattern_list:
        return lower_elements(unit, node, NODE_TUPLE);
    case GRAMMAR_list:
    case GRAMMAR_list_pattern:
        return lower_elements(unit, node, NODE_LIST);
    case GRAMMAR_set:
        return lower_elements(unit, node, NODE_SET);
    case GRAMMAR_dictionary:
        return lower_dictionary(unit, node);
    case GRAMMAR_list_comprehension:
        return lower_comprehension(unit, node, NODE_LIST_COMPREHENSION);
    case GRAMMAR_set_comprehension:
        return lower_comprehension(unit, node, NODE_SET_COMPREHENSION);
    case GRAMMAR_dictionary_comprehension:
        return lower_comprehension(unit, node, NODE_DICT_COMPREHENSION);
    case GRAMMAR_generator_expression:
        return lower_comprehension(unit, node, NODE_GENERATOR);
    case GRAMMAR_binary_operator:
        return lower_binary(unit, node);
    case GRAMMAR_unary_operator:
        return lower_unary(unit, node);
    case GRAMMAR_not_operator:
        return lower_not(unit, node);
    case GRAMMAR_boolean_operator:
        return lower_boolean(unit, node);
    case GRAMMAR_comparison_operator:
        return lower_compare(unit, node);
    case GRAMMAR_conditional_expression:
        return lower_conditional(unit, node);
    case GRAMMAR_named_expression:
        return lower_walrus(unit, node);
    case GRAMMAR_list_splat:
    case GRAMMAR_list_splat_pattern:
        return lower_starred(unit, node);
    case GRAMMAR_attribute:
        return lower_attribute(unit, node);
    case GRAMMAR_subscript:
        return lower_subscript(unit, node);
    case GRAMMAR_slice:
        return lower_slice(unit, node);
    case GRAMMAR_call:
        return lower_call(unit, node);
    case GRAMMAR_lambda:
        return lower_lambda(unit, node);
    case GRAMMAR_yield:
        return lower_yield(unit, node);
    case GRAMMAR_type:
        return lower_type(unit, node);
    case GRAMMAR_await:
        syntax_unsupported(unit, parse_position(node), "'await'");
        break;
    default:
        syntax_fail(unit, parse_position(node), "invalid syntax");
        break;
    }
    return lower_placeholder(unit, parse_position(node));
}

struct node *lower_expression(struct unit *unit, TSNode node)
{
    if (!syntax_enter(unit, parse_position(node)))
        return lower_placeholder(unit, parse_position(node));
    struct node *result = hoist_star(lower_kind(unit, node));
    syntax_leave(unit);
    return result;
}
