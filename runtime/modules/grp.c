/* The module grp: the groups of users that the system knows. */
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/record.h"
#include "runtime/types/str.h"

#include <grp.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

static const char *const fields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem", NULL};
static struct record_type group_type = RECORD_TYPE("grp.struct_group", fields);

static owned make_group(struct runtime *rt, const struct group *group)
{
    owned members = list_new(rt, 0);
    for (char **member = group->gr_mem; members && member && *member; member++) {
        owned name = str_from_text(rt, *member);
        if (!name || list_append(rt, members, name) < 0) {
            object_release(rt, members);
            members = NULL;
        }
    }
    owned items[4] = {str_from_text(rt, group->gr_name),
                      str_from_text(rt, group->gr_passwd ? group->gr_passwd : ""),
                      int_tag(group->gr_gid), members};
    return record_new(rt, &group_type, items);
}

FUNCTION(get_by_number)
{
    int64_t number;
    if (!arguments_count(rt, "getgrgid", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &number))
        return NULL;
    const struct group *group = number >= 0 && number < UINT32_MAX ? getgrgid((gid_t)number) : NULL;
    return group ? make_group(rt, group)
                 : exception_raise(rt, &exception_KeyError, "getgrgid(): gid not found: %lld",
                                   (long long)number);
}

FUNCTION(get_by_name)
{
    if (!arguments_count(rt, "getgrnam", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "getgrnam() argument must be str, not %T",
                               arguments[0]);
    const struct group *group = getgrnam(str_utf8(arguments[0], NULL));
    return group ? make_group(rt, group)
                 : exception_raise(rt, &exception_KeyError, "getgrnam(): name not found: %R",
                                   arguments[0]);
}

FUNCTION(get_all)
{
    (void)arguments;
    if (!arguments_count(rt, "getgrall", positional, names, 0, 0))
        return NULL;
    owned list = list_new(rt, 0);
    setgrent();
    for (const struct group *group; list && (group = getgrent()) != NULL;) {
        owned item = make_group(rt, group);
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            list = NULL;
        }
    }
    endgrent();
    return list;
}

static const struct native_method functions[] = {
    {"getgrgid", get_by_number, NATIVE_PLAIN, "The entry for a numeric group ID."},
    {"getgrnam", get_by_name, NATIVE_PLAIN, "The entry for a group name."},
    {"getgrall", get_all, NATIVE_PLAIN, "All entries."},
    {0},
};

int module_fill_grp(struct runtime *rt, borrowed module)
{
    type_ready(rt, &group_type.type);
    if (module_set(rt, module, "struct_group", object_retain(rt, &group_type.type.header)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
