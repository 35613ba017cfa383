#!/bin/sh
# page_size.sh REPLAY TOOLS CLIENTS: whether the page of so many clients, which as many channels and months as a page shows
# divide into groups, is below 3 MB, and opens within 2 s. TOOLS as for page.sh.
set -u
program=$1
modules=$2/node_modules
clients=$3
here=$(dirname "$0")
{ command -v node && command -v chromium; } >/dev/null || { echo "skipped: no node or no Chromium" && exit 0; }
for name in vega vega-lite vega-interpreter playwright-core; do
    [ -d "$modules/$name" ] || { echo "skipped: no $name in $modules" && exit 0; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
awk -v clients="$clients" '
    function draw() { return (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648 }
    BEGIN {
        print "client,at,kind,amount,channel"
        for (state = 15; ++client <= clients; ) {
            day = int(draw() * 1800)
            way = int(draw() * draw() * 40)
            printf "person %d@example.org,%d,contact,,way %d\n", client, 1577836800 + 86400 * day, way
            while (draw() < 0.55 && (day += int(draw() * 90) + 1) < 1826)
                printf "person %d@example.org,%d,purchase,%.2f,way %d\n", client, 1577836800 + 86400 * day, \
                    5 + 200 * draw() * draw(), way
        }
    }' >"$work/log.csv" || exit 1
"$program" --quiet "$work/log.csv" --date-format epoch --report "$work/page.html" --vega "$modules" || exit 1
size=$(wc -c <"$work/page.html")
echo "$clients clients: $size bytes"
[ "$size" -lt 3000000 ] || { echo "the page is of 3 MB or more" && exit 1; }
node "$here/page_size.mjs" "$modules" "$work/page.html" "$clients"
