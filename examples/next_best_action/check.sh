#!/bin/sh
# check.sh PROGRAM [DATA]: whether next_best_action does what its options and exit status promise. DATA is a
# folder with logs that are looked at where it exists; they are other people's and not kept here.
set -u
program=$1
data=${2:-}
. "$(dirname "$0")/../checks.sh"

# The last number of the last line: all tasks, without the mark of thousands of either language.
tasks() { tail -n 1 "$work/out" | sed 's/\xc2\xa0//g; s/,//g' | awk '{ print $NF }'; }

run 0 --help
run 2 --ladder stairs
says 'unknown ladder'
run 2 --lang fr
run 2 --as-of 1997-13-01
says 'not a date'
run 2 --set client_purchases
says 'write name=value'
run 2 "$work/absent.csv"
says 'absent.csv'

# A small shop. Ann is about to fall, Bob was contacted too recently, Carl has been gone for long, Dan has only looked.
cat >"$work/shop.csv" <<'LOG'
id,client,at,kind,amount
1,carl,2024-01-01,purchase,5000
2,ann,2026-01-01,purchase,1990
3,ann,2026-01-08,purchase,1990
4,ann,2026-01-16,purchase,1990
5,bob,2026-04-10,contact,
6,dan,2026-03-01,contact,
LOG
run 0 --as-of 2026-04-11 "$work/shop.csv"
is 'tasks' "$(tasks)" 4
is 'the order' "$(awk 'NR > 3 && NF == 0 { exit } NR > 3 { printf "%s ", $1 }' "$work/out")" 'ann carl dan bob '
shows 'silence: 85 d of 90 d'
shows 'from 2026-04-13'
shows '2026-04-16'
run 0 --as-of 2026-04-11 --lang ru --top 1 "$work/shop.csv"
shows 'не дать упасть со ступени «клиент»'
is 'the clients with --top 1' "$(awk 'NR > 3 && NF == 0 { exit } NR > 3 { printf "%s ", $1 }' "$work/out")" 'ann '
run 0 --ladder patronage --as-of 2026-04-11 "$work/shop.csv"
shows 'win them back'
echo client,at >"$work/empty.csv"
run 0 "$work/empty.csv"
shows 'nobody is there'

# As replay: an empty option is not a missing one, and no terminal obeys what comes from outside.
run 2 ''
says 'LOG: the text is empty'
for option in ladder set as-of top lang; do
    run 2 "--$option" ''
    says "--$option: "
done
run 2 --as-of 2106-02-07T06:28:15
says 'supported are instants from'
run 0 --as-of 2106-02-07
for character in $hostile_characters; do
    c=$(printf "x$character")
    printf "client,at,kind\n$c,1997-01-02,contact\n$c,$character,\n" >"$work/$c.csv"
    run 0 "$work/$c.csv"
    is_printable "a client named $character"
    for option in LOG ladder set as-of top lang no-such-option; do
        case $option in LOG) run 2 "$c" ;; no-such-option) run 2 "--$c" ;; *) run 2 "--$option" "$c" ;; esac
        is_printable "--$option $character"
    done
done

# The same tasks, whatever the language and however many are shown.
run 0 --top 3
is 'tasks of the simulated shop' "$(tasks)" 4000
run 0 --top 3 --lang ru
is 'tasks of the simulated shop in Russian' "$(tasks)" 4000

if has_logs; then
    for log in cdnow_sample.events.csv olist_shop.events.csv mobile_game.events.csv; do
        unpack $log
        for ladder in service familiarity loyalty journey patronage; do
            run 0 --ladder $ladder --top 5 "$work/$log"
            # One row for each client, and none of them without something to do.
            clients=$(tail -n +2 "$work/$log" | cut -d, -f2 | sort -u | wc -l)
            is "tasks of $log on $ladder" "$(tasks)" "$clients"
        done
    done
fi

finish
