/* A code object: what the compiler makes of one scope and the evaluator runs.
 *
 * Code objects are immortal, as are their constants and names: they belong to the program's text.
 */
#ifndef RUNTIME_PYTHON_CODE_H
#define RUNTIME_PYTHON_CODE_H

#include "runtime/core/type.h"

extern struct type code_type;

enum opcode {
#define OPCODE(NAME, effect) OP_##NAME,
#include "runtime/python/opcode.def"
#undef OPCODE
    OPCODE_COUNT
};

#define OPCODE_IN_PLACE 32 /* added to the argument of BINARY_OP */

enum code_flag {
    CODE_OPTIMIZED = 1 << 0,   /* a function: fast locals */
    CODE_VARARGS = 1 << 1,     /* *args */
    CODE_VARKEYWORDS = 1 << 2, /* **kwargs */
    CODE_GENERATOR = 1 << 3,
    CODE_NESTED = 1 << 4,
    CODE_CLASS = 1 << 5, /* a class body */
    CODE_MODULE = 1 << 6,
    CODE_COROUTINE = 1 << 7,
    CODE_ASYNC_GENERATOR = 1 << 8,
    CODE_ITERABLE_COROUTINE = 1 << 9, /* a generator that may be awaited: types.coroutine */
    /* a call makes an object that owns the frame */
    CODE_RESUMABLE = CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR,
};

struct code_position { /* of one instruction, in the source; columns count bytes from 0 */
    uint32_t line;
    uint32_t end_line;
    uint16_t column;
    uint16_t end_column;
};

struct code_handler { /* a raise at start ≤ instruction < end goes to target */
    uint32_t start;
    uint32_t end;
    uint32_t target;
    uint32_t depth; /* of the stack to unwind to; the instruction index is pushed first where
                       push_last */
    bool push_last;
};

struct code_cache; /* the evaluator's inline caches, one for each instruction that wants one */
struct code_sites; /* the evaluator's table: call-tree node → site of each line */

struct code {
    struct object header;
    borrowed name;           /* interned str */
    borrowed qualified_name; /* interned str */
    borrowed file_name;      /* str, as given on the command line or found on the path */
    uint32_t first_line;
    uint32_t flags;
    uint32_t argument_count; /* positional parameters, positional-only ones included */
    uint32_t positional_only_count;
    uint32_t keyword_only_count;
    uint32_t local_count; /* parameters (*args and **kwargs last) and locals */
    uint32_t cell_count;  /* cells that are not parameters */
    uint32_t free_count;
    uint32_t stack_size;
    uint32_t instruction_count;
    uint32_t handler_count;
    uint32_t line_count;
    uint32_t constant_count;
    uint32_t name_count;
    uint32_t *instructions;
    struct code_position *positions; /* one an instruction */
    struct code_handler *handlers;   /* innermost first */
    uint32_t *lines;                 /* what LINE names: line numbers; empty in unrecorded code */
    borrowed *constants;             /* immortal */
    borrowed *names;                 /* interned */
    borrowed *variables;             /* interned: local_count + cell_count + free_count names */
    borrowed docstring;              /* str or NULL */
    struct code_cache *caches;       /* NULL until the first call */
    struct code_sites *sites;        /* NULL until recorded */
    uint32_t function_id;            /* the recorder's number of it; 0: not yet defined */
    struct frame *free_frames; /* the evaluator's: finished frames to use again, linked by back */
    bool is_simple; /* the evaluator's: only positional parameters, and no cells before them */
    bool takes_snapshots; /* the evaluator's: a snapshot at each entry (--snapshot-on) */
};

/* An empty, immortal code object for the compiler to fill. */
struct code *code_new(void);

/* The line of an instruction. */
static inline uint32_t code_line(const struct code *code, uint32_t instruction)
{
    return instruction < code->instruction_count ? code->positions[instruction].line
                                                 : code->first_line;
}

/* Prints the instructions, one a line, as dis does. For tests and --dump-code of developers. */
void code_print(struct runtime *rt, const struct code *code, FILE *file);

#endif
