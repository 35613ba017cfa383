#!/bin/sh
# What cppcheck has to say about all headers and the examples; cppcheck_suppressions.txt holds what is not so.
set -eu
cd "$(dirname "$0")/../.."
command -v cppcheck >/dev/null || { echo "cppcheck: skipped, it is not here"; exit 0; }
suppressions=$PWD/tests/sources/cppcheck_suppressions.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# cppcheck 2.10 stops at `silence <= 90_days`, so it reads a copy in which literals have no suffix.
cp -r include examples "$work"
sh tests/sources/list_headers.sh "$work/lists"
cd "$work"
find include examples -name '*.?pp' -exec \
    sed -E -i "s/([0-9'.])_(seconds|minutes|hours|days|weeks|money)\>/\1/g" {} +
echo '#include <rung_headers.hpp>' >lists/headers.cpp
cppcheck --std=c++20 --language=c++ --enable=warning,style,performance,portability --inconclusive --quiet \
    --error-exitcode=1 "--suppressions-list=$suppressions" '--template={file}:{line}: {message} [{id}]' \
    -Iinclude -Ilists -Iexamples/replay -j "$(getconf _NPROCESSORS_ONLN)" \
    lists/headers.cpp $(find examples -name '*.cpp')
