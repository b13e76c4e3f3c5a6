/* Keys for the line editor, and the signals that come while it waits for one.
 *
 * How it works. While a line is edited, SIGINT, SIGWINCH and SIGCONT are blocked; ppoll lets them
 * in only while it waits, and then at once: a Ctrl-C that comes a moment before the wait is not
 * slept through. Their handlers leave a mark (Ctrl-C: that the engine is cancelled), which is
 * looked at before every wait.
 */
#include "cli/shell_keys.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

/* What signal handlers and the editor's callback share: they get no context. */
static struct engine *key_engine;
static volatile sig_atomic_t has_new_size, has_continued;
static sigset_t mask_outside;
static struct sigaction size_action, continue_action; /* those before */

static void note_signal(int number)
{
    if (number == SIGWINCH)
        has_new_size = 1;
    else
        has_continued = 1;
}

void shell_keys_open(struct engine *engine)
{
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    key_engine = engine;
    sigaction(SIGWINCH, &action, &size_action);
    sigaction(SIGCONT, &action, &continue_action);
}

void shell_keys_close(void)
{
    sigaction(SIGWINCH, &size_action, NULL);
    sigaction(SIGCONT, &continue_action, NULL);
}

void shell_keys_begin_line(void)
{
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGWINCH);
    sigaddset(&blocked, SIGCONT);
    sigprocmask(SIG_BLOCK, &blocked, &mask_outside);
}

void shell_keys_end_line(void)
{
    sigprocmask(SIG_SETMASK, &mask_outside, NULL);
}

/* Does what the signals since the last wait ask for. */
static void follow_signals(EditLine *line)
{
    if (has_new_size) {
        fputs("\r\x1b[J", stdout); /* the terminal has laid the old line anew */
        el_resize(line);
    }
    if (has_continued) { /* whoever stopped the program has changed the terminal */
        el_set(line, EL_PREP_TERM, 0);
        el_set(line, EL_PREP_TERM, 1);
    }
    if (has_new_size || has_continued)
        el_set(line, EL_REFRESH);
    has_new_size = has_continued = 0;
}

int shell_keys_read(EditLine *line, wchar_t *key)
{
    mbstate_t state = {0};
    for (;;) {
        follow_signals(line);
        if (engine_is_cancelled(key_engine))
            return -1;
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        if (ppoll(&input, 1, NULL, &mask_outside) < 0 && errno == EINTR)
            continue;
        char byte;
        ssize_t size = read(STDIN_FILENO, &byte, 1);
        if (size <= 0)
            return size < 0 && errno == EINTR ? -1 : 0;
        size_t length = mbrtowc(key, &byte, 1, &state);
        if (length == (size_t)-1)
            state = (mbstate_t){0}; /* not UTF-8: left out */
        else if (length != (size_t)-2)
            return 1;
    }
}
