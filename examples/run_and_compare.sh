#!/bin/sh
# run_and_compare.sh EXPECTED PROGRAM: runs PROGRAM; where the file EXPECTED exists, it must print just that.
set -u
printed=$("$2" && echo .) || { status=$?; printf '%s\nexit status %s\n' "$printed" $status; exit 1; }
[ -f "$1" ] || exit 0
printf '%s' "${printed%.}" | diff -u "$1" -
