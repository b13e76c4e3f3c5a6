/* Allocation that ends the program, or that tests can make fail (memory.h).
 *
 * The countdown of memory_fail_after is one atomic number, so that threads may allocate under it.
 */
#include "base/memory.h"

#include "base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

static _Atomic uint64_t allocations_until_failure;

static _Thread_local struct memory_guard *current_guard; /* or NULL */

static bool must_fail(void)
{
    uint64_t left = atomic_load_explicit(&allocations_until_failure, memory_order_relaxed);
    return UNLIKELY(left) && atomic_fetch_sub(&allocations_until_failure, 1) == 1;
}

static void *require_block(void *block, size_t size)
{
    if (UNLIKELY(!block)) {
        if (current_guard)
            longjmp(current_guard->target, 1);
        fprintf(stderr, "heapledger: out of memory (%zu bytes wanted)\n", size);
        exit(ERROR_INTERNAL);
    }
    return block;
}

static void fail_in_tests(size_t size)
{
    if (UNLIKELY(current_guard) && must_fail())
        require_block(NULL, size);
}

/* A size of 0 becomes 1, so that NULL always means failure. */
static size_t at_least_one(size_t size)
{
    return size ? size : 1;
}

void *memory_allocate(size_t size)
{
    fail_in_tests(size);
    return require_block(malloc(at_least_one(size)), size);
}

void *memory_zeroed(size_t count, size_t size)
{
    fail_in_tests(count * size);
    return require_block(calloc(at_least_one(count), at_least_one(size)), count * size);
}

void *memory_resize(void *block, size_t count, size_t size)
{
    size_t total = SIZE_MAX;
    if (__builtin_mul_overflow(count, size, &total))
        return require_block(NULL, SIZE_MAX);
    fail_in_tests(total);
    return require_block(realloc(block, at_least_one(total)), total);
}

char *memory_copy_string(const char *text)
{
    return memory_copy_bytes(text, strlen(text));
}

char *memory_copy_bytes(const void *bytes, size_t size)
{
    char *copy = memory_allocate(size + 1);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

char *memory_format(const char *format, ...)
{
    char *text = NULL;
    va_list list;
    va_start(list, format);
    int size = vasprintf(&text, format, list);
    va_end(list);
    return require_block(size < 0 ? NULL : text, 0);
}

void memory_free(void *block)
{
    free(block);
}

/* The kernel refuses where it has none, and then all is as before. */
void memory_use_large_pages(void *block, size_t size)
{
    const uintptr_t large = 2u << 20;
    uintptr_t begin = ((uintptr_t)block + large - 1) / large * large;
    uintptr_t end = ((uintptr_t)block + size) / large * large;
    if (begin < end)
        madvise((void *)begin, end - begin, MADV_HUGEPAGE);
}

void *memory_try_allocate(size_t size)
{
    return must_fail() ? NULL : malloc(at_least_one(size));
}

void *memory_try_resize(void *block, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total) || must_fail())
        return NULL;
    return realloc(block, at_least_one(total));
}

void memory_guard_begin(struct memory_guard *guard)
{
    assert(!current_guard);
    current_guard = guard;
}

void memory_guard_end(struct memory_guard *guard)
{
    assert(current_guard == guard);
    (void)guard;
    current_guard = NULL;
}

void memory_fail_after(uint64_t nth)
{
    atomic_store(&allocations_until_failure, nth);
}
