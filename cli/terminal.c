/* What the place is like that results and messages go to. */
#include "cli/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool has_utf8_locale = true;

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0];
}

void terminal_init_locale(void)
{
    setlocale(LC_CTYPE, "");
    has_utf8_locale = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!has_utf8_locale)
        setlocale(LC_CTYPE, "C.UTF-8");
}

static bool wants_color(const struct terminal *terminal, enum color_choice color)
{
    if (color != COLOR_AUTO)
        return color == COLOR_ALWAYS;
    const char *name = getenv("TERM");
    return terminal->is_terminal && !is_set("NO_COLOR") && name && strcmp(name, "dumb") != 0;
}

struct terminal terminal_look(enum color_choice color)
{
    struct terminal terminal = {.is_terminal = isatty(STDOUT_FILENO), .has_utf8 = has_utf8_locale};
    terminal.has_color = wants_color(&terminal, color);
    if (terminal.is_terminal) {
        struct winsize size = {0};
        bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
        size_t wanted = is_set("COLUMNS") ? strtoul(getenv("COLUMNS"), NULL, 10) : 0;
        terminal.columns = wanted > 0 ? wanted : is_known ? size.ws_col : 80;
        terminal.lines = is_known && size.ws_row > 0 ? size.ws_row : 24;
    }
    return terminal;
}

size_t terminal_text_columns(const struct terminal *terminal)
{
    if (terminal->columns == 0)
        return 80;
    return terminal->columns > 100 ? 100 : terminal->columns;
}
