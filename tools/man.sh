#!/bin/sh
# man.sh: print the manual page heapledger(1), made of the help pages.
# usage: man.sh HEAPLEDGER
set -eu
heapledger=$1

# Text as it stands: troff must see neither its backslashes nor a line that begins like a request.
verbatim() {
    echo .nf
    sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\\&&/" -e 's/-/\\-/g'
    echo .fi
}
version=$("$heapledger" --version | cut -d' ' -f2)
cat << END
.TH HEAPLEDGER 1 "" "heapledger $version" "User Commands"
.SH NAME
heapledger \\- record every reference of a program, and ask who still holds what
.SH DESCRIPTION
END
"$heapledger" help | verbatim
for command in $("$heapledger" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    printf '.SH %s\n' "$(echo "$command" | tr '[:lower:]' '[:upper:]')"
    "$heapledger" help "$command" | verbatim
done
echo '.SH STORED QUERIES'
"$heapledger" queries | verbatim
