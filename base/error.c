/* Errors as a code and a sentence (error.h). Sentences that are too long are cut, never overflow.
 */
#include "base/error.h"

#include <stdarg.h>
#include <string.h>

bool error_set(struct error *error, enum error_code code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(error->message, sizeof error->message, format, list);
    va_end(list);
    error->code = code;
    return false;
}

bool error_set_errno(struct error *error, enum error_code code, int error_number,
                     const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(error->message, sizeof error->message, format, list);
    va_end(list);
    size_t used = strlen(error->message);
    char text[128];
    snprintf(error->message + used, sizeof error->message - used, ": %s",
             strerror_r(error_number, text, sizeof text));
    error->code = code;
    return false;
}

bool error_prefix(struct error *error, const char *format, ...)
{
    char rest[sizeof error->message];
    memcpy(rest, error->message, sizeof rest);
    va_list list;
    va_start(list, format);
    vsnprintf(error->message, sizeof error->message, format, list);
    va_end(list);
    size_t used = strlen(error->message);
    snprintf(error->message + used, sizeof error->message - used, ": %s", rest);
    return false;
}

void error_misuse(const char *function, const char *condition, const char *what)
{
    fprintf(stderr, "%s: %s (required: %s)\n", function, what, condition);
    abort();
}
