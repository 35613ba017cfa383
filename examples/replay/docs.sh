#!/bin/sh
# docs.sh REPLAY PAGE: whether the commands in the ```console blocks of a page print what the page shows. They run in the
# folder of this script, and see a copy of it: they may write there.
set -u
program=$1
page=$(realpath "$2")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" && ln -s "$(realpath "$program")" "$work/bin/replay" && cp -R "$(dirname "$0")/exports" \
    "$(dirname "$0")/mappings" "$(dirname "$0")/documentation/"* "$work" || exit 1
PATH=$work/bin:$PATH
cd "$work" || exit 1
# Each command into a file of its own, and what it prints into another.
awk '/^```console/ { inside = 1; next } inside && /^```/ { inside = 0; next }
    inside && /^\$ / { ++n; print substr($0, 3) > ("command" n); printf "" > ("wanted" n); next }
    inside { print > ("wanted" n) }' "$page"
n=0
while [ -f "command$((n + 1))" ]; do
    n=$((n + 1))
    sh "command$n" >"printed$n" 2>&1
    diff -u "wanted$n" "printed$n" || { echo "FAILED: $(cat "command$n")" && exit 1; }
done
[ $n -gt 0 ] || { echo "no commands in $page" && exit 1; }
echo "$n commands"
