/* The module pwd: the users that the system knows. */
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

#include <errno.h>
#include <pwd.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

static const char *const fields[] = {"pw_name",  "pw_passwd", "pw_uid",   "pw_gid",
                                     "pw_gecos", "pw_dir",    "pw_shell", NULL};
static struct record_type user_type = RECORD_TYPE("pwd.struct_passwd", fields);

static owned text_or_empty(struct runtime *rt, const char *text)
{
    return str_from_text(rt, text ? text : "");
}

static owned make_user(struct runtime *rt, const struct passwd *user)
{
    owned items[7] = {text_or_empty(rt, user->pw_name),
                      text_or_empty(rt, user->pw_passwd),
                      int_tag(user->pw_uid),
                      int_tag(user->pw_gid),
                      text_or_empty(rt, user->pw_gecos),
                      text_or_empty(rt, user->pw_dir),
                      text_or_empty(rt, user->pw_shell)};
    return record_new(rt, &user_type, items);
}

FUNCTION(get_by_number)
{
    int64_t number;
    if (!arguments_count(rt, "getpwuid", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &number))
        return NULL;
    const struct passwd *user = number >= 0 && number < UINT32_MAX ? getpwuid((uid_t)number) : NULL;
    return user ? make_user(rt, user)
                : exception_raise(rt, &exception_KeyError, "getpwuid(): uid not found: %lld",
                                  (long long)number);
}

FUNCTION(get_by_name)
{
    if (!arguments_count(rt, "getpwnam", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "getpwnam() argument must be str, not %T",
                               arguments[0]);
    const struct passwd *user = getpwnam(str_utf8(arguments[0], NULL));
    return user ? make_user(rt, user)
                : exception_raise(rt, &exception_KeyError, "getpwnam(): name not found: %R",
                                  arguments[0]);
}

FUNCTION(get_all)
{
    (void)arguments;
    if (!arguments_count(rt, "getpwall", positional, names, 0, 0))
        return NULL;
    owned list = list_new(rt, 0);
    setpwent();
    for (const struct passwd *user; list && (user = getpwent()) != NULL;) {
        owned item = make_user(rt, user);
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            list = NULL;
        }
    }
    endpwent();
    return list;
}

static const struct native_method functions[] = {
    {"getpwuid", get_by_number, NATIVE_PLAIN, "The entry for a numeric user ID."},
    {"getpwnam", get_by_name, NATIVE_PLAIN, "The entry for a user name."},
    {"getpwall", get_all, NATIVE_PLAIN, "All entries."},
    {0},
};

int module_fill_pwd(struct runtime *rt, borrowed module)
{
    type_ready(rt, &user_type.type);
    if (module_set(rt, module, "struct_passwd", object_retain(rt, &user_type.type.header)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
