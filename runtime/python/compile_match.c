/* match statements → instructions, after CPython 3.11's pattern compiler.
 *
 * While a pattern is tested its subject is on top of the stack, above `on_top` other values that a
 * failure must drop and above the values captured so far. Failing at a depth of d values jumps to
 * fail_pops[d], which drops d of them and falls through to the next case.
 */
#include "runtime/python/emit.h"

#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

struct pattern {
    struct compiler *compiler;
    struct {
        VECTOR_OF(borrowed);
    } stores; /* captured names; their values are on the stack in this order */
    struct {
        VECTOR_OF(label);
    } fail_pops;
    bool allow_irrefutable;
    uint32_t on_top;
};

static label fail_label(struct pattern *pattern, size_t pops)
{
    while (pattern->fail_pops.count <= pops) {
        label target = emit_new_label(pattern->compiler);
        vector_push(&pattern->fail_pops, target);
    }
    return pattern->fail_pops.items[pops];
}

static void jump_to_fail(struct pattern *pattern, enum opcode opcode)
{
    label target = fail_label(pattern, pattern->on_top + pattern->stores.count);
    emit_jump(pattern->compiler, opcode, target);
}

/* The landing places of failures, deepest first; behind them the subject lies as before. */
static void emit_fail_pops(struct pattern *pattern)
{
    while (pattern->fail_pops.count > 1) {
        emit_label(pattern->compiler, pattern->fail_pops.items[--pattern->fail_pops.count]);
        emit(pattern->compiler, OP_POP_TOP, 0);
    }
    if (pattern->fail_pops.count == 1)
        emit_label(pattern->compiler, pattern->fail_pops.items[--pattern->fail_pops.count]);
}

/* Moves the top down below count - 1 values, with swaps, as CPython's pattern_helper_rotate. */
static void rotate(struct compiler *compiler, uint32_t count)
{
    while (count > 1)
        emit(compiler, OP_SWAP, count--);
}

/* Binds the top of the stack to a name later: it moves below what is on top. NULL: dropped. */
static void store_name(struct pattern *pattern, borrowed name, struct code_position position)
{
    if (!name) {
        emit(pattern->compiler, OP_POP_TOP, 0);
        return;
    }
    for (size_t i = 0; i < pattern->stores.count; i++) {
        if (pattern->stores.items[i] == name)
            syntax_fail(pattern->compiler->unit, position,
                        "multiple assignments to name '%s' in pattern", str_utf8(name, NULL));
    }
    rotate(pattern->compiler, pattern->on_top + (uint32_t)pattern->stores.count + 1);
    vector_push(&pattern->stores, name);
}

static void compile_pattern(struct pattern *pattern, struct node *node);

static bool is_wildcard(const struct node *node)
{
    return node->kind == PATTERN_AS && !node->as.name;
}

static bool is_star_wildcard(const struct node *node)
{
    return node->kind == PATTERN_STAR && !node->name;
}

static void compile_subpattern(struct pattern *pattern, struct node *node)
{
    bool allowed = pattern->allow_irrefutable;
    pattern->allow_irrefutable = true;
    compile_pattern(pattern, node);
    pattern->allow_irrefutable = allowed;
}

static void compile_unpacked(struct pattern *pattern, const struct node_list *elements,
                             uint32_t star)
{
    struct compiler *compiler = pattern->compiler;
    if (star < elements->count)
        emit(compiler, OP_UNPACK_EX, star | (elements->count - star - 1) << 8);
    else
        emit(compiler, OP_UNPACK_SEQUENCE, elements->count);
    pattern->on_top += elements->count;
    for (uint32_t i = 0; i < elements->count; i++) {
        pattern->on_top--;
        struct node *element = elements->items[i];
        if (element->kind == PATTERN_STAR)
            store_name(pattern, element->name, element->position);
        else
            compile_subpattern(pattern, element);
    }
}

