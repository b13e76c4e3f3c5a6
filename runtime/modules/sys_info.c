/* The constants of the module sys: version, platform, limits. */
#include "runtime/modules/sys_info.h"

#include "runtime/core/pool.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/record.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <float.h>

/* The language that is spoken here: its version is what programs test. */
#define VERSION_MAJOR 3
#define VERSION_MINOR 11
#define VERSION_MICRO 7

/* As the names of folders have it; sysconfig looks for its data by it. */
#ifdef __aarch64__
#define MULTIARCH "aarch64-linux-gnu"
#else
#define MULTIARCH "x86_64-linux-gnu"
#endif

static const char *const version_fields[] = {"major",        "minor",  "micro",
                                             "releaselevel", "serial", NULL};
static struct record_type version_type = RECORD_TYPE("sys.version_info", version_fields);

static const char *const float_fields[] = {"max",     "max_exp",    "max_10_exp", "min",
                                           "min_exp", "min_10_exp", "dig",        "mant_dig",
                                           "epsilon", "radix",      "rounds",     NULL};
static struct record_type float_info_type = RECORD_TYPE("sys.float_info", float_fields);

static const char *const hash_fields[] = {"width", "modulus", "inf", "nan", "imag", NULL};
static struct record_type hash_info_type = RECORD_TYPE("sys.hash_info", hash_fields);

static const char *const implementation_fields[] = {"name",       "cache_tag",  "version",
                                                    "hexversion", "_multiarch", NULL};
static struct record_type implementation_type =
    RECORD_TYPE("sys.implementation", implementation_fields);

static const char *const flag_fields[] = {"debug",
                                          "inspect",
                                          "interactive",
                                          "optimize",
                                          "dont_write_bytecode",
                                          "no_user_site",
                                          "no_site",
                                          "ignore_environment",
                                          "verbose",
                                          "bytes_warning",
                                          "quiet",
                                          "hash_randomization",
                                          "isolated",
                                          "dev_mode",
                                          "utf8_mode",
                                          "warn_default_encoding",
                                          "safe_path",
                                          "int_max_str_digits",
                                          NULL};
static struct record_type flags_type = RECORD_TYPE("sys.flags", flag_fields);

static owned new_version(struct runtime *rt)
{
    owned items[] = {int_new(rt, VERSION_MAJOR), int_new(rt, VERSION_MINOR),
                     int_new(rt, VERSION_MICRO), str_intern_text(rt, "final"), int_new(rt, 0)};
    return record_new(rt, &version_type, items);
}

static owned new_float_info(struct runtime *rt)
{
    owned items[] = {float_new(rt, DBL_MAX),
                     int_new(rt, DBL_MAX_EXP),
                     int_new(rt, DBL_MAX_10_EXP),
                     float_new(rt, DBL_MIN),
                     int_new(rt, DBL_MIN_EXP),
                     int_new(rt, DBL_MIN_10_EXP),
                     int_new(rt, DBL_DIG),
                     int_new(rt, DBL_MANT_DIG),
                     float_new(rt, DBL_EPSILON),
                     int_new(rt, FLT_RADIX),
                     int_new(rt, 1)};
    return record_new(rt, &float_info_type, items);
}

static owned new_hash_info(struct runtime *rt)
{
    owned items[] = {int_new(rt, 64), int_new(rt, (INT64_C(1) << 61) - 1), int_new(rt, 314159),
                     int_new(rt, 0), int_new(rt, 1000003)};
    return record_new(rt, &hash_info_type, items);
}

static int64_t hexadecimal_version(void)
{
    return VERSION_MAJOR << 24 | VERSION_MINOR << 16 | VERSION_MICRO << 8 | 0xf0;
}

static owned new_implementation(struct runtime *rt)
{
    owned items[] = {str_intern_text(rt, "heapledger"), NONE, new_version(rt),
                     int_new(rt, hexadecimal_version()), str_intern_text(rt, MULTIARCH)};
    return record_new(rt, &implementation_type, items);
}

static owned new_flags(struct runtime *rt)
{
    const int64_t values[] = {0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, -1};
    owned items[sizeof values / sizeof *values];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        items[i] = int_tag(values[i]);
    return record_new(rt, &flags_type, items);
}

static int add_texts(struct runtime *rt, borrowed module)
{
    static const struct {
        const char *name;
        const char *text;
    } texts[] = {
        {"version", "3.11.7 (heapledger)"},
        {"platform", "linux"},
        {"byteorder", "little"},
        {"executable", "heapledger"},
        {"prefix", "/usr"},
        {"copyright", ""},
        {"exec_prefix", "/usr"},
        {"base_prefix", "/usr"},
        {"base_exec_prefix", "/usr"},
        {"platlibdir", "lib"},
        {"abiflags", ""},
        {"float_repr_style", "short"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (module_set(rt, module, texts[i].name, str_intern_text(rt, texts[i].text)) < 0)
            return -1;
    return 0;
}

int sys_info_fill(struct runtime *rt, borrowed module)
{
    if (add_texts(rt, module) < 0 || module_set(rt, module, "version_info", new_version(rt)) < 0 ||
        module_set(rt, module, "float_info", new_float_info(rt)) < 0 ||
        module_set(rt, module, "hash_info", new_hash_info(rt)) < 0 ||
        module_set(rt, module, "implementation", new_implementation(rt)) < 0 ||
        module_set(rt, module, "flags", new_flags(rt)) < 0 ||
        module_set(rt, module, "hexversion", int_new(rt, hexadecimal_version())) < 0 ||
        module_set(rt, module, "maxsize", int_new(rt, INT64_MAX)) < 0 ||
        module_set(rt, module, "maxunicode", int_new(rt, 0x10FFFF)) < 0 ||
        module_set(rt, module, "dont_write_bytecode", bool_of(true)) < 0)
        return -1;
    static const char *const lists[] = {"warnoptions", "meta_path", "path_hooks"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (module_set(rt, module, lists[i], list_new(rt, 0)) < 0)
            return -1;
    }
    return module_set(rt, module, "path_importer_cache", dict_new(rt));
}

static int count_one(void *context, borrowed v UNUSED)
{
    ++*(size_t *)context;
    return 0;
}

size_t sys_info_live_objects(struct runtime *rt)
{
    size_t count = 0;
    pool_each(rt->pools, count_one, &count);
    return count;
}
