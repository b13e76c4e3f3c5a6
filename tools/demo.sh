#!/bin/sh
# demo.sh: record a program that leaks, and find the leak with three questions.
# usage: demo.sh HEAPLEDGER   leaves the trace in demo.db beside HEAPLEDGER
set -eu
heapledger=$1
trace=$(dirname "$1")/demo.db

# Prints a command as one would type it, and runs it. The heads of long answers are enough here.
ask() {
    printf '\n$ %s' "$heapledger"
    for word; do
        case $word in
        *[!A-Za-z0-9_./:=-]*) printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    "$heapledger" "$@" 2>&1
}
say() {
    printf '\n# %s\n' "$1"
}

say 'Record the program: it takes snapshots "warm" and "end", and "exit" comes by itself.'
ask run -f -o "$trace" examples/leaky_cache.py

say '1. Which types grew between two snapshots?'
ask query "$trace" growth --from warm --to end --limit 5

say '2. What was born between these two, and is still there at the third?'
ask query "$trace" survivors --from warm --to end --at exit --type Page --limit 5

page=$("$heapledger" query "$trace" 'SELECT oid FROM survivors(:from, :to, :at, :type) LIMIT 1' \
    --from warm --to end --at exit --type Page --format jsonl | tr -dc 0-9)
say "3. Who holds one of them, object $page: which dict, under which key, and which line stored it?"
ask query "$trace" referrers --object "$page" --at exit

printf '\n# More: %s info %s; %s queries; %s shell %s\n' \
    "$heapledger" "$trace" "$heapledger" "$heapledger" "$trace"
