/* What the runtime tells the recorder (ledger.h).
 *
 * Numbers that the recorder gives (types, texts) are kept here and not in the objects they belong
 * to: built-in types and interned strings are shared by all runtimes of a process, each with a
 * recording of its own, and a forked child begins a new one.
 *
 * Sizes are those of sys.getsizeof: objects of tracked types count the collector's header too.
 */
#include "base/memory.h"
#include "base/vector.h"
#include "runtime/core/gc.h"
#include "runtime/core/pool.h"
#include "runtime/core/type.h"

#define COLLECTOR_HEADER 16 /* bytes that CPython puts in front of an object it tracks */
#define NUMBER_MASK      ((UINT64_C(1) << 48) - 1)
#define ADDRESS_PLACES   1024 /* of the cache of fixed names */

struct known_text {
    uint64_t hash;
    char *text; /* owned; NULL: an empty place */
    size_t size;
    uint32_t id;
};

struct ledger {
    struct object roots[ROOT_COUNT]; /* only their numbers matter */
    uint32_t *types;                 /* type.id by type->index; 0: not defined yet; owned */
    uint32_t type_capacity;
    struct known_text *texts; /* owned; open addressing */
    size_t text_mask;         /* places - 1 */
    size_t text_count;
    struct {
        const void *name; /* a C string or an immortal str */
        uint32_t id;
    } fixed[ADDRESS_PLACES];
};

static const char *const root_names[ROOT_COUNT] = {
    [ROOT_MODULES] = "modules",
    [ROOT_INTERNED] = "interned",
    [ROOT_RUNTIME] = "runtime",
    [ROOT_GARBAGE] = "garbage",
};

/* --- connection ------------------------------------------------------------------------------- */

void ledger_open(struct runtime *rt, struct recorder_lane *lane)
{
    if (rt->ledger)
        ledger_close(rt);
    struct ledger *ledger = memory_zeroed(1, sizeof *ledger);
    for (int i = 0; i < ROOT_COUNT; i++) {
        int64_t number = lane ? recorder_root(lane, root_names[i]) : -2 - i;
        ledger->roots[i].count = OBJECT_IMMORTAL;
        ledger->roots[i].number = (uint64_t)number & NUMBER_MASK;
    }
    rt->ledger = ledger;
    rt->lane = lane;
}

void ledger_close(struct runtime *rt)
{
    struct ledger *ledger = rt->ledger;
    for (size_t i = 0; ledger->texts && i <= ledger->text_mask; i++)
        memory_free(ledger->texts[i].text);
    memory_free(ledger->texts);
    memory_free(ledger->types);
    memory_free(ledger);
    rt->ledger = NULL;
    rt->lane = NULL;
}

const struct object *ledger_root(struct runtime *rt, enum root root)
{
    return &rt->ledger->roots[root];
}

/* --- names ------------------------------------------------------------------------------------ */

static uint32_t type_id(struct runtime *rt, const struct type *type)
{
    struct ledger *ledger = rt->ledger;
    if (UNLIKELY(type->index >= ledger->type_capacity)) {
        uint32_t capacity = (uint32_t)vector_grown(ledger->type_capacity, type->index + 1);
        ledger->types = memory_resize(ledger->types, capacity, sizeof *ledger->types);
        for (uint32_t i = ledger->type_capacity; i < capacity; i++)
            ledger->types[i] = 0;
        ledger->type_capacity = capacity;
    }
    if (UNLIKELY(!ledger->types[type->index]))
        ledger->types[type->index] = recorder_type(rt->lane, type->name);
    return ledger->types[type->index];
}

static uint64_t hash_text(const char *text, size_t size)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)text[i]) * UINT64_C(0x100000001B3);
    return hash ^ hash >> 29;
}

static struct known_text *find_text(struct ledger *ledger, const char *text, size_t size,
                                    uint64_t hash)
{
    size_t at = hash & ledger->text_mask;
    for (; ledger->texts[at].text; at = (at + 1) & ledger->text_mask) {
        const struct known_text *known = &ledger->texts[at];
        if (known->hash == hash && known->size == size && memcmp(known->text, text, size) == 0)
            break;
    }
    return &ledger->texts[at];
}

