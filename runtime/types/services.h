/* What the types do for the floor below them (struct services of core/state.h). */
#ifndef RUNTIME_TYPES_SERVICES_H
#define RUNTIME_TYPES_SERVICES_H

#include "runtime/core/type.h"

/* Connects core with the types and makes names ready. Comes after state_new and before the first
 * type_ready; the hooks of struct runtime that belong to the evaluator are set by it. */
void services_connect(struct runtime *rt);

/* Could the collector find a cycle through v? */
bool services_may_be_in_cycle(borrowed v);

#endif
