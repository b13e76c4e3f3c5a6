/* What a line of the shell is, and doing it. */
#include "cli/shell.h"

#include "queries/engine/suggest.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* The size of the identifier that a text begins with. */
static size_t name_size(const char *text)
{
    size_t size = 0;
    while (isalnum((unsigned char)text[size]) || text[size] == '_')
        size++;
    return size;
}

/* A line that begins a statement, but with a word that begins none. */
static bool fail_unknown(struct shell *shell, const char *name, struct error *error)
{
    static const char *const beginnings[] = {"SELECT", "WITH", "VALUES", "EXPLAIN"};
    const struct catalogue *catalogue = engine_catalogue(shell->session.engine);
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; i < catalogue->count; i++)
        suggestion_offer(&suggestion, catalogue->items[i]->name);
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
        suggestion_offer(&suggestion, beginnings[i]);
    return error_set(error, ERROR_USAGE, "'%s' is neither a stored query nor SQL (%s%s%s)", name,
                     suggestion.best ? "did you mean '" : "'.queries' lists the stored ones",
                     suggestion.best ? suggestion.best : "", suggestion.best ? "'?" : "");
}

static bool take_words(struct shell *shell, const char *line, const struct query *query,
                       struct error *error)
{
    struct words words;
    char *copy = memory_copy_string(line);
    size_t size = strlen(copy);
    while (size > 0 && (isspace((unsigned char)copy[size - 1]) || copy[size - 1] == ';'))
        copy[--size] = '\0'; /* people end a query like a statement */
    bool has_run = words_split(&words, copy, error) && shell_run_query(shell, query, &words, error);
    words_release(&words);
    memory_free(copy);
    return has_run;
}

/* What .read has opened. */
static bool take_next_file(struct shell *shell, struct error *error)
{
    FILE *file = shell->next_file;
    char *name = shell->next_name;
    shell->next_file = NULL;
    shell->reading++;
    bool is_good = shell_take_file(shell, file, name, error);
    shell->reading--;
    fclose(file);
    memory_free(name);
    return is_good;
}

static bool take_dot(struct shell *shell, const char *line, struct error *error)
{
    struct words words;
    bool has_run = false;
    if (words_split(&words, line, error)) {
        const struct shell_command *command = shell_find_command(words.items[0], error);
        struct words operands = {.items = words.items + 1, .count = words.count - 1};
        const char *rest = line + strcspn(line, " \t");
        has_run = command && command->run(shell, &operands, rest + strspn(rest, " \t"), error);
    }
    words_release(&words);
    return has_run && (shell->next_file == NULL || take_next_file(shell, error));
}

static bool take_sql(struct shell *shell, const char *line, struct error *error)
{
    buffer_append_text(&shell->statement, line);
    buffer_append_byte(&shell->statement, '\n');
    if (!sqlite3_complete(buffer_text(&shell->statement)))
        return true;
    return shell_take_end(shell, error);
}

bool shell_take_end(struct shell *shell, struct error *error)
{
    struct buffer statement = shell->statement;
    shell->statement = BUFFER_EMPTY;
    bool has_run = shell_run_sql(shell, buffer_text(&statement), error);
    buffer_release(&statement);
    return has_run;
}

/* Words that people type to leave or to be helped, without the dot. */
static const char *find_plain_command(const char *line)
{
    static const char *const words[][2] = {{"help", ".help"}, {"quit", ".quit"}, {"exit", ".quit"}};
    size_t size = name_size(line);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i][0]) == size && strncmp(words[i][0], line, size) == 0 &&
            line[size + strspn(line + size, " \t;")] == '\0')
            return words[i][1];
    return NULL;
}

static bool begin_line(struct shell *shell, const char *line, struct error *error)
{
    if (*line == '\0' || *line == '#' || strncmp(line, "--", 2) == 0)
        return true; /* nothing, or a comment */
    if (*line == '.')
        return take_dot(shell, line, error);
    const char *plain = find_plain_command(line);
    if (plain)
        return take_dot(shell, plain, error);
    size_t size = name_size(line);
    char *name = memory_copy_bytes(line, size);
    const struct query *query = catalogue_find(engine_catalogue(shell->session.engine), name);
    bool has_run;
    if (query)
        has_run = take_words(shell, line, query, error);
    else if (size > 0 && !sqlite3_keyword_check(name, (int)size))
        has_run = fail_unknown(shell, name, error);
    else
        has_run = take_sql(shell, line, error);
    memory_free(name);
    return has_run;
}

/* Amidst a statement too a line may be a dot command: '.quit', or '.schema' to look something up.
 * SQL may begin a line with '.name', but hardly does. */
static bool is_dot_command(const char *line)
{
    struct error ignored;
    char *name = memory_copy_bytes(line, strcspn(line, " \t"));
    bool is_command = name[0] == '.' && shell_find_command(name, &ignored) != NULL;
    memory_free(name);
    return is_command;
}

bool shell_take_line(struct shell *shell, const char *line, struct error *error)
{
    const char *start = line + strspn(line, " \t");
    error->code = ERROR_NONE;
    if (shell->statement.size > 0 && is_dot_command(start))
        return take_dot(shell, start, error);
    if (shell->statement.size > 0)
        return take_sql(shell, line, error);
    return begin_line(shell, start, error);
}

bool shell_take_file(struct shell *shell, FILE *file, const char *name, struct error *error)
{
    char *line = NULL;
    size_t capacity = 0, number = 0;
    bool is_good = true;
    errno = 0;
    while (is_good && !shell->is_over) {
        ssize_t size = getline(&line, &capacity, file);
        if (size < 0)
            break;
        number++;
        is_good = strlen(line) == (size_t)size ||
                  error_set(error, ERROR_DATA, "a NUL byte, so it is no text");
        while (size > 0 && strchr("\r\n", line[size - 1]))
            line[--size] = '\0';
        is_good = (is_good && shell_take_line(shell, line, error)) ||
                  error_prefix(error, "%s:%zu", name, number);
    }
    free(line);
    if (is_good && ferror(file))
        return error_set_errno(error, ERROR_IO, errno, "cannot read '%s'", name);
    if (is_good && !shell->is_over && shell->statement.size > 0)
        is_good = shell_take_end(shell, error) || error_prefix(error, "%s:%zu", name, number);
    return is_good;
}
