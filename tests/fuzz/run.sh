#!/bin/sh
# run.sh SECONDS [NAME...]: builds the fuzzers (all, or those of these names) and runs each for so long, from its
# corpus, as many side by side as there are processors. What it finds it keeps in build/fuzz/found; the corpus
# itself is not written to. A fuzzer is NAME.cpp; it may have NAME.dict.
set -eu

# run.sh --one SECONDS NAME: one of them. Its output comes in one piece, and only what counts where all is well.
if [ "$1" = --one ]; then
    seconds=$2
    name=$3
    grown=build/fuzz/corpus/$name
    log=build/fuzz/$name.log
    mkdir -p "$grown"
    set -- "$grown" "tests/fuzz/corpus/$name"
    [ ! -f "tests/fuzz/$name.dict" ] || set -- "-dict=tests/fuzz/$name.dict" "$@"
    status=0
    "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=4096 -timeout=5 \
        -artifact_prefix="build/fuzz/found/$name-" -print_final_stats=1 "$@" >"$log" 2>&1 || status=$?
    if [ $status = 0 ]; then
        printf '%s: %s\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: */runs: /p' "$log")"
    else
        printf 'FAILED %s\n%s\n' "$name" "$(tail -n 100 "$log")"
        exit 1 # xargs stops at 255
    fi
    exit 0
fi

seconds=${1:?run.sh SECONDS [NAME...]}
shift
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- $(for source in tests/fuzz/*.cpp; do basename "$source" .cpp; done)
cmake --preset fuzz
cmake --build --preset fuzz --target $(printf 'fuzz_%s ' "$@")
mkdir -p build/fuzz/found
printf '%s\n' "$@" | xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" sh "tests/fuzz/run.sh" --one "$seconds"
