#!/bin/sh
# single_header.sh [HEADER...] >rung_single.hpp: the headers of rung as one file, each once and after what it includes.
# All of rung if none are named, but for interop, whose libraries are not everybody's:
#     cmake/single_header.sh rung/rung.hpp rung/base/kept_history.hpp >rung_single.hpp
set -eu
cd "$(dirname "$0")/../include"
[ $# -gt 0 ] || set -- $(find rung -name '*.hpp' ! -path 'rung/interop/*' | LC_ALL=C sort)
awk '
function put(name,   line, inner) {
    if (name in known) return
    known[name] = 1
    while ((read = (getline line <name)) > 0) {
        if (line ~ /^#include <rung\//) {
            inner = line
            gsub(/^#include <|>.*$/, "", inner)
            put(inner)
        } else if (line != "#pragma once") {
            print line
        }
    }
    close(name)
    if (read < 0) { print "there is no include/" name >"/dev/stderr"; failed = 1; exit 1 }
}
BEGIN {
    while ((getline line <"../LICENSE") > 0) print line == "" ? "//" : "// " line
    print "\n#pragma once\n"
    for (i = 1; i < ARGC; ++i) put(ARGV[i])
}' "$@"
