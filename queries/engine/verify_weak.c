/* Invariant 6: a weak reference is made to a living object, cleared once and before the object
 * dies, and its callback runs only after that.
 *
 * How it works. Every living weak reference has a record, by its oid, and each target a number of
 * records that are not cleared. That weak references change no count follows from invariant 8: a
 * count that they changed would differ from the balance.
 *
 * Memory: 24 bytes a living weak reference and 16 a target, in tables that double.
 */
#include "queries/engine/verification.h"

#include "base/memory.h"

/* A table from a number above 0 to another, by open addressing. A value is never removed: the key
 * of a dead object does not come again. */
struct number_table {
    struct {
        uint64_t key; /* 0: empty */
        uint64_t value;
    } * slots;
    unsigned bits;
    size_t count;
};

struct verify_weak {
    struct number_table targets; /* weak reference → target; 0: cleared */
    struct number_table open;    /* target → weak references that are not cleared */
};

static void table_grow(struct number_table *table);

/* The value of a key, which is added with 0 where it is new. Valid until the next call. */
static uint64_t *table_value(struct number_table *table, uint64_t key)
{
    if (!table->slots || table->count * 4 >= ((size_t)3 << table->bits))
        table_grow(table);
    size_t mask = ((size_t)1 << table->bits) - 1;
    size_t i = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - table->bits));
    while (table->slots[i].key && table->slots[i].key != key)
        i = (i + 1) & mask;
    if (table->slots[i].key == 0) {
        table->slots[i].key = key;
        table->count++;
    }
    return &table->slots[i].value;
}

static void table_grow(struct number_table *table)
{
    struct number_table old = *table;
    size_t old_size = old.slots ? (size_t)1 << old.bits : 0;
    table->bits = old.slots ? old.bits + 1 : 6;
    table->count = 0;
    table->slots = memory_zeroed((size_t)1 << table->bits, sizeof *table->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old.slots[i].key)
            *table_value(table, old.slots[i].key) = old.slots[i].value;
    memory_free(old.slots);
}

void verify_weak_begin(struct verification *verification)
{
    verification->weak = memory_zeroed(1, sizeof *verification->weak);
}

void verify_weak_end(struct verification *verification)
{
    memory_free(verification->weak->targets.slots);
    memory_free(verification->weak->open.slots);
    memory_free(verification->weak);
}

static void fail(struct verification *verification, const struct event *event, uint64_t oid,
                 const char *message)
{
    struct verification_subject subject = {.seq = event->seq, .oid = oid, .site = event->site};
    verification_fail(verification, VERIFY_WEAKNESS, "invalid", &subject, "%s", message);
}

static void make(struct verification *verification, const struct event *event)
{
    struct verify_weak *weak = verification->weak;
    if (!heap_find(&verification->heap, (uint64_t)event->a)) {
        fail(verification, event, (uint64_t)event->a, "is referenced weakly and is not alive");
        return;
    }
    *table_value(&weak->targets, event->oid) = (uint64_t)event->a;
    ++*table_value(&weak->open, (uint64_t)event->a);
}

static void clear(struct verification *verification, const struct event *event)
{
    struct verify_weak *weak = verification->weak;
    uint64_t *target = table_value(&weak->targets, event->oid);
    if (*target != (uint64_t)event->a) {
        fail(verification, event, event->oid, "is cleared and does not refer to that object");
        return;
    }
    *target = 0;
    --*table_value(&weak->open, (uint64_t)event->a);
}

/* A weak reference that dies lets go; an object that dies must have been let go. */
static void die(struct verification *verification, const struct event *event)
{
    struct verify_weak *weak = verification->weak;
    if (weak->targets.count == 0)
        return;
    uint64_t *target = table_value(&weak->targets, event->oid);
    if (*target)
        --*table_value(&weak->open, *target);
    *target = 0;
    uint64_t *open = table_value(&weak->open, event->oid);
    if (*open == 0)
        return;
    *open = 0;
    fail(verification, event, event->oid, "is freed while a weak reference to it is not cleared");
}

void verify_weak_event(struct verification *verification, const struct event *event)
{
    if (event->kind == EVENT_FREE) {
        die(verification, event);
        return;
    }
    if (event->kind != EVENT_WEAK_NEW && event->kind != EVENT_WEAK_CLEAR &&
        event->kind != EVENT_WEAK_CALL)
        return;
    verification_check(verification, VERIFY_WEAKNESS);
    if (event->oid == 0 || event->a == 0)
        fail(verification, event, event->oid, "has a weak reference without a number");
    else if (event->kind == EVENT_WEAK_NEW)
        make(verification, event);
    else if (event->kind == EVENT_WEAK_CLEAR)
        clear(verification, event);
    else if (*table_value(&verification->weak->targets, event->oid) != 0)
        fail(verification, event, event->oid, "calls back before it is cleared");
}
