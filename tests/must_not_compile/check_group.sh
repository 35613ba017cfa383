#!/bin/sh
# check_group.sh WORK COMPILER_ID COMPILER_VERSION HEADERS SOURCE... -- COMPILER [FLAG...]
#
# What check.sh does for one case, for many in two runs of the compiler: every case stands in a namespace of its own, and
# of what the compiler says each error belongs to the cases that it names. A case that does not pass so (it may share an
# instantiation with another, which is complained of once) is checked alone: that decides.
set -u
here=$(dirname "$0")
. "$here/said.sh"
work=$1
id=$2
version=$3
headers=$4
shift 4
sources=
while [ "$1" != -- ]; do
    sources="$sources $1"
    shift
done
shift
rm -rf "$work"
mkdir -p "$work/said"
export LC_ALL=C
case $id in *Clang) all=-ferror-limit=0 ;; *) all=-fmax-errors=0 ;; esac

together=
alone=
for source in $sources; do
    if head -n 5 "$source" | grep -q '^// alone'; then alone="$alone $source"; else together="$together $source"; fi
done
for source in $together; do
    name=$(basename "$source" .cpp)
    printf 'namespace case_%s {\n#include "%s"\n}\n' "$name" "$source"
done >"$work/cases.cpp"

use=$(cat "$headers/use" 2>/dev/null)
if "$@" $use -fsyntax-only -DRUNG_CORRECTED "$work/cases.cpp" >/dev/null 2>&1; then
    # A case alone would have its names without the namespace.
    "$@" $use $all -fsyntax-only "$work/cases.cpp" 2>&1 | sed 's/case_[a-z_0-9]*:://g' | awk -v to="$work/said/" '
        # Where an error is comes before it in g++, after it as a note in clang; both name the file of the case.
        function tell() {
            text = block
            while (match(text, /[a-z_0-9]+\.cpp:/)) {
                name = substr(text, RSTART, RLENGTH - 1)
                text = substr(text, RSTART + RLENGTH)
                if (name != "cases.cpp" && !(name in told)) { told[name]; printf "%s", block >>(to name); close(to name) }
            }
            block = ""
            for (name in told) delete told[name]
        }
        / error: / { if (seen) tell(); seen = 1; block = block before $0 "\n"; before = ""; next }
        /^In file included from|^ +from |: In [a-z]|: At global scope|: +required |in .constexpr. expansion/ {
            before = before $0 "\n"; next
        }
        { block = block before $0 "\n"; before = "" }
        END { tell() }'
else
    alone=$sources
    together=
fi

for source in $together; do
    if ! says_what_it_should "$source" "$id" "$version" "$work/said/$(basename "$source")" >/dev/null; then
        alone="$alone $source"
    fi
done
failed=0
for source in $alone; do
    sh "$here/check.sh" "$source" "$id" "$version" "$headers" "$@" || failed=1
done
exit $failed
