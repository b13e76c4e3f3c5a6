#include "queries/engine/accumulate.h"

#include "queries/engine/common_holder.h"
#include "queries/engine/connection.h"
#include "queries/engine/names.h"

#include <stdlib.h>
#include <string.h>

enum {
    CLOSE = 4,          /* steps in the tree between two objects of a structure, at most */
    DEPTH_LEAST = 6,    /* objects above one another, in a structure */
    FAN_SHARE = 4,      /* no object of it holds more than one in so many directly */
    DIRECT_SHARE = 4,   /* one in so many hangs on direct children, or it is looked below them */
    STRIDE = 4096,      /* nodes between two looks at whether the work was cancelled */
    GROWTH_OF_RETRY = 2 /* a place that explains nothing is looked at again when so much larger */
};

/* Types whose objects are nested in any others; the first words of the list hold what they are
 * given. */
enum { CONTAINERS = 5 };
enum carrier { CARRIER_NONE, CARRIER_CONTAINER, CARRIER_OTHER };

/* By node, where nothing else is said. */
struct search {
    const struct heap_graph *graph;
    const struct accumulate_limits *limits;
    struct names *names;
    struct accumulations *found;
    struct populations populations; /* owned */
    uint32_t *counted;              /* by population: the last point that it was counted for */
    bool *is_young;                 /* by object */
    uint64_t limit;                 /* young objects that make a point */
    uint64_t *objects;              /* young ones that nothing below explains */
    uint64_t *bytes;                /* of these */
    uint64_t *tried;                /* objects when it was last looked at, or below it; 0: never */
    uint32_t *first_child;          /* in the dominator tree; GRAPH_NONE */
    uint32_t *next_sibling;
    uint32_t *first_of;      /* the first object of its structure; itself, where it is in none */
    uint32_t *members;       /* of a first object: how many there are; of others 0 */
    uint32_t *young_members; /* of them, young */
    uint8_t *depth;          /* in its structure, at most 255; of a first one, of the deepest */
    uint32_t *fan;           /* how many of its structure it holds */
    uint32_t *widest;        /* of a first one: the largest fan */
    bool *is_inside;         /* on the way from an object of a structure to the first */
    bool *is_point;
    uint8_t *carrier; /* by type: enum carrier */
    uint32_t type_count;
};

static uint32_t parent_of(const struct search *search, uint32_t node)
{
    return search->graph->dominators.parents[node];
}

static bool is_young(const struct search *search, uint32_t node)
{
    return node >= search->graph->first && search->is_young[node - search->graph->first];
}

/* Born since the moment, whether it grows or not. */
static bool is_recent(const struct search *search, uint32_t node)
{
    return node >= search->graph->first &&
           search->populations.of[node - search->graph->first] != POPULATION_NONE;
}

static uint32_t type_of(const struct search *search, uint32_t node)
{
    return names_same_type(search->names, heap_graph_object(search->graph, node)->type);
}

/* --- preparing -------------------------------------------------------------------------------- */

static void find_carriers(struct search *search)
{
    static const char *const words[] = {"dict", "list", "tuple", "set", "cell", "type", "module"};
    for (uint32_t i = 0; i < search->graph->object_count; i++)
        if (search->graph->objects[i].type >= search->type_count)
            search->type_count = search->graph->objects[i].type + 1;
    search->carrier = memory_zeroed((size_t)search->type_count + 1, sizeof *search->carrier);
    for (uint32_t type = 0; type < search->type_count; type++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            const char *name = names_type(search->names, type);
            if (name && strcmp(name, words[i]) == 0)
                search->carrier[type] = i < CONTAINERS ? CARRIER_CONTAINER : CARRIER_OTHER;
        }
}

static void find_young(struct search *search)
{
    const struct populations *populations = &search->populations;
    search->is_young = memory_zeroed((size_t)search->graph->object_count + 1, sizeof(bool));
    for (uint32_t i = 0; i < search->graph->object_count; i++) {
        if (populations->of[i] == POPULATION_NONE)
            continue;
        const struct population *population = &populations->items[populations->of[i]];
        search->is_young[i] =
            population->grows || (!search->limits->must_go_on && !population->is_imported &&
                                  population->died * 10 <= population->born);
    }
}

