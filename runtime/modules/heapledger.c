/* The module heapledger: a program's own places in its ledger.
 *
 * Without a recording, snapshot and mark do nothing and give None, so that a program need not ask.
 */
#include "runtime/core/ledger.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

/* The one argument, a str; NULL with TypeError raised. */
static const char *read_label(struct runtime *rt, const char *function, const borrowed *arguments,
                              size_t positional, borrowed names)
{
    static const char *const parameters[] = {"label", NULL};
    struct arguments specification = {function, parameters, 1, 0, SIZE_MAX};
    borrowed label;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &label))
        return NULL;
    if (str_check(label))
        return str_utf8(label, NULL);
    exception_raise(rt, &exception_TypeError, "%s() argument 'label' must be str, not %T", function,
                    label);
    return NULL;
}

static owned number_or_none(struct runtime *rt, uint32_t number)
{
    return number ? int_new(rt, number) : NONE;
}

static owned snapshot(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    const char *label = read_label(rt, "snapshot", arguments, positional, names);
    return label ? number_or_none(rt, ledger_snapshot(rt, label)) : NULL;
}

static owned mark(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                  size_t positional, borrowed names)
{
    const char *label = read_label(rt, "mark", arguments, positional, names);
    return label ? number_or_none(rt, ledger_mark(rt, label)) : NULL;
}

static const struct native_method functions[] = {
    {"snapshot", snapshot, NATIVE_PLAIN,
     "Record a picture of the whole heap under this label; gives its number, None unrecorded."},
    {"mark", mark, NATIVE_PLAIN,
     "Put a label into the stream of events; gives its number, None unrecorded."},
    {0},
};

int module_fill_heapledger(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
