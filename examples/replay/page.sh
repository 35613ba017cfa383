#!/bin/sh
# page.sh REPLAY TOOLS: whether the page of `replay --report` works in a browser: Debian's Chromium, driven by Playwright.
# TOOLS is a folder with vega, vega-lite, vega-interpreter, playwright-core and axe-core in its node_modules.
set -u
program=$1
modules=$2/node_modules
here=$(dirname "$0")
command -v chromium >/dev/null || { echo "skipped: no Chromium" && exit 0; }
command -v node >/dev/null || { echo "skipped: no node" && exit 0; }
for name in vega vega-lite vega-interpreter playwright-core axe-core; do
    [ -d "$modules/$name" ] || { echo "skipped: no $name in $modules" && exit 0; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$program" --quiet --report "$work/shop.html" --vega "$modules" --top 60 || exit 1
# Names that would be markup, and would turn the direction of writing.
{
    echo 'client,at,kind,amount,channel'
    printf '"<script>alert(1)</script>",2026-01-01,purchase,9.90,"<img src=x onerror=alert(2)>"\n'
    printf '"""onfocus=alert(3) \342\200\256",2026-01-02,purchase,19.90,"&amp;"\n'
} >"$work/odd.csv"
"$program" --quiet "$work/odd.csv" --report "$work/odd.html" --vega "$modules" || exit 1
[ "$(wc -c <"$work/shop.html")" -lt 3000000 ] || { echo "the page is of 3 MB or more" && exit 1; }
node "$here/page.mjs" "$modules" "$work"
