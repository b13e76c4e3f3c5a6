/* list.sort: Tim Peters' merge sort, as CPython's Objects/listsort.txt describes it.
 *
 * Natural runs, short ones made longer by binary insertion, are merged pairwise; which two is
 * decided by the powers of Munro and Wild (powersort), as in CPython 3.11. While one run keeps
 * winning, a merge gallops. The order of comparisons is CPython's, because programs count them.
 *
 * Invariants.
 *  1. While the sort runs the list is empty and its references are in flight: a comparison that
 * looks at the list sees [], and one that changes it gets ValueError at the end.
 *  2. At every moment, failures included, the array holds a permutation of its entries.
 */
#include "base/memory.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#define MIN_GALLOP   7
#define PENDING_RUNS 85

struct entry {
    owned key; /* what is compared; the value itself where there is no key function */
    owned value;
};

struct run {
    struct entry *start;
    size_t count;
    int power; /* of the boundary to the run above it */
};

struct sort {
    struct runtime *rt;
    int (*less)(struct sort *sort, const struct entry *left,
                const struct entry *right); /* -1: error */
    struct entry *entries;                  /* owned */
    size_t count;
    struct entry *scratch; /* owned; room for half of the entries */
    size_t min_gallop;
    size_t pending;
    struct run runs[PENDING_RUNS];
};

/* --- comparing -------------------------------------------------------------------------------- */

static int less_general(struct sort *sort, const struct entry *left, const struct entry *right)
{
    return object_is_less(sort->rt, left->key, right->key);
}

static int less_int(struct sort *sort UNUSED, const struct entry *left, const struct entry *right)
{
    return (intptr_t)left->key < (intptr_t)right->key; /* tagging keeps the order */
}

static int less_float(struct sort *sort UNUSED, const struct entry *left, const struct entry *right)
{
    return float_untag(left->key) < float_untag(right->key);
}

static int less_str(struct sort *sort UNUSED, const struct entry *left, const struct entry *right)
{
    const struct str *a = (struct str *)left->key, *b = (struct str *)right->key;
    if (a->width != 1 || b->width != 1)
        return str_order(left->key, right->key) < 0;
    int order = memcmp(a->data, b->data, a->length < b->length ? a->length : b->length);
    return order < 0 || (order == 0 && a->length < b->length);
}

/* The fastest comparison that is right for all keys. */
static void choose_comparison(struct sort *sort)
{
    size_t ints = 0, floats = 0, texts = 0;
    for (size_t i = 0; i < sort->count; i++) {
        borrowed key = sort->entries[i].key;
        ints += int_is_tagged(key);
        floats += float_is_tagged(key);
        texts += object_is_pointer(key) && key->type == &str_type;
    }
    sort->less = ints == sort->count     ? less_int
                 : floats == sort->count ? less_float
                 : texts == sort->count  ? less_str
                                         : less_general;
}

/* --- runs ------------------------------------------------------------------------------------- */

static void reverse_entries(struct entry *start, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        struct entry moved = start[--j];
        start[j] = start[i];
        start[i] = moved;
    }
}

/* Sorts start[0 … count), of which the first `sorted` are in order. */
static int insert_sorted(struct sort *sort, struct entry *start, size_t count, size_t sorted)
{
    for (size_t i = sorted; i < count; i++) {
        struct entry pivot = start[i];
        size_t low = 0, high = i;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int less = sort->less(sort, &pivot, &start[middle]);
            if (less < 0)
                return -1;
            if (less)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(start + low + 1, start + low, (i - low) * sizeof *start);
        start[low] = pivot;
    }
    return 0;
}

/* The length of the run at start, at most count; one that falls strictly is reversed. 0: error. */
static size_t find_run(struct sort *sort, struct entry *start, size_t count)
{
    size_t length = 2;
    if (count < 2)
        return count;
    int falls = sort->less(sort, &start[1], &start[0]);
    if (falls < 0)
        return 0;
    for (; length < count; length++) {
        int less = sort->less(sort, &start[length], &start[length - 1]);
        if (less < 0)
            return 0;
        if (less != falls)
            break;
    }
    if (falls)
        reverse_entries(start, length);
    return length;
}

