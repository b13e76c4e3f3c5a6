#include "queries/engine/catalogue.h"

#include "base/buffer.h"
#include "base/embedded.h"
#include "queries/engine/suggest.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

/* A file of questions larger than this is none. */
enum { LARGEST_FILE = 1 << 20 };

/* The place of `name`, or where it would stand. */
static size_t find_place(const struct catalogue *catalogue, const char *name, bool *is_there)
{
    size_t low = 0, high = catalogue->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(catalogue->items[middle]->name, name);
        if (order == 0) {
            *is_there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *is_there = false;
    return low;
}

void catalogue_add(struct catalogue *catalogue, struct query *query, bool replace)
{
    bool is_there;
    size_t place = find_place(catalogue, query->name, &is_there);
    if (is_there) {
        struct query *loser = replace ? catalogue->items[place] : query;
        if (replace)
            catalogue->items[place] = query;
        query_free(loser);
        return;
    }
    vector_push(catalogue, query);
    memmove(&catalogue->items[place + 1], &catalogue->items[place],
            (catalogue->count - 1 - place) * sizeof *catalogue->items);
    catalogue->items[place] = query;
}

struct query *catalogue_find(const struct catalogue *catalogue, const char *name)
{
    bool is_there;
    size_t place = find_place(catalogue, name, &is_there);
    return is_there ? catalogue->items[place] : NULL;
}

const char *catalogue_suggest(const struct catalogue *catalogue, const char *name)
{
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; i < catalogue->count; i++)
        suggestion_offer(&suggestion, catalogue->items[i]->name);
    return suggestion.best;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < catalogue->count; i++)
        query_free(catalogue->items[i]);
    vector_release(catalogue);
    memory_free(catalogue);
}

static bool load_stock(struct catalogue *catalogue, struct error *error)
{
    for (const struct embedded_file *file = embedded_queries; file->name; file++) {
        struct query *query = query_parse(file->name, file->text, QUERY_STOCK, error);
        if (!query)
            return false;
        catalogue_add(catalogue, query, true);
    }
    return true;
}

static bool read_file(const char *path, struct buffer *text, struct error *error)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set_errno(error, ERROR_NO_INPUT, errno, "cannot open query file '%s'", path);
    size_t size;
    do {
        buffer_reserve(text, 4096);
        size = fread(text->bytes + text->size, 1, 4096, file);
        text->size += size;
    } while (size > 0 && text->size <= LARGEST_FILE);
    bool is_good = true;
    if (ferror(file))
        is_good = error_set_errno(error, ERROR_IO, errno, "cannot read query file '%s'", path);
    else if (text->size > LARGEST_FILE || memchr(text->bytes, 0, text->size))
        is_good = error_set(error, ERROR_DATA, "'%s' is no stored query: it is not a text", path);
    fclose(file);
    return is_good;
}

static bool load_file(struct catalogue *catalogue, const char *path, struct error *error)
{
    struct buffer text = BUFFER_EMPTY;
    struct query *query = NULL;
    if (read_file(path, &text, error))
        query = query_parse(path, buffer_text(&text), QUERY_FOLDER, error);
    buffer_release(&text);
    if (query)
        catalogue_add(catalogue, query, true);
    return query != NULL;
}

/* Every *.sql file of a folder. */
static bool load_files(struct catalogue *catalogue, const char *folder, DIR *stream,
                       struct error *error)
{
    for (struct dirent *entry = readdir(stream); entry; entry = readdir(stream)) {
        size_t size = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || size < 5 || strcmp(entry->d_name + size - 4, ".sql") != 0)
            continue;
        char *path = memory_format("%s/%s", folder, entry->d_name);
        bool is_good = load_file(catalogue, path, error);
        memory_free(path);
        if (!is_good)
            return false;
    }
    return true;
}

static bool load_one_folder(struct catalogue *catalogue, const char *folder, bool must_exist,
                            struct error *error)
{
    DIR *stream = opendir(folder);
    if (!stream && !must_exist && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
        return true;
    if (!stream)
        return error_set_errno(error, ERROR_NO_INPUT, errno, "cannot open query folder '%s'",
                               folder);
    bool is_good = load_files(catalogue, folder, stream, error);
    closedir(stream);
    return is_good;
}

/* A folder, and the folder `checks` in it. */
static bool load_folder(struct catalogue *catalogue, const char *folder, bool must_exist,
                        struct error *error)
{
    char *checks = memory_format("%s/checks", folder);
    bool is_good = load_one_folder(catalogue, folder, must_exist, error) &&
                   load_one_folder(catalogue, checks, false, error);
    memory_free(checks);
    return is_good;
}

/* The config folder, and the folders of the environment, which are separated by colons. */
static bool load_user_folders(struct catalogue *catalogue, struct error *error)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char *folder = NULL;
    if (config && *config == '/')
        folder = memory_format("%s/heapledger/queries", config);
    else if (home && *home)
        folder = memory_format("%s/.config/heapledger/queries", home);
    bool is_good = !folder || load_folder(catalogue, folder, false, error);
    memory_free(folder);
    const char *list = getenv("HEAPLEDGER_QUERIES");
    while (is_good && list && *list) {
        size_t size = strcspn(list, ":");
        folder = memory_copy_bytes(list, size);
        is_good = size == 0 || load_folder(catalogue, folder, false, error);
        memory_free(folder);
        list += size + (list[size] == ':');
    }
    return is_good;
}

struct catalogue *catalogue_load(const char *const *folders, struct error *error)
{
    struct catalogue *catalogue = memory_zeroed(1, sizeof *catalogue);
    bool is_good = load_stock(catalogue, error) && load_user_folders(catalogue, error);
    for (; is_good && folders && *folders; folders++)
        is_good = load_folder(catalogue, *folders, true, error);
    if (is_good)
        return catalogue;
    catalogue_free(catalogue);
    return NULL;
}
