/* life: births, deaths and ages of objects, by type and by birth site, or by type alone.
 *
 *     SELECT type, births, deaths, median_age FROM life(0) ORDER BY births DESC;
 *
 * Columns:
 *   type, type_id, site   of the objects; site: of their birth, NULL where it is not known, and for
 *                a row of a type alone
 *   births, deaths   how many were born, and of these died;  bytes  their sizes, summed
 *   ages         events from birth to death, summed over those that died
 *   median_age, age_90, longest_age   of them: half, and nine tenths, did not live longer; NULL
 *                where none died
 *   young_deaths   how many died before the first collection after their birth
 *   outlived_1, outlived_2, outlived_10   in whose life at least one, at least two, more than ten
 *                collections began
 * Argument:
 *   by_site      0: one row a type; else one row a type and site (default: 1)
 *
 * How it works. The lives of all objects are read once, and counted in a hash table.
 *
 * Memory: 150 bytes a row, and 8 a death where quantiles are wanted.
 */
#include "queries/engine/connection.h"
#include "queries/engine/epochs.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/objects.h"

#include "base/memory.h"
#include "base/vector.h"

#include <stdlib.h>

enum column {
    TYPE,
    TYPE_ID,
    SITE,
    BIRTHS,
    DEATHS,
    BYTES,
    AGES,
    MEDIAN_AGE,
    AGE_90,
    LONGEST_AGE,
    YOUNG_DEATHS,
    OUTLIVED_1,
    OUTLIVED_2,
    OUTLIVED_10,
    BY_SITE,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [TYPE] = {"type", "TEXT", 0, 0},
    [TYPE_ID] = {"type_id", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [BIRTHS] = {"births", "INTEGER", 0, 0},
    [DEATHS] = {"deaths", "INTEGER", 0, 0},
    [BYTES] = {"bytes", "INTEGER", 0, 0},
    [AGES] = {"ages", "INTEGER", 0, 0},
    [MEDIAN_AGE] = {"median_age", "INTEGER", 0, 0},
    [AGE_90] = {"age_90", "INTEGER", 0, 0},
    [LONGEST_AGE] = {"longest_age", "INTEGER", 0, 0},
    [YOUNG_DEATHS] = {"young_deaths", "INTEGER", 0, 0},
    [OUTLIVED_1] = {"outlived_1", "INTEGER", 0, 0},
    [OUTLIVED_2] = {"outlived_2", "INTEGER", 0, 0},
    [OUTLIVED_10] = {"outlived_10", "INTEGER", 0, 0},
    [BY_SITE] = {"by_site", "", COLUMN_ARGUMENT, 0},
};

enum { MOST_TYPES = 1 << 24 }; /* of a damaged trace, no more are looked at */

struct group {
    struct {
        VECTOR_OF(uint64_t);
    } dead; /* ages of those that died, where quantiles are wanted; sorted at the end */
    uint64_t births, deaths, bytes, ages, longest;
    uint64_t young_deaths, outlived_1, outlived_2, outlived_10;
    uint32_t type;
    uint32_t site;
};

struct life_cursor {
    struct table_cursor base;
    struct {
        VECTOR_OF(struct group);
    } groups;
    uint32_t *places; /* owned; 1 + a group, 0: empty; a power of two */
    size_t capacity;
    struct {
        VECTOR_OF(uint32_t);
    } types;          /* by type.id: the first type of that name, for types of one name are one */
    uint64_t end_seq; /* of the run */
    bool by_site, wants_quantiles, wants_epochs;
    size_t place;
};

/* --- groups ----------------------------------------------------------------------------------- */

static uint32_t *place_of(const struct life_cursor *cursor, uint32_t type, uint32_t site)
{
    uint64_t hash = ((uint64_t)type << 32 | site) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t place = hash >> 32;; place++) {
        uint32_t *number = &cursor->places[place & (cursor->capacity - 1)];
        if (*number == 0)
            return number;
        const struct group *group = &cursor->groups.items[*number - 1];
        if (group->type == type && group->site == site)
            return number;
    }
}

static void grow(struct life_cursor *cursor)
{
    memory_free(cursor->places);
    cursor->capacity = cursor->capacity ? cursor->capacity * 2 : 256;
    cursor->places = memory_zeroed(cursor->capacity, sizeof *cursor->places);
    for (size_t i = 0; i < cursor->groups.count; i++)
        *place_of(cursor, cursor->groups.items[i].type, cursor->groups.items[i].site) =
            (uint32_t)i + 1;
}

static struct group *find_group(struct life_cursor *cursor, uint32_t type, uint32_t site)
{
    if (cursor->groups.count * 2 >= cursor->capacity)
        grow(cursor);
    uint32_t *number = place_of(cursor, type, site);
    if (*number == 0) {
        vector_push(&cursor->groups, (struct group){.type = type, .site = site});
        *number = (uint32_t)cursor->groups.count;
    }
    return &cursor->groups.items[*number - 1];
}

/* --- counting --------------------------------------------------------------------------------- */

static bool take_epochs(struct life_cursor *cursor, struct group *group,
                        const struct object_record *record, struct error *error)
{
    struct epochs *epochs = connection_epochs(cursor->base.engine);
    uint64_t born, died;
    if (!epochs_find(epochs, record->born_seq, &born, error) ||
        !epochs_find(epochs, record->died_seq ? record->died_seq : cursor->end_seq, &died, error))
        return false;
    group->young_deaths += record->died_seq && died == born;
    group->outlived_1 += died - born >= 1;
    group->outlived_2 += died - born >= 2;
    group->outlived_10 += died - born > 10;
    return true;
}