static void grow_texts(struct ledger *ledger)
{
    struct known_text *old = ledger->texts;
    size_t old_places = old ? ledger->text_mask + 1 : 0;
    size_t places = old ? old_places * 2 : 256;
    ledger->texts = memory_zeroed(places, sizeof *ledger->texts);
    ledger->text_mask = places - 1;
    for (size_t i = 0; i < old_places; i++)
        if (old[i].text)
            *find_text(ledger, old[i].text, old[i].size, old[i].hash) = old[i];
    memory_free(old);
}

static uint32_t text_id(struct runtime *rt, const char *text, size_t size)
{
    struct ledger *ledger = rt->ledger;
    if (!ledger->texts || ledger->text_count * 2 > ledger->text_mask)
        grow_texts(ledger);
    uint64_t hash = hash_text(text, size);
    struct known_text *known = find_text(ledger, text, size, hash);
    if (!known->text) {
        uint32_t id = recorder_text(rt->lane, text, size);
        *known = (struct known_text){hash, memory_copy_bytes(text, size), size, id};
        ledger->text_count++;
    }
    return known->id;
}

static size_t fixed_place(const void *name)
{
    return ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 13) % ADDRESS_PLACES;
}

/* The id of a name whose address stands for its text as long as the process lives. */
static uint32_t fixed_id(struct runtime *rt, const void *name, const char *text, size_t size)
{
    size_t place = fixed_place(name);
    if (rt->ledger->fixed[place].name != name) {
        rt->ledger->fixed[place].id = text_id(rt, text, size);
        rt->ledger->fixed[place].name = name;
    }
    return rt->ledger->fixed[place].id;
}

/* The value of a label; a key that is no text makes it a label of an item. */
static uint64_t label_value(struct runtime *rt, enum edge_label *label, uintptr_t name)
{
    if (*label == EDGE_INDEX || !name)
        return name;
    if (*label == EDGE_INTERNAL || *label == EDGE_GLOBAL)
        return fixed_id(rt, (const void *)name, (const char *)name, strlen((const char *)name));
    borrowed object = (borrowed)name;
    size_t place = fixed_place(object);
    if (rt->ledger->fixed[place].name == object)
        return rt->ledger->fixed[place].id; /* only texts are fixed */
    struct label_text text;
    rt->services->label_text(object, &text);
    if (!text.is_text && *label == EDGE_KEY)
        *label = EDGE_ITEM;
    else if (!text.is_text && *label == EDGE_DICT_KEY)
        *label = EDGE_ITEM_KEY;
    return text.fixed ? fixed_id(rt, object, text.text, text.size)
                      : text_id(rt, text.text, text.size);
}

/* --- entries ---------------------------------------------------------------------------------- */

static uint64_t full_size(const struct type *type, uint64_t size)
{
    size += type->added_size;
    return type_has_flag(type, TYPE_TRACKED) ? size + COLLECTOR_HEADER : size;
}

static uint64_t size_now(struct runtime *rt, borrowed v)
{
    const struct type *type = v->type;
    return full_size(type, type->size_of ? type->size_of(rt, v) : type->reported_size);
}

static uint64_t oid_of(const struct object *object)
{
    return object->number & NUMBER_MASK;
}

void ledger_alloc(struct runtime *rt, struct object *object, uint64_t size)
{
    object->number |= recorder_alloc(rt->lane, type_id(rt, object->type),
                                     full_size(object->type, size), rt->site);
}

void ledger_inherit(struct runtime *rt, struct object *object)
{
    recorder_inherit(rt->lane, oid_of(object), type_id(rt, object->type), size_now(rt, object));
}

void ledger_free(struct runtime *rt, struct object *object)
{
    recorder_free(rt->lane, oid_of(object), object->count, rt->site);
}

void ledger_incref(struct runtime *rt, const struct object *object, const struct object *holder)
{
    recorder_incref(rt->lane, oid_of(object), object_number(holder), rt->site);
}

void ledger_decref(struct runtime *rt, const struct object *object, const struct object *holder)
{
    recorder_decref(rt->lane, oid_of(object), object_number(holder), rt->site);
}

