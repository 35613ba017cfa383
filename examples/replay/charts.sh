#!/bin/sh
# charts.sh REPLAY TOOLS: whether every chart, in English and in Russian, is what Vega-Lite's own schema asks for, and is
# drawn by its converter. TOOLS is a folder with Vega-Lite in its node_modules, and vl-convert in its venv.
set -u
program=$1
schema=$2/node_modules/vega-lite/build/vega-lite-schema.json
python=$2/venv/bin/python
[ -f "$schema" ] || { echo "skipped: no Vega-Lite at $schema" && exit 0; }
"$python" -c 'import vl_convert, jsonschema' 2>/dev/null || { echo "skipped: no vl-convert in $2/venv" && exit 0; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
charts=$("$program" --help | tr -s ' \n' ' ' | sed -n 's/.*for Vega-Lite, with its numbers: \([a-z_, ]*\) --of .*/\1/p' | tr -d ,)
[ -n "$charts" ] || { echo "no charts in --help" && exit 1; }
for chart in $charts; do
    for language in en ru; do
        "$program" --quiet --chart "$chart" --language $language >"$work/$chart.$language.json" || exit 1
    done
done
# Another ladder, with exits and graces, and a log in which little happens.
"$program" --quiet --ladder familiarity --chart story >"$work/grace.json" || exit 1
printf 'client,at\nann,2026-01-01\n' >"$work/one.csv" || exit 1
for chart in $charts; do
    "$program" --quiet --chart "$chart" "$work/one.csv" >"$work/$chart.one.json" || exit 1
done
"$python" "$(dirname "$0")/charts.py" "$schema" "$work"/*.json
