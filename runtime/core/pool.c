/* Arenas, pages, free blocks (pool.h). */
#include "runtime/core/pool.h"

#include "base/memory.h"
#include "base/vector.h"

#include <assert.h>
#include <sys/mman.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(block, size)   ASAN_POISON_MEMORY_REGION(block, size)
#define UNPOISON(block, size) ASAN_UNPOISON_MEMORY_REGION(block, size)
#define UNCHECKED             __attribute__((no_sanitize_address))
#else
#define POISON(block, size)   ((void)(block), (void)(size))
#define UNPOISON(block, size) ((void)(block), (void)(size))
#define UNCHECKED
#endif

#define ARENA_SIZE (UINT64_C(2) << 20)
#define PAGES      (ARENA_SIZE / POOL_PAGE_SIZE)

struct pool_arena {
    char *base;                   /* ARENA_SIZE bytes, aligned to that; mapped */
    uint32_t touched;             /* the first so many pages have been used */
    uint32_t free_count;          /* pages that can be given away */
    struct pool_page *free_pages; /* of the touched ones */
    struct pool_arena *next;      /* in pools->available */
    struct pool_arena *previous;
};

struct pool_large { /* in front of a large block */
    struct pool_large *newer;
    struct pool_large *older;
    size_t size; /* of the block behind */
    size_t padding;
};

/* --- arenas ----------------------------------------------------------------------------------- */

