/* What went wrong in the world, as one code and one complete sentence.
 *
 * A function that can fail takes a `struct error *` last, leaves it untouched on success and is
 * marked MUST_CHECK. The code is the exit code of the program. The sentence is
 * lower case, states the fact first, quotes its subject, then says what to do:
 *     no snapshot 'warm' in 'a.db' (it has: start, exit)
 * Libraries set errors; only cli/ prints them.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MUST_CHECK        __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define LIKELY(x)         __builtin_expect(!!(x), 1)
#define UNLIKELY(x)       __builtin_expect(!!(x), 0)
#define COLD              __attribute__((cold, noinline))
#define ALWAYS_INLINE     inline __attribute__((always_inline))
#define UNUSED            __attribute__((unused))

enum error_code {
    ERROR_NONE = 0,
    ERROR_CHECK = 1,          /* a check fails, a difference is found, the program has an error */
    ERROR_USAGE = 64,         /* the command line is wrong */
    ERROR_DATA = 65,          /* the input is no trace, is damaged, or its SQL is wrong */
    ERROR_NO_INPUT = 66,      /* the input does not exist or cannot be read */
    ERROR_INTERNAL = 70,      /* out of memory, or a limit of this machine */
    ERROR_CANNOT_CREATE = 73, /* the output cannot be made */
    ERROR_IO = 74,            /* reading or writing failed half way */
};

struct error {
    enum error_code code;
    char message[1024]; /* one sentence, no final newline; always NUL-terminated */
};

/* Sets `error` and returns false, so that `return error_set(…)` ends a failing function. */
bool error_set(struct error *error, enum error_code code, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* As error_set, and appends ": " and the text of `error_number` (an errno). */
bool error_set_errno(struct error *error, enum error_code code, int error_number,
                     const char *format, ...) PRINTF_LIKE(4, 5);

/* Puts `format` and ": " before the message that is already there (where it happened). Returns
 * false. */
bool error_prefix(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* A C client broke the contract of a public function: says which on stderr and aborts.
 * Never for input from a user. */
#define REQUIRE(condition, what)                                                                   \
    (LIKELY(condition) ? (void)0 : error_misuse(__func__, #condition, what))
void error_misuse(const char *function, const char *condition, const char *what)
    __attribute__((noreturn, cold));

#ifdef __cplusplus
}
#endif

#endif
