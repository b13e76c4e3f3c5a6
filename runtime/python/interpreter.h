/* What one interpreter keeps above the memory model: modules, builtins, options, hooks. */
#ifndef RUNTIME_PYTHON_INTERPRETER_H
#define RUNTIME_PYTHON_INTERPRETER_H

#include "base/vector.h"
#include "runtime/core/type.h"
#include "runtime/program.h"
#include "runtime/types/exception.h"

struct code;
struct sites;
struct threads;

struct interpreter {
    const struct program_options *options; /* borrowed; never NULL */
    borrowed modules;                      /* sys.modules: a dict, held by ROOT_MODULES */
    borrowed builtins;                     /* the module builtins, held by ROOT_MODULES */
    borrowed builtins_dict;                /* its dict */
    struct {
        VECTOR_OF(borrowed); /* immortal str */
    } first_builtins;        /* the names that builtins begins with */
    borrowed sys;            /* the module sys, held by ROOT_MODULES */
    borrowed main_module;    /* __main__, held through modules */
    borrowed fork_hooks;     /* os.register_at_fork: a list, held by ROOT_RUNTIME; NULL: none */
    borrowed path;           /* sys.path: a list, held by ROOT_MODULES */
    struct exception_state
        handled;              /* the exception that the program is handling, held by ROOT_RUNTIME */
    borrowed async_first;     /* sys.set_asyncgen_hooks, each held by ROOT_RUNTIME or NULL: of an
                                 asynchronous generator that is asked for its first item, */
    borrowed async_finalizer; /* and of one that dies before its end */
    struct threads *threads;  /* NULL until the program starts its first thread (threads.h) */
    struct sites *sites;      /* the call tree; NULL where nothing is recorded */
    struct {
        VECTOR_OF(struct code *);
    } codes; /* those that have run: their caches and free frames are given back at the end */
    char *directory;         /* where the run began; owned (malloc), NULL where unknown */
    char *installed_library; /* owned; NULL: there is none, or it was not looked for yet */
    bool looked_for_library;
    bool compile_sites;    /* code is compiled with LINE instructions */
    bool is_ending;        /* interpreter_end is at work */
    bool has_lost_modules; /* it has taken sys apart: nothing can be imported, no source read */
    const struct code *last_unawaited; /* whose coroutine was the last that is_ending told of */
    bool is_forked; /* os.fork made this process: its recording is another than its parent's */
    uint64_t next_snapshot;   /* --snapshot-every: the lane's position at which one is due;
                                 UINT64_MAX: never */
    uint32_t snapshots_taken; /* by --snapshot-every: they are labelled every-1, every-2 … */
};

/* A runtime with every built-in type ready and the modules builtins and sys made. `lane` may be
 * NULL. */
struct runtime *interpreter_new(const struct program_options *options, struct recorder_lane *lane);

/* The program's end, in CPython's order: a collection, modules lose their names and die, a last
 * collection. What lives afterwards is a leak. */
void interpreter_end(struct runtime *rt);
void interpreter_free(struct runtime *rt);

/* A module written in C: MODULE tables are listed in modules/modules.def. */
struct native_module {
    const char *name; /* dotted */
    /* Fills a new module object; -1: error. */
    int (*fill)(struct runtime *rt, borrowed module);
};
extern const struct native_module native_modules[]; /* NULL name ends it; modules/modules.c */

/* The hook call_codec of struct runtime. */
owned codec_call(struct runtime *rt, const char *operation, borrowed v, const char *encoding,
                 const char *errors);

/* import name; the full import system of IMPORT_NAME: fromlist may be NULL. */
owned import_module(struct runtime *rt, borrowed name, borrowed globals, borrowed fromlist,
                    int64_t level);

#endif