void ledger_move(struct runtime *rt, const struct object *object, const struct object *from,
                 const struct object *to)
{
    recorder_move(rt->lane, oid_of(object), object_number(from), object_number(to), rt->site);
}

void ledger_resize(struct runtime *rt, const struct object *object, uint64_t size)
{
    recorder_emit(rt->lane, EVENT_RESIZE, oid_of(object), (int64_t)full_size(object->type, size), 0,
                  rt->site);
}

void ledger_note(struct runtime *rt, enum event_kind kind, const struct object *object,
                 const struct object *target)
{
    bool unknown = target && target->count >= OBJECT_IMMORTAL; /* a built-in type has no number */
    if (rt->lane && !unknown)
        recorder_emit(rt->lane, kind, oid_of(object), target ? object_number(target) : 0, 0,
                      rt->site);
}

void ledger_verdict(struct runtime *rt, const struct object *object, uint32_t collection,
                    enum event_fate fate)
{
    if (rt->lane)
        recorder_emit(rt->lane, EVENT_VERDICT, oid_of(object), collection, fate, rt->site);
}

uint32_t ledger_collection_begin(struct runtime *rt, uint32_t generation, const char *trigger)
{
    return rt->lane ? recorder_collection_begin(rt->lane, generation, trigger, rt->site) : 0;
}

void ledger_collection_end(struct runtime *rt, uint32_t id,
                           const struct recorder_collection *figures)
{
    if (rt->lane)
        recorder_collection_end(rt->lane, id, figures);
}

void ledger_garbage_edge(struct runtime *rt, const struct object *holder, struct object *referent,
                         enum edge_label label, uintptr_t name)
{
    if (rt->lane && object_is_counted(referent)) {
        uint64_t value = label_value(rt, &label, name);
        recorder_garbage_edge(rt->lane, object_number(holder), oid_of(referent), label, value);
    }
}

/* --- snapshots -------------------------------------------------------------------------------- */

struct picture {
    struct runtime *rt;
    int64_t holder; /* whose references are being visited */
};

static int draw_edge(void *context, borrowed referent, enum edge_label label, uintptr_t name)
{
    struct picture *picture = context;
    struct runtime *rt = picture->rt;
    if (object_is_counted(referent)) {
        uint64_t value = label_value(rt, &label, name);
        recorder_snapshot_edge(rt->lane, picture->holder, oid_of(referent), label, value);
    }
    return 0;
}

static int draw_object(void *context, borrowed v)
{
    struct picture *picture = context;
    struct runtime *rt = picture->rt;
    if (v->count >= OBJECT_IMMORTAL)
        return 0;
    picture->holder = object_number(v);
    recorder_snapshot_object(rt->lane, oid_of(v), type_id(rt, v->type), size_now(rt, v), v->count,
                             (uintptr_t)v);
    struct content_text content;
    if (rt->services->content_text(v, &content))
        recorder_snapshot_content(rt->lane, content.hash, content.text, content.size);
    return object_traverse(v, draw_edge, picture);
}

static void draw_root(void *context, int root, borrowed v, const char *name)
{
    struct picture *picture = context;
    picture->holder = object_number(ledger_root(picture->rt, (enum root)root));
    if (v)
        draw_edge(picture, v, EDGE_GLOBAL, (uintptr_t)name);
}

uint32_t ledger_snapshot(struct runtime *rt, const char *label)
{
    if (!rt->lane)
        return 0;
    struct picture picture = {.rt = rt};
    uint32_t id = recorder_snapshot_begin(rt->lane, label, rt->site);
    recorder_snapshot_contents(rt->lane);
    pool_each(rt->pools, draw_object, &picture);
    if (rt->each_root)
        rt->each_root(rt, draw_root, &picture);
    draw_root(&picture, ROOT_GARBAGE, *gc_garbage_slot(rt), "gc.garbage");
    draw_root(&picture, ROOT_GARBAGE, *gc_callbacks_slot(rt), "gc.callbacks");
    recorder_snapshot_end(rt->lane);
    return id;
}

uint32_t ledger_mark(struct runtime *rt, const char *label)
{
    return rt->lane ? recorder_mark(rt->lane, label, rt->site) : 0;
}
