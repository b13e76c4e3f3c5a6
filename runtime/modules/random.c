/* The module _random: the Mersenne Twister of CPython, number for number (MT19937 with its
 * genrand_res53 and init_by_array). Everything that is made of these numbers is Python, in
 * lib/random.py. */
#include "base/memory.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/sha512.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <sys/random.h>
#include <time.h>

#define STATE_SIZE 624
#define SHIFT_SIZE 397

struct twister {
    struct object header;
    uint32_t state[STATE_SIZE];
    uint32_t next; /* the next number of the state to be given; STATE_SIZE: none is left */
};

static struct type random_type;

static struct twister *twister_of(borrowed v)
{
    return (struct twister *)v;
}

/* --- the generator ---------------------------------------------------------------------------- */

static uint32_t mix(uint32_t high, uint32_t low)
{
    uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
    return y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
}

static void refill(struct twister *twister)
{
    uint32_t *state = twister->state;
    for (size_t i = 0; i < STATE_SIZE; i++)
        state[i] =
            state[(i + SHIFT_SIZE) % STATE_SIZE] ^ mix(state[i], state[(i + 1) % STATE_SIZE]);
    twister->next = 0;
}

static uint32_t next_number(struct twister *twister)
{
    if (twister->next >= STATE_SIZE)
        refill(twister);
    uint32_t y = twister->state[twister->next++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void seed_number(struct twister *twister, uint32_t seed)
{
    uint32_t *state = twister->state;
    state[0] = seed;
    for (uint32_t i = 1; i < STATE_SIZE; i++)
        state[i] = 1812433253u * (state[i - 1] ^ state[i - 1] >> 30) + i;
    twister->next = STATE_SIZE;
}

static void seed_array(struct twister *twister, const uint32_t *key, size_t count)
{
    uint32_t *state = twister->state;
    seed_number(twister, 19650218u);
    size_t i = 1, j = 0;
    for (size_t k = count > STATE_SIZE ? count : STATE_SIZE; k; k--) {
        state[i] =
            (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i == STATE_SIZE) {
            state[0] = state[STATE_SIZE - 1];
            i = 1;
        }
        j = (j + 1) % count;
    }
    for (size_t k = STATE_SIZE - 1; k; k--) {
        state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        if (++i == STATE_SIZE) {
            state[0] = state[STATE_SIZE - 1];
            i = 1;
        }
    }
    state[0] = 0x80000000u;
}

/* --- the type --------------------------------------------------------------------------------- */

/* Without a seed: as random as the system has it. */
static void seed_system(struct twister *twister)
{
    uint32_t key[STATE_SIZE];
    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        for (size_t i = 0; i < STATE_SIZE; i++)
            key[i] = (uint32_t)(now.tv_nsec * (long)(i + 1) ^ now.tv_sec);
    }
    seed_array(twister, key, STATE_SIZE);
}

/* The 32-bit digits of the magnitude; of anything but an int, of its hash. */
static int seed_object(struct runtime *rt, struct twister *twister, borrowed seed)
{
    int64_t hash;
    owned number = NULL;
    if (int_check(rt, seed))
        number = object_retain(rt, seed);
    else if (object_hash(rt, seed, &hash) == 0)
        number = int_new_unsigned(rt, (uint64_t)hash);
    if (!number)
        return -1;
    struct int_view view;
    mpz_srcptr value = int_view(number, &view);
    size_t count = mpz_sgn(value) ? (mpz_sizeinbase(value, 2) + 31) / 32 : 1;
    uint32_t *key = memory_zeroed(count, sizeof *key);
    mpz_export(key, NULL, -1, sizeof *key, 0, 0, value);
    seed_array(twister, key, count);
    memory_free(key);
    object_release(rt, number);
    return 0;
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments UNUSED,
                       size_t positional UNUSED, borrowed names UNUSED)
{
    owned result = object_new(rt, type, type->size, type->reported_size);
    if (result)
        seed_system(twister_of(result));
    return result;
}

static owned seed(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                  borrowed names)
{
    if (!arguments_count(rt, "seed", positional, names, 0, 1))
        return NULL;
    if (positional == 0 || arguments[0] == NONE)
        seed_system(twister_of(self));
    else if (seed_object(rt, twister_of(self), arguments[0]) < 0)
        return NULL;
    return NONE;
}

/* 53 bits, as genrand_res53. */
static owned random_float(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional, borrowed names)
{
    if (!arguments_count(rt, "random", positional, names, 0, 0))
        return NULL;
    uint32_t high = next_number(twister_of(self)) >> 5, low = next_number(twister_of(self)) >> 6;
    return float_new(rt, (high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

static owned random_bits(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    int64_t bits;
    if (!arguments_count(rt, "getrandbits", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &bits))
        return NULL;
    if (bits < 0)
        return exception_raise(rt, &exception_ValueError, "number of bits must be non-negative");
    if (bits == 0)
        return int_tag(0);
    if (bits <= 32)
        return int_tag(next_number(twister_of(self)) >> (32 - bits));
    size_t count = (size_t)(bits + 31) / 32;
    uint32_t *digits = memory_zeroed(count, sizeof *digits);
    for (size_t i = 0; i < count; i++, bits -= 32)
        digits[i] = next_number(twister_of(self)) >> (bits < 32 ? 32 - bits : 0);
    mpz_t number;
    mpz_init(number);
    mpz_import(number, count, -1, sizeof *digits, 0, 0, digits);
    memory_free(digits);
    return int_from_owned_mpz(rt, number);
}

static owned get_state(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "getstate", positional, names, 0, 0))
        return NULL;
    owned numbers[STATE_SIZE + 1];
    for (size_t i = 0; i < STATE_SIZE; i++)
        numbers[i] = int_tag(twister_of(self)->state[i]);
    numbers[STATE_SIZE] = int_tag(twister_of(self)->next);
    return tuple_from_owned(rt, numbers, STATE_SIZE + 1);
}

static owned set_state(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "setstate", positional, names, 1, 1))
        return NULL;
    if (!tuple_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "state vector must be a tuple");
    if (tuple_count(arguments[0]) != STATE_SIZE + 1)
        return exception_raise(rt, &exception_ValueError, "state vector is the wrong size");
    int64_t numbers[STATE_SIZE + 1];
    for (size_t i = 0; i <= STATE_SIZE; i++)
        if (!arguments_int(rt, tuple_item(arguments[0], i), &numbers[i]))
            return NULL;
    if (numbers[STATE_SIZE] < 0 || numbers[STATE_SIZE] > STATE_SIZE)
        return exception_raise(rt, &exception_ValueError, "invalid state");
    for (size_t i = 0; i < STATE_SIZE; i++)
        twister_of(self)->state[i] = (uint32_t)numbers[i];
    twister_of(self)->next = (uint32_t)numbers[STATE_SIZE];
    return NONE;
}

