/* Traceback objects: the path that an exception took, outermost call first.
 *
 * Each frame that an exception passes through adds an entry in front of what the exception has.
 */
#include "runtime/core/gc.h"
#include "runtime/python/frame.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"

#define TRACEBACK_REPORTED_SIZE 40

static owned make(struct runtime *rt, struct type *type, borrowed next, borrowed frame,
                  uint32_t instruction, uint32_t line)
{
    owned self = object_new(rt, type, type->size, type->reported_size);
    if (!self)
        return NULL;
    struct traceback *traceback = (struct traceback *)self;
    slot_copy(rt, self, &traceback->next, next);
    slot_copy(rt, self, &traceback->frame, frame);
    traceback->instruction = instruction;
    traceback->line = line;
    gc_track(rt, self);
    return self;
}

void traceback_add(struct runtime *rt, struct frame *frame)
{
    if (!object_is_counted(rt->error))
        return;                       /* the MemoryError of last resort is everybody's */
    owned error = exception_take(rt); /* making the entry may collect, and so run anything */
    struct exception *exception = (struct exception *)error;
    owned entry = make(rt, &traceback_type, exception->traceback, &frame->header,
                       frame_instruction(frame), frame_line(frame));
    if (entry) {
        slot_set(rt, error, &exception->traceback, entry);
        exception_restore(rt, error);
    } else {
        object_release(rt, error);
    }
}

static int traceback_traverse(borrowed self, visit_function visit, void *context)
{
    const struct traceback *traceback = (struct traceback *)self;
    int result = 0;
    if (traceback->next)
        result = visit(context, traceback->next, EDGE_INTERNAL, (uintptr_t) "tb_next");
    if (result == 0 && traceback->frame)
        result = visit(context, traceback->frame, EDGE_INTERNAL, (uintptr_t) "tb_frame");
    return result;
}

static int traceback_clear(struct runtime *rt, borrowed self)
{
    struct traceback *traceback = (struct traceback *)self;
    slot_clear(rt, self, &traceback->next);
    slot_clear(rt, self, &traceback->frame);
    return 0;
}

static void traceback_dealloc(struct runtime *rt, borrowed self)
{
    traceback_clear(rt, self);
}

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_next(struct runtime *rt, borrowed self)
{
    const struct traceback *traceback = (struct traceback *)self;
    return traceback->next ? object_retain(rt, traceback->next) : NONE;
}

static int set_next(struct runtime *rt, borrowed self, borrowed value)
{
    struct traceback *traceback = (struct traceback *)self;
    if (!value) {
        exception_raise(rt, &exception_TypeError, "can't delete tb_next attribute");
        return -1;
    }
    if (value != NONE && object_type(rt, value) != &traceback_type) {
        exception_raise(rt, &exception_TypeError, "expected traceback object, got '%T'", value);
        return -1;
    }
    borrowed next = value == NONE ? NULL : value;
    for (borrowed at = next; at; at = ((struct traceback *)at)->next)
        if (at == self) {
            exception_raise(rt, &exception_ValueError, "traceback loop detected");
            return -1;
        }
    slot_copy(rt, self, &traceback->next, next);
    return 0;
}

static owned get_frame(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct traceback *)self)->frame);
}

static owned get_last_instruction(struct runtime *rt, borrowed self)
{
    return int_new(rt, (int64_t)((struct traceback *)self)->instruction * 2);
}

static owned get_line(struct runtime *rt, borrowed self)
{
    return int_new(rt, ((struct traceback *)self)->line);
}

static const struct native_attribute traceback_attributes[] = {
    {"tb_next", get_next, set_next},
    {"tb_frame", get_frame, NULL},
    {"tb_lasti", get_last_instruction, NULL},
    {"tb_lineno", get_line, NULL},
    {NULL, NULL, NULL},
};

static owned traceback_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    static const char *const parameters[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno", NULL};
    static const struct arguments specification = {"traceback", parameters, 4, 0, 4};
    borrowed values[4];
    int64_t instruction;
    int64_t line;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    if (values[0] != NONE && object_type(rt, values[0]) != &traceback_type)
        return exception_raise(rt, &exception_TypeError,
                               "expected traceback object or None, got '%T'", values[0]);
    if (object_type(rt, values[1]) != &frame_type)
        return exception_raise(rt, &exception_TypeError,
                               "traceback() argument 'tb_frame' must be frame, not %T", values[1]);
    if (!arguments_int(rt, values[2], &instruction) || !arguments_int(rt, values[3], &line))
        return NULL;
    return make(rt, type, values[0] == NONE ? NULL : values[0], values[1],
                (uint32_t)instruction / 2, (uint32_t)line);
}

struct type traceback_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "traceback",
    .base = &object_type_,
    .size = sizeof(struct traceback),
    .reported_size = TRACEBACK_REPORTED_SIZE,
    .flags = TYPE_TRACKED,
    .traverse = traceback_traverse,
    .clear = traceback_clear,
    .dealloc = traceback_dealloc,
    .new = traceback_new,
    .attributes = traceback_attributes,
};
