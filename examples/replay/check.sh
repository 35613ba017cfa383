#!/bin/sh
# check.sh REPLAY [DATA]: whether the program REPLAY does what its options, logs and exit status promise. DATA
# is a folder with the logs that are looked at where it exists; they are other people's and not kept here.
set -u
replay=$1
data=${2:-}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    printf 'FAILED: %s\n' "$*"
    failures=$((failures + 1))
}

# run STATUS ARGUMENT...: runs replay, which must end with STATUS. Its output is in $work/out and $work/err.
run() {
    wanted=$1
    shift
    "$replay" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ $status = "$wanted" ] || fail "replay $* ends with $status, not $wanted: $(cat "$work/err")"
}
says() { grep -qF -- "$1" "$work/err" || fail "no '$1' in: $(cat "$work/err")"; }
shows() { grep -qF -- "$1" "$work/out" || fail "no '$1' in: $(cat "$work/out")"; }

# The number of a field of the JSON, and the number of clients at a stage.
field() { sed -n "s/^ *\"$1\": \([0-9]*\),*\$/\1/p" "$work/out" | head -n 1; }
clients_at() {
    sed -n '/"census"/,/\]/p' "$work/out" | grep -A 1 "\"stage\": \"$1\"" | sed -n 's/.*"clients": \([0-9]*\).*/\1/p'
}
is() { [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"; }
adds_up() {
    is "$1: applied + later + refused" $(($(field applied) + $(field later) + $(field refused))) "$(field read)"
    reasons=$(sed -n '/"reasons": {/,/}/s/.*": \([0-9]*\),*$/\1/p' "$work/out" | awk '{ n += $1 } END { print n + 0 }')
    is "$1: sum of the reasons" "$reasons" "$(field refused)"
    census=$(sed -n '/"census"/,/\]/s/.*"clients": \([0-9]*\).*/\1/p' "$work/out" | awk '{ n += $1 } END { print n + 0 }')
    is "$1: sum of the census" "$census" "$(field clients)"
}

# Options.
run 0 --help
run 2 --ladder stairs
says 'unknown ladder; known: service, familiarity, loyalty, journey, patronage, or the path of a file'
run 2 --no-such-option
run 2 one.csv two.csv
run 2 --set client_purchase=3
says 'no such threshold; known: visitor_contacts buyer_purchases client_purchases regular_within'
run 2 --set client_purchases=3d
says 'client_purchases needs a whole number'
run 2 --set regular_within=90
says 'regular_within needs a length of time'
run 2 --ladder familiarity --set trial_spend=much
says 'trial_spend needs an amount'
run 2 --set client_purchases
says 'write name=value'
run 2 --ladder loyalty --set supporter_share=101
says "stage 'supporter': a rule can never hold"
run 2 --as-of 1997-13-01
says 'not a date'
run 2 --kind sale
says 'unknown kind'
run 2 --columns client=1
says "'at' is missing"
run 2 --columns client=1,at=0
says 'counted from 1'
run 2 --columns client=1,at=2,price=3
says "no column 'price'; known: id, client, at"
run 2 --columns client=1,client=2,at=3
says 'given twice'
run 2 --delimiter ab
says 'one character, tab or blank'
run 2 "$work/absent.csv"
says 'absent.csv'
run 2 "$work"
run 0 --ladder journey --set curious_after=30d --set curious_after=40d --json
adds_up 'the simulated shop'

# A ladder in a file.
cat >"$work/club.ladder" <<'LADDER'
ladder club
  ascent one_step
  descent never
  stage guest
  stage member  enter contacts >= 5 or purchases >= 1
  stage gold    enter purchases >= 1 and silence <= 90d
LADDER
run 0 --ladder "$work/club.ladder" --json
adds_up 'the simulated shop on a ladder in a file'
moves() { grep -A 1 "\"from\": \"$1\"" "$work/out" | grep -c "\"to\": \"$2\""; }
is 'moves from guest to gold' "$(moves guest gold)" 0
is 'moves from gold to member' "$(moves gold member)" 0
sed '/ascent/d; /descent/d' "$work/club.ladder" >"$work/other.ladder"
run 0 --ladder "$work/other.ladder" --json
is 'moves from guest to gold by leap' "$(moves guest gold)" 1
is 'moves from gold to member at once' "$(moves gold member)" 1
run 0 --ladder "$work/club.ladder"
shows 'club: 4,000 clients'
run 2 --ladder "$work/club.ladder" --set client_purchases=3
says "--set client_purchases: a ladder read from a file has its thresholds there"
sed 's/contacts/contact/' "$work/club.ladder" >"$work/broken.ladder"
run 2 --ladder "$work/broken.ladder"
says "broken.ladder:5:23: unknown fact 'contact'; did you mean 'contacts'?"
run 2 --ladder "$work/absent.ladder"
says 'absent.ladder: unknown ladder; known: service'

# Good lines and bad ones.
cat >"$work/shop.csv" <<'LOG'
id,client,at,kind,amount,channel,score,of
1,ann,2026-01-01T10:00:00Z,contact,,web,,
2,ann,2026-01-02T10:00:00Z,purchase,1990,,,
3,ann,2026-13-01T10:00:00Z,purchase,1990,,,
4,ann,2026-01-03T10:00:00Z,purchase,12x,,,
5,,2026-01-03T10:00:00Z,purchase,1,,,
6,ann,2026-01-03T10:00:00Z,sale,1,,,

7,ann,2026-01-01T10:00:00Z,purchase,1,,,
2,ann,2026-01-02T10:00:00Z,purchase,1990,,,
8,ann,2026-01-03T10:00:00Z,purchase,-1,,,
9,ann,2026-01-03T10:00:00Z,evaluation,,,6,2
10,ann,2026-01-03T10:00:00Z,wallet,,,101,
11,ann,2026-01-03T10:00:00Z,evaluation,,,4.5,2
12,"ann
13,"bob ""the builder"", jr.",2026-01-05,purchase,1990,,,
14,carl,2026-01-06,contact,,referral,,
15,ann,2026-02-01,purchase,1,,,
LOG
run 0 --json --as-of 2026-01-31 "$work/shop.csv"
is read "$(field read)" 16
is applied "$(field applied)" 4
is later "$(field later)" 1
is clients "$(field clients)" 3
is visitors "$(clients_at visitor)" 1
is buyers "$(clients_at buyer)" 2
adds_up shop.csv
shows '"as_of": "2026-01-31T23:59:59Z"'
for reason in 'missing client' 'repeated event' 'time going backwards' 'unclosed quote' 'unknown kind' \
    'wrong amount' 'wrong date' 'wrong detail' 'wrong score'; do
    shows "\"$reason\": 1"
done
shows '"wrong number": 2'
says "line 4: wrong date '2026-13-01T10:00:00Z'"
says "line 5: wrong number '12x'"
says 'line 6: missing client'
says "line 7: unknown kind 'sale'"
says 'line 9: time going backwards'
says '... and 1 more'
run 0 --as-of 2026-01-31 "$work/shop.csv"
shows '11 of 16 events refused: missing client 1, '
shows '1 are later than that'
run 0 --ladder journey --json "$work/shop.csv"
is 'referred clients at engagement' "$(clients_at engagement)" 1

# Other ways to write the same: CRLF, no newline at the end, NUL and BOM, other columns, other delimiters.
printf '\357\273\277at;client;kind\r\n2026-01-01;ann;purchase\r\n\r\n2026-01-02;bob;contact' >"$work/other.csv"
run 0 --json "$work/other.csv"
is applied "$(field applied)" 2
is buyers "$(clients_at buyer)" 1
printf 'client,at,kind,amount\nann,2026-01-01,purchase,1\0002\nb\000b,2026-01-01,purchase,12\n' >"$work/nul.csv"
run 0 --json "$work/nul.csv"
is 'applied of a log with NULs' "$(field applied)" 1
shows '"wrong number": 1'
: >"$work/empty.csv"
run 0 --json "$work/empty.csv"
is 'read of an empty log' "$(field read)" 0
shows '"as_of": null'
printf 'a,b,c\n1,2,3\n' >"$work/headless.csv"
run 2 "$work/headless.csv"
says "names no column 'client'"
{
    printf 'client,at,channel\nann,2026-01-01,'
    head -c 3000000 /dev/zero | tr '\0' x
    printf '\nbob,2026-01-02,\n'
} >"$work/long.csv"
run 0 --json --kind contact "$work/long.csv"
is 'applied of a log with a long line' "$(field applied)" 2
printf 'ann\t20260101\t29.33\nbob\t20260101\t2933\n' >"$work/tabs.txt"
for delimiter in '' '--delimiter=tab'; do
    run 0 --json --columns client=1,at=2,amount=3 $delimiter "$work/tabs.txt"
    shows '"buyer": 5866'
done
printf '  ann  20260101   29.333\n  ann 20260101 1 \n' | "$replay" - --json --columns client=1,at=2,amount=3 \
    --kind refund >"$work/out" 2>"$work/err" || fail 'standard input'
is 'applied of standard input' "$(field applied)" 1
shows '"wrong number": 1'

# Refunds. One that gives all of a purchase back takes it back; with --per-day the purchases of a day are one.
cat >"$work/refunds.csv" <<'LOG'
id,client,at,kind,amount,of
1,ann,2026-01-01T10:00:00Z,purchase,1000,
2,ann,2026-01-01T11:00:00Z,refund,600,1
3,ann,2026-01-01T12:00:00Z,refund,400,1
4,ann,2026-01-01T13:00:00Z,purchase,500,
5,bob,2026-01-01T13:00:00Z,purchase,500,
6,bob,2026-01-01T14:00:00Z,contact,,
7,bob,2026-01-01T15:00:00Z,purchase,500,
8,bob,2026-01-01T15:00:00Z,purchase,500,
9,bob,2026-01-02T13:00:00Z,refund,500,7
10,bob,2026-01-02T13:00:00Z,refund,100,1
11,bob,2026-01-02T13:00:00Z,refund,100,99
LOG
run 0 --json "$work/refunds.csv" --set client_purchases=2
is 'buyers' "$(clients_at buyer)" 1
is 'clients' "$(clients_at client)" 1
shows '"client": 800'
run 0 "$work/refunds.csv"
shows '2 refunds name no purchase of the client'
run 0 --json --per-day "$work/refunds.csv" --set client_purchases=2
is 'applied per day' "$(field applied)" 11
is 'buyers per day' "$(clients_at buyer)" 2
shows '"buyer": 1300'
cat >>"$work/refunds.csv" <<'LOG'
12,bob,2026-01-03T13:00:00Z,refund,1000,5
13,bob,2026-01-03T14:00:00Z,purchase,1,
14,bob,2026-01-03T13:30:00Z,contact,,
13,bob,2026-01-03T14:00:00Z,purchase,1,
LOG
run 0 --json --per-day "$work/refunds.csv"
is 'refused per day' "$(field refused)" 2
says 'line 15: time going backwards'
says 'line 16: repeated event'
adds_up refunds.csv

# The logs.
if [ -z "$data" ] || [ ! -d "$data" ] || ! command -v xz >/dev/null; then
    echo "skipped: the logs (no folder with them, or no xz)"
else
    for log in "$data"/*.xz; do
        xz -dc "$log" >"$work/$(basename "$log" .xz)"
    done
    # ../shared/golden/cdnow_replay.csv: 1411 + 439 clients with none or one repeat purchase, 507 with more.
    cdnow() {
        run 0 --ladder service --set regular_within=3650d --per-day --as-of 1997-09-30 --json "$@"
        is "clients of $1" "$(clients_at client)" 507
        is "buyers of $1" "$(clients_at buyer)" 1850
    }
    cdnow "$work/cdnow_sample.events.csv"
    cdnow "$work/CDNOW_sample.txt" --columns client=1,at=3,amount=5
    for log in "$work"/*.events.csv; do
        for ladder in service familiarity loyalty journey patronage; do
            run 0 --ladder $ladder --json "$log"
            adds_up "$(basename "$log") on $ladder"
            is "lines of $(basename "$log")" "$(field read)" $(($(wc -l <"$log") - 1))
            [ -z "${VERBOSE:-}" ] || printf '%s %s applied %s refused %s %s\n' "$(basename "$log" .events.csv)" $ladder \
                "$(field applied)" "$(field refused)" "$(sed -n '/"reasons": {/,/}/s/^ *"\(.*\)": .*/(\1)/p' "$work/out")"
        done
    done
fi

[ $failures = 0 ] || { echo "$failures failed"; exit 1; }
