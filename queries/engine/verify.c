#include "queries/engine/verify.h"

#include "queries/engine/connection.h"
#include "queries/engine/names.h"
#include "queries/engine/object_types.h"
#include "queries/engine/verification.h"
#include "recorder/format/journal.h"

#include <stdarg.h>
#include <string.h>

static const char *const titles[VERIFY_INVARIANT_COUNT] = {
    [VERIFY_IDENTITY] =
        "every object is born once, dies at most once, and has no event outside its life",
    [VERIFY_PAIRING] = "every reference that ends was open for its holder",
    [VERIFY_DEATH] = "nothing that died was referenced, or held a reference",
    [VERIFY_SNAPSHOTS] = "every snapshot shows the counts and references of the ledger",
    [VERIFY_REACHABILITY] = "everything that was collected was unreachable",
    [VERIFY_WEAKNESS] = "every weak reference is cleared before its object dies, and once",
    [VERIFY_TOTALS] = "the tables of totals equal the sums of the events",
    [VERIFY_HEADERS] = "the counts that the program read equal the balances",
};

/* --- reporting -------------------------------------------------------------------------------- */

void verification_excuse(struct verification *verification, enum verify_invariant invariant,
                         const char *reason)
{
    struct verify_result *result = &verification->report->results[invariant];
    snprintf(result->reason, sizeof result->reason, "%s", reason);
}

/* The type of an object, dead or alive. A type that cannot be found is not worth an error here. */
static void describe_type(struct verification *verification, uint64_t oid, char *text, size_t size)
{
    struct error ignored;
    uint32_t type = 0;
    const struct heap_object *object = heap_find(&verification->heap, oid);
    if (object)
        type = object->type;
    else if (oid &&
             !object_types_find(connection_types(verification->engine), oid, &type, &ignored))
        type = 0;
    const char *name = type ? names_type(connection_names(verification->engine), type) : NULL;
    snprintf(text, size, "%s", name ? name : "");
}

static void describe_holder(struct verification *verification, int64_t holder, char *text,
                            size_t size)
{
    char type[96];
    if (holder > 0) {
        describe_type(verification, (uint64_t)holder, type, sizeof type);
        snprintf(text, size, "%s %lld", *type ? type : "object", (long long)holder);
    } else if (holder == HOLDER_IN_FLIGHT) {
        snprintf(text, size, "in flight");
    } else {
        const char *name = names_root(connection_names(verification->engine), holder);
        snprintf(text, size, "%s", name ? name : "an unknown root");
    }
}

void verification_fail(struct verification *verification, enum verify_invariant invariant,
                       const char *word, const struct verification_subject *subject,
                       const char *format, ...)
{
    struct verify_result *result = &verification->report->results[invariant];
    if (result->failures++ > 0)
        return;
    struct verify_failure *first = &result->first;
    *first = (struct verify_failure){.word = word,
                                     .seq = subject->seq,
                                     .oid = subject->oid,
                                     .holder = subject->holder,
                                     .has_holder = subject->has_holder};
    va_list list;
    va_start(list, format);
    vsnprintf(first->message, sizeof first->message, format, list);
    va_end(list);
    describe_type(verification, subject->oid, first->type, sizeof first->type);
    if (subject->has_holder)
        describe_holder(verification, subject->holder, first->holder_name,
                        sizeof first->holder_name);
    const char *source = names_source(connection_names(verification->engine), subject->site);
    snprintf(first->source, sizeof first->source, "%s", source ? source : "");
}

/* --- 1, 2, 3: what heap_apply found ----------------------------------------------------------- */

static const struct {
    enum verify_invariant invariant;
    const char *word;
    const char *message;
} faults[HEAP_FAULT_COUNT] = {
    [HEAP_BORN_TWICE] = {VERIFY_IDENTITY, "invalid", "is born a second time"},
    [HEAP_UNBORN] = {VERIFY_IDENTITY, "invalid", "has an event before its birth"},
    [HEAP_DEAD] = {VERIFY_IDENTITY, "invalid", "is used after it was freed"},
    [HEAP_NOT_OPEN] = {VERIFY_PAIRING, "invalid", "loses a reference that its holder never had"},
    [HEAP_HOLDER_DEAD] = {VERIFY_DEATH, "invalid", "is held by an object that is not alive"},
    [HEAP_DIED_REFERENCED] = {VERIFY_DEATH, "invalid", "is freed while it is referenced"},
    [HEAP_DIED_HOLDING] = {VERIFY_DEATH, "leaked", "is freed while it holds references"},
};

static bool names_holder(const struct event *event)
{
    return event->kind == EVENT_INCREF || event->kind == EVENT_DECREF || event->kind == EVENT_MOVE;
}

/* One reference to the object, or, with `holds`, one that it holds; NULL where there is none. */
static const struct heap_reference *find_open(const struct heap *heap, uint64_t oid, bool holds)
{
    for (uint32_t i = 0; i < heap->references.used; i++) {
        const struct heap_reference *reference = &heap->references.nodes[i];
        if (reference->oid && (holds ? reference->holder == (int64_t)oid : reference->oid == oid))
            return reference;
    }
    return NULL;
}

