#!/bin/sh
# compiler_explorer.sh URL: a link that opens Compiler Explorer on the program of docs/five-minutes.md. URL is where
# rung_single.hpp of a release lies (cmake/release.sh): Compiler Explorer includes headers by their address.
set -eu
url=${1:?compiler_explorer.sh URL_OF_RUNG_SINGLE_HPP}
cd "$(dirname "$0")/.."
source=$(awk '/^```/ { inside = /^```cpp/ && !seen; seen = seen || inside; next } inside' docs/five-minutes.md |
    awk -v url="$url" '!/^#include <rung\// { print; next } !done { print "#include <" url ">"; done = 1 }' |
    sed 's/\\/\\\\/g; s/"/\\"/g' | awk '{ printf "%s\\n", $0 }')
options='-std=c++20 -O1'
state=$(printf '{"sessions":[{"id":1,"language":"c++","source":"%s","compilers":[],' "$source" &&
    printf '"executors":[{"compiler":{"id":"g122","libs":[],"options":"%s"}}]}]}' "$options")
printf 'https://godbolt.org/clientstate/%s\n' \
    "$(printf '%s' "$state" | base64 | tr -d '\n' | sed 's,/,%2F,g; s,+,%2B,g; s,=,%3D,g')"
