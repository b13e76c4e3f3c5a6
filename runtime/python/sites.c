/* The call tree as the recorder sees it; sites.h explains it.
 *
 * Invariants.
 *  1. nodes.items[id] says of each site.id that was made here what its parent, function and line
 * are; a parent has been made before its child.
 *  2. A frame's line_sites belongs to its code's table and outlives the frame.
 */
#include "runtime/python/sites.h"

#include "base/vector.h"
#include "runtime/core/ledger.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/str.h"

struct node {
    uint32_t parent;
    uint32_t function;
    uint32_t line;
};

struct sites {
    struct {
        VECTOR_OF(struct node);
    } nodes; /* by site.id */
};

struct context {        /* one place in the call tree from which a code object is called */
    uint32_t key;       /* the site of the call; 0: the entry is empty or the program's first */
    uint32_t call_site; /* the same, or the ancestor that it is folded onto */
    uint32_t *lines;    /* site of each line, 0: not made yet; owned where key == call_site */
};

struct code_sites { /* open addressing; at most half full */
    size_t count;
    size_t capacity; /* a power of two */
    struct context *contexts;
};

struct sites *sites_new(void)
{
    return memory_zeroed(1, sizeof(struct sites));
}

void sites_free(struct sites *sites)
{
    vector_release(&sites->nodes);
    memory_free(sites);
}

void sites_release(struct code *code)
{
    struct code_sites *table = code->sites;
    if (!table)
        return;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->contexts[i].lines && table->contexts[i].key == table->contexts[i].call_site)
            memory_free(table->contexts[i].lines);
    memory_free(table->contexts);
    memory_free(table);
    code->sites = NULL;
}

/* --- the table of a code object --------------------------------------------------------------- */

static struct context *find_place(const struct code_sites *table, uint32_t key)
{
    size_t mask = table->capacity - 1;
    size_t place = key * UINT32_C(2654435761) & mask;
    while (table->contexts[place].lines && table->contexts[place].key != key)
        place = (place + 1) & mask;
    return &table->contexts[place];
}

static void grow(struct code_sites *table)
{
    struct code_sites larger = {.count = table->count,
                                .capacity = table->capacity ? table->capacity * 2 : 4};
    larger.contexts = memory_zeroed(larger.capacity, sizeof *larger.contexts);
    for (size_t i = 0; i < table->capacity; i++)
        if (table->contexts[i].lines)
            *find_place(&larger, table->contexts[i].key) = table->contexts[i];
    memory_free(table->contexts);
    *table = larger;
}

/* The call site that a call of `function` from `site` stands for. */
static uint32_t fold(const struct sites *sites, uint32_t site, uint32_t function)
{
    if (site >= sites->nodes.count)
        return site;
    const struct node *nodes = sites->nodes.items;
    const struct node *call = &nodes[site];
    for (uint32_t at = site; at != 0; at = nodes[at].parent) {
        uint32_t caller = nodes[at].parent;
        if (nodes[at].function == function && caller != 0 &&
            nodes[caller].function == call->function && nodes[caller].line == call->line)
            return caller;
    }
    return site;
}

static struct context *find_context(struct runtime *rt, struct code *code, uint32_t key)
{
    struct code_sites *table = code->sites;
    if (!table)
        table = code->sites = memory_zeroed(1, sizeof *table);
    if (table->capacity > 0) {
        struct context *context = find_place(table, key);
        if (context->lines)
            return context;
    }
    uint32_t call_site = fold(rt->interpreter->sites, key, code->function_id);
    uint32_t *lines = call_site == key ? memory_zeroed(code->line_count + 1, sizeof *lines)
                                       : find_context(rt, code, call_site)->lines;
    if ((table->count + 1) * 2 > table->capacity)
        grow(table);
    table->count++;
    struct context *context = find_place(table, key);
    *context = (struct context){.key = key, .call_site = call_site, .lines = lines};
    return context;
}

/* --- events ----------------------------------------------------------------------------------- */

/* The file of a function as a reader of the trace wants it: from the folder in which the run began
 * (run.directory), where it is below that. */
static const char *recorded_path(const struct runtime *rt, const struct code *code)
{
    const char *path = str_utf8(code->file_name, NULL);
    const char *folder = rt->interpreter->directory;
    size_t size = folder ? strlen(folder) : 0;
    return size > 1 && strncmp(path, folder, size) == 0 && path[size] == '/' ? path + size + 1
                                                                             : path;
}

static void define_function(struct runtime *rt, struct code *code)
{
    const char *name = str_utf8(code->qualified_name, NULL);
    const char *const *wanted = rt->interpreter->options->snapshot_on;
    for (size_t i = 0; wanted && wanted[i]; i++)
        if (strcmp(wanted[i], name) == 0 || strcmp(wanted[i], str_utf8(code->name, NULL)) == 0)
            code->takes_snapshots = true;
    code->function_id =
        recorder_function(rt->lane, name, recorded_path(rt, code), code->first_line);
}

void sites_enter(struct runtime *rt, struct frame *frame)
{
    struct code *code = frame->code;
    if (code->function_id == 0)
        define_function(rt, code);
    const struct context *context = find_context(rt, code, rt->site);
    frame->call_site = context->call_site;
    frame->line_sites = context->lines;
    frame->site = rt->site;
    recorder_emit(rt->lane, EVENT_ENTER, (uint64_t)object_number(&frame->header), code->function_id,
                  0, rt->site);
    if (code->takes_snapshots)
        ledger_snapshot(rt, str_utf8(code->qualified_name, NULL));
}

void sites_leave(struct runtime *rt, const struct frame *frame)
{
    recorder_emit(rt->lane, EVENT_LEAVE, (uint64_t)object_number(&frame->header),
                  frame->code->function_id, 0, rt->site);
}

static uint32_t make_site(struct runtime *rt, const struct frame *frame, uint32_t line)
{
    struct sites *sites = rt->interpreter->sites;
    uint32_t function = frame->code->function_id;
    uint32_t id = recorder_site(rt->lane, frame->call_site, function, line);
    while (sites->nodes.count <= id)
        vector_push(&sites->nodes, (struct node){0});
    sites->nodes.items[id] =
        (struct node){.parent = frame->call_site, .function = function, .line = line};
    return id;
}

/* --snapshot-every: one is due when so many events have been written since the last. */
static void take_due_snapshot(struct runtime *rt)
{
    struct interpreter *interpreter = rt->interpreter;
    char label[32];
    snprintf(label, sizeof label, "every-%u", ++interpreter->snapshots_taken);
    ledger_snapshot(rt, label); /* which fills slots of its own */
    interpreter->next_snapshot = rt->lane->position + interpreter->options->snapshot_every;
}

void sites_line(struct runtime *rt, struct frame *frame, uint32_t index)
{
    uint32_t *site = &frame->line_sites[index];
    if (UNLIKELY(*site == 0))
        *site = make_site(rt, frame, frame->code->lines[index]);
    rt->site = frame->site = *site;
    if (UNLIKELY(rt->interpreter->next_snapshot <= rt->lane->position))
        take_due_snapshot(rt);
}
