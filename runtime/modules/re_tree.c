/* Growing and releasing the tree of a regular expression. */
#include "runtime/modules/re_tree.h"

#include "base/memory.h"

struct re_node *re_tree_add_node(struct re_tree *tree, enum re_operation operation, uint32_t value)
{
    struct re_node *node = memory_zeroed(1, sizeof *node);
    node->operation = operation;
    node->value = value;
    node->allocated = tree->nodes;
    tree->nodes = node;
    node->narrowest = node->widest =
        operation == RE_LITERAL || operation == RE_SET || operation == RE_ANY;
    return node;
}

void re_tree_add_child(struct re_node *node, struct re_node *child)
{
    if (node->last)
        node->last->next = child;
    else
        node->first = child;
    node->last = child;
}

void re_tree_release(struct re_tree *tree)
{
    for (struct re_node *node = tree->nodes, *next; node; node = next) {
        next = node->allocated;
        vector_release(&node->ranges);
        memory_free(node);
    }
    memory_free(tree->closings);
    *tree = (struct re_tree){0};
}

static uint64_t limit_width(uint64_t width)
{
    return width < RE_WIDE ? width : RE_WIDE;
}

void re_tree_widen(struct re_node *node, const struct re_node *child)
{
    node->narrowest = limit_width(node->narrowest + child->narrowest);
    node->widest = limit_width(node->widest + child->widest);
}
