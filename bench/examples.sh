#!/usr/bin/env bash
# The programs of examples/ in a loop: events a second from the running program to the file, beside a row
# an event in a plain table in the same run, and what recording costs them. usage: examples.sh BUILD [ROUNDS]
set -eu
build=$1
rounds=${2:-40}
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
programs=(examples/{leaky_cache,sessions,listeners,cycle,weak_parent,class_registry,closure,churn,peak,resurrection}.py)
loop=(bench/programs/examples_loop.py "$rounds" "${programs[@]}")

seconds_of() { # seconds that a command takes
    local start end
    start=$(date +%s%N)
    "$@" > /dev/null 2> "$scratch/errors" || { cat "$scratch/errors" >&2; return 1; }
    end=$(date +%s%N)
    awk "BEGIN { printf \"%.3f\", ($end - $start) / 1e9 }"
}

unrecorded=$(seconds_of "$build/heapledger" run --no-trace "${loop[@]}")
recorded=$(seconds_of "$build/heapledger" run -f -o "$scratch/loop.db" "${loop[@]}")
events=$(sqlite3 "$scratch/loop.db" 'SELECT events FROM run')
size=$(stat -c %s "$scratch/loop.db")
cc -std=gnu17 -O2 -D_GNU_SOURCE -I. -o "$scratch/recorder" bench/recorder.c "$build/librecorder.a" \
    "$build/libbase.a" -lsqlite3 -lzstd -lm -pthread
rows=$("$scratch/recorder" rows "$scratch" 2000000)
awk -v events="$events" -v size="$size" -v recorded="$recorded" -v unrecorded="$unrecorded" -v rows="$rows" 'BEGIN {
    printf "%d events in %.2f s, program and file together: %.1f M events/s, %.2f bytes an event\n",
        events, recorded, events / recorded / 1e6, size / events
    printf "%.1f times the time of the unrecorded program (%.2f s)\n", recorded / unrecorded, unrecorded
    print rows
    split(rows, words, " ")
    printf "%.1f times as many events a second as a row an event\n", events / recorded / 1e6 / words[1]
}'
"$build/heapledger" verify "$scratch/loop.db" | tail -1
