/* The books of the live heap (books.h). */
#include "recorder/books.h"

#include "recorder/census.h"
#include "recorder/site.h"

struct books {
    struct census census;
    struct books_totals totals;
    struct books_sites sites;
    struct books_types types;
    struct books_records dead;
    struct site_index frames; /* (parent, function) interned, as sites of line 0 */
    struct {
        VECTOR_OF(uint32_t);
    } frame_of_site; /* item i is the frame of site i; 0: not known */
    bool has_counts;
};

struct books *books_new(bool has_counts)
{
    struct books *books = memory_zeroed(1, sizeof *books);
    books->has_counts = has_counts;
    census_init(&books->census);
    site_index_init(&books->frames);
    vector_push(&books->types, (struct books_type){.is_counted = has_counts});
    return books;
}

void books_free(struct books *books)
{
    if (!books)
        return;
    census_release(&books->census);
    vector_release(&books->sites);
    vector_release(&books->types);
    vector_release(&books->dead);
    vector_release(&books->frame_of_site);
    site_index_release(&books->frames);
    memory_free(books);
}

/* --- totals ----------------------------------------------------------------------------------- */

/* A site that was never defined counts as unknown: a number out of nowhere must not size an array.
 */
static COLD struct books_site *new_site(struct books *books, uint32_t site)
{
    if (site >= books->frame_of_site.count)
        site = 0;
    while (books->sites.count <= site)
        vector_push(&books->sites, (struct books_site){0});
    return &books->sites.items[site];
}

static inline struct books_site *site_of(struct books *books, uint32_t site)
{
    return LIKELY(site < books->sites.count) ? &books->sites.items[site] : new_site(books, site);
}

/* Likewise a type. */
static struct books_type *type_of(struct books *books, uint32_t type)
{
    return &books->types.items[LIKELY(type < books->types.count) ? type : 0];
}

void books_add_type(struct books *books, uint32_t type, bool is_counted)
{
    while (books->types.count <= type)
        vector_push(&books->types, (struct books_type){.is_counted = books->has_counts});
    type_of(books, type)->is_counted = is_counted;
}

void books_add_site(struct books *books, uint32_t site, uint32_t parent, uint32_t function)
{
    uint32_t frame = site_find(&books->frames, parent, function, 0);
    if (!frame)
        frame = site_add(&books->frames, parent, function, 0);
    while (books->frame_of_site.count <= site)
        vector_push(&books->frame_of_site, 0);
    books->frame_of_site.items[site] = frame;
}

static void note_peak(struct books *books, uint64_t seq)
{
    struct books_totals *totals = &books->totals;
    if (totals->live_objects > totals->step_objects)
        totals->step_objects = totals->live_objects;
    if (totals->live_bytes > totals->step_bytes)
        totals->step_bytes = totals->live_bytes;
    if (totals->live_bytes <= totals->peak_bytes)
        return;
    totals->peak_bytes = totals->live_bytes;
    totals->peak_objects = totals->live_objects;
    totals->peak_seq = seq;
}

void books_begin_step(struct books *books)
{
    books->totals.step_objects = books->totals.live_objects;
    books->totals.step_bytes = books->totals.live_bytes;
}

/* --- events ----------------------------------------------------------------------------------- */

static inline void note_holder(struct books *books, int64_t holder)
{
    if (holder > HOLDER_IN_FLIGHT || holder < HOLDER_UNKNOWN)
        books->totals.has_holders = true;
}

void books_note_holder(struct books *books, int64_t holder)
{
    note_holder(books, holder);
}

static inline void open_reference(struct books *books, uint32_t object, int64_t holder,
                                  const struct event *event, struct books_site *site)
{
    census_open(&books->census, object, holder, event->seq, event->site);
    site->opened++;
    note_holder(books, holder);
}

/* The pairing of a reference without a holder (books.h). */
static bool close_nameless(struct books *books, uint32_t object, uint32_t closing_site,
                           uint32_t *site)
{
    const uint32_t *frames = books->frame_of_site.items;
    size_t count = books->frame_of_site.count;
    struct census *census = &books->census;
    return (closing_site < count && frames[closing_site] &&
            census_close_in_frame(census, object, frames, count, frames[closing_site], site)) ||
           census_close(census, object, HOLDER_UNKNOWN, site) ||
           census_close(census, object, HOLDER_IN_FLIGHT, site);
}

