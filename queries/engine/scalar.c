#include "queries/engine/scalar.h"

#include "base/buffer.h"
#include "base/vector.h"
#include "queries/engine/connection.h"
#include "queries/engine/epochs.h"
#include "queries/engine/names.h"
#include "queries/engine/object_types.h"
#include "queries/engine/value.h"
#include "recorder/format/snapshot.h"

#include <string.h>

/* Callers beyond this are left out of a traceback. */
enum { DEEPEST_TRACEBACK = 256 };

static void fail(sqlite3_context *result, struct engine *engine, const struct error *error)
{
    connection_keep_error(engine, error);
    sqlite3_result_error(result, error->message, -1);
}

static void show_source(sqlite3_context *result, UNUSED int count, sqlite3_value **values)
{
    struct names *names = connection_names(sqlite3_user_data(result));
    value_show_text(result, names_source(names, sqlite3_value_int64(values[0])));
}

static void show_program_source(sqlite3_context *result, UNUSED int count, sqlite3_value **values)
{
    struct names *names = connection_names(sqlite3_user_data(result));
    int64_t site = sqlite3_value_int64(values[0]);
    const struct site_name *name = names_site(names, site);
    for (int depth = 0; name && !names_is_of_program(name) && depth < DEEPEST_TRACEBACK; depth++) {
        site = name->parent;
        name = names_site(names, site);
    }
    value_show_text(result, names_source(names, site));
}

static void show_traceback(sqlite3_context *result, UNUSED int count, sqlite3_value **values)
{
    struct names *names = connection_names(sqlite3_user_data(result));
    struct {
        VECTOR_OF(int64_t);
    } sites = {0};
    int64_t site = sqlite3_value_int64(values[0]);
    for (const struct site_name *name = names_site(names, site);
         name && sites.count < DEEPEST_TRACEBACK; name = names_site(names, site)) {
        vector_push(&sites, site);
        site = name->parent;
    }
    struct buffer traceback = BUFFER_EMPTY;
    while (sites.count > 0)
        buffer_format(&traceback, "%s%s", traceback.size ? "; " : "",
                      names_source(names, sites.items[--sites.count]));
    value_show_copy(result, buffer_text(&traceback));
    buffer_release(&traceback);
    vector_release(&sites);
}

/* The name of an object's type; NULL where it is not known. False: the result is an error. */
static bool find_type(sqlite3_context *result, int64_t oid, const char **name)
{
    struct engine *engine = sqlite3_user_data(result);
    struct error error;
    uint32_t type = 0;
    if (oid > 0 && !object_types_find(connection_types(engine), (uint64_t)oid, &type, &error)) {
        fail(result, engine, &error);
        return false;
    }
    *name = type ? names_type(connection_names(engine), type) : NULL;
    return true;
}

static void show_type(sqlite3_context *result, UNUSED int count, sqlite3_value **values)
{
    const char *name;
    if (find_type(result, sqlite3_value_int64(values[0]), &name))
        value_show_text(result, name);
}

static void show_holder(sqlite3_context *result, UNUSED int count, sqlite3_value **values)
{
    struct engine *engine = sqlite3_user_data(result);
    int64_t holder = sqlite3_value_int64(values[0]);
    const char *name = NULL;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    if (holder == 0) {
        value_show_text(result, "in flight");
    } else if (holder < 0) {
        value_show_text(result, names_root(connection_names(engine), holder));
    } else if (find_type(result, holder, &name)) {
        char text[256];
        snprintf(text, sizeof text, "%s %lld", name ? name : "object", (long long)holder);
        value_show_copy(result, text);
    }
}

static void show_epoch(sqlite3_context *result, UNUSED int count, sqlite3_value **values)
{
    struct engine *engine = sqlite3_user_data(result);
    struct error error;
    uint64_t epoch;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    if (epochs_find(connection_epochs(engine), (uint64_t)sqlite3_value_int64(values[0]), &epoch,
                    &error))
        sqlite3_result_int64(result, (int64_t)epoch);
    else
        fail(result, engine, &error);
}

/* Fails where the program did not tell what the strings of a snapshot say. */
static bool require_contents(struct engine *engine, int64_t snapshot, struct error *error)
{
    bool has_contents;
    if (!snapshot_has_contents(engine_file(engine), (uint64_t)snapshot, &has_contents, error))
        return false;
    return has_contents ||
           error_set(error, ERROR_DATA,
                     "snapshot %lld of '%s' does not say which strings are equal: it was taken "
                     "after the run, or by a program that does not tell",
                     (long long)snapshot, engine_file(engine)->path);
}

static void show_recorded(sqlite3_context *result, int count, sqlite3_value **values)
{
    struct engine *engine = sqlite3_user_data(result);
    const char *what = (const char *)sqlite3_value_text(values[0]);
    struct error error;
    bool needs_holders = what && strcmp(what, "holders") == 0;
    bool is_there = count == 2 ? require_contents(engine, sqlite3_value_int64(values[1]), &error)
                               : connection_require_references(engine, needs_holders, &error);
    if (is_there)
        sqlite3_result_int(result, 1);
    else
        fail(result, engine, &error);
}

bool scalar_register(struct engine *engine, struct error *error)
{
    static const struct {
        const char *name;
        int arguments;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        {"program_source", 1, show_program_source},
        {"source", 1, show_source},
        {"traceback", 1, show_traceback},
        {"object_type", 1, show_type},
        {"holder_name", 1, show_holder},
        {"epoch", 1, show_epoch},
        {"recorded", 1, show_recorded},
        {"recorded", 2, show_recorded},
    };
    sqlite3 *database = engine_database(engine);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_create_function_v2(database, functions[i].name, functions[i].arguments,
                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC, engine,
                                       functions[i].function, NULL, NULL, NULL) != SQLITE_OK)
            return error_set(error, ERROR_INTERNAL, "cannot register function '%s': %s",
                             functions[i].name, sqlite3_errmsg(database));
    return true;
}
