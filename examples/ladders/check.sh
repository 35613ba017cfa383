#!/bin/sh
# check.sh REPLAY: each ladder of this folder does on the log of its name what the file of expectations says, and needs
# no C++ for it. Then needs that people stated in public (../shared/cases, by their numbers), of which each stands for a
# kind, by the program.
set -u
program=$1
. "$(dirname "$0")/../checks.sh"
here=$(dirname "$0")

for ladder in "$here"/*.ladder; do
    log=${ladder%.ladder}
    run 0 --ladder "$ladder" --strict --expect "$log.expect" "$log.csv"
    shows 'as expected'
done

# ladder LINE...: the ladder of the next runs, which is $work/ladder; log LINE...: the log.
ladder() { printf '%s\n' "$@" >"$work/ladder"; }
log() { printf '%s\n' "$@" >"$work/log.csv"; }
# expects CLIENT,AT,STAGE...
expects() {
    printf '%s\n' client,at,stage "$@" >"$work/expect.csv"
    run 0 --ladder "$work/ladder" --strict --expect "$work/expect.csv" "$work/log.csv"
    shows 'as expected'
}
# lists [OPTION...]: the list of all clients, after its header line.
lists() {
    run 0 --ladder "$work/ladder" --strict --quiet --list all "$@" "$work/log.csv"
    tail -n +2 "$work/out"
}

# Cases 05 and 06.
ladder 'measure year sum amount of purchase less refund in calendar year' \
    'measure before sum amount of purchase less refund in calendar year 1 ago' \
    'stage base  stage platinum enter year >= 1000.00 keep year >= 1000.00 or before >= 1000.00'
log client,at,amount 1,2025-11-01,1000.00 2,2025-12-20,600.00 2,2026-01-10,500.00
expects 1,2025-11-01,platinum 1,2026-12-31,platinum 1,2027-01-01,base 2,2026-06-01,base
ladder 'measure spend_12m sum amount of purchase less refund in 12 months' \
    'stage base  stage vip enter spend_12m >= 500.00'
log client,at,amount 1,2024-01-10,300.00 1,2024-03-01,250.00 1,2024-04-01,20.00 1,2025-01-09,20.00
expects 1,2024-03-01,vip 1,2025-01-09,vip 1,2025-01-10,base
run 0 --ladder "$work/ladder" --quiet --as-of 2024-12-31 --due 30d "$work/log.csv"
shows '1,2025-01-10T00:00:00Z,vip,base,spend_12m >= 500.00'

# Cases 10 and 14.
ladder 'measure earned sum quantity of award or birthday at most 100 a day' \
    'measure balance sum quantity of award or birthday less redeem' 'stage base  stage gold enter earned >= 180'
log client,at,kind,quantity 1,2026-01-01T08:00:00Z,award,80 1,2026-01-01T09:00:00Z,Birthday,80 \
    1,2026-01-01T10:00:00Z,redeem,60 1,2026-01-02,award,80
is 'points' "$(lists)" '1,gold,2026-01-02T00:00:00Z,180,180,,'

# Case 12: four years are more days than a record with history has room for, and not more than one of facts.
ladder 'measure points sum quantity of award less redeem oldest first in 4 years' 'stage base'
log client,at,kind,quantity 2,2020-01-01,award,500 2,2021-01-01,award,1 2,2022-01-01,award,1 2,2023-01-01,award,1
is 'points of four years' "$(lists --facts-only --as-of 2023-12-31)" '2,base,2020-01-01T00:00:00Z,503,,'
is 'points of four years, later' "$(lists --facts-only --as-of 2024-01-02)" '2,base,2020-01-01T00:00:00Z,3,,'
run 2 --ladder "$work/ladder" "$work/log.csv"
says "ladder:1:9: with this measure a client's record is too small: it has 1024 words of four bytes"

# Case 20.
ladder 'offset +05:30' 'measure bought days with purchase' 'stage base'
log client,at 1,2026-06-06T18:00:00Z 1,2026-06-06T18:45:00Z
is 'days in India' "$(lists)" '1,base,2026-06-06T18:00:00Z,2,,'

# Case 25.
ladder 'measure recent count of complaint in 180 days' 'stage member  stage trusted enter purchases >= 3 and recent <= 0'
log client,at,kind 1,2024-12-01,purchase 1,2024-12-02,purchase 1,2024-12-03,purchase 1,2025-01-10,complaint \
    1,2025-09-01,purchase
expects 1,2024-12-03,trusted 1,2025-07-08,member 1,2025-07-09,trusted

# Case 28.
ladder 'measure paid streak of calendar months with purchase' 'stage base  stage silver enter paid >= 3'
log client,at 1,2026-01-01 1,2026-02-01 1,2026-03-02 2,2026-01-01 2,2026-02-01 2,2026-06-01
expects 1,2026-03-02,silver 2,2026-06-01,base

# Case 36: a ladder in the words of the retail schema, which asks for more than that counts.
ladder 'stage partner  stage silver enter recommendations >= 50  stage gold enter recommendations >= 500'
awk 'BEGIN { print "client,at,kind"; for (i = 0; i < 500; ++i) printf "1,2026-01-01T%02d:%02d:00Z,recommendation\n", i / 60, i % 60 }' >"$work/log.csv"
is 'recommendations' "$(lists)" '1,gold,2026-01-01T08:19:00Z,500,,'

# An attribute of the client, a category of what was bought; and what is wrong is said with its line.
ladder 'measure country last value of attribute where name = country' \
    'measure dinners count of purchase where category = "fine dining" in 90 days' \
    'stage guest  stage local enter country = 49 and dinners >= 2'
log client,at,kind,name,value,category 1,2026-01-01,attribute,country,49, 1,2026-01-02,attribute,born,1990, \
    '1,2026-02-01,purchase,,,fine dining' \
    1,2026-02-02,purchase,,,lunch '1,2026-02-03,purchase,,,fine dining'
expects 1,2026-02-02,guest 1,2026-02-03,local 1,2026-05-02,guest
log client,at,kind,name,value 1,2026-01-01,attribute,country,-49 1,2026-01-01,dance,,
run 2 --ladder "$work/ladder" "$work/log.csv"
says "line 2: wrong number '-49': a whole number from 0 to 4294967295"
says "line 3: unknown kind 'dance'"
# Words of the log that mean kinds of the ladder's own, in options and in a mapping.
ladder 'measure nights sum quantity of stay' 'stage guest'
log client,at,type,quantity 1,2026-01-01,view,2 1,2026-01-02,bought,
is 'nights of another word' "$(lists --columns kind=type --kinds 'view=stay,bought=purchase')" '1,guest,2026-01-01T00:00:00Z,2,,'
printf '[kinds]\nview = "Stay"\nbought = "purchase"\n' >"$work/words.toml"
is 'nights of a mapping' "$(lists --columns kind=type --mapping "$work/words.toml")" '1,guest,2026-01-01T00:00:00Z,2,,'
run 2 --ladder "$work/ladder" --columns kind=type --kinds view=stya "$work/log.csv"
says '--kinds view=stya: unknown kind; the ladder knows stay, contact, offer, purchase'
log client,at,quantity 1,2026-01-01,2
is 'nights without a word' "$(lists --kind stay)" '1,guest,2026-01-01T00:00:00Z,2,,'
run 2 --ladder "$work/ladder" --kind stya "$work/log.csv"
says '--kind stya: unknown kind; the ladder knows stay, contact'
# What the events say, of a ladder that knows no money: what it cannot tell is left out, and that is said.
for ladder in hotel points; do
    run 0 --ladder "$here/$ladder.ladder" --quiet --insight "$here/$ladder.csv"
    shows 'How many days clients stay on each rung'
    shows 'Left out, since a ladder with measures of its own need not know money, channels and tasks: what each rung brings'
    ! grep -q 'Golden clients' "$work/out" || fail "$ladder: golden clients without money"
    run 0 --ladder "$here/$ladder.ladder" --quiet --insight --json "$here/$ladder.csv"
    shows '"left_out": "Left out, since'
    for chart in pyramid funnel flow moves tenure ways_out retention forecast story; do
        run 0 --ladder "$here/$ladder.ladder" --quiet --chart $chart "$here/$ladder.csv"
        shows 'vega-lite/v6'
    done
    run 0 --ladder "$here/$ladder.ladder" --quiet --facts-only --chart pyramid "$here/$ladder.csv"
    run 2 --ladder "$here/$ladder.ladder" --quiet --chart ledger "$here/$ladder.csv"
    says '--chart ledger is of money or channels, which a ladder with measures of its own need not know'
    run 0 --ladder "$here/$ladder.ladder" --quiet --report "$work/page.html" "$here/$ladder.csv"
    grep -q 'Left out, since a ladder with measures' "$work/page.html" || fail "$ladder: nothing is said to be left out"
    ! grep -q 'Golden clients' "$work/page.html" || fail "$ladder: golden clients without money"
done
grep -q '<button type="button"><bdi>balance</bdi>' "$work/page.html" || fail 'points: no column of balance'

# What the ladder asks about and the log does not have; purchases that become one, where they differ.
ladder 'measure dinners count of purchase where category = dinner' 'stage guest'
log client,at,id 1,2026-01-01,1
run 0 --ladder "$work/ladder" "$work/log.csv"
says "the ladder asks about 'category', and the log has no such column: --columns category=NAME"
log client,at,id,category 1,2026-01-01,1,dinner 1,2026-01-01,1, 1,2026-01-02,2,lunch 1,2026-01-02,2,dinner
run 1 --ladder "$work/ladder" --strict --per-order "$work/log.csv"
says "an order of two categories 'dinner': the ladder asks about it"
is 'dinners by order' "$(run 0 --ladder "$work/ladder" --quiet --list all --per-order "$work/log.csv" && tail -n 1 "$work/out")" '1,guest,2026-01-01T00:00:00Z,1,,'
run 2 --ladder "$work/ladder" --per-day "$work/log.csv"
says '--per-day makes one purchase of those of a day, and only their amounts can be added up: not with a ladder'
says 'whose measures ask about the category of purchases'
ladder 'measure points sum quantity of award or 5 each of purchase' 'stage guest'
log client,at,kind,quantity 1,2026-01-01,award,3 1,2026-01-02,purchase, 1,2026-01-02,purchase,
is 'points by day' "$(lists --per-day)" '1,guest,2026-01-01T00:00:00Z,8,,'
# Of conditions that are counted no more is missing than it takes.
ladder 'stage guest  stage local enter at least 2 of (purchases >= 2, contacts >= 1, recommendations >= 9)'
log client,at,kind 1,2026-01-01,purchase
is 'what is missing of two in three' "$(lists | sed 's/.*,,//')" 'purchases >= 2 and contacts >= 1'
# What a column of a purchase says was given back is of the purchase's category, and of none of its units.
ladder 'measure dinners sum amount of purchase where category = dinner less refund where category = dinner' \
    'measure seats sum quantity of purchase less refund' 'stage guest'
log client,at,amount,refunded,category,quantity 1,2026-01-01,10.00,4.00,dinner,2
is 'a dinner given back' "$(lists --columns refunded=refunded)" '1,guest,2026-01-01T00:00:00Z,6.00,2,,'
ladder 'measure points count of award or 5 each of birthday' 'stage guest'
run 2 --ladder "$work/ladder" "$work/log.csv"
says "ladder:1:34: a count counts events, each once: write 'sum quantity of award or 5 each of birthday'"
ladder 'measure dinners count of purchase where categry = dinner' 'stage guest'
run 2 --ladder "$work/ladder" "$work/log.csv"
says "ladder:1:41: unknown field 'categry'; did you mean 'category'?"
finish
