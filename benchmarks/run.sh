#!/usr/bin/env bash
# run.sh [NAME...]: builds the benchmarks and runs those of the rooms named, core notation base insight interop sql; without
# names all of them. Prints their tables of ratios. All that Google Benchmark says is kept in build/bench/NAME.txt.
#
# For a machine that has nothing else to do. core and notation are run in random order, so that a machine that
# becomes slower or faster meanwhile does so to all of them. The others have logs and bases that are made for each
# size: there one size is run after the other. It takes half an hour, the most of it SQLite.
#
#   CMAKE_PREFIX_PATH=FOLDER run.sh sql    with DuckDB, of which FOLDER has lib/libduckdb.so and include/duckdb.h
set -euo pipefail
cd "$(dirname "$0")/.."
names=("$@")
if [ ${#names[@]} = 0 ]; then names=(core notation base insight interop sql); fi

mkdir -p build
cmake --preset bench >build/bench.log && cmake --build --preset bench >>build/bench.log || { cat build/bench.log; exit 1; }
for name in "${names[@]}"; do
    program=build/bench/benchmarks/bench_$name
    case $name in
    core | notation) how=(--benchmark_repetitions=7 --benchmark_enable_random_interleaving=true --benchmark_min_time=0.1) ;;
    base | insight | interop) how=(--benchmark_repetitions=5 --benchmark_min_time=0.05) ;;
    sql) program=build/bench/benchmarks/sql/bench_sql how=(--benchmark_repetitions=1 --benchmark_min_time=0.01) ;;
    *) echo "run.sh: there is no room '$name': core, notation, base, insight, interop, sql" >&2; exit 2 ;;
    esac
    "$program" "${how[@]}" >"build/bench/$name.txt" 2>"build/bench/$name.log" || { tail -n 5 "build/bench/$name.log"; exit 1; }
    sed -n '/ns an item/,$p' "build/bench/$name.txt"
done
