/* The live objects and their open references (census.h). */
#include "recorder/census.h"

#include "recorder/format/event.h"

#include <string.h>

#define CAPACITY_FIRST 1024
#define LIST_MAXIMUM   16 /* references looked at in a list before the object is hashed */

/* --- tables of numbers ------------------------------------------------------------------------ */

static void table_init(struct census_table *table, size_t capacity)
{
    *table = (struct census_table){.capacity = capacity};
    table->places = memory_zeroed(capacity, sizeof *table->places);
    memory_use_large_pages(table->places, capacity * sizeof *table->places);
}

static bool is_number(uint32_t place)
{
    return place != 0 && place != CENSUS_TOMBSTONE;
}

/* True where another number would make the table slow. */
static bool table_is_full(const struct census_table *table)
{
    return (table->used + 1) * 2 > table->capacity;
}

/* An empty table for the same numbers: larger where they fill more than a quarter. */
static struct census_table table_successor(const struct census_table *table)
{
    struct census_table successor;
    size_t capacity = table->live * 4 > table->capacity ? table->capacity * 2 : table->capacity;
    table_init(&successor, capacity);
    return successor;
}

/* Puts a number that is not there at the first free place from `place` on. */
static void table_put(struct census_table *table, size_t place, size_t stride, uint32_t number)
{
    while (is_number(table->places[place & (table->capacity - 1)]))
        place += stride;
    uint32_t *free_place = &table->places[place & (table->capacity - 1)];
    table->used += *free_place == 0;
    table->live++;
    *free_place = number;
}

static void table_clear(struct census_table *table, size_t place)
{
    table->places[place] = CENSUS_TOMBSTONE;
    table->live--;
}

/* --- the index by oid ------------------------------------------------------------------------- */

static void grow_index(struct census *census)
{
    struct census_table successor = table_successor(&census->index);
    for (size_t i = 0; i < census->index.capacity; i++) {
        uint32_t number = census->index.places[i];
        if (is_number(number))
            table_put(&successor, census_first_place(&successor, census->objects.items[number].oid),
                      CENSUS_GROUP, number);
    }
    memory_free(census->index.places);
    census->index = successor;
}

/* Adds one item to an array that may grow large; gives its number. */
#define push_number(vector)                                                                        \
    ((vector)->count == (vector)->capacity                                                         \
         ? (vector_reserve((vector), 1),                                                           \
            memory_use_large_pages((vector)->items, (vector)->capacity * sizeof *(vector)->items)) \
         : (void)0,                                                                                \
     (uint32_t)(vector)->count++)

/* --- objects ---------------------------------------------------------------------------------- */

void census_init(struct census *census)
{
    *census = (struct census){0};
    table_init(&census->index, CAPACITY_FIRST);
    table_init(&census->hashed, CAPACITY_FIRST);
    vector_push(&census->objects, (struct census_object){0});
    vector_push(&census->references, (struct census_reference){0});
}

void census_release(struct census *census)
{
    memory_free(census->index.places);
    memory_free(census->hashed.places);
    vector_release(&census->objects);
    vector_release(&census->references);
}

uint32_t census_add(struct census *census, uint64_t oid)
{
    if (table_is_full(&census->index))
        grow_index(census);
    uint32_t number = census->free_object;
    if (number)
        census->free_object = census->objects.items[number].references;
    else {
        number = push_number(&census->objects);
    }
    census->objects.items[number] = (struct census_object){.oid = oid};
    table_put(&census->index, census_first_place(&census->index, oid), CENSUS_GROUP, number);
    return number;
}

static void free_listed(struct census *census, uint32_t object)
{
    uint32_t reference = census->objects.items[object].references;
    while (reference) {
        uint32_t next = census->references.items[reference].next;
        census_free_reference(census, reference);
        reference = next;
    }
}

/* Rare: an object died whose program still counted many holders. */
static void free_hashed(struct census *census, uint32_t object)
{
    struct census_table *table = &census->hashed;
    for (size_t place = 0; place < table->capacity; place++) {
        uint32_t reference = table->places[place];
        if (!is_number(reference) || census->references.items[reference].object != object)
            continue;
        table_clear(table, place);
        while (reference) {
            uint32_t next = census->references.items[reference].next;
            census_free_reference(census, reference);
            reference = next;
        }
    }
}

void census_remove(struct census *census, uint32_t object)
{
    struct census_object *removed = &census->objects.items[object];
    if (removed->references && removed->is_hashed)
        free_hashed(census, object);
    else if (removed->references)
        free_listed(census, object);
    table_clear(&census->index, census_find_place(census, removed->oid));
    census->found_oid = census->found = 0;
    *removed = (struct census_object){.references = census->free_object};
    census->free_object = object;
}

/* --- references of an object with many holders ------------------------------------------------ */

static size_t hashed_place(const struct census_table *table, uint32_t object, int64_t holder)
{
    uint64_t key =
        (uint64_t)holder * UINT64_C(0x9E3779B97F4A7C15) ^ object * UINT64_C(0xD1B54A32D192ED03);
    return (size_t)((key ^ key >> 29) * UINT64_C(0xBF58476D1CE4E5B9) >> 20) & (table->capacity - 1);
}

