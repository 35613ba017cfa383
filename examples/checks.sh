# What the checks of the example programs have in common; to be read in with `.` after $program and $data are set.
# $work is a folder of theirs that goes when they end.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
failures=0

fail() {
    printf 'FAILED: %s\n' "$*"
    failures=$((failures + 1))
}

# run STATUS ARGUMENT...: runs the program, which must end with STATUS. Its output is in $work/out and $work/err.
run() {
    wanted=$1
    shift
    "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ $status = "$wanted" ] || fail "${program##*/} $* ends with $status, not $wanted: $(cat "$work/err")"
}
says() { grep -qF -- "$1" "$work/err" || fail "no '$1' in: $(cat "$work/err")"; }
shows() { grep -qF -- "$1" "$work/out" || fail "no '$1' in: $(cat "$work/out")"; }
# Whether the output is UTF-8 that a terminal shows and does not obey, and that looks like what it says.
unprintable=$(printf '[\001-\010\013-\037\177]\\|\302[\200-\237]\\|\330\234\\|\342\200[\216\217\250-\256]\\|\342\201[\246-\251]')
is_printable() {
    for stream in out err; do
        ! LC_ALL=C grep -aq "$unprintable" "$work/$stream" || fail "$1: characters that cannot be shown: $(od -c "$work/$stream")"
        iconv -f UTF-8 -t UTF-8 "$work/$stream" >/dev/null 2>&1 || fail "$1: what is said is not UTF-8"
    done
}
# One character of each kind: C0, DEL, C1, those that turn the direction of writing, no UTF-8, an overlong form.
hostile_characters='\033[31m \007 \177 \302\233 \330\234 \342\200\216 \342\200\217 \342\200\252 \342\200\256 \342\201\246 \342\201\251 \377 \300\233 \320'
is() { [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"; }

# Whether the logs are there: other people's, and not kept here.
has_logs() {
    [ -n "$data" ] && [ -d "$data" ] && command -v xz >/dev/null && return
    echo "skipped: the logs (no folder with them, or no xz)"
    return 1
}
# unpack LOG: the packed log of that name as $work/LOG.
unpack() { xz -dc "$data/$1.xz" >"$work/$1"; }

# The last line of a check.
finish() { [ $failures = 0 ] || { echo "$failures failed"; exit 1; }; }
