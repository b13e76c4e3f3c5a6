/* memoryview: methods and attributes (memory_view.h). */
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int_view.h"
#include "runtime/types/list.h"
#include "runtime/types/memory_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- as other objects ------------------------------------------------------------------------- */

/* tobytes(order): 'C', 'F', or 'A' for whichever the memory has. */
static owned to_bytes(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    static const char *const parameters[] = {"order", NULL};
    static const struct arguments specification = {"tobytes", parameters, 0, 0, 1};
    borrowed order;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &order) ||
        !memory_view_is_valid(rt, self))
        return NULL;
    bool given = order && order != NONE;
    if (given && !(str_check(order) && (str_equal_text(order, "C") || str_equal_text(order, "F") ||
                                        str_equal_text(order, "A"))))
        return exception_raise(rt, &exception_ValueError, "order must be 'C', 'F' or 'A'");
    bool fortran = given && (str_equal_text(order, "F") ||
                             (str_equal_text(order, "A") &&
                              !memory_view_is_contiguous(memory_view_of(self), false) &&
                              memory_view_is_contiguous(memory_view_of(self), true)));
    return memory_view_bytes(rt, self, fortran);
}

static owned list_of(struct runtime *rt, const struct memory_view *view, size_t dimension,
                     const uint8_t *place)
{
    owned list = list_new(rt, (size_t)view->extents[dimension]);
    for (int64_t i = 0; list && i < view->extents[dimension]; i++) {
        const uint8_t *at = place + i * view->strides[dimension];
        owned item = dimension + 1 < view->dimensions ? list_of(rt, view, dimension + 1, at)
                                                      : memory_view_read(rt, view->format, at);
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

static owned to_list(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                     size_t positional, borrowed names)
{
    const struct memory_view *view = memory_view_of(self);
    if (!arguments_count(rt, "memoryview.tolist", positional, names, 0, 0) ||
        !memory_view_is_valid(rt, self))
        return NULL;
    return view->dimensions ? list_of(rt, view, 0, view->data)
                            : memory_view_read(rt, view->format, view->data);
}

static owned to_hexadecimal(struct runtime *rt, borrowed self, const borrowed *arguments,
                            size_t positional, borrowed names)
{
    owned bytes = memory_view_bytes(rt, self, false);
    owned text = bytes ? bytes_method_hex(rt, bytes, arguments, positional, names) : NULL;
    object_release_maybe(rt, bytes);
    return text;
}

static owned to_readonly(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, "memoryview.toreadonly", positional, names, 0, 0))
        return NULL;
    owned view = memory_view_new(rt, self);
    if (view)
        memory_view_of(view)->is_readonly = true;
    return view;
}

/* --- cast ------------------------------------------------------------------------------------- */

static bool is_byte_format(const char *format)
{
    return strchr("bBc", format[format[0] == '@']) != NULL;
}

/* The format as text; NULL: an error was raised. */
static const char *check_format(struct runtime *rt, const struct memory_view *view, borrowed format)
{
    if (!str_check(format)) {
        exception_raise(rt, &exception_TypeError, "cast() argument 'format' must be str, not %T",
                        format);
        return NULL;
    }
    const char *text = str_utf8(format, NULL);
    size_t size = memory_view_format_size(text);
    bool known = memory_view_format_size(view->format) > 0;
    if (!known || size == 0) {
        exception_raise(rt, &exception_ValueError,
                        "memoryview: %s format must be a native single character format prefixed "
                        "with an optional '@'",
                        known ? "destination" : "source");
        return NULL;
    }
    if (!is_byte_format(view->format) && !is_byte_format(text)) {
        exception_raise(rt, &exception_TypeError,
                        "memoryview: cannot cast between two non-byte formats");
        return NULL;
    }
    if (memory_view_count(view) * view->item_size % size) {
        exception_raise(rt, &exception_TypeError,
                        "memoryview: length is not a multiple of itemsize");
        return NULL;
    }
    return text;
}

