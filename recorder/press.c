/* The press (press.h): a queue under a lock. */
#include "recorder/press.h"

#include "base/memory.h"
#include "base/sort.h"
#include "base/thread.h"
#include "recorder/format/set.h"

#include <pthread.h>

#define OID_BITS 48 /* of a number that is sorted together with its index */

struct press {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    struct chunk_coder *coder; /* owned; NULL before the first job */
    bool has_thread, is_closing;
    struct press_job *first, *last; /* owned; in the order of giving */
};

/* --- pressing --------------------------------------------------------------------------------- */

/* After this, records ascend by oid: the oid and the index are sorted as one number. */
static void sort_records(struct press_job *job, uint64_t *numbers)
{
    struct object_record *sorted = memory_allocate(job->count * sizeof *sorted);
    for (size_t i = 0; i < job->count; i++) {
        REQUIRE(job->records[i].oid >> OID_BITS == 0, "more than 2^48 objects");
        numbers[i] = job->records[i].oid << 16 | i;
    }
    sort_numbers(numbers, job->count);
    for (size_t i = 0; i < job->count; i++)
        sorted[i] = job->records[numbers[i] & 0xffff];
    memory_free(job->records);
    job->records = sorted;
}

static void widen(uint64_t *least, uint64_t *greatest, uint64_t value)
{
    *least = value < *least ? value : *least;
    *greatest = value > *greatest ? value : *greatest;
}

static void press_records(struct press_job *job)
{
    uint64_t *numbers = memory_allocate(job->count * sizeof *numbers);
    sort_records(job, numbers);
    job->min_born_seq = job->min_died_seq = UINT64_MAX;
    job->max_born_seq = job->max_died_seq = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct object_record *record = &job->records[i];
        widen(&job->min_born_seq, &job->max_born_seq, record->born_seq);
        widen(&job->min_died_seq, &job->max_died_seq, record->died_seq);
        numbers[i] = record->oid;
    }
    job->index.min_oid = numbers[0];
    job->index.max_oid = numbers[job->count - 1];
    job->index.oid_set.size = 0;
    set_encode(&job->index.oid_set, numbers, job->count, SET_BUDGET);
    objects_encode(job->records, job->count, &job->data);
    memory_free(numbers);
}

void press_at_once(struct chunk_coder *coder, struct press_job *job)
{
    job->data.size = 0;
    if (job->events)
        chunk_encode(coder, job->events, job->count, &job->data, &job->index);
    else
        press_records(job);
}

void press_job_free(struct press_job *job)
{
    if (!job)
        return;
    memory_free(job->events);
    memory_free(job->records);
    buffer_release(&job->data);
    chunk_index_release(&job->index);
    memory_free(job);
}

/* --- the queue: with the lock held ------------------------------------------------------------ */

static void put(struct press *press, struct press_job *job)
{
    job->next = NULL;
    job->state = PRESS_RAW;
    if (press->last)
        press->last->next = job;
    else
        press->first = job;
    press->last = job;
}

static struct press_job *get(struct press *press)
{
    struct press_job *job = press->first;
    press->first = job->next;
    if (!press->first)
        press->last = NULL;
    return job;
}

/* The oldest that nobody has begun, now in the caller's hand; NULL: none. */
static struct press_job *begin_raw(struct press *press)
{
    struct press_job *job = press->first;
    while (job && job->state != PRESS_RAW)
        job = job->next;
    if (job)
        job->state = PRESS_IN_HAND;
    return job;
}

static void end_raw(struct press *press, struct press_job *job)
{
    job->state = PRESS_DONE;
    pthread_cond_broadcast(&press->changed);
}

/* --- the thread ------------------------------------------------------------------------------- */

static void press_if_memory_lasts(struct chunk_coder *coder, struct press_job *job)
{
    struct memory_guard guard;
    if (MEMORY_GUARD(&guard))
        press_at_once(coder, job);
    else
        job->is_lost = true;
    memory_guard_end(&guard);
}

static void *press_jobs(void *context)
{
    struct press *press = context;
    pthread_mutex_lock(&press->lock);
    while (!press->is_closing) {
        struct press_job *job = begin_raw(press);
        if (!job) {
            pthread_cond_wait(&press->changed, &press->lock);
            continue;
        }
        pthread_mutex_unlock(&press->lock);
        press_if_memory_lasts(press->coder, job);
        pthread_mutex_lock(&press->lock);
        end_raw(press, job);
    }
    pthread_mutex_unlock(&press->lock);
    return NULL;
}

struct press *press_new(void)
{
    struct press *press = memory_zeroed(1, sizeof *press);
    pthread_mutex_init(&press->lock, NULL);
    pthread_cond_init(&press->changed, NULL);
    return press;
}

void press_free(struct press *press)
{
    if (!press)
        return;
    if (press->has_thread) {
        pthread_mutex_lock(&press->lock);
        press->is_closing = true;
        pthread_cond_broadcast(&press->changed);
        pthread_mutex_unlock(&press->lock);
        pthread_join(press->thread, NULL);
    }
    while (press->first)
        press_job_free(get(press));
    chunk_coder_free(press->coder);
    pthread_mutex_destroy(&press->lock);
    pthread_cond_destroy(&press->changed);
    memory_free(press);
}

void press_give(struct press *press, struct press_job *job)
{
    if (!press->coder) {
        press->coder = chunk_coder_new();
        press->has_thread = thread_start(&press->thread, press_jobs, press);
    }
    pthread_mutex_lock(&press->lock);
    put(press, job);
    pthread_cond_broadcast(&press->changed);
    pthread_mutex_unlock(&press->lock);
}

/* Where the writer runs out of memory in the middle, the job stays in hand and is never taken. */
static void press_here(struct press *press, struct chunk_coder *coder, struct press_job *job)
{
    pthread_mutex_unlock(&press->lock);
    press_at_once(coder, job);
    pthread_mutex_lock(&press->lock);
    end_raw(press, job);
}

struct press_job *press_take(struct press *press, struct chunk_coder *coder)
{
    struct press_job *job = NULL;
    pthread_mutex_lock(&press->lock);
    while (coder && press->first && press->first->state != PRESS_DONE) {
        struct press_job *raw = begin_raw(press);
        if (raw)
            press_here(press, coder, raw);
        else
            pthread_cond_wait(&press->changed, &press->lock);
    }
    if (press->first && press->first->state == PRESS_DONE)
        job = get(press);
    pthread_mutex_unlock(&press->lock);
    return job;
}
