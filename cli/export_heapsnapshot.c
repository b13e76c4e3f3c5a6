/* export --to heapsnapshot FILE: a snapshot in the format of V8, for Chrome DevTools and memlab.
 *
 * How it works. Nodes are the root, what is in flight, the named roots, then the objects by oid;
 * the id of an object is its oid. Edges are written node after node. An object whose count exceeds
 * the edges to it is held from "(in flight)" as well, as in heapledger's own graph, so that
 * retained sizes agree. Types and labels are strings, each once, in a table at the end of the file.
 *
 * Memory: 40 bytes an object, 24 an edge, and every different label.
 *
 * What it does not do: V8's allocation stacks (trace_tree) and object locations stay empty.
 */
#include "cli/export.h"
#include "cli/text.h"

#include <assert.h>
#include <string.h>

/* Places in V8's lists of node and edge types, as META names them. */
enum { NODE_STRING = 2, NODE_OBJECT = 3, NODE_CLOSURE = 5, NODE_SYNTHETIC = 9 };
enum { EDGE_OF_CONTEXT = 0, EDGE_OF_ELEMENT = 1, EDGE_OF_PROPERTY = 2, EDGE_OF_INTERNALS = 3 };
enum { NODE_FIELDS = 7, TOP = 0, IN_FLIGHT = 1, FIRST_ROOT = 2 };

static const char META[] =
    "{\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\",\"trace_node_id\","
    "\"detachedness\"],"
    "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\",\"code\",\"closure\",\"regexp\","
    "\"number\",\"native\",\"synthetic\",\"concatenated string\",\"sliced string\",\"symbol\","
    "\"bigint\",\"object "
    "shape\"],\"string\",\"number\",\"number\",\"number\",\"number\",\"number\"],"
    "\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
    "\"edge_types\":[[\"context\",\"element\",\"property\",\"internal\",\"hidden\",\"shortcut\","
    "\"weak\"],\"string_or_number\",\"node\"],"
    "\"trace_function_info_fields\":[\"function_id\",\"name\",\"script_name\",\"script_id\","
    "\"line\","
    "\"column\"],"
    "\"trace_node_fields\":[\"id\",\"function_info_index\",\"count\",\"size\",\"children\"],"
    "\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"],"
    "\"location_fields\":[\"object_index\",\"script_id\",\"line\",\"column\"]}";

struct node {
    int64_t oid; /* negative: a named root; 0: the top, or what is in flight */
    uint64_t id; /* in the file */
    int64_t size;
    int64_t count; /* references, as the program counted them */
    uint32_t type; /* V8's */
    uint32_t name; /* in the string table */
    uint32_t edges;
    uint32_t references; /* edges that lead here */
};

struct edge {
    uint32_t from;
    uint32_t to;
    uint32_t type; /* V8's */
    uint64_t name; /* in the string table, or an index */
};

struct strings {
    struct {
        VECTOR_OF(char *); /* owned */
    } list;
    uint32_t *slots; /* owned: place in the list and one more, by hash; 0 is empty */
    size_t slot_count;
};

struct heap_picture {
    struct {
        VECTOR_OF(struct node); /* in order of oid from first_object on */
    } nodes;
    struct {
        VECTOR_OF(struct edge);
    } edges;
    struct strings strings;
    size_t first_object;
};

/* --- strings ---------------------------------------------------------------------------------- */

static size_t hash_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)(hash ^ hash >> 32);
}

/* The slot of a text: its own, or the empty one where it goes. */
static uint32_t *find_slot(const struct strings *strings, const char *text)
{
    size_t place = hash_text(text) & (strings->slot_count - 1);
    while (strings->slots[place] &&
           strcmp(strings->list.items[strings->slots[place] - 1], text) != 0)
        place = (place + 1) & (strings->slot_count - 1);
    return &strings->slots[place];
}

static void grow_slots(struct strings *strings)
{
    memory_free(strings->slots);
    strings->slot_count = strings->slot_count ? strings->slot_count * 2 : 1024;
    strings->slots = memory_zeroed(strings->slot_count, sizeof *strings->slots);
    for (size_t i = 0; i < strings->list.count; i++)
        *find_slot(strings, strings->list.items[i]) = (uint32_t)(i + 1);
}

/* The place of a text in the table, where it is then. */
static uint32_t intern(struct strings *strings, const char *text)
{
    text = text ? text : "";
    if (strings->list.count * 2 >= strings->slot_count)
        grow_slots(strings);
    uint32_t *slot = find_slot(strings, text);
    if (*slot == 0) {
        vector_push(&strings->list, memory_copy_string(text));
        *slot = (uint32_t)strings->list.count;
    }
    return *slot - 1;
}

/* --- nodes ------------------------------------------------------------------------------------ */

