#!/bin/sh
# standard.sh COMPILER...: with an older standard each header says so in one sentence, and nothing else. Works with
# g++ and clang.
set -u
export LC_ALL=C
sentence='rung needs C++20: compile with -std=c++20'
status=0

refused() { # refused STANDARD HEADER...
    standard=$1
    shift
    for header in "$@"; do
        # Included and not compiled itself: g++ warns of #pragma once in a main file.
        said=$(echo "#include \"$header\"" | $compiler "-std=$standard" -fsyntax-only -Iinclude -x c++ - 2>&1)
        [ -z "$said" ] && continue # declarations of C alone, which need no C++20
        # Two errors: the sentence, and a file of that name which is missing and so ends the compilation.
        count=$(printf '%s\n' "$said" | grep -c 'error: \|warning: ')
        named=$(printf '%s\n' "$said" | grep 'error: ' | grep -cF "$sentence")
        [ "$count" = 2 ] && [ "$named" = 2 ] && continue
        printf '%s with %s:\n%s\n' "$header" "$standard" "$said" | head -40
        status=1
    done
}
compiler=$*
refused c++17 $(find include/rung -name '*.hpp')
# What g++ 12 and clang 14 take if nothing is said, and the oldest that has what they take for granted.
first="include/rung/rung.hpp include/rung/core/fwd.hpp include/rung/base/fwd.hpp"
refused c++14 $first
for compiler in clang++-14 clang++-19; do
    command -v $compiler >/dev/null || continue
    refused c++17 $first
    refused c++14 $first
done
exit $status