/* Only single items are wanted: subscripts instead of unpacking. */
static void compile_subscripted(struct pattern *pattern, const struct node_list *elements,
                                uint32_t star)
{
    struct compiler *compiler = pattern->compiler;
    pattern->on_top++;
    for (uint32_t i = 0; i < elements->count; i++) {
        if (is_wildcard(elements->items[i]) || i == star)
            continue;
        emit(compiler, OP_COPY, 1);
        if (i < star) {
            emit_constant(compiler, int_tag(i));
        } else {
            emit(compiler, OP_GET_LEN, 0);
            emit_constant(compiler, int_tag(elements->count - i));
            emit(compiler, OP_BINARY_OP, BINARY_SUBTRACT);
        }
        emit(compiler, OP_BINARY_SUBSCR, 0);
        compile_subpattern(pattern, elements->items[i]);
    }
    pattern->on_top--;
    emit(compiler, OP_POP_TOP, 0);
}

static void compile_sequence(struct pattern *pattern, const struct node *node)
{
    const struct node_list *elements = &node->elements;
    struct compiler *compiler = pattern->compiler;
    uint32_t star = elements->count;
    bool only_wildcards = true, star_is_wildcard = false;
    for (uint32_t i = 0; i < elements->count; i++) {
        if (elements->items[i]->kind == PATTERN_STAR) {
            if (star < elements->count)
                syntax_fail(compiler->unit, node->position,
                            "multiple starred expressions in sequence pattern");
            star = i;
            star_is_wildcard = is_star_wildcard(elements->items[i]);
            only_wildcards &= star_is_wildcard;
        } else {
            only_wildcards &= is_wildcard(elements->items[i]);
        }
    }
    pattern->on_top++;
    emit(compiler, OP_MATCH_SEQUENCE, 0);
    jump_to_fail(pattern, OP_POP_JUMP_IF_FALSE);
    if (star == elements->count || elements->count > 1) {
        bool exact = star == elements->count;
        emit(compiler, OP_GET_LEN, 0);
        emit_constant(compiler, int_tag(exact ? elements->count : elements->count - 1));
        emit(compiler, OP_COMPARE_OP, exact ? COMPARE_EQ : COMPARE_GE);
        jump_to_fail(pattern, OP_POP_JUMP_IF_FALSE);
    }
    pattern->on_top--;
    if (only_wildcards)
        emit(compiler, OP_POP_TOP, 0);
    else if (star_is_wildcard)
        compile_subscripted(pattern, elements, star);
    else
        compile_unpacked(pattern, elements, star);
}

static void compile_mapping(struct pattern *pattern, const struct node *node)
{
    struct compiler *compiler = pattern->compiler;
    uint32_t count = node->mapping.keys.count;
    pattern->on_top++;
    emit(compiler, OP_MATCH_MAPPING, 0);
    jump_to_fail(pattern, OP_POP_JUMP_IF_FALSE);
    if (count == 0 && !node->mapping.rest) {
        pattern->on_top--;
        emit(compiler, OP_POP_TOP, 0);
        return;
    }
    if (count > 0) {
        emit(compiler, OP_GET_LEN, 0);
        emit_constant(compiler, int_tag(count));
        emit(compiler, OP_COMPARE_OP, COMPARE_GE);
        jump_to_fail(pattern, OP_POP_JUMP_IF_FALSE);
    }
    for (uint32_t i = 0; i < count; i++)
        compile_load(compiler, node->mapping.keys.items[i]);
    emit(compiler, OP_BUILD_TUPLE, count);
    emit(compiler, OP_MATCH_KEYS, 0);
    pattern->on_top += 2;
    emit(compiler, OP_COPY, 1);
    jump_to_fail(pattern, OP_POP_JUMP_IF_NONE);
    emit(compiler, OP_UNPACK_SEQUENCE, count);
    pattern->on_top += count - 1;
    for (uint32_t i = 0; i < count; i++) {
        pattern->on_top--;
        compile_subpattern(pattern, node->mapping.patterns.items[i]);
    }
    pattern->on_top -= 2;
    if (node->mapping.rest) { /* a copy of the subject without the keys */
        emit(compiler, OP_BUILD_MAP, 0);
        emit(compiler, OP_SWAP, 3);
        emit(compiler, OP_DICT_UPDATE, 2);
        emit(compiler, OP_UNPACK_SEQUENCE, count);
        for (uint32_t left = count; left > 0; left--) {
            emit(compiler, OP_COPY, 1 + left);
            emit(compiler, OP_SWAP, 2);
            emit(compiler, OP_DELETE_SUBSCR, 0);
        }
        store_name(pattern, node->mapping.rest, node->position);
    } else {
        emit(compiler, OP_POP_TOP, 0);
        emit(compiler, OP_POP_TOP, 0);
    }
}

