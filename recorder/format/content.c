/* Grouping objects by their contents (content.h): an open-addressing table by type and hash. */
#include "recorder/format/content.h"

#include "base/memory.h"

#include <string.h>

struct content {
    uint64_t hash;
    uint64_t count; /* objects; 0: an empty place */
    uint64_t text;  /* where its text begins in the texts */
    uint32_t size;  /* of its text */
    uint32_t type;
    uint32_t number; /* as listed; 0: not yet */
};

struct told {
    uint64_t oid;
    uint32_t content; /* the place in `items` */
};

struct contents {
    struct {
        VECTOR_OF(struct content);
    } items;
    struct {
        VECTOR_OF(struct told);
    } told;
    struct buffer texts;
    uint32_t *places; /* owned; 1 + the place in `items`, 0: empty; a power of two */
    size_t capacity;
};

struct contents *contents_new(void)
{
    struct contents *contents = memory_zeroed(1, sizeof *contents);
    contents->capacity = 256;
    contents->places = memory_zeroed(contents->capacity, sizeof *contents->places);
    return contents;
}

void contents_free(struct contents *contents)
{
    if (!contents)
        return;
    vector_release(&contents->items);
    vector_release(&contents->told);
    buffer_release(&contents->texts);
    memory_free(contents->places);
    memory_free(contents);
}

static uint32_t *place_of(const struct contents *contents, uint32_t type, uint64_t hash)
{
    size_t place = (hash ^ type) * UINT64_C(0x9E3779B97F4A7C15) >> 32;
    for (;; place++) {
        uint32_t *number = &contents->places[place & (contents->capacity - 1)];
        if (*number == 0)
            return number;
        const struct content *content = &contents->items.items[*number - 1];
        if (content->hash == hash && content->type == type)
            return number;
    }
}

static void grow(struct contents *contents)
{
    memory_free(contents->places);
    contents->capacity *= 2;
    contents->places = memory_zeroed(contents->capacity, sizeof *contents->places);
    for (size_t i = 0; i < contents->items.count; i++)
        *place_of(contents, contents->items.items[i].type, contents->items.items[i].hash) =
            (uint32_t)i + 1;
}

void contents_add(struct contents *contents, uint64_t oid, uint32_t type, uint64_t hash,
                  const char *text, size_t size)
{
    uint32_t *number = place_of(contents, type, hash);
    if (*number == 0) {
        size = size < CONTENT_TEXT_MAXIMUM ? size : CONTENT_TEXT_MAXIMUM;
        vector_push(&contents->items, (struct content){.hash = hash,
                                                       .text = contents->texts.size,
                                                       .size = (uint32_t)size,
                                                       .type = type});
        buffer_append(&contents->texts, text, size);
        *number = (uint32_t)contents->items.count;
    }
    uint32_t place = *number - 1;
    contents->items.items[place].count++;
    vector_push(&contents->told, (struct told){oid, place});
    if (contents->items.count * 2 > contents->capacity)
        grow(contents);
}

void contents_list(struct contents *contents, struct content_list *list)
{
    uint32_t last = 0;
    *list = (struct content_list){0};
    for (size_t i = 0; i < contents->told.count; i++) {
        struct content *content = &contents->items.items[contents->told.items[i].content];
        if (content->count < 2)
            continue;
        struct snapshot_content row = {.oid = contents->told.items[i].oid};
        if (content->number == 0) {
            content->number = ++last;
            row.text = (const char *)contents->texts.bytes + content->text;
            row.size = content->size;
        }
        row.content = content->number;
        vector_push(list, row);
    }
}