static inline void close_reference(struct books *books, uint32_t object, int64_t holder,
                                   const struct event *event)
{
    uint32_t site;
    bool closed = UNLIKELY(holder == HOLDER_UNKNOWN)
                      ? close_nameless(books, object, event->site, &site)
                      : census_close(&books->census, object, holder, &site);
    if (LIKELY(closed))
        site_of(books, site)->closed++;
}

static void enter_birth(struct books *books, const struct event *event)
{
    if (census_find(&books->census, event->oid))
        return; /* born twice: verify says so */
    uint32_t number = census_add(&books->census, event->oid);
    struct census_object *object = &books->census.objects.items[number];
    uint64_t size = (uint64_t)event->b;
    struct books_type *type = type_of(books, (uint32_t)event->a);
    object->type = (uint32_t)event->a;
    object->size = size;
    object->born_seq = event->seq;
    object->born_site = event->site;
    object->is_counted = type->is_counted;
    type->births++;
    type->born_bytes += size;
    type->live_objects++;
    type->live_bytes += size;
    struct books_site *site = site_of(books, event->site);
    site->births++;
    site->born_bytes += size;
    site->live_objects++;
    site->live_bytes += size;
    books->totals.births++;
    if (event->oid > books->totals.last_oid)
        books->totals.last_oid = event->oid;
    books->totals.live_objects++;
    books->totals.live_bytes += size;
    note_peak(books, event->seq);
    if (object->is_counted)
        open_reference(books, number, HOLDER_IN_FLIGHT, event, site);
}

static struct object_record record_of(const struct census_object *object)
{
    return (struct object_record){
        .oid = object->oid,
        .size = object->size,
        .born_seq = object->born_seq,
        .refcount = (int64_t)(1 + object->increfs - object->decrefs),
        .increfs = object->increfs,
        .decrefs = object->decrefs,
        .type = object->type,
        .born_site = object->born_site,
    };
}

static void enter_death(struct books *books, const struct event *event)
{
    uint32_t number = census_find(&books->census, event->oid);
    if (UNLIKELY(!number))
        return;
    const struct census_object *object = &books->census.objects.items[number];
    struct object_record record = record_of(object);
    record.died_seq = event->seq;
    record.died_site = event->site;
    record.fate = object->fate == OBJECT_COLLECTED ? OBJECT_COLLECTED : OBJECT_FREED;
    vector_push(&books->dead, record);
    struct books_type *type = type_of(books, object->type);
    type->deaths++;
    type->live_objects--;
    type->live_bytes -= object->size;
    struct books_site *site = site_of(books, object->born_site);
    site->live_objects--;
    site->live_bytes -= object->size;
    books->totals.live_objects--;
    books->totals.live_bytes -= object->size;
    census_remove(&books->census, number);
}

static void enter_resize(struct books *books, uint32_t number, const struct event *event)
{
    struct census_object *object = &books->census.objects.items[number];
    uint64_t grown = (uint64_t)event->a - object->size; /* wraps where it shrinks */
    object->size += grown;
    type_of(books, object->type)->live_bytes += grown;
    site_of(books, object->born_site)->live_bytes += grown;
    books->totals.live_bytes += grown;
    note_peak(books, event->seq);
}

/* Whether `end` closes the reference that `begin`, the event before it, opens: the newest. */
static inline bool is_pair(const struct event *begin, const struct event *end)
{
    return end->kind == EVENT_DECREF && end->oid == begin->oid && end->a == begin->a &&
           end->a != HOLDER_UNKNOWN;
}

/* Events of an object that is not alive change no balance: verify names them. Gives how many events
 * it entered: a reference that ends at once never comes into the census. */
static inline size_t enter_incref(struct books *books, const struct event *event, size_t count)
{
    struct books_site *site = site_of(books, event->site);
    uint32_t number = census_find(&books->census, event->oid);
    site->increfs++;
    if (UNLIKELY(!number))
        return 1;
    books->census.objects.items[number].increfs++;
    if (count < 2 || !is_pair(event, event + 1)) {
        open_reference(books, number, event->a, event, site);
        return 1;
    }
    books->census.objects.items[number].decrefs++;
    site->opened++;
    site->closed++;
    note_holder(books, event->a);
    site_of(books, event[1].site)->decrefs++;
    return 2;
}

