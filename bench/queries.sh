#!/usr/bin/env bash
# Stored queries over 20 M events with a snapshot of 1,000,000 objects and 6,000,000 edges: seconds of the
# whole command, opening included, beside the limit. The baseline of the same run is what any query over a
# row an event must do at least: read every event once. usage: queries.sh BUILD [OBJECTS EDGES EVENTS]
set -eu
build=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$(dirname "$0")/.."
gcc -std=gnu17 -O2 -D_GNU_SOURCE -I. bench/queries_trace.c "$build/librecorder.a" "$build/libbase.a" \
    -lsqlite3 -lzstd -lm -pthread -o "$scratch/queries_trace"
trace=$scratch/trace.db
"$scratch/queries_trace" "$trace" "$@"
printf '%s bytes, %s events\n' "$(stat -c %s "$trace")" "$(sqlite3 "$trace" 'SELECT events FROM run')"
deep=$(sqlite3 "$trace" 'SELECT last_oid / 2 FROM snapshot ORDER BY id DESC LIMIT 1')

measure() { # LIMIT WORDS…: seconds of `heapledger query TRACE WORDS…`, and what they are of the baseline
    local limit=$1 start end
    shift
    start=$(date +%s%N)
    "$build/heapledger" query "$trace" "$@" > /dev/null
    end=$(date +%s%N)
    seconds=$(awk "BEGIN { printf \"%.3f\", ($end - $start) / 1e9 }")
    awk -v name="$*" -v seconds="$seconds" -v limit="$limit" -v baseline="${baseline:-$seconds}" \
        'BEGIN { printf "%-62.62s %7.3f s  limit %s  %5.2f of the baseline\n", name, seconds, limit, seconds / baseline }'
}

measure - 'SELECT count(*), max(site) FROM event'
baseline=$seconds
measure 0.5 growth
measure 0.5 histogram
measure 0.5 survivors_sites --from warm --to exit
measure 0.5 referrers --object "$deep"
measure 0.5 balance
measure 0.5 collections
measure 1.0 paths --object "$deep"
measure 1.0 paths --least 10000
measure 1.5 retained
measure - suspects
measure - "SELECT count(*) FROM event WHERE oid = $deep"
measure - 'SELECT count(*) FROM event WHERE seq BETWEEN 10000000 AND 10001000'
start=$(date +%s%N)
"$build/heapledger" verify "$trace" > /dev/null
awk -v time=$(($(date +%s%N) - start)) -v events="$(sqlite3 "$trace" 'SELECT events FROM run')" \
    'BEGIN { printf "verify: %.3f s, %.0f ns an event\n", time / 1e9, time / events }'
