/* The hash of a run of bytes, for str and bytes: the same in every run. */
#ifndef RUNTIME_TYPES_HASH_H
#define RUNTIME_TYPES_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Mixes eight bytes at a time by multiplication; never -1. */
static inline int64_t hash_bytes(const void *data, size_t size)
{
    const uint8_t *next = data;
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15) ^ size, block;
    for (; size >= 8; size -= 8, next += 8) {
        memcpy(&block, next, 8);
        hash = (hash ^ block) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    block = 0;
    memcpy(&block, next, size);
    hash = (hash ^ block) * UINT64_C(0xff51afd7ed558ccd);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xc4ceb9fe1a85ec53);
    hash ^= hash >> 29;
    return hash == UINT64_MAX ? -2 : (int64_t)hash;
}

#endif
