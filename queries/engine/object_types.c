#include "queries/engine/object_types.h"

#include "base/memory.h"
#include "queries/engine/connection.h"
#include "recorder/format/objects.h"

enum { SINGLE_LOOKUPS = 32 }; /* before the array is made */

struct object_types {
    struct engine *engine;
    uint32_t *types; /* by oid; NULL: not read yet; 0: no such object */
    uint64_t count;
    struct {
        uint64_t oid;
        uint32_t type;
    } single[SINGLE_LOOKUPS];
    size_t single_count;
};

struct object_types *object_types_new(struct engine *engine)
{
    struct object_types *types = memory_zeroed(1, sizeof *types);
    types->engine = engine;
    return types;
}

void object_types_free(struct object_types *types)
{
    if (!types)
        return;
    memory_free(types->types);
    memory_free(types);
}

/* Records the types of the objects that pass the filter: in the array, or, for one object, in
 * *type. */
static bool read_types(struct object_types *types, const struct objects_filter *filter,
                       uint32_t *type, struct error *error)
{
    const struct object_record *records;
    size_t count;
    struct objects *objects =
        objects_open(engine_file(types->engine), filter, connection_scan(types->engine), error);
    bool is_good = objects != NULL;
    while (is_good && (is_good = objects_next(objects, &records, &count, error)) && count)
        for (size_t i = 0; i < count; i++) {
            if (type)
                *type = records[i].type;
            else if (records[i].oid < types->count)
                types->types[records[i].oid] = records[i].type;
        }
    objects_close(objects);
    return is_good;
}

static bool read_all(struct object_types *types, struct error *error)
{
    struct file_run run;
    if (!file_read_run(engine_file(types->engine), &run, error))
        return false;
    types->count = run.objects + 1;
    types->types = memory_try_allocate(types->count * sizeof *types->types);
    if (!types->types)
        return error_set(error, ERROR_INTERNAL, "no memory for the types of %llu objects",
                         (unsigned long long)run.objects);
    for (uint64_t i = 0; i < types->count; i++)
        types->types[i] = 0;
    return read_types(types, &(struct objects_filter){0}, NULL, error);
}

static bool read_one(struct object_types *types, uint64_t oid, uint32_t *type, struct error *error)
{
    for (size_t i = 0; i < types->single_count; i++)
        if (types->single[i].oid == oid) {
            *type = types->single[i].type;
            return true;
        }
    if (!read_types(types, &(struct objects_filter){.first_oid = oid, .last_oid = oid}, type,
                    error))
        return false;
    types->single[types->single_count].oid = oid;
    types->single[types->single_count++].type = *type;
    return true;
}

bool object_types_find(struct object_types *types, uint64_t oid, uint32_t *type,
                       struct error *error)
{
    *type = 0;
    if (!types->types && types->single_count < SINGLE_LOOKUPS)
        return read_one(types, oid, type, error);
    if (!types->types && !read_all(types, error))
        return false;
    if (oid < types->count)
        *type = types->types[oid];
    return true;
}
