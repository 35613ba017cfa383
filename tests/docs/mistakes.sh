#!/bin/sh
# mistakes.sh WORK COMPILER [FLAG...]: whether the mistakes that docs/notation.md shows are answered as it says.
# Each ```c++ block there must not compile, and of the block after it the lines of this compiler must stand in what
# the compiler says.
# Run from the top of the checkout.
set -u
work=$1
shift
export LC_ALL=C # typewriter quotes, also from g++
major=$(echo __clang_major__ | "$@" -E -P -x c++ - 2>/dev/null | tail -n 1)
case $major in
__clang_major__) who='g++' ;;
14) who='clang 14' ;;
*) who='clang 19' ;;
esac
rm -rf "$work"
mkdir -p "$work" || exit 1
awk -v dir="$work" -v who="$who: " '
    /^```c\+\+/ { inside = "code"; n++; file = dir "/" n ".cpp"; wanted = dir "/" n ".wanted"
                  print "#include <rung/notation/parse_text.hpp>" > file; printf "" > wanted; next }
    /^```$/ && inside == "code" { close(file); inside = "then"; next }
    /^```$/ && inside == "then" { inside = "wanted"; next }
    /^```$/ && inside == "wanted" { close(wanted); inside = ""; next }
    inside == "code" { print > file }
    inside == "wanted" && index($0, who) == 1 { print substr($0, length(who) + 1) > wanted }
' docs/notation.md
checked=0
for source in "$work"/*.cpp; do
    [ -f "$source" ] || continue
    if said=$("$@" -std=c++20 -Iinclude -fsyntax-only "$source" 2>&1); then
        printf 'it compiles, and should not: %s\n' "$(tail -n 1 "$source")"
        exit 1
    fi
    while IFS= read -r line; do
        checked=$((checked + 1))
        printf '%s\n' "$said" | grep -qF -- "$line" && continue
        printf 'the compiler does not say: %s\n\nit says:\n%s\n' "$line" "$said"
        exit 1
    done <"${source%.cpp}.wanted"
done
if [ $checked = 0 ]; then
    printf 'docs/notation.md shows nothing that %s says\n' "$who"
    exit 1
fi
printf '%s lines\n' $checked
