#!/usr/bin/env bash
# gc.freeze() before fork: private dirty memory that a collection costs the child, with and without it,
# beside CPython's in the same run. usage: freeze.sh BUILD [OBJECTS]
set -eu
build=$1
objects=${2:-1000000}
cd "$(dirname "$0")"
printf '%d objects: KiB that the child makes its own by one collection\n' "$objects"
printf '%-16s %10s %10s\n' '' freeze plain
first=
for runner in python3 "$build/heapledger run --no-trace"; do
    frozen=$($runner freeze.py "$objects" freeze)
    plain=$($runner freeze.py "$objects" plain)
    printf '%-16s %10d %10d\n' "$(basename "${runner%% *}")" "$frozen" "$plain"
    first=${first:-$frozen $plain}
done
printf '%s %s %s\n' "$frozen" "$plain" "$first" | awk '{ printf "%-16s %10.2f %10.2f\n", "ratio", $1 / $3, $2 / $4 }'
