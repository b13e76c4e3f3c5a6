/* The module unicodedata: what Unicode says of characters, by the library libunistring, whose
 * tables are those of Unicode 14, as CPython 3.11's are.
 *
 * It has not: mirrored, east_asian_width and ucd_3_2_0, for which the library has no tables; nor
 * the numbers that ideographs stand for. The names of ideographs and Hangul syllables follow rules,
 * which are here.
 */
#include "base/memory.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/character_name.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str_parts.h"

#include <stdlib.h>
#include <unictype.h>
#include <uninorm.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

/* The one character of the first argument; false: TypeError. */
static bool read_character(struct runtime *rt, const char *function, const borrowed *arguments,
                           size_t positional, borrowed names, size_t most, uint32_t *character)
{
    if (!arguments_count(rt, function, positional, names, 1, most))
        return false;
    if (!str_check(arguments[0]) || str_length(arguments[0]) != 1) {
        exception_raise(rt, &exception_TypeError,
                        most > 1 ? "%s() argument 1 must be a unicode character, not %T"
                                 : "%s() argument must be a unicode character, not %T",
                        function, arguments[0]);
        return false;
    }
    *character = str_character(str_of(arguments[0]), 0);
    return true;
}

/* --- names ------------------------------------------------------------------------------------ */

FUNCTION(name_of)
{
    uint32_t character;
    char text[CHARACTER_NAME_MAX];
    if (!read_character(rt, "name", arguments, positional, names, 2, &character))
        return NULL;
    if (character_name_write(character, text))
        return str_from_text(rt, text);
    return positional > 1 ? object_retain(rt, arguments[1])
                          : exception_raise(rt, &exception_ValueError, "no such name");
}