static uint32_t choose_type(const char *name)
{
    return strcmp(name, "str") == 0        ? NODE_STRING
           : strcmp(name, "function") == 0 ? NODE_CLOSURE
                                           : NODE_OBJECT;
}

static void add_synthetic(struct heap_picture *picture, int64_t oid, const char *name)
{
    vector_push(&picture->nodes, (struct node){.oid = oid,
                                               .id = picture->nodes.count + 1,
                                               .type = NODE_SYNTHETIC,
                                               .name = intern(&picture->strings, name)});
}

/* Roots come as -1, -2, …: node FIRST_ROOT + n is root -1 - n. */
static bool load_roots(const struct export_request *request, struct heap_picture *picture,
                       struct error *error)
{
    static const char sql[] = "SELECT id, name FROM root WHERE ?1 NOTNULL ORDER BY id DESC";
    sqlite3_stmt *row = export_prepare(request, sql, error);
    add_synthetic(picture, 0, "");
    add_synthetic(picture, 0, "(in flight)");
    while (row && export_step(request, row, error)) {
        if (sqlite3_column_int64(row, 0) !=
            (int64_t)FIRST_ROOT - 1 - (int64_t)picture->nodes.count) {
            error_set(error, ERROR_DATA, "'%s' is damaged: its roots have gaps",
                      request->session->path);
            break;
        }
        add_synthetic(picture, sqlite3_column_int64(row, 0),
                      (const char *)sqlite3_column_text(row, 1));
    }
    sqlite3_finalize(row);
    picture->first_object = picture->nodes.count;
    return error->code == ERROR_NONE;
}

static bool load_objects(const struct export_request *request, struct heap_picture *picture,
                         struct error *error)
{
    static const char sql[] = "SELECT oid, type, size, count FROM snapshot_object(?1) ORDER BY oid";
    sqlite3_stmt *row = export_prepare(request, sql, error);
    while (row && export_step(request, row, error)) {
        const char *type = (const char *)sqlite3_column_text(row, 1);
        type = type ? type : "?";
        vector_push(&picture->nodes, (struct node){.oid = sqlite3_column_int64(row, 0),
                                                   .id = (uint64_t)sqlite3_column_int64(row, 0),
                                                   .size = sqlite3_column_int64(row, 2),
                                                   .count = sqlite3_column_int64(row, 3),
                                                   .type = choose_type(type),
                                                   .name = intern(&picture->strings, type)});
    }
    sqlite3_finalize(row);
    /* The others get ids above the oids, so that an id always names one thing. */
    uint64_t highest = picture->nodes.items[picture->nodes.count - 1].id;
    for (size_t i = 0; i < picture->first_object; i++)
        picture->nodes.items[i].id += highest;
    return error->code == ERROR_NONE;
}

