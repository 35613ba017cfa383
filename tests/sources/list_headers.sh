#!/bin/sh
# list_headers.sh FOLDER: writes FOLDER/standard_headers.hpp, which includes all of the standard library that rung
# includes, and FOLDER/rung_headers.hpp, which includes all of rung; interop is left out, whose libraries are not
# everybody's. To be run from the folder of the project.
set -eu
mkdir -p "$1"
headers=$(find include/rung -name '*.hpp' ! -path 'include/rung/interop/*' | LC_ALL=C sort)
[ -n "$headers" ]
printf '%s\n' "$headers" | xargs sed -n 's/^#include \(<[a-z_]*>\).*/#include \1/p' | LC_ALL=C sort -u \
    >"$1/standard_headers.hpp"
printf '%s\n' "$headers" | sed 's,^include/\(.*\)$,#include <\1>,' >"$1/rung_headers.hpp"
