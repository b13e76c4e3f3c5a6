/* Allocation for everything but the runtime's own objects, which tests can make fail.
 *
 * memory_* never returns NULL for lack of memory in the plain calls: these print one line and exit
 * with ERROR_INTERNAL, because no caller could do better. A caller far above may: inside a guard
 * they jump to it instead. The try_ calls return NULL; use them where a size comes from a file or a
 * user. A size of 0 is legal and gives a pointer to free.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *memory_allocate(size_t size) __attribute__((malloc, returns_nonnull, alloc_size(1)));
void *memory_zeroed(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* count * size bytes, checked for overflow; the content of the old block is kept. */
void *memory_resize(void *block, size_t count, size_t size) __attribute__((returns_nonnull));
char *memory_copy_string(const char *text) __attribute__((malloc, returns_nonnull));
char *memory_copy_bytes(const void *bytes, size_t size)
    __attribute__((malloc, returns_nonnull)); /* adds a NUL */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2), returns_nonnull));
void memory_free(void *block); /* NULL is fine */
/* Asks for large pages under a block that is read all over: fewer misses of address translation. */
void memory_use_large_pages(void *block, size_t size);

void *memory_try_allocate(size_t size) __attribute__((malloc));
void *memory_try_resize(void *block, size_t count, size_t size);

/* A guard of the calling thread, where a process must outlive a lack of memory:
 *
 *     struct memory_guard guard;
 *     bool good = MEMORY_GUARD(&guard) && work();
 *     memory_guard_end(&guard);
 *
 * MEMORY_GUARD is true; it comes back false when work() found no memory, in the middle of whatever
 * it was doing. Then nothing that work() was changing may be used but to release it: what it had
 * allocated and not yet put into place is lost. Guards do not nest. */
struct memory_guard {
    jmp_buf target;
};
#define MEMORY_GUARD(guard) (memory_guard_begin(guard), setjmp((guard)->target) == 0)
void memory_guard_begin(struct memory_guard *guard); /* MEMORY_GUARD calls it */
void memory_guard_end(struct memory_guard *guard);

/* Tests: the nth allocation from now (1 is the next) fails; 0 switches that off. Counts the try_
 * calls, and the plain ones inside a guard. */
void memory_fail_after(uint64_t nth);

#endif
