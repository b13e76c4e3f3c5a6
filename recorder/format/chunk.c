/* A chunk of events: encode beside decode (chunk.h).
 *
 * What is predicted. Each context remembers the last oid, a and b, and the site that came next. Two
 * of its bits say that last time the oid was the previous event's, or a was the holder spoken of
 * last (mostly the running frame); then these are predicted instead, because a fresh frame or a
 * fresh object has a new number, and the same place in the pattern. A birth is predicted to be the
 * next number after the last birth.
 */
#include "recorder/format/chunk.h"

#include "base/memory.h"
#include "recorder/format/pack.h"
#include "recorder/format/set.h"

#define CONTEXT_BITS 12
#define CONTEXTS     (1u << CONTEXT_BITS)
#define SEEN_BITS    11
#define SEEN         (1u << SEEN_BITS)

enum tag {
    TAG_KIND = 0x1f,
    TAG_SITE = 0x20, /* the site is not the predicted one: its difference is in the stream */
    TAG_OID = 0x40,
    TAG_AB = 0x80, /* a or b: both differences are in their streams */
};

enum stream { STREAM_TAG, STREAM_SITE, STREAM_OID, STREAM_A, STREAM_B, STREAM_COUNT };

/* The most bytes that an event takes in each stream. */
static const size_t stream_width[STREAM_COUNT] = {1, 10, 10, 10, 10};
#define EVENT_WIDTH 41 /* their sum */

struct context {
    uint64_t oid;
    int64_t a;
    int64_t b;
    uint32_t next_site; /* of the event after */
    bool oid_follows;   /* the oid was the previous event's */
    bool a_follows;     /* a was the holder spoken of last */
    bool b_follows;
};

/* What encoder and decoder both know before the next event. */
struct prediction {
    struct context *before; /* of the previous event */
    uint64_t oid;           /* of the previous event */
    uint64_t last_birth;
    int64_t holder; /* the last positive holder, or the last frame entered */
    uint32_t site;  /* of the previous event */
};

/* Distinct numbers of one chunk: a small cache keeps most doubles out, set_encode the rest. */
struct members {
    uint64_t seen[SEEN]; /* number + 1, 0: empty */
    uint64_t numbers[2 * CHUNK_DECODED_MAXIMUM];
    size_t count;
};

struct chunk_coder {
    struct packer *packer; /* owned */
    struct context contexts[CONTEXTS];
    struct members oids, holders, sites; /* of the chunk that is being encoded */
    uint8_t *streams[STREAM_COUNT]; /* owned; each stream_width * CHUNK_DECODED_MAXIMUM bytes */
    struct buffer raw;              /* the streams one behind the other */
};

struct chunk_coder *chunk_coder_new(void)
{
    struct chunk_coder *coder = memory_zeroed(1, sizeof *coder);
    coder->packer = pack_new();
    return coder;
}

void chunk_coder_free(struct chunk_coder *coder)
{
    if (!coder)
        return;
    pack_free(coder->packer);
    for (size_t i = 0; i < STREAM_COUNT; i++)
        memory_free(coder->streams[i]);
    buffer_release(&coder->raw);
    memory_free(coder);
}

void chunk_index_release(struct chunk_index *index)
{
    buffer_release(&index->oid_set);
    buffer_release(&index->holder_set);
    buffer_release(&index->site_set);
}

/* --- prediction ------------------------------------------------------------------------------- */

static struct prediction begin_prediction(struct chunk_coder *coder)
{
    memset(coder->contexts, 0, sizeof coder->contexts);
    return (struct prediction){.before = &coder->contexts[0]};
}

static inline struct context *context_of(struct chunk_coder *coder, uint32_t site, uint32_t kind)
{
    return &coder->contexts[((site << 5 | kind) * UINT32_C(0x9E3779B1)) >> (32 - CONTEXT_BITS)];
}

static inline uint64_t predict_oid(const struct prediction *now, const struct context *context,
                                   uint32_t kind)
{
    if (kind == EVENT_ALLOC)
        return now->last_birth + 1;
    return context->oid_follows ? now->oid : context->oid;
}

static inline int64_t predict_a(const struct prediction *now, const struct context *context)
{
    return context->a_follows ? now->holder : context->a;
}

static inline int64_t predict_b(const struct prediction *now, const struct context *context)
{
    return context->b_follows ? now->holder : context->b;
}

/* After this, the context and the prediction know the event. */
static ALWAYS_INLINE void learn(struct prediction *now, struct context *context,
                                const struct event *event)
{
    context->oid_follows = event->oid == now->oid;
    context->a_follows = event->a == now->holder;
    context->b_follows = event->b == now->holder && event->kind == EVENT_MOVE;
    context->oid = event->oid;
    context->a = event->a;
    context->b = event->b;
    now->before->next_site = event->site;
    now->before = context;
    now->oid = event->oid;
    now->site = event->site;
    if (event->kind == EVENT_ALLOC)
        now->last_birth = event->oid;
    else if (event->kind == EVENT_ENTER)
        now->holder = (int64_t)event->oid;
    else if (event->kind == EVENT_MOVE)
        now->holder = event->b > 0 ? event->b : now->holder;
    else if (event->kind == EVENT_INCREF || event->kind == EVENT_DECREF)
        now->holder = event->a > 0 ? event->a : now->holder;
}

