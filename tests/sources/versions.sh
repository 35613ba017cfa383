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

# The namespace in every symbol's name, in the headers and where the pages quote a compiler.
for named in $(grep -rhoE 'inline namespace v[0-9]+|rung::v[0-9]+' include README.md docs | grep -oE '[0-9]+$' | sort -u); do
    [ "$named" = "${version%%.*}" ] && continue
    printf 'the namespace v%s is named, the project is %s\n' "$named" "$version"
    faults=1
done

for file in README.md docs/*.md tests/consumer/CMakeLists.txt; do
    [ -f "$file" ] || continue
    for named in $(sed -nE 's/.*(find_package\(rung|GIT_TAG v?|RUNG_WANTED) *([0-9][0-9.]*).*/\2/p' "$file"); do
        [ "$named" = "$minor" ] || [ "$named" = "$version" ] && continue
        printf '%s asks for rung %s, the project is %s\n' "$file" "$named" "$version"
        faults=1
    done
done

# The packages name it once each.
packaging=cmake/packaging
for file in vcpkg/ports/rung/vcpkg.json meson/rung.wrap meson/packagefiles/rung/meson.build bazel/MODULE.bazel debian/changelog; do
    grep -E '^ *"version": |^revision = |^project\(|^module\(|^rung \(' "$packaging/$file" | grep -qE "[\"'v(]$version[\"'-]|v$version\$" && continue
    printf '%s/%s does not name version %s\n' "$packaging" "$file" "$version"
    faults=1
done
for named in $(sed -n 's/^version = "\(.*\)"$/\1/p' examples/python/pyproject.toml); do
    [ "$named" = "$version" ] && continue
    printf 'examples/python/pyproject.toml says %s, the project %s\n' "$named" "$version"
    faults=1
done
exit $faults
