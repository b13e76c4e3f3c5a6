/* memoryview: its life, its items, comparison (memory_view.h).
 *
 * An object that gives its memory may not move it while views see it: the managed buffer counts its
 * views, and counts as one export of the object until the last of them is released or dies. Views
 * of views share the managed buffer.
 */
#include "runtime/types/memory_view.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define REPORTED_SIZE    144 /* CPython's, without dimensions */
#define REPORTED_EXTENTS 24  /* a dimension more */

bool memory_view_is_valid(struct runtime *rt, borrowed v)
{
    if (!memory_view_of(v)->is_released)
        return true;
    exception_raise(rt, &exception_ValueError, "operation forbidden on released memoryview object");
    return false;
}

size_t memory_view_count(const struct memory_view *view)
{
    size_t count = 1;
    for (size_t i = 0; i < view->dimensions; i++)
        count *= (size_t)view->extents[i];
    return count;
}

bool memory_view_is_contiguous(const struct memory_view *view, bool fortran)
{
    int64_t stride = (int64_t)view->item_size;
    if (memory_view_count(view) == 0)
        return true;
    for (size_t i = 0; i < view->dimensions; i++) {
        size_t at = fortran ? i : view->dimensions - 1 - i;
        if (view->extents[at] > 1 && view->strides[at] != stride)
            return false;
        stride *= view->extents[at];
    }
    return true;
}

/* --- life ------------------------------------------------------------------------------------- */

static struct managed_buffer *managed_of(borrowed v)
{
    return (struct managed_buffer *)memory_view_of(v)->managed;
}

static void release_exporter(struct runtime *rt, struct managed_buffer *managed)
{
    borrowed exporter = managed->exporter;
    if (!exporter)
        return;
    if (exporter->type->count_exports)
        exporter->type->count_exports(exporter, -1);
    slot_clear(rt, &managed->header, &managed->exporter);
}

static owned managed_new(struct runtime *rt, borrowed exporter,
                         const struct exported_memory *buffer)
{
    owned self = object_new(rt, &managed_buffer_type, sizeof(struct managed_buffer),
                            managed_buffer_type.reported_size);
    if (!self)
        return NULL;
    struct managed_buffer *managed = (struct managed_buffer *)self;
    managed->buffer = *buffer;
    slot_copy(rt, self, &managed->exporter, exporter);
    if (exporter->type->count_exports)
        exporter->type->count_exports(exporter, 1);
    gc_track(rt, self);
    return self;
}

static int managed_traverse(borrowed self, visit_function visit, void *context)
{
    borrowed exporter = ((struct managed_buffer *)self)->exporter;
    return exporter ? visit(context, exporter, EDGE_INTERNAL, (uintptr_t) "obj") : 0;
}

static void managed_dealloc(struct runtime *rt, borrowed self)
{
    release_exporter(rt, (struct managed_buffer *)self);
}

struct type managed_buffer_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "managedbuffer",
    .base = &object_type_,
    .size = sizeof(struct managed_buffer),
    .reported_size = 112,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = managed_traverse,
    .dealloc = managed_dealloc,
};

static owned view_new(struct runtime *rt, borrowed managed, size_t dimensions)
{
    owned self = object_new(rt, &memory_view_type,
                            sizeof(struct memory_view) + 2 * dimensions * sizeof(int64_t),
                            REPORTED_SIZE + dimensions * REPORTED_EXTENTS);
    if (!self)
        return NULL;
    struct memory_view *view = memory_view_of(self);
    view->dimensions = dimensions;
    view->strides = view->extents + dimensions;
    slot_copy(rt, self, &view->managed, managed);
    ((struct managed_buffer *)managed)->views++;
    gc_track(rt, self);
    return self;
}

