/* str: the methods about cases and classes of characters (str_parts.h). */
#include "runtime/types/arguments.h"
#include "runtime/types/character.h"
#include "runtime/types/int.h"
#include "runtime/types/str_parts.h"

/* --- cases ------------------------------------------------------------------------------------ */

typedef size_t (*case_function)(uint32_t c, uint32_t result[3]);

static void append(struct str_builder *builder, const uint32_t *characters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        str_builder_character(builder, characters[i]);
}

/* Σ at the end of a word is ς in lower case. */
static bool is_final_sigma(const struct str *text, size_t place)
{
    return place > 0 && character_is_alpha(str_character(text, place - 1)) &&
           (place + 1 == text->length || !character_is_alpha(str_character(text, place + 1)));
}

static void append_lower(struct str_builder *builder, const struct str *text, size_t place)
{
    uint32_t lower[3], c = str_character(text, place);
    if (c == 0x3a3)
        str_builder_character(builder, is_final_sigma(text, place) ? 0x3c2 : 0x3c3);
    else
        append(builder, lower, character_lower(c, lower));
}

/* swapcase: what is upper case becomes lower case, where its place in the word counts (convert). */
static size_t swap(uint32_t c, uint32_t result[3])
{
    return character_upper(c, result);
}

/* In ASCII the length stays, and each case is one bit away from the other. */
static owned convert_ascii(struct runtime *rt, const struct str *text, case_function function)
{
    owned result = str_allocate(rt, text->length, 127);
    if (!result)
        return NULL;
    bool from_upper = function != character_upper,
         from_lower = function == character_upper || function == swap;
    for (size_t i = 0; i < text->length; i++) {
        uint8_t c = text->data[i];
        bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
        str_of(result)->data[i] = (upper && from_upper) || (lower && from_lower) ? c ^ 32 : c;
    }
    return result;
}

static owned convert(struct runtime *rt, borrowed self, case_function function)
{
    const struct str *text = str_of(self);
    if (text->ascii && text->length > 1)
        return convert_ascii(rt, text, function);
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t result[3], c = str_character(text, i);
        if (function == character_lower || (function == swap && character_is_upper(c)))
            append_lower(&builder, text, i);
        else
            append(&builder, result, function(c, result));
    }
    return str_builder_finish(rt, &builder);
}

STR_METHOD(upper)
{
    (void)arguments;
    return arguments_count(rt, "str.upper", positional, names, 0, 0)
               ? convert(rt, self, character_upper)
               : NULL;
}

STR_METHOD(lower)
{
    (void)arguments;
    return arguments_count(rt, "str.lower", positional, names, 0, 0)
               ? convert(rt, self, character_lower)
               : NULL;
}

STR_METHOD(casefold)
{
    (void)arguments;
    return arguments_count(rt, "str.casefold", positional, names, 0, 0)
               ? convert(rt, self, character_fold)
               : NULL;
}

STR_METHOD(swapcase)
{
    (void)arguments;
    return arguments_count(rt, "str.swapcase", positional, names, 0, 0) ? convert(rt, self, swap)
                                                                        : NULL;
}

/* The first of the text (or of each word, where `words`) in title case, the rest in lower case. */
static owned capitalize(struct runtime *rt, borrowed self, bool words)
{
    const struct str *text = str_of(self);
    struct str_builder builder = STR_BUILDER_EMPTY;
    bool inside = false;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t title[3], c = str_character(text, i);
        if (inside)
            append_lower(&builder, text, i);
        else
            append(&builder, title, character_title(c, title));
        inside = !words || character_is_cased(c);
    }
    return str_builder_finish(rt, &builder);
}

STR_METHOD(capitalize)
{
    (void)arguments;
    return arguments_count(rt, "str.capitalize", positional, names, 0, 0)
               ? capitalize(rt, self, false)
               : NULL;
}

STR_METHOD(title)
{
    (void)arguments;
    return arguments_count(rt, "str.title", positional, names, 0, 0) ? capitalize(rt, self, true)
                                                                     : NULL;
}

/* --- classes ---------------------------------------------------------------------------------- */

typedef bool (*class_function)(uint32_t c);

/* Is the text not empty, and each character of the class? */
static owned all_are(borrowed self, class_function is)
{
    const struct str *text = str_of(self);
    for (size_t i = 0; i < text->length; i++)
        if (!is(str_character(text, i)))
            return &bool_false;
    return bool_of(text->length > 0);
}

static bool is_decimal(uint32_t c)
{
    return character_decimal(c) >= 0;
}

static bool is_alphanumeric(uint32_t c)
{
    return character_is_alpha(c) || character_is_numeric(c);
}

#define CLASS_METHOD(name, is)                                                                     \
    STR_METHOD(name)                                                                               \
    {                                                                                              \
        (void)arguments;                                                                           \
        return arguments_count(rt, "str." #name, positional, names, 0, 0) ? all_are(self, is)      \
                                                                          : NULL;                  \
    }

CLASS_METHOD(isalpha, character_is_alpha)
CLASS_METHOD(isdigit, character_is_digit)
CLASS_METHOD(isdecimal, is_decimal)
CLASS_METHOD(isnumeric, character_is_numeric)
CLASS_METHOD(isalnum, is_alphanumeric)
CLASS_METHOD(isspace, character_is_space)

/* Has the text a cased character, and none of the other case? */
static owned has_only_case(borrowed self, class_function wanted, class_function other)
{
    const struct str *text = str_of(self);
    bool found = false;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = str_character(text, i);
        if (other(c) || character_is_title(c))
            return &bool_false;
        found |= wanted(c);
    }
    return bool_of(found);
}

STR_METHOD(isupper)
{
    (void)arguments;
    if (!arguments_count(rt, "str.isupper", positional, names, 0, 0))
        return NULL;
    return has_only_case(self, character_is_upper, character_is_lower);
}

STR_METHOD(islower)
{
    (void)arguments;
    if (!arguments_count(rt, "str.islower", positional, names, 0, 0))
        return NULL;
    return has_only_case(self, character_is_lower, character_is_upper);
}

/* Upper case only where a word begins, lower case only inside. */
static bool is_title_text(const struct str *text)
{
    bool inside = false, found = false;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = str_character(text, i);
        bool upper = character_is_upper(c) || character_is_title(c);
        if (upper ? inside : character_is_lower(c) && !inside)
            return false;
        inside = character_is_cased(c);
        found |= inside;
    }
    return found;
}

STR_METHOD(istitle)
{
    (void)arguments;
    if (!arguments_count(rt, "str.istitle", positional, names, 0, 0))
        return NULL;
    return bool_of(is_title_text(str_of(self)));
}

STR_METHOD(isascii)
{
    (void)arguments;
    return arguments_count(rt, "str.isascii", positional, names, 0, 0)
               ? bool_of(str_of(self)->ascii)
               : NULL;
}

STR_METHOD(isprintable)
{
    (void)arguments;
    if (!arguments_count(rt, "str.isprintable", positional, names, 0, 0))
        return NULL;
    return str_length(self) == 0 ? &bool_true : all_are(self, character_is_printable);
}

STR_METHOD(isidentifier)
{
    (void)arguments;
    if (!arguments_count(rt, "str.isidentifier", positional, names, 0, 0))
        return NULL;
    if (str_length(self) == 0 || !character_is_identifier_start(str_character(str_of(self), 0)))
        return &bool_false;
    return all_are(self, character_is_identifier_part);
}
