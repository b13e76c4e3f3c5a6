#!/bin/sh
# install-packages.sh: install the Debian packages that are missing, and only those.
# usage: install-packages.sh PACKAGE...
set -eu
missing=
for package in "$@"; do
    case $package in
    nodejs | npm) command -v "${package%js}" > /dev/null && continue ;;
    python3) command -v python3 > /dev/null && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing" >&2
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing > /dev/null
