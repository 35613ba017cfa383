#!/usr/bin/env bash
# What it costs to compile each benchmarks/compile_cost/*.cpp, as a ratio to base.cpp.
#
# Counted in instructions that g++'s compiler proper executes, not timed: the same run gives the same figure, on
# a busy machine too. Fails when a ratio is more than 5 % above the committed one, or above what was promised.
#
#   compile_cost.sh            print the table and compare it with compile_cost/figures.txt
#   compile_cost.sh --update   print it and write figures.txt anew
#   compile_cost.sh --headers insight interop
#                              print what each header of these rooms costs that is included alone, for the docs
#   CXX=g++-13 compile_cost.sh another g++; figures of another version are not compared
set -euo pipefail
cd "$(dirname "$0")/compile_cost"
compiler=${CXX:-g++}
figures=figures.txt
allowed=1.05

if ! command -v valgrind >/dev/null; then
    echo "compile cost: skipped, no valgrind here"
    exit 0
fi
if ! cc1plus=$("$compiler" -print-prog-name=cc1plus 2>/dev/null) || [ ! -x "$cc1plus" ]; then
    echo "compile cost: skipped, $compiler has no cc1plus"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

if [ "${1:-}" = --headers ]; then
    shift
    cp base.cpp main.hpp "$work"
    for room in "$@"; do
        for header in ../../include/rung/"$room"/*.hpp; do
            name=${header##*/}
            echo "#include <rung/$room/$name>" >"$work/$room.${name%.hpp}.cpp"
        done
    done
    include=$PWD/../../include
    cd "$work"
    only_headers=1
fi

# -wrapper puts valgrind before cc1plus alone, with the options the driver gives it. When g++ collects its
# garbage depends on the memory of the machine, unless it is told; these are its own figures for a large one.
count() {
    LC_ALL=C "$1" -wrapper valgrind,--tool=cachegrind,--cache-sim=no,--cachegrind-out-file=/dev/null \
        -std=c++20 -O0 --param ggc-min-expand=100 --param ggc-min-heapsize=131072 \
        -I"${include:-../../include}" -S -o /dev/null "$2" >"$3" 2>&1 || { cat "$3" >&2; exit 255; }
}
export -f count
export include
printf "%s\0" *.cpp | xargs -0 -I{} -P "$(getconf _NPROCESSORS_ONLN)" \
    bash -c 'count "$1" "$2" "$3/$2.log"' _ "$compiler" {} "$work"

version="g++ $("$compiler" -dumpfullversion)"
table=$(
    echo "# $version"
    for source in *.cpp; do
        printf '%s %s\n' "${source%.cpp}" "$(sed -n 's/^.*I *refs: *//p' "$work/$source.log" | tr -d ,)"
    done | awk '
        { count[$1] = $2; order[NR] = $1 }
        END {
            for (i = 1; i <= NR; ++i)
                printf "%-20s %15.0f %8.3f\n", order[i], count[order[i]], count[order[i]] / count["base"]
        }'
)
printf '%-20s %15s %8s\n' name instructions "x base"
printf '%s\n' "$table" | tail -n +2

[ -z "${only_headers:-}" ] || exit 0

# What was promised: name, at most so many times, what.
printf '%s\n' "$table" | awk '
    { count[$1] = $2 }
    function promise(name, most, of) {
        if (count[name] <= most * count[of]) return
        printf "%s: %.3f x %s, at most %.2f was promised\n", name, count[name] / count[of], of, most
        failed = 1
    }
    END {
        promise("core", 1.15, "base")
        promise("umbrella", 2.20, "base")
        promise("stages_64", 1.15, "stages_04")
        exit failed
    }'

if [ "${1:-}" = --update ]; then
    printf '%s\n' "$table" >$figures
elif [ ! -f $figures ]; then
    echo "compile cost: no $figures yet; --update writes it"
    exit 1
elif [ "$(head -n 1 $figures)" != "# $version" ]; then
    echo "compile cost: not compared, $figures is of $(head -n 1 $figures | tr -d '#')"
else
    printf '%s\n' "$table" | awk -v allowed=$allowed '
        /^#/ { next }
        NR == FNR { before[$1] = $3; next }
        !($1 in before) { printf "%s: not in the committed figures\n", $1; failed = 1; next }
        $3 > before[$1] * allowed { printf "%s: %.3f x base, committed %.3f\n", $1, $3, before[$1]; failed = 1 }
        END { exit failed }' $figures -
fi
