#!/bin/sh
# run.sh [PERCENT]: which lines of include/rung the tests ran, header by header, after
#     export RUNG_COUNT_LINES='--coverage -fprofile-abs-path'; cmake --workflow --preset test; cmake --workflow --preset ci
# Ends with 1 below so many percent of lines in all. What is not covered and why: uncovered.md beside this file.
#
# Not in the figures: what is evaluated at compile time, and most of core's tests are static assertions. Branches
# are as gcov counts them, one set for each instantiation and each inlined copy of a function (the thresholds of
# every ladder of the tests), so they say little of templates and have no limit here; whether each comparison is
# tested on both sides is what tests/mutation/run.py looks after.
set -eu  # the counts of several threads at once can go wrong: gcovr is not to stop at one
least=${1:-0}
cd "$(dirname "$0")/../.."
gcovr --root . --filter include/rung/ --exclude-throw-branches --exclude-unreachable-branches \
    --gcov-ignore-parse-errors --csv build/test/coverage.csv build/test/tests
awk -F, -v least="$least" '
    function row(name, lines, ran, branches, taken) {
        printf "%-40s %5d of %5d lines %5.1f %%", name, ran, lines, lines ? 100 * ran / lines : 100
        if (branches) printf "  %5d of %5d branches", taken, branches
        print ""
    }
    NR > 1 {
        row(substr($1, 9), $2, $3, $5, $6)
        lines += $2; ran += $3; branches += $5; taken += $6
    }
    END {
        row("all", lines, ran, branches, taken)
        if (!lines || 100 * ran / lines < least) {
            printf "below %s %% of lines\n", least
            exit 1
        }
    }' build/test/coverage.csv