FUNCTION(lookup)
{
    size_t size;
    if (!arguments_count(rt, "lookup", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "lookup() argument must be str, not %T",
                               arguments[0]);
    const char *text = str_utf8(arguments[0], &size);
    uint32_t character =
        size < CHARACTER_NAME_MAX ? character_name_find(text) : CHARACTER_NAME_NONE;
    if (character == CHARACTER_NAME_NONE)
        return exception_raise(rt, &exception_KeyError, "undefined character name '%U'",
                               arguments[0]);
    return str_from_character(rt, character);
}

/* --- properties ------------------------------------------------------------------------------- */

FUNCTION(category_of)
{
    uint32_t character;
    return read_character(rt, "category", arguments, positional, names, 1, &character)
               ? str_from_text(rt, uc_general_category_name(uc_general_category(character)))
               : NULL;
}

FUNCTION(combining_of)
{
    uint32_t character;
    return read_character(rt, "combining", arguments, positional, names, 1, &character)
               ? int_tag(uc_combining_class(character))
               : NULL;
}

/* A character that Unicode has not given yet has no class, whatever it is to have. */
FUNCTION(direction_of)
{
    uint32_t character;
    if (!read_character(rt, "bidirectional", arguments, positional, names, 1, &character))
        return NULL;
    static const char *const isolates[] = {"LRI", "RLI", "FSI", "PDI"}; /* unknown to the library */
    if (character >= 0x2066 && character <= 0x2069)
        return str_from_text(rt, isolates[character - 0x2066]);
    bool given = !uc_is_general_category(character, UC_UNASSIGNED);
    const char *name = given ? uc_bidi_class_name(uc_bidi_class(character)) : NULL;
    return str_from_text(rt, name ? name : "");
}

/* The second argument where the character has no such value, or ValueError. */
static owned otherwise(struct runtime *rt, const borrowed *arguments, size_t positional,
                       const char *message)
{
    return positional > 1 ? object_retain(rt, arguments[1])
                          : exception_raise(rt, &exception_ValueError, "%s", message);
}

FUNCTION(decimal_of)
{
    uint32_t character;
    if (!read_character(rt, "decimal", arguments, positional, names, 2, &character))
        return NULL;
    int value = uc_decimal_value(character);
    return value >= 0 ? int_tag(value) : otherwise(rt, arguments, positional, "not a decimal");
}

FUNCTION(digit_of)
{
    uint32_t character;
    if (!read_character(rt, "digit", arguments, positional, names, 2, &character))
        return NULL;
    int value = uc_digit_value(character);
    return value >= 0 ? int_tag(value) : otherwise(rt, arguments, positional, "not a digit");
}

FUNCTION(number_of)
{
    uint32_t character;
    if (!read_character(rt, "numeric", arguments, positional, names, 2, &character))
        return NULL;
    uc_fraction_t value = uc_numeric_value(character);
    return value.denominator ? float_new(rt, (double)value.numerator / (double)value.denominator)
                             : otherwise(rt, arguments, positional, "not a numeric character");
}

FUNCTION(decomposition_of)
{
    static const char *const tags[] = {"",          "<font> ",  "<noBreak> ",  "<initial> ",
                                       "<medial> ", "<final> ", "<isolated> ", "<circle> ",
                                       "<super> ",  "<sub> ",   "<vertical> ", "<wide> ",
                                       "<narrow> ", "<small> ", "<square> ",   "<fraction> ",
                                       "<compat> "};
    uint32_t character;
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag;
    if (!read_character(rt, "decomposition", arguments, positional, names, 1, &character))
        return NULL;
    bool is_hangul = character >= 0xac00 && character <= 0xd7a3; /* by rule, not by the table */
    int count = is_hangul ? -1 : uc_decomposition(character, &tag, parts);
    struct str_builder text = STR_BUILDER_EMPTY;
    if (count > 0)
        str_builder_text(&text, tags[tag]);
    for (int i = 0; i < count; i++) {
        char part[16];
        snprintf(part, sizeof part, i ? " %04X" : "%04X", (unsigned)parts[i]);
        str_builder_text(&text, part);
    }
    return str_builder_finish(rt, &text);
}

/* --- normal forms ----------------------------------------------------------------------------- */

static uninorm_t find_form(struct runtime *rt, borrowed v)
{
    if (!str_check(v)) {
        exception_raise(rt, &exception_TypeError, "normalize() argument 1 must be str, not %T", v);
        return NULL;
    }
    const char *name = str_utf8(v, NULL);
    uninorm_t form = strcmp(name, "NFC") == 0    ? UNINORM_NFC
                     : strcmp(name, "NFD") == 0  ? UNINORM_NFD
                     : strcmp(name, "NFKC") == 0 ? UNINORM_NFKC
                     : strcmp(name, "NFKD") == 0 ? UNINORM_NFKD
                                                 : NULL;
    if (!form)
        exception_raise(rt, &exception_ValueError, "invalid normalization form");
    return form;
}

static owned normalize_text(struct runtime *rt, uninorm_t form, borrowed text)
{
    const struct str *str = str_of(text);
    size_t length = 0;
    uint32_t *characters = memory_allocate((str->length + 1) * sizeof *characters);
    for (size_t i = 0; i < str->length; i++)
        characters[i] = str_character(str, i);
    uint32_t *normal = u32_normalize(form, characters, str->length, NULL, &length);
    memory_free(characters);
    owned result = normal ? str_from_characters(rt, normal, length) : NULL;
    free(normal);
    if (!result && !runtime_has_error(rt)) /* a lone surrogate: no character to the library */
        return object_retain(rt, text);
    return result;
}

static owned normalize_arguments(struct runtime *rt, const char *function,
                                 const borrowed *arguments, size_t positional, borrowed names)
{
    if (!arguments_count(rt, function, positional, names, 2, 2))
        return NULL;
    uninorm_t form = find_form(rt, arguments[0]);
    if (!form)
        return NULL;
    if (!str_check(arguments[1]))
        return exception_raise(rt, &exception_TypeError, "%s() argument 2 must be str, not %T",
                               function, arguments[1]);
    if (str_of(arguments[1])->ascii)
        return object_retain(rt, arguments[1]);
    return normalize_text(rt, form, arguments[1]);
}

FUNCTION(normalize)
{
    return normalize_arguments(rt, "normalize", arguments, positional, names);
}

FUNCTION(is_normalized)
{
    owned normal = normalize_arguments(rt, "is_normalized", arguments, positional, names);
    bool same = normal && str_equal(normal, arguments[1]);
    object_release_maybe(rt, normal);
    return normal ? bool_of(same) : NULL;
}

static const struct native_method functions[] = {
    {"name", name_of, NATIVE_PLAIN, "The name of a character."},
    {"lookup", lookup, NATIVE_PLAIN, "The character with a name."},
    {"category", category_of, NATIVE_PLAIN, "The general category of a character."},
    {"combining", combining_of, NATIVE_PLAIN, "The canonical combining class of a character."},
    {"bidirectional", direction_of, NATIVE_PLAIN, "The bidirectional class of a character."},
    {"decimal", decimal_of, NATIVE_PLAIN, "A character as a decimal digit."},
    {"digit", digit_of, NATIVE_PLAIN, "A character as a digit."},
    {"numeric", number_of, NATIVE_PLAIN, "A character as a number."},
    {"decomposition", decomposition_of, NATIVE_PLAIN, "The decomposition mapping of a character."},
    {"normalize", normalize, NATIVE_PLAIN, "A text in a normal form."},
    {"is_normalized", is_normalized, NATIVE_PLAIN, "Is a text in a normal form?"},
    {0},
};

int module_fill_unicodedata(struct runtime *rt, borrowed module)
{
    if (module_set(rt, module, "unidata_version", str_from_text(rt, "14.0.0")) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
