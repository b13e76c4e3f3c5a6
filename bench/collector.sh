#!/usr/bin/env bash
# The collector: nanoseconds an object for a full collection, beside CPython's in the same run.
# usage: collector.sh BUILD [SCALE]   SCALE divides the 2,000,000 objects (default 2)
set -eu
build=$1
scale=${2:-${HEAPLEDGER_BENCH_SCALE:-2}}
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 collector.py "$scale" > "$folder/python3"
"$build/heapledger" run --no-trace collector.py "$scale" > "$folder/heapledger"
printf '%-16s %10s %10s %8s\n' shape python3 heapledger ratio
paste -d ' ' "$folder/python3" "$folder/heapledger" |
    awk '{ printf "%-16s %7s ns %7s ns %8.2f\n", $1, $2, $4, $4 / $2 }'