static inline void enter_decref(struct books *books, const struct event *event)
{
    site_of(books, event->site)->decrefs++;
    uint32_t number = census_find(&books->census, event->oid);
    if (UNLIKELY(!number))
        return;
    books->census.objects.items[number].decrefs++;
    close_reference(books, number, event->a, event);
}

static inline void enter_move(struct books *books, const struct event *event)
{
    site_of(books, event->site)->moves++;
    uint32_t number = census_find(&books->census, event->oid);
    if (UNLIKELY(!number))
        return;
    close_reference(books, number, event->a, event);
    open_reference(books, number, event->b, event, site_of(books, event->site));
}

static void enter_rare(struct books *books, const struct event *event)
{
    uint32_t number = event->oid ? census_find(&books->census, event->oid) : 0;
    if (UNLIKELY(!number))
        return;
    struct census_object *object = &books->census.objects.items[number];
    switch (event->kind) {
    case EVENT_RESIZE:
        enter_resize(books, number, event);
        break;
    case EVENT_VERDICT:
        object->fate = event->b == FATE_COLLECTED ? OBJECT_COLLECTED : OBJECT_ALIVE;
        break;
    case EVENT_RESURRECT:
        object->fate = OBJECT_ALIVE;
        break;
    default:
        break;
    }
}

void books_enter(struct books *books, const struct event *events, size_t count)
{
    for (size_t i = 0, entered; i < count; i += entered) {
        const struct event *event = &events[i];
        entered = 1;
        switch (event->kind) {
        case EVENT_INCREF:
            entered = enter_incref(books, event, count - i);
            break;
        case EVENT_DECREF:
            enter_decref(books, event);
            break;
        case EVENT_MOVE:
            enter_move(books, event);
            break;
        case EVENT_ALLOC:
            enter_birth(books, event);
            break;
        case EVENT_FREE:
            enter_death(books, event);
            break;
        default:
            enter_rare(books, event);
            break;
        }
    }
}

bool books_wants(struct books *books, const struct event *event)
{
    if (event->kind != EVENT_INCREF && event->kind != EVENT_DECREF && event->kind != EVENT_MOVE)
        return true;
    uint32_t number = census_find(&books->census, event->oid);
    return !number || books->census.objects.items[number].is_counted;
}

/* --- questions -------------------------------------------------------------------------------- */

const struct books_totals *books_totals(const struct books *books)
{
    return &books->totals;
}

const struct books_sites *books_sites(const struct books *books)
{
    return &books->sites;
}

const struct books_types *books_types(const struct books *books)
{
    return &books->types;
}

struct books_records *books_dead(struct books *books)
{
    return &books->dead;
}

bool books_find(struct books *books, uint64_t oid, uint64_t *born_seq, uint32_t *born_site)
{
    uint32_t number = census_find(&books->census, oid);
    if (!number)
        return false;
    *born_seq = books->census.objects.items[number].born_seq;
    *born_site = books->census.objects.items[number].born_site;
    return true;
}

bool books_claim_reference(struct books *books, uint64_t oid, int64_t holder, uint32_t snapshot,
                           uint64_t *opened_seq, uint32_t *site)
{
    uint32_t number = census_find(&books->census, oid);
    uint32_t claimed = number ? census_claim(&books->census, number, holder, snapshot) : 0;
    if (!claimed)
        return false;
    *opened_seq = books->census.references.items[claimed].opened_seq;
    *site = books->census.references.items[claimed].site;
    return true;
}

bool books_each_survivor(const struct books *books,
                         bool (*visit)(void *context, const struct object_record *record),
                         void *context)
{
    for (size_t i = 1; i < books->census.objects.count; i++) {
        const struct census_object *object = &books->census.objects.items[i];
        if (!object->oid)
            continue;
        struct object_record record = record_of(object);
        if (!visit(context, &record))
            return false;
    }
    return true;
}

bool books_each_reference(const struct books *books,
                          bool (*visit)(void *context, uint64_t oid, int64_t holder,
                                        uint64_t opened_seq, uint32_t site),
                          void *context)
{
    for (size_t i = 1; i < books->census.references.count; i++) {
        const struct census_reference *reference = &books->census.references.items[i];
        if (!reference->object)
            continue;
        uint64_t oid = books->census.objects.items[reference->object].oid;
        if (!visit(context, oid, reference->holder, reference->opened_seq, reference->site))
            return false;
    }
    return true;
}