static void begin(struct search *search)
{
    uint32_t count = search->graph->graph.node_count;
    search->objects = memory_zeroed(count, sizeof *search->objects);
    search->bytes = memory_zeroed(count, sizeof *search->bytes);
    search->tried = memory_zeroed(count, sizeof *search->tried);
    search->first_child = memory_zeroed(count, sizeof *search->first_child);
    search->next_sibling = memory_zeroed(count, sizeof *search->next_sibling);
    search->first_of = memory_zeroed(count, sizeof *search->first_of);
    search->members = memory_zeroed(count, sizeof *search->members);
    search->young_members = memory_zeroed(count, sizeof *search->young_members);
    search->depth = memory_zeroed(count, sizeof *search->depth);
    search->fan = memory_zeroed(count, sizeof *search->fan);
    search->widest = memory_zeroed(count, sizeof *search->widest);
    search->is_inside = memory_zeroed(count, sizeof *search->is_inside);
    search->is_point = memory_zeroed(count, sizeof *search->is_point);
    memset(search->first_child, 0xff, count * sizeof *search->first_child);
    memset(search->next_sibling, 0xff, count * sizeof *search->next_sibling);
    search->counted = memory_zeroed(search->populations.count + 1, sizeof *search->counted);
    find_carriers(search);
    find_young(search);
}

static void end(struct search *search)
{
    populations_release(&search->populations);
    memory_free(search->counted);
    memory_free(search->is_young);
    memory_free(search->objects);
    memory_free(search->bytes);
    memory_free(search->tried);
    memory_free(search->first_child);
    memory_free(search->next_sibling);
    memory_free(search->first_of);
    memory_free(search->members);
    memory_free(search->young_members);
    memory_free(search->depth);
    memory_free(search->fan);
    memory_free(search->widest);
    memory_free(search->is_inside);
    memory_free(search->is_point);
    memory_free(search->carrier);
}

/* --- structures ------------------------------------------------------------------------------- */

/* Whether a container hangs on what is no container: then it is the __dict__ of an object, and what
 * is in it is not nested in a container. */
static bool is_of_object(const struct search *search, uint32_t node)
{
    uint32_t parent = parent_of(search, node);
    return parent == GRAPH_NONE || !heap_graph_object(search->graph, parent) ||
           search->carrier[type_of(search, parent)] != CARRIER_CONTAINER;
}

/* The nearest recent object of the same type above, if it is close. */
static uint32_t find_above(const struct search *search, uint32_t node)
{
    uint32_t type = type_of(search, node);
    bool is_carrier = search->carrier[type] != CARRIER_NONE;
    int steps = is_carrier ? 1 : CLOSE;
    for (uint32_t above = parent_of(search, node); steps-- > 0 && above != GRAPH_NONE;
         above = parent_of(search, above)) {
        if (!is_recent(search, above))
            return GRAPH_NONE;
        if (type_of(search, above) == type)
            return is_carrier && is_of_object(search, above) ? GRAPH_NONE : above;
    }
    return GRAPH_NONE;
}

static void enter_structure(struct search *search, uint32_t node)
{
    search->first_of[node] = node;
    if (!is_recent(search, node))
        return;
    uint32_t above = find_above(search, node);
    if (above != GRAPH_NONE) {
        uint32_t first = search->first_of[above];
        search->first_of[node] = first;
        /* The depth of the first one is that of the deepest; its own is 0. */
        uint8_t depth = above == first ? 0 : search->depth[above];
        search->depth[node] = depth < UINT8_MAX ? depth + 1 : depth;
        if (search->depth[node] > search->depth[first])
            search->depth[first] = search->depth[node];
        if (++search->fan[above] > search->widest[first])
            search->widest[first] = search->fan[above];
    }
    search->members[search->first_of[node]]++;
    search->young_members[search->first_of[node]] += is_young(search, node);
}

/* Whether the structure of which this is the first object is one. */
static bool is_structure(const struct search *search, uint32_t first)
{
    return search->depth[first] >= DEPTH_LEAST &&
           search->members[first] >= search->limits->children &&
           search->widest[first] <= search->members[first] / FAN_SHARE;
}

/* Whether a node is in a structure and not the first of it. */
static bool is_member(const struct search *search, uint32_t node)
{
    return search->first_of[node] != node && is_structure(search, search->first_of[node]);
}

/* A structure grows as a whole: the upper objects of a tree were made by lines that hardly make any
 * more. */