/* The place of the key; a place that holds 0 where it is not there. */
static size_t find_hashed(const struct census *census, uint32_t object, int64_t holder)
{
    const struct census_table *table = &census->hashed;
    size_t place = hashed_place(table, object, holder);
    for (;; place = (place + 1) & (table->capacity - 1)) {
        uint32_t number = table->places[place];
        if (number == 0)
            return place;
        const struct census_reference *reference = &census->references.items[number];
        if (number != CENSUS_TOMBSTONE && reference->object == object &&
            reference->holder == holder)
            return place;
    }
}

static void grow_hashed(struct census *census)
{
    struct census_table successor = table_successor(&census->hashed);
    for (size_t i = 0; i < census->hashed.capacity; i++) {
        uint32_t number = census->hashed.places[i];
        if (!is_number(number))
            continue;
        const struct census_reference *reference = &census->references.items[number];
        table_put(&successor, hashed_place(&successor, reference->object, reference->holder), 1,
                  number);
    }
    memory_free(census->hashed.places);
    census->hashed = successor;
}

void census_add_hashed(struct census *census, uint32_t object, uint32_t number)
{
    if (table_is_full(&census->hashed))
        grow_hashed(census);
    struct census_reference *reference = &census->references.items[number];
    size_t place = find_hashed(census, object, reference->holder);
    reference->next = census->hashed.places[place];
    if (reference->next)
        census->hashed.places[place] = number;
    else
        table_put(&census->hashed, hashed_place(&census->hashed, object, reference->holder), 1,
                  number);
    census->objects.items[object].references++;
}

/* The list came newest first; it is entered oldest first, so that chains are newest first again. */
static void hash_object(struct census *census, uint32_t object)
{
    struct census_reference *references = census->references.items;
    uint32_t reversed = 0;
    for (uint32_t number = census->objects.items[object].references; number;) {
        uint32_t next = references[number].next;
        references[number].next = reversed;
        reversed = number;
        number = next;
    }
    census->objects.items[object].is_hashed = true;
    census->objects.items[object].references = 0;
    while (reversed) {
        uint32_t next = references[reversed].next;
        census_add_hashed(census, object, reversed);
        reversed = next;
    }
}

static bool close_hashed(struct census *census, uint32_t object, int64_t holder, uint32_t *site)
{
    size_t place = find_hashed(census, object, holder);
    uint32_t number = census->hashed.places[place];
    if (!number)
        return false;
    *site = census->references.items[number].site;
    uint32_t next = census->references.items[number].next;
    if (next)
        census->hashed.places[place] = next;
    else
        table_clear(&census->hashed, place);
    census_free_reference(census, number);
    census->objects.items[object].references--;
    return true;
}

/* --- references ------------------------------------------------------------------------------- */

uint32_t census_new_reference(struct census *census)
{
    return push_number(&census->references);
}

static void unlink_reference(struct census *census, uint32_t *link, uint32_t *site)
{
    uint32_t number = *link;
    const struct census_reference *reference = &census->references.items[number];
    *site = reference->site;
    *link = reference->next;
    census_free_reference(census, number);
}

bool census_close_in_frame(struct census *census, uint32_t object, const uint32_t *frames,
                           size_t frame_count, uint32_t frame, uint32_t *site)
{
    struct census_object *held = &census->objects.items[object];
    if (held->is_hashed)
        return false;
    uint32_t *link = &held->references;
    for (unsigned looked = 0; *link && looked < LIST_MAXIMUM; looked++) {
        struct census_reference *reference = &census->references.items[*link];
        bool is_nameless =
            reference->holder == HOLDER_UNKNOWN || reference->holder == HOLDER_IN_FLIGHT;
        if (is_nameless && reference->site < frame_count && frames[reference->site] == frame) {
            unlink_reference(census, link, site);
            return true;
        }
        link = &reference->next;
    }
    return false;
}

bool census_close_older(struct census *census, uint32_t object, int64_t holder, uint32_t *site)
{
    if (UNLIKELY(census->objects.items[object].is_hashed))
        return close_hashed(census, object, holder, site);
    uint32_t *link = &census->objects.items[object].references;
    for (unsigned looked = 0; *link; looked++) {
        struct census_reference *reference = &census->references.items[*link];
        if (reference->holder == holder) {
            unlink_reference(census, link, site);
            return true;
        }
        link = &reference->next;
        if (UNLIKELY(looked == LIST_MAXIMUM)) {
            hash_object(census, object);
            return close_hashed(census, object, holder, site);
        }
    }
    return false;
}

/* The first of a chain or list that fits; `*looked` counts on. */
static uint32_t find_unclaimed(struct census *census, uint32_t number, int64_t holder,
                               uint32_t snapshot, unsigned *looked)
{
    for (; number && *looked < LIST_MAXIMUM; ++*looked) {
        const struct census_reference *reference = &census->references.items[number];
        if (reference->holder == holder && reference->claimed != snapshot)
            return number;
        number = reference->next;
    }
    return 0;
}

uint32_t census_claim(struct census *census, uint32_t object, int64_t holder, uint32_t snapshot)
{
    struct census_object *held = &census->objects.items[object];
    uint32_t number = 0;
    unsigned looked = 0;
    if (!held->is_hashed) {
        number = find_unclaimed(census, held->references, holder, snapshot, &looked);
        if (!number && looked == LIST_MAXIMUM)
            hash_object(census, object);
    }
    if (held->is_hashed) {
        uint32_t first = census->hashed.places[find_hashed(census, object, holder)];
        looked = 0;
        number = find_unclaimed(census, first, holder, snapshot, &looked);
        if (!number)
            number = first;
    }
    if (number)
        census->references.items[number].claimed = snapshot;
    return number;
}
