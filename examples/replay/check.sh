#!/bin/sh
# check.sh REPLAY [DATA]: whether the program REPLAY does what its options, logs and exit status promise. DATA
# is a folder beside that of the cases from outside; they are other people's and not kept here.
set -u
program=$1
data=${2:-}
. "$(dirname "$0")/../checks.sh"
. "$(dirname "$0")/answers.sh"

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
run 2 --ladder loyalty --set supporter_share=101%
says "stage 'supporter': a rule can never hold"
run 2 --as-of 1997-13-01
says 'not a date'
run 2 --kind sale
says 'unknown kind'
run 2 --columns client=1
says "'at' is missing"
run 2 --columns client=1,at=0
says 'counted from 1'
run 2 --columns client=1,at=2,cost=3
says "no column 'cost'; known: id, client, at"
run 2 --columns client=1,client=2,at=3
says 'given twice'
run 2 --on-conflict middle
says 'middle not in {first,last,refuse}'
run 2 --facts-only --on-conflict last
says 'excludes'
run 2 --delimiter ab
says 'one character, tab or blank'
run 2 "$work/absent.csv"
says 'absent.csv'
run 2 "$work"
run 2 --set client_purchases=3 --set client_purchases=4
says 'client_purchases is set twice'
run 2 --as-of 1997-09-30 --as-of 1997-10-01
run 2 --columns client=1,at=1
says "'client' and 'at' cannot both be column 1"
run 2 --kind decision
says 'unknown kind'
# The ends of the range are not instants: at "forever" nobody would age.
for date in 1970-01-01 1970-01-01T00:00:00 2106-02-07 2106-02-07T06:28:15 2106-02-08 9999-12-31; do
    run 2 --as-of $date
    says 'supported are instants from 1970-01-01T00:00:01 to 2106-02-07T06:28:14'
done
for date in 1970-01-01T00:00:01 1970-01-02 2106-02-06 2106-02-07T06:28:14; do
    run 0 --as-of $date
done
# An empty option is not a missing one.
run 2 ''
says 'FILE: the text is empty'
for option in ladder set columns delimiter kind as-of; do
    run 2 "--$option" ''
    says "--$option: the text is empty"
done
run 0 --ladder journey --set curious_after=30d --set repeat_purchases=3 --json
adds_up 'the simulated shop'

# What the events say beyond where everybody stands.
run 0 --insight
shows 'What each rung brings in'
shows 'client         282      693     165    246       0  117,218'
shows 'How many come again, by cohort'
run 0 --insight --json
shows '"golden_clients": {'
sum_in() { awk -v report="\"$1\"" -v key="\"$2\":" \
    '/^  "/ { inside = index($0, report) } inside && $1 == key { sum += $2 } END { print sum }' "$work/out"; }
is 'the revenue of all rungs' "$(sum_in ledger revenue)" "$(sum_in pyramid spend)"
is 'the revenue of all rungs' "$(sum_in ledger revenue)" 47748748
run 2 --insight --facts-only
says '--insight looks back, which takes the events'
run 2 --insight --list all
says '--insight stands alone or with --json'
printf 'client,at\n' >"$work/nobody.csv"
run 2 --insight "$work/nobody.csv"
printf 'client,at,kind\nann,2026-01-01,contact\nbob,2026-01-03,contact\n' >"$work/no_purchase.csv"
run 0 --insight "$work/no_purchase.csv"
shows 'too few cases'
shows '2026-01-01        1  100.0 %   0.0 %  ?'
# As far as a short log knows.
shows 'which way they leave it within a day'

# A page of all of it.
run 0 --report "$work/page.html" --top 3
is 'clients in the list' "$(grep -c '<tr class="about">' "$work/page.html")" 3
is 'charts' "$(grep -c '<div class="chart' "$work/page.html")" 12
grep -q 'integrity="sha384-' "$work/page.html" || fail 'scripts of a network have no hash'
run 2 --report "$work/page.html" --vega "$work"
says 'no vega/build/vega.min.js there; npm install'
cp "$work/page.html" "$work/page_before.html"
run 2 --report "$work/page.html" "$work/no_such_log.csv"
cmp -s "$work/page.html" "$work/page_before.html" || fail 'a run without a log leaves no page'
run 2 --report "$work/new_page.html" "$work/no_such_log.csv"
[ ! -e "$work/new_page.html" ] || fail 'a run without a log leaves an empty page'
run 2 --report "$work/absent/page.html"
says 'absent/page.html: No such file or directory'
run 2 --report "$work/page.html" --json
says '--report stands alone'
run 2 --report "$work/page.html" --facts-only
says '--report looks back'
run 2 --vega "$work"

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
run 0 --ladder "$work/club.ladder" --diagram dot
shows 'digraph ladder'
shows 'silence ≤ 90'
run 0 --ladder "$work/club.ladder" --diagram mermaid
shows 'flowchart BT'
run 2 --diagram sankey
says 'clients go in a circle, which no Sankey diagram shows: buyer -> client -> buyer'
run 0 --chart pyramid
shows 'https://vega.github.io/schema/vega-lite/v6.json'
run 0 --chart ways_out --of client --language ru
shows 'Куда уходят со ступени: клиент'
run 2 --chart pie
says '--chart pie: write one of pyramid, funnel, flow, lorenz, moves, tenure, ways_out, retention, ledger, attribution, forecast, story'
run 2 --chart ways_out --of nowhere
says '--of nowhere: no such rung; there are potential, visitor, buyer, client, advocate'
run 2 --chart story --of nobody
says '--of nobody: no such client'
run 2 --chart story --facts-only
says '--chart story looks back, which takes the events: leave --facts-only out'
run 0 --chart flow --facts-only
run 2 --chart flow --of client
says '--of is for the charts ways_out and story'
run 2 --language ru
says '--of and --language are for a chart'
run 2 --chart flow --json
says '--chart stands alone'
run 2 --diagram dot --json
says '--diagram stands alone'
run 2 --ladder "$work/club.ladder" --set client_purchases=3
says "--set client_purchases: a ladder read from a file has its thresholds there"
sed 's/contacts/contact/' "$work/club.ladder" >"$work/broken.ladder"
run 2 --ladder "$work/broken.ladder"
says "broken.ladder:5:23: unknown fact 'contact'; did you mean 'contacts'?"
run 2 --ladder "$work/absent.ladder"
says 'absent.ladder: unknown ladder; known: service'

