/* The shell's line editor: prompt, history, keys (libedit).
 *
 * How it works. libedit reads a line at a time; Tab asks shell_complete what fits. Ctrl-C ends the
 * reading (shell_keys.h): the half-typed line and statement are dropped. The history is kept in
 * $XDG_STATE_HOME/heapledger/history (~/.local/state without it); a statement of several lines is
 * one entry of it.
 */
#include "cli/message.h"
#include "cli/shell.h"
#include "cli/shell_keys.h"
#include "cli/text.h"

#include <errno.h>
#include <histedit.h>
#include <string.h>
#include <sys/stat.h>

enum { HISTORY_ENTRIES = 2000 };

struct editor {
    struct shell *shell;
    EditLine *line;
    History *history;
    char *history_file; /* NULL: nowhere to keep it */
};

static char *prompt(EditLine *line)
{
    static char first[] = "heapledger> ", further[] = "       ...> ";
    struct editor *editor;
    el_get(line, EL_CLIENTDATA, &editor);
    return editor->shell->statement.size > 0 ? further : first;
}

/* --- completion ------------------------------------------------------------------------------- */

/* The bytes that all matches have in common. */
static size_t common_size(const struct shell_completion *completion)
{
    const char *first = completion->matches.items[0];
    size_t size = strlen(first);
    for (size_t i = 1; i < completion->matches.count; i++) {
        size_t same = 0;
        while (same < size && completion->matches.items[i][same] == first[same])
            same++;
        size = same;
    }
    return size;
}

static void list_matches(const struct shell_completion *completion)
{
    size_t widest = 0, count = completion->matches.count;
    for (size_t i = 0; i < count; i++) {
        size_t width =
            text_width(completion->matches.items[i], strlen(completion->matches.items[i]));
        widest = width > widest ? width : widest;
    }
    struct terminal terminal = terminal_look(COLOR_AUTO);
    size_t across = terminal.columns / (widest + 2) > 0 ? terminal.columns / (widest + 2) : 1;
    size_t down = (count + across - 1) / across;
    struct buffer list = BUFFER_EMPTY;
    for (size_t row = 0; row < down; row++) {
        for (size_t i = row; i < count; i += down) {
            const char *match = completion->matches.items[i];
            size_t width = text_append(&list, match, strlen(match), 0);
            text_repeat(&list, " ", i + down < count ? widest + 2 - width : 0);
        }
        buffer_append_byte(&list, '\n');
    }
    printf("\n%s", buffer_text(&list));
    fflush(stdout);
    buffer_release(&list);
}

static unsigned char complete(EditLine *line, int key)
{
    (void)key;
    struct editor *editor;
    struct shell_completion completion;
    el_get(line, EL_CLIENTDATA, &editor);
    const LineInfo *info = el_line(line);
    char *before = memory_copy_bytes(info->buffer, (size_t)(info->cursor - info->buffer));
    shell_complete(editor->shell, before, &completion);
    unsigned char result = CC_ERROR;
    if (completion.matches.count > 0) {
        size_t typed = strlen(before) - completion.start;
        size_t common = common_size(&completion);
        bool is_unique = completion.matches.count == 1;
        result = CC_REFRESH;
        if (common >= typed && (is_unique || common > typed)) {
            char ending[] = {is_unique ? completion.ending : '\0', '\0'};
            char *text = memory_format("%.*s%s", (int)common, completion.matches.items[0], ending);
            el_deletestr(line, (int)text_width(before + completion.start, typed));
            el_insertstr(line, text);
            memory_free(text);
        } else {
            list_matches(&completion);
            result = CC_REDISPLAY;
        }
    }
    shell_completion_release(&completion);
    memory_free(before);
    return result;
}

/* --- history ---------------------------------------------------------------------------------- */

/* Makes the folders above a file, as far as it may. */
static void make_folders(const char *path)
{
    char *copy = memory_copy_string(path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700);
        *slash = '/';
    }
    memory_free(copy);
}

static char *find_history_file(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/')
        return memory_format("%s/heapledger/history", state);
    return home && home[0] ? memory_format("%s/.local/state/heapledger/history", home) : NULL;
}

