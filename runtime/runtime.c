/* The facade for C programs (runtime.h): each call is one or two of the floors below.
 *
 * Sites. The site.id of a line is kept in a small table of the thread, keyed by recording, file
 * name (its address) and line.
 */
#define RUNTIME_IMPLEMENTATION
#include "runtime/runtime.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/core/weakref.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <stdatomic.h>

/* --- the runtime ------------------------------------------------------------------------------ */

struct runtime *runtime_start(struct recorder *recorder, struct error *error)
{
    static const struct program_options options = {.script = ""};
    struct recorder_lane *lane = recorder ? recorder_lane_open(recorder, error) : NULL;
    if (recorder && !lane)
        return NULL;
    return interpreter_new(&options, lane);
}

void runtime_stop(struct runtime *rt)
{
    struct recorder_lane *lane = rt->lane;
    gc_collect(rt, GC_GENERATIONS - 1, "exit");
    ledger_snapshot(rt, "exit");
    interpreter_end(rt);
    interpreter_free(rt);
    if (lane)
        recorder_lane_close(lane);
}

/* --- where a call comes from ------------------------------------------------------------------ */

#define KNOWN_PLACES 256

struct known_place {
    const struct ledger *ledger; /* of the recording; NULL: empty */
    const char *file;
    uint32_t line;
    uint32_t site;
};

static _Thread_local struct known_place known_places[KNOWN_PLACES];

void runtime_enter(struct runtime *rt, const char *function, const char *file, uint32_t line)
{
    REQUIRE(rt, "there is no runtime");
    if (!rt->lane)
        return;
    struct known_place *known = &known_places[((uintptr_t)file + line) % KNOWN_PLACES];
    if (known->line != line || known->file != file || known->ledger != rt->ledger) {
        uint32_t id = recorder_function(rt->lane, function, file, 0);
        *known = (struct known_place){rt->ledger, file, line, recorder_site(rt->lane, 0, id, line)};
    }
    rt->site = known->site;
}

/* --- references ------------------------------------------------------------------------------- */

/* What was released more often than held is caught while its memory has not been used again. */
#define REQUIRE_ALIVE(v)                                                                           \
    (REQUIRE((v), "there is no object"),                                                           \
     REQUIRE(!object_is_pointer(v) || (v)->count > 0, "this object has no reference left"))

runtime_owned runtime_hold(struct runtime *rt, struct object *v)
{
    REQUIRE_ALIVE(v);
    return object_retain(rt, v);
}

void runtime_release(struct runtime *rt, runtime_owned v)
{
    if (v)
        REQUIRE_ALIVE(v);
    object_release_maybe(rt, v);
}

uint32_t runtime_count(const struct object *v)
{
    REQUIRE(v, "there is no object");
    return object_is_pointer((borrowed)(uintptr_t)v) ? v->count : OBJECT_IMMORTAL;
}

void runtime_set(struct runtime *rt, struct object *holder, struct object **slot, runtime_owned v)
{
    REQUIRE(holder && slot, "there is no slot");
    if (v)
        REQUIRE_ALIVE(v);
    slot_set(rt, holder, slot, v);
}

/* --- built-in objects ------------------------------------------------------------------------- */

/* Functions that can only fail for misuse or lack of memory raise a Python error, which nobody
 * would take. */
static struct object *unless_failed(struct runtime *rt, struct object *result)
{
    if (rt->error)
        slot_clear(rt, IN_FLIGHT, &rt->error);
    return result;
}

struct object *runtime_none(void)
{
    return NONE;
}

runtime_owned runtime_int_new(struct runtime *rt, int64_t number)
{
    return unless_failed(rt, int_new(rt, number));
}

runtime_owned runtime_float_new(struct runtime *rt, double number)
{
    return unless_failed(rt, float_new(rt, number));
}

runtime_owned runtime_text_new(struct runtime *rt, const char *utf8)
{
    REQUIRE(utf8, "there is no text");
    return unless_failed(rt, str_new(rt, utf8, strlen(utf8)));
}

runtime_owned runtime_list_new(struct runtime *rt)
{
    return unless_failed(rt, list_new(rt, 0));
}

runtime_owned runtime_dict_new(struct runtime *rt)
{
    return unless_failed(rt, dict_new(rt));
}

void runtime_list_append(struct runtime *rt, struct object *list, struct object *item)
{
    REQUIRE(list && list_check(list), "this is no list");
    REQUIRE_ALIVE(item);
    list_append(rt, list, object_retain(rt, item));
    unless_failed(rt, NULL);
}

size_t runtime_list_count(const struct object *list)
{
    REQUIRE(list && list_check((borrowed)(uintptr_t)list), "this is no list");
    return ((const struct list *)list)->count;
}

struct object *runtime_list_get(const struct object *list, size_t index)
{
    return index < runtime_list_count(list) ? ((const struct list *)list)->items[index] : NULL;
}

