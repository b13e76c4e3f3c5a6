/* The options of commands: what each takes, and its lines in a help page. */
#include "cli/option.h"

#include "base/memory.h"
#include "cli/text.h"
#include "queries/engine/suggest.h"

#include <string.h>

const struct option common_options[] = {
    {"color", 0, OPTION_CHOICE, "auto,always,never",
     "colour in the output; auto: on a terminal, unless NO_COLOR is set"},
    {"help", 'h', OPTION_FLAG, NULL, "print this page"},
    {0},
};

bool option_read_number(const char *text, uint64_t *number)
{
    size_t digits = strspn(text, "0123456789");
    uint64_t factor = 1;
    if (digits == 0 || digits > 18)
        return false;
    if (strcmp(text + digits, "k") == 0)
        factor = 1000;
    else if (strcmp(text + digits, "M") == 0)
        factor = 1000000;
    else if (text[digits])
        return false;
    return !__builtin_mul_overflow((uint64_t)strtoull(text, NULL, 10), factor, number);
}

size_t option_find_choice(const struct option *option, const char *word)
{
    const char *choices = option->value;
    size_t size = strlen(word);
    for (size_t place = 0; *choices; place++) {
        size_t length = strcspn(choices, ",");
        if (length == size && strncmp(choices, word, size) == 0)
            return place;
        choices += length + (choices[length] == ',');
    }
    return SIZE_MAX;
}

/* "auto,always,never" → "auto, always, never". Owned by the caller. */
static char *spell_choices(const char *choices)
{
    struct buffer text = BUFFER_EMPTY;
    for (; *choices; choices++) {
        buffer_append_byte(&text, (uint8_t)*choices);
        if (*choices == ',')
            buffer_append_byte(&text, ' ');
    }
    char *spelled = memory_copy_string(buffer_text(&text));
    buffer_release(&text);
    return spelled;
}

/* The choice most like `word`, owned; NULL where none is. */
static char *suggest_choice(const char *choices, const char *word)
{
    char *best = NULL;
    struct suggestion suggestion = suggestion_begin(word);
    while (*choices) {
        size_t size = strcspn(choices, ",");
        char *choice = memory_copy_bytes(choices, size);
        suggestion_offer(&suggestion, choice);
        if (suggestion.best == choice) {
            memory_free(best);
            best = choice;
        } else {
            memory_free(choice);
        }
        choices += size + (choices[size] == ',');
    }
    return best;
}

static bool check_choice(const struct option *option, const char *value, struct error *error)
{
    if (option_find_choice(option, value) != SIZE_MAX)
        return true;
    char *choices = spell_choices(option->value), *nearest = suggest_choice(option->value, value);
    error_set(error, ERROR_USAGE, "'%s' is no value for '--%s' (it takes one of: %s)%s%s%s", value,
              option->name, choices, nearest ? "; did you mean '" : "", nearest ? nearest : "",
              nearest ? "'?" : "");
    memory_free(choices);
    memory_free(nearest);
    return false;
}

bool option_check(const struct option *option, const char *value, struct error *error)
{
    uint64_t number;
    if (option->kind == OPTION_NUMBER && !option_read_number(value, &number))
        return error_set(error, ERROR_USAGE,
                         "'%s' is no number for '--%s' (it takes 0, 1, 2 …; 10k, 5M)", value,
                         option->name);
    return option->kind != OPTION_CHOICE || check_choice(option, value, error);
}

enum { HELP_COLUMN = 26 };

void option_describe(struct buffer *buffer, const struct option *options, size_t columns)
{
    for (const struct option *option = options; option->name; option++) {
        size_t start = buffer->size;
        if (option->letter)
            buffer_format(buffer, "  -%c, --%s", option->letter, option->name);
        else
            buffer_format(buffer, "      --%s", option->name);
        if (option->kind == OPTION_CHOICE)
            buffer_append_text(buffer, " WORD");
        else if (option->value)
            buffer_format(buffer, " %s", option->value);
        size_t width = buffer->size - start;
        if (width + 2 > HELP_COLUMN) {
            buffer_append_byte(buffer, '\n');
            width = 0;
        }
        text_repeat(buffer, " ", HELP_COLUMN - width);
        text_wrap(buffer, option->help, HELP_COLUMN, columns);
        if (option->kind == OPTION_CHOICE) {
            char *choices = spell_choices(option->value);
            buffer_format(buffer, "\n%*s%s", HELP_COLUMN, "", choices);
            memory_free(choices);
        }
        buffer_append_byte(buffer, '\n');
    }
}
