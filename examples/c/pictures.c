/* A C program with reference-counted objects of its own, recorded through recorder/recorder.h.
 *
 *     heapledger record -o pictures.db -- ./pictures
 *     heapledger query pictures.db unclosed
 *
 * Two threads load pictures, keep some in a shared album and show the others. show() returns early
 * for a picture that is too small, and forgets to release it there: that reference is never closed,
 * and the ledger names the line that took it.
 *
 * How a program records itself. Each thread has a lane. Where an object is made, held, released and
 * freed there is one call with the site: the function and line, under the site of its caller. This
 * program knows no holders, so every reference has HOLDER_UNKNOWN; the ledger is complete in
 * counts, and says that it cannot tell who held what.
 *
 * Build: cc pictures.c $(pkg-config --cflags --libs librecorder)
 */
#include "recorder/recorder.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* --- what any reference-counted program would add --------------------------------------------- */

static struct recorder *recorder;
static _Thread_local struct recorder_lane *lane;
static _Thread_local uint32_t caller; /* site of the call that is being executed */

/* This line, as a node of the call tree. */
#define HERE() site_here(__func__, __LINE__)

/* Calls a function with this line as its caller. */
#define CALL(...)                                                                                  \
    ({                                                                                             \
        uint32_t before_ = caller;                                                                 \
        caller = HERE();                                                                           \
        __auto_type result_ = (__VA_ARGS__);                                                       \
        caller = before_;                                                                          \
        result_;                                                                                   \
    })

/* The recorder gives the same numbers for the same names; a program in a hurry would keep them. */
static uint32_t site_here(const char *function, uint32_t line)
{
    return recorder_site(lane, caller, recorder_function(lane, function, "pictures.c", 0), line);
}

/* --- pictures --------------------------------------------------------------------------------- */

struct picture {
    _Atomic long count;
    uint64_t oid; /* its number in the ledger */
    int width;
};

static uint32_t picture_type;

static struct picture *picture_load(int width, uint32_t site)
{
    struct picture *picture = malloc(sizeof *picture);
    atomic_init(&picture->count, 1);
    picture->width = width;
    picture->oid = recorder_alloc(lane, picture_type, sizeof *picture, site);
    return picture;
}

/* A new reference. */
static struct picture *picture_hold(struct picture *picture, uint32_t site)
{
    recorder_incref(lane, picture->oid, HOLDER_UNKNOWN, site);
    atomic_fetch_add(&picture->count, 1);
    return picture;
}

/* The event comes first: afterwards another thread may free the picture. */
static void picture_release(struct picture *picture, uint32_t site)
{
    recorder_decref(lane, picture->oid, HOLDER_UNKNOWN, site);
    if (atomic_fetch_sub(&picture->count, 1) == 1) {
        recorder_free(lane, picture->oid, 0, site);
        free(picture);
    }
}

/* --- the program ------------------------------------------------------------------------------ */

#define ALBUM 16

static pthread_mutex_t album_lock = PTHREAD_MUTEX_INITIALIZER;
static struct picture *album[ALBUM];

/* The album holds the picture; the one that was there is released. */
static int keep(struct picture *picture, int place)
{
    pthread_mutex_lock(&album_lock);
    struct picture *before = album[place];
    album[place] = picture_hold(picture, HERE());
    pthread_mutex_unlock(&album_lock);
    if (before)
        picture_release(before, HERE());
    return place;
}

static int show(struct picture *picture)
{
    struct picture *shown = picture_hold(picture, HERE());
    if (shown->width < 100)
        return 0; /* the mistake: `shown` is not released */
    picture_release(shown, HERE());
    return 1;
}

static void *work(void *number)
{
    struct error error;
    lane = recorder_lane_open(recorder, &error);
    if (!lane) {
        fprintf(stderr, "pictures: %s\n", error.message);
        return NULL;
    }
    unsigned random = (unsigned)(uintptr_t)number;
    for (int i = 0; i < 1000; i++) {
        random = random * 1103515245u + 12345u;
        struct picture *picture = picture_load((int)(random >> 16) % 2000, HERE());
        if (i % 3 == 0)
            CALL(keep(picture, i % ALBUM));
        else
            CALL(show(picture));
        picture_release(picture, HERE());
    }
    recorder_lane_close(lane);
    return NULL;
}

/* Empties the album; what is alive afterwards has leaked. */
static void clear_album(void)
{
    for (int i = 0; i < ALBUM; i++)
        if (album[i])
            picture_release(album[i], HERE());
}

int main(void)
{
    struct error error;
    struct recorder_options options = {.file = "pictures.db", .program = "pictures"};
    recorder = recorder_start(&options, &error);
    lane = recorder ? recorder_lane_open(recorder, &error) : NULL;
    if (!lane) {
        fprintf(stderr, "pictures: %s\n", error.message);
        return EXIT_FAILURE;
    }
    picture_type = recorder_type(lane, "picture");
    pthread_t threads[2];
    for (uintptr_t i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, (void *)(i + 1));
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    clear_album();
    recorder_stop(recorder);
    return EXIT_SUCCESS;
}
