/* The words after a command's name, sorted into options, operands and parameters. */
#include "cli/arguments.h"

#include "cli/command.h"
#include "queries/engine/suggest.h"

#include <assert.h>
#include <string.h>

/* The words that are still to be read. */
struct words {
    char *const *next; /* NULL-terminated */
    bool options_ended;
};

/* --- finding an option ------------------------------------------------------------------------ */

typedef bool option_test(const struct option *option, const void *context);

static const struct option *search_options(const struct command *command, option_test *test,
                                           const void *context)
{
    for (size_t group = 0; command->groups && command->groups[group]; group++)
        for (const struct option *option = command->groups[group]; option->name; option++)
            if (test(option, context))
                return option;
    for (const struct option *option = common_options; option->name; option++)
        if (test(option, context))
            return option;
    return NULL;
}

static bool has_name(const struct option *option, const void *name)
{
    return strcmp(option->name, name) == 0;
}

static bool has_letter(const struct option *option, const void *letter)
{
    return option->letter && option->letter == *(const char *)letter;
}

static bool offer_name(const struct option *option, const void *suggestion)
{
    suggestion_offer(*(struct suggestion *const *)suggestion, option->name);
    return false;
}

static bool fail_unknown(const struct command *command, const char *name, struct error *error)
{
    struct suggestion suggestion = suggestion_begin(name), *pointer = &suggestion;
    (void)search_options(command, offer_name, &pointer);
    if (suggestion.best)
        return error_set(error, ERROR_USAGE, "'%s' has no option '--%s' (did you mean '--%s'?)",
                         command->name, name, suggestion.best);
    return error_set(error, ERROR_USAGE,
                     "'%s' has no option '--%s' ('heapledger help %s' lists them)", command->name,
                     name, command->name);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool take_option(struct arguments *arguments, const struct option *option, const char *value,
                        struct words *words, struct error *error)
{
    if (option->kind == OPTION_FLAG) {
        if (value)
            return error_set(error, ERROR_USAGE, "'--%s' takes no value, but '%s' was given",
                             option->name, value);
    } else {
        if (value == NULL)
            value = *words->next ? *words->next++ : NULL;
        if (value == NULL)
            return error_set(error, ERROR_USAGE, "'--%s' needs a value (%s)", option->name,
                             option->value);
        if (!option_check(option, value, error))
            return false;
    }
    vector_push(&arguments->options, (struct given_option){option, value});
    return true;
}

static bool take_parameter(struct arguments *arguments, char *owned_name, const char *value,
                           struct words *words, struct error *error)
{
    if (value == NULL)
        value = *words->next ? *words->next++ : NULL;
    if (value == NULL) {
        error_set(error, ERROR_USAGE, "'--%s' needs a value", owned_name);
        memory_free(owned_name);
        return false;
    }
    vector_push(&arguments->parameters, (struct parameter){owned_name, value});
    return true;
}

/* `word` is what follows the two dashes. */
static bool take_long(struct arguments *arguments, const char *word, struct words *words,
                      struct error *error)
{
    size_t size = strcspn(word, "=");
    const char *value = word[size] ? word + size + 1 : NULL;
    char *name = memory_copy_bytes(word, size);
    const struct option *option = search_options(arguments->command, has_name, name);
    if (option == NULL && arguments->command->takes_parameters)
        return take_parameter(arguments, name, value, words, error);
    bool is_taken = option ? take_option(arguments, option, value, words, error)
                           : fail_unknown(arguments->command, name, error);
    memory_free(name);
    return is_taken;
}

/* `word` is what follows the one dash: -from may be meant for --from. */
static bool fail_letter(const struct command *command, const char *word, char letter,
                        struct error *error)
{
    bool is_name = search_options(command, has_name, word) != NULL;
    if (is_name || (command->takes_parameters && strlen(word) > 1))
        return error_set(error, ERROR_USAGE, "'%s' has no option '-%c' (did you mean '--%s'?)",
                         command->name, letter, word);
    return error_set(error, ERROR_USAGE,
                     "'%s' has no option '-%c' ('heapledger help %s' lists them)", command->name,
                     letter, command->name);
}

static bool take_letters(struct arguments *arguments, const char *word, struct words *words,
                         struct error *error)
{
    for (const char *letters = word; *letters; letters++) {
        const struct option *option = search_options(arguments->command, has_letter, letters);
        if (option == NULL)
            return fail_letter(arguments->command, word, *letters, error);
        if (option->kind != OPTION_FLAG && letters[1])
            return take_option(arguments, option, letters + 1, words, error);
        if (!take_option(arguments, option, NULL, words, error))
            return false;
    }
    return true;
}

/* The operand at `place` in a usage line "TRACE [NAME] --to FORMAT OUT", where what stands in
 * brackets and the options are none. */
static const char *find_operand(const char *usage, int place, size_t *size)
{
    for (;;) {
        *size = strcspn(usage, " ");
        bool is_option = *usage == '-';
        if (!is_option && *usage != '[' && place-- == 0)
            return usage;
        usage += *size + strspn(usage + *size, " ");
        if (is_option)
            usage += strcspn(usage, " ") + 1; /* and its value */
    }
}

static bool check_operands(const struct arguments *arguments, struct error *error)
{
    const struct command *command = arguments->command;
    int count = (int)arguments->operands.count;
    if (count < command->least_operands) {
        size_t size;
        const char *missing = find_operand(command->operands, count, &size);
        return error_set(error, ERROR_USAGE, "'%s' needs %.*s (usage: heapledger %s %s)",
                         command->name, (int)size, missing, command->name, command->operands);
    }
    if (command->most_operands != ANY_COUNT && count > command->most_operands)
        return error_set(error, ERROR_USAGE, "'%s' is one word too many (usage: heapledger %s %s)",
                         arguments->operands.items[command->most_operands], command->name,
                         command->operands);
    return true;
}

static bool take_word(struct arguments *arguments, char *word, struct words *words,
                      struct error *error)
{
    if (words->options_ended || word[0] != '-' || word[1] == '\0') {
        vector_push(&arguments->operands, word);
        words->options_ended |= arguments->command->passes_rest;
        return true;
    }
    if (strcmp(word, "--") == 0) {
        words->options_ended = true;
        return true;
    }
    return word[1] == '-' ? take_long(arguments, word + 2, words, error)
                          : take_letters(arguments, word + 1, words, error);
}

bool arguments_parse(struct arguments *arguments, const struct command *command, char *const *next,
                     struct error *error)
{
    struct words words = {.next = next};
    *arguments = (struct arguments){.command = command};
    while (*words.next) {
        char *word = *words.next++;
        if (!take_word(arguments, word, &words, error))
            return false;
    }
    vector_push(&arguments->operands, NULL);
    arguments->operands.count--;
    return arguments_has(arguments, "help") || check_operands(arguments, error);
}

void arguments_release(struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->parameters.count; i++)
        memory_free(arguments->parameters.items[i].name);
    vector_release(&arguments->options);
    vector_release(&arguments->operands);
    vector_release(&arguments->parameters);
}