# What comes from outside is shown so that no terminal obeys it.
for character in $hostile_characters; do
    c=$(printf "x$character")
    for option in FILE ladder set columns delimiter kind as-of on-conflict no-such-option; do
        case $option in FILE) run 2 "$c.csv" ;; no-such-option) run 2 "--$c" ;; *) run 2 "--$option" "$c" ;; esac
        is_printable "--$option $character"
    done
    run 2 --set "client_purchases=$c"
    is_printable "a value of $character"
    run 2 --set "$c=3"
    is_printable "a threshold named $character"
    printf "ladder \"$character\"\nstage guest\n" >"$work/$c.ladder"
    run 2 --ladder "$work/$c.ladder"
    is_printable "a ladder named $character"
    says '.ladder:1:'
    printf "stage guest\n" >"$work/$c.ladder"
    for json in '' --json; do
        run 0 --ladder "$work/$c.ladder" $json
        is_printable "a ladder in a file named $character $json"
    done
    printf "client,at,kind,$character\n$character,1997-13-01,$character,\nann,1997-01-02,$character,\nann,$character,,\nann,1997-01-02,contact,\n" \
        >"$work/$c.csv"
    for json in '' --json; do
        run 0 "$work/$c.csv" $json
        is_printable "a log of $character $json"
        says 'line 3: unknown kind '
    done
done

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
is applied "$(field applied)" 5
is repeated "$(field repeated)" 1
is later "$(field later)" 1
is clients "$(field clients)" 3
is visitors "$(clients_at visitor)" 1
is buyers "$(clients_at buyer)" 2
adds_up shop.csv
shows '"as_of": "2026-01-31T23:59:59Z"'
for reason in 'missing client' 'unclosed quote' 'unknown kind' 'wrong amount' 'negative amount' 'wrong date' 'wrong detail' \
    'wrong number' 'wrong score'; do
    shows "\"$reason\": 1"
done
says "line 4: wrong date '2026-13-01T10:00:00Z': 2026-01-31, 2026-01-31T08:26:00Z and the like are read"
says "line 5: wrong amount '12x'"
says 'line 6: missing client'
says "line 7: unknown kind 'sale'"
says "line 11: negative amount '-1'"
run 0 --as-of 2026-01-31 "$work/shop.csv"
shows '9 of 16 events refused: missing client 1, negative amount 1, '
shows '1 is repeated'
shows '1 is later than that'
# Without their events a late line and a repeated one are refused.
run 0 --json --facts-only --as-of 2026-01-31 "$work/shop.csv"
is 'applied with facts only' "$(field applied)" 4
is 'refused with facts only' "$(field refused)" 11
adds_up 'shop.csv with facts only'
shows '"repeated event": 1'
shows '"time going backwards": 1'
says 'line 9: time going backwards'
run 0 --ladder journey --json "$work/shop.csv"
is 'referred clients at engagement' "$(clients_at engagement)" 1

# Columns that the header line names twice, and unknown ones.
printf 'client,at,amount,client\nann,2026-01-01,5,bob\n' >"$work/twice.csv"
run 2 "$work/twice.csv"
says "the first line names the column 'client' twice"
printf 'client,at,amuont,shop\nann,2026-01-01,5,1\n' >"$work/misspelt.csv"
run 0 "$work/misspelt.csv"
says "the column 'amuont' is not used; did you mean 'amount'?"
says "columns not used: 'amuont', 'shop'"
{ printf 'client,at'; seq 100000 | tr '\n' ',' ; printf '\nann,2026-01-01\n'; } | sed '1s/,at1/,at,1/' >"$work/wide.csv"
run 0 "$work/wide.csv"
is 'what is said of many columns' "$(wc -l <"$work/err")" 4
says "'29', '30' and 99971 more"
printf 'client,"at\nann,2026-01-01\n' >"$work/unclosed.csv"
run 2 "$work/unclosed.csv"
says 'the first line has a quote that is not closed'
run 0 --help
for column in id client at kind amount channel score of; do shows "  $column "; done
# More fields than the header names, and dates that do not exist or are too far away.
printf 'client,at,amount\nann,2026-01-01,1,990\nann,2026-01-01,1,,\nann,2106-02-07T06:28:15,1\nann,1970-01-01,1\n' >"$work/fields.csv"
run 0 --json --amounts minor "$work/fields.csv"
is applied "$(field applied)" 1
says "line 2: too many fields '990'"
says "line 4: unsupported date '2106-02-07T06:28:15'"
says "line 5: unsupported date '1970-01-01'"
# A line that is too long is refused, and the lines after it are read.
{
    printf 'client,at\nann,2026-01-01\n'
    head -c 40000000 /dev/zero | tr '\0' x
    printf ',2026-01-01\nbob,2026-01-02\n'
} >"$work/endless.csv"
run 0 --json "$work/endless.csv"
is 'applied of a log with a line without end' "$(field applied)" 2
says 'line 3: line too long'
is 'lines that are too long' "$(field refused)" 1
rm "$work/endless.csv"

# Other ways to write the same: CRLF, no newline at the end, NUL and BOM, other columns, other delimiters.
printf '\357\273\277at;client;kind\r\n2026-01-01;ann;purchase\r\n\r\n2026-01-02;bob;contact' >"$work/other.csv"
run 0 --json "$work/other.csv"
is applied "$(field applied)" 2
is buyers "$(clients_at buyer)" 1
printf 'client,at,kind,amount\nann,2026-01-01,purchase,1\0002\nb\000b,2026-01-01,purchase,12\n' >"$work/nul.csv"
run 0 --json --amounts minor "$work/nul.csv"
is 'applied of a log with NULs' "$(field applied)" 1
shows '"wrong amount": 1'
# Nothing is read: a log that is empty, that has a header line alone, or whose lines are all refused.
: >"$work/empty.csv"
run 2 "$work/empty.csv"
says 'empty.csv: there is nothing in it'
echo 'client,at' >"$work/empty.csv"
run 2 "$work/empty.csv"
says 'empty.csv: there is no line after the header line'
printf 'client,at\nann,31.01.2026\nbob,1/2/2026\ncarl,soon\n' >"$work/unread.csv"
run 2 "$work/unread.csv"
says "line 2: day or month first '31.01.2026': say which, with --date-format dmy or mdy"
says 'unread.csv: not one line can be read, of 3; for the most part: day or month first'
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
    shows '"buyer": 296233'
