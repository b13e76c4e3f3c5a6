/* What Tab offers in the shell, from the text before the cursor.
 *
 * How it works. A dot command completes its name, then what it takes. The line of a stored query
 * completes --parameters, and values by the type of their parameter: snapshots, types. All else is
 * SQL: behind FROM and JOIN tables and queries, inside quotes labels and types, else columns of the
 * tables that the statement names, functions, keywords and tables.
 */
#include "cli/shell.h"

#include <ctype.h>
#include <glob.h>
#include <string.h>
#include <strings.h>

static const char SNAPSHOT_SQL[] = "SELECT label FROM snapshot ORDER BY id";
static const char TYPE_SQL[] = "SELECT name FROM type ORDER BY name";
static const char SITE_SQL[] = "SELECT DISTINCT function FROM site ORDER BY function";
static const char MARK_SQL[] = "SELECT label FROM mark ORDER BY id";
static const char COLUMN_SQL[] = "SELECT name FROM pragma_table_xinfo(?1)";
static const char FUNCTION_SQL[] = "SELECT DISTINCT name FROM pragma_function_list ORDER BY name";

static const char *const beginnings[] = {"SELECT", "WITH", "EXPLAIN QUERY PLAN", "VALUES", NULL};
static const char *const keywords[] = {
    "SELECT", "FROM", "WHERE",  "GROUP BY",  "ORDER BY",     "HAVING", "LIMIT",
    "OFFSET", "JOIN", "LEFT",   "ON",        "USING",        "AS",     "WITH",
    "UNION",  "ALL",  "EXCEPT", "INTERSECT", "CASE",         "WHEN",   "THEN",
    "ELSE",   "END",  "AND",    "OR",        "NOT",          "IN",     "IS",
    "NULL",   "LIKE", "GLOB",   "BETWEEN",   "EXISTS",       "CAST",   "DISTINCT",
    "DESC",   "ASC",  "VALUES", "OVER",      "PARTITION BY", NULL};

/* A completion in the making. */
struct search {
    struct shell *shell;
    const char *line;
    const char *word; /* the end of the line that is completed */
    size_t word_size;
    struct shell_completion *completion;
};

static void offer(void *context, const char *name)
{
    const struct search *search = context;
    struct shell_completion *completion = search->completion;
    bool is_match = completion->ignore_case
                        ? strncasecmp(name, search->word, search->word_size) == 0
                        : strncmp(name, search->word, search->word_size) == 0;
    if (!is_match)
        return;
    for (size_t i = 0; i < completion->matches.count; i++)
        if (strcmp(completion->matches.items[i], name) == 0)
            return;
    vector_push(&completion->matches, memory_copy_string(name));
}

static void offer_queries(struct search *search)
{
    const struct catalogue *catalogue = engine_catalogue(search->shell->session.engine);
    for (size_t i = 0; i < catalogue->count; i++)
        offer(search, catalogue->items[i]->name);
}

static void offer_from(struct search *search, const char *sql, const char *argument)
{
    shell_each_name(search->shell, sql, argument, offer, search);
}

static void set_word(struct search *search, size_t start)
{
    search->word = search->line + start;
    search->word_size = strlen(search->word);
    search->completion->start = start;
}

/* Each word of a list "on,off". */
static void offer_choices(struct search *search, const char *choices)
{
    while (*choices) {
        size_t size = strcspn(choices, ",");
        char *choice = memory_copy_bytes(choices, size);
        offer(search, choice);
        memory_free(choice);
        choices += size + (choices[size] == ',');
    }
}

/* The names of files; behind a folder's the word goes on. */
static void offer_files(struct search *search)
{
    glob_t files = {0};
    struct buffer pattern = BUFFER_EMPTY;
    for (const char *byte = search->word; *byte; byte++) {
        if (strchr("*?[\\", *byte))
            buffer_append_byte(&pattern, '\\');
        buffer_append_byte(&pattern, (uint8_t)*byte);
    }
    buffer_append_byte(&pattern, '*');
    if (glob(buffer_text(&pattern), GLOB_MARK, NULL, &files) == 0)
        for (size_t i = 0; i < files.gl_pathc; i++)
            offer(search, files.gl_pathv[i]);
    globfree(&files);
    buffer_release(&pattern);
    const char *only =
        search->completion->matches.count == 1 ? search->completion->matches.items[0] : "";
    if (*only && only[strlen(only) - 1] == '/')
        search->completion->ending = '\0';
}

