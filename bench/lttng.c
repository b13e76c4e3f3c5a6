/* The loop of bench/recorder.c, traced by LTTng-UST: what an event costs there. bench/recorder.sh
 * runs it in a session that drops nothing.
 * usage: lttng COUNT   prints one line */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "bench/lttng_event.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int main(int argument_count, char **arguments)
{
    uint64_t wanted = argument_count > 1 ? strtoull(arguments[1], NULL, 10) : 1000000, state = 1;
    double start = seconds();
    for (uint64_t i = 0; i < wanted / 2; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint64_t random = state >> 33, oid = random % 1000;
        int64_t holder = (int64_t)(random >> 10) % 16;
        uint32_t site = (uint32_t)(random >> 14) % 32;
        lttng_ust_tracepoint(bench, count, 3, oid, holder, site);
        lttng_ust_tracepoint(bench, count, 4, oid, holder, site + 32);
    }
    printf("%.1f\n", (seconds() - start) * 1e9 / (double)wanted);
    return 0;
}
