#include "queries/engine/names.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/vector.h"
#include "recorder/format/event.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE_PART_MAXIMUM 500

/* One table, by number. */
struct name_table {
    const char *sql; /* SELECT number, text, in ascending order */
    char **texts;    /* owned, each too; NULL: not defined */
    size_t count;
    int64_t missed; /* the highest number that reading the table did not find */
};

struct names {
    struct file *file;
    struct name_table types, functions, roots, texts, files;
    struct site_name
        *sites;           /* by number; function NULL: not defined; texts are those of functions */
    char **sources;       /* by number: the site as text, made when it is asked; owned, each too */
    uint32_t *same_types; /* by number, below same_count: the lowest type of that name; owned */
    size_t same_count;
    size_t site_count;
    size_t source_count;
    int64_t site_missed;
};

struct names *names_new(struct file *file)
{
    struct names *names = memory_zeroed(1, sizeof *names);
    *names = (struct names){
        .file = file,
        .types.sql = "SELECT id, name FROM type ORDER BY id",
        .functions.sql = "SELECT id, name FROM function ORDER BY id",
        .files.sql = "SELECT id, file FROM function ORDER BY id",
        .roots.sql = "SELECT -id, name FROM root ORDER BY -id",
        .texts.sql = "SELECT id, text FROM text ORDER BY id",
    };
    return names;
}

static void release_table(struct name_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        memory_free(table->texts[i]);
    memory_free(table->texts);
}

void names_free(struct names *names)
{
    if (!names)
        return;
    release_table(&names->types);
    release_table(&names->functions);
    release_table(&names->files);
    release_table(&names->roots);
    release_table(&names->texts);
    for (size_t i = 0; i < names->source_count; i++)
        memory_free(names->sources[i]);
    memory_free(names->sources);
    memory_free(names->same_types);
    memory_free(names->sites);
    memory_free(names);
}

/* Numbers are given one after the other, so that the nth row has a number near n. One that is far
 * from it comes from a damaged file, and is not followed. */
static bool is_plausible(int64_t number, size_t row)
{
    return number >= 0 && (uint64_t)number <= 2 * row + 1024;
}

/* Room for `number`, found in the nth row, in an array of `count` elements; new ones are zero. */
static bool make_room(void **items, size_t *count, size_t size, int64_t number, size_t row)
{
    if (!is_plausible(number, row))
        return false;
    size_t needed = (size_t)number + 1;
    if (needed <= *count)
        return true;
    size_t grown = vector_grown(*count, needed);
    *items = memory_resize(*items, grown, size);
    memset((char *)*items + *count * size, 0, (grown - *count) * size);
    *count = grown;
    return true;
}

/* A table that cannot be read has no names; the query that needs its rows says why. */
static sqlite3_stmt *prepare(struct names *names, const char *sql)
{
    struct error ignored;
    return file_prepare(names->file, sql, &ignored);
}

static char *copy_name(sqlite3_stmt *statement)
{
    const char *text = (const char *)sqlite3_column_text(statement, 1);
    if (!text)
        return NULL;
    size_t size = (size_t)sqlite3_column_bytes(statement, 1);
    return memory_copy_bytes(text, buffer_cut_text(text, size, NAME_MAXIMUM));
}

static void read_table(struct names *names, struct name_table *table)
{
    if (table == &names->types)
        names->same_count = 0;
    sqlite3_stmt *statement = prepare(names, table->sql);
    for (size_t row = 0; statement && sqlite3_step(statement) == SQLITE_ROW; row++) {
        int64_t number = sqlite3_column_int64(statement, 0);
        if (make_room((void **)&table->texts, &table->count, sizeof *table->texts, number, row) &&
            !table->texts[number])
            table->texts[number] = copy_name(statement);
    }
    sqlite3_finalize(statement);
}

static const char *find_name(struct names *names, struct name_table *table, int64_t number)
{
    bool is_known = number >= 0 && (size_t)number < table->count && table->texts[number];
    if (!is_known && number > table->missed) {
        table->missed = number;
        read_table(names, table);
    }
    return number >= 0 && (size_t)number < table->count ? table->texts[number] : NULL;
}

const char *names_type(struct names *names, int64_t type)
{
    return find_name(names, &names->types, type);
}

/* By name, those without one last; of one name by number. */
static int compare_types(const void *left, const void *right, void *texts)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const char *a_text = ((char **)texts)[a], *b_text = ((char **)texts)[b];
    int order = a_text && b_text ? strcmp(a_text, b_text) : (a_text == NULL) - (b_text == NULL);
    return order ? order : (a > b) - (a < b);
}

