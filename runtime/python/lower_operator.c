/* Operators of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"

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

static struct node *make_binary(struct unit *unit, struct node *binary, struct node *left,
                                struct node *right)
{
    binary->binary.left = left;
    binary->binary.right = right;
    binary->position = lower_span(left->position, right->position);
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
        result = lower_hoist_star(constant_fold(unit, binary));
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

struct node *lower_starred(struct unit *unit, TSNode node)
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

/* May stand behind `await`: a name, an atom, or an access to one. */
static bool is_primary(const struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_UNARY:
    case NODE_NOT:
    case NODE_BINARY:
    case NODE_AND:
    case NODE_OR:
    case NODE_COMPARE:
    case NODE_CONDITIONAL:
    case NODE_LAMBDA:
    case NODE_YIELD:
    case NODE_YIELD_FROM:
    case NODE_AWAIT:
    case NODE_WALRUS:
    case NODE_STARRED:
        return node->flag; /* in parentheses */
    default:
        return true;
    }
}

/* tree-sitter binds ** tighter than await, Python the other way round. */
static struct node *lower_await(struct unit *unit, TSNode node)
{
    struct node *operand = lower_expression(unit, ts_node_named_child(node, 0));
    struct node *result = lower_new(unit, NODE_AWAIT, parse_position(node));
    struct node *power = NULL;
    if (operand->kind == NODE_BINARY && operand->operation == BINARY_POWER && !operand->flag) {
        power = operand;
        operand = power->binary.left;
        power->binary.left = result;
        power->position = result->position;
        result->position = lower_span(result->position, operand->position);
    }
    result->operand = operand;
    if (!is_primary(operand)) {
        struct code_position position = operand->position;
        position.end_line = position.line;
        position.end_column = (uint16_t)(position.column + (operand->kind == NODE_AWAIT ? 5 : 1));
        syntax_fail(unit, position, "invalid syntax");
    }
    return power ? power : result;
}

struct node *lower_operator(struct unit *unit, TSNode node, enum grammar kind)
{
    switch (kind) {
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
    case GRAMMAR_yield:
        return lower_yield(unit, node);
    case GRAMMAR_await:
        return lower_await(unit, node);
    default:
        return NULL;
    }
}
