#!/bin/sh
# make.sh REPLAY PYTHON: draws the pictures of docs/charts.md from the simulated shop, by vl-convert-python 1.9.0.post1.
# make.sh REPLAY --check: whether they are what it would draw. A picture holds a checksum of its specification: what is
# compared are the numbers and what is to be drawn of them, and no converter is needed. None is larger than a dozen KB.
set -u
program=$(realpath "$1")
how=$2
[ "$how" = --check ] || how=$(command -v "$how")
[ "${how#[!/-]}" = "$how" ] || how=$PWD/$how
cd "$(dirname "$0")" || exit 1
drawn=0
draw() { # draw NAME OPTIONS...
    name=$1
    shift
    spec=$("$program" --quiet "$@") || exit 1
    sum=$(printf '%s\n' "$spec" | sha256sum | cut -c 1-64)
    drawn=$((drawn + 1))
    if [ "$how" = --check ]; then
        [ "$(wc -c <"$name.svg")" -lt 12000 ] || { echo "docs/pictures/$name.svg is of 12 KB or more" && exit 1; }
        grep -q "<!-- $sum -->" "$name.svg" && return
        echo "docs/pictures/$name.svg is not of what replay $* writes: run docs/pictures/make.sh"
        exit 1
    fi
    printf '%s\n' "$spec" | "$how" draw.py "$sum" >"$name.svg" || exit 1
}
for chart in pyramid funnel flow moves tenure ways_out lorenz ledger attribution forecast; do
    draw $chart --chart $chart
done
draw retention --chart retention --as-of 2024-10-31
draw story --ladder familiarity --chart story --language en
echo "$drawn pictures"