owned memory_view_like(struct runtime *rt, borrowed v, size_t dimensions)
{
    const struct memory_view *view = memory_view_of(v);
    owned copy = view_new(rt, view->managed, dimensions);
    if (!copy)
        return NULL;
    struct memory_view *fields = memory_view_of(copy);
    fields->data = view->data;
    memcpy(fields->format, view->format, sizeof view->format);
    fields->is_readonly = view->is_readonly;
    fields->item_size = view->item_size;
    return copy;
}

/* The same view once more. */
static owned copy_view(struct runtime *rt, borrowed v)
{
    const struct memory_view *view = memory_view_of(v);
    owned copy = memory_view_like(rt, v, view->dimensions);
    if (copy && view->dimensions)
        memcpy(memory_view_of(copy)->extents, view->extents,
               2 * view->dimensions * sizeof(int64_t));
    return copy;
}

owned memory_view_new(struct runtime *rt, borrowed v)
{
    struct exported_memory buffer;
    if (memory_view_check(v))
        return memory_view_is_valid(rt, v) ? copy_view(rt, v) : NULL;
    if (!object_is_pointer(v) || !v->type->get_memory || !v->type->get_memory(v, &buffer))
        return exception_raise(rt, &exception_TypeError,
                               "memoryview: a bytes-like object is required, not '%T'", v);
    owned managed = managed_new(rt, v, &buffer);
    owned self = managed ? view_new(rt, managed, 1) : NULL;
    object_release_maybe(rt, managed);
    if (!self)
        return NULL;
    struct memory_view *view = memory_view_of(self);
    view->data = buffer.data;
    view->format[0] = buffer.format[0];
    view->is_readonly = buffer.is_readonly;
    view->item_size = buffer.item_size;
    view->extents[0] = (int64_t)(buffer.size / buffer.item_size);
    view->strides[0] = (int64_t)buffer.item_size;
    return self;
}

static void release(struct runtime *rt, borrowed self)
{
    struct memory_view *view = memory_view_of(self);
    if (view->is_released || !view->managed)
        return;
    view->is_released = true;
    if (--managed_of(self)->views == 0)
        release_exporter(rt, managed_of(self));
}

static owned construct(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    static const char *const parameters[] = {"object", NULL};
    static const struct arguments specification = {"memoryview", parameters, 0, 0, 1};
    borrowed object;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &object))
        return NULL;
    if (!object)
        return exception_raise(rt, &exception_TypeError,
                               "memoryview() missing required argument 'object' (pos 1)");
    return memory_view_new(rt, object);
}

static int view_traverse(borrowed self, visit_function visit, void *context)
{
    borrowed managed = memory_view_of(self)->managed;
    return managed ? visit(context, managed, EDGE_INTERNAL, (uintptr_t) "managed buffer") : 0;
}

static int view_clear(struct runtime *rt, borrowed self)
{
    release(rt, self);
    slot_clear(rt, self, &memory_view_of(self)->managed);
    return 0;
}

static void view_dealloc(struct runtime *rt, borrowed self)
{
    view_clear(rt, self);
}

static size_t view_size(struct runtime *rt UNUSED, borrowed self)
{
    return REPORTED_SIZE + memory_view_of(self)->dimensions * REPORTED_EXTENTS;
}

owned memory_view_method_release(struct runtime *rt, borrowed self,
                                 const borrowed *arguments UNUSED, size_t positional,
                                 borrowed names)
{
    if (!arguments_count(rt, "memoryview.release", positional, names, 0, 0))
        return NULL;
    release(rt, self);
    return NONE;
}

owned memory_view_method_enter(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                               size_t positional UNUSED, borrowed names UNUSED)
{
    return memory_view_is_valid(rt, self) ? object_retain(rt, self) : NULL;
}

owned memory_view_method_exit(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                              size_t positional UNUSED, borrowed names UNUSED)
{
    release(rt, self);
    return NONE;
}

/* --- memory ----------------------------------------------------------------------------------- */