done
printf '  ann  20260101   29.3331\n  ann 20260101 1 \n' | "$program" - --json --columns client=1,at=2,amount=3 \
    --kind refund >"$work/out" 2>"$work/err" || fail 'standard input'
is 'applied of standard input' "$(field applied)" 1
shows '"amount with too many decimals": 1'

# Columns by name and number, with and without a header line; what is not named and would change the meaning.
cat >"$work/export.csv" <<'LOG'
Order,Customer Email,Created at,Total,Status,Note
#1411,ann@example.org,2022-01-11 04:32:31 -0500,28.00,paid,
#1412,bob@example.org,2022-01-12 04:32:31 -0500,10.00,voided,"a
note"
LOG
named='client=Customer Email,at=created AT, amount = Total ,id=1'
run 2 "$work/export.csv" --columns "$named"
says "the column 'Status' seems to say what a line is, and is not used: name it, with --columns kind='Status'"
run 0 --json "$work/export.csv" --columns "$named,kind=Status" --kinds paid=purchase,voided=skip
says "columns: id='Order', client='Customer Email', at='Created at', kind='Status', amount='Total'"
says "columns not used: 'Note'"
says 'line 2: client=ann@example.org, at=2022-01-11T09:32:31Z, purchase, id=#1411, 28.00'
is 'applied of an export' "$(field applied)" 1
is 'skipped of an export' "$(field skipped)" 1
adds_up 'an export'
run 0 --quiet --json "$work/export.csv" --columns "$named" --kind purchase
is 'what is said when quiet' "$(wc -c <"$work/err")" 0
is 'applied where all are purchases' "$(field applied)" 2
run 2 "$work/export.csv" --columns 'client=Customer Emial,at=Created at'
says "names no column 'Customer Emial'; did you mean 'Customer Email'?"
run 2 "$work/export.csv" --columns "$named" --kinds paid=bought
says '--kinds paid=bought: unknown kind; the ladder knows contact, offer, purchase, refund'
says 'or write skip for lines that do not count, or pass where another column decides'
run 0 "$work/export.csv" --columns client=2,at=3,amount=4 --kind purchase
says "columns: client='Customer Email', at='Created at', amount='Total'"
tail -n +2 "$work/export.csv" >"$work/headless.csv"
run 0 --json "$work/headless.csv" --columns client=2,at=3,amount=4,kind=5 --kinds 'paid=purchase,*=skip'
says 'columns, without a header line: client=2, at=3, kind=5, amount=4'
is 'applied without a header line' "$(field applied)" 1

# Amounts: money or minor units for the whole log, or the run stops.
amounts() { # amounts STATUS WHAT IT SAYS, AMOUNT...
    wanted_status=$1
    wanted_words=$2
    shift 2
    printf 'client,at,amount\n' >"$work/amounts.csv"
    for amount; do case $amount in --*) continue ;; esac; printf 'ann,2026-01-01,"%s"\n' "$amount" >>"$work/amounts.csv"; done
    options=
    for option; do case $option in --*) options="$options $option" ;; esac; done
    run "$wanted_status" --json "$work/amounts.csv" $options
    says "$wanted_words"
}
amounts 2 "the amounts are whole numbers, as '1990' in line 2: say whether they are --amounts money or --amounts minor" 1990 20
amounts 0 'amounts: whole minor units' 1990 20 --amounts=minor
is 'the amounts' "$(spent)" 2010
amounts 0 'amounts: money, with a decimal point' 1990 20 --amounts=money
is 'the amounts' "$(spent)" 201000
amounts 0 'amounts: money, with a decimal point' 20 19.90
is 'the amounts' "$(spent)" 3990
amounts 0 "amounts: money, with a decimal comma" 1.355,90 10,00 1.000
is 'the amounts' "$(spent)" 236590
amounts 2 'say which is the decimal mark' 19.90 10,00
amounts 0 "line 3: wrong amount '10,00': the decimal mark of this log is the point" 19.90 10,00 --decimal=.
is 'the amounts' "$(spent)" 1990
amounts 2 "the amount '1.000' in line 2 can be read in two ways" 1.000 20
amounts 0 "line 3: wrong amount '1e3'" 19.90 1e3 22.200000000000003 "1'000.00" '$28.00'
is 'the amounts' "$(spent)" 107010
amounts 0 "line 3: negative amount '-5.00': --negative refund takes it for a refund" 19.90 -5.00
amounts 0 'purchase, 19.90' 19.90 '(5.00)' --negative=refund
is 'the amounts' "$(spent)" 1490
amounts 0 'line 2: client=ann' 19.90 -5.00 --negative=skip
is 'the amounts' "$(spent)" 1990
amounts 0 'purchase, 1000.00' 1000 --decimals=0
is 'the amounts' "$(spent)" 100000
amounts 0 'purchase, 1.234' 1.234 0.5 --decimals=3 --decimal=.
is 'the amounts' "$(spent)" 1734
run 0 "$work/amounts.csv" --decimals 3 --decimal .
shows 'spend of buyer: 1.734'
run 0 --chart pyramid "$work/amounts.csv" --decimals 3 --decimal .
shows '1.734'
run 2 "$work/amounts.csv" --decimals 3 --decimal . --ladder familiarity
says 'the thresholds of this ladder have two decimals'
amounts 2 'the amounts are in several currencies, USD and EUR (line 3): choose one with --currency' '$19.90' '€20.00'
amounts 0 'purchase, 19.90' '$19.90' '€20.00' --currency=USD
is 'the amounts' "$(spent)" 1990
is 'skipped of other currencies' "$(field skipped)" 1
# In the canonical form they are minor units; where that cannot be, it is a question.
printf 'id,client,at,kind,amount\n1,ann,2026-01-01,purchase,1990\n2,ann,2026-01-01,purchase,19.90\n' >"$work/amounts.csv"
run 2 "$work/amounts.csv"
says "a log with these columns has whole minor units, and here are '1990' in line 2 and '19.90' in line 3"
run 0 "$work/amounts.csv" --amounts minor
says "line 3: amount not in minor units '19.90'"
# A decimal mark is waited for, as long as 65,536 lines.
marks() { # marks LINES: a log with so many lines of whole amounts before one of money
    awk -v n="$1" 'BEGIN { print "client,at,amount"; for (; n > 0; --n) print "ann,2026-01-01,20"; print "bob,2026-01-01,1.50" }'
}
marks 65535 >"$work/amounts.csv"
run 0 --json "$work/amounts.csv"
shows '"client": 131070000'
marks 65536 >"$work/amounts.csv"
run 2 "$work/amounts.csv"
says 'the amounts are whole numbers'

