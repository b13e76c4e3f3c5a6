/* Threads of the program, one at a time. See threads.h. */
#include "runtime/python/threads.h"

#include "base/memory.h"
#include "runtime/core/disposal.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#define SWITCH_INTERVAL_NS 5000000 /* CPython's 5 ms */
#define STACK_SIZE         (16 << 20)

struct thread { /* what is this thread's own in struct runtime, while it does not run */
    struct threads *threads; /* outlives the runtime where a daemon still waits */
    struct thread *next;     /* in threads->alive */
    uint32_t site;
    uint32_t depth;
    struct object *error;
    struct frame *frame;
    struct exception_state *handled;
    struct exception_state own_handled; /* the end of that chain; the main thread's is elsewhere */
    struct disposal *disposal;          /* the main thread's belongs to core */
};

struct threads {
    pthread_mutex_t mutex; /* over all fields below */
    pthread_cond_t free;   /* the lock was given away */
    pthread_cond_t taken;  /* the lock was taken */
    bool held;
    struct thread *closer; /* ends the program: nobody else gets the lock again; NULL before */
    uint64_t taken_count;  /* how often it was taken */
    size_t waiting;
    size_t count; /* threads alive */
    struct thread main;
    struct thread *first;   /* the main thread: &main, or in a child the one that forked */
    struct thread *current; /* who runs */
    struct thread *alive;   /* without &main; in a child also those that it does not have */
};

struct start { /* what a new thread is given; it holds the references in flight */
    struct runtime *rt;
    struct thread *thread;
    owned callable;
    owned arguments;
    owned keywords;
};

static void put_aside(struct runtime *rt, struct thread *thread)
{
    thread->site = rt->site;
    thread->depth = rt->depth;
    thread->error = rt->error;
    thread->frame = rt->frame;
    thread->handled = rt->handled;
    thread->disposal = rt->disposal;
}

static void put_back(struct runtime *rt, const struct thread *thread)
{
    rt->site = thread->site;
    rt->depth = thread->depth;
    rt->error = thread->error;
    rt->frame = thread->frame;
    rt->handled = thread->handled;
    rt->disposal = thread->disposal;
}

static struct timespec soon(void)
{
    struct timespec when;
    clock_gettime(CLOCK_REALTIME, &when);
    when.tv_nsec += SWITCH_INTERVAL_NS;
    if (when.tv_nsec >= 1000000000) {
        when.tv_nsec -= 1000000000;
        when.tv_sec++;
    }
    return when;
}

static bool is_too_late(const struct threads *threads, const struct thread *thread)
{
    return threads->closer && threads->closer != thread;
}

/* With the mutex held: waits until the lock is free, asking its holder every SWITCH_INTERVAL. */
static void take(struct runtime *rt, struct threads *threads, struct thread *thread)
{
    threads->waiting++;
    while (threads->held || is_too_late(threads, thread)) {
        struct timespec when = soon();
        if (is_too_late(threads, thread))
            pthread_cond_wait(&threads->free, &threads->mutex); /* for ever */
        else if (pthread_cond_timedwait(&threads->free, &threads->mutex, &when) == ETIMEDOUT &&
                 !is_too_late(threads, thread)) /* then rt may be gone */
            atomic_store(&rt->interrupted, true);
    }
    threads->waiting--;
    threads->held = true;
    threads->taken_count++;
    threads->current = thread;
    put_back(rt, thread);
    if (thread == threads->first && atomic_load(&rt->signalled))
        atomic_store(&rt->interrupted, true); /* another thread may have looked up before */
    pthread_cond_broadcast(&threads->taken);
}

/* With the mutex held. */
static struct thread *give(struct runtime *rt, struct threads *threads)
{
    struct thread *thread = threads->current;
    put_aside(rt, thread);
    threads->held = false;
    pthread_cond_signal(&threads->free);
    return thread;
}

struct thread *threads_leave(struct runtime *rt)
{
    struct threads *threads = rt->interpreter->threads;
    if (!threads)
        return NULL;
    pthread_mutex_lock(&threads->mutex);
    struct thread *thread = give(rt, threads);
    pthread_mutex_unlock(&threads->mutex);
    return thread;
}

void threads_enter(struct runtime *rt, struct thread *thread)
{
    if (!thread)
        return;
    pthread_mutex_lock(&thread->threads->mutex);
    take(rt, thread->threads, thread);
    pthread_mutex_unlock(&thread->threads->mutex);
}

void threads_yield(struct runtime *rt)
{
    struct threads *threads = rt->interpreter->threads;
    if (!threads)
        return;
    pthread_mutex_lock(&threads->mutex);
    if (threads->waiting > 0 && !threads->closer) {
        uint64_t before = threads->taken_count;
        struct thread *thread = give(rt, threads);
        while (threads->taken_count == before && threads->waiting > 0)
            pthread_cond_wait(&threads->taken, &threads->mutex);
        take(rt, threads, thread);
    }
    pthread_mutex_unlock(&threads->mutex);
}

bool threads_is_main(const struct runtime *rt)
{
    const struct threads *threads = rt->interpreter->threads;
    return !threads || threads->current == threads->first;
}

uint64_t threads_number(void)
{
    return (uint64_t)pthread_self();
}

size_t threads_count(const struct runtime *rt)
{
    return rt->interpreter->threads ? rt->interpreter->threads->count : 1;
}

