# What the checks of replay read out of its answers; to be read in with `.` after checks.sh.

# The number of a field of the JSON, and the number of clients at a stage.
field() { sed -n "s/^ *\"$1\": \([0-9]*\),*\$/\1/p" "$work/out" | head -n 1; }
clients_at() {
    sed -n '/"census"/,/\]/p' "$work/out" | grep -A 1 "\"stage\": \"$1\"" | sed -n 's/.*"clients": \([0-9]*\).*/\1/p'
}
# What all clients have spent.
spent() { sed -n '/"spend"/,/}/s/.*": \([0-9]*\),*$/\1/p' "$work/out" | awk '{ n += $1 } END { print n + 0 }'; }
adds_up() {
    is "$1: applied + repeated + conflicts + later + skipped + joined + refused" $(($(field applied) + $(field repeated) + \
        $(field conflicts) + $(field later) + $(field skipped) + $(field joined) + $(field refused))) "$(field read)"
    reasons=$(sed -n '/"reasons": {/,/}/s/.*": \([0-9]*\),*$/\1/p' "$work/out" | awk '{ n += $1 } END { print n + 0 }')
    is "$1: sum of the reasons" "$reasons" "$(field refused)"
    census=$(sed -n '/"census"/,/\]/s/.*"clients": \([0-9]*\).*/\1/p' "$work/out" | awk '{ n += $1 } END { print n + 0 }')
    is "$1: sum of the census" "$census" "$(field clients)"
}
