/* Memory of objects: small blocks by size class from pages, large ones from the system's allocator.
 *
 *     arena (2 MiB, aligned)   ┌──────┬──────┬──────┬─ … ─┬──────┐
 *                              │ page │ page │ page │     │ page │   32 KiB each, aligned
 *                              └──────┴──────┴──────┴─ … ─┴──────┘
 *     page                     ┌────────┬───────┬───────┬─ … ─┬───────┬──────────────┐
 *                              │ header │ block │ block │     │ block │ fresh        │   one size
 * of block └────────┴───────┴───────┴─ … ─┴───────┴──────────────┘
 *
 * A freed block is the next one that its page gives away, so short-lived objects stay in the cache
 * and neighbours in time are neighbours in memory. Blocks are multiples of 8 bytes.
 *
 * Invariants.
 *  1. A block that is given away has a type from object_new's first store on; a free one has type
 * NULL. So pool_each finds every living object, tracked or not.
 *  2. A page is in the list of its class exactly while it has room.
 *  3. used = blocks given away; a page with none goes back to its arena unless it is the only one
 * of its class with room. In a sanitizer build free blocks are poisoned.
 */
#ifndef RUNTIME_CORE_POOL_H
#define RUNTIME_CORE_POOL_H

#include "runtime/core/object.h"

#define POOL_LARGEST   512 /* bytes of the largest small block */
#define POOL_PAGE_SIZE (UINT64_C(32) << 10)
#define POOL_CLASSES   (POOL_LARGEST / 8 + 1)

struct pool_arena;

struct pool_page {
    struct object *free;    /* freed blocks, linked through `number` */
    char *fresh;            /* the first block that was never used */
    char *end;              /* behind the last block that fits */
    struct pool_page *next; /* in the list of its class, or of its arena's free pages */
    struct pool_page *previous;
    struct pool_arena *arena;
    uint32_t used;       /* blocks given away */
    uint32_t block_size; /* bytes; 0: the page is free */
};

struct pools {
    struct pool_page *with_room[POOL_CLASSES]; /* by bytes / 8 */
    struct pool_arena *available;              /* arenas with free pages */
    struct pool_arena **arenas;                /* all, oldest first; owned */
    size_t arena_count;
    size_t arena_capacity;
    struct pool_large *newest_large; /* all large blocks */
    struct pool_large *oldest_large;
};

struct pools *pool_open(void);
void pool_close(struct pools *pools); /* gives back every block */

/* A block of at least `size` bytes, content undefined; NULL for lack of memory. `large` says that
 * the object needs the flag OBJECT_LARGE. */
static inline struct object *pool_allocate(struct pools *pools, size_t size, bool *large);
void pool_free(struct pools *pools, struct object *block);
size_t pool_block_size(const struct object *block);

/* Calls visit for each living object; not 0 stops and is returned. Nothing may be born or die
 * meanwhile. */
int pool_each(struct pools *pools, int (*visit)(void *context, borrowed v), void *context);

/* The slow halves of pool_allocate. */
struct object *pool_allocate_large(struct pools *pools, size_t size);
struct pool_page *pool_add_page(struct pools *pools, size_t block_size);
void pool_page_filled(struct pools *pools, struct pool_page *page);
void pool_unpoison(struct object *block, size_t size);

static inline struct object *pool_allocate(struct pools *pools, size_t size, bool *large)
{
    *large = size > POOL_LARGEST;
    if (UNLIKELY(*large))
        return pool_allocate_large(pools, size);
    size = (size + 7) & ~(size_t)7;
    struct pool_page *page = pools->with_room[size / 8];
    if (UNLIKELY(!page) && !(page = pool_add_page(pools, size)))
        return NULL;
    struct object *block = page->free;
    if (block) {
#ifdef __SANITIZE_ADDRESS__
        pool_unpoison(block, size);
#endif
        page->free = (struct object *)(uintptr_t)block->number;
    } else {
        block = (struct object *)(void *)page->fresh;
        page->fresh += size;
#ifdef __SANITIZE_ADDRESS__
        pool_unpoison(block, size);
#endif
    }
    page->used++;
    if (UNLIKELY(!page->free) && page->fresh == page->end)
        pool_page_filled(pools, page);
    return block;
}

#endif