static char *map_aligned(void)
{
    char *raw = mmap(NULL, 2 * ARENA_SIZE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (raw == MAP_FAILED)
        return NULL;
    char *base = (char *)(((uintptr_t)raw + ARENA_SIZE - 1) & ~(uintptr_t)(ARENA_SIZE - 1));
    if (base > raw)
        munmap(raw, (size_t)(base - raw));
    munmap(base + ARENA_SIZE, (size_t)(raw + ARENA_SIZE - base));
    return base;
}

static void make_available(struct pools *pools, struct pool_arena *arena)
{
    arena->previous = NULL;
    arena->next = pools->available;
    if (arena->next)
        arena->next->previous = arena;
    pools->available = arena;
}

static void make_unavailable(struct pools *pools, struct pool_arena *arena)
{
    if (arena->previous)
        arena->previous->next = arena->next;
    else
        pools->available = arena->next;
    if (arena->next)
        arena->next->previous = arena->previous;
}

static struct pool_arena *add_arena(struct pools *pools)
{
    char *base = map_aligned();
    if (!base)
        return NULL;
    struct pool_arena *arena = memory_zeroed(1, sizeof *arena);
    arena->base = base;
    arena->free_count = PAGES;
    if (pools->arena_count == pools->arena_capacity) {
        pools->arena_capacity = vector_grown(pools->arena_capacity, pools->arena_count + 1);
        pools->arenas = memory_resize(pools->arenas, pools->arena_capacity, sizeof *pools->arenas);
    }
    pools->arenas[pools->arena_count++] = arena;
    make_available(pools, arena);
    return arena;
}

static void unmap_arena(struct pool_arena *arena)
{
    UNPOISON(arena->base, ARENA_SIZE);
    munmap(arena->base, ARENA_SIZE);
    memory_free(arena);
}

static void remove_arena(struct pools *pools, struct pool_arena *arena)
{
    size_t place = 0;
    while (pools->arenas[place] != arena)
        place++;
    pools->arena_count--;
    memmove(pools->arenas + place, pools->arenas + place + 1,
            (pools->arena_count - place) * sizeof *pools->arenas);
    make_unavailable(pools, arena);
    unmap_arena(arena);
}

/* --- pages ------------------------------------------------------------------------------------ */

static struct pool_page *take_page(struct pools *pools, struct pool_arena *arena)
{
    struct pool_page *page = arena->free_pages;
    if (page) {
        arena->free_pages = page->next;
    } else {
        page = (struct pool_page *)(void *)(arena->base + arena->touched * POOL_PAGE_SIZE);
        arena->touched++;
    }
    if (--arena->free_count == 0)
        make_unavailable(pools, arena);
    page->arena = arena;
    return page;
}

static void give_page_back(struct pools *pools, struct pool_page *page)
{
    struct pool_arena *arena = page->arena;
    page->block_size = 0;
    page->next = arena->free_pages;
    arena->free_pages = page;
    if (arena->free_count++ == 0)
        make_available(pools, arena);
    else if (arena->free_count == PAGES && pools->arena_count > 1)
        remove_arena(pools, arena);
}

static void add_to_class(struct pools *pools, struct pool_page *page)
{
    struct pool_page **first = &pools->with_room[page->block_size / 8];
    page->previous = NULL;
    page->next = *first;
    if (page->next)
        page->next->previous = page;
    *first = page;
}

static void remove_from_class(struct pools *pools, struct pool_page *page)
{
    if (page->previous)
        page->previous->next = page->next;
    else
        pools->with_room[page->block_size / 8] = page->next;
    if (page->next)
        page->next->previous = page->previous;
}

struct pool_page *pool_add_page(struct pools *pools, size_t block_size)
{
    struct pool_arena *arena = pools->available ? pools->available : add_arena(pools);
    if (!arena)
        return NULL;
    struct pool_page *page = take_page(pools, arena);
    size_t room = POOL_PAGE_SIZE - sizeof *page;
    page->free = NULL;
    page->fresh = (char *)(page + 1);
    page->end = page->fresh + room / block_size * block_size;
    page->used = 0;
    page->block_size = (uint32_t)block_size;
    POISON(page->fresh, room);
    add_to_class(pools, page);
    return page;
}

void pool_page_filled(struct pools *pools, struct pool_page *page)
{
    remove_from_class(pools, page);
}

void pool_unpoison(struct object *block, size_t size)
{
    UNPOISON(block, size);
}

static struct pool_page *page_of(const struct object *block)
{
    return (struct pool_page *)((uintptr_t)block & ~(uintptr_t)(POOL_PAGE_SIZE - 1));
}

/* --- large blocks ----------------------------------------------------------------------------- */

struct object *pool_allocate_large(struct pools *pools, size_t size)
{
    size = (size + 7) & ~(size_t)7;
    struct pool_large *large = memory_try_allocate(sizeof *large + size);
    if (!large)
        return NULL;
    large->size = size;
    large->newer = NULL;
    large->older = pools->newest_large;
    if (large->older)
        large->older->newer = large;
    else
        pools->oldest_large = large;
    pools->newest_large = large;
    return (struct object *)(void *)(large + 1);
}

static void free_large(struct pools *pools, struct object *block)
{
    struct pool_large *large = (struct pool_large *)(void *)block - 1;
    if (large->newer)
        large->newer->older = large->older;
    else
        pools->newest_large = large->older;
    if (large->older)
        large->older->newer = large->newer;
    else
        pools->oldest_large = large->newer;
    memory_free(large);
}

/* --- the interface ---------------------------------------------------------------------------- */

void pool_free(struct pools *pools, struct object *block)
{
    if (UNLIKELY(object_has_flag(block, OBJECT_LARGE))) {
        free_large(pools, block);
        return;
    }
    struct pool_page *page = page_of(block);
    bool was_full = !page->free && page->fresh == page->end;
    block->type = NULL;
    block->number = (uintptr_t)page->free;
    page->free = block;
    page->used--;
    POISON(block, page->block_size);
    if (UNLIKELY(was_full))
        add_to_class(pools, page);
    if (UNLIKELY(page->used == 0) && (page->next || page->previous)) {
        remove_from_class(pools, page);
        give_page_back(pools, page);
    }
}

size_t pool_block_size(const struct object *block)
{
    if (object_has_flag((borrowed)(uintptr_t)block, OBJECT_LARGE))
        return ((const struct pool_large *)(const void *)block - 1)->size;
    return page_of(block)->block_size;
}

UNCHECKED static bool is_alive(const struct object *block)
{
    return block->type != NULL;
}

static int each_in_page(struct pool_page *page, int (*visit)(void *, borrowed), void *context)
{
    int result = 0;
    for (char *at = (char *)(page + 1); at < page->fresh && !result; at += page->block_size)
        if (is_alive((struct object *)(void *)at))
            result = visit(context, (struct object *)(void *)at);
    return result;
}

int pool_each(struct pools *pools, int (*visit)(void *context, borrowed v), void *context)
{
    int result = 0;
    for (size_t i = 0; i < pools->arena_count && !result; i++)
        for (uint32_t p = 0; p < pools->arenas[i]->touched && !result; p++) {
            char *at = pools->arenas[i]->base + p * POOL_PAGE_SIZE;
            struct pool_page *page = (struct pool_page *)(void *)at;
            if (page->block_size)
                result = each_in_page(page, visit, context);
        }
    for (struct pool_large *large = pools->oldest_large; large && !result; large = large->newer)
        result = visit(context, (struct object *)(void *)(large + 1));
    return result;
}

struct pools *pool_open(void)
{
    return memory_zeroed(1, sizeof(struct pools));
}

void pool_close(struct pools *pools)
{
    while (pools->newest_large)
        free_large(pools, (struct object *)(void *)(pools->newest_large + 1));
    for (size_t i = 0; i < pools->arena_count; i++)
        unmap_arena(pools->arenas[i]);
    memory_free(pools->arenas);
    memory_free(pools);
}
