/* `Did you mean: …?` behind the message of an uncaught AttributeError or NameError. */
#ifndef RUNTIME_PYTHON_REPORT_SUGGESTION_H
#define RUNTIME_PYTHON_REPORT_SUGGESTION_H

#include "runtime/core/type.h"

/* The name that the exception's was probably meant to be, a str; NULL: none is near. Raises
 * nothing. */
owned report_suggestion_for(struct runtime *rt, borrowed instance);

#endif
