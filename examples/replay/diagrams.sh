#!/bin/sh
# diagrams.sh REPLAY TOOLS: whether Graphviz, and Mermaid in Debian's Chromium, draw the diagram of every ladder of the
# catalog, of one with names that would be markup, and moves. TOOLS is a folder with mermaid and playwright-core in its
# node_modules.
set -u
program=$1
modules=$2/node_modules
here=$(dirname "$0")
command -v dot >/dev/null || { echo "skipped: no Graphviz" && exit 0; }
{ command -v node && command -v chromium; } >/dev/null || { echo "skipped: no node or no Chromium" && exit 0; }
for name in mermaid playwright-core; do
    [ -d "$modules/$name" ] || { echo "skipped: no $name in $modules" && exit 0; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cat >"$work/odd" <<'LADDER' || exit 1
ladder "a \"b\" #1; %%{init: {\"theme\": \"dark\"}}%%"
  stage "1. \\N &lt; <b>"
  stage "- `two` | [x] {end}"  enter purchases >= 1
  stage end   enter purchases >= 2 and silence < 30d  door recommendations >= 1  grace 30d
  exit "*three* _of_"  enter lost >= 3 or silence >= 365d
LADDER
for ladder in service familiarity loyalty journey patronage "$work/odd"; do
    name=$(basename "$ladder")
    "$program" --ladder "$ladder" --diagram dot >"$work/$name.dot" || exit 1
    "$program" --ladder "$ladder" --diagram mermaid >"$work/$name.mmd" || exit 1
    # What it does not understand it says, and draws nevertheless.
    dot -Tsvg "$work/$name.dot" >"$work/$name.svg" 2>"$work/said" || exit 1
    [ ! -s "$work/said" ] || { cat "$work/said" && exit 1; }
    [ "$(grep -c '<g id="node' "$work/$name.svg")" = "$(grep -c '^ *p[0-9]* \[' "$work/$name.dot")" ] || exit 1
done
printf 'client,at\nann,2026-01-01\nbob,2026-01-01\nbob,2026-01-02\n' |
    "$program" - --quiet --ladder loyalty --diagram sankey >"$work/moves.mmd" || exit 1
node "$here/diagrams.mjs" "$modules" "$work"/*.mmd
