#!/bin/sh
# site.sh FOLDER: the site of the documentation is built, and has what a reader looks for. mkdocs refuses a link or a heading
# that is not there; reference.py a room that it does not know. build/pictures has mkdocs-material: .ci/run installs it.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-$source/build/pictures/venv/bin/python}
command -v doxygen >/dev/null || { echo "skipped: Doxygen is missing (Debian: doxygen)" && exit; }
"$python" -c 'import material' 2>/dev/null || { echo "skipped: mkdocs-material is missing (docs/site/requirements.txt)" && exit; }
rm -rf "$1"
PYTHON=$python "$source/docs/site/make.sh" "$1"
site=$(ls -d "$1"/site/[0-9]*)

fail() { echo "$1" && exit 1; }
for name in rung_client_base rung_insight_evaluations rung_purchase rung_facts rung_calendar_month rung_ladders_service; do
    [ -f "$site/reference/$name.html" ] || fail "no page of the reference is $name.html"
done
grep -q 'What clients evaluate' "$site/reference/rung_insight_evaluations.html" || fail "a class has lost its comment"
grep -q silence_ratio "$site/reference/rung_facts.html" || fail "the facts of the retail schema are not listed"
grep -q 'location":"reference/rung_client_base.html' "$site/search/search_index.json" || fail "the search does not find client_base"
grep -q '"version": "'"$(basename "$site")"'"' "$1/site/versions.json" || fail "the switch of versions does not know this one"
if grep -rn 'rung::v0\|::detail::' "$site"/reference/*.html | head -5 | grep .; then fail "a name is shown that nobody writes"; fi
