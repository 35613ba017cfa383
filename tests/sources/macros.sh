#!/bin/sh
# macros.sh FOLDER COMPILER...: all of rung defines and undefines no macros but these. A RUNG_ macro that serves one
# header is undefined at its end. FOLDER is for what comes up on the way. Works with g++ and clang.
#   RUNG_VERSION_*      for a user's #if
#   RUNG_ASSERT         the one hook
#   the others          core/config.hpp has them for several headers, so none of these can undefine them
allowed="RUNG_ASSERT RUNG_FORCE_INLINE RUNG_NO_INLINE RUNG_NO_UNIQUE_ADDRESS RUNG_WRAPS RUNG_TRY RUNG_CATCH_ALL RUNG_THROW RUNG_POSIX RUNG_MADE_OF_VALUES
    RUNG_VERSION_MAJOR RUNG_VERSION_MINOR RUNG_VERSION_PATCH"
set -eu
folder=$1
shift
sh tests/sources/list_headers.sh "$folder"

macros() { # macros COMPILER...: of what is on the input
    "$@" -std=c++20 -Iinclude "-I$folder" -dM -E -x c++ - | LC_ALL=C sort
}
echo '#include <standard_headers.hpp>' | macros "$@" >"$folder/before"
printf '#include <standard_headers.hpp>\n#include <rung_headers.hpp>\n' | macros "$@" >"$folder/after"

# Without a definition of rung's own none of the two lists can be right.
grep -q '^#define RUNG_VERSION_MAJOR ' "$folder/after"
difference=$(LC_ALL=C comm -3 "$folder/before" "$folder/after" | sed 's/^[[:space:]]*//')
for name in $allowed; do
    difference=$(printf '%s\n' "$difference" | grep -v "^#define $name[ (]" | grep -v "^#define $name\$") || true
done
[ -z "$difference" ] && exit
printf 'with all of rung these macros are new, changed or gone:\n%s\n' "$difference"
exit 1
