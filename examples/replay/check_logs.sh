#!/bin/sh
# check_logs.sh REPLAY DATA: whether the program REPLAY says the same of the logs in the folder DATA whatever the order
# of their lines, with history and with facts only, on every ladder, and of CDNOW what is known from elsewhere.
set -u
program=$1
data=${2:-}
. "$(dirname "$0")/../checks.sh"
. "$(dirname "$0")/answers.sh"
has_logs || exit 0

for log in "$data"/*.xz; do
    unpack "$(basename "$log" .xz)"
done
# sorted LOG, shuffled LOG: the same lines sorted by time, and in random order.
sorted() { head -n 1 "$1" && tail -n +2 "$1" | LC_ALL=C sort -t, -k3,3 -k1,1n; }
shuffled() {
    head -n 1 "$1"
    tail -n +2 "$1" | LC_ALL=C awk 'BEGIN { srand(7) } { printf "%.9f\t%s\n", rand(), $0 }' | LC_ALL=C sort | cut -f 2-
}
# How many moves were corrected depends on the order of the lines and where batches end, and nothing else does.
found() { sed '/"corrections": {/,/}/d' "$work/out"; }
same() { cmp -s "$work/found" - || fail "$*"; }
# ../shared/golden/cdnow_replay.csv: 1411 + 439 clients with none or one repeat purchase, 507 with more.
cdnow() {
    run 0 --ladder service --set regular_within=3650d --per-day --as-of 1997-09-30 --json "$@"
    is "clients of $*" "$(clients_at client)" 507
    is "buyers of $*" "$(clients_at buyer)" 1850
}
shuffled "$work/cdnow_sample.events.csv" >"$work/cdnow_shuffled.csv"
cdnow "$work/CDNOW_sample.txt" --columns client=1,at=3,amount=5
cdnow "$work/cdnow_sample.events.csv"
cp "$work/out" "$work/found"
cdnow "$work/cdnow_sample.events.csv" --facts-only
same 'CDNOW per day: facts only and history differ' <"$work/out"
cdnow "$work/cdnow_shuffled.csv"
same 'CDNOW per day: the log and the same log shuffled differ' <"$work/out"

for log in "$work"/*.events.csv; do
    name=$(basename "$log" .events.csv)
    sorted "$log" >"$work/sorted"
    shuffled "$log" >"$work/shuffled"
    # Whether a refund names its purchase: only the history knows what it takes back. And only it holds aside what
    # nobody has spent, where facts refuse it.
    refunds=$(cut -d, -f 4,8 "$log" | grep -c '^refund,.')
    for ladder in service familiarity loyalty journey patronage; do
        run 0 --ladder $ladder --json "$log"
        adds_up "$name on $ladder"
        is "lines of $name" "$(field read)" $(($(wc -l <"$log") - 1))
        [ -z "${VERBOSE:-}" ] || printf '%s %s applied %s refused %s %s\n' "$name" $ladder "$(field applied)" \
            "$(field refused)" "$(sed -n '/"reasons": {/,/}/s/^ *"\(.*\)": .*/(\1)/p' "$work/out")"
        found >"$work/found"
        for order in sorted shuffled; do
            run 0 --ladder $ladder --json "$work/$order"
            found | same "$name on $ladder: the log and the same log $order differ"
        done
        [ "$refunds" = 0 ] && [ "$(field held_aside)" = 0 ] || continue
        run 0 --ladder $ladder --json --facts-only "$work/sorted"
        found | same "$name on $ladder: facts only and history differ"
    done
done

finish
