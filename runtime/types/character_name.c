/* The names of characters (character_name.h), by the library libunistring; those of ideographs and
 * Hangul syllables follow rules, which are here. */
#include "runtime/types/character_name.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uniname.h>

static_assert(CHARACTER_NAME_MAX >= UNINAME_MAX, "the library's names fit");
static_assert(CHARACTER_NAME_NONE == UNINAME_INVALID, "the library says the same for none");

/* The unified ideographs of Unicode 14. */
static bool is_ideograph(uint32_t c)
{
    static const uint32_t ranges[][2] = {{0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0x20000, 0x2a6df},
                                         {0x2a700, 0x2b738}, {0x2b740, 0x2b81d}, {0x2b820, 0x2cea1},
                                         {0x2ceb0, 0x2ebe0}, {0x30000, 0x3134a}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (ranges[i][0] <= c && c <= ranges[i][1])
            return true;
    }
    return false;
}

#define HANGUL_FIRST 0xac00
#define HANGUL_COUNT 11172
#define VOWEL_COUNT  21
#define TAIL_COUNT   28
#define IDEOGRAPH    "CJK UNIFIED IDEOGRAPH-"

/* A syllable is written by its lead, its vowel and its tail. */
static void name_syllable(uint32_t c, char *text)
{
    static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                        "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
    static const char *const vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                         "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                         "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static const char *const tails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                        "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                        "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};
    uint32_t index = c - HANGUL_FIRST;
    sprintf(text, "HANGUL SYLLABLE %s%s%s", leads[index / (VOWEL_COUNT * TAIL_COUNT)],
            vowels[index / TAIL_COUNT % VOWEL_COUNT], tails[index % TAIL_COUNT]);
}

bool character_name_write(uint32_t c, char text[CHARACTER_NAME_MAX])
{
    if (is_ideograph(c))
        sprintf(text, IDEOGRAPH "%04X", (unsigned)c);
    else if (c >= HANGUL_FIRST && c < HANGUL_FIRST + HANGUL_COUNT)
        name_syllable(c, text);
    else
        return !uc_is_general_category(c, UC_CONTROL) && unicode_character_name(c, text);
    return true;
}

uint32_t character_name_find(const char *text)
{
    char name[CHARACTER_NAME_MAX];
    if (strncasecmp(text, IDEOGRAPH, strlen(IDEOGRAPH)) == 0) {
        uint32_t c = (uint32_t)strtoul(text + strlen(IDEOGRAPH), NULL, 16);
        return is_ideograph(c) && character_name_write(c, name) && strcasecmp(name, text) == 0
                   ? c
                   : CHARACTER_NAME_NONE;
    }
    if (strncasecmp(text, "HANGUL SYLLABLE ", strlen("HANGUL SYLLABLE ")) == 0) {
        for (uint32_t c = HANGUL_FIRST; c < HANGUL_FIRST + HANGUL_COUNT; c++) {
            name_syllable(c, name);
            if (strcasecmp(name, text) == 0)
                return c;
        }
        return CHARACTER_NAME_NONE;
    }
    return strchr(text, '_') ? CHARACTER_NAME_NONE : unicode_name_character(text);
}
