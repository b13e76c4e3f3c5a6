#!/usr/bin/env bash
# The recorder: events a second against a row an event and against LTTng-UST, what it costs the program,
# snapshots, lookups. LTTng-UST is measured where it is installed (Debian: lttng-tools liblttng-ust-dev).
# usage: recorder.sh BUILD [SCALE]   SCALE divides the counts (1: as the goals say them; default 10)
set -eu
build=$1
scale=${2:-${HEAPLEDGER_BENCH_SCALE:-10}}
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || { kill "$daemon"; wait "$daemon"; } 2> /dev/null; rm -rf "$folder"' EXIT
cc -std=gnu17 -O2 -D_GNU_SOURCE -I. -o "$folder/recorder" bench/recorder.c "$build/librecorder.a" "$build/libbase.a" \
    -lsqlite3 -lzstd -lm -pthread
measure() { "$folder/recorder" "$1" "$folder" $(($2 / scale)); }

# A session of LTTng-UST that drops nothing; prints `RATE M events/s …`. Its daemon is ours if there was none.
measure_lttng() {
    local count=$1 nanoseconds
    export LTTNG_HOME=$folder
    if ! lttng list > /dev/null 2>&1; then
        lttng-sessiond --no-kernel --quiet > /dev/null 2>&1 &
        daemon=$!
        for _ in {1..50}; do lttng list > /dev/null 2>&1 && break || sleep 0.1; done
    fi
    lttng create heapledger-bench --output "$folder/lttng-trace"
    lttng enable-channel --userspace --subbuf-size 1M --num-subbuf 8 --blocking-timeout inf events
    lttng enable-event --userspace --channel events bench:count
    lttng start
    nanoseconds=$(LTTNG_UST_ALLOW_BLOCKING=1 "$folder/lttng" "$count")
    lttng destroy heapledger-bench
    awk -v ns="$nanoseconds" -v size="$(du -sb "$folder/lttng-trace" | cut -f1)" -v count="$count" 'BEGIN {
        printf "%.2f M events/s by LTTng-UST with the same four fields, %.2f bytes an event\n", 1e3 / ns, size / count
    }' >&3
}

# LOOP OTHER: how many times as many events a second.
compare() { printf '%s\n%s\n' "$1" "$2" | awk 'NR == 1 { loop = $1 } NR == 2 { printf "%.1f times as many\n", loop / $1 }'; }

rows=$(measure rows 20000000)
loop=$(measure loop 200000000)
echo "$loop"
echo "$rows"
compare "$loop" "$rows"
if command -v lttng lttng-sessiond > /dev/null &&
    cc -std=gnu17 -O2 -I. -o "$folder/lttng" bench/lttng.c -llttng-ust -ldl 2> /dev/null; then
    measure_lttng $((20000000 / scale)) 3> "$folder/line" > "$folder/log" 2>&1 || cat "$folder/log"
    cat "$folder/line"
    compare "$loop" "$(cat "$folder/line")"
else
    echo "LTTng-UST is not installed: not measured"
fi
measure room 10000000
"$folder/recorder" snapshot "$folder" 1000000 # these two are never scaled: fixed costs would blur them
"$folder/recorder" memory "$folder" 1000000
measure lookup 100000000
