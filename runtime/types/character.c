/* Facts about single characters (character.h).
 *
 * ASCII is answered here; letters beyond it by the C library in the locale C.UTF-8, which is loaded
 * once for the process and never changed. Digits, format characters and the cases that need several
 * characters are tables of this file, after Unicode 14. Where C.UTF-8 is missing, only ASCII has
 * cases.
 *
 * What it does not know: numerals outside the tables below (rare CJK ones, historic scripts), and
 * the several-character upper cases of polytonic Greek and Armenian ligatures.
 */
#include "runtime/types/character.h"

#include "base/memory.h"
#include "runtime/types/str.h"

#include <locale.h>
#include <pthread.h>
#include <wctype.h>

static locale_t unicode; /* 0: not there */
static pthread_once_t unicode_once = PTHREAD_ONCE_INIT;

static void load_unicode(void)
{
    unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static locale_t tables(void)
{
    pthread_once(&unicode_once, load_unicode);
    return unicode;
}

struct range {
    uint32_t first;
    uint32_t last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

#define IN(c, ranges) in_ranges((c), (ranges), sizeof(ranges) / sizeof *(ranges))

/* --- spaces and printing ---------------------------------------------------------------------- */

bool character_is_space(uint32_t c)
{
    if (c < 128)
        return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool character_is_line_end(uint32_t c)
{
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

/* Characters of category Cf: they steer others and print nothing. */
static const struct range formats[] = {
    {0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},     {0x6dd, 0x6dd},
    {0x70f, 0x70f},     {0x890, 0x891},     {0x8e2, 0x8e2},     {0x180e, 0x180e},
    {0x200b, 0x200f},   {0x202a, 0x202e},   {0x2060, 0x2064},   {0x2066, 0x206f},
    {0xfeff, 0xfeff},   {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
    {0x13430, 0x13438}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0001, 0xe0001},
    {0xe0020, 0xe007f},
};

static bool is_private(uint32_t c)
{
    return (c >= 0xd800 && c <= 0xf8ff) || c >= 0xf0000;
}

bool character_is_printable(uint32_t c)
{
    if (c < 127)
        return c >= ' ';
    if (c < 0xa0 || character_is_space(c) || is_private(c) || IN(c, formats))
        return false;
    return tables() && iswprint_l((wint_t)c, unicode);
}

/* --- digits ----------------------------------------------------------------------------------- */

/* The zeros of all scripts; the digits 1 to 9 follow each. */
static const uint32_t zeros[] = {
    0x30,    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,   0xb66,   0xbe6,
    0xc66,   0xce6,   0xd66,   0xde6,   0xe50,   0xed0,   0xf20,   0x1040,  0x1090,  0x17e0,
    0x1810,  0x1946,  0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,  0x1c40,  0x1c50,  0xa620,
    0xa8d0,  0xa900,  0xa9d0,  0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x11066,
    0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0,
    0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2,
    0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
};

/* Digits that are no decimals: superscripts, circled ones. */
static const struct range other_digits[] = {
    {0xb2, 0xb3},       {0xb9, 0xb9},       {0x1369, 0x1371},   {0x19da, 0x19da},
    {0x2070, 0x2070},   {0x2074, 0x2079},   {0x2080, 0x2089},   {0x2460, 0x2468},
    {0x2474, 0x247c},   {0x2488, 0x2490},   {0x24ea, 0x24ea},   {0x24f5, 0x24fd},
    {0x24ff, 0x24ff},   {0x2776, 0x277e},   {0x2780, 0x2788},   {0x278a, 0x2792},
    {0x10a40, 0x10a43}, {0x10e60, 0x10e68}, {0x11052, 0x1105a}, {0x1f100, 0x1f10a},
};

/* Numerals that are no digits: fractions, Roman numerals, numbers above nine, common CJK numerals.
 */
static const struct range numerals[] = {
    {0xbc, 0xbe},     {0x9f4, 0x9f9},   {0xb72, 0xb77},   {0xbf0, 0xbf2},   {0xc78, 0xc7e},
    {0xd58, 0xd5e},   {0xd70, 0xd78},   {0xf2a, 0xf33},   {0x1372, 0x137c}, {0x16ee, 0x16f0},
    {0x17f0, 0x17f9}, {0x2150, 0x2182}, {0x2185, 0x2189}, {0x2469, 0x2473}, {0x247d, 0x2487},
    {0x2491, 0x249b}, {0x24eb, 0x24f4}, {0x24fe, 0x24fe}, {0x277f, 0x277f}, {0x2789, 0x2789},
    {0x2793, 0x2793}, {0x2cfd, 0x2cfd}, {0x3007, 0x3007}, {0x3021, 0x3029}, {0x3038, 0x303a},
    {0x3192, 0x3195}, {0x3220, 0x3229}, {0x3248, 0x324f}, {0x3251, 0x325f}, {0x3280, 0x3289},
    {0x32b1, 0x32bf}, {0x4e00, 0x4e00}, {0x4e03, 0x4e03}, {0x4e07, 0x4e07}, {0x4e09, 0x4e09},
    {0x4e5d, 0x4e5d}, {0x4e8c, 0x4e8c}, {0x4e94, 0x4e94}, {0x4ebf, 0x4ec0}, {0x516b, 0x516b},
    {0x516d, 0x516d}, {0x5341, 0x5341}, {0x5343, 0x5345}, {0x56db, 0x56db}, {0x767e, 0x767e},
    {0x842c, 0x842c},
};

int character_decimal(uint32_t c)
{
    if (c < 128)
        return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
    for (size_t i = 1; i < sizeof zeros / sizeof *zeros && zeros[i] <= c; i++)
        if (c - zeros[i] < 10)
            return (int)(c - zeros[i]);
    return -1;
}

bool character_is_digit(uint32_t c)
{
    return character_decimal(c) >= 0 || IN(c, other_digits);
}

bool character_is_numeric(uint32_t c)
{
    return character_is_digit(c) || IN(c, numerals);
}

char *character_plain_digits(borrowed text)
{
    const struct str *str = (const struct str *)text;
    char *plain = memory_allocate(str->length + 1);
    for (size_t i = 0; i < str->length; i++) {
        uint32_t c = str_character(str, i);
        int decimal = character_decimal(c);
        plain[i] = c < 128 && c            ? (char)c
                   : decimal >= 0          ? (char)('0' + decimal)
                   : character_is_space(c) ? ' '
                                           : '?';
    }
    plain[str->length] = 0;
    return plain;
}

/* --- letters ---------------------------------------------------------------------------------- */

static bool is_ascii_letter(uint32_t c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* The C library calls the decimals of other scripts letters, and some numerals and marks. */
bool character_is_alpha(uint32_t c)
{
    if (c < 128)
        return is_ascii_letter(c);
    return tables() && iswalpha_l((wint_t)c, unicode) && !character_is_digit(c) &&
           !(c >= 0x2160 && c <= 0x2188) && !(c >= 0x24b6 && c <= 0x24e9) && c != 0x345;
}

bool character_is_title(uint32_t c)
{
    return c == 0x1c5 || c == 0x1c8 || c == 0x1cb || c == 0x1f2 || (c >= 0x1f88 && c <= 0x1f8f) ||
           (c >= 0x1f98 && c <= 0x1f9f) || (c >= 0x1fa8 && c <= 0x1faf) || c == 0x1fbc ||
           c == 0x1fcc || c == 0x1ffc;
}

bool character_is_upper(uint32_t c)
{
    if (c < 128)
        return c >= 'A' && c <= 'Z';
    return tables() && iswupper_l((wint_t)c, unicode) && !character_is_title(c);
}

bool character_is_lower(uint32_t c)
{
    if (c < 128)
        return c >= 'a' && c <= 'z';
    if (c == 0xaa || c == 0xba)
        return true;
    return tables() && iswlower_l((wint_t)c, unicode) && !character_is_title(c);
}

bool character_is_cased(uint32_t c)
{
    return character_is_upper(c) || character_is_lower(c) || character_is_title(c);
}

bool character_is_identifier_start(uint32_t c)
{
    return c == '_' || character_is_alpha(c) || (c >= 0x2160 && c <= 0x2188);
}

/* Letters, decimals, and marks that go with a letter (which the C library counts as printing, but
 * neither as letters nor as punctuation). */
bool character_is_identifier_part(uint32_t c)
{
    if (character_is_identifier_start(c) || character_decimal(c) >= 0 || c == 0xb7)
        return true;
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x483 && c <= 0x487) || (c >= 0x591 && c <= 0x5bd) ||
           (c >= 0x64b && c <= 0x669) || (c >= 0x900 && c <= 0x903) || (c >= 0x93a && c <= 0x94f) ||
           c == 0x203f || c == 0x2040 || (c >= 0x20d0 && c <= 0x20dc);
}

/* --- cases ------------------------------------------------------------------------------------ */

/* Characters whose upper case is more than one. */
static const struct expansion {
    uint32_t character;
    uint32_t upper[3];
} expansions[] = {
    {0xdf, {'S', 'S'}},
    {0x149, {0x2bc, 'N'}},
    {0x1f0, {'J', 0x30c}},
    {0x390, {0x399, 0x308, 0x301}},
    {0x3b0, {0x3a5, 0x308, 0x301}},
    {0x587, {0x535, 0x552}},
    {0x1e96, {'H', 0x331}},
    {0x1e97, {'T', 0x308}},
    {0x1e98, {'W', 0x30a}},
    {0x1e99, {'Y', 0x30a}},
    {0x1e9a, {'A', 0x2be}},
    {0xfb00, {'F', 'F'}},
    {0xfb01, {'F', 'I'}},
    {0xfb02, {'F', 'L'}},
    {0xfb03, {'F', 'F', 'I'}},
    {0xfb04, {'F', 'F', 'L'}},
    {0xfb05, {'S', 'T'}},
    {0xfb06, {'S', 'T'}},
};

static const struct expansion *find_expansion(uint32_t c)
{
    for (size_t i = 0; i < sizeof expansions / sizeof *expansions; i++)
        if (expansions[i].character == c)
            return &expansions[i];
    return NULL;
}

static size_t expand(const struct expansion *expansion, uint32_t result[3])
{
    memcpy(result, expansion->upper, sizeof expansion->upper);
    return expansion->upper[2] ? 3 : 2;
}

size_t character_upper(uint32_t c, uint32_t result[3])
{
    if (c < 128) {
        *result = c >= 'a' && c <= 'z' ? c - 32 : c;
        return 1;
    }
    const struct expansion *expansion = find_expansion(c);
    if (expansion)
        return expand(expansion, result);
    *result = tables() ? (uint32_t)towupper_l((wint_t)c, unicode) : c;
    return 1;
}

size_t character_lower(uint32_t c, uint32_t result[3])
{
    if (c < 128) {
        *result = c >= 'A' && c <= 'Z' ? c + 32 : c;
        return 1;
    }
    if (c == 0x130) { /* İ: i and the dot above */
        result[0] = 'i';
        result[1] = 0x307;
        return 2;
    }
    *result = tables() ? (uint32_t)towlower_l((wint_t)c, unicode) : c;
    return 1;
}

size_t character_title(uint32_t c, uint32_t result[3])
{
    if ((c >= 0x1c4 && c <= 0x1cc) || (c >= 0x1f1 && c <= 0x1f3)) { /* DŽ Dž dž … DZ Dz dz */
        *result = c >= 0x1f1 ? 0x1f2 : c - (c - 0x1c4) % 3 + 1;
        return 1;
    }
    size_t count = character_upper(c, result);
    for (size_t i = 1; i < count && c != 0x149; i++) { /* ŉ begins with an apostrophe */
        uint32_t lower[3];
        character_lower(result[i], lower);
        result[i] = lower[0];
    }
    return count;
}

size_t character_fold(uint32_t c, uint32_t result[3])
{
    if (c == 0x3c2) { /* final sigma */
        *result = 0x3c3;
        return 1;
    }
    if (c == 0xb5) { /* the micro sign is a mu */
        *result = 0x3bc;
        return 1;
    }
    if (c == 0x17f || c == 0x1e9e || find_expansion(c)) {
        uint32_t upper[3] = {'S', 'S'};
        size_t count = c == 0x17f ? 1 : c == 0x1e9e ? 2 : expand(find_expansion(c), upper);
        for (size_t i = 0; i < count; i++) {
            uint32_t lower[3];
            character_lower(upper[i], lower);
            result[i] = lower[0];
        }
        return count;
    }
    return character_lower(c, result);
}
