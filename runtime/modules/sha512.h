/* SHA-512 (FIPS 180-4): only what random.seed(text) needs. */
#ifndef RUNTIME_MODULES_SHA512_H
#define RUNTIME_MODULES_SHA512_H

#include <stddef.h>
#include <stdint.h>

void sha512(const void *data, size_t size, uint8_t digest[64]);

#endif
