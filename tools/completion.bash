# bash completion for heapledger: commands, their options, stored queries and their parameters, snapshots.
# It asks the program itself, so it knows nothing that could grow stale.

_heapledger() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    local program=${COMP_WORDS[0]} trace=${COMP_WORDS[2]} query=${COMP_WORDS[3]} names=
    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        names=$("$program" help 2> /dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
    elif [ "$command" = query ] && [ "$COMP_CWORD" -gt 3 ] && [[ $word == -* ]]; then
        names=$("$program" help "$query" 2> /dev/null | sed -n 's/^:\([a-z_]*\) .*/--\1/p')
        names+=' --format --limit --queries --color'
    elif [[ $word == -* ]]; then
        names=$("$program" help "$command" 2> /dev/null | grep -o -- ' --[a-z-]*')
    elif [ "$before" = --format ]; then
        names='table csv json jsonl markdown'
    elif [ "$command" = help ] || [ "$command" = queries ] || { [ "$command" = query ] && [ "$COMP_CWORD" = 3 ]; }; then
        names=$("$program" queries --format csv 2> /dev/null | sed '1d; s/,.*//')
        [ "$command" != help ] || names+=" $("$program" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')"
    elif [ "$command" = query ] && [[ $before == --from || $before == --to || $before == --at ]]; then
        names=$("$program" query "$trace" 'SELECT label FROM snapshot' --format csv 2> /dev/null | sed 1d | tr -d '\r')
    fi
    if [ -n "$names" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
    else
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -F _heapledger heapledger
