/* Tells a world from a text, asks it questions, and prints the text again with the answers that it
 * got: a test holds where what is printed is what was read (tests/queries/run compares). usage: ask
 * FILE
 *
 * A line indented by four spaces makes the world do something; `> ` asks a stored query (`> growth
 * from=warm`) or SQL, and what follows up to an empty line is the answer; other lines are prose.
 *
 *     lifetimes                               first of all: record no references
 *     root NAME 'text'                        a named root
 *     at FUNCTION FILE:LINE                   where the following events happen
 *     new NAME TYPE SIZE                      a birth; the reference is in flight
 *     give NAME HOLDER [KIND 'label']         the reference in flight becomes the holder's
 *     hold NAME HOLDER [KIND 'label']         one more reference; holder `flight` is in flight
 *     drop NAME HOLDER                        a reference ends
 *     free NAME    resize NAME SIZE    finalize NAME    resurrect NAME
 *     weak_new WEAK TARGET    weak_clear WEAK TARGET    weak_call WEAK TARGET
 *     collect GENERATION TRIGGER    verdict NAME FATE    collected EXAMINED COLLECTED UNCOLLECTABLE
 *     baseline                                what was told so far is another trace, the database
 *                                             `baseline` of the questions; the world begins anew
 *     says NAME 'text'                        its contents, as of the next snapshot
 *     snapshot LABEL    mark LABEL
 *     repeat COUNT … done                     # in a name or label is the number of the round, from
 * 1
 *
 * KIND is attribute, key, index, local, global or internal.
 */
#include "queries/engine/engine.h"
#include "tests/queries/world.h"

#include <ctype.h>

enum { MOST_WORDS = 8, LONGEST_WORD = 128, MOST_NAMES = 4096 };

struct name {
    char text[LONGEST_WORD];
    int64_t holder; /* an oid or a root */
};

struct teller {
    struct world world;
    struct name names[MOST_NAMES];
    size_t name_count;
    uint32_t site;
    uint32_t collection;
    long round;      /* of the loop; 0: none */
    long rounds;     /* of the loop */
    long loop_start; /* its place in the file */
    bool has_begun;
    char baseline[80];     /* the file of the other trace; empty: there is none */
    struct engine *engine; /* NULL while the world is told */
};

static void fail(const char *what, const char *subject)
{
    fprintf(stderr, "ask: %s '%s'\n", what, subject);
    exit(ERROR_DATA);
}

/* --- words ------------------------------------------------------------------------------------ */

/* The words of a line; '…' is one. # is the round. */
static int split(const struct teller *teller, const char *line, char words[][LONGEST_WORD])
{
    int count = 0;
    while (*line && count < MOST_WORDS) {
        while (isspace((unsigned char)*line))
            line++;
        bool is_quoted = *line == '\'';
        char *word = words[count];
        int size = 0;
        for (line += is_quoted; *line && size < LONGEST_WORD - 24; line++) {
            if (is_quoted ? *line == '\'' : isspace((unsigned char)*line))
                break;
            if (*line == '#')
                size += sprintf(word + size, "%ld", teller->round);
            else
                word[size++] = *line;
        }
        line += is_quoted && *line;
        word[size] = '\0';
        count += size > 0;
    }
    return count;
}

static void remember(struct teller *teller, const char *name, int64_t holder)
{
    if (teller->name_count == MOST_NAMES)
        fail("too many names, at", name);
    snprintf(teller->names[teller->name_count].text, LONGEST_WORD, "%s", name);
    teller->names[teller->name_count++].holder = holder;
}

/* The youngest thing of that name. */
static int64_t recall(const struct teller *teller, const char *name)
{
    if (strcmp(name, "flight") == 0)
        return HOLDER_IN_FLIGHT;
    for (size_t i = teller->name_count; i-- > 0;)
        if (strcmp(teller->names[i].text, name) == 0)
            return teller->names[i].holder;
    fail("nothing is called", name);
    return 0;
}

static enum edge_label label_of(const char *kind)
{
    static const char *const kinds[] = {"unknown", "attribute", "key",    "dict_key",
                                        "index",   "local",     "global", "internal"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], kind) == 0)
            return (enum edge_label)i;
    fail("no such label", kind);
    return EDGE_UNKNOWN;
}

/* --- the world -------------------------------------------------------------------------------- */

static void move_to(struct teller *teller, const char *function, char *place)
{
    char *colon = strrchr(place, ':');
    if (!colon)
        fail("no FILE:LINE in", place);
    *colon = '\0';
    uint32_t id = recorder_function(teller->world.lane, function, place, 1);
    teller->site = recorder_site(teller->world.lane, 0, id, (uint32_t)atoi(colon + 1));
}

