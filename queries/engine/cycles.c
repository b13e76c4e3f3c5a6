#include "queries/engine/cycles.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "queries/engine/connection.h"
#include "queries/engine/graph.h"
#include "queries/engine/names.h"
#include "queries/engine/value.h"

#include <string.h>

enum { MOST_TYPES_SHOWN = 6, MOST_LINKS_SHOWN = 12 };

size_t cycles_place(const struct cycles_objects *objects, uint64_t oid)
{
    size_t low = 0, high = objects->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (objects->items[middle].oid < oid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < objects->count && objects->items[low].oid == oid ? low : objects->count;
}

/* --- shapes ----------------------------------------------------------------------------------- */

struct tally {
    uint32_t type;
    uint64_t count;
};

struct tallies {
    VECTOR_OF(struct tally);
};

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* The most frequent first. */
static int compare_tallies(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->type < b->type ? -1 : a->type > b->type;
}

/* '2 Node, 2 dict' of the types of a cycle's objects, which are sorted here. */
static char *describe_shape(struct engine *engine, uint32_t *types, size_t count)
{
    struct tallies tallies = {0};
    struct buffer shape = BUFFER_EMPTY;
    qsort(types, count, sizeof *types, compare_numbers);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || types[i] != types[i - 1])
            vector_push(&tallies, (struct tally){types[i], 0});
        tallies.items[tallies.count - 1].count++;
    }
    qsort(tallies.items, tallies.count, sizeof *tallies.items, compare_tallies);
    for (size_t i = 0; i < tallies.count && i < MOST_TYPES_SHOWN; i++) {
        const char *name = names_type(connection_names(engine), tallies.items[i].type);
        buffer_format(&shape, "%s%llu %s", i ? ", " : "",
                      (unsigned long long)tallies.items[i].count, name ? name : "object");
    }
    if (tallies.count > MOST_TYPES_SHOWN)
        buffer_append_text(&shape, ", ...");
    char *text = memory_copy_string(buffer_text(&shape));
    buffer_release(&shape);
    vector_release(&tallies);
    return text;
}

/* --- kinds of edges --------------------------------------------------------------------------- */

/* A kind of edge in a cycle: numbers, so that equal ones are found before they are described. */
struct link {
    uint64_t value; /* of the label; 0: any */
    uint32_t component;
    uint32_t from_type;
    uint32_t to_type;
    uint32_t label; /* enum edge_label */
};

struct links {
    VECTOR_OF(struct link);
};