static void open_history(struct editor *editor)
{
    HistEvent event;
    editor->history = history_init();
    history(editor->history, &event, H_SETSIZE, HISTORY_ENTRIES);
    history(editor->history, &event, H_SETUNIQUE, 1);
    editor->history_file = find_history_file();
    if (editor->history_file)
        history(editor->history, &event, H_LOAD, editor->history_file);
    el_set(editor->line, EL_HIST, history, editor->history);
}

static void close_history(struct editor *editor)
{
    HistEvent event;
    if (editor->history_file) {
        make_folders(editor->history_file);
        history(editor->history, &event, H_SAVE, editor->history_file);
    }
    history_end(editor->history);
    memory_free(editor->history_file);
}

static void remember(struct editor *editor, const char *entry)
{
    HistEvent event;
    if (entry[strspn(entry, " \t\n")])
        history(editor->history, &event, H_ENTER, entry);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void report(struct shell *shell, struct error *error)
{
    if (engine_is_cancelled(shell->session.engine))
        fprintf(stderr, "cancelled\n");
    else
        message_print("%s", error->message);
    buffer_release(&shell->statement);
}

static void take_line(struct editor *editor, const char *text)
{
    struct shell *shell = editor->shell;
    struct error error = {0};
    /* A statement goes into the history whole, when its last line is there. */
    char *entry = memory_format(
        "%s%s", shell->statement.size > 0 ? buffer_text(&shell->statement) : "", text);
    shell->session.terminal = terminal_look(shell->color);
    if (!shell_take_line(shell, text, &error))
        report(shell, &error);
    if (shell->statement.size == 0)
        remember(editor, entry);
    memory_free(entry);
}

/* The next line without its end, owned; NULL at the end of the input. A Ctrl-C empties the line. */
static char *read_line(struct editor *editor)
{
    for (;;) {
        int size = 0;
        errno = 0;
        engine_resume(editor->shell->session.engine);
        shell_keys_begin_line();
        const char *text = el_gets(editor->line, &size);
        shell_keys_end_line();
        if (text && size > 0)
            return memory_copy_bytes(text, (size_t)size - (text[size - 1] == '\n'));
        if (!engine_is_cancelled(editor->shell->session.engine))
            return NULL;
        printf("^C\n");
        buffer_release(&editor->shell->statement);
        el_reset(editor->line);
    }
}

static void open_editor(struct editor *editor)
{
    editor->line = el_init("heapledger", stdin, stdout, stderr);
    el_set(editor->line, EL_CLIENTDATA, editor);
    el_set(editor->line, EL_PROMPT, prompt);
    el_set(editor->line, EL_EDITOR, "emacs");
    el_set(editor->line, EL_SIGNAL, 0);
    el_set(editor->line, EL_GETCFN, shell_keys_read);
    /* Ctrl-D typed while a query runs is for the next prompt: the terminal must not make it an end.
     */
    el_set(editor->line, EL_SETTY, "-x", "eof=", NULL);
    open_history(editor);
    /* the wide call: el_set keeps copies of the texts that libedit never frees */
    el_wset(editor->line, EL_ADDFN, L"heapledger-complete", L"complete a name", complete);
    el_set(editor->line, EL_BIND, "^I", "heapledger-complete", NULL);
    el_set(editor->line, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(editor->line, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
    el_set(editor->line, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
    el_set(editor->line, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
    el_source(editor->line, NULL); /* the user's ~/.editrc goes last */
}

int shell_edit_lines(struct shell *shell)
{
    struct editor editor = {.shell = shell};
    char *line;
    shell_keys_open(shell->session.engine);
    open_editor(&editor);
    printf("'.help' lists what can be typed; Tab completes; Ctrl-D leaves.\n");
    while (!shell->is_over && (line = read_line(&editor))) {
        take_line(&editor, line);
        memory_free(line);
    }
    if (!shell->is_over)
        printf("\n");
    close_history(&editor);
    el_end(editor.line);
    shell_keys_close();
    return 0;
}
