/* A trace, open for the questions of one command. */
#include "cli/session.h"

#include <signal.h>
#include <sys/stat.h>

const struct option output_options[] = {
    {"format", 0, OPTION_CHOICE, FORMAT_NAMES, "how rows are printed"},
    {"limit", 0, OPTION_NUMBER, "N", "print at most N rows of a result"},
    {0},
};

const struct option query_folder_options[] = {
    {"queries", 0, OPTION_TEXT, "DIR",
     "also use the stored queries in this folder (may be given again)"},
    {0},
};

enum { STEPS_A_LOOK = 20000 /* of SQLite's machine: some 100 times a second */ };

/* A signal handler gets no context: the engine that Ctrl-C cancels, or NULL. */
static struct engine *volatile cancelled_by_signal;

static void cancel(int signal_number)
{
    (void)signal_number;
    if (cancelled_by_signal)
        engine_cancel(cancelled_by_signal);
}

/* Called by SQLite amidst a statement; anything but 0 interrupts it. */
static int look_around(void *context)
{
    struct session *session = context;
    progress_show(&session->progress, "running the query", 0, 0);
    return engine_is_cancelled(session->engine);
}

struct terminal session_terminal(const struct arguments *arguments)
{
    return terminal_look((enum color_choice)arguments_choice(arguments, "color", COLOR_AUTO));
}

struct catalogue *session_load_catalogue(const struct arguments *arguments, struct error *error)
{
    const char **folders = arguments_texts(arguments, "queries");
    struct catalogue *catalogue = catalogue_load(folders, error);
    memory_free(folders);
    return catalogue;
}

bool session_open(struct session *session, const struct arguments *arguments, const char *path,
                  struct error *error)
{
    const char **folders = arguments_texts(arguments, "queries");
    *session = (struct session){.path = path, .format = formats[0]};
    if (arguments_offers(arguments, output_options)) {
        session->format = formats[arguments_choice(arguments, "format", 0)];
        session->limit = arguments_number(arguments, "limit", 0);
    }
    session->terminal = session_terminal(arguments);
    struct engine_options options = {
        .folders = folders, .progress = progress_show, .progress_context = &session->progress};
    progress_begin(&session->progress);
    session->engine = engine_open(path, &options, error);
    progress_end(&session->progress);
    memory_free(folders);
    if (session->engine == NULL)
        return false;
    sqlite3_progress_handler(engine_database(session->engine), STEPS_A_LOOK, look_around, session);
    cancelled_by_signal = session->engine;
    sigaction(SIGINT, &(struct sigaction){.sa_handler = cancel}, NULL);
    return true;
}

void session_close(struct session *session)
{
    cancelled_by_signal = NULL;
    signal(SIGINT, SIG_DFL);
    engine_close(session->engine);
}

bool session_is_trace(const struct session *session, const char *path)
{
    struct stat trace, file;
    return stat(session->path, &trace) == 0 && stat(path, &file) == 0 &&
           trace.st_dev == file.st_dev && trace.st_ino == file.st_ino;
}

void session_die_if_cancelled(struct session *session)
{
    if (!engine_is_cancelled(session->engine))
        return;
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
}
