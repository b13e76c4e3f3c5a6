/* path_pattern: by which kinds of paths the roots reach the objects, and how many by each.
 *
 *     SELECT path, type, objects FROM path_pattern('exit') ORDER BY objects DESC LIMIT 10;
 *
 * One row a pattern: the objects of one type to which shortest paths lead that differ only in what
 * varies from object to object. 'modules: __main__.cache[].body' are the bodies of all that is in
 * the cache.
 *
 * Columns:
 *   path         the pattern, as path_line writes a path, with [] for an index and for a key
 *   type         of the objects at its end;  objects, bytes   of those
 *   example      the lowest number among them
 *   key          a number that stands for the pattern and its type, in all snapshots of the trace
 * Arguments:
 *   snapshot     the number or label of a snapshot; must be given
 *   least        only patterns of so many objects (default: 1)
 *
 * How it works. The search from all roots (heap_graph.h) gives every object one parent; one loop
 * over the edges finds the labels. In the order in which they were found, an object gets the
 * pattern of its parent with its own label and type. Attributes, names of modules and local
 * variables count; indexes, and keys of other dicts, are all alike. Where the same label and types
 * stand close above, it is that pattern again: all nodes of a list or a tree are few patterns.
 *
 * Memory: 12 bytes an object, 80 a pattern.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/vector.h"

#include <string.h>

enum {
    CLOSE = 8,     /* patterns above in which a repetition is looked for */
    STRIDE = 65536 /* nodes between two looks at whether the work was cancelled */
};

enum column { PATH, TYPE, OBJECTS, BYTES, EXAMPLE, KEY, SNAPSHOT, LEAST, COLUMN_COUNT };

static const struct table_column columns[COLUMN_COUNT] = {
    [PATH] = {"path", "TEXT", 0, 0},
    [TYPE] = {"type", "TEXT", 0, 0},
    [OBJECTS] = {"objects", "INTEGER", 0, 0},
    [BYTES] = {"bytes", "INTEGER", 0, 0},
    [EXAMPLE] = {"example", "INTEGER", 0, 0},
    [KEY] = {"key", "INTEGER", 0, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
    [LEAST] = {"least", "", COLUMN_ARGUMENT, 0},
};

enum word { WORD_NONE, WORD_DICT, WORD_MODULES }; /* labels that say how a path is written */

struct pattern {
    uint64_t key;
    uint64_t value;   /* of the label: text.id; 0: whatever it is */
    uint64_t bytes;   /* of the objects */
    uint64_t example; /* 0: no object yet */
    int64_t root;     /* the holder that it begins at */
    uint32_t parent;  /* GRAPH_NONE: a root */
    uint32_t label;   /* enum edge_label */
    uint32_t type;
    uint32_t objects;
    uint8_t word; /* enum word: its label is __dict__, or sys.modules */
};

struct pattern_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held */
    struct {
        VECTOR_OF(struct pattern);
    } patterns;
    uint32_t *places; /* owned; 1 + a pattern, 0: empty; a power of two */
    size_t capacity;
    int64_t least;
    size_t place;
};

/* By node: the label by which its parent refers to it, and its pattern. */
struct search {
    uint32_t *labels; /* UINT32_MAX: not found */
    uint32_t *values; /* of labels that name a text */
    uint32_t *patterns;
};

/* --- labels ----------------------------------------------------------------------------------- */

static bool find_labels(const struct pattern_cursor *cursor, struct search *search,
                        struct error *error)
{
    const struct heap_graph *graph = cursor->graph;
    const struct snapshot_edge *batch;
    size_t count;
    struct edges *edges =
        edges_open(cursor->base.engine, &graph->moment, &(struct snapshot_filter){0}, error);
    bool is_good = edges != NULL;
    while (is_good && (is_good = edges_next(edges, &batch, &count, error)) && count)
        for (size_t i = 0; i < count; i++) {
            uint32_t node = heap_graph_node(graph, (int64_t)batch[i].oid);
            if (node == GRAPH_NONE || search->labels[node] != UINT32_MAX ||
                graph->paths.parents[node] != heap_graph_node(graph, batch[i].holder))
                continue;
            uint32_t label = edge_label_without_key(batch[i].label);
            search->labels[node] = label;
            search->values[node] = label == EDGE_INDEX ? 0 : (uint32_t)batch[i].value;
        }
    edges_close(edges);
    return is_good;
}

/* --- patterns --------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * UINT64_C(0xff51afd7ed558ccd);
    return hash ^ hash >> 32;
}

/* What a pattern is, and all above it; the numbers of types and texts are those of the trace. */
static uint64_t make_key(uint64_t above, const struct pattern *pattern)
{
    return mix(mix(mix(mix(above, (uint64_t)pattern->root), pattern->label), pattern->value),
               pattern->type);
}

static uint32_t *place_of(const struct pattern_cursor *cursor, uint64_t key)
{
    for (size_t place = key;; place++) {
        uint32_t *number = &cursor->places[place & (cursor->capacity - 1)];
        if (*number == 0 || cursor->patterns.items[*number - 1].key == key)
            return number;
    }
}

