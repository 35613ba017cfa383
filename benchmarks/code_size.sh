#!/usr/bin/env bash
# How large a small program becomes: each benchmarks/code_size/*.cpp, with -Os, sections collected, stripped.
#
# A program that uses core alone must not pull in what allocates, throws or prints in C++; without exceptions and
# RTTI it must need nothing of the C++ run-time library at all. That is checked, by symbol, with each compiler.
# Sizes are compared with the committed ones of the same compiler and version: 5 % more fail.
#
#   code_size.sh             the table, with Boost.MSM and nlohmann/json in it where they are installed
#   code_size.sh --own       the same without them: a few seconds
#   code_size.sh --symbols   checks the symbols of core, and nothing else
#   code_size.sh --update    like --own, but writes code_size/figures.txt anew
#   CXX=g++-13 code_size.sh  other compilers than g++ and clang++-14
set -euo pipefail
cd "$(dirname "$0")/code_size"
mode=${1:---all}
figures=figures.txt
allowed=1.05

compilers=()
for compiler in ${CXX:-g++ clang++-14}; do
    if command -v "$compiler" >/dev/null; then compilers+=("$compiler"); fi
done
if [ ${#compilers[@]} = 0 ] || ! command -v nm strip size >/dev/null; then
    echo "code size: skipped, no compiler or no binutils here"
    exit 0
fi

core=(fixed run_time)
programs=("${core[@]}")
if [ "$mode" != --symbols ]; then programs=(base "${core[@]}" text client_base); fi
if [ "$mode" = --all ]; then
    for peer in "boost_msm boost/msm/back/state_machine.hpp" "nlohmann_json nlohmann/json.hpp"; do
        read -r name header <<<"$peer"
        if echo "#include <$header>" | "${compilers[0]}" -std=c++17 -w -E -x c++ - >/dev/null 2>&1; then
            programs+=("$name")
        else
            echo "code size: without $name, which is not installed"
        fi
    done
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The peers are older than C++20: g++ takes the Boost.MSM of Debian 12 up to C++17 only.
build() { # build COMPILER SOURCE PROGRAM OPTIONS
    local standard=c++20
    case $2 in boost_msm | nlohmann_json) standard=c++17 ;; esac
    # shellcheck disable=SC2086  # options are several words, or none
    "$1" -std=$standard -Os -ffunction-sections -fdata-sections $4 -I../../include "$2.cpp" \
        -Wl,--gc-sections -o "$3" 2>"$3.log" || { cat "$3.log" >&2; exit 255; }
}
export -f build
for compiler in "${compilers[@]}"; do
    for program in "${programs[@]}"; do
        printf '%s\0' "$compiler" "$program" "$work/$compiler.$program" ""
    done
    for program in "${core[@]}"; do
        printf '%s\0' "$compiler" "$program" "$work/$compiler.$program.plain" "-fno-exceptions -fno-rtti"
    done
done | xargs -0 -n 4 -P "$(getconf _NPROCESSORS_ONLN)" bash -c 'build "$@"' _

# Fails with the symbols, where a program has some that it must not have.
failed=0
must_not_have() { # must_not_have PROGRAM PATTERN
    local found
    if found=$(nm -C "$work/$1" | grep -E "$2"); then
        printf '%s pulls in:\n%s\n' "$1" "$found"
        failed=1
    fi
}
for compiler in "${compilers[@]}"; do
    for program in "${core[@]}"; do
        must_not_have "$compiler.$program" \
            'operator (new|delete)|ios_base|iostream|typeinfo|vtable|__cxa_(throw|rethrow|allocate|guard)'
        must_not_have "$compiler.$program.plain" '@+(GLIBCXX|CXXABI)_'
    done
done
if [ $failed != 0 ]; then exit 1; fi
echo "code size: core pulls in nothing that allocates, throws or prints in C++ (${compilers[*]})"
if [ "$mode" = --symbols ]; then exit 0; fi

# compiler, version, program, bytes of code and of constants beyond those of base, bytes of the stripped file
table=$(
    for compiler in "${compilers[@]}"; do
        version=$("$compiler" -dumpfullversion 2>/dev/null || "$compiler" -dumpversion)
        for program in "${programs[@]}"; do
            strip -o "$work/stripped" "$work/$compiler.$program"
            size -A "$work/stripped" |
                awk -v name="$compiler $version $program" -v file="$(stat -c %s "$work/stripped")" '
                    $1 == ".text" { code = $2 }
                    $1 ~ /^\.(rodata|data|data\.rel\.ro)$/ { constants += $2 }
                    END { print name, code, constants + 0, file }'
        done
    done | awk '
        $3 == "base" { code = $4; constants = $5 }
        { print $1, $2, $3, $4 - code, $5 - constants, $6 }'
)
printf '%s\n' "$table" | awk '
    BEGIN {
        printf "%-12s %-14s %8s %10s %8s %8s\n", "compiler", "program", "code", "constants", "x fixed", "stripped"
    }
    $3 == "fixed" { fixed[$1] = $4 + $5 }
    { row[NR] = $0 }
    END {
        for (i = 1; i <= NR; ++i) {
            split(row[i], f)
            printf "%-12s %-14s %8d %10d %8.2f %8d\n", f[1], f[3], f[4], f[5], (f[4] + f[5]) / fixed[f[1]], f[6]
        }
    }'

own=$(printf '%s\n' "$table" | awk '$3 !~ /^(base|boost_msm|nlohmann_json)$/ { print $1, $2, $3, $4, $5 }')
if [ "$mode" = --update ]; then
    printf '%s\n' "$own" >$figures
    exit 0
fi
printf '%s\n' "$own" | awk -v allowed=$allowed '
    NR == FNR { before[$1, $2, $3] = $4 + $5; known[$1, $2] = 1; next }
    !(($1, $2) in known) { if (!said[$1]++) printf "code size: not compared, no figures of %s %s\n", $1, $2; next }
    !(($1, $2, $3) in before) { printf "%s: not in the committed figures\n", $3; failed = 1; next }
    $4 + $5 > before[$1, $2, $3] * allowed {
        printf "%s, %s: %d bytes, committed %d\n", $1, $3, $4 + $5, before[$1, $2, $3]
        failed = 1
    }
    END { exit failed }' $figures -
