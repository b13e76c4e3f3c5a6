/* Arguments by position and name (arguments.h), with the messages of CPython's argument parsers. */
#include "runtime/types/arguments.h"

#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static size_t count_parameters(const struct arguments *specification)
{
    size_t count = 0;
    while (specification->names[count])
        count++;
    return count;
}

static bool check_counts(struct runtime *rt, const struct arguments *specification, size_t total,
                         size_t positional, size_t named)
{
    size_t most = specification->positional < total ? specification->positional : total;
    if (positional + named > total) {
        exception_raise(rt, &exception_TypeError, "%s() takes %s %zu %sargument%s (%zu given)",
                        specification->function,
                        specification->required == total ? "exactly" : "at most", total,
                        positional == 0 ? "keyword " : "", plural(total), positional + named);
        return false;
    }
    if (positional <= most)
        return true;
    if (most == 0)
        exception_raise(rt, &exception_TypeError, "%s() takes no positional arguments",
                        specification->function);
    else
        exception_raise(
            rt, &exception_TypeError, "%s() takes %s %zu positional argument%s (%zu given)",
            specification->function, specification->required < most ? "at most" : "exactly", most,
            plural(most), positional);
    return false;
}

/* The parameter that `name` names; `total` where there is none. */
static size_t find_parameter(const struct arguments *specification, size_t total, borrowed name)
{
    for (size_t i = specification->positional_only; i < total; i++)
        if (str_equal_text(name, specification->names[i]))
            return i;
    return total;
}

static bool place_named(struct runtime *rt, const struct arguments *specification, size_t total,
                        size_t positional, borrowed name, borrowed value, borrowed *values)
{
    size_t i = find_parameter(specification, total, name);
    if (i == total) {
        exception_raise(rt, &exception_TypeError, "'%U' is an invalid keyword argument for %s()",
                        name, specification->function);
        return false;
    }
    if (i < positional) {
        exception_raise(rt, &exception_TypeError,
                        "argument for %s() given by name ('%U') and position (%zu)",
                        specification->function, name, i + 1);
        return false;
    }
    values[i] = value;
    return true;
}

bool arguments_unpack(struct runtime *rt, const struct arguments *specification,
                      const borrowed *arguments, size_t positional, borrowed names,
                      borrowed *values)
{
    size_t total = count_parameters(specification);
    size_t named = names ? tuple_count(names) : 0;
    if (!check_counts(rt, specification, total, positional, named))
        return false;
    for (size_t i = 0; i < total; i++)
        values[i] = i < positional ? arguments[i] : NULL;
    for (size_t i = 0; i < named; i++)
        if (!place_named(rt, specification, total, positional, tuple_item(names, i),
                         arguments[positional + i], values))
            return false;
    for (size_t i = 0; i < specification->required; i++) {
        if (values[i])
            continue;
        if (i < specification->positional_only)
            exception_raise(rt, &exception_TypeError,
                            "%s() takes at least %zu positional argument%s (%zu given)",
                            specification->function, specification->required,
                            plural(specification->required), positional);
        else
            exception_raise(rt, &exception_TypeError,
                            "%s() missing required argument '%s' (pos %zu)",
                            specification->function, specification->names[i], i + 1);
        return false;
    }
    return true;
}

bool arguments_count(struct runtime *rt, const char *function, size_t positional, borrowed names,
                     size_t least, size_t most)
{
    if (names && tuple_count(names)) {
        exception_raise(rt, &exception_TypeError, "%s() takes no keyword arguments", function);
        return false;
    }
    if (positional >= least && positional <= most)
        return true;
    if (most == 0)
        exception_raise(rt, &exception_TypeError, "%s() takes no arguments (%zu given)", function,
                        positional);
    else if (least == 1 && most == 1)
        exception_raise(rt, &exception_TypeError, "%s() takes exactly one argument (%zu given)",
                        function, positional);
    else {
        size_t bound = positional < least ? least : most;
        const char *kind = least == most ? "" : positional < least ? "at least " : "at most ";
        exception_raise(rt, &exception_TypeError, "%s expected %s%zu argument%s, got %zu", function,
                        kind, bound, plural(bound), positional);
    }
    return false;
}

bool arguments_int(struct runtime *rt, borrowed v, int64_t *number)
{
    if (int_is_tagged(v)) {
        *number = int_untag(v);
        return true;
    }
    owned index = object_index(rt, v);
    if (!index)
        return false;
    int result = int_get(rt, index, number);
    object_release(rt, index);
    return result == 0;
}

bool arguments_float(struct runtime *rt, borrowed v, double *number)
{
    return float_get(rt, v, number) == 0;
}
