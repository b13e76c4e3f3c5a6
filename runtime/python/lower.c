/* Blocks of statements of tree-sitter's tree → nodes of ast.h; and what the files of lowering
 * share.
 *
 * tree-sitter accepts more than Python does (Python 2 statements, targets that cannot be assigned
 * to, names that are reserved, empty blocks); whatever it lets through is checked in lowering, with
 * CPython's messages. No node of the result refers to tree-sitter's tree.
 */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

struct node *lower_new(struct unit *unit, enum node_kind kind, struct code_position position)
{
    struct node *node = unit_allocate(unit, sizeof *node);
    node->kind = (uint8_t)kind;
    node->position = position;
    return node;
}

struct node *lower_placeholder(struct unit *unit, struct code_position position)
{
    struct node *node = lower_new(unit, NODE_CONSTANT, position);
    node->constant = NONE;
    return node;
}

void lower_append(struct unit *unit, struct list_builder *builder, struct node *node)
{
    if (builder->list.count == builder->capacity) {
        uint32_t capacity = builder->capacity ? builder->capacity * 2 : 4;
        struct node **items = unit_allocate(unit, capacity * sizeof(struct node *));
        if (builder->list.count)
            memcpy(items, builder->list.items, builder->list.count * sizeof(struct node *));
        builder->list.items = items;
        builder->capacity = capacity;
    }
    builder->list.items[builder->list.count++] = node;
}

borrowed lower_identifier(struct unit *unit, TSNode node)
{
    const char *text = unit->text + ts_node_start_byte(node);
    size_t size = ts_node_end_byte(node) - ts_node_start_byte(node);
    if (scan_is_keyword(text, size))
        syntax_fail(unit, parse_position(node), "invalid syntax");
    return str_intern_bytes(unit->rt, text, size);
}

borrowed lower_dotted_name(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    char *text = unit_allocate(unit, ts_node_end_byte(node) - ts_node_start_byte(node) + 1);
    size_t size = 0;
    for (uint32_t i = 0; i < parts.count;
         i++) { /* without the blanks that may stand between the names */
        uint32_t start = ts_node_start_byte(parts.items[i].node),
                 end = ts_node_end_byte(parts.items[i].node);
        if (parts.items[i].kind == GRAMMAR_identifier)
            lower_identifier(unit, parts.items[i].node);
        memcpy(text + size, unit->text + start, end - start);
        size += end - start;
    }
    return str_intern_bytes(unit->rt, text, size);
}

struct code_position lower_span(struct code_position from, struct code_position to)
{
    from.end_line = to.end_line;
    from.end_column = to.end_column;
    return from;
}

/* --- statements ------------------------------------------------------------------------------- */

struct node_list lower_block(struct unit *unit, TSNode block)
{
    struct list_builder statements = {0};
    struct parts parts = parse_parts(unit, block);
    if (!syntax_enter(unit, parse_position(block)))
        return statements.list;
    for (uint32_t i = 0; i < parts.count && !unit_failed(unit); i++) {
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            continue; /* the semicolons */
        struct node *statement =
            lower_compound_statement(unit, parts.items[i].node, parts.items[i].kind);
        lower_append(unit, &statements,
                     statement ? statement
                               : lower_new(unit, NODE_PASS, parse_position(parts.items[i].node)));
    }
    syntax_leave(unit);
    return statements.list;
}

struct node_list lower_body(struct unit *unit, struct parts *parts, enum parse_field field)
{
    struct part *part = parse_field(parts, field);
    return part ? lower_block(unit, part->node) : (struct node_list){0};
}

struct node_list lower_module(struct unit *unit, TSNode root)
{
    return lower_block(unit, root);
}
