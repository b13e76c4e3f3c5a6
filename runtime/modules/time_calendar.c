/* Dates and times of day, for the module time: struct_time, and what makes and prints it.
 *
 * A struct_time is a record of nine ints. Behind its items stands what is no item: the zone's name
 * and its offset, where localtime or gmtime made it.
 */
#include "runtime/modules/time_parts.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/record.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/str_parts.h"

#include <errno.h>
#include <math.h>
#include <time.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

#define ITEMS 9

struct zone { /* behind the items */
    bool known;
    long offset;   /* seconds east of Greenwich */
    char name[16]; /* NUL-terminated */
};

static struct record_type struct_time_type;

static struct zone *zone_of(borrowed v)
{
    return (struct zone *)(void *)&((struct tuple *)v)->items[ITEMS];
}

static owned allocate(struct runtime *rt)
{
    size_t size = sizeof(struct tuple) + ITEMS * sizeof(borrowed) + sizeof(struct zone);
    owned self = object_new(rt, &struct_time_type.type, size, 40 + 11 * sizeof(borrowed));
    if (self)
        ((struct tuple *)self)->count = ITEMS;
    return self;
}

static owned make_time(struct runtime *rt, const struct tm *time)
{
    const int values[ITEMS] = {time->tm_year + 1900,    time->tm_mon + 1,  time->tm_mday,
                               time->tm_hour,           time->tm_min,      time->tm_sec,
                               (time->tm_wday + 6) % 7, time->tm_yday + 1, time->tm_isdst};
    owned self = allocate(rt);
    for (size_t i = 0; self && i < ITEMS; i++)
        tuple_fill(rt, self, i, int_tag(values[i]));
    if (self) {
        struct zone *zone = zone_of(self);
        *zone = (struct zone){.known = true, .offset = time->tm_gmtoff};
        snprintf(zone->name, sizeof zone->name, "%s", time->tm_zone ? time->tm_zone : "");
        gc_track(rt, self);
    }
    return self;
}

/* struct_time(sequence of 9 to 11) */
static owned construct(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "struct_time", positional, names, 1, 2))
        return NULL;
    owned items = tuple_from_iterable(rt, arguments[0]);
    size_t count = items ? tuple_count(items) : 0;
    owned self = count >= ITEMS ? allocate(rt) : NULL;
    if (items && count < ITEMS)
        exception_raise(rt, &exception_TypeError,
                        "time.struct_time() takes an at least 9-sequence (%zu-sequence given)",
                        count);
    for (size_t i = 0; self && i < ITEMS; i++)
        tuple_fill(rt, self, i, object_retain(rt, tuple_item(items, i)));
    if (self) {
        *zone_of(self) = (struct zone){0};
        gc_track(rt, self);
    }
    object_release_maybe(rt, items);
    return self;
}

static owned get_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    const struct zone *zone = zone_of(self);
    if (str_check(name) && str_equal_text(name, "tm_zone"))
        return zone->known ? str_from_text(rt, zone->name) : NONE;
    if (str_check(name) && str_equal_text(name, "tm_gmtoff"))
        return zone->known ? int_new(rt, zone->offset) : NONE;
    return record_get_attribute(rt, self, name);
}

static const char *const fields[] = {"tm_year", "tm_mon",  "tm_mday", "tm_hour",  "tm_min",
                                     "tm_sec",  "tm_wday", "tm_yday", "tm_isdst", NULL};
static struct record_type struct_time_type = {
    .type = {.header = OBJECT_STATIC(&type_type),
             .name = "time.struct_time",
             .base = &tuple_type,
             .size = sizeof(struct tuple),
             .reported_size = 40,
             .flags = TYPE_TRACKED | TYPE_TUPLE,
             .new = construct,
             .get_attribute = get_attribute,
             .repr = record_repr},
    .fields = fields,
};

/* --- reading arguments ------------------------------------------------------------------------ */

/* Seconds since 1970, whole; without an argument or with None: now. */
static bool read_seconds(struct runtime *rt, const borrowed *arguments, size_t positional,
                         time_t *seconds)
{
    double number;
    *seconds = time(NULL);
    if (positional == 0 || arguments[0] == NONE)
        return true;
    if (!arguments_float(rt, arguments[0], &number))
        return false;
    if (!isfinite(number) || fabs(number) > 1e17) {
        exception_raise(rt, &exception_OverflowError, "timestamp out of range for platform time_t");
        return false;
    }
    *seconds = (time_t)floor(number);
    return true;
}