static void tell_reference(struct teller *teller, char words[][LONGEST_WORD], int count)
{
    uint64_t oid = (uint64_t)recall(teller, words[1]);
    int64_t holder = recall(teller, words[2]);
    enum edge_label label = count > 4 ? label_of(words[3]) : EDGE_UNKNOWN;
    uint64_t value = label == EDGE_UNKNOWN ? 0
                     : label == EDGE_INDEX ? strtoull(words[4], NULL, 10)
                                           : world_text(&teller->world, words[4]);
    if (strcmp(words[0], "give") == 0)
        world_give(&teller->world, oid, holder, label, value, teller->site);
    else if (strcmp(words[0], "hold") == 0)
        world_hold(&teller->world, oid, holder, label, value, teller->site);
    else
        world_drop(&teller->world, oid, holder, teller->site);
}

/* Events that have an object and at most one number. */
static bool tell_plain_event(struct teller *teller, char words[][LONGEST_WORD], int count)
{
    static const enum event_kind kinds[] = {EVENT_RESIZE,   EVENT_FINALIZE,   EVENT_RESURRECT,
                                            EVENT_WEAK_NEW, EVENT_WEAK_CLEAR, EVENT_WEAK_CALL,
                                            EVENT_VERDICT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(event_descriptions[kinds[i]].text, words[0]) != 0)
            continue;
        uint64_t oid = (uint64_t)recall(teller, words[1]);
        int64_t a = 0, b = 0;
        if (kinds[i] == EVENT_RESIZE)
            a = (int64_t)(world_object(&teller->world, oid)->size = strtoull(words[2], NULL, 10));
        else if (kinds[i] == EVENT_VERDICT)
            b = strcmp(words[2], "collected") == 0 ? FATE_COLLECTED
                : strcmp(words[2], "frozen") == 0  ? FATE_FROZEN
                                                   : FATE_UNCOLLECTABLE;
        else if (count > 2)
            a = recall(teller, words[2]);
        if (kinds[i] == EVENT_VERDICT)
            a = teller->collection;
        world_event(&teller->world, kinds[i], oid, a, b, teller->site);
        if (kinds[i] == EVENT_VERDICT && b != FATE_FROZEN)
            world_garbage(&teller->world, oid);
        return true;
    }
    return false;
}

static void tell_collection(struct teller *teller, char words[][LONGEST_WORD])
{
    static char trigger[LONGEST_WORD];
    if (strcmp(words[0], "collect") == 0) {
        snprintf(trigger, sizeof trigger, "%s", words[2]);
        teller->collection = recorder_collection_begin(teller->world.lane, (uint32_t)atoi(words[1]),
                                                       trigger, teller->site);
        teller->world.seq++;
        return;
    }
    recorder_collection_end(
        teller->world.lane, teller->collection,
        &(struct recorder_collection){.trigger = trigger,
                                      .examined = strtoull(words[1], NULL, 10),
                                      .collected = strtoull(words[2], NULL, 10),
                                      .uncollectable = strtoull(words[3], NULL, 10)});
}

/* The world begins with its first event. */
static void begin(struct teller *teller, enum recorder_level level)
{
    if (!teller->has_begun)
        world_begin(&teller->world, &(struct recorder_options){.level = level});
    teller->has_begun = teller->world.tells_contents = true;
}

static void begin_anew(struct teller *teller)
{
    world_finish(&teller->world);
    snprintf(teller->baseline, sizeof teller->baseline, "%s-baseline", teller->world.path);
    if (rename(teller->world.path, teller->baseline) != 0)
        fail("cannot rename", teller->world.path);
    world_release(&teller->world);
    teller->name_count = 0;
    teller->has_begun = false;
    teller->site = 0;
}

static void tell(struct teller *teller, const char *line)
{
    char words[MOST_WORDS][LONGEST_WORD] = {{0}};
    struct world *world = &teller->world;
    int count = split(teller, line, words);
    const char *verb = words[0];
    if (strcmp(verb, "lifetimes") == 0) {
        begin(teller, RECORD_LIFETIMES);
        return;
    }
    begin(teller, RECORD_REFS);
    if (strcmp(verb, "root") == 0) {
        remember(teller, words[1], recorder_root(world->lane, words[2]));
    } else if (strcmp(verb, "at") == 0) {
        move_to(teller, words[1], words[2]);
    } else if (strcmp(verb, "new") == 0) {
        uint64_t size = strtoull(words[3], NULL, 10);
        remember(teller, words[1], (int64_t)world_new(world, words[2], size, teller->site));
    } else if (strcmp(verb, "give") == 0 || strcmp(verb, "hold") == 0 ||
               strcmp(verb, "drop") == 0) {
        tell_reference(teller, words, count);
    } else if (strcmp(verb, "free") == 0) {
        world_free(world, (uint64_t)recall(teller, words[1]), teller->site);
    } else if (strcmp(verb, "collect") == 0 || strcmp(verb, "collected") == 0) {
        tell_collection(teller, words);
    } else if (strcmp(verb, "baseline") == 0) {
        begin_anew(teller);
    } else if (strcmp(verb, "says") == 0) {
        snprintf(world_object(world, (uint64_t)recall(teller, words[1]))->text,
                 sizeof world->objects.items->text, "%s", words[2]);
    } else if (strcmp(verb, "snapshot") == 0) {
        world_snapshot(world, words[1]);
    } else if (strcmp(verb, "mark") == 0) {
        recorder_mark(world->lane, words[1], teller->site);
        world->seq++;
    } else if (!tell_plain_event(teller, words, count)) {
        fail("no such line in a world:", line);
    }
}

