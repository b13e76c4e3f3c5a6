/* The type of code objects, and printing their instructions. See code.h. */
#include "runtime/python/code.h"

#include "base/memory.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

struct code *code_new(void)
{
    return (struct code *)object_new_immortal(&code_type, sizeof(struct code));
}

/* --- printing --------------------------------------------------------------------------------- */

static const char *const opcode_names[OPCODE_COUNT] = {
#define OPCODE(NAME, effect) #NAME,
#include "runtime/python/opcode.def"
#undef OPCODE
};

static void print_object(struct runtime *rt, borrowed v, FILE *file)
{
    owned text = object_repr(rt, v);
    if (!text) {
        exception_clear(rt);
        return;
    }
    fprintf(file, "(%s)", str_utf8(text, NULL));
    object_release(rt, text);
}

static void print_argument(struct runtime *rt, const struct code *code, uint32_t opcode,
                           uint32_t argument, FILE *file)
{
    switch (opcode) {
    case OP_LINE:
        fprintf(file, "(%u)", code->lines[argument]);
        break;
    case OP_LOAD_CONST:
    case OP_KW_NAMES:
        print_object(rt, code->constants[argument], file);
        break;
    case OP_LOAD_NAME:
    case OP_STORE_NAME:
    case OP_DELETE_NAME:
    case OP_LOAD_GLOBAL:
    case OP_STORE_GLOBAL:
    case OP_DELETE_GLOBAL:
    case OP_LOAD_ATTR:
    case OP_STORE_ATTR:
    case OP_DELETE_ATTR:
    case OP_LOAD_METHOD:
    case OP_IMPORT_NAME:
    case OP_IMPORT_FROM:
        fprintf(file, "(%s)", str_utf8(code->names[argument], NULL));
        break;
    case OP_LOAD_FAST:
    case OP_STORE_FAST:
    case OP_DELETE_FAST:
    case OP_MAKE_CELL:
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF:
    case OP_LOAD_CLASSDEREF:
        fprintf(file, "(%s)", str_utf8(code->variables[argument], NULL));
        break;
    default:
        break;
    }
}

void code_print(struct runtime *rt, const struct code *code, FILE *file)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < code->instruction_count; i++) {
        uint32_t opcode = code->instructions[i] & 0xFF, argument = code->instructions[i] >> 8;
        if (code->positions[i].line != line)
            fprintf(file, "%5u ", line = code->positions[i].line);
        else
            fputs("      ", file);
        fprintf(file, "%6u %-24s %6u ", i, opcode_names[opcode], argument);
        print_argument(rt, code, opcode, argument, file);
        fputc('\n', file);
    }
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const struct code_handler *handler = &code->handlers[i];
        fprintf(file, "  %u to %u -> %u [%u]%s\n", handler->start, handler->end, handler->target,
                handler->depth, handler->push_last ? " lasti" : "");
    }
}

/* --- the type --------------------------------------------------------------------------------- */

static const struct code *code_of(borrowed self)
{
    return (const struct code *)self;
}

static owned repr(struct runtime *rt, borrowed self)
{
    const struct code *code = code_of(self);
    char address[32];
    snprintf(address, sizeof address, "%p", (void *)self);
    return str_format(rt, "<code object %U at %s, file \"%U\", line %u>", code->name, address,
                      code->file_name, code->first_line);
}

static owned get_name(struct runtime *rt, borrowed self)
{
    return object_retain(rt, code_of(self)->name);
}

static owned get_qualified_name(struct runtime *rt, borrowed self)
{
    return object_retain(rt, code_of(self)->qualified_name);
}

static owned get_file_name(struct runtime *rt, borrowed self)
{
    return object_retain(rt, code_of(self)->file_name);
}

static owned get_first_line(struct runtime *rt, borrowed self)
{
    return int_new(rt, code_of(self)->first_line);
}

static owned get_constants(struct runtime *rt, borrowed self)
{
    return tuple_from(rt, code_of(self)->constants, code_of(self)->constant_count);
}

static owned get_names(struct runtime *rt, borrowed self)
{
    return tuple_from(rt, code_of(self)->names, code_of(self)->name_count);
}

static owned get_variables(struct runtime *rt, borrowed self)
{
    return tuple_from(rt, code_of(self)->variables, code_of(self)->local_count);
}

static owned get_cells(struct runtime *rt, borrowed self)
{
    const struct code *code = code_of(self);
    borrowed *cells =
        memory_zeroed((size_t)code->local_count + code->cell_count + 1, sizeof *cells);
    size_t count = 0;
    for (uint32_t i = 0; i < code->instruction_count;
         i++) { /* each cell is made once, in the prologue */
        if ((code->instructions[i] & 0xFF) == OP_MAKE_CELL)
            cells[count++] = code->variables[code->instructions[i] >> 8];
    }
    owned result = tuple_from(rt, cells, count);
    memory_free(cells);
    return result;
}

