/* The module _traceback: exceptions and tracebacks as the text that goes to stderr. */
#include "runtime/modules/modules.h"
#include "runtime/python/frame.h"
#include "runtime/python/report.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static owned format_exception(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                              size_t positional, borrowed names)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    if (!arguments_count(rt, "format_exception", positional, names, 1, 1))
        return NULL;
    if (!object_is_pointer(arguments[0]) || !type_has_flag(arguments[0]->type, TYPE_EXCEPTION))
        return exception_raise(rt, &exception_TypeError, "Exception expected for value, %T found",
                               arguments[0]);
    if (report_text(rt, &text, arguments[0]) < 0) {
        str_builder_release(&text);
        return NULL;
    }
    return str_builder_finish(rt, &text);
}

static owned format_traceback(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                              size_t positional, borrowed names)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    if (!arguments_count(rt, "format_traceback", positional, names, 1, 1))
        return NULL;
    if (arguments[0] == NONE)
        return str_from_text(rt, "");
    if (!object_is_pointer(arguments[0]) || arguments[0]->type != &traceback_type)
        return exception_raise(rt, &exception_TypeError, "a traceback expected, not %T",
                               arguments[0]);
    report_traceback(rt, &text, arguments[0]);
    return str_builder_finish(rt, &text);
}

static const struct native_method functions[] = {
    {"format_exception", format_exception, NATIVE_PLAIN, NULL},
    {"format_traceback", format_traceback, NATIVE_PLAIN, NULL},
    {0},
};

int module_fill_traceback(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
