/* Sites interned (site.h). */
#include "recorder/site.h"

#include "base/memory.h"

#define CAPACITY_FIRST 256

static struct site_table *new_table(size_t capacity)
{
    struct site_table *table =
        memory_zeroed(1, sizeof *table + capacity * sizeof table->entries[0]);
    table->capacity = capacity;
    return table;
}

void site_index_init(struct site_index *index)
{
    atomic_init(&index->table, new_table(CAPACITY_FIRST));
    index->count = 0;
}

void site_index_release(struct site_index *index)
{
    struct site_table *table = atomic_load(&index->table);
    while (table) {
        struct site_table *outgrown = table->outgrown;
        memory_free(table);
        table = outgrown;
    }
}

static size_t first_place(const struct site_table *table, uint32_t parent, uint32_t function,
                          uint32_t line)
{
    uint64_t key = ((uint64_t)parent << 32 | function) ^ ((uint64_t)line << 20);
    return (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 24) & (table->capacity - 1);
}

uint32_t site_find(const struct site_index *index, uint32_t parent, uint32_t function,
                   uint32_t line)
{
    const struct site_table *table = atomic_load_explicit(&index->table, memory_order_acquire);
    for (size_t place = first_place(table, parent, function, line);; place++) {
        const struct site_entry *entry = &table->entries[place & (table->capacity - 1)];
        uint32_t id = atomic_load_explicit(&entry->id, memory_order_acquire);
        if (id == 0)
            return 0;
        if (entry->parent == parent && entry->function == function && entry->line == line)
            return id;
    }
}

static void insert(struct site_table *table, uint32_t parent, uint32_t function, uint32_t line,
                   uint32_t id)
{
    size_t place = first_place(table, parent, function, line);
    while (atomic_load_explicit(&table->entries[place & (table->capacity - 1)].id,
                                memory_order_relaxed))
        place++;
    struct site_entry *entry = &table->entries[place & (table->capacity - 1)];
    entry->parent = parent;
    entry->function = function;
    entry->line = line;
    atomic_store_explicit(&entry->id, id, memory_order_release);
}

static void grow(struct site_index *index)
{
    struct site_table *old = atomic_load(&index->table);
    struct site_table *table = new_table(old->capacity * 2);
    table->outgrown = old;
    for (size_t i = 0; i < old->capacity; i++) {
        const struct site_entry *entry = &old->entries[i];
        uint32_t id = atomic_load_explicit(&entry->id, memory_order_relaxed);
        if (id)
            insert(table, entry->parent, entry->function, entry->line, id);
    }
    atomic_store_explicit(&index->table, table, memory_order_release);
}

uint32_t site_add(struct site_index *index, uint32_t parent, uint32_t function, uint32_t line)
{
    if ((size_t)index->count * 2 >= atomic_load(&index->table)->capacity)
        grow(index);
    insert(atomic_load(&index->table), parent, function, line, ++index->count);
    return index->count;
}
