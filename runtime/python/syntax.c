/* A compilation unit's memory and its first error. See syntax.h.
 *
 * Columns are bytes everywhere in the compiler; only the exception counts characters, from 1, as
 * CPython's does.
 */
#include "runtime/python/syntax.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    uint8_t bytes[] __attribute__((aligned(16)));
};

void *unit_allocate(struct unit *unit, size_t size)
{
    struct arena_block *block = unit->arena;
    size = (size + 15) & ~(size_t)15;
    if (!block || block->size - block->used < size) {
        size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        block = memory_zeroed(1, sizeof *block + capacity);
        block->size = capacity;
        block->next = unit->arena;
        unit->arena = block;
    }
    block->used += size;
    return block->bytes + block->used - size;
}

void unit_release(struct unit *unit)
{
    while (unit->arena) {
        struct arena_block *block = unit->arena;
        unit->arena = block->next;
        memory_free(block);
    }
}

static void fail_list(struct unit *unit, struct type *type, struct code_position position,
                      const char *format, va_list list)
{
    struct buffer message = BUFFER_EMPTY;
    if (unit_failed(unit))
        return;
    buffer_format_list(&message, format, list);
    unit->message = unit_allocate(unit, message.size + 1);
    memcpy(unit->message, message.bytes, message.size);
    buffer_release(&message);
    unit->error_type = type;
    unit->error = position;
}

void *syntax_fail(struct unit *unit, struct code_position position, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fail_list(unit, &exception_SyntaxError, position, format, list);
    va_end(list);
    return NULL;
}

void *syntax_fail_type(struct unit *unit, struct type *type, struct code_position position,
                       const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fail_list(unit, type, position, format, list);
    va_end(list);
    return NULL;
}

void syntax_warn(struct unit *unit, struct code_position position, const char *format, ...)
{
    struct buffer message = BUFFER_EMPTY;
    va_list list;
    va_start(list, format);
    buffer_format_list(&message, format, list);
    va_end(list);
    char *text = unit_allocate(unit, message.size + 1);
    memcpy(text, message.bytes, message.size);
    buffer_release(&message);
    struct syntax_warning *warning = unit_allocate(unit, sizeof *warning);
    warning->message = text;
    warning->line = position.line;
    if (!unit->last_warning)
        unit->last_warning = &unit->warnings;
    *unit->last_warning = warning;
    unit->last_warning = &warning->next;
}

/* warnings.warn_explicit(message, SyntaxWarning, file, line) */
static int show_warning(struct unit *unit, borrowed function, const struct syntax_warning *warning)
{
    struct runtime *rt = unit->rt;
    owned message = str_from_text(rt, warning->message);
    owned file = message ? str_from_text(rt, unit->file_name) : NULL;
    borrowed arguments[] = {message, &exception_SyntaxWarning.header, file, int_tag(warning->line)};
    owned result = file ? object_call(rt, function, arguments, 4, NULL) : NULL;
    object_release_maybe(rt, message);
    object_release_maybe(rt, file);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

int syntax_show_warnings(struct unit *unit)
{
    struct runtime *rt = unit->rt;
    if (!unit->warnings)
        return 0;
    owned module = import_module(rt, str_intern_text(rt, "warnings"), NULL, NULL, 0);
    owned function = module ? object_get_attribute_text(rt, module, "warn_explicit") : NULL;
    int status = function ? 0 : -1;
    for (const struct syntax_warning *at = unit->warnings; at && status == 0; at = at->next)
        status = show_warning(unit, function, at);
    object_release_maybe(rt, module);
    object_release_maybe(rt, function);
    return status;
}

void *syntax_unsupported(struct unit *unit, struct code_position position, const char *construct)
{
    return syntax_fail(unit, position, "%s is not supported yet (line %u)", construct,
                       position.line);
}

bool syntax_enter(struct unit *unit, struct code_position position)
{
    if (unit->depth >= SYNTAX_DEPTH_LIMIT) {
        syntax_fail_type(unit, &exception_RecursionError, position,
                         "maximum recursion depth exceeded during compilation");
        return false;
    }
    unit->depth++;
    return true;
}

/* The text of line `number` (from 1) with its line end. */
static const char *find_line(const struct unit *unit, uint32_t number, size_t *size)
{
    const char *line = unit->text;
    const char *end = unit->text + unit->size;
    const char *newline;
    while (--number > 0 && (newline = memchr(line, '\n', (size_t)(end - line))))
        line = newline + 1;
    newline = memchr(line, '\n', (size_t)(end - line));
    *size = (size_t)((newline ? newline + 1 : end) - line);
    return line;
}

/* The character, from 1, that stands at byte `column` of a line. */
static int64_t character_offset(const char *line, size_t size, size_t column)
{
    int64_t offset = 1;
    for (size_t i = 0; i < column; i++) {
        if (i >= size || ((uint8_t)line[i] & 0xC0) != 0x80)
            offset++;
    }
    return offset;
}

static owned make_details(struct unit *unit)
{
    struct runtime *rt = unit->rt;
    size_t size, end_size;
    const char *line = find_line(unit, unit->error.line, &size);
    const char *end_line = find_line(unit, unit->error.end_line, &end_size);
    owned items[6] = {
        str_from_text(rt, unit->file_name),
        int_tag(unit->error.line),
        int_tag(character_offset(line, size, unit->error.column)),
        str_new(rt, line, size),
        int_tag(unit->error.end_line),
        int_tag(character_offset(end_line, end_size, unit->error.end_column)),
    };
    return tuple_from_owned(rt, items, 6);
}

void syntax_raise(struct unit *unit)
{
    struct runtime *rt = unit->rt;
    if (!type_is_subtype(unit->error_type, &exception_SyntaxError)) {
        exception_raise(rt, unit->error_type, "%s", unit->message);
        return;
    }
    owned arguments[2] = {str_from_text(rt, unit->message), make_details(unit)};
    owned instance = NULL;
    if (arguments[0] && arguments[1])
        instance = object_call(rt, (borrowed)unit->error_type, arguments, 2, NULL);
    object_release_maybe(rt, arguments[0]);
    object_release_maybe(rt, arguments[1]);
    if (instance)
        exception_set(rt, instance);
}
