#!/bin/sh
# The rooms of include/rung stand in an order, and each may include only itself and those before it.
set -u
rooms="core measures retail ladders notation base insight report interop"
# Each of these costs more than all of core (see benchmarks/compile_cost).
too_heavy_for_core="chrono|functional|iostream|map|memory|ranges|regex|sstream|string|unordered_map|vector"
faults=0

# faults_are SENTENCE: what stands on the input, if anything, is wrong.
faults_are() {
    found=$(cat)
    [ -z "$found" ] && return
    printf '%s:\n%s\n' "$1" "$found"
    faults=1
}
directives() { # directives PATTERN PATH
    grep -rnE --include='*.hpp' "^[[:space:]]*#[[:space:]]*$1" "$2"
}

order=$(printf '%s' "$rooms" | sed 's/ / < /g')
for page in docs/reference.md docs/architecture.md; do
    grep -qF "$order" "$page" && continue
    printf '%s does not say the order of the rooms: %s\n' "$page" "$order"
    faults=1
done

faults_are "a folder that is no room" <<EOF
$(find include/rung -mindepth 1 -maxdepth 1 -type d | grep -vE "/($(printf '%s' "$rooms" | tr ' ' '|'))$")
EOF

later=$rooms
for room in $rooms; do
    later=${later#"$room"}
    later=${later# }
    [ -d "include/rung/$room" ] && [ -n "$later" ] || continue
    forbidden=$(printf '%s' "$later" | tr ' ' '|')
    faults_are "$room includes a later room" <<EOF
$(directives "include[[:space:]]*[<\"](\.\./|rung/)*($forbidden)/" "include/rung/$room")
EOF
    faults_are "$room includes the umbrella" <<EOF
$(directives 'include[[:space:]]*[<"](\.\./|rung/)*rung\.hpp' "include/rung/$room")
EOF
done
if [ -d include/rung/core ]; then
    faults_are "too heavy for core" <<EOF
$(directives "include[[:space:]]*<($too_heavy_for_core)>" include/rung/core)
EOF
fi
faults_are "an umbrella includes interop, whose libraries are not everybody's" <<EOF
$(grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"](rung/)?interop/" include/rung/*.hpp)
EOF
# The structs of Arrow stand under the guards that every copy of them has.
arrow="^include/rung/interop/arrow_abi.hpp:[0-9]*:#define ARROW_(C_DATA_INTERFACE|C_STREAM_INTERFACE|FLAG_[A-Z_]+ [124])\$"
faults_are "a macro without RUNG_" <<EOF
$(directives 'define[[:space:]]' include | grep -vE 'define[[:space:]]+RUNG_' | grep -vE "$arrow")
EOF
exit $faults
