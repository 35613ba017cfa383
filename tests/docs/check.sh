#!/bin/sh
# check.sh WORK COMPILER [FLAG...]: takes every ```cpp block out of README.md and docs/*.md (blocks.awk says
# how), compiles it with warnings as errors, runs the whole programs, and compares what they print with what the
# page shows.
# Run from the top of the checkout.
set -u

# check.sh --block COMPILER [FLAG...] SOURCE: one of them. Its output comes in one piece, for many run side by side.
if [ "$1" = --block ]; then
    shift
    for source; do :; done # the last argument
    program=${source%.cpp}
    said=$(
        case $source in
            # A fragment may define what nobody uses.
            *.fragment.cpp) exec "$@" -Wno-unused-const-variable -fsyntax-only 2>&1 ;;
        esac
        libraries=
        ! grep -q 'rung/interop/sqlite.hpp' "$source" || libraries=-lsqlite3
        "$@" $libraries -o "$program" 2>&1 || exit
        "$program" >"$program.printed" || { echo "exit status $?" && exit 1; }
        [ ! -f "$program.expected" ] || diff -u "$program.expected" "$program.printed"
    ) && exit 0
    printf 'FAILED %s\n%s\n\n' "${program##*/}" "$said"
    exit 1
fi

work=$1
shift
here=$(dirname "$0")
rm -rf "$work"
mkdir -p "$work" || exit 1
for page in README.md docs/*.md; do
    [ -f "$page" ] || continue
    awk -v file="$page" -v dir="$work" -f "$here/blocks.awk" "$page" || exit 1
done
# The first text block of the README is what the demo prints.
awk '/^```text/ { inside = 1; next } inside && /^```/ { exit } inside' README.md |
    diff - examples/replay.expected || { echo "README.md shows another demo than it prints" && exit 1; }
blocks=$(find "$work" -name '*.cpp' | sort)
if [ -z "$blocks" ]; then
    echo "no cpp block in README.md or docs/*.md"
    exit 1
fi
printf '%s\n' "$blocks" | xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" \
    sh "$0" --block "$@" -std=c++20 -Wall -Wextra -Wconversion -Wshadow -Werror -Iinclude || exit 1
printf '%s blocks\n' "$(printf '%s\n' "$blocks" | wc -l)"