/* The nine ints of a struct_time or tuple. */
static bool read_time(struct runtime *rt, borrowed v, struct tm *time)
{
    int64_t numbers[ITEMS];
    if (!tuple_check(v) || tuple_count(v) != ITEMS) {
        exception_raise(rt, &exception_TypeError,
                        tuple_check(v) ? "function takes exactly 9 arguments (%zu given)"
                                       : "Tuple or struct_time argument required",
                        tuple_check(v) ? tuple_count(v) : 0);
        return false;
    }
    for (size_t i = 0; i < ITEMS; i++) {
        if (!arguments_int(rt, tuple_item(v, i), &numbers[i]))
            return false;
        if (numbers[i] < INT32_MIN || numbers[i] > INT32_MAX) {
            exception_raise(rt, &exception_OverflowError, "signed integer is greater than maximum");
            return false;
        }
    }
    *time = (struct tm){.tm_year = (int)numbers[0] - 1900,
                        .tm_mon = (int)numbers[1] - 1,
                        .tm_mday = (int)numbers[2],
                        .tm_hour = (int)numbers[3],
                        .tm_min = (int)numbers[4],
                        .tm_sec = (int)numbers[5],
                        .tm_wday = (int)((numbers[6] + 1) % 7),
                        .tm_yday = (int)numbers[7] - 1,
                        .tm_isdst = (int)numbers[8]};
    return true;
}

/* What strftime and asctime take: fields in their ranges, where 0 stands for a first. */
static bool check_ranges(struct runtime *rt, struct tm *time)
{
    const char *wrong = NULL;
    time->tm_mon += time->tm_mon == -1;
    time->tm_mday += time->tm_mday == 0;
    time->tm_yday += time->tm_yday == -1;
    if (time->tm_mon < 0 || time->tm_mon > 11)
        wrong = "month out of range";
    else if (time->tm_mday < 0 || time->tm_mday > 31)
        wrong = "day of month out of range";
    else if (time->tm_hour < 0 || time->tm_hour > 23)
        wrong = "hour out of range";
    else if (time->tm_min < 0 || time->tm_min > 59)
        wrong = "minute out of range";
    else if (time->tm_sec < 0 || time->tm_sec > 61)
        wrong = "seconds out of range";
    else if (time->tm_wday < 0)
        wrong = "day of week out of range";
    else if (time->tm_yday < 0 || time->tm_yday > 365)
        wrong = "day of year out of range";
    if (wrong)
        exception_raise(rt, &exception_ValueError, "%s", wrong);
    return wrong == NULL;
}

/* The struct_time argument at `place`, or the time that it is now. */
static bool read_time_or_now(struct runtime *rt, const borrowed *arguments, size_t positional,
                             size_t place, struct tm *result)
{
    if (positional > place)
        return read_time(rt, arguments[place], result) && check_ranges(rt, result);
    time_t now = time(NULL);
    localtime_r(&now, result);
    return true;
}

/* --- functions -------------------------------------------------------------------------------- */

FUNCTION(local_time)
{
    time_t seconds;
    struct tm time;
    if (!arguments_count(rt, "localtime", positional, names, 0, 1) ||
        !read_seconds(rt, arguments, positional, &seconds))
        return NULL;
    if (!localtime_r(&seconds, &time))
        return exception_raise_errno(rt, errno, NULL);
    return make_time(rt, &time);
}

FUNCTION(universal_time)
{
    time_t seconds;
    struct tm time;
    if (!arguments_count(rt, "gmtime", positional, names, 0, 1) ||
        !read_seconds(rt, arguments, positional, &seconds))
        return NULL;
    if (!gmtime_r(&seconds, &time))
        return exception_raise_errno(rt, errno, NULL);
    time.tm_zone = "UTC";
    return make_time(rt, &time);
}

FUNCTION(make_seconds)
{
    struct tm time;
    if (!arguments_count(rt, "mktime", positional, names, 1, 1) ||
        !read_time(rt, arguments[0], &time))
        return NULL;
    time.tm_wday = -1; /* stays so where mktime fails */
    time_t seconds = mktime(&time);
    if (seconds == -1 && time.tm_wday == -1)
        return exception_raise(rt, &exception_OverflowError, "mktime argument out of range");
    return float_new(rt, (double)seconds);
}

