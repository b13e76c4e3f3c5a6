/* A line of the shell as words. */
#include "cli/words.h"

#include "base/buffer.h"

#include <string.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n';
}

/* Appends the word that *next stands at, without its quotes; gives the quote that is not closed, or
 * 0. */
static char read_word(const char **next, struct buffer *word)
{
    char quote = 0;
    for (; **next && (quote || !is_blank(**next)); (*next)++) {
        if (quote ? **next == quote : **next == '\'' || **next == '"') {
            quote = quote ? 0 : **next;
            continue;
        }
        if (**next == '\\' && quote != '\'' && (*next)[1])
            (*next)++;
        buffer_append_byte(word, (uint8_t) * *next);
    }
    return quote;
}

bool words_split(struct words *words, const char *line, struct error *error)
{
    struct buffer word = BUFFER_EMPTY;
    char open_quote = 0;
    *words = (struct words){0};
    for (;;) {
        while (is_blank(*line))
            line++;
        if (*line == '\0')
            break;
        word.size = 0;
        open_quote = read_word(&line, &word);
        vector_push(words,
                    memory_copy_bytes(word.bytes ? (const char *)word.bytes : "", word.size));
    }
    buffer_release(&word);
    vector_push(words, NULL);
    words->count--;
    return !open_quote || error_set(error, ERROR_USAGE, "a quote %c is not closed", open_quote);
}

void words_release(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        memory_free(words->items[i]);
    vector_release(words);
}

struct words_end words_find_end(const char *line)
{
    struct words_end end = {0};
    struct buffer ignored = BUFFER_EMPTY;
    for (const char *next = line;; end.before++) {
        while (is_blank(*next))
            next++;
        const char *start = next;
        char open_quote = read_word(&next, &ignored);
        if (*next && !open_quote)
            continue;
        bool has_quote = open_quote && *start == open_quote;
        end.quote = has_quote ? open_quote : 0;
        end.start = (size_t)(start - line) + has_quote;
        break;
    }
    buffer_release(&ignored);
    return end;
}