/* --- questions -------------------------------------------------------------------------------- */

static void print_row(sqlite3_stmt *statement, bool names)
{
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *text = names ? sqlite3_column_name(statement, i)
                                 : (const char *)sqlite3_column_text(statement, i);
        printf("%s%s", i ? " | " : "", text ? text : "-");
    }
    printf("\n");
}

/* A stored query: its name, then NAME=VALUE words. */
static sqlite3_stmt *prepare_stored(struct teller *teller, char words[][LONGEST_WORD], int count,
                                    struct error *error)
{
    struct query_argument arguments[MOST_WORDS];
    for (int i = 1; i < count; i++) {
        char *equal = strchr(words[i], '=');
        if (!equal)
            fail("no NAME=VALUE:", words[i]);
        *equal = '\0';
        arguments[i - 1] = (struct query_argument){words[i], equal + 1};
    }
    return engine_prepare_query(teller->engine, words[0], arguments, (size_t)count - 1, error);
}

/* The file has another name in each run: it is written as TRACE. */
static void print_error(const struct teller *teller, const struct error *error)
{
    const char *path = strstr(error->message, teller->world.path);
    int before = path ? (int)(path - error->message) : (int)strlen(error->message);
    printf("error %d: %.*s%s%s\n", (int)error->code, before, error->message, path ? "TRACE" : "",
           path ? path + strlen(teller->world.path) : "");
}

static void attach_baseline(struct teller *teller)
{
    struct error error = {0};
    if (!*teller->baseline)
        return;
    sqlite3_stmt *attach = engine_prepare(teller->engine, "ATTACH ?1 AS baseline", NULL, &error);
    sqlite3_bind_text(attach, 1, teller->baseline, -1, SQLITE_STATIC);
    if (engine_step(teller->engine, attach, &error) || error.code != ERROR_NONE)
        fail("cannot attach:", error.message);
    sqlite3_finalize(attach);
}

static void ask(struct teller *teller, const char *question)
{
    char words[MOST_WORDS][LONGEST_WORD] = {{0}};
    struct error error = {0};
    if (!teller->engine) {
        begin(teller, RECORD_REFS);
        world_finish(&teller->world);
        teller->engine = engine_open(teller->world.path, NULL, &error);
        if (!teller->engine)
            fail("cannot open the trace:", error.message);
        attach_baseline(teller);
    }
    bool is_sql = strncmp(question, "SELECT", 6) == 0 || strncmp(question, "EXPLAIN", 7) == 0;
    int count = is_sql ? 0 : split(teller, question, words);
    sqlite3_stmt *statement = is_sql ? engine_prepare(teller->engine, question, NULL, &error)
                                     : prepare_stored(teller, words, count, &error);
    if (statement)
        print_row(statement, true);
    while (statement && engine_step(teller->engine, statement, &error))
        print_row(statement, false);
    if (error.code != ERROR_NONE)
        print_error(teller, &error);
    sqlite3_finalize(statement);
    printf("\n");
}

/* --- the text --------------------------------------------------------------------------------- */

/* A line of the world; loops go back in the file, and are printed once. */
static void take_line(struct teller *teller, FILE *file, const char *line)
{
    if (strncmp(line, "repeat ", 7) == 0) {
        teller->rounds = atol(line + 7);
        teller->round = 1;
        teller->loop_start = ftell(file);
    } else if (strcmp(line, "done") != 0) {
        tell(teller, line);
    } else if (teller->round < teller->rounds) {
        teller->round++;
        fseek(file, teller->loop_start, SEEK_SET);
    } else {
        teller->round = 0;
    }
}

int main(int count, char **arguments)
{
    static struct teller teller;
    char line[1024];
    bool in_answer = false;
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    if (!file)
        fail("usage: ask FILE [TRACE]; cannot read", count > 1 ? arguments[1] : "");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        bool in_loop = teller.round > 1;
        if (in_answer && *line)
            continue;
        bool ends_answer = in_answer;
        in_answer = strncmp(line, "> ", 2) == 0;
        if (!ends_answer && !in_loop)
            printf("%s\n", line);
        if (in_answer)
            ask(&teller, line + 2);
        else if (strncmp(line, "    ", 4) == 0)
            take_line(&teller, file, line + 4);
    }
    fclose(file);
    engine_close(teller.engine);
    if (*teller.baseline)
        unlink(teller.baseline);
    if (count > 2 && rename(teller.world.path, arguments[2]) != 0)
        fail("cannot keep the trace as", arguments[2]);
    world_release(&teller.world);
    return 0;
}
