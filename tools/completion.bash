# bash completion for heapledger: commands, their options and the words that these take, stored queries and
# their parameters, checks, snapshots, types.
# It asks the program itself, so it knows nothing that could grow stale.

_heapledger_commands() {
    "$1" help 2> /dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

# The options of a command; with a third word, the choices of that option.
_heapledger_options() {
    "$1" help "$2" 2> /dev/null | awk -v wanted="$3" '
        /^options:/ { inside = 1; next }
        /^[^ ]/ { inside = 0 }
        !inside { next }
        match($0, /^  (-., |    )--[a-z-]+/) {
            name = substr($0, RSTART, RLENGTH)
            sub(/^.*--/, "--", name)
            if (wanted == "") print name
            has_choices = name == wanted && / WORD/
            next
        }
        has_choices { line = $0 } # the last line below an option lists them
        { if (name == wanted && has_choices) choices = line }
        END { gsub(/[ ,]+/, " ", choices); print choices }'
}

# Stored queries of a kind: query, check, or both.
_heapledger_queries() {
    "$1" queries --format csv 2> /dev/null | sed -n "1d; s/^\([^,]*\),\(${2:-[a-z]*}\),.*/\1/p"
}

# The first column of what a query gives, a line a row, quoted for the shell: compgen expands its words, and a
# stranger's trace may have a label $(rm -r .).
_heapledger_ask() {
    local line
    "$1" query "$2" "$3" --format csv 2> /dev/null | sed 1d | tr -d '\r' | while IFS= read -r line; do
        printf '%q\n' "$line"
    done
}

_heapledger() {
    local program=${COMP_WORDS[0]} command=${COMP_WORDS[1]} trace=${COMP_WORDS[2]} query=${COMP_WORDS[3]}
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} names=
    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        names=$(_heapledger_commands "$program")
    elif [[ $word == -* ]]; then
        names=$(_heapledger_options "$program" "$command")
        [ "$command" != query ] || [ "$COMP_CWORD" -le 3 ] ||
            names+=" $("$program" help "$query" 2> /dev/null | sed -n 's/^:\([a-z_]*\) .*/--\1/p')"
    elif [[ $before == --* ]] && names=$(_heapledger_options "$program" "$command" "$before") && [ -n "$names" ]; then
        :
    elif [[ $command == query || $command == check ]] && [[ $before == --from || $before == --to || $before == --at ]] ||
        [[ $command == export && $before == --at ]]; then
        names=$(_heapledger_ask "$program" "$trace" 'SELECT label FROM snapshot ORDER BY id')
    elif [ "$command" = query ] && [ "$before" = --type ]; then
        names=$(_heapledger_ask "$program" "$trace" 'SELECT name FROM type ORDER BY name')
    elif [[ $before != --* ]] && { [ "$command" = help ] || [ "$command" = queries ]; }; then
        names=$(_heapledger_queries "$program")
        [ "$command" != help ] || names+=" $(_heapledger_commands "$program")"
    elif [ "$command" = query ] && [ "$COMP_CWORD" = 3 ]; then
        names=$(_heapledger_queries "$program" query)
    elif [ "$command" = check ] && [ "$COMP_CWORD" -ge 3 ] && [[ $before != --* ]]; then
        names=$(_heapledger_queries "$program" check)
    fi
    if [ -n "$names" ]; then
        mapfile -t COMPREPLY < <(IFS=$' \n' compgen -W "$names" -- "$word")
        [ ${#COMPREPLY[@]} = 0 ] || mapfile -t COMPREPLY < <(printf '%q\n' "${COMPREPLY[@]}")
    fi
    if [ ${#COMPREPLY[@]} = 0 ] && [[ $word != -* ]]; then
        compopt -o filenames 2> /dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -F _heapledger heapledger