/* --- encode ----------------------------------------------------------------------------------- */

static inline uint8_t *write_varint(uint8_t *next, uint64_t number)
{
    while (number >= 0x80) {
        *next++ = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    *next++ = (uint8_t)number;
    return next;
}

static inline uint8_t *write_difference(uint8_t *next, uint64_t value, uint64_t predicted)
{
    return write_varint(next, zigzag_encode((int64_t)(value - predicted)));
}

static inline void add_member(struct members *members, uint64_t number)
{
    uint64_t *seen = &members->seen[(number * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - SEEN_BITS)];
    if (*seen == number + 1 && number != UINT64_MAX)
        return;
    *seen = number + 1;
    members->numbers[members->count++] = number;
}

static inline bool is_party(enum event_role role)
{
    return role == ROLE_HOLDER || role == ROLE_FROM || role == ROLE_TARGET;
}

/* Collects what the index says of an event; the previous event's numbers need no second look. */
static ALWAYS_INLINE void note_members(struct chunk_coder *coder, const struct prediction *now,
                                       const struct event *event)
{
    const struct event_description *description = &event_descriptions[event->kind];
    if (event->oid != now->oid && event->oid)
        add_member(&coder->oids, event->oid);
    if (event->site != now->site)
        add_member(&coder->sites, event->site);
    if (is_party(description->a))
        add_member(&coder->holders, zigzag_encode(event->a));
    if (is_party(description->b))
        add_member(&coder->holders, zigzag_encode(event->b));
}

static void begin_members(struct members *members)
{
    memset(members->seen, 0, sizeof members->seen);
    members->count = 0;
}

static void begin_encoding(struct chunk_coder *coder, uint8_t *next[STREAM_COUNT])
{
    begin_members(&coder->oids);
    begin_members(&coder->holders);
    begin_members(&coder->sites);
    for (size_t i = 0; i < STREAM_COUNT; i++) {
        if (!coder->streams[i])
            coder->streams[i] = memory_allocate(stream_width[i] * CHUNK_DECODED_MAXIMUM);
        next[i] = coder->streams[i];
    }
}

static void write_streams(struct chunk_coder *coder, uint8_t *const next[STREAM_COUNT],
                          size_t count, struct buffer *data)
{
    coder->raw.size = 0;
    buffer_varint(data, count);
    for (size_t i = 0; i < STREAM_COUNT; i++) {
        size_t size = (size_t)(next[i] - coder->streams[i]);
        buffer_varint(data, size);
        buffer_append(&coder->raw, coder->streams[i], size);
    }
    pack_compress(coder->packer, coder->raw.bytes, coder->raw.size, data);
}

static void finish_index(struct chunk_coder *coder, uint32_t kinds, struct chunk_index *index)
{
    index->kinds = kinds;
    index->oid_set.size = index->holder_set.size = index->site_set.size = 0;
    set_encode(&index->oid_set, coder->oids.numbers, coder->oids.count, SET_BUDGET);
    set_encode(&index->holder_set, coder->holders.numbers, coder->holders.count, SET_BUDGET / 2);
    set_encode(&index->site_set, coder->sites.numbers, coder->sites.count, SET_BUDGET / 2);
    size_t count = coder->oids.count;
    index->min_oid = count ? coder->oids.numbers[0] : 0;
    index->max_oid = count ? coder->oids.numbers[count - 1] : 0;
}

static ALWAYS_INLINE void encode_event(struct chunk_coder *coder, struct prediction *now,
                                       const struct event *event, uint8_t *next[STREAM_COUNT])
{
    uint8_t tag = (uint8_t)event->kind;
    note_members(coder, now, event);
    if (event->site != now->before->next_site) {
        tag |= TAG_SITE;
        next[STREAM_SITE] = write_difference(next[STREAM_SITE], event->site, now->site);
    }
    struct context *context = context_of(coder, event->site, event->kind);
    uint64_t oid = predict_oid(now, context, event->kind);
    if (event->oid != oid) {
        tag |= TAG_OID;
        next[STREAM_OID] = write_difference(next[STREAM_OID], event->oid, oid);
    }
    int64_t a = predict_a(now, context), b = predict_b(now, context);
    if (event->a != a || event->b != b) {
        tag |= TAG_AB;
        next[STREAM_A] = write_difference(next[STREAM_A], (uint64_t)event->a, (uint64_t)a);
        next[STREAM_B] = write_difference(next[STREAM_B], (uint64_t)event->b, (uint64_t)b);
    }
    *next[STREAM_TAG]++ = tag;
    learn(now, context, event);
}

/* An incref whose decref follows at once, as it did last time: the decref is its tag and nothing
 * else, and all that there is to learn of it is the numbers. Does what encode_event would. */
static ALWAYS_INLINE bool encode_end(struct chunk_coder *coder, struct prediction *now,
                                     const struct event *begin, const struct event *end,
                                     uint8_t *next[STREAM_COUNT])
{
    if (begin->kind != EVENT_INCREF || end->kind != EVENT_DECREF || end->oid != begin->oid ||
        end->a != begin->a || end->a != now->holder || end->site != now->before->next_site)
        return false;
    struct context *context = context_of(coder, end->site, EVENT_DECREF);
    if (!context->oid_follows || !context->a_follows || context->b_follows || end->b != context->b)
        return false;
    if (end->site != begin->site)
        add_member(&coder->sites, end->site);
    *next[STREAM_TAG]++ = EVENT_DECREF;
    context->oid = end->oid;
    context->a = end->a;
    now->before = context;
    now->site = end->site;
    return true;
}

void chunk_encode(struct chunk_coder *coder, const struct event *events, size_t count,
                  struct buffer *data, struct chunk_index *index)
{
    REQUIRE(count <= CHUNK_DECODED_MAXIMUM, "a chunk holds 65,536 events at most");
    struct prediction now = begin_prediction(coder);
    uint8_t *next[STREAM_COUNT];
    begin_encoding(coder, next);
    uint32_t kinds = 0;
    if (count && events[0].site == 0)
        add_member(&coder->sites, 0);
    for (const struct event *event = events; event < events + count; event++) {
        kinds |= UINT32_C(1) << event->kind;
        encode_event(coder, &now, event, next);
        if (event + 1 < events + count && encode_end(coder, &now, event, event + 1, next))
            kinds |= UINT32_C(1) << (++event)->kind;
    }
    write_streams(coder, next, count, data);
    finish_index(coder, kinds, index);
}

/* --- decode ----------------------------------------------------------------------------------- */

/* Reads the sizes and expands the frame. After this, streams[i] stand one behind the other in raw.
 */
static bool open_streams(struct chunk_coder *coder, const uint8_t *bytes, size_t size,
                         size_t expected, struct cursor streams[STREAM_COUNT])
{
    struct cursor cursor = {bytes, bytes + size};
    uint64_t count, sizes[STREAM_COUNT];
    if (!buffer_read_varint(&cursor, &count) || count != expected || count > CHUNK_DECODED_MAXIMUM)
        return false;
    for (size_t i = 0; i < STREAM_COUNT; i++)
        if (!buffer_read_varint(&cursor, &sizes[i]) || sizes[i] > count * stream_width[i])
            return false;
    if (sizes[STREAM_TAG] != count ||
        !pack_expand(coder->packer, cursor.next, (size_t)(cursor.end - cursor.next),
                     count * EVENT_WIDTH, &coder->raw))
        return false;
    struct cursor raw = {coder->raw.bytes, coder->raw.bytes + coder->raw.size};
    for (size_t i = 0; i < STREAM_COUNT; i++) {
        if (!buffer_read_bytes(&raw, sizes[i], &streams[i].next))
            return false;
        streams[i].end = raw.next;
    }
    return raw.next == raw.end;
}

/* Adds the next difference of a stream to `value`; most take one byte. */
static inline bool read_difference(struct cursor *stream, uint64_t *value)
{
    uint64_t code;
    if (LIKELY(stream->next < stream->end && *stream->next < 0x80))
        code = *stream->next++;
    else if (!buffer_read_varint(stream, &code))
        return false;
    *value += (uint64_t)zigzag_decode(code);
    return true;
}

/* Kinds that this version does not know would index past the table of descriptions. */
static inline bool is_known(uint32_t kind)
{
    return kind > EVENT_NONE && kind < EVENT_KIND_COUNT;
}

bool chunk_decode(struct chunk_coder *coder, const uint8_t *bytes, size_t size, uint64_t first_seq,
                  size_t expected, struct event *events)
{
    struct cursor streams[STREAM_COUNT];
    if (!open_streams(coder, bytes, size, expected, streams))
        return false;
    struct prediction now = begin_prediction(coder);
    for (size_t i = 0; i < expected; i++) {
        uint8_t tag = *streams[STREAM_TAG].next++;
        uint32_t kind = tag & TAG_KIND;
        if (UNLIKELY(!is_known(kind)))
            return false;
        uint64_t site = now.before->next_site;
        if (tag & TAG_SITE) {
            site = now.site;
            if (!read_difference(&streams[STREAM_SITE], &site) || site > UINT32_MAX)
                return false;
        }
        struct context *context = context_of(coder, (uint32_t)site, kind);
        uint64_t oid = predict_oid(&now, context, kind);
        if (tag & TAG_OID && !read_difference(&streams[STREAM_OID], &oid))
            return false;
        uint64_t a = (uint64_t)predict_a(&now, context), b = (uint64_t)predict_b(&now, context);
        if (tag & TAG_AB &&
            (!read_difference(&streams[STREAM_A], &a) || !read_difference(&streams[STREAM_B], &b)))
            return false;
        events[i] = (struct event){.seq = first_seq + i,
                                   .oid = oid,
                                   .a = (int64_t)a,
                                   .b = (int64_t)b,
                                   .site = (uint32_t)site,
                                   .kind = kind};
        learn(&now, context, &events[i]);
    }
    return true;
}