static owned print_time(struct runtime *rt, const struct tm *time)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[64];
    snprintf(text, sizeof text, "%.3s %.3s %2d %02d:%02d:%02d %d", days + 3 * (time->tm_wday % 7),
             months + 3 * time->tm_mon, time->tm_mday, time->tm_hour, time->tm_min, time->tm_sec,
             1900 + time->tm_year);
    return str_from_text(rt, text);
}

FUNCTION(as_text)
{
    struct tm time;
    return arguments_count(rt, "asctime", positional, names, 0, 1) &&
                   read_time_or_now(rt, arguments, positional, 0, &time)
               ? print_time(rt, &time)
               : NULL;
}

FUNCTION(seconds_as_text)
{
    time_t seconds;
    struct tm time;
    if (!arguments_count(rt, "ctime", positional, names, 0, 1) ||
        !read_seconds(rt, arguments, positional, &seconds))
        return NULL;
    if (!localtime_r(&seconds, &time))
        return exception_raise_errno(rt, errno, NULL);
    return print_time(rt, &time);
}

FUNCTION(format_time)
{
    struct tm time;
    if (!arguments_count(rt, "strftime", positional, names, 1, 2))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "strftime() argument 1 must be str, not %T", arguments[0]);
    if (!read_time_or_now(rt, arguments, positional, 1, &time))
        return NULL;
    time.tm_isdst = time.tm_isdst < -1 ? -1 : time.tm_isdst > 1 ? 1 : time.tm_isdst;
    struct tm zoned = time; /* strftime prints the zone that it finds in the struct */
    if (time.tm_isdst >= 0 && mktime(&zoned) != -1) {
        time.tm_gmtoff = zoned.tm_gmtoff;
        time.tm_zone = zoned.tm_zone;
    }
    const char *format = str_utf8(arguments[0], NULL);
    for (size_t size = 256;; size *= 2) {
        char *text = memory_allocate(size);
        size_t used = strftime(text, size, format, &time);
        /* 0 may be an empty result, of a format such as '' or '%p' */
        if (used > 0 || size >= 256 * (strlen(format) + 1)) {
            owned result = str_decode(rt, (const uint8_t *)text, used, "utf-8", "surrogateescape");
            memory_free(text);
            return result;
        }
        memory_free(text);
    }
}

/* (timezone, altzone, daylight, names): from the zone of January and July. */
static int add_zone(struct runtime *rt, borrowed module)
{
    tzset();
    owned pair[2] = {str_from_text(rt, tzname[0]), str_from_text(rt, tzname[1])};
    if (module_set(rt, module, "timezone", int_new(rt, timezone)) < 0 ||
        module_set(rt, module, "altzone", int_new(rt, daylight ? timezone - 3600 : timezone)) < 0 ||
        module_set(rt, module, "daylight", int_new(rt, daylight)) < 0)
        return -1;
    return module_set(rt, module, "tzname", tuple_from_owned(rt, pair, 2));
}

static const struct native_method functions[] = {
    {"localtime", local_time, NATIVE_PLAIN, "Seconds since the Epoch as local time."},
    {"gmtime", universal_time, NATIVE_PLAIN, "Seconds since the Epoch as UTC."},
    {"mktime", make_seconds, NATIVE_PLAIN, "Local time as seconds since the Epoch."},
    {"asctime", as_text, NATIVE_PLAIN, "A struct_time as text: 'Sat Jun 06 16:26:11 1998'."},
    {"ctime", seconds_as_text, NATIVE_PLAIN, "Seconds since the Epoch as text."},
    {"strftime", format_time, NATIVE_PLAIN, "A struct_time after a format."},
    {0},
};

int time_calendar_fill(struct runtime *rt, borrowed module)
{
    type_ready(rt, &struct_time_type.type);
    if (module_set(rt, module, "struct_time", object_retain(rt, &struct_time_type.type.header)) <
            0 ||
        module_set(rt, module, "_STRUCT_TM_ITEMS", int_tag(11)) < 0 || add_zone(rt, module) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