# Dates.
printf 'client,day,clock\nann,31.12.2025,23:30\nbob,1/1/2026,8:26 PM\n' >"$work/dates.csv"
run 0 --json "$work/dates.csv" --columns client=client,at=day,time=clock --date-format dmy --zone Europe/Berlin
says 'line 2: client=ann, at=2025-12-31T22:30:00Z'
shows '"as_of": "2026-01-01T19:26:00Z"'
run 2 --zone Berlin "$work/dates.csv"
says '--zone Berlin: no such zone; write an offset, such as +05:30, or a name, such as Europe/Berlin'
run 2 --date-format '%d.%m.%Y %X' "$work/dates.csv"
says "--date-format %d.%m.%Y %X: '%X' is not read; %Y %y %m"
run 2 --date-format dd.mm.yyyy "$work/dates.csv"
says '--date-format dd.mm.yyyy: write iso, dmy, mdy, epoch, epoch_ms, excel, or a pattern'

# Lines of one order.
cat >"$work/orders.csv" <<'LOG'
id,client,at,quantity,price
A,ann,2026-01-01,2,1.25
A,,,1,0.50
B,bob,2026-01-02,1,1.00
B,bob,2026-01-02,one,1.00
C,carl,2026-01-03,1,4.00
C,ann,2026-01-03,1,4.00
D,dora,2026-01-04,3,0.333
LOG
run 0 --json --per-order "$work/orders.csv" --columns quantity=quantity,price=price
is 'joined of orders' "$(field joined)" 3
is 'refused of orders' "$(field refused)" 3
shows '"buyer": 300'
says "wrong quantity 'one'"
says "an order of two clients 'ann'"
adds_up 'orders'
echo 'A,ann,2026-01-05,1,1.00' >>"$work/orders.csv"
run 2 --per-order "$work/orders.csv" --columns quantity=quantity,price=price
says "the lines of the order 'A' are not together: it goes on in line 9; sort the file by it first"

# The lines that go on an order that is passed over are passed over with it.
cat >"$work/voided.csv" <<'LOG'
Name,Email,Status,Total,Created
#1,ann,voided,10.00,2026-01-01
#1,ann,,,2026-01-01
#2,bob,paid,5.00,2026-01-02
#2,bob,,,2026-01-02
#3,bob,,,2026-01-03
LOG
run 0 --json --per-order --kinds paid=purchase,voided=skip \
    --columns id=Name,client=Email,kind=Status,amount=Total,at=Created "$work/voided.csv"
is 'passed over with their order' "$(field skipped)" 2
is 'refused of an order without a status' "$(field refused)" 1
shows '"buyer": 500'
adds_up 'voided'

# Ids of any text; no two are one. Clients are their exact bytes.
cat >"$work/ids.csv" <<'LOG'
id,client,at,kind,amount,of
ch_1,ann,2026-01-01,purchase,10.00,
CH_1,ann,2026-01-02,purchase,20.00,
1,ann,2026-01-03,purchase,30.00,
01,ann,2026-01-04,purchase,40.00,
18446744073709551615,ann,2026-01-05,purchase,50.00,
re_1,ann,2026-01-06,refund,20.00,CH_1
re_2,ann,2026-01-07,refund,40.00,01
ch_1,ann,2026-01-01,purchase,10.00,
x,"ann ",2026-01-01,contact,,
LOG
run 0 --json "$work/ids.csv"
is 'applied of ids' "$(field applied)" 8
is 'repeated of ids' "$(field repeated)" 1
shows '"client": 9000'
says "two clients whose ids differ by blanks or case alone: 'ann' and 'ann '"

# Clients who may not be one client each, and bytes of another code.
printf 'client;at;amount;TimeZone\n1.23457E+11;2026-01-01;19,90;PST\nNULL;2026-01-02;5,00;\nJ\366rg;2026-01-03;1 234,50 \200;\n' >"$work/doubtful.csv"
run 0 "$work/doubtful.csv"
says "the client 'NULL' seems to stand for nobody: all lines without a client would be one client"
says "1 client has an id such as '1.23457E+11', a number that a spreadsheet has cut: different clients may have become one"
says 'line 4: not UTF-8: names are taken as they are'
says 'line 4: wrong amount '
says "the column 'TimeZone' is not used; if it says the zone of the times, say it with --zone"

# What is given back by a column of the purchase's line.
printf 'client,at,amount,back\nann,2026-01-01,10.00,4.00\nbob,2026-01-01,10.00,10.00\ncarl,2026-01-01,10.00,11.00\n' \
    >"$work/back.csv"
for how in '' --facts-only; do
    run 0 --json $how "$work/back.csv" --columns refunded=back
    shows '"buyer": 600'
    is "potential with what was given back $how" "$(clients_at potential)" 1
    says "line 4: more given back than paid '11.00'"
    adds_up "what was given back $how"
done

# Files that are packed, in other codes, or no logs.
printf 'client;at;kind\nann;2026-01-01;purchase\nbob;2026-01-02;purchase\n' >"$work/plain.csv"
gzip -c "$work/plain.csv" >"$work/plain.csv.gz"
cat "$work/plain.csv.gz" "$work/plain.csv.gz" >"$work/two.csv.gz"
iconv -f UTF-8 -t UTF-16 "$work/plain.csv" >"$work/utf16.csv"
tr '\n' '\r' <"$work/plain.csv" >"$work/cr.csv"
{ echo 'sep=;' && cat "$work/plain.csv"; } >"$work/sep.csv"
{ printf 'Export of 2026\n\n' && cat "$work/plain.csv"; } >"$work/preamble.csv"
for file in plain.csv plain.csv.gz utf16.csv cr.csv sep.csv preamble.csv; do
    run 0 --json "$work/$file"
    is "applied of $file" "$(field applied)" 2