/* A row of items in a view gets the shape, a tuple or list of numbers. */
static int set_shape(struct runtime *rt, struct memory_view *view, borrowed shape, size_t size)
{
    size_t product = view->item_size;
    for (size_t i = 0; i < view->dimensions; i++) {
        borrowed item = list_check(shape) ? ((struct list *)shape)->items[i] : tuple_item(shape, i);
        if (!int_check(rt, item)) {
            exception_raise(rt, &exception_TypeError,
                            "memoryview.cast(): elements of shape must be integers");
            return -1;
        }
        if (!int_small(item, &view->extents[i]) || view->extents[i] <= 0) {
            exception_raise(rt, &exception_ValueError,
                            "memoryview.cast(): elements of shape must be integers > 0");
            return -1;
        }
        if (__builtin_mul_overflow(product, (size_t)view->extents[i], &product) ||
            product > INT64_MAX) {
            exception_raise(rt, &exception_ValueError,
                            "memoryview.cast(): product(shape) > SSIZE_MAX");
            return -1;
        }
    }
    if (product != size) {
        exception_raise(rt, &exception_TypeError,
                        "memoryview: product(shape) * itemsize != buffer size");
        return -1;
    }
    int64_t stride = (int64_t)view->item_size;
    for (size_t i = view->dimensions; i-- > 0;) {
        view->strides[i] = stride;
        stride *= view->extents[i];
    }
    return 0;
}

