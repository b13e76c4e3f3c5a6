/* The groups of a pattern that is parsed: their numbers and names, and references to them.
 *
 * A group can be referred to once its ')' has been read, and in a lookbehind only where it began
 * before the lookbehind.
 */
#include "runtime/modules/re_parser.h"

#include "base/memory.h"
#include "runtime/types/dict.h"
#include "runtime/types/int.h"
#include "runtime/types/str.h"

static bool is_closed(const struct re_parser *parser, uint64_t group)
{
    return group < parser->groups.count && parser->groups.items[group].closed;
}

void re_group_check(struct re_parser *parser, uint64_t group)
{
    if (!parser->lookbehind_groups)
        return;
    if (!is_closed(parser, group))
        re_reader_fail(&parser->reader, 0, "cannot refer to an open group");
    else if (group >= parser->lookbehind_groups)
        re_reader_fail(&parser->reader, 0,
                       "cannot refer to group defined in the same lookbehind subpattern");
}

struct re_node *re_group_refer(struct re_parser *parser, uint32_t group, size_t size)
{
    if (!is_closed(parser, group)) {
        re_reader_fail(&parser->reader, size, "cannot refer to an open group");
        return NULL;
    }
    re_group_check(parser, group);
    struct re_node *node = re_tree_add_node(parser->tree, RE_REFERENCE, group);
    node->narrowest = parser->groups.items[group].narrowest;
    node->widest = parser->groups.items[group].widest;
    return node;
}

uint32_t re_group_find(struct re_parser *parser, borrowed name)
{
    struct runtime *rt = parser->reader.rt;
    if (!re_reader_check_name(&parser->reader, name, 1))
        return 0;
    borrowed number = dict_get(rt, parser->names, name);
    if (number)
        return (uint32_t)int_untag(number);
    re_reader_fail(&parser->reader, str_length(name) + 1, "unknown group name %R", name);
    return 0;
}

uint32_t re_group_open(struct re_parser *parser, borrowed name)
{
    struct runtime *rt = parser->reader.rt;
    uint32_t number = (uint32_t)parser->groups.count;
    vector_push(&parser->groups, (struct re_width){0});
    if (!name)
        return number;
    borrowed present = dict_get(rt, parser->names, name);
    if (present) {
        re_reader_fail(&parser->reader, str_length(name) + 1,
                       "redefinition of group name %R as group %u; was group %u", name, number,
                       (unsigned)int_untag(present));
        return 0;
    }
    if (runtime_has_error(rt) || dict_set(rt, parser->names, name, int_tag(number)) < 0)
        return 0;
    return number;
}

void re_group_close(struct re_parser *parser, uint32_t number, const struct re_node *content)
{
    struct re_tree *tree = parser->tree;
    parser->groups.items[number] = (struct re_width){content->narrowest, content->widest, true};
    tree->closings = memory_resize(tree->closings, tree->closed + 1, sizeof *tree->closings);
    tree->closings[tree->closed++] = number;
    tree->tangled = tree->tangled || parser->nesting_loops > 0;
}
