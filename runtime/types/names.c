/* The names that C code looks up (names.h). */
#include "runtime/types/names.h"

#include "runtime/types/str.h"

#include <pthread.h>

struct names names;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void names_ready(struct runtime *rt)
{
    pthread_mutex_lock(&mutex);
    if (!names.abs_) {
#define NAME(identifier, text) names.identifier = str_intern_text(rt, text);
#include "runtime/types/names.def"
#undef NAME
    }
    pthread_mutex_unlock(&mutex);
}
