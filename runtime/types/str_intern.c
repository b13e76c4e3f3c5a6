/* The table of interned strings: one immortal str for each text, shared by all runtimes (str.h).
 *
 * Open addressing over addresses, guarded by one mutex. The empty str and the 256 Latin-1
 * characters are interned when the table is first used, and then read without the mutex.
 */
#include "base/memory.h"
#include "runtime/types/hash.h"
#include "runtime/types/str_codec.h"
#include "runtime/types/str_parts.h"

#include <pthread.h>

static struct {
    pthread_mutex_t mutex;
    struct str **places; /* owned; NULL: empty */
    size_t count;
    size_t capacity; /* a power of two */
} table = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t characters_once = PTHREAD_ONCE_INIT;
static struct str *empty;
static struct str *latin[256];

struct key {
    const void *data;
    size_t length;
    unsigned width;
    int64_t hash;
};

static struct str **find_place(struct str **places, size_t capacity, const struct key *key)
{
    size_t mask = capacity - 1, place = (size_t)key->hash & mask;
    for (;; place = (place + 1) & mask) {
        struct str *text = places[place];
        if (!text ||
            (text->hash == key->hash && text->length == key->length && text->width == key->width &&
             memcmp(text->data, key->data, key->length * key->width) == 0))
            return &places[place];
    }
}

static void grow(void)
{
    size_t capacity = table.capacity ? table.capacity * 2 : 4096;
    struct str **places = memory_zeroed(capacity, sizeof *places);
    for (size_t i = 0; i < table.capacity; i++) {
        struct str *text = table.places[i];
        if (text)
            *find_place(places, capacity,
                        &(struct key){text->data, text->length, text->width, text->hash}) = text;
    }
    memory_free(table.places);
    table.places = places;
    table.capacity = capacity;
}

static struct str *make(const struct key *key)
{
    struct str *text = (struct str *)object_new_immortal(
        &str_type, sizeof(struct str) + (key->length + 1) * key->width);
    text->length = key->length;
    text->hash = key->hash;
    text->width = (uint8_t)key->width;
    text->ascii = str_bound(key->data, key->width, 0, key->length) < 128;
    text->interned = true;
    text->text_id = 0;
    text->utf8 = NULL;
    text->dict = NULL;
    memcpy(text->data, key->data, key->length * key->width);
    str_put(text->data, key->width, key->length, 0);
    if (!text->ascii)
        text->utf8 = str_codec_utf8(text, &(size_t){0});
    return text;
}

/* The interned str with these characters, whose width is the smallest that fits. */
static struct str *intern(const void *data, size_t length, unsigned width)
{
    struct key key = {data, length, width, hash_bytes(data, length * width)};
    pthread_mutex_lock(&table.mutex);
    if (table.count * 2 >= table.capacity)
        grow();
    struct str **place = find_place(table.places, table.capacity, &key);
    if (!*place) {
        *place = make(&key);
        table.count++;
    }
    struct str *result = *place;
    pthread_mutex_unlock(&table.mutex);
    return result;
}

static void make_characters(void)
{
    empty = intern("", 0, 1);
    for (unsigned c = 0; c < 256; c++) {
        uint8_t byte = (uint8_t)c;
        latin[c] = intern(&byte, 1, 1);
    }
}

borrowed str_empty(void)
{
    pthread_once(&characters_once, make_characters);
    return &empty->header;
}

borrowed str_latin(uint8_t character)
{
    pthread_once(&characters_once, make_characters);
    return &latin[character]->header;
}

borrowed str_intern_bytes(struct runtime *rt UNUSED, const char *utf8, size_t size)
{
    if (str_bound(utf8, 1, 0, size) < 128)
        return &intern(utf8, size, 1)->header;
    struct str_builder builder = STR_BUILDER_EMPTY;
    str_codec_append_utf8(&builder, (const uint8_t *)utf8, size);
    struct str *result = intern(builder.data, builder.length, builder.width);
    str_builder_release(&builder);
    return &result->header;
}

borrowed str_intern_text(struct runtime *rt, const char *utf8)
{
    return str_intern_bytes(rt, utf8, strlen(utf8));
}

borrowed str_intern(struct runtime *rt UNUSED, borrowed text)
{
    const struct str *str = str_of(text);
    return str->interned ? text : &intern(str->data, str->length, str->width)->header;
}
