#!/bin/sh
# single_header.sh FOLDER COMPILER...: rung_single.hpp, made in FOLDER, is enough for a program of two units.
set -eu
folder=$1
shift
mkdir -p "$folder"
cmake/single_header.sh >"$folder/rung_single.hpp"
cmake/single_header.sh rung/nothing.hpp >"$folder/nothing.hpp" 2>&1 && echo "a header that is not there was no error" && exit 1

{ echo '#include <rung_single.hpp>' && grep -v '^#include <rung/' tests/consumer/program.cpp; } >"$folder/main.cpp"
printf '#include <rung_single.hpp>\nrung::client other() { return rung::client{}; }\n' >"$folder/other.cpp"
build="-std=c++20 -O0 -Wall -Wextra -Wshadow -Werror -I$folder -c"
"$@" $build "$folder/main.cpp" -o "$folder/main.o"
# The other unit by another compiler with the same standard library, where there is one: both agree on what is inline.
case "$* $(command -v clang++-14)" in
*libc++*) "$@" $build "$folder/other.cpp" -o "$folder/other.o" ;;
*clang++-14) clang++-14 $build "$folder/other.cpp" -o "$folder/other.o" ;;
*) "$@" $build "$folder/other.cpp" -o "$folder/other.o" ;;
esac
"$@" "$folder/main.o" "$folder/other.o" -o "$folder/program"
"$folder/program"

# The program behind the link to Compiler Explorer, with this header for the one of the address.
link=$(cmake/compiler_explorer.sh https://rung.example/rung_single.hpp)
printf '%s' "${link##*/}" | sed 's,%2F,/,g; s,%2B,+,g; s,%3D,=,g' | base64 -d >"$folder/state.json"
printf '%b' "$(sed -n 's/.*"source":"\(.*\)","compilers".*/\1/p' "$folder/state.json" | sed 's/\\"/"/g')" |
    sed 's,https://rung.example/,,' >"$folder/explored.cpp"
"$@" -std=c++20 -O0 "-I$folder" "$folder/explored.cpp" -o "$folder/explored"
"$folder/explored" >"$folder/explored.printed"
awk '/^```text/ { inside = 1; next } inside && /^```/ { exit } inside' docs/five-minutes.md | diff - "$folder/explored.printed"