/* Checks what cast() is given; *dimensions: of its result. */
static bool check_cast(struct runtime *rt, const struct memory_view *view, borrowed shape,
                       size_t *dimensions)
{
    *dimensions = 1;
    if (!memory_view_is_contiguous(view, false)) {
        exception_raise(rt, &exception_TypeError,
                        "memoryview: casts are restricted to C-contiguous views");
        return false;
    }
    if ((shape || view->dimensions != 1) && memory_view_count(view) == 0) {
        exception_raise(rt, &exception_TypeError,
                        "memoryview: cannot cast view with zeros in shape or strides");
        return false;
    }
    if (!shape)
        return true;
    if (!list_check(shape) && !tuple_check(shape)) {
        exception_raise(rt, &exception_TypeError, "shape must be a list or a tuple");
        return false;
    }
    *dimensions = list_check(shape) ? ((struct list *)shape)->count : tuple_count(shape);
    if (*dimensions > MEMORY_VIEW_DIMENSIONS) {
        exception_raise(rt, &exception_ValueError,
                        "memoryview: number of dimensions must not exceed %d",
                        MEMORY_VIEW_DIMENSIONS);
        return false;
    }
    if (view->dimensions != 1 && *dimensions != 1) {
        exception_raise(rt, &exception_TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
        return false;
    }
    return true;
}

static owned cast(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                  borrowed names)
{
    static const char *const parameters[] = {"format", "shape", NULL};
    static const struct arguments specification = {"cast", parameters, 1, 0, 2};
    const struct memory_view *view = memory_view_of(self);
    borrowed values[2];
    size_t dimensions;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !memory_view_is_valid(rt, self) || !check_cast(rt, view, values[1], &dimensions))
        return NULL;
    const char *format = check_format(rt, view, values[0]);
    owned result = format ? memory_view_like(rt, self, dimensions) : NULL;
    if (!result)
        return NULL;
    struct memory_view *fields = memory_view_of(result);
    size_t size = memory_view_count(view) * view->item_size;
    memcpy(fields->format, format, strlen(format) + 1);
    fields->item_size = memory_view_format_size(format);
    if (!values[1]) {
        fields->extents[0] = (int64_t)(size / fields->item_size);
        fields->strides[0] = (int64_t)fields->item_size;
    } else if (set_shape(rt, fields, values[1], size) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

const struct native_method memory_view_methods[] = {
    {"release", memory_view_method_release, NATIVE_PLAIN,
     "Release the underlying buffer exposed by the memoryview object."},
    {"__enter__", memory_view_method_enter, NATIVE_PLAIN, NULL},
    {"__exit__", memory_view_method_exit, NATIVE_PLAIN, NULL},
    {"tobytes", to_bytes, NATIVE_PLAIN, "Return the data in the buffer as a byte string."},
    {"tolist", to_list, NATIVE_PLAIN, "Return the data in the buffer as a list of elements."},
    {"hex", to_hexadecimal, NATIVE_PLAIN,
     "Return the data in the buffer as a str of hexadecimal numbers."},
    {"toreadonly", to_readonly, NATIVE_PLAIN, "Return a readonly version of the memoryview."},
    {"cast", cast, NATIVE_PLAIN, "Cast a memoryview to a new format or shape."},
    {NULL, NULL, 0, NULL},
};

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_object(struct runtime *rt, borrowed self)
{
    if (!memory_view_is_valid(rt, self))
        return NULL;
    borrowed exporter = ((struct managed_buffer *)memory_view_of(self)->managed)->exporter;
    return object_retain(rt, exporter ? exporter : NONE);
}

static owned get_size(struct runtime *rt, borrowed self)
{
    const struct memory_view *view = memory_view_of(self);
    return memory_view_is_valid(rt, self)
               ? int_new_unsigned(rt, memory_view_count(view) * view->item_size)
               : NULL;
}

static owned get_readonly(struct runtime *rt, borrowed self)
{
    return memory_view_is_valid(rt, self) ? bool_of(memory_view_of(self)->is_readonly) : NULL;
}

static owned get_item_size(struct runtime *rt, borrowed self)
{
    return memory_view_is_valid(rt, self) ? int_new_unsigned(rt, memory_view_of(self)->item_size)
                                          : NULL;
}

static owned get_format(struct runtime *rt, borrowed self)
{
    return memory_view_is_valid(rt, self) ? str_from_text(rt, memory_view_of(self)->format) : NULL;
}

static owned get_dimensions(struct runtime *rt, borrowed self)
{
    return memory_view_is_valid(rt, self) ? int_new_unsigned(rt, memory_view_of(self)->dimensions)
                                          : NULL;
}

static owned numbers(struct runtime *rt, const int64_t *items, size_t count)
{
    owned row[MEMORY_VIEW_DIMENSIONS];
    for (size_t i = 0; i < count; i++)
        row[i] = int_new(rt, items[i]);
    return tuple_from_owned(rt, row, count);
}

static owned get_shape(struct runtime *rt, borrowed self)
{
    const struct memory_view *view = memory_view_of(self);
    return memory_view_is_valid(rt, self) ? numbers(rt, view->extents, view->dimensions) : NULL;
}

static owned get_strides(struct runtime *rt, borrowed self)
{
    const struct memory_view *view = memory_view_of(self);
    return memory_view_is_valid(rt, self) ? numbers(rt, view->strides, view->dimensions) : NULL;
}

static owned get_suboffsets(struct runtime *rt, borrowed self)
{
    return memory_view_is_valid(rt, self) ? tuple_new(rt, 0) : NULL;
}

static owned get_c_contiguous(struct runtime *rt, borrowed self)
{
    if (!memory_view_is_valid(rt, self))
        return NULL;
    return bool_of(memory_view_is_contiguous(memory_view_of(self), false));
}

static owned get_f_contiguous(struct runtime *rt, borrowed self)
{
    if (!memory_view_is_valid(rt, self))
        return NULL;
    return bool_of(memory_view_is_contiguous(memory_view_of(self), true));
}

static owned get_contiguous(struct runtime *rt, borrowed self)
{
    const struct memory_view *view = memory_view_of(self);
    if (!memory_view_is_valid(rt, self))
        return NULL;
    return bool_of(memory_view_is_contiguous(view, false) || memory_view_is_contiguous(view, true));
}

const struct native_attribute memory_view_attributes[] = {
    {"obj", get_object, NULL},
    {"nbytes", get_size, NULL},
    {"readonly", get_readonly, NULL},
    {"itemsize", get_item_size, NULL},
    {"format", get_format, NULL},
    {"ndim", get_dimensions, NULL},
    {"shape", get_shape, NULL},
    {"strides", get_strides, NULL},
    {"suboffsets", get_suboffsets, NULL},
    {"c_contiguous", get_c_contiguous, NULL},
    {"f_contiguous", get_f_contiguous, NULL},
    {"contiguous", get_contiguous, NULL},
    {NULL, NULL, NULL},
};
