#!/bin/sh
# replay.sh [EVENTS]: how long the example `replay` takes to read a log and to apply it, as a ratio to what
# fast-cpp-csv-parser takes to read the same file and do nothing with it; and the most memory that each held, for a
# tenth of the log, half of it and the whole: with --facts-only it does not grow with the number of events.
# The log has 500,000 clients; it is made in $TMPDIR (about 56 bytes for an event) and removed.
# With DUCKDB=PATH/libduckdb.so also what DuckDB takes to read the same file and answer census and flow by window
# functions, on all cores. CXX and CXXFLAGS as usual, CSV for the folder of csv.h.
set -eu
events=${1:-10000000}
root=$(cd "$(dirname "$0")/.." && pwd)
CXX=${CXX:-c++}
CSV=${CSV:-/usr/include/libfccp}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

compile() { # compile OUT SOURCE...
    out=$1
    shift
    # g++ 12 sees an overlap in std::string that is none (its bug 105651).
    $CXX -std=c++20 -O3 -DNDEBUG ${CXXFLAGS:-} -Wno-restrict -I"$root/include" -I"$root/tests" -isystem "$CSV" "$@" -ldate-tz -lpthread -o "$work/$out"
}
compile make_log "$root/benchmarks/replay/make_log.cpp"
compile read_csv "$root/benchmarks/replay/read_csv.cpp"
programs='read_csv facts history'
if [ -n "${DUCKDB:-}" ]; then
    programs="$programs duckdb"
    compile duckdb "$root"/benchmarks/replay/duckdb_census_and_flow.cpp \
        "$root"/examples/replay/sql.cpp "$root"/examples/replay/duckdb.cpp "$root"/examples/replay/bytes.cpp "$root"/examples/replay/no_text.cpp -ldl
fi
compile replay -DRUNG_EXAMPLES_DIR="\"$root/examples\"" "$root"/examples/replay/*.cpp

"$work/make_log" "$events" 500000 >"$work/log.csv"
for part in 10 2; do
    head -n $((events / part + 1)) "$work/log.csv" >"$work/part$part.csv"
done

# The least wall time of five runs, in turns, and the most memory of one.
timed() { # timed NAME COMMAND...
    name=$1
    shift
    /usr/bin/time -a -o "$work/$name.times" -f '%e %M' "$@" >"$work/out"
}
for file in part10 part2 log; do
    for run in 1 2 3 4 5; do
        timed "read_csv.$file" "$work/read_csv" "$work/$file.csv"
        timed "facts.$file" "$work/replay" --json --facts-only "$work/$file.csv"
        timed "history.$file" "$work/replay" --json "$work/$file.csv"
        [ -z "${DUCKDB:-}" ] || timed "duckdb.$file" "$work/duckdb" "$work/$file.csv" "$DUCKDB"
    done
done
echo 'program    events     seconds   ratio to read_csv   most memory (MB)'
for file in part10 part2 log; do
    least=$(sort -n "$work/read_csv.$file.times" | head -n 1 | cut -d ' ' -f 1)
    lines=$(($(wc -l <"$work/$file.csv") - 1))
    for name in $programs; do
        sort -n "$work/$name.$file.times" | awk -v name=$name -v lines=$lines -v of="$least" '
            NR == 1 { seconds = $1 }
            $2 > most { most = $2 }
            END { printf "%-9s %9d %10.2f %12.2f %15.0f\n", name, lines, seconds, seconds / of, most / 1024 }'
    done
done