static void report_fault(struct verification *verification, enum heap_fault fault,
                         const struct event *event)
{
    const char *message = faults[fault].message;
    struct verification_subject subject = {
        .seq = event->seq, .oid = event->oid, .site = event->site};
    if (names_holder(event)) {
        subject.has_holder = true;
        subject.holder =
            fault == HEAP_HOLDER_DEAD && event->kind == EVENT_MOVE ? event->b : event->a;
    }
    if (fault == HEAP_DEAD && event->kind == EVENT_FREE)
        message = "is freed a second time";
    if (verification->report->results[faults[fault].invariant].failures == 0 &&
        (fault == HEAP_DIED_REFERENCED || fault == HEAP_DIED_HOLDING)) {
        bool holds = fault == HEAP_DIED_HOLDING;
        const struct heap_reference *open = find_open(&verification->heap, event->oid, holds);
        subject.has_holder = open != NULL;
        if (open) {
            subject.holder = open->holder;
            subject.oid = open->oid;
            subject.site = open->site;
        }
        if (holds)
            message = "is still held by an object that is freed";
    }
    verification_fail(verification, faults[fault].invariant, faults[fault].word, &subject, "%s",
                      message);
}

static void count_checks(struct verification *verification, const struct event *event)
{
    if (event->oid)
        verification_check(verification, VERIFY_IDENTITY);
    if (event->kind == EVENT_DECREF || event->kind == EVENT_MOVE)
        verification_check(verification, VERIFY_PAIRING);
    if (event->kind == EVENT_FREE)
        verification_check(verification, VERIFY_DEATH);
}

/* --- 8: the count in the header at a death ---------------------------------------------------- */

static void check_header(struct verification *verification, const struct event *event,
                         const struct heap_object *object)
{
    if (!heap_counts(&verification->heap, object->type))
        return;
    verification_check(verification, VERIFY_HEADERS);
    if (event->a != object->count)
        verification_fail(verification, VERIFY_HEADERS, "skewed",
                          &(struct verification_subject){
                              .seq = event->seq, .oid = event->oid, .site = event->site},
                          "its header says %lld when it is freed, its balance is %d",
                          (long long)event->a, object->count);
}

/* --- the replay ------------------------------------------------------------------------------- */

static void apply(struct verification *verification, const struct event *event)
{
    struct heap_object before = {0}; /* of a free or a resize */
    count_checks(verification, event);
    verify_weak_event(verification, event);
    if (event->kind == EVENT_FREE || event->kind == EVENT_RESIZE) {
        const struct heap_object *object = heap_find(&verification->heap, event->oid);
        before = object ? *object : before;
    }
    if (event->kind == EVENT_FREE && before.oid)
        check_header(verification, event, &before);
    enum heap_fault fault = heap_apply(&verification->heap, event);
    if (fault != HEAP_FINE)
        report_fault(verification, fault, event);
    verify_totals_event(verification, event, &before);
}

static bool take_event(struct verification *verification, const struct event *event,
                       struct error *error)
{
    apply(verification, event);
    if (event->kind == EVENT_GC) {
        verification->report->collections++;
        verify_collection(verification, (uint64_t)event->a, event->seq);
    }
    if (event->kind == EVENT_SNAPSHOT) {
        verification->report->snapshots++;
        return verify_snapshot(verification, (uint64_t)event->a, event->seq, error);
    }
    return true;
}

static bool replay(struct verification *verification, struct error *error)
{
    struct engine *engine = verification->engine;
    struct journal_filter filter = {.last_seq = verification->run.events};
    const struct event *events;
    size_t count;
    struct journal *journal =
        journal_open(engine_file(engine), &filter, connection_scan(engine), error);
    bool is_good = journal != NULL;
    while (is_good && (is_good = journal_next(journal, &events, &count, error)) && count) {
        for (size_t i = 0; i < count && is_good; i++) {
            if (i + HEAP_AHEAD < count)
                heap_prefetch(&verification->heap, &events[i + HEAP_AHEAD]);
            is_good = take_event(verification, &events[i], error);
        }
        verification->report->events += count;
        is_good =
            is_good && engine_progress_step(engine, "checking the books", verification->heap.seq,
                                            verification->run.events, error);
    }
    journal_close(journal);
    return is_good;
}

/* What a lowered level of recording leaves unproved. */
static void excuse_level(struct verification *verification)
{
    static const enum verify_invariant counted[] = {VERIFY_PAIRING, VERIFY_DEATH, VERIFY_SNAPSHOTS,
                                                    VERIFY_REACHABILITY, VERIFY_HEADERS};
    const char *reason = NULL;
    if (!verification->heap.has_references)
        reason = "the trace records lifetimes only, no references";
    else if (verification->heap.only_type)
        reason = "only objects of some types have their references recorded (--only)";
    else if (!verification->run.has_holders && verification->run.objects > 0)
        reason = "the program knows no holders: references are paired by object alone";
    for (size_t i = 0; reason && i < sizeof counted / sizeof *counted; i++)
        verification_excuse(verification, counted[i], reason);
}

static bool check_everything(struct verification *verification, struct error *error)
{
    verify_weak_begin(verification);
    if (!file_read_run(engine_file(verification->engine), &verification->run, error) ||
        !heap_begin(&verification->heap, verification->engine, error) ||
        !verify_collections_begin(verification, error) || !verify_totals_begin(verification, error))
        return false;
    excuse_level(verification);
    return replay(verification, error) && verify_totals_end(verification, error);
}

bool verify_trace(struct engine *engine, struct verify_report *report, struct error *error)
{
    struct verification verification = {.engine = engine, .report = report};
    *report = (struct verify_report){.balances = true};
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++)
        report->results[i].title = titles[i];
    /* One transaction, so that a trace which is being recorded stands still for it. */
    sqlite3 *database = engine_database(engine);
    bool begun = sqlite3_get_autocommit(database) &&
                 sqlite3_exec(database, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    bool is_good = check_everything(&verification, error);
    if (begun)
        sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    report->objects = verification.run.objects;
    verify_weak_end(&verification);
    verify_collections_end(&verification);
    verify_totals_free(&verification);
    heap_release(&verification.heap);
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++)
        report->balances = report->balances && report->results[i].failures == 0;
    return is_good;
}
