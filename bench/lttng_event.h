/* The recorder's four fields as an event of LTTng-UST, whose macros read this file several times.
 */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "bench/lttng_event.h"

#if !defined(BENCH_LTTNG_EVENT_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define BENCH_LTTNG_EVENT_H

#include <lttng/tracepoint.h>
#include <stdint.h>

LTTNG_UST_TRACEPOINT_EVENT(
    bench, count, LTTNG_UST_TP_ARGS(uint32_t, kind, uint64_t, oid, int64_t, holder, uint32_t, site),
    LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(uint32_t, kind, kind)
                            lttng_ust_field_integer(uint64_t, oid, oid)
                                lttng_ust_field_integer(int64_t, holder, holder)
                                    lttng_ust_field_integer(uint32_t, site, site)))

#endif

#include <lttng/tracepoint-event.h>
