#!/bin/sh
# headers.sh WORK COMPILER_ID COMPILER [FLAG...]: compiles every header of rung that a case beside this file includes
# into WORK/headers.hpp.gch, or .pch for clang, and writes into WORK/use what makes the compiler take it.
# A case may say `// alone` in its first lines: it gets no compiled headers, since it defines something before them.
set -eu
work=$1
id=$2
shift 2
rm -rf "$work"
mkdir -p "$work"
cat "$(dirname "$0")"/*.cpp | grep '^#include <' | LC_ALL=C sort -u >"$work/headers.hpp"
case $id in
*Clang)
    "$@" -x c++-header "$work/headers.hpp" -o "$work/headers.hpp.pch"
    echo "-include-pch $work/headers.hpp.pch" >"$work/use"
    ;;
GNU)
    "$@" -x c++-header "$work/headers.hpp" -o "$work/headers.hpp.gch"
    echo "-include $work/headers.hpp" >"$work/use"
    ;;
*) : >"$work/use" ;;
esac
