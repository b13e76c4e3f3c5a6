#!/usr/bin/env bash
# The recorder: events a second against a row an event, what it costs the program, snapshots, lookups.
# usage: recorder.sh BUILD [SCALE]   SCALE divides the counts (1: as the goals say them; default 10)
set -eu
build=$1
scale=${2:-${HEAPLEDGER_BENCH_SCALE:-10}}
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc -std=gnu17 -O2 -D_GNU_SOURCE -I. -o "$folder/recorder" bench/recorder.c "$build/librecorder.a" "$build/libbase.a" \
    -lsqlite3 -lzstd -lm -pthread
measure() { "$folder/recorder" "$1" "$folder" $(($2 / scale)); }

rows=$(measure rows 20000000)
loop=$(measure loop 200000000)
echo "$loop"
echo "$rows"
printf '%s\n%s\n' "$loop" "$rows" | awk 'NR == 1 { loop = $1 } NR == 2 { printf "%.1f times as many\n", loop / $1 }'
measure room 10000000
"$folder/recorder" snapshot "$folder" 1000000 # these two are never scaled: fixed costs would blur them
"$folder/recorder" memory "$folder" 1000000
measure lookup 100000000
