/* SHA-512 (sha512.h). Its constants are the first 64 bits behind the point of the roots of primes,
 * and are computed as such. */
#include "runtime/modules/sha512.h"

#include <gmp.h>
#include <string.h>

#define ROUNDS     80
#define BLOCK_SIZE 128

/* The first 64 bits behind the point of the square or cube root of a prime. */
static uint64_t root_bits(unsigned long prime, unsigned root)
{
    mpz_t number;
    mpz_init_set_ui(number, prime);
    mpz_mul_2exp(number, number, 64 * root);
    mpz_root(number, number, root);
    uint64_t bits = mpz_get_ui(number);
    mpz_clear(number);
    return bits;
}

struct constants {
    uint64_t start[8];
    uint64_t rounds[ROUNDS];
};

static void make_constants(struct constants *constants)
{
    size_t count = 0;
    for (unsigned long candidate = 2; count < ROUNDS; candidate++) {
        unsigned long divisor = 2;
        while (divisor * divisor <= candidate && candidate % divisor)
            divisor++;
        if (divisor * divisor <= candidate)
            continue;
        if (count < 8)
            constants->start[count] = root_bits(candidate, 2);
        constants->rounds[count++] = root_bits(candidate, 3);
    }
}

static uint64_t rotate(uint64_t x, unsigned count)
{
    return x >> count | x << (64 - count);
}

static void add_block(const struct constants *constants, uint64_t state[8],
                      const uint8_t block[BLOCK_SIZE])
{
    uint64_t words[ROUNDS], s[8];
    for (size_t i = 0; i < 16; i++) {
        words[i] = 0;
        for (size_t j = 0; j < 8; j++)
            words[i] = words[i] << 8 | block[i * 8 + j];
    }
    for (size_t i = 16; i < ROUNDS; i++) {
        uint64_t a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + (rotate(a, 1) ^ rotate(a, 8) ^ a >> 7) + words[i - 7] +
                   (rotate(b, 19) ^ rotate(b, 61) ^ b >> 6);
    }
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < ROUNDS; i++) {
        uint64_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint64_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint64_t first = s[7] + (rotate(s[4], 14) ^ rotate(s[4], 18) ^ rotate(s[4], 41)) + choice +
                         constants->rounds[i] + words[i];
        uint64_t second = (rotate(s[0], 28) ^ rotate(s[0], 34) ^ rotate(s[0], 39)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += s[i];
}

void sha512(const void *data, size_t size, uint8_t digest[64])
{
    struct constants constants;
    make_constants(&constants);
    uint64_t state[8];
    memcpy(state, constants.start, sizeof state);
    const uint8_t *next = data;
    size_t left = size;
    for (; left >= BLOCK_SIZE; left -= BLOCK_SIZE, next += BLOCK_SIZE)
        add_block(&constants, state, next);
    /* The rest, a one bit, zeros, and the number of bits at the end of a block. */
    uint8_t tail[2 * BLOCK_SIZE] = {0};
    memcpy(tail, next, left);
    tail[left] = 0x80;
    size_t blocks = left + 17 > BLOCK_SIZE ? 2 : 1;
    for (size_t i = 0; i < 8; i++)
        tail[blocks * BLOCK_SIZE - 1 - i] = (uint8_t)((uint64_t)size * 8 >> 8 * i);
    for (size_t i = 0; i < blocks; i++)
        add_block(&constants, state, tail + i * BLOCK_SIZE);
    for (size_t i = 0; i < 64; i++)
        digest[i] = (uint8_t)(state[i / 8] >> (56 - i % 8 * 8));
}
