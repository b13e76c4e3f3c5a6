/* The compiler's state for one code object, and the emission of instructions into it. */
#ifndef RUNTIME_PYTHON_EMIT_H
#define RUNTIME_PYTHON_EMIT_H

#include "base/vector.h"
#include "runtime/python/compile.h"
#include "runtime/python/constant.h"
#include "runtime/python/scope.h"

enum pseudo_opcode { /* behind the real ones; gone from the finished code */
                     PSEUDO_SETUP =
                         OPCODE_COUNT, /* argument: a handler, which begins to guard here */
};

struct instruction {
    uint16_t opcode;               /* enum opcode or pseudo_opcode */
    uint32_t argument;             /* of a jump: a label */
    uint32_t handler;              /* that guards it; 0: none */
    struct code_position position; /* line 0: that of the instruction before */
};

typedef uint32_t label; /* a number; its place is set once */

struct handler_entry {
    uint32_t outer; /* the handler around it; 0: none */
    label target;
    bool push_last;
    uint8_t dropped; /* references on the stack at the set-up that the handler does not keep (with:
                        1) */
};

enum frame_block_kind { /* what break, continue and return must undo on their way out */
                        BLOCK_WHILE,
                        BLOCK_FOR,
                        BLOCK_TRY,
                        BLOCK_FINALLY,     /* the body of try … finally */
                        BLOCK_FINALLY_END, /* the finally body that runs for an exception */
                        BLOCK_WITH,
                        BLOCK_ASYNC_WITH,
                        BLOCK_HANDLER,   /* the body of an except clause */
                        BLOCK_EXCEPTION, /* the dispatch to except clauses */
                        BLOCK_GROUP,     /* the dispatch to except* clauses */
                        BLOCK_POP_VALUE, /* a return value waits on the stack */
};

struct frame_block {
    enum frame_block_kind kind;
    label start;
    label exit;
    const struct node_list *final; /* FINALLY */
    borrowed name;                 /* HANDLER: the name of `as`, or NULL */
    struct code_position position; /* WITH, ASYNC_WITH: the statement */
};

struct index { /* of a growing array of objects: the place of each + 1, open addressing; 0 empty */
    uint32_t *places; /* in the arena */
    uint32_t size;    /* power of two; 0: none yet */
};

#define BLOCK_LIMIT 20 /* statically nested blocks, as CPython's */

struct compiler {
    struct unit *unit;
    const struct compile_options *options;
    struct compiler *outer; /* NULL: the module */
    struct scope *scope;
    borrowed name;
    borrowed qualified_name;
    uint32_t first_line;
    struct code_position position; /* of what is being emitted */
    uint32_t handler;              /* that guards what is being emitted */
    uint32_t block_count;
    struct frame_block blocks[BLOCK_LIMIT];
    struct {
        VECTOR_OF(struct instruction);
    } instructions;
    struct {
        VECTOR_OF(uint32_t);
    } labels; /* the instruction each label stands before */
    struct {
        VECTOR_OF(struct handler_entry);
    } handlers; /* [0] is no handler */
    struct {
        VECTOR_OF(borrowed);
    } constants;
    struct index constant_index;
    struct {
        VECTOR_OF(borrowed);
    } names;
    struct index name_index;
    struct {
        VECTOR_OF(borrowed);
    } locals;
    struct index local_index;
    struct {
        VECTOR_OF(borrowed);
    } cells; /* sorted by name; parameters included */
    struct {
        VECTOR_OF(borrowed);
    } frees; /* sorted by name */
};

/* --- instructions ----------------------------------------------------------------------------- */

void emit(struct compiler *compiler, enum opcode opcode, uint32_t argument);
void emit_jump(struct compiler *compiler, enum opcode opcode, label target);
void emit_constant(struct compiler *compiler, borrowed constant); /* LOAD_CONST */
/* A tuple of the last `count` values loaded, without jumps among them; constant where they all are.
 */
void emit_build_tuple(struct compiler *compiler, uint32_t count);
void emit_name(struct compiler *compiler, enum opcode opcode,
               borrowed name); /* by index in names, mangled */

label emit_new_label(struct compiler *compiler);
void emit_label(struct compiler *compiler, label target); /* it stands here */

/* Begins a region guarded by a new handler at `target`, and ends the innermost region. */
void emit_setup(struct compiler *compiler, label target, bool push_last, uint8_t dropped);
void emit_pop_block(struct compiler *compiler);

