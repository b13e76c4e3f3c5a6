/* Sorting whole numbers fast: a radix sort that passes over digits in which all agree,
 * and leaves what is sorted already. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

void sort_numbers(uint64_t *numbers, size_t count); /* ascending */

#endif
