#include "queries/engine/object_types.h"

#include "base/memory.h"
#include "base/vector.h"
#include "queries/engine/connection.h"
#include "recorder/format/objects.h"

enum { SINGLE_LOOKUPS = 32 }; /* before all are read */

#define PAGE_BITS   6
#define PAGE_TYPES  (1u << PAGE_BITS)
#define FIRST_SLOTS 256

/* Neighbouring objects. */
struct page {
    uint64_t number;            /* oid >> PAGE_BITS */
    uint32_t types[PAGE_TYPES]; /* 0: no such object */
};

struct object_types {
    struct engine *engine;
    struct {
        VECTOR_OF(struct page);
    } pages;
    uint32_t *slots; /* owned; open addressing: 1 + index of a page, 0: empty. NULL: not read yet */
    size_t slot_count; /* a power of two */
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
    vector_release(&types->pages);
    memory_free(types->slots);
    memory_free(types);
}

/* --- pages ------------------------------------------------------------------------------------ */

/* The slot of a page; one that holds 0 where there is no such page. */
static uint32_t *slot_of(const struct object_types *types, uint64_t number)
{
    size_t place = (size_t)(number * UINT64_C(0x9E3779B97F4A7C15) >> 20);
    for (;; place++) {
        uint32_t *slot = &types->slots[place & (types->slot_count - 1)];
        if (*slot == 0 || types->pages.items[*slot - 1].number == number)
            return slot;
    }
}

static void make_slots(struct object_types *types, size_t count)
{
    memory_free(types->slots);
    types->slots = memory_zeroed(count, sizeof *types->slots);
    types->slot_count = count;
    for (size_t i = 0; i < types->pages.count; i++)
        *slot_of(types, types->pages.items[i].number) = (uint32_t)i + 1;
}

static struct page *page_for(struct object_types *types, uint64_t number)
{
    size_t count = types->pages.count;
    if (count && types->pages.items[count - 1].number == number)
        return &types->pages.items[count - 1];
    uint32_t *slot = slot_of(types, number);
    if (*slot)
        return &types->pages.items[*slot - 1];
    vector_push(&types->pages, (struct page){.number = number});
    *slot = (uint32_t)types->pages.count;
    if (types->pages.count * 2 > types->slot_count)
        make_slots(types, types->slot_count * 2);
    return &types->pages.items[types->pages.count - 1];
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Records the types of the objects that pass the filter: in the pages, or, for one object, in
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
            else
                page_for(types, records[i].oid >> PAGE_BITS)
                    ->types[records[i].oid & (PAGE_TYPES - 1)] = records[i].type;
        }
    objects_close(objects);
    return is_good;
}

static bool read_all(struct object_types *types, struct error *error)
{
    make_slots(types, FIRST_SLOTS);
    if (read_types(types, &(struct objects_filter){0}, NULL, error))
        return true;
    memory_free(types->slots);
    types->slots = NULL;
    types->pages.count = 0;
    return false;
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
    if (!types->slots && types->single_count < SINGLE_LOOKUPS)
        return read_one(types, oid, type, error);
    if (!types->slots && !read_all(types, error))
        return false;
    uint32_t page = *slot_of(types, oid >> PAGE_BITS);
    if (page)
        *type = types->pages.items[page - 1].types[oid & (PAGE_TYPES - 1)];
    return true;
}
