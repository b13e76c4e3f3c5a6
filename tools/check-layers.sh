#!/bin/sh
# check-layers.sh: nobody includes from above or beside, and every header compiles alone.
set -u
cd "$(dirname "$0")/.."
failed=0

# folder: the folders whose headers, or the headers, that it may include besides its own
layers='
base:
recorder/format:     base
recorder:            base recorder/format
runtime/core:        base recorder
runtime/types:       base runtime/core
runtime/python:      base runtime/core runtime/types runtime/program.h
runtime/modules:     base runtime/core runtime/types runtime/python
runtime:             base runtime/core runtime/types runtime/python runtime/modules
queries/engine:      base recorder/format
cli:                 base recorder/format recorder runtime queries/engine
'
forbid() {
    echo "$1: $2" >&2
    failed=1
}

while IFS=: read -r folder allowed; do
    [ -n "$folder" ] || continue
    for include in $(grep -ho '^#include "[^"]*"' "$folder"/*.[ch] 2> /dev/null | cut -d'"' -f2 | sort -u); do
        case " $folder $allowed " in
        *" $(dirname "$include") "* | *" $include "*) ;;
        *) forbid "$folder" "$(grep -l "\"$include\"" "$folder"/*.[ch] | tr '\n' ' ')may not include $include" ;;
        esac
    done
done <<END
$(echo "$layers" | tr -s ' ')
END

for file in $(grep -lE '^#include "recorder/' runtime/*.[ch] runtime/*/*.[ch] 2> /dev/null); do
    case $file in
    runtime/core/ledger.[ch]) ;;
    *) forbid "$file" "only runtime/core/ledger may include the recorder" ;;
    esac
done
for header in $(git ls-files 'base/*.h' 'recorder/*.h' 'runtime/*.h' 'queries/*.h' 'cli/*.h'); do
    [ -f "$header" ] || continue
    gcc -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-function -I. -fsyntax-only -x c "$header" || forbid "$header" "does not compile alone"
done
exit $failed