static void compile_class_pattern(struct pattern *pattern, const struct node *node)
{
    struct compiler *compiler = pattern->compiler;
    uint32_t positional = node->class_pattern.patterns.count,
             keywords = node->class_pattern.keyword_patterns.count;
    compile_load(compiler, node->class_pattern.class);
    emit_constant(compiler, emit_tuple(compiler, node->class_pattern.names, keywords));
    emit(compiler, OP_MATCH_CLASS, positional);
    emit(compiler, OP_COPY, 1);
    pattern->on_top++;
    jump_to_fail(pattern, OP_POP_JUMP_IF_NONE);
    emit(compiler, OP_UNPACK_SEQUENCE, positional + keywords);
    pattern->on_top += positional + keywords - 1;
    for (uint32_t i = 0; i < positional + keywords; i++) {
        struct node *part = i < positional
                                ? node->class_pattern.patterns.items[i]
                                : node->class_pattern.keyword_patterns.items[i - positional];
        pattern->on_top--;
        if (is_wildcard(part) && !part->as.pattern)
            emit(compiler, OP_POP_TOP, 0);
        else
            compile_subpattern(pattern, part);
    }
}

static void compile_as(struct pattern *pattern, const struct node *node)
{
    struct compiler *compiler = pattern->compiler;
    if (!node->as.pattern) {
        if (!pattern->allow_irrefutable) {
            if (node->as.name)
                syntax_fail(compiler->unit, node->position,
                            "name capture '%s' makes remaining patterns unreachable",
                            str_utf8(node->as.name, NULL));
            else
                syntax_fail(compiler->unit, node->position,
                            "wildcard makes remaining patterns unreachable");
        }
        store_name(pattern, node->as.name, node->position);
        return;
    }
    pattern->on_top++;
    emit(compiler, OP_COPY, 1);
    compile_pattern(pattern, node->as.pattern);
    pattern->on_top--;
    store_name(pattern, node->as.name, node->position);
}

/* The alternatives must capture the same names; their values are brought into the first one's
 * order. */
static void align_stores(struct pattern *pattern, const struct pattern *first,
                         const struct node *node)
{
    struct compiler *compiler = pattern->compiler;
    size_t count = first->stores.count;
    if (pattern->stores.count != count) {
        syntax_fail(compiler->unit, node->position, "alternative patterns bind different names");
        return;
    }
    for (size_t i = count; i-- > 0;) {
        size_t at = 0;
        while (at < count && pattern->stores.items[at] != first->stores.items[i])
            at++;
        if (at == count) {
            syntax_fail(compiler->unit, node->position,
                        "alternative patterns bind different names");
            return;
        }
        if (at == i)
            continue;
        uint32_t rotations = (uint32_t)at + 1; /* bring names 0..at behind those up to i */
        borrowed *rotated = unit_allocate(compiler->unit, rotations * sizeof *rotated);
        memcpy(rotated, pattern->stores.items, rotations * sizeof *rotated);
        memmove(pattern->stores.items, pattern->stores.items + rotations,
                (i - at) * sizeof *rotated);
        memcpy(pattern->stores.items + (i - at), rotated, rotations * sizeof *rotated);
        while (rotations-- > 0)
            rotate(compiler, (uint32_t)i + 1);
    }
}

