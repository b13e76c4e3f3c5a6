/* The shortest decimal that reads back as the same double (float_parts.h): Schubfach, by Raffaello
 * Giulietti.
 *
 * A double c·2^q stands for all numbers between its two neighbours' middles. At a power of ten 10^k
 * that is just smaller than this interval at most one or two multiples of 10^(k+1), and always one
 * of 10^k, lie inside: the candidates are compared in integers, four times as fine, after one
 * multiplication by a 128-bit approximation of 10^-k whose last bit is sticky.
 *
 * The powers are computed once for the process.
 */
#include "runtime/types/float_parts.h"

#include <gmp.h>
#include <pthread.h>

#define LEAST_POWER   (-292)
#define MOST_POWER    324
#define FRACTION_BITS 52
#define EXPONENT_BIAS 1075 /* of c·2^q with a whole c */

__extension__ typedef unsigned __int128 wide;

/* powers[k - LEAST_POWER] = 10^k, scaled by a power of two into 128 bits, rounded up. */
static wide powers[MOST_POWER - LEAST_POWER + 1];
static pthread_once_t powers_once = PTHREAD_ONCE_INIT;

/* floor(log2(10^k)) for |k| < 1650 */
static int log2_of_power(int k)
{
    return (k * 1741647) >> 19;
}

static void make_powers(void)
{
    mpz_t power, scaled;
    mpz_init(power);
    mpz_init(scaled);
    for (int k = LEAST_POWER; k <= MOST_POWER; k++) {
        int shift = 127 - log2_of_power(k);
        mpz_ui_pow_ui(power, 10, (unsigned long)(k < 0 ? -k : k));
        if (k < 0) { /* 2^shift / 10^-k */
            mpz_set_ui(scaled, 0);
            mpz_setbit(scaled, (mp_bitcnt_t)shift);
            mpz_cdiv_q(scaled, scaled, power);
        } else if (shift >= 0) {
            mpz_mul_2exp(scaled, power, (mp_bitcnt_t)shift);
        } else {
            mpz_cdiv_q_2exp(scaled, power, (mp_bitcnt_t)-shift);
        }
        wide low = mpz_get_ui(scaled);
        mpz_tdiv_q_2exp(scaled, scaled, 64);
        powers[k - LEAST_POWER] = (wide)mpz_get_ui(scaled) << 64 | low;
    }
    mpz_clear(power);
    mpz_clear(scaled);
}

/* The top 64 bits of power * factor, the last of them set where anything was cut off. */
static uint64_t multiply(wide power, uint64_t factor)
{
    wide low = (wide)(uint64_t)power * factor;
    wide high = (wide)(uint64_t)(power >> 64) * factor;
    wide sum = high + (uint64_t)(low >> 64);
    return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

/* The digits of the shortest decimal d·10^k between the middles to the neighbours of c·2^q.
 * `is_edge`: the number is a power of two, so that its lower neighbour is twice as near. */
static uint64_t choose(uint64_t c, int q, bool is_edge, int *exponent)
{
    int k = (q * 1262611 - (is_edge ? 524031 : 0)) >> 22;
    int shift = q + log2_of_power(-k) + 1;
    wide power = powers[-k - LEAST_POWER];
    bool is_odd = c & 1; /* the ends of the interval belong to even numbers */
    uint64_t lower = multiply(power, (4 * c - 2 + is_edge) << shift) + is_odd;
    uint64_t value = multiply(power, 4 * c << shift);
    uint64_t upper = multiply(power, (4 * c + 2) << shift) - is_odd;
    uint64_t floor = value / 4, tens = floor / 10;
    if (floor >= 10) {
        bool below = lower <= 40 * tens, above = 40 * tens + 40 <= upper;
        if (below != above) {
            *exponent = k + 1;
            return tens + above;
        }
    }
    *exponent = k;
    bool below = lower <= 4 * floor, above = 4 * floor + 4 <= upper;
    if (below != above)
        return floor + above;
    uint64_t middle = 4 * floor + 2;
    return floor + (value > middle || (value == middle && (floor & 1)));
}

uint64_t float_shortest(double number, int *exponent)
{
    pthread_once(&powers_once, make_powers);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << FRACTION_BITS) - 1);
    int biased = (int)(bits >> FRACTION_BITS) & 0x7ff;
    if (biased == 0)
        return choose(fraction, 1 - EXPONENT_BIAS, false, exponent);
    return choose(fraction | UINT64_C(1) << FRACTION_BITS, biased - EXPONENT_BIAS,
                  fraction == 0 && biased > 1, exponent);
}