done
says 'the header line is line 3; what stands before it is passed over'
run 0 --json "$work/two.csv.gz"
is 'applied of two gzip files in one' "$(field applied)" 4
if command -v zstd >/dev/null; then
    zstd -q "$work/plain.csv" -o "$work/plain.csv.zst"
    run 0 --json "$work/plain.csv.zst"
    is 'applied of zstd' "$(field applied)" 2
fi
head -c 30 "$work/plain.csv.gz" >"$work/cut.csv.gz"
run 2 "$work/cut.csv.gz"
says 'the gzip file ends too early'
printf 'PK\003\004 xl/workbook.xml' >"$work/book.csv"
run 2 "$work/book.csv"
says 'book.csv: an Excel workbook, not a log: save the sheet as CSV UTF-8'
sed "s/;/';'/g; s/^/'/; s/\$/'/" "$work/plain.csv" >"$work/single.csv"
sed -i "1s/'//g" "$work/single.csv"
run 2 "$work/single.csv"
says 'the fields stand in single quotes: say --quote single'
run 0 --quote single "$work/single.csv"

# What was refused, and the exit status.
printf 'client,at\nann,2026-01-01\nbob,soon\n"carl","a ""day"""\ndora,later\neva,never\n' >"$work/some.csv"
run 1 --strict --refused "$work/refused.csv" "$work/some.csv"
shows '4 of 5 events refused: wrong date 4'
is 'lines of one reason that are shown' "$(grep -c 'wrong date' "$work/err")" 3
says '... and 1 more'
printf 'line,reason,text\n3,wrong date,soon\n4,wrong date,"a ""day"""\n5,wrong date,later\n6,wrong date,never\n' |
    cmp -s - "$work/refused.csv" || fail "refused lines: $(cat "$work/refused.csv")"
run 0 --refused "$work/refused.csv" "$work/some.csv"
run 0 --strict "$work/plain.csv"
run 2 --refused "$work/absent/refused.csv" "$work/plain.csv"
says 'refused.csv: No such file or directory'

# Exports, each by its mapping: what is applied, passed over, joined, refused, and spent.
here=$(dirname "$0")
export_is() { # export_is NAME APPLIED SKIPPED JOINED REFUSED SPEND
    run 0 --json --mapping "$here/mappings/$1.toml" "$here/exports/$1.csv"
    is "the export $1" "$(field applied) $(field skipped) $(field joined) $(field refused)" "$2 $3 $4 $5"
    shows "\"buyer\": $6"
    adds_up "the export $1"
    # A guess is a mapping, too: one that is read, though it may ask.
    run 0 --guess "$here/exports/$1.csv"
    cp "$work/out" "$work/guess.toml"
    "$program" --mapping "$work/guess.toml" "$here/exports/$1.csv" >"$work/out" 2>"$work/err" ||
        says 'day or month first'
}
export_is shopify 5 1 1 0 5800
export_is stripe 5 1 0 0 2300
export_is woocommerce 5 1 1 0 103550
export_is paypal 4 2 0 0 125450
export_is uci_retail 5 0 1 1 13674
export_is kaggle_events 3 1 0 0 3579
export_is pandas 3 0 0 0 139810
run 0 --json --mapping "$here/mappings/stripe.toml" "$here/exports/stripe.csv" --columns 'client=Customer Email' --zone +02:00
says 'client=a@example.org, at=2024-06-07T00:38:54Z'
mapping_says() { # mapping_says TEXT WORDS
    printf '%s\n' "$1" >"$work/mapping.toml"
    run 2 --mapping "$work/mapping.toml" "$work/plain.csv"
    says "$2"
}
mapping_says 'zoen = "UTC"' "mapping.toml:1:8: no option 'zoen'; did you mean 'zone'?"
mapping_says 'zone = "UTC' 'mapping.toml:1:'
mapping_says 'columns = "client=1"' 'write a table: [columns]'
mapping_says 'amounts = "cents"' '--amounts cents: write one of money, minor'
mapping_says '[columns]
cleint = "client"' "no column 'cleint'"
run 2 --mapping "$work/absent.toml" "$work/plain.csv"
says 'absent.toml: No such file or directory'

# Lists. Who will move within two weeks are those who, two weeks later without an event, stand elsewhere.
run 0 --due 14d
is 'the first who will move' "$(sed -n 2p "$work/out")" 'person 1819,2026-01-05T10:12:39Z,client,buyer,silence <= 90d'
tail -n +2 "$work/out" | cut -d, -f 1,4 | sort >"$work/due"
run 0 --list all
cut -d, -f 1,2 "$work/out" | sort >"$work/now"
is 'clients in the list of all' "$(tail -n +2 "$work/out" | wc -l)" 4000
run 0 --list all --as-of 2026-01-14T23:03:49
cut -d, -f 1,2 "$work/out" | sort | comm -13 "$work/now" - | cmp -s "$work/due" - || fail 'who is due is not who has moved'
run 0 --list client --sort spend --top 2
is 'the list of clients' "$(cut -d, -f 1,2,5,6,7,10 "$work/out" | tr '\n' ' ')" 'client,stage,purchases,spend,silence_days,missing '\
'person 327,client,28,2359.04,13,recommendations >= 1 person 3373,client,21,1850.55,13,recommendations >= 1 '
run 0 --list all --where 'spend >= 500.00 and silence >= 60d' --as json
is 'clients of --where in all' "$(
    "$program" --list all 2>/dev/null | awk -F, 'NR > 1 && $6 >= 500 && $7 >= 60 { ++n } END { print n }')" "$(grep -c client "$work/out")"
printf 'client,at\n"a,""b",2026-01-01\n12,2026-01-02\n\033[31m,2026-01-03\n' >"$work/names.csv"
run 0 --list all "$work/names.csv"
shows '"a,""b",buyer,2026-01-01T00:00:00Z,0,1,0.00,2,0,,purchases >= 3'
# Measures may be called as columns of the list are.
cat >"$work/names.ladder" <<'LADDER'
ladder names
  measure client  count of purchase
  measure Missing sum amount of purchase
  stage a
  stage b enter client >= 1