/* The node of an oid or a root; UINT32_MAX where the snapshot has none. */
static uint32_t find_node(const struct heap_picture *picture, int64_t oid)
{
    if (oid <= 0) {
        size_t place = oid == 0 ? IN_FLIGHT : (size_t)(FIRST_ROOT - 1 - oid);
        return place < picture->first_object ? (uint32_t)place : UINT32_MAX;
    }
    size_t low = picture->first_object, high = picture->nodes.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (picture->nodes.items[middle].oid < oid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < picture->nodes.count && picture->nodes.items[low].oid == oid ? (uint32_t)low
                                                                              : UINT32_MAX;
}

/* --- edges ------------------------------------------------------------------------------------ */

static void add_edge(struct heap_picture *picture, uint32_t from, uint32_t to, uint32_t type,
                     uint64_t name)
{
    vector_push(&picture->edges, (struct edge){from, to, type, name});
    picture->nodes.items[from].edges++;
    picture->nodes.items[to].references++;
}

/* .name is a property `name`, [3] an element 3, a local variable a context variable; the rest keeps
 * its label as it is. */
static void add_reference(struct heap_picture *picture, uint32_t from, uint32_t to,
                          const char *kind, const char *label)
{
    unsigned long index;
    kind = kind ? kind : "";
    label = label ? label : "";
    if (strcmp(kind, "index") == 0 && sscanf(label, "[%lu]", &index) == 1) {
        add_edge(picture, from, to, EDGE_OF_ELEMENT, index);
        return;
    }
    uint32_t type =
        strcmp(kind, "local") == 0 ? EDGE_OF_CONTEXT
        : strcmp(kind, "internal") == 0 || strcmp(kind, "dict_key") == 0 || *label == '\0'
            ? EDGE_OF_INTERNALS
            : EDGE_OF_PROPERTY;
    add_edge(picture, from, to, type,
             intern(&picture->strings, label[0] == '.' ? label + 1 : label));
}

static bool load_edges(const struct export_request *request, struct heap_picture *picture,
                       struct error *error)
{
    static const char sql[] = "SELECT holder, oid, label_kind, label, count FROM reference(?1)";
    sqlite3_stmt *row = export_prepare(request, sql, error);
    while (row && export_step(request, row, error)) {
        uint32_t from = find_node(picture, sqlite3_column_int64(row, 0));
        uint32_t to = find_node(picture, sqlite3_column_int64(row, 1));
        if (from != UINT32_MAX && to != UINT32_MAX)
            add_reference(picture, from, to, (const char *)sqlite3_column_text(row, 2),
                          (const char *)sqlite3_column_text(row, 3));
    }
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

/* From the top to what is in flight and to every root; from what is in flight to the objects that
 * have more references than the snapshot has edges to them. */
static void add_root_edges(struct heap_picture *picture)
{
    for (size_t i = IN_FLIGHT; i < picture->first_object; i++)
        add_edge(picture, TOP, (uint32_t)i, EDGE_OF_ELEMENT, i);
    for (size_t i = picture->first_object; i < picture->nodes.count; i++) {
        const struct node *node = &picture->nodes.items[i];
        if (node->count > node->references)
            add_edge(picture, IN_FLIGHT, (uint32_t)i, EDGE_OF_ELEMENT, i - picture->first_object);
    }
}

/* --- the file --------------------------------------------------------------------------------- */

static void write_nodes(const struct heap_picture *picture, FILE *file)
{
    for (size_t i = 0; i < picture->nodes.count; i++) {
        const struct node *node = &picture->nodes.items[i];
        fprintf(file, "%s%u,%u,%llu,%lld,%u,0,0", i > 0 ? ",\n" : "", node->type, node->name,
                (unsigned long long)node->id, (long long)node->size, node->edges);
    }
}

/* The edges of each node in turn: a counting sort by the node they come from. */
static void write_edges(const struct heap_picture *picture, FILE *file)
{
    size_t *places = memory_zeroed(picture->nodes.count + 1, sizeof *places);
    size_t *order = memory_zeroed(picture->edges.count + 1, sizeof *order);
    for (size_t i = 1; i < picture->nodes.count; i++)
        places[i] = places[i - 1] + picture->nodes.items[i - 1].edges;
    for (size_t i = 0; i < picture->edges.count; i++)
        order[places[picture->edges.items[i].from]++] = i;
    for (size_t i = 0; i < picture->edges.count; i++) {
        const struct edge *edge = &picture->edges.items[order[i]];
        fprintf(file, "%s%u,%llu,%llu", i > 0 ? ",\n" : "", edge->type,
                (unsigned long long)edge->name, (unsigned long long)edge->to * NODE_FIELDS);
    }
    memory_free(places);
    memory_free(order);
}

static void write_strings(const struct heap_picture *picture, FILE *file)
{
    for (size_t i = 0; i < picture->strings.list.count; i++) {
        struct buffer text = BUFFER_EMPTY;
        const char *string = picture->strings.list.items[i];
        text_append_json(&text, string, strlen(string));
        fprintf(file, "%s%s", i > 0 ? ",\n" : "", buffer_text(&text));
        buffer_release(&text);
    }
}

static void print_picture(const struct heap_picture *picture, FILE *file)
{
    fprintf(file,
            "{\"snapshot\":{\"meta\":%s,\"node_count\":%zu,\"edge_count\":%zu,"
            "\"trace_function_count\":0},\n\"nodes\":[",
            META, picture->nodes.count, picture->edges.count);
    write_nodes(picture, file);
    fputs("],\n\"edges\":[", file);
    write_edges(picture, file);
    fputs(
        "],\n\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[],\n"
        "\"strings\":[",
        file);
    write_strings(picture, file);
    fputs("]}\n", file);
}

static void release_picture(struct heap_picture *picture)
{
    for (size_t i = 0; i < picture->strings.list.count; i++)
        memory_free(picture->strings.list.items[i]);
    vector_release(&picture->strings.list);
    memory_free(picture->strings.slots);
    vector_release(&picture->nodes);
    vector_release(&picture->edges);
}

static bool write_picture(const struct export_request *request, FILE *file, struct error *error)
{
    struct heap_picture picture = {0};
    bool is_loaded = load_roots(request, &picture, error) &&
                     load_objects(request, &picture, error) && load_edges(request, &picture, error);
    if (is_loaded) {
        add_root_edges(&picture);
        print_picture(&picture, file);
    }
    release_picture(&picture);
    return is_loaded;
}

static bool run(const struct export_request *request, struct error *error)
{
    return export_needs_snapshot(request, error) && export_text(request, write_picture, error);
}

const struct exporter export_heapsnapshot = {"heapsnapshot", EXPORT_AT | EXPORT_TO_STDOUT, run};
