#!/bin/sh
# standard.sh COMPILER...: with an older standard each header says so in one sentence, and nothing else. Works with
# g++ and clang.
set -u
export LC_ALL=C
status=0
for header in $(find include/rung -name '*.hpp'); do
    said=$("$@" -std=c++17 -fsyntax-only -Iinclude -x c++ "$header" 2>&1) && continue # forward declarations alone
    lines=$(printf '%s\n' "$said" | grep -c -v '^In file included from\|^ *from ')
    printf '%s\n' "$said" | grep -qF 'rung needs C++20: compile with -std=c++20' && [ "$lines" -le 12 ] && continue
    printf '%s with C++17:\n%s\n' "$header" "$said" | head -40
    status=1
done
exit $status