static void find_same_types(struct names *names)
{
    size_t count = names->types.count;
    char **texts = names->types.texts;
    uint32_t *sorted = memory_zeroed(count + 1, sizeof *sorted);
    names->same_types = memory_resize(names->same_types, count + 1, sizeof *names->same_types);
    names->same_count = count;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (uint32_t)i;
    qsort_r(sorted, count, sizeof *sorted, compare_types, texts);
    for (size_t i = 0; i < count; i++) {
        bool is_same = i > 0 && texts[sorted[i]] && texts[sorted[i - 1]] &&
                       strcmp(texts[sorted[i]], texts[sorted[i - 1]]) == 0;
        names->same_types[sorted[i]] = is_same ? names->same_types[sorted[i - 1]] : sorted[i];
    }
    memory_free(sorted);
}

uint32_t names_same_type(struct names *names, uint32_t type)
{
    if (names->same_count != names->types.count)
        find_same_types(names);
    return type < names->same_count ? names->same_types[type] : type;
}

const char *names_function(struct names *names, int64_t function)
{
    return find_name(names, &names->functions, function);
}

const char *names_root(struct names *names, int64_t holder)
{
    return holder < 0 && holder > INT64_MIN ? find_name(names, &names->roots, -holder) : NULL;
}

const char *names_text(struct names *names, uint64_t text)
{
    return text < INT64_MAX ? find_name(names, &names->texts, (int64_t)text) : NULL;
}

static void read_sites(struct names *names)
{
    sqlite3_stmt *statement =
        prepare(names, "SELECT id, parent_id, function_id, line FROM site ORDER BY id");
    for (size_t row = 0; statement && sqlite3_step(statement) == SQLITE_ROW; row++) {
        int64_t number = sqlite3_column_int64(statement, 0);
        if (!make_room((void **)&names->sites, &names->site_count, sizeof *names->sites, number,
                       row) ||
            !make_room((void **)&names->sources, &names->source_count, sizeof *names->sources,
                       number, row))
            continue;
        int64_t function = sqlite3_column_int64(statement, 2);
        struct site_name site = {.parent = (uint32_t)sqlite3_column_int64(statement, 1),
                                 .line = (uint32_t)sqlite3_column_int64(statement, 3),
                                 .function = find_name(names, &names->functions, function),
                                 .file = find_name(names, &names->files, function)};
        if (site.function && site.file)
            names->sites[number] = site;
    }
    sqlite3_finalize(statement);
}

const struct site_name *names_site(struct names *names, int64_t site)
{
    bool is_known = site > 0 && (size_t)site < names->site_count && names->sites[site].function;
    if (!is_known && site > names->site_missed) {
        names->site_missed = site;
        read_sites(names);
        is_known = site > 0 && (size_t)site < names->site_count && names->sites[site].function;
    }
    return is_known ? &names->sites[site] : NULL;
}

bool names_is_of_program(const struct site_name *name)
{
    return name->file[0] != '<';
}

size_t names_site_count(const struct names *names)
{
    return names->site_count;
}

/* Bytes of it that stand in a source: sites are many, and share their names. */
static int part_size(const char *name)
{
    return (int)buffer_cut_text(name, strlen(name), SOURCE_PART_MAXIMUM);
}

const char *names_source(struct names *names, int64_t site)
{
    const struct site_name *name = names_site(names, site);
    if (!name)
        return NULL;
    char **source = &names->sources[site];
    if (!*source)
        *source = memory_format("%.*s:%u in %.*s", part_size(name->file), name->file, name->line,
                                part_size(name->function), name->function);
    return *source;
}

void names_describe_label(struct names *names, uint32_t label, uint64_t value, char *text,
                          size_t size)
{
    static const char *const forms[] = {
        [EDGE_ATTRIBUTE] = ".%s",  [EDGE_KEY] = "['%s']",      [EDGE_DICT_KEY] = "key '%s'",
        [EDGE_LOCAL] = "local %s", [EDGE_GLOBAL] = "%s",       [EDGE_INTERNAL] = "%s",
        [EDGE_ITEM] = "[%s]",      [EDGE_ITEM_KEY] = "key %s",
    };
    *text = '\0';
    if (label == EDGE_INDEX) {
        snprintf(text, size, "[%llu]", (unsigned long long)value);
        return;
    }
    const char *form = label < sizeof forms / sizeof *forms ? forms[label] : NULL;
    const char *word = form ? names_text(names, value) : NULL;
    if (!word)
        return;
    const char *hole = strstr(form, "%s");
    snprintf(text, size, "%.*s%s%s", (int)(hole - form), form, word, hole + 2);
}
