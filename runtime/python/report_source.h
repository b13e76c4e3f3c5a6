/* Source lines in tracebacks, with the marks under them. */
#ifndef RUNTIME_PYTHON_REPORT_SOURCE_H
#define RUNTIME_PYTHON_REPORT_SOURCE_H

#include "runtime/python/code.h"

struct str_builder;

/* The line of the instruction as it stands in the source file, and below it what the instruction
 * spans; nothing where the file cannot be read. */
void report_source_append(struct str_builder *text, const struct code *code, uint32_t instruction);

/* The text of a SyntaxError with carets from start to end (characters, from 1; end excluded). */
void report_source_append_syntax(struct str_builder *text, borrowed source, int64_t start,
                                 int64_t end);

#endif