static bool get_memory(borrowed self, struct exported_memory *buffer)
{
    const struct memory_view *view = memory_view_of(self);
    if (view->is_released || !memory_view_is_contiguous(view, false))
        return false;
    *buffer = (struct exported_memory){.data = view->data,
                                       .size = memory_view_count(view) * view->item_size,
                                       .item_size = view->item_size,
                                       .format = view->format,
                                       .is_readonly = view->is_readonly};
    return true;
}

/* The place of item `number` in the order of C or of Fortran. */
static uint8_t *place_of(const struct memory_view *view, size_t number, bool fortran)
{
    uint8_t *place = view->data;
    for (size_t i = 0; i < view->dimensions; i++) {
        size_t at = fortran ? i : view->dimensions - 1 - i;
        size_t extent = (size_t)view->extents[at];
        place += (int64_t)(number % extent) * view->strides[at];
        number /= extent;
    }
    return place;
}

owned memory_view_bytes(struct runtime *rt, borrowed v, bool fortran)
{
    const struct memory_view *view = memory_view_of(v);
    if (!memory_view_is_valid(rt, v))
        return NULL;
    size_t count = memory_view_count(view);
    if (memory_view_is_contiguous(view, fortran))
        return bytes_new(rt, view->data, count * view->item_size);
    owned result = bytes_new(rt, NULL, count * view->item_size);
    uint8_t *next = result ? ((struct bytes *)result)->data : NULL;
    for (size_t i = 0; result && i < count; i++, next += view->item_size)
        memcpy(next, place_of(view, i, fortran), view->item_size);
    return result;
}

/* --- items ------------------------------------------------------------------------------------ */

/* The place of `index` in a dimension, from `place` on; NULL with IndexError. */
static uint8_t *step_into(struct runtime *rt, const struct memory_view *view, uint8_t *place,
                          size_t dimension, int64_t index)
{
    if (index < 0)
        index += view->extents[dimension];
    if (index < 0 || index >= view->extents[dimension]) {
        exception_raise(rt, &exception_IndexError, "index out of bounds on dimension %zu",
                        dimension + 1);
        return NULL;
    }
    return place + index * view->strides[dimension];
}

static bool is_index(struct runtime *rt, borrowed v)
{
    return int_is_tagged(v) || object_type(rt, v)->to_index;
}

static bool is_index_tuple(struct runtime *rt, borrowed key)
{
    if (!tuple_check(key))
        return false;
    for (size_t i = 0; i < tuple_count(key); i++)
        if (!is_index(rt, tuple_item(key, i)))
            return false;
    return true;
}

static bool is_slice_tuple(borrowed key)
{
    if (!tuple_check(key) || tuple_count(key) == 0)
        return false;
    for (size_t i = 0; i < tuple_count(key); i++)
        if (!slice_check(tuple_item(key, i)))
            return false;
    return true;
}

static uint8_t *find_by_tuple(struct runtime *rt, const struct memory_view *view, borrowed key)
{
    size_t count = tuple_count(key);
    uint8_t *place = view->data;
    if (count < view->dimensions) {
        exception_raise(rt, &exception_NotImplementedError, "sub-views are not implemented");
        return NULL;
    }
    if (count > view->dimensions) {
        exception_raise(rt, &exception_TypeError,
                        "cannot index %zu-dimension view with %zu-element tuple", view->dimensions,
                        count);
        return NULL;
    }
    for (size_t i = 0; place && i < count; i++) {
        int64_t index;
        if (object_index_number(rt, tuple_item(key, i), &index, false) < 0)
            return NULL;
        place = step_into(rt, view, place, i, index);
    }
    return place;
}

