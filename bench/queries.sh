#!/usr/bin/env bash
# Stored queries over 20 M events with a snapshot of 1,000,000 objects and 6,000,000 edges: those that have a
# limit, then all with their defaults. Seconds of the whole command, opening included, beside the limit. The
# baseline of the same run is what any query over a row an event must do at least: read every event once.
# usage: queries.sh BUILD [OBJECTS EDGES EVENTS]
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

# LIMIT WORDS…: how long `heapledger query TRACE WORDS…` takes, by the clock and in processor time (which
# says more where other work is going on), and what part of the baseline's processor time that is.
measure() {
    local limit=$1 times TIMEFORMAT='%R %U %S'
    shift
    times=$({ time "$build/heapledger" query "$trace" "$@" > /dev/null; } 2>&1)
    processor=$(awk '{ print $2 + $3 }' <<< "$times")
    printf '%-60.60s %6.3f s (limit %s), processor %6.3f s, %5.2f of the baseline\n' "$*" "${times%% *}" \
        "$limit" "$processor" "$(awk "BEGIN { print $processor / ${baseline:-$processor} }")"
}

measure - 'SELECT count(*), max(site) FROM event'
baseline=$processor
measure 0.5 growth
measure 0.5 histogram
measure 0.5 survivors
measure 0.5 survivors_sites --from warm --to exit
measure 0.5 referrers --object "$deep"
measure 0.5 balance
measure 0.5 collections
measure 1.0 paths --object "$deep"
measure 1.0 paths --least 10000
measure 1.5 retained
echo "the whole catalogue:"
for file in queries/*.sql; do
    name=$(basename "$file" .sql)
    case $name in
        history | open_references | path_line | referents | referrers | spared | missing_decref | dominators)
            measure - "$name" --object "$deep" ;;
        duplicates) ;; # the generator tells no contents
        *) measure - "$name" ;;
    esac
done
for file in queries/checks/*.sql; do
    name=$(basename "$file" .sql)
    case $name in
        books_balance | no_more_than_baseline) ;; # verify is below; the other needs a second trace
        *) measure - "SELECT count(*) FROM $name" ;;
    esac
done
echo "by index:"
measure - "SELECT count(*) FROM event WHERE oid = $deep"
measure - 'SELECT count(*) FROM event WHERE seq BETWEEN 10000000 AND 10001000'
TIMEFORMAT='%U'
processor=$({ time "$build/heapledger" verify "$trace" > /dev/null; } 2>&1)
awk -v time="$processor" -v events="$(sqlite3 "$trace" 'SELECT events FROM run')" \
    'BEGIN { printf "verify: %.0f ns of processor time an event\n", time * 1e9 / events }'
