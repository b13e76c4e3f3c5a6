/* The writer's chunks: through the press (press.h) into the file. */
#include "base/memory.h"
#include "recorder/writer_parts.h"

#define PRESSING_MAXIMUM 3 /* jobs of the press at a time */

static struct event *new_events(void)
{
    return memory_allocate(CHUNK_EVENTS_MAXIMUM * sizeof(struct event));
}

static bool insert_job(struct writer *writer, struct press_job *job, struct error *error)
{
    struct chunk_index *index = &job->index;
    if (job->events)
        return store_row(&writer->store, STORE_JOURNAL, error, "iiiiiiibbbb", job->first_seq,
                         (int64_t)job->count, job->begin_ns, job->end_ns, (int64_t)index->kinds,
                         index->min_oid, index->max_oid, &index->oid_set, &index->holder_set,
                         &index->site_set, &job->data);
    return store_row(&writer->store, STORE_OBJECT_CHUNK, error, "iiiiiiibb", (int64_t)job->count,
                     index->min_oid, index->max_oid, job->min_born_seq, job->max_born_seq,
                     job->min_died_seq, job->max_died_seq, &index->oid_set, &job->data);
}

/* Inserts what the press has ready, until at most `most` jobs are under way. */
static bool collect(struct writer *writer, size_t most, struct error *error)
{
    struct press_job *job;
    while ((job = press_take(writer->press, writer->pressing > most ? writer->coder : NULL))) {
        writer->pressing--;
        bool good = job->is_lost ? writer_is_out_of_memory(error) : insert_job(writer, job, error);
        if (job->events && !writer->spare)
            writer->spare = job;
        else
            press_job_free(job);
        if (!good)
            return false;
    }
    return true;
}

static bool give(struct writer *writer, struct press_job *job, struct error *error)
{
    press_give(writer->press, job);
    writer->pressing++;
    return collect(writer, PRESSING_MAXIMUM, error);
}

/* A job for the chunk that fills, which is still the writer's. */
static struct press_job chunk_job(struct writer *writer)
{
    return (struct press_job){
        .events = writer->events,
        .count = writer->count,
        .first_seq = writer->first_seq,
        .begin_ns = writer_time(writer, writer->begin_ns),
        .end_ns = writer_time(writer, writer->now_ns),
    };
}

static bool insert_unfinished(struct writer *writer, struct error *error)
{
    struct press_job job = chunk_job(writer);
    press_at_once(writer->coder, &job);
    bool good = insert_job(writer, &job, error);
    buffer_release(&job.data);
    chunk_index_release(&job.index);
    writer->written = writer->count;
    return good;
}

/* The next chunk fills the array of one that is done. */
bool writer_finish_chunk(struct writer *writer, struct error *error)
{
    struct press_job *job = writer->spare ? writer->spare : memory_zeroed(1, sizeof *job);
    struct press_job full = chunk_job(writer);
    writer->events = job->events ? job->events : new_events();
    writer->spare = NULL;
    full.data = job->data;
    full.index = job->index;
    *job = full;
    writer->first_seq += writer->count;
    writer->count = writer->written = 0;
    return give(writer, job, error);
}

bool writer_add_records(struct writer *writer, struct books_records *records, struct error *error)
{
    if (records->count == 0)
        return true;
    struct press_job *job = memory_zeroed(1, sizeof *job);
    job->records = records->items;
    job->count = records->count;
    *records = (struct books_records){0};
    return give(writer, job, error);
}

static bool insert_garbage(struct writer *writer, struct error *error)
{
    struct buffer data = BUFFER_EMPTY;
    size_t count = writer->garbage.count;
    snapshot_encode_edges(writer->garbage.items, count, &data);
    bool good = store_row(
        &writer->store, STORE_GARBAGE, error, "iiiib", (int64_t)writer->garbage_chunks + 1,
        (int64_t)count, writer->garbage.items[0].oid, writer->garbage.items[count - 1].oid, &data);
    buffer_release(&data);
    writer->garbage_written = count;
    return good;
}

bool writer_add_garbage(struct writer *writer, const struct snapshot_edge *edge,
                        struct error *error)
{
    vector_push(&writer->garbage, *edge);
    if (writer->garbage.count < CHUNK_RECORDS_MAXIMUM)
        return true;
    bool good = insert_garbage(writer, error);
    writer->garbage_chunks++;
    writer->garbage.count = writer->garbage_written = 0;
    return good;
}

bool writer_flush_chunks(struct writer *writer, struct error *error)
{
    return collect(writer, 0, error) &&
           (writer->garbage.count == writer->garbage_written || insert_garbage(writer, error)) &&
           (writer->count == writer->written || insert_unfinished(writer, error));
}

void writer_chunks_init(struct writer *writer)
{
    writer->coder = chunk_coder_new();
    writer->press = press_new();
    writer->events = new_events();
    writer->first_seq = 1;
}

void writer_chunks_release(struct writer *writer)
{
    press_free(writer->press);
    press_job_free(writer->spare);
    chunk_coder_free(writer->coder);
    memory_free(writer->events);
    vector_release(&writer->garbage);
}
