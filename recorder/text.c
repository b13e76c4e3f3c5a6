/* Texts interned (text.h): an open-addressing table of ids over an array of copies. */
#include "recorder/text.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/vector.h"

#include <string.h>

struct text {
    char *bytes; /* owned */
    size_t size;
    uint64_t hash;
};

struct text_index {
    struct {
        VECTOR_OF(struct text);
    } texts;          /* text of id is items[id - 1] */
    uint32_t *places; /* owned; ids, 0: empty; a power of two */
    size_t capacity;
};

struct text_index *text_index_new(void)
{
    struct text_index *index = memory_zeroed(1, sizeof *index);
    index->capacity = 64;
    index->places = memory_zeroed(index->capacity, sizeof *index->places);
    return index;
}

void text_index_free(struct text_index *index)
{
    for (size_t i = 0; i < index->texts.count; i++)
        memory_free(index->texts.items[i].bytes);
    vector_release(&index->texts);
    memory_free(index->places);
    memory_free(index);
}

/* FNV-1a, folded. */
static uint64_t hash_of(const char *text, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)text[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

static uint32_t *place_of(struct text_index *index, const char *text, size_t size, uint64_t hash)
{
    for (size_t place = hash;; place++) {
        uint32_t *id = &index->places[place & (index->capacity - 1)];
        if (*id == 0)
            return id;
        const struct text *known = &index->texts.items[*id - 1];
        if (known->hash == hash && known->size == size && memcmp(known->bytes, text, size) == 0)
            return id;
    }
}

static void grow(struct text_index *index)
{
    memory_free(index->places);
    index->capacity *= 2;
    index->places = memory_zeroed(index->capacity, sizeof *index->places);
    for (size_t i = 0; i < index->texts.count; i++) {
        const struct text *text = &index->texts.items[i];
        *place_of(index, text->bytes, text->size, text->hash) = (uint32_t)i + 1;
    }
}

uint32_t text_intern(struct text_index *index, const char *text, size_t size, bool *is_new)
{
    uint64_t hash = hash_of(text, size);
    uint32_t *id = place_of(index, text, size, hash);
    *is_new = *id == 0;
    if (!*is_new)
        return *id;
    vector_push(&index->texts, (struct text){memory_copy_bytes(text, size), size, hash});
    *id = (uint32_t)index->texts.count;
    uint32_t given = *id;
    if (index->texts.count * 2 > index->capacity)
        grow(index);
    return given;
}
