#!/bin/bash
# compilers.sh FOLDER: compilers and processors that .ci/run has no time for. Clang 15 and 16; then the tests of what is stored
# and of the engine with short enumerations and unsigned char, with 32 bits, and with the highest byte first (s390x, by qemu).
# Goes on where one fails.
set -uo pipefail
mkdir -p "$1/catch"
folder=$(cd "$1" && pwd)
ln -sfn /usr/include/catch2 "$folder/catch/catch2" # headers of this system's own stay out of sight of a cross compiler
cmake/single_header.sh >"$folder/rung_single.hpp"
{ echo '#include <rung_single.hpp>' && grep -v '^#include <rung/' tests/consumer/program.cpp; } >"$folder/program.cpp"
faults=0
warnings="-Wall -Wextra -Wshadow -Wconversion -Werror"

report() { # report TITLE COMMAND...
    local title=$1
    shift
    if "$@" >"$folder/log" 2>&1; then echo "$title: ok"; else echo "$title: FAILED" && tail -n 40 "$folder/log" && faults=1; fi
}
tests_by() { # tests_by NAME RUN COMPILER...
    local name=$1 run=$2 source object
    shift 2
    mkdir -p "$folder/$name"
    for source in main base/stored base/snapshot base/bytes base/checksum base/journal base/history base/members \
        core/fingerprint core/lifecycle core/money retail/retail core/time core/enumerators notation/parse; do
        object=$folder/$name/${source//\//_}.o
        "$@" -std=c++20 -O0 -Iinclude -Itests "-I$folder/catch" '-DRUNG_SHARED_DIR="../shared"' '-DRUNG_SOURCE_DIR="."' \
            -c "tests/$source.cpp" -o "$object" || return
    done
    "$@" "$folder/$name"/*.o -o "$folder/$name/all" && $run "$folder/$name/all"
}

for compiler in clang++-15 clang++-16; do
    report "$compiler" "$compiler" -std=c++20 -fsyntax-only $warnings "-I$folder" "$folder/program.cpp"
done
report "short enumerations, unsigned char, tests" tests_by short "" g++ -fshort-enums -funsigned-char
# Headers of the kernel are where g++-multilib would link to; that package cannot be beside a cross compiler.
report "32 bits, tests" tests_by m32 "" g++ -m32 -idirafter /usr/include/x86_64-linux-gnu
report "s390x, tests" tests_by s390x qemu-s390x s390x-linux-gnu-g++ -static
exit $faults
