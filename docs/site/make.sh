#!/bin/sh
# make.sh FOLDER: the pages of docs/ and a page for each public name, as a site in FOLDER/site/<version>. Sites of other
# versions that lie beside it are offered by the switch in its head: FOLDER/site is what is to be put on a server.
# Needs Doxygen, and mkdocs-material (requirements.txt) for the Python that PYTHON names.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-python3}
mkdir -p "$1/site"
folder=$(cd "$1" && pwd)
version=$(sed -n 's/^#define RUNG_VERSION_[A-Z]* //p' "$source/include/rung/version.hpp" | paste -sd .)

rm -rf "$folder/pages" "$folder/xml"
mkdir "$folder/pages"
(cd "$source" && { cat docs/site/Doxyfile && echo "OUTPUT_DIRECTORY = $folder"; } | doxygen -)
"$python" "$source/docs/site/pages.py" "$source" "$folder/pages"
"$python" "$source/docs/site/reference.py" "$folder/xml" "$folder/pages"
cp "$source/docs/site/mkdocs.yml" "$folder/"
cp "$source/docs/site/site.css" "$folder/pages/"
NO_MKDOCS_2_WARNING=1 "$python" -m mkdocs --quiet build --config-file "$folder/mkdocs.yml" --site-dir "$folder/site/$version"

cd "$folder/site"
ls -d [0-9]*/ | sort -rV | sed 's|\(.*\)/|{"version": "\1", "title": "\1", "aliases": []}|' | paste -sd , | sed 's/.*/[&]/' >versions.json
cat >index.html <<EOT
<!doctype html><html lang="en"><meta charset="utf-8"><title>rung</title>
<meta http-equiv="refresh" content="0; url=$(ls -d [0-9]*/ | sort -V | tail -n 1)index.html">
EOT
echo "$folder/site: $(find "$version" -name '*.html' | wc -l) pages of version $version"
