#!/usr/bin/env bash
# clang_tidy.sh [BUILD]: every clang-tidy that is here (14, 19) on all headers, and the first one on the sources of
# which BUILD has the compile commands: the examples, or those whose path matches $2. What .clang-tidy asks for.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-}
which=${2:-/examples/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

sh tests/sources/list_headers.sh "$work"
echo '#include <rung_headers.hpp>' >"$work/headers.cpp"

tools=()
for tool in clang-tidy-14 clang-tidy-19; do
    ! command -v $tool >/dev/null || tools+=($tool)
done
[ ${#tools[@]} -gt 0 ] || { echo "clang-tidy: skipped, neither 14 nor 19 is here"; exit 0; }

faults=0
headers() { # headers TOOL
    "$1" --quiet --warnings-as-errors='*' --config-file=.clang-tidy "$work/headers.cpp" -- \
        -std=c++20 -Iinclude "-I$work" >"$work/$1.log" 2>&1
}
running=()
for tool in "${tools[@]}"; do
    headers $tool &
    running+=($!)
done
for i in "${!tools[@]}"; do
    wait "${running[i]}" || faults=1
    echo "${tools[i]}: headers"
    cat "$work/${tools[i]}.log"
done
if [ -n "$build" ]; then
    echo "${tools[0]}: $which"
    sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | grep "$which" | sort -u |
        xargs -P "$(getconf _NPROCESSORS_ONLN)" -I{} \
            "${tools[0]}" --quiet --warnings-as-errors='*' -p "$build" {} || faults=1
fi
exit $faults