/* The place of one item; NULL with an error. */
static uint8_t *find_item(struct runtime *rt, const struct memory_view *view, borrowed key)
{
    int64_t index;
    if (view->dimensions == 0) {
        if (key == &ellipsis_object || (tuple_check(key) && tuple_count(key) == 0))
            return view->data;
        exception_raise(rt, &exception_TypeError, "invalid indexing of 0-dim memory");
        return NULL;
    }
    if (is_index_tuple(rt, key))
        return find_by_tuple(rt, view, key);
    if (is_slice_tuple(key)) {
        exception_raise(rt, &exception_NotImplementedError,
                        "multi-dimensional slicing is not implemented");
        return NULL;
    }
    if (!is_index(rt, key)) {
        exception_raise(rt, &exception_TypeError, "memoryview: invalid slice key");
        return NULL;
    }
    if (view->dimensions > 1) {
        exception_raise(rt, &exception_NotImplementedError,
                        "multi-dimensional sub-views are not implemented");
        return NULL;
    }
    if (object_index_number(rt, key, &index, false) < 0)
        return NULL;
    return step_into(rt, view, view->data, 0, index);
}

static owned slice_of(struct runtime *rt, borrowed self, borrowed key)
{
    int64_t start, step, count;
    if (slice_resolve(rt, key, memory_view_of(self)->extents[0], &start, &step, &count) < 0)
        return NULL;
    owned part = copy_view(rt, self);
    if (!part)
        return NULL;
    struct memory_view *view = memory_view_of(part);
    view->data += start * view->strides[0];
    view->extents[0] = count;
    view->strides[0] *= step;
    return part;
}

static owned get_item(struct runtime *rt, borrowed self, borrowed key)
{
    const struct memory_view *view = memory_view_of(self);
    if (!memory_view_is_valid(rt, self))
        return NULL;
    if (view->dimensions == 0 && key == &ellipsis_object)
        return object_retain(rt, self);
    if (slice_check(key) && view->dimensions > 0)
        return slice_of(rt, self, key);
    const uint8_t *place = find_item(rt, view, key);
    return place ? memory_view_read(rt, view->format, place) : NULL;
}

/* Copies the items of one view to another of the same structure; they may overlap. */
static int copy_items(struct runtime *rt, borrowed from, borrowed to)
{
    const struct memory_view *source = memory_view_of(from), *target = memory_view_of(to);
    if (source->dimensions != 1 || source->extents[0] != target->extents[0] ||
        strcmp(source->format, target->format) != 0) {
        exception_raise(rt, &exception_ValueError,
                        "memoryview assignment: lvalue and rvalue have different structures");
        return -1;
    }
    owned bytes = memory_view_bytes(rt, from, false);
    if (!bytes)
        return -1;
    const uint8_t *next = ((struct bytes *)bytes)->data;
    for (int64_t i = 0; i < target->extents[0]; i++, next += target->item_size)
        memcpy(target->data + i * target->strides[0], next, target->item_size);
    object_release(rt, bytes);
    return 0;
}

static int set_slice(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    if (memory_view_of(self)->dimensions > 1) {
        exception_raise(rt, &exception_NotImplementedError,
                        "memoryview slice assignments are currently restricted to ndim = 1");
        return -1;
    }
    if (!object_is_pointer(value) || !value->type->get_memory) {
        exception_raise(rt, &exception_TypeError, "a bytes-like object is required, not '%T'",
                        value);
        return -1;
    }
    owned source = memory_view_new(rt, value);
    owned target = source ? slice_of(rt, self, key) : NULL;
    int status = target ? copy_items(rt, source, target) : -1;
    object_release_maybe(rt, source);
    object_release_maybe(rt, target);
    return status;
}

static int set_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    const struct memory_view *view = memory_view_of(self);
    if (!memory_view_is_valid(rt, self))
        return -1;
    if (view->is_readonly || !value) {
        exception_raise(rt, &exception_TypeError,
                        view->is_readonly ? "cannot modify read-only memory"
                                          : "cannot delete memory");
        return -1;
    }
    if (slice_check(key) && view->dimensions > 0)
        return set_slice(rt, self, key, value);
    uint8_t *place = find_item(rt, view, key);
    return place ? memory_view_write(rt, view->format, place, value) : -1;
}

static int64_t view_length(struct runtime *rt, borrowed self)
{
    const struct memory_view *view = memory_view_of(self);
    if (!memory_view_is_valid(rt, self))
        return -1;
    return view->dimensions > 0 ? view->extents[0] : 1;
}