void runtime_dict_set(struct runtime *rt, struct object *dict, const char *key,
                      struct object *value)
{
    REQUIRE(dict && dict_check(dict), "this is no dict");
    REQUIRE(key, "there is no key");
    owned name = str_from_text(rt, key);
    if (name)
        dict_set_copy(rt, dict, name, value);
    object_release_maybe(rt, name);
    unless_failed(rt, NULL);
}

struct object *runtime_dict_get(struct runtime *rt, struct object *dict, const char *key)
{
    REQUIRE(dict && dict_check(dict), "this is no dict");
    REQUIRE(key, "there is no key");
    owned name = str_from_text(rt, key);
    struct object *value = name ? dict_get(rt, dict, name) : NULL;
    object_release_maybe(rt, name);
    return unless_failed(rt, value);
}

void runtime_dict_remove(struct runtime *rt, struct object *dict, const char *key)
{
    REQUIRE(dict && dict_check(dict), "this is no dict");
    REQUIRE(key, "there is no key");
    owned name = str_from_text(rt, key);
    if (name)
        object_release_maybe(rt, dict_take(rt, dict, name));
    object_release_maybe(rt, name);
    unless_failed(rt, NULL);
}

/* --- classes ---------------------------------------------------------------------------------- */

static const char class_document[] = "A class of a C program."; /* its address tells such a class */

struct runtime_class { /* immortal; objects find it through their type, which is its first field */
    struct type type;
    struct runtime_class_description description;
};

struct runtime_visitor {
    visit_function visit;
    void *context;
};

static const struct runtime_class_description *description_of(borrowed v)
{
    return &((struct runtime_class *)v->type)->description;
}

static int traverse(borrowed v, visit_function visit, void *context)
{
    struct runtime_visitor visitor = {visit, context};
    return description_of(v)->traverse(v, &visitor);
}

static int clear(struct runtime *rt, borrowed v)
{
    description_of(v)->clear(rt, v);
    return 0;
}

struct runtime_class *runtime_class_new(struct runtime *rt,
                                        const struct runtime_class_description *description)
{
    REQUIRE(description && description->name, "a class has a name");
    REQUIRE(!description->traverse || (description->clear && description->dealloc),
            "a class with slots has clear and dealloc");
    owned v = object_new_immortal(&type_type, sizeof(struct runtime_class));
    struct runtime_class *class = (struct runtime_class *)v;
    class->description = *description;
    class->type.name = memory_copy_string(description->name);
    class->type.doc = class_document;
    class->type.base = &object_type_;
    class->type.size = sizeof(struct object) + description->size;
    class->type.reported_size = sizeof(struct object) + description->size;
    class->type.flags = TYPE_ABSTRACT | (description->traverse ? TYPE_TRACKED : 0);
    class->type.has_weak_references = true;
    class->type.traverse = description->traverse ? traverse : NULL;
    class->type.clear = description->clear ? clear : NULL;
    class->type.dealloc = description->dealloc;
    class->type.finalize = description->finalize;
    type_ready(rt, &class->type);
    return class;
}

runtime_owned runtime_object_new(struct runtime *rt, struct runtime_class *class)
{
    REQUIRE(class, "there is no class");
    owned v = object_new(rt, &class->type, class->type.size, class->type.reported_size);
    if (v && type_has_flag(&class->type, TYPE_TRACKED))
        gc_track(rt, v);
    return unless_failed(rt, v);
}

void *runtime_fields(struct object *self)
{
    REQUIRE(self && object_is_pointer(self) && self->type->doc == class_document,
            "this is no object of a class of yours");
    return self + 1;
}

int runtime_visit(struct runtime_visitor *visitor, struct object *referent, const char *label)
{
    return referent ? visitor->visit(visitor->context, referent, EDGE_INTERNAL, (uintptr_t)label)
                    : 0;
}

/* --- weak references, collections, snapshots -------------------------------------------------- */

runtime_owned runtime_weak_new(struct runtime *rt, struct object *target)
{
    REQUIRE_ALIVE(target);
    return unless_failed(rt, weakref_new(rt, &weakref_type, target, NULL, true));
}

runtime_owned runtime_weak_get(struct runtime *rt, struct object *weak)
{
    REQUIRE(weak && object_type(rt, weak) == &weakref_type, "this is no weak reference");
    borrowed target = ((struct weakref *)weak)->target;
    return target && target->count ? object_retain(rt, target) : NULL;
}

int64_t runtime_collect(struct runtime *rt)
{
    return gc_collect(rt, GC_GENERATIONS - 1, "call");
}

void runtime_snapshot(struct runtime *rt, const char *label)
{
    REQUIRE(label, "a snapshot has a label");
    ledger_snapshot(rt, label);
}