/* --- tables: the index of an entry, added where it is new ------------------------------------- */

uint32_t emit_constant_index(struct compiler *compiler, borrowed constant);
uint32_t emit_name_index(struct compiler *compiler, borrowed name);
uint32_t emit_local_index(struct compiler *compiler, borrowed name);

borrowed emit_tuple(struct compiler *compiler, const borrowed *items,
                    size_t count); /* an immortal tuple */

/* --- names: load, store, delete --------------------------------------------------------------- */

enum name_use { NAME_LOAD, NAME_STORE, NAME_DELETE };
void emit_variable(struct compiler *compiler, borrowed name, enum name_use use);

/* The place of a cell or free variable among both; the assembler adds the locals. */
uint32_t emit_cell_index(struct compiler *compiler, borrowed name);

/* --- between the files of the compiler -------------------------------------------------------- */

void compile_load(struct compiler *compiler,
                  struct node *node); /* an expression's value onto the stack */
/* What a loop goes over: as compile_load, but a display may become a constant. */
void compile_iterable(struct compiler *compiler, struct node *iterable);
void compile_store(struct compiler *compiler, struct node *target); /* the top into a target */
void compile_delete(struct compiler *compiler, struct node *target);
void compile_jump_if(struct compiler *compiler, struct node *test, label target, bool condition);
/* Where an attribute access spans lines, its instructions stand at the name: `call` moved there. */
struct code_position compile_name_position(struct code_position call, const struct node *attribute);
/* Awaits what lies on top, which its result replaces; `where`: 0, 1 from __aenter__, 2 from
 * __aexit__.
 */
void compile_await(struct compiler *compiler, uint32_t where);
/* for target in …, asynchronously: the next item is stored, or the loop goes on at `exhausted`,
 * where compile_async_end stands. The iterator lies on top. */
void compile_async_next(struct compiler *compiler, struct node *target, label exhausted);
void compile_async_end(struct compiler *compiler, label exhausted);
void compile_call(struct compiler *compiler, struct node *node);
/* A call whose first `pushed` arguments are on the stack, behind the callable. */
void compile_call_with(struct compiler *compiler, uint32_t pushed,
                       const struct node_list *arguments, const struct keyword *keywords,
                       uint32_t keyword_count);
void compile_comprehension(struct compiler *compiler, struct node *node);
void compile_function(struct compiler *compiler, struct node *node); /* statement or lambda */
void compile_class(struct compiler *compiler, struct node *node);
void compile_match(struct compiler *compiler, struct node *node);
void compile_try(struct compiler *compiler, struct node *node);
void compile_with(struct compiler *compiler, struct node *node);
void compile_statements(struct compiler *compiler, const struct node_list *statements);
/* The body of a module, class or function: a leading string literal is its docstring. */
bool compile_is_docstring(const struct node_list *statements);
void compile_display(struct compiler *compiler, const struct node_list *elements, uint32_t pushed,
                     enum opcode build, enum opcode add, enum opcode extend, bool tuple);

/* A SyntaxWarning where the node can hardly be meant. */
void compile_warn_call(struct compiler *compiler, const struct node *node);
void compile_warn_subscript(struct compiler *compiler, const struct node *node);
void compile_warn_compare(struct compiler *compiler, const struct node *node);
void compile_warn_assert(struct compiler *compiler, const struct node *node);

void compile_push_block(struct compiler *compiler, struct frame_block block);
void compile_pop_block(struct compiler *compiler);
/* Emits what leaving all blocks takes, up to and without the innermost loop where `stop_at_loop`;
 * gives that loop or NULL. A value on top of the stack is kept where `keep_top`. */
const struct frame_block *compile_unwind(struct compiler *compiler, bool keep_top,
                                         bool stop_at_loop);

/* A code object for an inner scope: begin, emit its body, finish; then load it as a function. */
struct compiler *compile_begin(struct compiler *outer, struct unit *unit,
                               const struct compile_options *options, struct scope *scope,
                               borrowed name, uint32_t first_line);
struct code *compile_finish(struct compiler *compiler, uint32_t flags,
                            const struct parameters *parameters, borrowed docstring);
/* MAKE_FUNCTION of a finished code object; `flags` as its argument, without the closure's. */
void compile_closure(struct compiler *compiler, struct code *code, uint32_t flags);

/* Instructions → the arrays of a code object (assemble.c). */
struct code *assemble(struct compiler *compiler, uint32_t flags,
                      const struct parameters *parameters);

#endif
