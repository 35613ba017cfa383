#!/bin/sh
# qualified.sh FOLDER CLANG: no call of rung's depends on what stands in its arguments' namespaces. There a host has
# names of its own, and one that fits as well as rung's, or better, would be called instead. FOLDER is for what comes
# up on the way. Operators are meant to be found by their arguments.
set -eu
folder=$1
clang=$2
sh tests/sources/list_headers.sh "$folder"
for header in include/rung/interop/*.hpp; do
    echo "#include <${header#include/}>"
done >>"$folder/rung_headers.hpp"
"$clang" -std=c++20 -Iinclude -fsyntax-only -fno-color-diagnostics -Xclang -ast-dump -Xclang -ast-dump-filter=rung:: \
    -x c++ "$folder/rung_headers.hpp" >"$folder/tree" 2>/dev/null

# Without one operator the tree cannot be right, or is written in another way.
grep -q "UnresolvedLookupExpr.*(ADL) = 'operator" "$folder/tree"
found=$(awk '
    {   # where the tree is: a file, a line, or a column of the last line
        place = $0
        sub(/\047.*/, "", place)
        if (match(place, /[A-Za-z0-9_.\/-]+\.hpp:[0-9]+:/)) {
            split(substr(place, RSTART, RLENGTH), at, ":")
            file = at[1]
            line = at[2]
        } else if (match(place, /line:[0-9]+:/)) {
            split(substr(place, RSTART, RLENGTH), at, ":")
            line = at[2]
        }
    }
    /UnresolvedLookupExpr.*\(ADL\)/ && !/\(ADL\) = \047operator/ {
        name = $0
        sub(/.*\(ADL\) = \047/, "", name)
        sub(/\047.*/, "", name)
        print file ":" line ": " name
    }' "$folder/tree" | LC_ALL=C sort -u)
rm "$folder/tree"
[ -z "$found" ] && exit
printf 'a call that may find a function of a host; write rung:: or detail:: before it (lines are about right):\n%s\n' "$found"
exit 1