static void grow(struct pattern_cursor *cursor)
{
    memory_free(cursor->places);
    cursor->capacity = cursor->capacity ? cursor->capacity * 2 : 256;
    cursor->places = memory_zeroed(cursor->capacity, sizeof *cursor->places);
    for (size_t i = 0; i < cursor->patterns.count; i++)
        *place_of(cursor, cursor->patterns.items[i].key) = (uint32_t)i + 1;
}

static uint32_t find_pattern(struct pattern_cursor *cursor, const struct pattern *wanted)
{
    if (cursor->patterns.count * 2 >= cursor->capacity)
        grow(cursor);
    uint32_t *number = place_of(cursor, wanted->key);
    if (*number == 0) {
        vector_push(&cursor->patterns, *wanted);
        *number = (uint32_t)cursor->patterns.count;
    }
    return *number - 1;
}

/* The pattern close above that says the same, of a parent of the same type; GRAPH_NONE: there is
 * none. */
static uint32_t find_repetition(const struct pattern_cursor *cursor, const struct pattern *wanted)
{
    const struct pattern *patterns = cursor->patterns.items;
    uint32_t above = wanted->parent, parent_type = patterns[above].type;
    for (int i = 0; i < CLOSE && patterns[above].parent != GRAPH_NONE; i++) {
        const struct pattern *pattern = &patterns[above];
        const struct pattern *parent = &patterns[pattern->parent];
        if (pattern->label == wanted->label && pattern->value == wanted->value &&
            pattern->type == wanted->type && parent->type == parent_type &&
            parent->parent != GRAPH_NONE)
            return above;
        above = pattern->parent;
    }
    return GRAPH_NONE;
}

static uint8_t word_of(struct names *names, uint32_t label, uint64_t value)
{
    const char *text =
        label == EDGE_INTERNAL || label == EDGE_GLOBAL ? names_text(names, value) : NULL;
    if (!text)
        return WORD_NONE;
    return strcmp(text, "__dict__") == 0      ? WORD_DICT
           : strcmp(text, "sys.modules") == 0 ? WORD_MODULES
                                              : WORD_NONE;
}

/* The pattern of an object whose parent has one. */
static uint32_t extend(struct pattern_cursor *cursor, const struct search *search, uint32_t node)
{
    uint32_t parent = search->patterns[cursor->graph->paths.parents[node]];
    uint32_t label = search->labels[node] == UINT32_MAX ? EDGE_UNKNOWN : search->labels[node];
    uint8_t above = cursor->patterns.items[parent].word;
    bool is_name =
        label != EDGE_INDEX && label != EDGE_DICT_KEY && (label != EDGE_KEY || above != WORD_NONE);
    struct pattern pattern = {.value = is_name ? search->values[node] : 0,
                              .root = cursor->patterns.items[parent].root,
                              .parent = parent,
                              .label = label,
                              .type = heap_graph_object(cursor->graph, node)->type};
    pattern.word = word_of(connection_names(cursor->base.engine), label, pattern.value);
    pattern.key = make_key(cursor->patterns.items[parent].key, &pattern);
    uint32_t repetition = find_repetition(cursor, &pattern);
    return repetition != GRAPH_NONE ? repetition : find_pattern(cursor, &pattern);
}

static void take_node(struct pattern_cursor *cursor, struct search *search, uint32_t node)
{
    const struct heap_graph_object *object = heap_graph_object(cursor->graph, node);
    if (!object) {
        struct pattern root = {.parent = GRAPH_NONE};
        if (!heap_graph_holder(cursor->graph, node, &root.root))
            return;
        root.key = make_key(0, &root);
        search->patterns[node] = find_pattern(cursor, &root);
        return;
    }
    search->patterns[node] = extend(cursor, search, node);
    struct pattern *pattern = &cursor->patterns.items[search->patterns[node]];
    pattern->objects++;
    pattern->bytes += object->size;
    if (pattern->example == 0 || object->oid < pattern->example)
        pattern->example = object->oid;
}

/* --- the table -------------------------------------------------------------------------------- */

static bool settle(struct pattern_cursor *cursor)
{
    while (cursor->place < cursor->patterns.count &&
           (int64_t)cursor->patterns.items[cursor->place].objects < cursor->least)
        cursor->place++;
    cursor->base.is_at_end = cursor->place == cursor->patterns.count;
    return true;
}

