#!/bin/sh
# run.sh SECONDS: builds the fuzzers and runs each for so long, from its corpus. What it finds it keeps in
# build/fuzz/found; the corpus itself is not written to.
set -eu
seconds=${1:?run.sh SECONDS}
cd "$(dirname "$0")/../.."
cmake --preset fuzz
cmake --build --preset fuzz
found=build/fuzz/found
mkdir -p $found
for source in tests/fuzz/*.cpp; do
    name=$(basename "$source" .cpp)
    grown=build/fuzz/corpus/$name
    mkdir -p "$grown"
    set -- "$grown" "tests/fuzz/corpus/$name"
    [ ! -f "tests/fuzz/$name.dict" ] || set -- "-dict=tests/fuzz/$name.dict" "$@"
    "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=4096 -timeout=5 \
        -artifact_prefix=$found/ -print_final_stats=1 "$@"
done
