#!/bin/sh
# versions.sh VERSION: compares the project's version with every other place that names one.
set -u
version=$1
minor=${version%.*}
faults=0

number() { sed -n "s/^#define RUNG_VERSION_$1 *\([0-9]*\)$/\1/p" include/rung/version.hpp; }
header=$(number MAJOR).$(number MINOR).$(number PATCH)
if [ "$header" != "$version" ]; then
    printf 'include/rung/version.hpp says %s, the project %s\n' "$header" "$version"
    faults=1
fi

for file in README.md docs/*.md; do
    [ -f "$file" ] || continue
    for named in $(sed -n 's/.*find_package(rung \([0-9][0-9.]*\).*/\1/p' "$file"); do
        [ "$named" = "$minor" ] || [ "$named" = "$version" ] && continue
        printf '%s asks for rung %s, the project is %s\n' "$file" "$named" "$version"
        faults=1
    done
done
exit $faults