LADDER
run 0 --ladder "$work/names.ladder" --list all "$work/names.csv"
is 'names of columns' "$(sed -n 1p "$work/out")" client,stage,since,fact_client,fact_Missing,next_change,missing
# Who never bought has been silent for no number of days.
printf 'client,at,kind,amount\nann,2026-01-01,contact,\nbob,2026-01-02,purchase,5.00\n' >"$work/silent.csv"
run 0 --list all "$work/silent.csv"
shows 'ann,visitor,2026-01-01T00:00:00Z,1,0,0.00,,0,,'
run 0 --list all --as json "$work/silent.csv"
shows '"silence_days":null'
is_printable 'a list as CSV'
run 0 --list all --as json "$work/names.csv"
shows '{"client":"12","stage":"buyer"'
is_printable 'a list as JSON'
printf 'ladder digits\nstage "1"\nstage "2" enter purchases >= 1000\n' >"$work/digits.ladder"
run 0 --ladder "$work/digits.ladder" --list all --as json --top 1 "$work/names.csv"
is 'a stage named by digits is a text' "$(grep -c '"stage":"1"' "$work/out")" 1
run 0 --list advocate "$work/names.csv"
is 'an empty list' "$(cat "$work/out")" \
    'client,stage,since,contacts,purchases,spend,silence_days,recommendations,next_change,missing'
run 2 --list clinet
says '--list clinet: no such stage; there are all, potential, visitor, buyer, client, advocate'
run 2 --list all --where 'spnd >= 3'
says "--where spnd >= 3: unknown fact 'spnd'; did you mean 'spend'?"
run 2 --list all --where 'purchases >= 1 stage x enter purchases >= 2'
says "'and', 'or' or the end of the rule, found 'stage'"
run 2 --list all --where 'purchases < 0'
says 'a rule can never hold'
run 2 --list all --sort value
says '--sort value: no such fact'
run 2 --top 3
says 'are for a list'
run 2 --due 2x
says '--due 2x: write a length of time'
run 2 --list all --json
says '--json is for the tables'

# Every move. With history those that turned out not to have happened are not in it, in whatever order lines come.
printf 'client,at\nann,2026-03-01\nann,2026-01-01\nann,2026-02-01\n"b,o",2026-01-05\n' >"$work/late.csv"
run 0 --moves "$work/moves.csv" "$work/late.csv"
is 'moves' "$(cat "$work/moves.csv")" 'client,at,from,to,why,driver
ann,2026-01-01T00:00:00Z,potential,buyer,purchase,sales
ann,2026-03-01T00:00:00Z,buyer,client,purchase,company
"b,o",2026-01-05T00:00:00Z,potential,buyer,purchase,sales'
sort "$work/moves.csv" >"$work/sorted"
(head -n 1 "$work/late.csv" && tail -n +2 "$work/late.csv" | sort -t , -k 2) >"$work/ordered.csv"
run 0 --facts-only --moves "$work/moves.csv" "$work/ordered.csv"
sort "$work/moves.csv" | cmp -s - "$work/sorted" || fail 'the moves are others with --facts-only'
run 0 --moves "$work/moves.csv" --as-of 2026-12-01 "$work/late.csv"
grep -q '^ann,2026-05-30T00:00:01Z,client,buyer,time,' "$work/moves.csv" || fail 'no move by time'
run 0 --json --moves "$work/moves.csv"
is 'moves and the flow' "$(tail -n +2 "$work/moves.csv" | wc -l)" \
    "$(sed -n '/"flow"/,/\]/s/.*"count": \([0-9]*\).*/\1/p' "$work/out" | awk '{ n += $1 } END { print n }')"
run 2 --moves "$work/absent/moves.csv" "$work/late.csv"
says 'absent/moves.csv: No such file or directory'

# What is expected.
printf 'stage,client,at\nclient,ann,2026-03-01\nbuyer,ann,2026-02-28\npotential,ann,2025-12-31\nbuyer,"b,o",2026-01-05T12:00\n' >"$work/expect.csv"
run 0 --expect "$work/expect.csv" "$work/late.csv"
is 'all expected' "$(cat "$work/out")" 'all of 4 as expected'
printf 'client;at;stage\nann;2026-02-28;client\nann;2026-06-30;client\nann;2026-03-01T00:00:00Z;client\n' >"$work/expect.csv"
run 1 --expect "$work/expect.csv" "$work/late.csv"
shows 'ann, 2026-02-28T23:59:59Z: expected client, found buyer'
shows 'purchases'
shows 'ann, 2026-06-30T23:59:59Z: expected client, found buyer'
shows '2 of 3 not as expected'
expects() { # expects TEXT WORDS
    printf "$1" >"$work/expect.csv"
    run 2 --expect "$work/expect.csv" "$work/late.csv"
    says "$2"
}
expects 'client,at,stage\nbob,2026-01-01,buyer\n' "expect.csv: line 2: the log has no client 'bob'"
expects 'client,at,stage\nann,2026-01-01,byer\n' "line 2: no stage 'byer'; there are potential, visitor, buyer, client, advocate"
expects 'client,at,stage\nann,01.02.2026,buyer\n' "line 2: '01.02.2026' is no date"
expects 'client,when,stage\nann,2026-01-01,buyer\n' "no column 'at'"
expects 'client,at,stage\n' 'there is no line after the header line'
expects '' 'there is nothing in it'
expects 'client,at,stage\n"ann,2026-01-01,buyer\n' 'unclosed quote'
run 2 --expect "$work/absent.csv" "$work/late.csv"
says 'absent.csv: No such file or directory'
run 2 --expect "$work/expect.csv" --facts-only "$work/late.csv"
says 'leave --facts-only out'
run 2 --expect "$work/expect.csv" --json "$work/late.csv"
says '--expect stands alone'
printf 'client,at,stage\nann,2026-03-01,client\n' >"$work/expect.csv"
run 2 --expect "$work/expect.csv" --as-of 2026-02-01 "$work/late.csv"
says 'is later than --as-of'

# Rows of a query, where DuckDB's library is: REPLAY_DUCKDB names it.
run 2 --sql 'select 1' --duckdb "$work/absent.so"
says "DuckDB's library cannot be loaded"
says '--duckdb PATH'
run 2 --duckdb "$work/absent.so"
says '--sql'
if [ -n "${REPLAY_DUCKDB:-}" ]; then
    sql() { # sql STATUS QUERY OPTION...
        wanted_status=$1
        query=$2
        shift 2
        run "$wanted_status" --sql "$query" --duckdb "$REPLAY_DUCKDB" "$@"
    }
    sql 0 "select 'ann' as client, timestamp '2026-01-01 10:00:00.25' as at, 19.90::decimal(10, 2) as amount
        union all select 'a long name with a \"quote\"', timestamp '2026-01-02 00:00:00', 20 union all
        select null, null, null -- the last" --list all
    is 'rows of a query' "$(cut -d, -f 1-3,5-6 "$work/out" | tail -n +2)" 'ann,buyer,2026-01-01T10:00:00Z,1,19.90
