#include "queries/engine/population.h"

#include "queries/engine/connection.h"
#include "recorder/format/objects.h"

#include <stdlib.h>

/* What one step saw of a pair: births less deaths. */
struct steps {
    int64_t change[POPULATION_STEPS];
    uint64_t born;
    uint64_t died;
};

/* A pair of a group, and whose steps are its. */
struct share {
    uint32_t group;
    uint32_t place;
};

struct census_of_groups {
    const struct population_pairs *pairs; /* sorted by type and site */
    const struct share *shares;           /* of each pair, in that order; whose place it has */
    struct steps *steps;                  /* by place */
    uint64_t from;
    uint64_t width; /* events of the stretch */
};

static int compare_pairs(const void *left, const void *right)
{
    const struct population_pair *a = left, *b = right;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->site != b->site)
        return a->site < b->site ? -1 : 1;
    return a->group < b->group ? -1 : a->group > b->group;
}

static bool is_same_pair(const struct population_pair *left, const struct population_pair *right)
{
    return left->type == right->type && left->site == right->site;
}

/* The first of the equal pairs; pairs->count where there is none. */
static size_t find_pair(const struct population_pairs *pairs, uint32_t type, uint32_t site)
{
    struct population_pair key = {type, site, 0};
    size_t low = 0, high = pairs->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_pairs(&pairs->items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pairs->count && is_same_pair(&pairs->items[low], &key) ? low : pairs->count;
}

static size_t step_of(const struct census_of_groups *census, uint64_t seq)
{
    return (size_t)((seq - census->from - 1) * POPULATION_STEPS / census->width);
}

static void take_record(struct census_of_groups *census, const struct object_record *record)
{
    size_t place = find_pair(census->pairs, record->type, record->born_site);
    if (place == census->pairs->count)
        return;
    struct steps *steps = &census->steps[census->shares[place].place];
    uint64_t end = census->from + census->width;
    steps->born++;
    steps->change[step_of(census, record->born_seq)]++;
    if (record->died_seq && record->died_seq <= end) {
        steps->died++;
        steps->change[step_of(census, record->died_seq)]--;
    }
}

static bool read_objects(struct census_of_groups *census, struct engine *engine,
                         struct error *error)
{
    const struct object_record *records;
    size_t count;
    struct objects_filter filter = {.first_born = census->from + 1,
                                    .last_born = census->from + census->width};
    struct objects *objects =
        objects_open(engine_file(engine), &filter, connection_scan(engine), error);
    bool is_good = objects != NULL;
    while (is_good && (is_good = objects_next(objects, &records, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            take_record(census, &records[i]);
    objects_close(objects);
    return is_good;
}

static bool does_grow(const struct steps *steps)
{
    int64_t alive = 0, most = 0;
    size_t first = 0;
    while (first < POPULATION_STEPS - 1 && steps->change[first] == 0)
        first++;
    for (size_t i = first; i < POPULATION_STEPS; i++) {
        alive += steps->change[i];
        if (i <= (first + POPULATION_STEPS - 1) / 2 && alive > most)
            most = alive;
    }
    return alive * 10 > most * 11 || first == POPULATION_STEPS - 1;
}

static int compare_shares(const void *left, const void *right)
{
    const struct share *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The sums of the pairs of each group, one group after the other. */
static void add_up(const struct census_of_groups *census, const struct share *shares,
                   struct population *populations)
{
    for (size_t i = 0; i < census->pairs->count;) {
        struct steps sum = {0};
        uint32_t group = shares[i].group;
        for (; i < census->pairs->count && shares[i].group == group; i++) {
            const struct steps *steps = &census->steps[shares[i].place];
            sum.born += steps->born;
            sum.died += steps->died;
            for (size_t step = 0; step < POPULATION_STEPS; step++)
                sum.change[step] += steps->change[step];
        }
        populations[group] = (struct population){sum.born, sum.died, does_grow(&sum)};
    }
}

/* Equal pairs of several groups get one place. Gives the number of places. */
static uint32_t share_places(const struct population_pairs *pairs, struct share *shares)
{
    uint32_t place = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        place += i > 0 && !is_same_pair(&pairs->items[i], &pairs->items[i - 1]);
        shares[i] = (struct share){pairs->items[i].group, place};
    }
    return place + 1;
}

bool population_count(struct engine *engine, struct population_pairs *pairs, int64_t from_seq,
                      int64_t to_seq, struct population *populations, struct error *error)
{
    struct census_of_groups census = {.pairs = pairs, .from = (uint64_t)from_seq};
    if (pairs->count == 0 || to_seq <= from_seq)
        return true;
    census.width = (uint64_t)(to_seq - from_seq);
    qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    struct share *shares = memory_zeroed(pairs->count, sizeof *shares);
    census.shares = shares;
    census.steps = memory_zeroed(share_places(pairs, shares), sizeof *census.steps);
    bool is_good = read_objects(&census, engine, error);
    if (is_good) {
        qsort(shares, pairs->count, sizeof *shares, compare_shares);
        add_up(&census, shares, populations);
    }
    memory_free(census.steps);
    memory_free(shares);
    return is_good;
}
