/* Calls → instructions: the plain ones, method calls, and those with * and **. */
#include "runtime/python/emit.h"

#include "runtime/types/str.h"

#define STACK_GUIDELINE 30

static bool has_star(const struct node_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i]->kind == NODE_STARRED)
            return true;
    }
    return false;
}

static bool has_double_star(const struct keyword *keywords, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!keywords[i].name)
            return true;
    }
    return false;
}

static borrowed keyword_names(struct compiler *compiler, const struct keyword *keywords,
                              uint32_t count)
{
    borrowed *names = unit_allocate(compiler->unit, count * sizeof *names);
    for (uint32_t i = 0; i < count; i++)
        names[i] = scope_mangle(compiler->unit, compiler->scope->private_name, keywords[i].name);
    return emit_tuple(compiler, names, count);
}

/* The arguments, all plain, onto the stack; gives how many there are. */
static uint32_t load_arguments(struct compiler *compiler, const struct node_list *arguments,
                               const struct keyword *keywords, uint32_t keyword_count)
{
    for (uint32_t i = 0; i < arguments->count; i++)
        compile_load(compiler, arguments->items[i]);
    for (uint32_t i = 0; i < keyword_count; i++)
        compile_load(compiler, keywords[i].value);
    return arguments->count + keyword_count;
}

static void emit_call(struct compiler *compiler, uint32_t count, const struct keyword *keywords,
                      uint32_t keyword_count)
{
    if (keyword_count > 0)
        emit(compiler, OP_KW_NAMES,
             emit_constant_index(compiler, keyword_names(compiler, keywords, keyword_count)));
    emit(compiler, OP_CALL, count);
}

/* A dict of named arguments onto the stack. */
static void build_keywords(struct compiler *compiler, const struct keyword *keywords,
                           uint32_t count)
{
    bool big = count * 2 > STACK_GUIDELINE;
    borrowed names = keyword_names(compiler, keywords, count);
    if (count > 1 && !big) {
        for (uint32_t i = 0; i < count; i++)
            compile_load(compiler, keywords[i].value);
        emit_constant(compiler, names);
        emit(compiler, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (big)
        emit(compiler, OP_BUILD_MAP, 0);
    for (uint32_t i = 0; i < count; i++) {
        emit_constant(compiler, scope_mangle(compiler->unit, compiler->scope->private_name,
                                             keywords[i].name));
        compile_load(compiler, keywords[i].value);
        if (big)
            emit(compiler, OP_MAP_ADD, 1);
    }
    if (!big)
        emit(compiler, OP_BUILD_MAP, count);
}

static void merge_keywords(struct compiler *compiler, const struct keyword *keywords,
                           uint32_t count)
{
    uint32_t seen = 0;
    bool have_dict = false;
    for (uint32_t i = 0; i <= count; i++) {
        if (i < count && keywords[i].name) {
            seen++;
            continue;
        }
        if (seen > 0) {
            build_keywords(compiler, keywords + i - seen, seen);
            if (have_dict)
                emit(compiler, OP_DICT_MERGE, 1);
            have_dict = true;
            seen = 0;
        }
        if (i == count)
            break;
        if (!have_dict)
            emit(compiler, OP_BUILD_MAP, 0);
        have_dict = true;
        compile_load(compiler, keywords[i].value);
        emit(compiler, OP_DICT_MERGE, 1);
    }
}

void compile_call_with(struct compiler *compiler, uint32_t pushed,
                       const struct node_list *arguments, const struct keyword *keywords,
                       uint32_t keyword_count)
{
    if (arguments->count + keyword_count * 2 <= STACK_GUIDELINE && !has_star(arguments) &&
        !has_double_star(keywords, keyword_count)) {
        uint32_t count = load_arguments(compiler, arguments, keywords, keyword_count);
        emit_call(compiler, pushed + count, keywords, keyword_count);
        return;
    }
    if (pushed == 0 && arguments->count == 1 && arguments->items[0]->kind == NODE_STARRED)
        compile_load(compiler, arguments->items[0]->operand);
    else
        compile_display(compiler, arguments, pushed, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                        true);
    if (keyword_count > 0)
        merge_keywords(compiler, keywords, keyword_count);
    emit(compiler, OP_CALL_FUNCTION_EX, keyword_count > 0);
}

/* Where an attribute access spans lines, tracebacks point at its name. */
struct code_position compile_name_position(struct code_position call, const struct node *attribute)
{
    size_t size;
    str_utf8(attribute->attribute.name, &size);
    if (attribute->position.line != attribute->position.end_line) {
        call.line = attribute->position.end_line;
        call.column = attribute->position.end_column > size
                          ? (uint16_t)(attribute->position.end_column - size)
                          : 0;
        if (call.end_line < call.line)
            call.end_line = call.line;
    }
    return call;
}

static bool is_method_call(const struct node *node)
{
    uint32_t keywords = node->call.keyword_count;
    return node->call.function->kind == NODE_ATTRIBUTE &&
           node->call.arguments.count + keywords + (keywords != 0) < STACK_GUIDELINE &&
           !has_star(&node->call.arguments) && !has_double_star(node->call.keywords, keywords);
}

void compile_call(struct compiler *compiler, struct node *node)
{
    struct node *function = node->call.function;
    compile_warn_call(compiler, node);
    if (!is_method_call(node)) {
        emit(compiler, OP_PUSH_NULL, 0);
        compile_load(compiler, function);
        compile_call_with(compiler, 0, &node->call.arguments, node->call.keywords,
                          node->call.keyword_count);
        return;
    }
    compile_load(compiler, function->attribute.object);
    compiler->position = compile_name_position(function->position, function);
    emit_name(compiler, OP_LOAD_METHOD, function->attribute.name);
    uint32_t count = load_arguments(compiler, &node->call.arguments, node->call.keywords,
                                    node->call.keyword_count);
    compiler->position = compile_name_position(node->position, function);
    emit_call(compiler, count, node->call.keywords, node->call.keyword_count);
    compiler->position = node->position;
}
