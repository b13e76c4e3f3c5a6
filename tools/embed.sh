#!/bin/sh
# embed.sh: print a C table of files, so that a program carries them inside itself.
# usage: embed.sh TABLE FILE...   prints `const struct embedded_file TABLE[]`, ended by a NULL name.
# The name of an entry is the file's path as given on the command line.
set -eu
table=$1
shift
printf '#include "base/embedded.h"\n\n'
index=0
for file in "$@"; do
    printf 'static const char text_%d[] = {' "$index"
    od -An -v -tx1 "$file" | sed "s/ \\([0-9a-f][0-9a-f]\\)/'\\\\x\\1',/g"
    printf '0};\n'
    index=$((index + 1))
done
printf 'const struct embedded_file %s[] = {\n' "$table"
index=0
for file in "$@"; do
    printf '    {"%s", text_%d, sizeof text_%d - 1},\n' "$file" "$index" "$index"
    index=$((index + 1))
done
printf '    {0, 0, 0},\n};\n'