static int compare_links(const void *left, const void *right)
{
    const struct link *a = left, *b = right;
    uint64_t keys[5][2] = {{a->component, b->component},
                           {a->from_type, b->from_type},
                           {a->label, b->label},
                           {a->value, b->value},
                           {a->to_type, b->to_type}};
    for (size_t i = 0; i < 5; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static void describe_link(struct engine *engine, const struct link *link, struct buffer *text)
{
    struct names *names = connection_names(engine);
    const char *from = names_type(names, link->from_type), *to = names_type(names, link->to_type);
    const char *name = link->value ? names_text(names, link->value) : NULL;
    buffer_format(text, "%s", from ? from : "object");
    switch (link->label) {
    case EDGE_KEY:
    case EDGE_INDEX:
        buffer_append_text(text, "[]");
        break;
    case EDGE_DICT_KEY:
        buffer_append_text(text, " key");
        break;
    case EDGE_LOCAL:
        buffer_format(text, " local %s", name ? name : "?");
        break;
    default:
        if (name)
            buffer_format(text, ".%s", name);
    }
    buffer_format(text, " -> %s", to ? to : "object");
}

static bool is_instance_dict(struct engine *engine, const struct snapshot_edge *edge)
{
    const char *name =
        edge->label == EDGE_INTERNAL ? names_text(connection_names(engine), edge->value) : NULL;
    return name && strcmp(name, "__dict__") == 0;
}

/* --- components ------------------------------------------------------------------------------- */

/* What is found while the components become rows. */
struct search {
    struct engine *engine;
    const struct cycles_objects *objects;
    const struct graph_components *components;
    struct cycle *rows;      /* by component; objects 0: nothing yet */
    bool *has_inner_edge;    /* by component */
    struct graph_edge *ends; /* by edge: places of objects */
};

static bool build(const struct cycles_objects *objects, const struct cycles_edges *edges,
                  struct graph_edge *ends, struct graph *graph, struct error *error)
{
    uint32_t count = 0;
    for (size_t i = 0; i < edges->count; i++) {
        const struct snapshot_edge *edge = &edges->items[i];
        size_t from =
            edge->holder > 0 ? cycles_place(objects, (uint64_t)edge->holder) : objects->count;
        size_t to = cycles_place(objects, edge->oid);
        ends[i] = (struct graph_edge){GRAPH_NONE, GRAPH_NONE};
        if (from < objects->count && to < objects->count)
            ends[i] = (struct graph_edge){(uint32_t)from, (uint32_t)to};
    }
    struct graph_edge *inner = memory_resize(NULL, edges->count + 1, sizeof *inner);
    for (size_t i = 0; i < edges->count; i++)
        if (ends[i].from != GRAPH_NONE)
            inner[count++] = ends[i];
    bool is_good = graph_build(graph, (uint32_t)objects->count, inner, count, error);
    memory_free(inner);
    return is_good;
}

static void take_edges(struct search *search, const struct cycles_edges *edges)
{
    for (size_t i = 0; i < edges->count; i++) {
        if (search->ends[i].from == GRAPH_NONE)
            continue;
        uint32_t component = search->components->components[search->ends[i].from];
        if (component != search->components->components[search->ends[i].to])
            continue;
        struct cycle *row = &search->rows[component];
        if (!search->has_inner_edge[component] ||
            edges->items[i].opened_seq > row->closing.opened_seq)
            row->closing = edges->items[i];
        search->has_inner_edge[component] = true;
    }
}

/* The types of the objects of each cycle, one cycle behind the other. */
static void take_objects(struct search *search)
{
    const struct cycles_objects *objects = search->objects;
    uint32_t count = search->components->count;
    uint32_t *types = memory_resize(NULL, objects->count + 1, sizeof *types);
    size_t *places = memory_zeroed((size_t)count + 1, sizeof *places);
    for (size_t i = 0; i < objects->count; i++) {
        struct cycle *row = &search->rows[search->components->components[i]];
        if (row->objects++ == 0)
            row->first_oid = objects->items[i].oid;
        row->bytes += objects->items[i].size;
        places[search->components->components[i] + 1]++;
    }
    for (uint32_t i = 0; i < count; i++)
        places[i + 1] += places[i];
    for (size_t i = 0; i < objects->count; i++)
        types[places[search->components->components[i]]++] = objects->items[i].type;
    for (uint32_t i = 0; i < count; i++)
        if (search->has_inner_edge[i])
            search->rows[i].shape =
                describe_shape(search->engine, types + places[i] - search->rows[i].objects,
                               (size_t)search->rows[i].objects);
    memory_free(types);
    memory_free(places);
}

/* The edges within components, each kind once. */
static void find_links(const struct search *search, const struct cycles_edges *edges,
                       struct links *links)
{
    const struct cycles_object *objects = search->objects->items;
    const uint32_t *components = search->components->components;
    uint32_t *instances = memory_resize(NULL, search->objects->count + 1, sizeof *instances);
    memset(instances, 0xff, (search->objects->count + 1) * sizeof *instances);
    for (size_t i = 0; i < edges->count; i++)
        if (search->ends[i].from != GRAPH_NONE &&
            is_instance_dict(search->engine, &edges->items[i]))
            instances[search->ends[i].to] = search->ends[i].from;
    for (size_t i = 0; i < edges->count; i++) {
        struct graph_edge ends = search->ends[i];
        const struct snapshot_edge *edge = &edges->items[i];
        if (ends.from == GRAPH_NONE || components[ends.from] != components[ends.to] ||
            instances[ends.to] == ends.from)
            continue;
        struct link link = {.component = components[ends.from],
                            .from_type = objects[ends.from].type,
                            .to_type = objects[ends.to].type,
                            .label = edge_label_without_key(edge->label),
                            .value = edge->value};
        if (instances[ends.from] != GRAPH_NONE && edge->label == EDGE_KEY) {
            link.from_type = objects[instances[ends.from]].type;
            link.label = EDGE_ATTRIBUTE;
        } else if (link.label == EDGE_KEY || link.label == EDGE_INDEX ||
                   link.label == EDGE_DICT_KEY) {
            link.value = 0;
        }
        vector_push(links, link);
    }
    memory_free(instances);
}

static void describe_links(struct search *search, const struct cycles_edges *edges)
{
    struct links links = {0};
    find_links(search, edges, &links);
    if (links.count > 0)
        qsort(links.items, links.count, sizeof *links.items, compare_links);
    for (size_t i = 0; i < links.count;) {
        struct buffer text = BUFFER_EMPTY;
        uint32_t component = links.items[i].component;
        for (size_t shown = 0; i < links.count && links.items[i].component == component; i++) {
            bool is_new = shown == 0 || compare_links(&links.items[i], &links.items[i - 1]) != 0;
            if (!is_new || ++shown > MOST_LINKS_SHOWN + 1)
                continue;
            buffer_append_text(&text, shown > 1 ? ", " : "");
            if (shown > MOST_LINKS_SHOWN)
                buffer_append_text(&text, "...");
            else
                describe_link(search->engine, &links.items[i], &text);
        }
        search->rows[component].edges = memory_copy_string(buffer_text(&text));
        buffer_release(&text);
    }
    vector_release(&links);
}

static int compare_cycles(const void *left, const void *right)
{
    uint64_t a = ((const struct cycle *)left)->first_oid,
             b = ((const struct cycle *)right)->first_oid;
    return a < b ? -1 : a > b;
}

static void take_rows(const struct search *search, uint64_t collection, struct cycles *cycles)
{
    size_t start = cycles->count;
    for (uint32_t i = 0; i < search->components->count; i++) {
        if (!search->has_inner_edge[i])
            continue;
        search->rows[i].collection = collection;
        vector_push(cycles, search->rows[i]);
    }
    if (cycles->count > start)
        qsort(cycles->items + start, cycles->count - start, sizeof *cycles->items, compare_cycles);
}

bool cycles_find(struct engine *engine, const struct cycles_objects *objects,
                 const struct cycles_edges *edges, uint64_t collection, struct cycles *cycles,
                 struct error *error)
{
    if (objects->count >= GRAPH_NONE || edges->count >= GRAPH_NONE)
        return error_set(error, ERROR_DATA, "too much garbage for a search: %zu objects",
                         objects->count);
    struct graph graph;
    struct graph_components components = {0};
    struct graph_edge *ends = memory_resize(NULL, edges->count + 1, sizeof *ends);
    bool is_good = build(objects, edges, ends, &graph, error) &&
                   graph_find_components(&graph, &components, engine, error);
    if (is_good) {
        struct search search = {
            .engine = engine,
            .objects = objects,
            .components = &components,
            .rows = memory_zeroed((size_t)components.count + 1, sizeof *search.rows),
            .has_inner_edge = memory_zeroed((size_t)components.count + 1, 1),
            .ends = ends};
        take_edges(&search, edges);
        describe_links(&search, edges);
        take_objects(&search);
        take_rows(&search, collection, cycles);
        memory_free(search.rows);
        memory_free(search.has_inner_edge);
    }
    graph_components_release(&components);
    graph_release(&graph);
    memory_free(ends);
    return is_good;
}

void cycles_release(struct cycles *cycles)
{
    for (size_t i = 0; i < cycles->count; i++) {
        memory_free(cycles->items[i].shape);
        memory_free(cycles->items[i].edges);
    }
    vector_release(cycles);
}

/* --- rows ------------------------------------------------------------------------------------- */

void cycles_show(struct engine *engine, const struct cycle *cycle, enum cycles_column column,
                 sqlite3_context *result)
{
    char label[256];
    switch (column) {
    case CYCLES_OBJECTS:
        sqlite3_result_int64(result, (int64_t)cycle->objects);
        break;
    case CYCLES_BYTES:
        sqlite3_result_int64(result, (int64_t)cycle->bytes);
        break;
    case CYCLES_FIRST_OID:
        sqlite3_result_int64(result, (int64_t)cycle->first_oid);
        break;
    case CYCLES_SHAPE:
        value_show_copy(result, cycle->shape);
        break;
    case CYCLES_EDGES:
        value_show_copy(result, cycle->edges ? cycle->edges : "");
        break;
    case CYCLES_HOLDER:
        sqlite3_result_int64(result, cycle->closing.holder);
        break;
    case CYCLES_OID:
        sqlite3_result_int64(result, (int64_t)cycle->closing.oid);
        break;
    case CYCLES_LABEL:
        names_describe_label(connection_names(engine), cycle->closing.label, cycle->closing.value,
                             label, sizeof label);
        value_show_copy(result, label);
        break;
    case CYCLES_OPENED_SEQ:
        value_show_number(result, cycle->closing.opened_seq);
        break;
    default:
        value_show_number(result, cycle->closing.site);
    }
}
