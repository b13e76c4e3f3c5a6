#!/usr/bin/env bash
# Each program of bench/programs under python3, under heapledger unrecorded, and recorded: processor seconds
# of the user and their ratio, then what recording costs and how large an event is on disk.
# usage: programs.sh BUILD
set -eu
build=$1
cd "$(dirname "$0")/programs"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

best_of() { # the least of three: user seconds with %U, seconds by the clock with %R
    local TIMEFORMAT=$1
    shift
    for _ in 1 2 3; do
        { time "$@" > /dev/null 2> "$scratch/errors"; } 2>&1 || { cat "$scratch/errors" >&2; return 1; }
    done | sort -n | head -1
}

printf '%-12s %9s %11s %6s   %9s %6s %11s %9s %12s\n' program python3 heapledger ratio recorded times events 'M a s' 'bytes each'
for program in *.py; do
    [ "$program" != examples_loop.py ] || continue # examples.sh has it
    python=$(best_of %U python3 "$program")
    ours=$(best_of %U "$build/heapledger" run --no-trace "$program")
    unrecorded=$(best_of %R "$build/heapledger" run --no-trace "$program")
    recorded=$(best_of %R "$build/heapledger" run -q -f -o "$scratch/trace.db" "$program")
    events=$(sqlite3 "$scratch/trace.db" 'SELECT events FROM run')
    awk -v name="${program%.py}" -v python="$python" -v ours="$ours" -v unrecorded="$unrecorded" -v recorded="$recorded" \
        -v events="$events" -v size="$(stat -c %s "$scratch/trace.db")" 'BEGIN {
        printf "%-12s %7.2f s %9.2f s %6.2f   %7.2f s %6.1f %11d %9.1f", name, python, ours, ours / python, recorded,
            recorded / unrecorded, events, events / recorded / 1e6
        if (events > 100000) printf " %12.2f\n", size / events; else printf " %12s\n", "-"
    }'
done
