/* What the commands that record have in common. */
#include "cli/recording.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "cli/text.h"

#include <string.h>
#include <unistd.h>

char *recording_file_name(const char *given, const char *program)
{
    if (given)
        return memory_copy_string(given);
    const char *slash = strrchr(program, '/');
    const char *name = slash ? slash + 1 : program;
    size_t size = strlen(name);
    if (size > 3 && strcmp(name + size - 3, ".py") == 0)
        size -= 3;
    return memory_format("heapledger-%.*s.%ld.db", (int)size, name, (long)getpid());
}

/* The name as a shell takes it: quoted where it needs to be. */
static void append_word(struct buffer *line, const char *name)
{
    static const char harmless[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-=,:@%";
    if (name[0] && name[strspn(name, harmless)] == '\0') {
        buffer_append_text(line, name);
        return;
    }
    buffer_append_byte(line, '\'');
    for (; *name; name++)
        if (*name == '\'')
            buffer_append_text(line, "'\\''");
        else
            buffer_append_byte(line, (uint8_t)*name);
    buffer_append_byte(line, '\'');
}

void recording_report(const char *file, const struct recorder_outcome *outcome, bool quiet)
{
    struct buffer line = BUFFER_EMPTY;
    if (outcome->signal) {
        buffer_format(&line, "heapledger: the program was killed by signal %d (%s)\n",
                      outcome->signal, strsignal(outcome->signal));
    }
    if (outcome->incomplete)
        buffer_format(&line, "heapledger: the trace is incomplete: %s\n", outcome->reason.message);
    if (!quiet) {
        buffer_append_text(&line, "heapledger: ");
        text_append_count(&line, outcome->events, "event");
        buffer_append_text(&line, " of ");
        text_append_count(&line, outcome->objects, "object");
        buffer_append_text(&line, " in ");
        buffer_append_text(&line, file);
        buffer_append_text(&line, " (");
        text_append_size(&line, outcome->file_size);
        buffer_append_text(&line, "); next: heapledger info ");
        append_word(&line, file);
        buffer_append_byte(&line, '\n');
    }
    fputs(buffer_text(&line), stderr);
    buffer_release(&line);
}
