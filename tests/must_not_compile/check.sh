#!/bin/sh
# check.sh SOURCE COMPILER_ID COMPILER_VERSION HEADERS COMPILER [FLAG...]
#
# HEADERS is where headers.sh has put the compiled headers.
# Passes when SOURCE does not compile and the compiler says what it should (said.sh), and when SOURCE does compile with
# -DRUNG_CORRECTED: otherwise it might be refused for a reason of no interest.
set -u
. "$(dirname "$0")/said.sh"
source=$1
id=$2
version=$3
headers=$(cat "$4/use" 2>/dev/null)
shift 4
if head -n 5 "$source" | grep -q '^// alone'; then headers=; fi
export LC_ALL=C # typewriter quotes, also from g++

if ! said=$("$@" $headers -fsyntax-only -DRUNG_CORRECTED "$source" 2>&1); then
    printf '%s\n\nwith RUNG_CORRECTED it should compile, and does not: %s\n' "$said" "$source"
    exit 1
fi
said=$(mktemp)
trap 'rm -f "$said"' EXIT
trap 'exit 1' HUP INT TERM
if "$@" $headers -fsyntax-only "$source" >"$said" 2>&1; then
    printf 'it compiles, and should not: %s\n' "$source"
    exit 1
fi
says_what_it_should "$source" "$id" "$version" "$said"
