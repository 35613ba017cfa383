#!/bin/sh
# check.sh SOURCE COMPILER_ID COMPILER_VERSION HEADERS COMPILER [FLAG...]
#
# HEADERS is where headers.sh has put the compiled headers.
# Passes when SOURCE does not compile and the compiler's output holds, letter for letter, the text after each of its
#     // expect: ...             for every compiler
#     // expect-gcc: ...         for g++ alone (or -clang), where the two can't be made to say the same
#     // expect-clang-14: ...    for one major version alone
# and when SOURCE does compile with -DRUNG_CORRECTED: otherwise it might be refused for a reason of no interest.
set -u
source=$1
case $2 in GNU) id=gcc ;; *Clang) id=clang ;; *) id=$2 ;; esac
major=${3%%.*}
headers=$(cat "$4/use" 2>/dev/null)
shift 4
if head -n 5 "$source" | grep -q '^// alone'; then headers=; fi
export LC_ALL=C # typewriter quotes, also from g++

if ! said=$("$@" $headers -fsyntax-only -DRUNG_CORRECTED "$source" 2>&1); then
    printf '%s\n\nwith RUNG_CORRECTED it should compile, and does not: %s\n' "$said" "$source"
    exit 1
fi
if said=$("$@" $headers -fsyntax-only "$source" 2>&1); then
    printf 'it compiles, and should not: %s\n' "$source"
    exit 1
fi

wanted=$(for who in "" "-$id" "-$id-$major"; do sed -n "s,^ *// expect$who: ,,p" "$source"; done)
if [ -z "$wanted" ]; then
    printf 'no "// expect: ..." for this compiler: %s\n' "$source"
    exit 1
fi
printf '%s\n' "$wanted" | {
    missing=0
    while IFS= read -r sentence; do
        printf '%s\n' "$said" | grep -qF -- "$sentence" && continue
        printf 'the compiler does not say: %s\n' "$sentence"
        missing=1
    done
    [ $missing = 0 ] || printf '\nit says:\n%s\n' "$said"
    exit $missing
}