static const struct native_method methods[] = {
    {"random", random_float, NATIVE_PLAIN, "random() -> x in the interval [0, 1)."},
    {"seed", seed, NATIVE_PLAIN, NULL},
    {"getrandbits", random_bits, NATIVE_PLAIN,
     "getrandbits(k) -> x. Generates an int with k random bits."},
    {"getstate", get_state, NATIVE_PLAIN, NULL},
    {"setstate", set_state, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static struct type random_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_random.Random",
    .base = &object_type_,
    .size = sizeof(struct twister),
    .reported_size = sizeof(struct twister),
    .flags = TYPE_BASE,
    .new = construct,
    .methods = methods,
};

static owned digest(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    size_t size;
    if (!arguments_count(rt, "_digest", positional, names, 1, 1))
        return NULL;
    const uint8_t *data = bytes_view(arguments[0], &size);
    if (!data)
        return exception_raise(rt, &exception_TypeError,
                               "a bytes-like object is required, not '%T'", arguments[0]);
    uint8_t result[64];
    sha512(data, size, result);
    return bytes_new(rt, result, sizeof result);
}

static const struct native_method functions[] = {
    {"_digest", digest, NATIVE_PLAIN, "The SHA-512 of some bytes, from which texts seed."},
    {NULL, NULL, 0, NULL},
};

int module_fill_random(struct runtime *rt, borrowed module)
{
    type_ready(rt, &random_type);
    if (module_add_functions(rt, module, functions) < 0)
        return -1;
    return module_set(rt, module, "Random", &random_type.header);
}