static owned get_frees(struct runtime *rt, borrowed self)
{
    const struct code *code = code_of(self);
    return tuple_from(rt, code->variables + code->local_count + code->cell_count, code->free_count);
}

static owned get_argument_count(struct runtime *rt, borrowed self)
{
    return int_new(rt, code_of(self)->argument_count);
}

static owned get_positional_only_count(struct runtime *rt, borrowed self)
{
    return int_new(rt, code_of(self)->positional_only_count);
}

static owned get_keyword_only_count(struct runtime *rt, borrowed self)
{
    return int_new(rt, code_of(self)->keyword_only_count);
}

static owned get_local_count(struct runtime *rt, borrowed self)
{
    return int_new(rt, code_of(self)->local_count);
}

static owned get_stack_size(struct runtime *rt, borrowed self)
{
    return int_new(rt, code_of(self)->stack_size);
}

/* inspect.CO_*, as CPython numbers them. */
static owned get_flags(struct runtime *rt, borrowed self)
{
    uint32_t flags = code_of(self)->flags;
    int64_t result = 0;
    result |= flags & CODE_OPTIMIZED ? 0x3 : 0;
    result |= flags & CODE_VARARGS ? 0x4 : 0;
    result |= flags & CODE_VARKEYWORDS ? 0x8 : 0;
    result |= flags & CODE_NESTED ? 0x10 : 0;
    result |= flags & CODE_GENERATOR ? 0x20 : 0;
    result |= flags & CODE_COROUTINE ? 0x80 : 0;
    result |= flags & CODE_ITERABLE_COROUTINE ? 0x100 : 0;
    result |= flags & CODE_ASYNC_GENERATOR ? 0x200 : 0;
    return int_new(rt, result);
}

/* code.replace(co_name=…, co_flags=…): of what CPython lets replace, the parts that need no new
 * compilation. Of the flags, only whether a generator may be awaited changes. */
static owned method_replace(struct runtime *rt, borrowed self, const borrowed *arguments,
                            size_t positional, borrowed argument_names)
{
    static const char *const parameters[] = {"co_name",        "co_qualname", "co_filename",
                                             "co_firstlineno", "co_flags",    NULL};
    static const struct arguments specification = {"replace", parameters, 0, 0, 0};
    borrowed values[5];
    int64_t first_line, flags;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    struct code copy = *code_of(self);
    borrowed *const texts[] = {&copy.name, &copy.qualified_name, &copy.file_name};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (values[i] && !str_check(values[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "replace() argument '%s' must be str, not %T", parameters[i],
                                   values[i]);
        if (values[i])
            *texts[i] = str_intern(rt, values[i]);
    }
    if ((values[3] && !arguments_int(rt, values[3], &first_line)) ||
        (values[4] && !arguments_int(rt, values[4], &flags)))
        return NULL;
    if (values[3])
        copy.first_line = (uint32_t)first_line;
    if (values[4] && copy.flags & CODE_GENERATOR)
        copy.flags = (copy.flags & ~(uint32_t)CODE_ITERABLE_COROUTINE) |
                     (flags & 0x100 ? CODE_ITERABLE_COROUTINE : 0);
    struct code *result = code_new();
    copy.header = result->header;
    copy.caches = NULL;
    copy.sites = NULL;
    copy.free_frames = NULL;
    copy.function_id = 0;
    *result = copy;
    return &result->header;
}

static const struct native_method methods[] = {
    {"replace", method_replace, NATIVE_PLAIN,
     "Return a copy of the code object with new values for the specified fields."},
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute attributes[] = {
    {"co_name", get_name, NULL},
    {"co_qualname", get_qualified_name, NULL},
    {"co_filename", get_file_name, NULL},
    {"co_firstlineno", get_first_line, NULL},
    {"co_consts", get_constants, NULL},
    {"co_names", get_names, NULL},
    {"co_varnames", get_variables, NULL},
    {"co_cellvars", get_cells, NULL},
    {"co_freevars", get_frees, NULL},
    {"co_argcount", get_argument_count, NULL},
    {"co_posonlyargcount", get_positional_only_count, NULL},
    {"co_kwonlyargcount", get_keyword_only_count, NULL},
    {"co_nlocals", get_local_count, NULL},
    {"co_stacksize", get_stack_size, NULL},
    {"co_flags", get_flags, NULL},
    {NULL, NULL, NULL},
};

struct type code_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "code",
    .base = &object_type_,
    .size = sizeof(struct code),
    .reported_size = 176,
    .flags = TYPE_ABSTRACT,
    .repr = repr,
    .methods = methods,
    .attributes = attributes,
};