static void rejuvenate(struct search *search, uint32_t node)
{
    uint32_t first = search->first_of[node];
    if (is_recent(search, node) && is_structure(search, first) &&
        search->young_members[first] * 2 >= search->members[first])
        search->is_young[node - search->graph->first] = true;
}

/* --- children --------------------------------------------------------------------------------- */

struct nodes {
    VECTOR_OF(uint32_t);
};

/* The young children of a node that are no points. */
static void find_direct(const struct search *search, uint32_t node, struct nodes *nodes)
{
    for (uint32_t child = search->first_child[node]; child != GRAPH_NONE;
         child = search->next_sibling[child])
        if (!search->is_point[child] && is_young(search, child))
            vector_push(nodes, child);
}

/* All young objects that hang on a node, the nearest first, without those that points explain. */
static void find_below(const struct search *search, uint32_t node, struct nodes *nodes)
{
    struct nodes queue = {0};
    vector_push(&queue, node);
    for (size_t i = 0; i < queue.count; i++)
        for (uint32_t child = search->first_child[queue.items[i]]; child != GRAPH_NONE;
             child = search->next_sibling[child]) {
            if (search->is_point[child])
                continue;
            vector_push(&queue, child);
            if (is_young(search, child))
                vector_push(nodes, child);
        }
    vector_release(&queue);
}

static void find_members(const struct search *search, uint32_t first, struct nodes *nodes)
{
    struct nodes below = {0};
    vector_push(nodes, first);
    find_below(search, first, &below);
    for (size_t i = 0; i < below.count; i++)
        if (search->first_of[below.items[i]] == first)
            vector_push(nodes, below.items[i]);
    vector_release(&below);
}

/* Keeps the nodes of one type: the type that most bytes hang on. Where `is_below`, only types count
 * that have half as many objects as the most frequent: the few above them hold as much. */
static void keep_type(const struct search *search, struct nodes *nodes, bool is_below)
{
    uint64_t *bytes = memory_zeroed((size_t)search->type_count + 1, sizeof *bytes);
    uint32_t *counts = memory_zeroed((size_t)search->type_count + 1, sizeof *counts);
    uint32_t best = 0, most = 0;
    for (size_t i = 0; i < nodes->count; i++) {
        uint32_t type = type_of(search, nodes->items[i]);
        bytes[type] += search->bytes[nodes->items[i]];
        most = ++counts[type] > most ? counts[type] : most;
    }
    for (size_t i = 0, best_bytes = 0; i < nodes->count; i++) {
        uint32_t type = type_of(search, nodes->items[i]);
        if ((!is_below || counts[type] * 2 >= most) && bytes[type] > best_bytes) {
            best = type;
            best_bytes = bytes[type];
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < nodes->count; i++)
        if (type_of(search, nodes->items[i]) == best)
            nodes->items[kept++] = nodes->items[i];
    nodes->count = kept;
    memory_free(bytes);
    memory_free(counts);
}

/* --- points ----------------------------------------------------------------------------------- */

static int compare_nodes(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Births and deaths of all that hangs on a point, each population once: the children may be as many
 * as ever while what hangs on them grows. */
static void count_births(struct search *search, struct accumulation *point, uint32_t node)
{
    const struct populations *populations = &search->populations;
    uint32_t number = (uint32_t)search->found->count + 1;
    struct nodes below = {0};
    find_below(search, node, &below);
    for (size_t i = 0; i < below.count; i++) {
        uint32_t place = populations->of[below.items[i] - search->graph->first];
        if (search->counted[place] == number)
            continue;
        search->counted[place] = number;
        point->born += populations->items[place].born;
        point->died += populations->items[place].died;
    }
    vector_release(&below);
}

/* Who holds most of the children; the node that they hang on, where nobody does. */
static void find_holder(const struct search *search, struct accumulation *point,
                        const struct nodes *children)
{
    struct common_holder found =
        common_holder_find(search->graph, children->items, children->count, point->dominator);
    point->is_direct = found.steps == 1;
    point->holder = found.steps ? found.holder : point->dominator;
    point->other = found.other;
}

/* A node becomes a point; the children are kept. */
static void add_point(struct search *search, uint32_t node, struct nodes *children, bool is_first)
{
    uint64_t is_itself =
        !is_first && is_young(search, node); /* a container is not among what it holds */
    struct accumulation point = {
        .holder = node,
        .dominator = is_first ? parent_of(search, node) : node,
        .other = GRAPH_NONE,
        .is_structure = is_first,
        .objects = search->objects[node] - is_itself,
        .bytes =
            search->bytes[node] - (is_itself ? heap_graph_object(search->graph, node)->size : 0),
        .child_type = type_of(search, children->items[0]),
        .of_child_type = (uint32_t)children->count,
    };
    if (!is_first)
        find_holder(search, &point, children);
    qsort(children->items, children->count, sizeof *children->items, compare_nodes);
    point.child = children->items[children->count / 2];
    count_births(search, &point, node);
    vector_push(search->found, point);
    search->is_point[node] = true;
}

/* The young objects that hang on the nodes, themselves among them. */
static uint64_t sum_objects(const struct search *search, const struct nodes *nodes)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < nodes->count; i++)
        sum += search->objects[nodes->items[i]];
    return sum;
}

