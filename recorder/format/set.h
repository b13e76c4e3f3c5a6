/* A set of numbers in few bytes, which may be coarse but never misses a member.
 *
 * How it works. Numbers are cut to blocks of 2^shift; the blocks that are present are written as
 * runs: varint shift, then (gap, length - 1) pairs of varints, in ascending order. Shift 0 is
 * exact. When the bytes exceed the budget, shift grows until they fit. An empty set has no bytes.
 */
#ifndef RECORDER_FORMAT_SET_H
#define RECORDER_FORMAT_SET_H

#include "base/buffer.h"

#define SET_BUDGET 8192 /* bytes that a set of a chunk may take */

/* Appends the set of `count` numbers to `buffer`; sorts `numbers` and drops doubles in place. */
void set_encode(struct buffer *buffer, uint64_t *numbers, size_t count, size_t budget);

/* False only where `number` is surely not in the set. Damaged bytes answer true: the chunk itself
 * decides. */
bool set_may_contain(const uint8_t *bytes, size_t size, uint64_t number);

#endif