/* --- asking ----------------------------------------------------------------------------------- */

bool arguments_offers(const struct arguments *arguments, const struct option *group)
{
    const struct option *const *groups = arguments->command->groups;
    while (groups && *groups && *groups != group)
        groups++;
    return groups && *groups;
}

/* The last value that was given counts. */
static const struct given_option *find_given(const struct arguments *arguments, const char *name)
{
    assert(search_options(arguments->command, has_name, name));
    for (size_t i = arguments->options.count; i-- > 0;)
        if (strcmp(arguments->options.items[i].option->name, name) == 0)
            return &arguments->options.items[i];
    return NULL;
}

bool arguments_has(const struct arguments *arguments, const char *name)
{
    return find_given(arguments, name) != NULL;
}

const char *arguments_text(const struct arguments *arguments, const char *name)
{
    const struct given_option *given = find_given(arguments, name);
    return given ? given->value : NULL;
}

uint64_t arguments_number(const struct arguments *arguments, const char *name, uint64_t otherwise)
{
    const char *text = arguments_text(arguments, name);
    uint64_t number = otherwise;
    bool is_number = text == NULL || option_read_number(text, &number);
    assert(is_number);
    (void)is_number;
    return number;
}

const char **arguments_texts(const struct arguments *arguments, const char *name)
{
    const char **texts = memory_zeroed(arguments->options.count + 1, sizeof *texts);
    size_t count = 0;
    for (size_t i = 0; i < arguments->options.count; i++)
        if (strcmp(arguments->options.items[i].option->name, name) == 0)
            texts[count++] = arguments->options.items[i].value;
    return texts;
}

size_t arguments_choice(const struct arguments *arguments, const char *name, size_t otherwise)
{
    const struct given_option *given = find_given(arguments, name);
    return given ? option_find_choice(given->option, given->value) : otherwise;
}