static bool find_patterns(struct pattern_cursor *cursor, struct error *error)
{
    const struct heap_graph *graph = cursor->graph;
    size_t count = graph->graph.node_count;
    struct search search = {.labels = memory_resize(NULL, count, sizeof(uint32_t)),
                            .values = memory_zeroed(count, sizeof(uint32_t)),
                            .patterns = memory_zeroed(count, sizeof(uint32_t))};
    memset(search.labels, 0xff, count * sizeof(uint32_t));
    bool is_good = find_labels(cursor, &search, error);
    for (uint32_t i = 1; is_good && i < graph->paths.reached; i++) {
        take_node(cursor, &search, graph->paths.order[i]);
        if (i % STRIDE == 0)
            is_good = engine_progress_step(cursor->base.engine, "following paths", i,
                                           graph->paths.reached, error);
    }
    memory_free(search.labels);
    memory_free(search.values);
    memory_free(search.patterns);
    return is_good;
}

static bool filter_patterns(struct table_cursor *base, const struct table_request *request,
                            struct error *error)
{
    struct pattern_cursor *cursor = (struct pattern_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "path_pattern", table_find_equal(request, SNAPSHOT), NULL,
                           &moment, error))
        return false;
    base->is_at_end = moment.snapshot < 0 || value_is_impossible(request, SNAPSHOT);
    if (base->is_at_end)
        return true;
    sqlite3_value *least = table_find_equal(request, LEAST);
    cursor->least = least && sqlite3_value_int64(least) > 1 ? sqlite3_value_int64(least) : 1;
    cursor->graph = heap_graph_acquire(base->engine, &moment, error);
    return cursor->graph && heap_graph_find_paths(cursor->graph, base->engine, error) &&
           find_patterns(cursor, error) && settle(cursor);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct pattern_cursor *cursor = (struct pattern_cursor *)base;
    cursor->place++;
    return settle(cursor);
}

static void reset(struct table_cursor *base)
{
    struct pattern_cursor *cursor = (struct pattern_cursor *)base;
    heap_graph_release(cursor->graph);
    vector_release(&cursor->patterns);
    memory_free(cursor->places);
}

/* A step of a path, as path_line writes it. `below` is the next step, or NULL. */
static void write_step(struct names *names, const struct pattern *above,
                       const struct pattern *pattern, const struct pattern *below,
                       struct buffer *text)
{
    const char *name = pattern->value ? names_text(names, pattern->value) : NULL;
    bool is_first = above->parent == GRAPH_NONE;
    if (pattern->word == WORD_DICT && below && below->label == EDGE_KEY && below->value)
        return; /* o.__dict__['name'] is o.name */
    if (pattern->word == WORD_MODULES && below && below->label == EDGE_KEY)
        return; /* a module is its name */
    if (pattern->label == EDGE_KEY && name && above->word == WORD_MODULES)
        buffer_append_text(text, name);
    else if (pattern->label == EDGE_KEY && name)
        buffer_format(text, ".%s", name);
    else if (pattern->label == EDGE_INDEX || pattern->label == EDGE_KEY)
        buffer_append_text(text, "[]");
    else if (pattern->label == EDGE_DICT_KEY)
        buffer_append_text(text, ".key");
    else if (pattern->label == EDGE_LOCAL && name)
        buffer_format(text, ".local %s", name);
    else if (name)
        buffer_format(text, "%s%s", is_first ? "" : ".", name);
    else
        buffer_format(text, "(%s)",
                      names_type(names, pattern->type) ? names_type(names, pattern->type)
                                                       : "object");
}

static void show_path(const struct pattern_cursor *cursor, sqlite3_context *result)
{
    struct names *names = connection_names(cursor->base.engine);
    struct {
        VECTOR_OF(const struct pattern *);
    } steps = {0};
    const struct pattern *pattern = &cursor->patterns.items[cursor->place];
    struct buffer text = BUFFER_EMPTY;
    for (; pattern->parent != GRAPH_NONE; pattern = &cursor->patterns.items[pattern->parent])
        vector_push(&steps, pattern);
    const char *root = pattern->root ? names_root(names, pattern->root) : "in flight";
    buffer_format(&text, "%s: ", root ? root : "root");
    for (size_t i = steps.count; i-- > 0;) {
        write_step(names, pattern, steps.items[i], i > 0 ? steps.items[i - 1] : NULL, &text);
        pattern = steps.items[i];
    }
    value_show_copy(result, buffer_text(&text));
    buffer_release(&text);
    vector_release(&steps);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct pattern_cursor *cursor = (struct pattern_cursor *)base;
    const struct pattern *pattern = &cursor->patterns.items[cursor->place];
    switch (column) {
    case PATH:
        show_path(cursor, result);
        break;
    case TYPE:
        value_show_text(result, names_type(connection_names(base->engine), pattern->type));
        break;
    case OBJECTS:
        sqlite3_result_int64(result, pattern->objects);
        break;
    case BYTES:
        sqlite3_result_int64(result, (int64_t)pattern->bytes);
        break;
    case EXAMPLE:
        sqlite3_result_int64(result, (int64_t)pattern->example);
        break;
    default:
        sqlite3_result_int64(result, (int64_t)pattern->key);
    }
}

const struct table path_pattern_table = {
    .name = "path_pattern",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct pattern_cursor),
    .filter = filter_patterns,
    .next = next,
    .column = show_column,
    .reset = reset,
};