/* Whether a node on which enough hangs explains it. */
static bool try_point(struct search *search, uint32_t node)
{
    struct nodes children = {0};
    bool is_first = is_structure(search, node), is_direct = true;
    if (is_first) {
        find_members(search, node, &children);
    } else {
        find_direct(search, node, &children);
        keep_type(search, &children, false);
        is_direct = children.count >= search->limits->children &&
                    sum_objects(search, &children) * DIRECT_SHARE >= search->objects[node];
    }
    if (!is_direct) {
        children.count = 0;
        find_below(search, node, &children);
        keep_type(search, &children, true);
    }
    bool explains = children.count >= search->limits->children && children.count > 0;
    if (explains)
        add_point(search, node, &children, is_first);
    vector_release(&children);
    return explains;
}

/* A node whose children have been looked at. */
static void settle(struct search *search, uint32_t node)
{
    uint32_t parent = parent_of(search, node);
    bool is_part = is_member(search, node) || search->is_inside[node];
    bool is_first = is_structure(search, node);
    bool is_worth = search->objects[node] >= search->tried[node] * GROWTH_OF_RETRY;
    if (search->objects[node] >= search->limit && is_worth && (is_first || !is_part) &&
        try_point(search, node))
        return;
    if (search->objects[node] >= search->limit && is_worth && !is_part)
        search->tried[node] = search->objects[node];
    if (parent == GRAPH_NONE)
        return;
    search->objects[parent] += search->objects[node];
    search->bytes[parent] += search->bytes[node];
    if (search->tried[node] > search->tried[parent])
        search->tried[parent] = search->tried[node];
    if (is_part)
        search->is_inside[parent] = !is_structure(search, parent);
}

bool accumulate(struct heap_graph *graph, const struct accumulate_limits *limits,
                struct accumulations *accumulations, struct engine *engine, struct error *error)
{
    *accumulations = (struct accumulations){0};
    if (!heap_graph_find_dominators(graph, engine, error))
        return false;
    const struct graph_dominators *tree = &graph->dominators;
    struct search search = {.graph = graph,
                            .limits = limits,
                            .names = connection_names(engine),
                            .found = accumulations};
    if (!populations_count(graph, limits->last_oid, limits->from_seq, &search.populations, engine,
                           error)) {
        populations_release(&search.populations);
        return false;
    }
    begin(&search);
    for (uint32_t i = 1; i < tree->reached; i++) {
        uint32_t node = tree->order[i], parent = tree->parents[node];
        search.next_sibling[node] = search.first_child[parent];
        search.first_child[parent] = node;
        enter_structure(&search, node);
    }
    for (uint32_t i = 1; i < tree->reached; i++) {
        uint32_t node = tree->order[i];
        rejuvenate(&search, node);
        search.objects[node] = is_young(&search, node);
        search.bytes[node] = is_young(&search, node) ? heap_graph_object(graph, node)->size : 0;
        accumulations->young += search.objects[node];
    }
    double least = limits->share * (double)accumulations->young;
    search.limit = least > (double)limits->least ? (uint64_t)least : limits->least;
    search.limit = search.limit ? search.limit : 1;
    bool is_good = true;
    for (uint32_t i = tree->reached; is_good && i-- > 1;) {
        settle(&search, tree->order[i]);
        if (i % STRIDE == 0)
            is_good = engine_progress_step(engine, "finding accumulations", tree->reached - i,
                                           tree->reached, error);
    }
    end(&search);
    return is_good;
}

void accumulations_release(struct accumulations *accumulations)
{
    vector_release(accumulations);
}