/* --- comparison ------------------------------------------------------------------------------- */

static bool has_same_shape(const struct memory_view *left, const struct memory_view *right)
{
    if (left->dimensions != right->dimensions)
        return false;
    for (size_t i = 0; i < left->dimensions; i++)
        if (left->extents[i] != right->extents[i])
            return false;
    return true;
}

/* Item by item, by value; -1: an error. */
static int have_equal_items(struct runtime *rt, const struct memory_view *left,
                            const struct memory_view *right)
{
    bool are_numbers = !strchr("fd", left->format[0]);
    int equal = 1;
    if (!has_same_shape(left, right))
        return 0;
    size_t count = memory_view_count(left);
    for (size_t i = 0; equal > 0 && i < count; i++) {
        const uint8_t *a = place_of(left, i, false), *b = place_of(right, i, false);
        if (are_numbers && strcmp(left->format, right->format) == 0) {
            equal = memcmp(a, b, left->item_size) == 0;
            continue;
        }
        owned x = memory_view_read(rt, left->format, a);
        owned y = x ? memory_view_read(rt, right->format, b) : NULL;
        equal = y ? object_is_equal(rt, x, y) : -1;
        object_release_maybe(rt, x);
        object_release_maybe(rt, y);
    }
    return equal;
}

static owned view_compare(struct runtime *rt, borrowed self, borrowed other, enum compare operation)
{
    if (operation != COMPARE_EQ && operation != COMPARE_NE)
        return NOT_IMPLEMENTED;
    bool is_usable = !memory_view_of(self)->is_released &&
                     !(memory_view_check(other) && memory_view_of(other)->is_released);
    int equal = self == other;
    if (is_usable) {
        if (!object_is_pointer(other) || !other->type->get_memory)
            return NOT_IMPLEMENTED;
        owned view = memory_view_new(rt, other);
        equal = view ? have_equal_items(rt, memory_view_of(self), memory_view_of(view)) : -1;
        object_release_maybe(rt, view);
    }
    return equal < 0 ? NULL : bool_of((equal > 0) == (operation == COMPARE_EQ));
}

static int view_hash(struct runtime *rt, borrowed self, int64_t *hash)
{
    struct memory_view *view = memory_view_of(self);
    if (view->is_hashed) {
        *hash = view->hash;
        return 0;
    }
    if (!memory_view_is_valid(rt, self))
        return -1;
    const char *fault = NULL;
    if (!view->is_readonly)
        fault = "cannot hash writable memoryview object";
    else if (!strchr("Bbc", view->format[0]))
        fault = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
    if (fault) {
        exception_raise(rt, &exception_ValueError, "%s", fault);
        return -1;
    }
    owned bytes = memory_view_bytes(rt, self, false);
    int status = bytes ? object_hash(rt, bytes, hash) : -1;
    object_release_maybe(rt, bytes);
    view->is_hashed = status == 0;
    view->hash = *hash;
    return status;
}

static owned view_repr(struct runtime *rt, borrowed self)
{
    return str_format(
        rt, memory_view_of(self)->is_released ? "<released memory at %p>" : "<memory at %p>",
        (void *)self);
}

struct type memory_view_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "memoryview",
    .doc = "Create a new memoryview object which references the given object.",
    .base = &object_type_,
    .size = sizeof(struct memory_view),
    .reported_size = REPORTED_SIZE,
    .flags = TYPE_TRACKED | TYPE_SEQUENCE,
    .has_weak_references = true,
    .traverse = view_traverse,
    .clear = view_clear,
    .dealloc = view_dealloc,
    .size_of = view_size,
    .new = construct,
    .repr = view_repr,
    .hash = view_hash,
    .compare = view_compare,
    .length = view_length,
    .get_item = get_item,
    .set_item = set_item,
    .get_memory = get_memory,
    .methods = memory_view_methods,
    .attributes = memory_view_attributes,
};