/* --- dot commands ----------------------------------------------------------------------------- */

static void complete_dot(struct search *search)
{
    struct words_end end = words_find_end(search->line);
    set_word(search, end.start);
    if (end.before == 0) {
        for (const struct shell_command *command = shell_commands; command->name; command++)
            offer(search, command->name);
        return;
    }
    char *name = memory_copy_bytes(search->line, strcspn(search->line, " \t"));
    struct error ignored;
    const struct shell_command *command = shell_find_command(name, &ignored);
    memory_free(name);
    if (command == NULL)
        return;
    if (command->choices)
        offer_choices(search, command->choices);
    else if (strstr(command->operands, "QUERY"))
        offer_queries(search);
    else if (strstr(command->operands, "TABLE"))
        shell_each_table(search->shell, offer, search);
    else if (strstr(command->operands, "FILE"))
        offer_files(search);
}

/* --- stored queries --------------------------------------------------------------------------- */

static void offer_values(struct search *search, const struct query_parameter *parameter)
{
    if (parameter == NULL)
        return;
    if (parameter->type == QUERY_SNAPSHOT)
        offer_from(search, SNAPSHOT_SQL, NULL);
    else if (parameter->type == QUERY_GLOB)
        offer_from(search, strstr(parameter->name, "site") ? SITE_SQL : TYPE_SQL, NULL);
}

static void offer_parameters(struct search *search, const struct query *query)
{
    static const char *const common[] = {"--format", "--limit", "--help"};
    for (size_t i = 0; i < query->parameter_count; i++) {
        char *option = memory_format("--%s", query->parameters[i].name);
        offer(search, option);
        memory_free(option);
    }
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (search->word_size > 0)
            offer(search, common[i]);
}

/* The parameter whose value the word is, by the words before it; NULL where it is none's. */
static const struct query_parameter *find_parameter(const struct query *query,
                                                    const struct words *words, size_t before)
{
    size_t place = 0;
    for (size_t i = 1; i < before; i++) {
        bool is_option = strncmp(words->items[i], "--", 2) == 0;
        if (is_option && i + 1 == before)
            return query_find_parameter(query, words->items[i] + 2);
        if (is_option)
            i++;
        else
            place++;
    }
    return place < query->parameter_count ? &query->parameters[place] : NULL;
}

static void complete_query(struct search *search, const struct query *query)
{
    struct words_end end = words_find_end(search->line);
    struct words words;
    struct error ignored;
    set_word(search, end.start);
    search->completion->ending = end.quote ? end.quote : ' ';
    bool is_closed = words_split(&words, search->line, &ignored);
    (void)is_closed; /* an open quote is the word's own */
    if (search->word[0] == '-' && !end.quote) {
        offer_parameters(search, query);
    } else if (end.before >= 1 && end.before <= words.count) {
        bool is_value = end.before > 1 && strncmp(words.items[end.before - 1], "--", 2) == 0;
        offer_values(search, find_parameter(query, &words, end.before));
        if (search->word_size == 0 && search->completion->matches.count == 0 && !is_value)
            offer_parameters(search, query);
    }
    words_release(&words);
}

/* --- SQL -------------------------------------------------------------------------------------- */

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (byte & 0x80);
}

/* Where the name begins that ends at `end`. */
static size_t name_start(const char *line, size_t end)
{
    while (end > 0 && is_name_byte(line[end - 1]))
        end--;
    return end;
}

/* The place behind the quote that is open at the end of the line, or 0. */
static size_t open_quote(const char *line)
{
    size_t open = 0;
    for (size_t i = 0; line[i]; i++)
        if (line[i] == '\'')
            open = open ? 0 : i + 1;
    return open;
}