"a long name with a ""quote""",buyer,2026-01-02T00:00:00Z,1,20.00'
    says 'line 4: missing client'
    sql 0 "select 7 as \"Customer\", timestamptz '2026-01-01 10:00:00+05:30' as \"When\", 5::double as \"Sum\"" --list all \
        --columns 'client=Customer,at=When,amount=Sum'
    is 'a double and a time with a zone' "$(cut -d, -f 1-3,6 "$work/out" | tail -n 1)" '7,buyer,2026-01-01T04:30:00Z,5.00'
    sql 0 "select 7 as client, date '2026-01-01' as at, 1e6::double + 0.1 as amount" --list all
    is 'a large double and a date' "$(cut -d, -f 1-3,6 "$work/out" | tail -n 1)" '7,buyer,2026-01-01T00:00:00Z,1000000.10'
    sql 2 "select 7 as client, date '2026-01-01' as at, 5 as amount"
    says 'say whether they are --amounts money or --amounts minor'
    sql 0 "select 7 as client, date '2026-01-01' as at, 5 as amount" --amounts minor --list all
    is 'minor units' "$(cut -d, -f 6 "$work/out" | tail -n 1)" 0.05
    # As the same lines as CSV, however many chunks they fill.
    awk 'BEGIN { print "client,at,amount"; for (i = 0; i < 20000; ++i)
        printf "c%d,2026-%02d-%02d 12:00:00,%d.%02d\n", i % 700, i % 12 + 1, i % 28 + 1, i % 90, i % 100 }' >"$work/many.csv"
    run 0 --json "$work/many.csv"
    grep -v '"log"' "$work/out" >"$work/by_csv"
    sql 0 "select * from '$work/many.csv'" --json
    grep -v '"log"' "$work/out" | cmp -s - "$work/by_csv" || fail 'a query gives something else than the CSV'
    sql 2 "selec 1"
    says 'syntax error'
    sql 2 "select * from 'absent.parquet'"
    says 'absent.parquet'
    sql 2 "select 1 as one"
    says "no column 'client'"
    sql 2 "select 'ann' as client, '2026-01-01' as at where false"
    says 'there is no line after the header line'
    sql 2 "select error('half way') as client, '2026-01-01' as at from range(3)"
    says 'half way'
    sql 2 "select 1 as client" "$work/absent.duckdb"
    says 'absent.duckdb'
else
    echo 'skipped: --sql (REPLAY_DUCKDB does not name a libduckdb.so)'
fi

# The cases from outside, where they are there.
cases=${data%data}cases
if [ -n "$data" ] && [ -d "$cases/31-csv-shapes" ]; then
    shape() { # shape CLIENTS FILE...
        wanted_clients=$1
        shift
        for file; do
            run 0 --json "$cases/31-csv-shapes/$file"
            is "clients of case 31, $file" "$(field clients)" "$wanted_clients"
        done
    }
    shape 2 bom.csv comma-in-quoted-header.csv crlf.csv cr-only.csv excel-sep.csv kind-case.csv newline-in-quotes.csv \
        newline-in-quotes-first.csv pipe.csv utf16-tabs.csv g.csv.gz blanks-and-case.csv
    shape 1 preamble.csv short-row.csv totals-row.csv capital-headers.csv
    run 2 "$cases/31-csv-shapes/duplicate-header.csv"
    says "names the column 'at' twice"
    run 2 "$cases/31-csv-shapes/other-header.csv"
    says "names no column 'client'; it names 'Client Id', 'at', 'kind'"
    run 0 --json "$cases/31-csv-shapes/other-header.csv" --columns 'client=client id'
    run 0 --json "$cases/31-csv-shapes/single-quotes.csv" --quote single
    run 0 --json "$cases/21-amounts/header.csv"
    shows '"buyer": 3990'
    run 2 "$cases/21-amounts/plain.csv" --columns client=1,at=2,amount=3
    says 'say which is the decimal mark'
    run 0 --json "$cases/21-amounts/plain.csv" --columns client=1,at=2,amount=3 --decimal .
    is 'the amounts of case 21' "$(spent)" 235116
    run 0 --json --mapping "$here/mappings/kaggle_events.toml" "$cases/42-kaggle-events/log.csv"
    is 'clients of case 42' "$(field clients)" 1
    shows '"buyer": 3579'
    run 0 --json "$cases/44-stripe-payments/log.csv" --mapping "$here/mappings/stripe.toml"
    is 'clients of case 44' "$(field clients)" 2
    shows '"buyer": 2300'
    run 0 --json --ladder "$cases/18-refunded-and-cancelled/ladder" "$cases/18-refunded-and-cancelled/log.csv"
    shows '"gold": 10000'
fi

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
# The last two name no purchase of Bob's: they count for nothing, or lower the spend.
refunds() {
    wanted_spend=$1
    shift
    run 0 --json "$@" "$work/refunds.csv" --set client_purchases=2
    is "buyers by refunds.csv $*" "$(clients_at buyer)" 1
    is "clients by refunds.csv $*" "$(clients_at client)" 1
    shows "\"client\": $wanted_spend"
    run 0 --json --per-day "$@" "$work/refunds.csv" --set client_purchases=2
    is "applied by refunds.csv $* per day" "$(field applied)" 11
    is "buyers by refunds.csv $* per day" "$(clients_at buyer)" 2
    shows "\"buyer\": $((wanted_spend + 500))"
}
refunds 1000
is 'held aside' "$(field held_aside)" 2
refunds 800 --facts-only
is 'held aside with facts only' "$(field held_aside)" 0
run 0 "$work/refunds.csv"
shows '2 refunds are held aside'
run 0 --facts-only "$work/refunds.csv"
shows '2 refunds name no purchase that is known: they lower the spend only'
cat >>"$work/refunds.csv" <<'LOG'
12,bob,2026-01-03T13:00:00Z,refund,1000,5
13,bob,2026-01-03T14:00:00Z,purchase,1,
14,bob,2026-01-03T13:30:00Z,contact,,
13,bob,2026-01-03T14:00:00Z,purchase,1,
LOG
run 0 --json --per-day --facts-only "$work/refunds.csv"
is 'refused per day with facts only' "$(field refused)" 3
says 'line 13: wrong amount' # 1000 of the 800 that Bob has spent
says 'line 15: time going backwards'
says 'line 16: repeated event'
adds_up 'refunds.csv with facts only'
run 0 --json --per-day "$work/refunds.csv"
is 'applied per day' "$(field applied)" 14
is 'repeated per day' "$(field repeated)" 1
shows '"buyer": 501' # Ann's second purchase, and of Bob the one of the 3rd: that of the 1st is given back
adds_up refunds.csv

