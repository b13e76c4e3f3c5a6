/* _copyreg: the functions that remake instances, which object.__reduce_ex__ names (reduce.h). */
#include "runtime/modules/modules.h"
#include "runtime/types/module.h"
#include "runtime/types/reduce.h"

int module_fill_copyreg(struct runtime *rt, borrowed module)
{
    static const char *const function_names[] = {
        [REDUCE_NEW] = "__newobj__",
        [REDUCE_NEW_WITH_KEYWORDS] = "__newobj_ex__",
        [REDUCE_RECONSTRUCT] = "_reconstructor",
    };
    for (size_t i = 0; i < sizeof function_names / sizeof *function_names; i++)
        if (module_set(rt, module, function_names[i], reduce_rebuilder((enum reduce_rebuilder)i)) <
            0)
            return -1;
    return 0;
}
