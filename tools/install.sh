#!/bin/sh
# install.sh: put the program, its manual page, the loadable extension, the libraries and their headers
# under a prefix.
# usage: install.sh BUILD PREFIX
set -eu
cd "$(dirname "$0")/.."
build=$1
prefix=$2
mkdir -p "$prefix/bin" "$prefix/lib/pkgconfig" "$prefix/include/heapledger" \
    "$prefix/share/bash-completion/completions" "$prefix/share/man/man1"

install -m 755 "$build/heapledger" "$prefix/bin/"
tools/man.sh "$build/heapledger" > "$prefix/share/man/man1/heapledger.1"
install -m 644 tools/completion.bash "$prefix/share/bash-completion/completions/heapledger"
[ ! -f "$build/heapledger.so" ] || install -m 644 "$build/heapledger.so" "$prefix/lib/"
install -m 644 "$build/librecorder.a" "$build/libruntime.a" "$build/libbase.a" "$prefix/lib/"

# The public headers, with those that they include.
copy_header() {
    [ ! -f "$prefix/include/heapledger/$1" ] || return 0
    mkdir -p "$prefix/include/heapledger/$(dirname "$1")"
    install -m 644 "$1" "$prefix/include/heapledger/$1"
    sed -n 's/^#include "\([^"]*\)"/\1/p' "$1" | while read -r included; do
        copy_header "$included"
    done
}
for header in recorder/recorder.h runtime/runtime.h; do
    [ ! -f "$header" ] || copy_header "$header"
done

version=$("$build/heapledger" --version | cut -d' ' -f2)
# describe NAME DESCRIPTION LIBRARIES   the shared libraries that it needs are private: it is an archive
describe() {
    cat > "$prefix/lib/pkgconfig/lib$1.pc" << END
prefix=${prefix#"${DESTDIR:-}"}
Name: lib$1
Description: $2
Version: $version
Cflags: -I\${prefix}/include/heapledger -pthread
Libs: -L\${prefix}/lib $3
END
}
describe recorder "Record every count change of a reference-counted program" \
    "-lrecorder -lbase -lsqlite3 -lzstd -lm -pthread"
describe runtime "Reference-counted objects, a cycle collector, and Python, all recorded" \
    "-lruntime -lrecorder -lbase -ltree-sitter -lpcre2-8 -lpcre2-16 -lpcre2-32 -lsqlite3 -lzstd -lgmp -lz -lcrypto -lb2 -lunistring -lexpat -lm -pthread"
echo "heapledger $version is in $prefix"