# A refund before its purchase in the log, and one whose purchase comes late.
cat >"$work/early.csv" <<'LOG'
id,client,at,kind,amount,of
2,ann,2026-01-02,refund,1000,1
4,bob,2026-01-02,refund,300,3
3,bob,2026-01-01,purchase,1000,
LOG
run 0 --json "$work/early.csv"
is 'held aside at first' "$(field held_aside)" 1
is 'potential at first' "$(clients_at potential)" 1
shows '"buyer": 700'
echo '1,ann,2026-01-01,purchase,1000,' >>"$work/early.csv"
run 0 --json "$work/early.csv"
is 'held aside with its purchase there' "$(field held_aside)" 0
is 'potential, with all given back' "$(clients_at potential)" 1
shows '"buyer": 700'

# A late line changes what came after it; what was said before is withdrawn.
cat >"$work/late.csv" <<'LOG'
id,client,at,kind,amount,of
1,ann,2026-01-01,contact,,
2,ann,2026-01-03,purchase,1000,
LOG
run 0 --json "$work/late.csv"
is 'moves withdrawn in order' "$(field withdrawn)" 0
is 'visitors landed' "$(grep -A 2 '"stage": "visitor"' "$work/out" | sed -n 's/.*"landed": \([0-9]*\).*/\1/p')" 1
{
    sed -n 1p "$work/late.csv"
    sed -n 3p "$work/late.csv"
    yes '' | head -n 3
    seq 10 5000 | sed 's/.*/&,other &,2026-01-02,contact,,/' # a batch is over in between
    sed -n 2p "$work/late.csv"
} >"$work/reversed.csv"
run 0 --json "$work/reversed.csv"
is 'moves withdrawn' "$(field withdrawn)" 1
is 'moves made instead' "$(field issued)" 2
is 'visitors landed of the log reversed' \
    "$(grep -A 2 '"stage": "visitor"' "$work/out" | sed -n 's/.*"landed": \([0-9]*\).*/\1/p')" 4992
run 0 "$work/reversed.csv"
shows '3 moves corrected, since lines came late or purchases were refunded: 1 withdrawn, 2 made instead'

# The same id with different content. The first of them has a day too far away.
cat >"$work/conflict.csv" <<'LOG'
id,client,at,kind,amount
1,ann,2026-01-01,contact,
2,ann,2099-01-02,purchase,1000
2,ann,2026-01-02,purchase,1500
2,ann,2026-01-02,purchase,1500
2,bob,2026-01-03,purchase,7000
LOG
conflict() { # conflict POLICY SPEND LINE APPLIED REPEATED CONFLICTS REFUSED
    run 0 --json --on-conflict $1 "$work/conflict.csv"
    shows "\"buyer\": $2"
    shows "\"as_of\": \"$3\""
    is "applied of conflicts with $1" "$(field applied)" $4
    is "repeated of conflicts with $1" "$(field repeated)" $5
    is "conflicts with $1" "$(field conflicts)" $6
    is "refused of conflicts with $1" "$(field refused)" $7
    says 'line 4: another event of this id'
    adds_up "conflict.csv with $1"
}
conflict first 8000 2099-01-02T00:00:00Z 3 0 2 0
conflict last 8500 2026-01-03T00:00:00Z 3 1 1 0
says 'it replaces the first'
conflict refuse 8000 2099-01-02T00:00:00Z 3 0 0 2
run 0 "$work/conflict.csv"
shows '2 have the id of another event, which stays'
says 'line 5: another event of this id: the first stays'
run 0 --json --per-day --on-conflict last "$work/conflict.csv"
shows '"buyer": 8500'
shows '"as_of": "2026-01-03T00:00:00Z"'

# A log of several batches, in order: facts only and history say the same, and lines that are refused have their
# numbers, also those that cannot be read, in order.
awk 'BEGIN {
    kinds = split("contact purchase contact purchase evaluation purchase complaint", kind, " ")
    print "id,client,at,kind,amount,channel,score,of"
    for (i = 1; i <= 50000; ++i) {
        k = kind[i % kinds + 1]
        printf "%d,%s%d,2026-%02d-%02dT%02d:%02d:%02dZ,%s,%s,,%s,\n", i, i % 3 ? "" : "a longer name ", i * i % 997,
            int(i / 4200) + 1, int(i / 1500) % 2 + int(i % 4200 / 300) + 1, int(i % 300 / 15), i % 15 * 4, 0, k,
            k == "purchase" ? i % 100 * 100 + 1 : "", k == "evaluation" ? i % 5 + 1 : ""
    }
}' >"$work/long.csv"
(head -n 1 "$work/long.csv" && tail -n +2 "$work/long.csv" | LC_ALL=C sort -t, -k3,3 -k1,1n) >"$work/long_sorted.csv"
run 0 --json "$work/long_sorted.csv"
is 'lines of a long log' "$(field read)" 50000
is 'applied of a long log' "$(field applied)" 50000
cp "$work/out" "$work/found"
run 0 --json --facts-only "$work/long_sorted.csv"
cmp -s "$work/found" "$work/out" || fail 'a long log: facts only and history differ'
sed '20001s/T/X/; 30001s/,[^,]*,2026/,,2026/; 40001s/,2026-[0-9-]*T/,2020-01-01T/' "$work/long_sorted.csv" >"$work/long_wrong.csv"
run 0 --json --facts-only "$work/long_wrong.csv"
is 'refused of a long log' "$(field refused)" 3
is 'the lines that are refused' "$(sed -n 's/^line \([0-9]*\):.*/\1/p' "$work/err" | tail -n 3 | tr '\n' ' ')" '20001 30001 40001 '

finish
