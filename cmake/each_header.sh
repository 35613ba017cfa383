#!/usr/bin/env bash
# each_header.sh [--together] COMPILER [FLAG...]: compiles every header of include/rung alone, with warnings as errors;
# or all of them in one unit, which takes seconds and does not see what a header fails to include.
# Header-set verification does the same for the configured compiler; this takes any compiler and any flags.
set -euo pipefail
cd "$(dirname "$0")/.."

header() { # header NAME COMPILER [FLAG...]
    local said
    # Included and not compiled itself: g++ warns of #pragma once in a main file.
    said=$(echo "#include <$1>" | "${@:2}" -x c++ - 2>&1) && return
    printf '%s, %s:\n%s\n' "$1" "${*:2}" "$said"
    return 1
}
export -f header

flags=(-std=c++20 -fsyntax-only -Iinclude -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wsign-conversion -Werror)
if [ "$1" = --together ]; then
    shift
    find include/rung -name '*.hpp' -printf '#include <rung/%P>\n' | sort | "$@" "${flags[@]}" -x c++ -
    exit
fi
find include/rung -name '*.hpp' -printf 'rung/%P\0' | sort -z |
    xargs -0 -I{} -P "$(getconf _NPROCESSORS_ONLN)" bash -c 'header "$@"' _ {} "$@" "${flags[@]}"