void threads_each_handled(struct runtime *rt,
                          void (*visit)(void *context, int root, borrowed v, const char *name),
                          void *context)
{
    struct threads *threads = rt->interpreter->threads;
    for (struct thread *thread = threads ? threads->alive : NULL; thread; thread = thread->next)
        visit(context, ROOT_RUNTIME, thread->own_handled.value, "the exception being handled");
}

static struct threads *threads_new(struct runtime *rt)
{
    struct threads *threads = memory_zeroed(1, sizeof *threads);
    pthread_mutex_init(&threads->mutex, NULL);
    pthread_cond_init(&threads->free, NULL);
    pthread_cond_init(&threads->taken, NULL);
    threads->held = true;
    threads->count = 1;
    threads->main.threads = threads;
    threads->first = threads->current = &threads->main;
    rt->interpreter->threads = threads;
    return threads;
}

static struct thread *thread_new(struct runtime *rt)
{
    struct thread *thread = memory_zeroed(1, sizeof *thread);
    thread->threads = rt->interpreter->threads;
    thread->own_handled.holder = ledger_root(rt, ROOT_RUNTIME);
    thread->handled = &thread->own_handled;
    thread->disposal = memory_zeroed(1, sizeof *thread->disposal);
    return thread;
}

static void thread_free(struct thread *thread)
{
    vector_release(&thread->disposal->waiting);
    memory_free(thread->disposal);
    memory_free(thread);
}

/* Under the lock: the thread's work, and what it was given is dropped. */
static void run(struct runtime *rt, struct start *start)
{
    owned result = object_call_unpacked(rt, start->callable, start->arguments, start->keywords);
    if (!result) {
        if (exception_matches(rt, &exception_SystemExit))
            exception_clear(rt);
        else
            rt->report_unraisable(rt, start->callable);
    }
    object_release_maybe(rt, result);
    object_release(rt, start->callable);
    object_release(rt, start->arguments);
    object_release_maybe(rt, start->keywords);
}

static void remove_thread(struct threads *threads, struct thread *thread)
{
    struct thread **link = &threads->alive;
    while (*link != thread)
        link = &(*link)->next;
    *link = thread->next;
    threads->count--;
}

static void *thread_main(void *argument)
{
    struct start start = *(struct start *)argument;
    struct threads *threads = start.thread->threads;
    memory_free(argument);
    threads_enter(start.rt, start.thread);
    run(start.rt, &start);
    if (threads->first == start.thread) { /* a child, whose only thread ends: so does the process */
        if (start.rt->lane)
            recorder_stop(start.rt->lane->recorder);
        _exit(0);
    }
    pthread_mutex_lock(&threads->mutex);
    remove_thread(threads, start.thread);
    give(start.rt, threads);
    pthread_mutex_unlock(&threads->mutex);
    thread_free(start.thread);
    return NULL;
}

static bool create_thread(struct start *start, uint64_t *number)
{
    pthread_t id;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int failure = pthread_create(&id, &attributes, thread_main, start);
    pthread_attr_destroy(&attributes);
    *number = (uint64_t)id;
    return failure == 0;
}

bool threads_start(struct runtime *rt, borrowed callable, borrowed arguments, borrowed keywords,
                   uint64_t *number)
{
    struct threads *threads = rt->interpreter->threads;
    if (!threads)
        threads = threads_new(rt);
    struct start *start = memory_allocate(sizeof *start);
    *start =
        (struct start){rt, thread_new(rt), object_retain(rt, callable),
                       object_retain(rt, arguments), keywords ? object_retain(rt, keywords) : NULL};
    start->thread->site = rt->site;
    pthread_mutex_lock(&threads->mutex);
    start->thread->next = threads->alive;
    threads->alive = start->thread;
    threads->count++;
    pthread_mutex_unlock(&threads->mutex);
    if (create_thread(start, number))
        return true;
    pthread_mutex_lock(&threads->mutex);
    remove_thread(threads, start->thread);
    pthread_mutex_unlock(&threads->mutex);
    thread_free(start->thread);
    object_release(rt, start->callable);
    object_release(rt, start->arguments);
    object_release_maybe(rt, start->keywords);
    memory_free(start);
    exception_raise(rt, &exception_RuntimeError, "can't start new thread");
    return false;
}

void threads_before_fork(struct runtime *rt)
{
    if (rt->interpreter->threads)
        pthread_mutex_lock(&rt->interpreter->threads->mutex);
}

/* What the threads held that the child does not have stays held: they are never heard of again. */
void threads_after_fork(struct runtime *rt, bool is_child)
{
    struct threads *threads = rt->interpreter->threads;
    if (!threads)
        return;
    pthread_mutex_unlock(&threads->mutex);
    if (!is_child)
        return;
    pthread_cond_init(&threads->free, NULL);
    pthread_cond_init(&threads->taken, NULL);
    threads->waiting = 0;
    threads->count = 1;
    threads->first = threads->current;
}

void threads_close(struct runtime *rt)
{
    struct threads *threads = rt->interpreter->threads;
    if (!threads)
        return;
    pthread_mutex_lock(&threads->mutex);
    bool is_last = threads->count == 1;
    threads->closer = threads->current;
    pthread_mutex_unlock(&threads->mutex);
    if (!is_last)
        return;              /* a daemon still waits for the mutex: it stays with the process */
    while (threads->alive) { /* of a parent */
        struct thread *gone = threads->alive;
        threads->alive = gone->next;
        thread_free(gone);
    }
    pthread_cond_destroy(&threads->taken);
    pthread_cond_destroy(&threads->free);
    pthread_mutex_destroy(&threads->mutex);
    memory_free(threads);
    rt->interpreter->threads = NULL;
}
