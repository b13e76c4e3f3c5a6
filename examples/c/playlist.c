/* A C program on libruntime, with a class of its own and a forgotten release.
 *
 *     cc playlist.c $(pkg-config --cflags --libs --static libruntime) -o playlist
 *     heapledger record -o playlist.db -- ./playlist
 *     heapledger query playlist.db unclosed
 *     heapledger query playlist.db suspects
 *
 * A Song knows the song that follows it. Playlists are rings of songs, which only the collector
 * can free. find() hands out a song with a reference of its own; skip_intro() forgets to release it
 * when the song is short. Each time one ring stays alive for ever, and the ledger names the line in
 * find() whose reference nobody closed.
 *
 * What is owned and what is borrowed is said by its type; -DRUNTIME_CHECK_OWNERSHIP lets the
 * compiler hold it.
 *
 * Alone (without heapledger) it writes playlist.db itself.
 */
#include "recorder/recorder.h"
#include "runtime/runtime.h"

#include <stdio.h>

struct song {            /* the fields of an object of class Song */
    struct object *next; /* held */
    int seconds;
};

static struct song *song_of(struct object *v)
{
    return runtime_fields(v);
}

static int song_traverse(struct object *self, struct runtime_visitor *visitor)
{
    return runtime_visit(visitor, song_of(self)->next, "next");
}

static void song_clear(struct runtime *rt, struct object *self)
{
    runtime_set(rt, self, &song_of(self)->next, RUNTIME_NOTHING);
}

static struct runtime_class *song_class(struct runtime *rt)
{
    static const struct runtime_class_description description = {
        .name = "Song",
        .size = sizeof(struct song),
        .traverse = song_traverse,
        .clear = song_clear,
        .dealloc = song_clear,
    };
    return runtime_class_new(rt, &description);
}

/* New: the first of a ring of `count` songs. */
static runtime_owned make_ring(struct runtime *rt, struct runtime_class *class, int count)
{
    runtime_owned first = runtime_object_new(rt, class);
    struct object *last = runtime_borrow(first);
    song_of(last)->seconds = 180;
    for (int i = 1; i < count; i++) {
        runtime_owned song = runtime_object_new(rt, class);
        song_of(runtime_borrow(song))->seconds = i == 3 ? 20 : 180 + 10 * i;
        runtime_set(rt, last, &song_of(last)->next, song);
        last = song_of(last)->next;
    }
    runtime_set(rt, last, &song_of(last)->next, runtime_hold(rt, runtime_borrow(first)));
    return first;
}

/* New: the song `place` steps further. */
static runtime_owned find(struct runtime *rt, struct object *song, int place)
{
    while (place-- > 0)
        song = song_of(song)->next;
    return runtime_hold(rt, song);
}

static int skip_intro(struct runtime *rt, struct object *ring, int place)
{
    runtime_owned song = find(rt, ring, place);
    int seconds = song_of(runtime_borrow(song))->seconds;
    if (seconds < 30)
        return 0; /* the release is forgotten here */
    runtime_release(rt, song);
    return seconds - 30;
}

int main(void)
{
    struct error error;
    struct recorder_options options = {
        .file = "playlist.db", .overwrite = true, .program = "playlist"};
    struct recorder *recorder = recorder_start(&options, &error);
    struct runtime *rt = recorder ? runtime_start(recorder, &error) : NULL;
    if (!rt) {
        fprintf(stderr, "playlist: %s\n", error.message);
        return (int)error.code;
    }
    struct runtime_class *class = song_class(rt);
    int total = 0;
    for (int i = 0; i < 400; i++) {
        runtime_owned ring = make_ring(rt, class, 8);
        total += skip_intro(rt, runtime_borrow(ring), i);
        runtime_release(rt, ring);
    }
    long long found = (long long)runtime_collect(rt);
    printf("%d seconds, %lld songs collected\n", total, found);
    runtime_stop(rt);
    recorder_stop(recorder);
    return 0;
}
