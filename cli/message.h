/* What the program says to its user on stderr, beside the results on stdout. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "base/buffer.h"
#include "base/error.h"

/* Prints "heapledger: " and one sentence, behind everything that stdout has so far. Names from a
 * trace or a command line may hold anything, so control characters are printed as escapes. */
void message_print(const char *format, ...) PRINTF_LIKE(1, 2);

/* Appends such a line to a buffer, to be printed later. */
void message_append(struct buffer *lines, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