static void compile_or(struct pattern *pattern, const struct node *node)
{
    struct compiler *compiler = pattern->compiler;
    label end = emit_new_label(compiler);
    struct pattern first = {0};
    uint32_t count = node->elements.count;
    for (uint32_t i = 0; i < count; i++) {
        struct pattern part = {.compiler = compiler,
                               .allow_irrefutable = i + 1 == count && pattern->allow_irrefutable};
        emit(compiler, OP_COPY, 1);
        compile_pattern(&part, node->elements.items[i]);
        if (i == 0) {
            for (size_t s = 0; s < part.stores.count; s++)
                vector_push(&first.stores, part.stores.items[s]);
        } else {
            align_stores(&part, &first, node);
        }
        emit_jump(compiler, OP_JUMP, end);
        emit_fail_pops(&part);
        vector_release(&part.stores);
        vector_release(&part.fail_pops);
    }
    emit(compiler, OP_POP_TOP, 0);
    jump_to_fail(pattern, OP_JUMP);
    emit_label(compiler, end);
    uint32_t stores = (uint32_t)first.stores.count;
    uint32_t rotations = stores + 1 + pattern->on_top + (uint32_t)pattern->stores.count;
    for (uint32_t i = 0; i < stores; i++) {
        rotate(compiler, rotations);
        for (size_t s = 0; s < pattern->stores.count; s++) {
            if (pattern->stores.items[s] == first.stores.items[i])
                syntax_fail(compiler->unit, node->position,
                            "multiple assignments to name '%s' in pattern",
                            str_utf8(first.stores.items[i], NULL));
        }
        vector_push(&pattern->stores, first.stores.items[i]);
    }
    vector_release(&first.stores);
    emit(compiler, OP_POP_TOP, 0);
}

static void compile_pattern(struct pattern *pattern, struct node *node)
{
    struct compiler *compiler = pattern->compiler;
    if (!syntax_enter(compiler->unit, node->position))
        return;
    compiler->position = node->position;
    switch ((enum node_kind)node->kind) {
    case PATTERN_VALUE:
        compile_load(compiler, node->operand);
        emit(compiler, OP_COMPARE_OP, COMPARE_EQ);
        jump_to_fail(pattern, OP_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_SINGLETON:
        if (node->constant == NONE) {
            jump_to_fail(pattern, OP_POP_JUMP_IF_NOT_NONE);
            break;
        }
        emit_constant(compiler, node->constant);
        emit(compiler, OP_IS_OP, 0);
        jump_to_fail(pattern, OP_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_SEQUENCE:
        compile_sequence(pattern, node);
        break;
    case PATTERN_MAPPING:
        compile_mapping(pattern, node);
        break;
    case PATTERN_CLASS:
        compile_class_pattern(pattern, node);
        break;
    case PATTERN_AS:
        compile_as(pattern, node);
        break;
    case PATTERN_OR:
        compile_or(pattern, node);
        break;
    default:
        syntax_fail(compiler->unit, node->position, "can't use starred pattern here");
        break;
    }
    syntax_leave(compiler->unit);
}

void compile_match(struct compiler *compiler, struct node *node)
{
    label end = emit_new_label(compiler);
    uint32_t last = node->match.count - 1;
    bool has_default = node->match.count > 1 && is_wildcard(node->match.cases[last].pattern) &&
                       !node->match.cases[last].pattern->as.pattern;
    compile_load(compiler, node->match.subject);
    for (uint32_t i = 0; i < node->match.count - has_default; i++) {
        const struct match_case *match_case = &node->match.cases[i];
        struct pattern pattern = {.compiler = compiler};
        compiler->position = match_case->pattern->position;
        if (i + 1 < node->match.count - has_default)
            emit(compiler, OP_COPY, 1); /* the last test consumes the subject */
        pattern.allow_irrefutable = match_case->guard != NULL || i == last;
        compile_pattern(&pattern, match_case->pattern);
        for (size_t s = 0; s < pattern.stores.count; s++)
            emit_variable(compiler, pattern.stores.items[s], NAME_STORE);
        if (match_case->guard)
            compile_jump_if(compiler, match_case->guard, fail_label(&pattern, 0), false);
        if (i + 1 < node->match.count - has_default)
            emit(compiler, OP_POP_TOP, 0);
        compile_statements(compiler, &match_case->body);
        emit_jump(compiler, OP_JUMP, end);
        compiler->position = match_case->pattern->position;
        emit_fail_pops(&pattern);
        vector_release(&pattern.stores);
        vector_release(&pattern.fail_pops);
    }
    if (has_default) {
        const struct match_case *match_case = &node->match.cases[last];
        compiler->position = match_case->pattern->position;
        emit(compiler, OP_NOP, 0);
        if (match_case->guard)
            compile_jump_if(compiler, match_case->guard, end, false);
        compile_statements(compiler, &match_case->body);
    }
    emit_label(compiler, end);
}