static bool take_record(struct life_cursor *cursor, const struct object_record *record,
                        struct error *error)
{
    uint32_t type =
        record->type < cursor->types.count ? cursor->types.items[record->type] : record->type;
    struct group *group = find_group(cursor, type, cursor->by_site ? record->born_site : 0);
    group->births++;
    group->bytes += record->size;
    if (record->died_seq) {
        uint64_t age = record->died_seq - record->born_seq;
        group->deaths++;
        group->ages += age;
        group->longest = age > group->longest ? age : group->longest;
        if (cursor->wants_quantiles)
            vector_push(&group->dead, age);
    }
    return !cursor->wants_epochs || take_epochs(cursor, group, record, error);
}

static bool read_types(struct life_cursor *cursor, struct error *error)
{
    sqlite3_stmt *statement = file_prepare(engine_file(cursor->base.engine),
                                           "SELECT id, min(id) OVER (PARTITION BY name) FROM type "
                                           "WHERE id BETWEEN 0 AND ?1 ORDER BY id",
                                           error);
    if (!statement)
        return false;
    int code;
    sqlite3_bind_int(statement, 1, MOST_TYPES);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t type = (size_t)sqlite3_column_int64(statement, 0);
        while (cursor->types.count <= type) {
            uint32_t itself = (uint32_t)cursor->types.count;
            vector_push(&cursor->types, itself);
        }
        cursor->types.items[type] = (uint32_t)sqlite3_column_int64(statement, 1);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || connection_fail(cursor->base.engine, error);
}

static int compare_ages(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static bool read_lives(struct life_cursor *cursor, struct error *error)
{
    const struct object_record *records;
    size_t count;
    struct engine *engine = cursor->base.engine;
    struct objects *objects = objects_open(engine_file(engine), &(struct objects_filter){0},
                                           connection_scan(engine), error);
    bool is_good = objects != NULL;
    while (is_good && (is_good = objects_next(objects, &records, &count, error)) && count)
        for (size_t i = 0; i < count && is_good; i++)
            is_good = take_record(cursor, &records[i], error);
    objects_close(objects);
    for (size_t i = 0; i < cursor->groups.count; i++)
        if (cursor->groups.items[i].dead.count > 0)
            qsort(cursor->groups.items[i].dead.items, cursor->groups.items[i].dead.count,
                  sizeof(uint64_t), compare_ages);
    return is_good;
}

/* --- the table -------------------------------------------------------------------------------- */

static bool filter_groups(struct table_cursor *base, const struct table_request *request,
                          struct error *error)
{
    struct life_cursor *cursor = (struct life_cursor *)base;
    sqlite3_value *by_site = table_find_equal(request, BY_SITE);
    int64_t end_seq;
    if (!engine_last_seq(base->engine, &end_seq, error))
        return false;
    cursor->end_seq = (uint64_t)end_seq;
    cursor->by_site =
        !by_site || sqlite3_value_type(by_site) == SQLITE_NULL || sqlite3_value_int64(by_site) != 0;
    cursor->wants_quantiles = table_wants(request, MEDIAN_AGE) || table_wants(request, AGE_90);
    for (int column = YOUNG_DEATHS; column <= OUTLIVED_10; column++)
        cursor->wants_epochs |= table_wants(request, column);
    if (!read_types(cursor, error) || !read_lives(cursor, error))
        return false;
    base->is_at_end = cursor->groups.count == 0;
    return true;
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct life_cursor *cursor = (struct life_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->groups.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct life_cursor *cursor = (struct life_cursor *)base;
    for (size_t i = 0; i < cursor->groups.count; i++)
        vector_release(&cursor->groups.items[i].dead);
    vector_release(&cursor->groups);
    vector_release(&cursor->types);
    memory_free(cursor->places);
}

/* The longest age of the first `tenths` of those that died, shortest lives first; one at least. */
static void show_quantile(const struct group *group, size_t tenths, sqlite3_context *result)
{
    size_t count = group->dead.count;
    if (count > 0)
        sqlite3_result_int64(result,
                             (int64_t)group->dead.items[(count * tenths + 10 - tenths) / 10 - 1]);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct life_cursor *cursor = (struct life_cursor *)base;
    const struct group *group = &cursor->groups.items[cursor->place];
    const uint64_t numbers[COLUMN_COUNT] = {[TYPE_ID] = group->type,
                                            [BIRTHS] = group->births,
                                            [DEATHS] = group->deaths,
                                            [BYTES] = group->bytes,
                                            [AGES] = group->ages,
                                            [YOUNG_DEATHS] = group->young_deaths,
                                            [OUTLIVED_1] = group->outlived_1,
                                            [OUTLIVED_2] = group->outlived_2,
                                            [OUTLIVED_10] = group->outlived_10};
    switch (column) {
    case TYPE:
        value_show_text(result, names_type(connection_names(base->engine), group->type));
        break;
    case SITE:
        value_show_number(result, group->site);
        break;
    case MEDIAN_AGE:
        show_quantile(group, 5, result);
        break;
    case AGE_90:
        show_quantile(group, 9, result);
        break;
    case LONGEST_AGE:
        if (group->deaths > 0)
            sqlite3_result_int64(result, (int64_t)group->longest);
        break;
    default:
        sqlite3_result_int64(result, (int64_t)numbers[column]);
    }
}

const struct table life_table = {
    .name = "life",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct life_cursor),
    .filter = filter_groups,
    .next = next,
    .column = show_column,
    .reset = reset,
};