static bool is_word(const char *line, size_t start, size_t size, const char *word)
{
    return strlen(word) == size && strncasecmp(line + start, word, size) == 0;
}

/* Whether a table is expected at `start`: behind FROM, JOIN, or another table. */
static bool expects_table(const char *line, size_t start)
{
    while (start > 0 && isspace((unsigned char)line[start - 1]))
        start--;
    size_t before = name_start(line, start);
    return is_word(line, before, start - before, "FROM") ||
           is_word(line, before, start - before, "JOIN");
}

/* Offers the columns of every name in the statement that is a table. */
static void offer_columns(struct search *search, const char *statement)
{
    while (*statement) {
        if (!is_name_byte(*statement)) {
            statement++;
            continue;
        }
        size_t size = 0;
        while (is_name_byte(statement[size]))
            size++;
        char *name = memory_copy_bytes(statement, size);
        if (!sqlite3_keyword_check(name, (int)size))
            offer_from(search, COLUMN_SQL, name);
        memory_free(name);
        statement += size;
    }
}

static void offer_keywords(struct search *search, const char *const *list)
{
    bool is_lower = search->word_size > 0 && islower((unsigned char)search->word[0]);
    for (; *list; list++) {
        char *keyword = memory_copy_string(*list);
        for (char *letter = keyword; is_lower && *letter; letter++)
            *letter = (char)tolower((unsigned char)*letter);
        offer(search, keyword);
        memory_free(keyword);
    }
}

static void complete_sql(struct search *search)
{
    struct shell_completion *completion = search->completion;
    size_t quote = open_quote(search->line);
    if (quote) {
        set_word(search, quote);
        completion->ending = '\'';
        offer_from(search, SNAPSHOT_SQL, NULL);
        offer_from(search, TYPE_SQL, NULL);
        offer_from(search, MARK_SQL, NULL);
        return;
    }
    size_t start = name_start(search->line, strlen(search->line));
    set_word(search, start);
    completion->ignore_case = true;
    if (expects_table(search->line, start)) {
        shell_each_table(search->shell, offer, search);
        offer_queries(search);
        return;
    }
    struct buffer *earlier = &search->shell->statement;
    if (earlier->size > 0)
        offer_columns(search, buffer_text(earlier));
    offer_columns(search, search->line);
    bool is_column = start > 0 && search->line[start - 1] == '.';
    if (is_column)
        return;
    offer_keywords(search, keywords);
    if (search->word_size == 0)
        return;
    offer_from(search, FUNCTION_SQL, NULL);
    shell_each_table(search->shell, offer, search);
    offer_queries(search);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The stored query that the line begins with, when something follows its name. */
static const struct query *find_query(struct shell *shell, const char *line)
{
    size_t size = strcspn(line, " \t");
    if (line[size] == '\0')
        return NULL;
    char *name = memory_copy_bytes(line, size);
    const struct query *query = catalogue_find(engine_catalogue(shell->session.engine), name);
    memory_free(name);
    return query;
}

void shell_complete(struct shell *shell, const char *line, struct shell_completion *completion)
{
    *completion = (struct shell_completion){.ending = ' '};
    struct search search = {.shell = shell, .line = line, .completion = completion};
    bool is_first = shell->statement.size == 0;
    const struct query *query = is_first ? find_query(shell, line) : NULL;
    if (is_first && line[0] == '.') {
        complete_dot(&search);
    } else if (query) {
        complete_query(&search, query);
    } else if (is_first && line[name_start(line, strlen(line))] == line[0] &&
               line[strcspn(line, " \t(")] == '\0') {
        set_word(&search, 0);
        completion->ignore_case = true;
        offer_queries(&search);
        offer_keywords(&search, beginnings);
    } else {
        complete_sql(&search);
    }
}

void shell_completion_release(struct shell_completion *completion)
{
    for (size_t i = 0; i < completion->matches.count; i++)
        memory_free(completion->matches.items[i]);
    vector_release(&completion->matches);
}
