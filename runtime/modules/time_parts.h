/* What time.c takes from time_calendar.c. */
#ifndef RUNTIME_MODULES_TIME_PARTS_H
#define RUNTIME_MODULES_TIME_PARTS_H

#include "runtime/core/type.h"

/* Defines struct_time, localtime, strftime … in the module time. -1: error. */
int time_calendar_fill(struct runtime *rt, borrowed module);

#endif