/* --- galloping -------------------------------------------------------------------------------- */

/* Does an entry of the run stand before the place of `key`? Left: among equals the first place. */
static int stands_before(struct sort *sort, const struct entry *entry, const struct entry *key,
                         bool left)
{
    if (left)
        return sort->less(sort, entry, key);
    int less = sort->less(sort, key, entry);
    return less < 0 ? -1 : !less;
}

/* The place of `key` in the run, searched from `hint` in steps 1, 3, 7 …, then by halves. -1:
 * error. */
static int64_t gallop(struct sort *sort, const struct entry *key, const struct entry *run,
                      size_t count, size_t hint, bool left)
{
    int64_t last = 0, offset = 1, low, high;
    int before = stands_before(sort, &run[hint], key, left);
    if (before < 0)
        return -1;
    bool forward = before;
    int64_t limit = forward ? (int64_t)(count - hint) : (int64_t)hint + 1;
    while (offset < limit) {
        int64_t place = forward ? (int64_t)hint + offset : (int64_t)hint - offset;
        before = stands_before(sort, &run[place], key, left);
        if (before < 0)
            return -1;
        if ((bool)before != forward)
            break;
        last = offset;
        offset = offset * 2 + 1;
    }
    offset = offset > limit ? limit : offset;
    low = (forward ? (int64_t)hint + last : (int64_t)hint - offset) + 1;
    high = forward ? (int64_t)hint + offset : (int64_t)hint - last;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        before = stands_before(sort, &run[middle], key, left);
        if (before < 0)
            return -1;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- merging ---------------------------------------------------------------------------------- */

/* Merges a[0 … a_count) with the run b behind it, the shorter one being a, from the front. */
static int merge_low(struct sort *sort, struct entry *a, size_t a_count, struct entry *b,
                     size_t b_count)
{
    struct entry *target = a;
    int status = -1;
    memcpy(sort->scratch, a, a_count * sizeof *a);
    a = sort->scratch;
    *target++ = *b++;
    if (--b_count == 0)
        goto succeed;
    if (a_count == 1)
        goto copy_b;
    for (;;) {
        size_t a_wins = 0, b_wins = 0;
        while (a_wins < sort->min_gallop && b_wins < sort->min_gallop) {
            int less = sort->less(sort, b, a);
            if (less < 0)
                goto fail;
            if (less) {
                *target++ = *b++;
                b_wins++, a_wins = 0;
                if (--b_count == 0)
                    goto succeed;
            } else {
                *target++ = *a++;
                a_wins++, b_wins = 0;
                if (--a_count == 1)
                    goto copy_b;
            }
        }
        sort->min_gallop++;
        do {
            sort->min_gallop -= sort->min_gallop > 1;
            int64_t place = gallop(sort, b, a, a_count, 0, false);
            if (place < 0)
                goto fail;
            a_wins = (size_t)place;
            memcpy(target, a, a_wins * sizeof *a);
            target += a_wins, a += a_wins, a_count -= a_wins;
            if (a_count == 1)
                goto copy_b;
            if (a_count == 0) /* only where the comparison is inconsistent */
                goto succeed;
            *target++ = *b++;
            if (--b_count == 0)
                goto succeed;
            place = gallop(sort, a, b, b_count, 0, true);
            if (place < 0)
                goto fail;
            b_wins = (size_t)place;
            memmove(target, b, b_wins * sizeof *b);
            target += b_wins, b += b_wins, b_count -= b_wins;
            if (b_count == 0)
                goto succeed;
            *target++ = *a++;
            if (--a_count == 1)
                goto copy_b;
        } while (a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP);
        sort->min_gallop++;
    }
succeed:
    status = 0;
fail:
    memcpy(target, a, a_count * sizeof *a);
    return status;
copy_b: /* the last of a belongs behind all of b */
    memmove(target, b, b_count * sizeof *b);
    target[b_count] = *a;
    return 0;
}

/* The mirror image: the shorter run is b; from the back. */
static int merge_high(struct sort *sort, struct entry *a, size_t a_count, struct entry *b,
                      size_t b_count)
{
    struct entry *target = b + b_count - 1, *a_first = a, *b_first = sort->scratch;
    int status = -1;
    memcpy(sort->scratch, b, b_count * sizeof *b);
    b = sort->scratch + b_count - 1;
    a += a_count - 1;
    *target-- = *a--;
    if (--a_count == 0)
        goto succeed;
    if (b_count == 1)
        goto copy_a;
    for (;;) {
        size_t a_wins = 0, b_wins = 0;
        while (a_wins < sort->min_gallop && b_wins < sort->min_gallop) {
            int less = sort->less(sort, b, a);
            if (less < 0)
                goto fail;
            if (less) {
                *target-- = *a--;
                a_wins++, b_wins = 0;
                if (--a_count == 0)
                    goto succeed;
            } else {
                *target-- = *b--;
                b_wins++, a_wins = 0;
                if (--b_count == 1)
                    goto copy_a;
            }
        }
        sort->min_gallop++;
        do {
            sort->min_gallop -= sort->min_gallop > 1;
            int64_t place = gallop(sort, b, a_first, a_count, a_count - 1, false);
            if (place < 0)
                goto fail;
            a_wins = a_count - (size_t)place;
            target -= a_wins, a -= a_wins, a_count -= a_wins;
            memmove(target + 1, a + 1, a_wins * sizeof *a);
            if (a_count == 0)
                goto succeed;
            *target-- = *b--;
            if (--b_count == 1)
                goto copy_a;
            place = gallop(sort, a, b_first, b_count, b_count - 1, true);
            if (place < 0)
                goto fail;
            b_wins = b_count - (size_t)place;
            target -= b_wins, b -= b_wins, b_count -= b_wins;
            memcpy(target + 1, b + 1, b_wins * sizeof *b);
            if (b_count == 1)
                goto copy_a;
            if (b_count == 0) /* only where the comparison is inconsistent */
                goto succeed;
            *target-- = *a--;
            if (--a_count == 0)
                goto succeed;
        } while (a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP);
        sort->min_gallop++;
    }
succeed:
    status = 0;
fail:
    memcpy(target + 1 - b_count, b_first, b_count * sizeof *b);
    return status;
copy_a: /* the first of b belongs before all of a */
    target -= a_count, a -= a_count;
    memmove(target + 1, a + 1, a_count * sizeof *a);
    *target = *b;
    return 0;
}

/* Merges the topmost pending run with the one below it. */
static int merge_top(struct sort *sort)
{
    struct run *lower = &sort->runs[sort->pending - 2], upper = sort->runs[sort->pending - 1];
    struct entry *a = lower->start, *b = upper.start;
    size_t a_count = lower->count, b_count = upper.count;
    lower->count += upper.count;
    sort->pending--;
    int64_t place = gallop(sort, b, a, a_count, 0, false); /* where b begins to matter in a */
    if (place < 0)
        return -1;
    a += place;
    a_count -= (size_t)place;
    if (a_count == 0)
        return 0;
    place = gallop(sort, &a[a_count - 1], b, b_count, b_count - 1, true); /* where a ends in b */
    if (place <= 0)
        return (int)place;
    b_count = (size_t)place;
    return a_count <= b_count ? merge_low(sort, a, a_count, b, b_count)
                              : merge_high(sort, a, a_count, b, b_count);
}

/* The power of the boundary between two neighbouring runs: how deep in the ideal merge tree it
 * lies. */
static int find_power(size_t start, size_t first_count, size_t second_count, size_t total)
{
    size_t a = 2 * start + first_count, b = a + first_count + second_count;
    for (int power = 1;; power++) {
        if (a >= total) {
            a -= total;
            b -= total;
        } else if (b >= total) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/* A new run follows the pending ones: merges those that the merge tree wants merged before it. */
static int merge_before(struct sort *sort, size_t new_count)
{
    if (sort->pending == 0)
        return 0;
    struct run *top = &sort->runs[sort->pending - 1];
    int power =
        find_power((size_t)(top->start - sort->entries), top->count, new_count, sort->count);
    while (sort->pending > 1 && sort->runs[sort->pending - 2].power > power) {
        if (merge_top(sort) < 0)
            return -1;
    }
    sort->runs[sort->pending - 1].power = power;
    return 0;
}

static size_t shortest_run(size_t count)
{
    size_t lost = 0;
    for (; count >= 64; count >>= 1)
        lost |= count & 1;
    return count + lost;
}

static int sort_entries(struct sort *sort)
{
    struct entry *start = sort->entries;
    size_t left = sort->count, shortest = shortest_run(left);
    while (left > 0) {
        size_t count = find_run(sort, start, left);
        if (count == 0)
            return -1;
        if (count < shortest) {
            size_t wanted = left < shortest ? left : shortest;
            if (insert_sorted(sort, start, wanted, count) < 0)
                return -1;
            count = wanted;
        }
        if (merge_before(sort, count) < 0)
            return -1;
        sort->runs[sort->pending++] = (struct run){start, count, 0};
        start += count;
        left -= count;
    }
    while (sort->pending > 1) {
        if (merge_top(sort) < 0)
            return -1;
    }
    return 0;
}

/* --- the list --------------------------------------------------------------------------------- */

/* Fills entries from the items; keys are called for in order. After a failure no key is held. */
static int make_entries(struct sort *sort, owned *items, borrowed key)
{
    size_t made = 0;
    for (size_t i = 0; i < sort->count; i++)
        sort->entries[i] = (struct entry){items[i], items[i]};
    if (key == NONE)
        return 0;
    for (; made < sort->count; made++) {
        owned result = object_call_one(sort->rt, key, items[made]);
        if (!result)
            break;
        sort->entries[made].key = result;
    }
    if (made == sort->count)
        return 0;
    while (made > 0)
        object_release(sort->rt, sort->entries[--made].key);
    return -1;
}

static int sort_items(struct runtime *rt, owned *items, size_t count, borrowed key, bool reverse)
{
    struct sort sort = {.rt = rt, .count = count, .min_gallop = MIN_GALLOP};
    sort.entries = memory_allocate(count * sizeof *sort.entries);
    sort.scratch = memory_allocate((count / 2 + 1) * sizeof *sort.scratch);
    int made = make_entries(&sort, items, key), status = made;
    if (made == 0) {
        choose_comparison(&sort);
        if (reverse) /* twice reversed, so that equal items stay in order */
            reverse_entries(sort.entries, count);
        status = sort_entries(&sort);
        if (reverse)
            reverse_entries(sort.entries, count);
    }
    for (size_t i = 0; i < count; i++)
        items[i] = sort.entries[i].value;
    for (size_t i = 0; made == 0 && key != NONE && i < count; i++)
        object_release(rt, sort.entries[i].key);
    memory_free(sort.scratch);
    memory_free(sort.entries);
    return status;
}

int list_sort(struct runtime *rt, borrowed v, borrowed key, bool reverse)
{
    struct list *list = (struct list *)v;
    borrowed *items = list->items;
    size_t count = list->count, capacity = list->capacity;
    list->items = NULL;
    list->count = list->capacity = 0;
    for (size_t i = 0; i < count; i++)
        object_move(rt, items[i], v, IN_FLIGHT);

    int status = count > 0 ? sort_items(rt, items, count, key, reverse) : 0;
    if (list->items && status == 0) {
        exception_raise(rt, &exception_ValueError, "list modified during sort");
        status = -1;
    }

    size_t added_count;
    owned *added = list_take_all(rt, v, &added_count);
    list->items = items;
    list->count = count;
    list->capacity = capacity;
    for (size_t i = 0; i < count; i++)
        object_move(rt, items[i], IN_FLIGHT, v);
    object_resized(rt, v, v->type->reported_size + 8 * capacity);
    owned error = exception_take(rt);
    for (size_t i = 0; i < added_count; i++)
        object_release(rt, added[i]);
    exception_restore(rt, error);
    memory_free(added);
    return status;
}
