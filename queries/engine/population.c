#include "queries/engine/population.h"

#include "base/sort.h"
#include "queries/engine/alike_sites.h"
#include "queries/engine/connection.h"
#include "queries/engine/names.h"
#include "recorder/format/objects.h"

enum {
    LEAST_ALIVE = 4, /* fewer are no growth that goes on */
    STEPS = 128      /* of the first half of a population's time */
};

struct census {
    struct populations *populations;
    struct names *names;
    struct alike_sites sites; /* owned */
    uint32_t *starts;         /* by folded site: its first population; owned */
    size_t site_count;
    uint64_t from, to; /* the stretch: after from, up to to */
    int32_t **changes; /* by population: births less deaths, by step, those of the second half
                          together; NULL: too few are alive. Owned */
};

/* --- populations ------------------------------------------------------------------------------ */

/* Those that the graph does not know, of what died long ago in a trace that is being recorded, are
 * none. */
static uint32_t fold_site(const struct census *census, uint32_t site)
{
    return site < census->site_count ? census->sites.folded[site] : 0;
}

static uint64_t key_of(uint32_t site, uint32_t type)
{
    return (uint64_t)site << 32 | type;
}

static uint32_t find_population(const struct census *census, uint32_t type, uint32_t site)
{
    const struct population *items = census->populations->items;
    uint32_t folded = fold_site(census, site), same = names_same_type(census->names, type);
    uint32_t low = census->starts[folded], end = census->starts[folded + 1], high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (items[middle].type < same)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && items[low].type == same ? low : POPULATION_NONE;
}

static void list_populations(struct census *census, const struct heap_graph *graph, uint32_t first)
{
    uint32_t count = graph->object_count - first;
    uint64_t *keys = memory_zeroed((size_t)count + 1, sizeof *keys);
    for (uint32_t i = 0; i < count; i++) {
        const struct heap_graph_object *object = &graph->objects[first + i];
        keys[i] =
            key_of(fold_site(census, object->site), names_same_type(census->names, object->type));
    }
    sort_numbers(keys, count);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || keys[i] != keys[i - 1]) {
            struct population population = {.type = (uint32_t)keys[i],
                                            .site = (uint32_t)(keys[i] >> 32)};
            population.is_imported =
                population.site != 0 && census->sites.is_imported[population.site];
            vector_push(census->populations, population);
            census->starts[population.site + 1] = (uint32_t)census->populations->count;
        }
        census->populations->items[census->populations->count - 1].alive++;
    }
    for (size_t site = 0; site < census->site_count; site++)
        if (census->starts[site + 1] == 0)
            census->starts[site + 1] = census->starts[site];
    memory_free(keys);
}

/* The objects are sorted by oid: the first that is young. */
static uint32_t find_young(const struct heap_graph *graph, uint64_t last_oid)
{
    uint32_t first = 0;
    while (first < graph->object_count && graph->objects[first].oid <= last_oid)
        first++;
    return first;
}

static void assign_objects(const struct census *census, const struct heap_graph *graph,
                           uint32_t first)
{
    uint32_t *of = census->populations->of;
    for (uint32_t i = 0; i < graph->object_count; i++)
        of[i] = i < first ? POPULATION_NONE
                          : find_population(census, graph->objects[i].type, graph->objects[i].site);
}

/* --- the course of time ----------------------------------------------------------------------- */

static bool has_died(const struct census *census, const struct object_record *record)
{
    return record->died_seq && record->died_seq <= census->to;
}

static void count_record(struct census *census, struct population *population,
                         const struct object_record *record)
{
    population->born++;
    population->died += has_died(census, record);
    if (population->first_seq == 0 || record->born_seq < population->first_seq)
        population->first_seq = record->born_seq;
}

/* The step of the first half of a population's time that an event is in; STEPS: it is later. */
static size_t step_of(const struct census *census, const struct population *population,
                      uint64_t seq)
{
    uint64_t half = (census->to - population->first_seq) / 2 + 1;
    uint64_t since = seq - population->first_seq;
    return since < half ? (size_t)(since * STEPS / half) : STEPS;
}

static void place_record(struct census *census, struct population *population,
                         const struct object_record *record)
{
    int32_t *changes = census->changes[population - census->populations->items];
    if (!changes)
        return;
    changes[step_of(census, population, record->born_seq)]++;
    if (has_died(census, record))
        changes[step_of(census, population, record->died_seq)]--;
}

typedef void record_taker(struct census *census, struct population *population,
                          const struct object_record *record);

/* Calls `take` for each object that was born in the stretch and is like one of the graph. */
static bool read_objects(struct census *census, record_taker *take, struct engine *engine,
                         struct error *error)
{
    const struct object_record *records;
    size_t count;
    struct objects_filter filter = {.first_born = census->from + 1, .last_born = census->to};
    struct objects *objects =
        objects_open(engine_file(engine), &filter, connection_scan(engine), error);
    bool is_good = objects != NULL;
    while (is_good && (is_good = objects_next(objects, &records, &count, error)) && count)
        for (size_t i = 0; i < count; i++) {
            uint32_t place = find_population(census, records[i].type, records[i].born_site);
            if (place != POPULATION_NONE)
                take(census, &census->populations->items[place], &records[i]);
        }
    objects_close(objects);
    return is_good;
}

static bool does_grow(const int32_t *changes)
{
    int64_t alive = 0, most = 0;
    for (size_t step = 0; step < STEPS; step++) {
        alive += changes[step];
        most = alive > most ? alive : most;
    }
    return (alive + changes[STEPS]) * 10 > most * 11;
}

static bool follow(struct census *census, struct engine *engine, struct error *error)
{
    struct populations *populations = census->populations;
    if (!read_objects(census, count_record, engine, error))
        return false;
    census->changes = memory_zeroed(populations->count + 1, sizeof *census->changes);
    for (size_t i = 0; i < populations->count; i++)
        if (populations->items[i].alive >= LEAST_ALIVE)
            census->changes[i] = memory_zeroed(STEPS + 1, sizeof **census->changes);
    bool is_good = read_objects(census, place_record, engine, error);
    for (size_t i = 0; i < populations->count; i++) {
        if (census->changes[i])
            populations->items[i].grows = does_grow(census->changes[i]);
        memory_free(census->changes[i]);
    }
    memory_free(census->changes);
    return is_good;
}

bool populations_count(struct heap_graph *graph, uint64_t last_oid, int64_t from_seq,
                       struct populations *populations, struct engine *engine, struct error *error)
{
    struct names *names = connection_names(engine);
    struct census census = {.populations = populations,
                            .names = names,
                            .site_count = names_site_count(names),
                            .from = (uint64_t)from_seq,
                            .to = (uint64_t)graph->seq};
    uint32_t first = find_young(graph, last_oid);
    bool is_good = true;
    *populations = (struct populations){0};
    populations->of = memory_zeroed((size_t)graph->object_count + 1, sizeof *populations->of);
    census.sites = alike_sites_find(names, census.site_count);
    census.starts = memory_zeroed(census.site_count + 2, sizeof *census.starts);
    list_populations(&census, graph, first);
    assign_objects(&census, graph, first);
    if (census.to > census.from)
        is_good = follow(&census, engine, error);
    alike_sites_release(&census.sites);
    memory_free(census.starts);
    return is_good;
}

void populations_release(struct populations *populations)
{
    memory_free(populations->of);
    vector_release(populations);
}
