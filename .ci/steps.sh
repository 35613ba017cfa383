#!/usr/bin/env bash
# What .ci/run and .ci/long share: steps; each prints a line, and its output only if it fails.
# Whoever sources this has set `logs`, a folder, and `packages`.
mkdir -p "$logs"
passed=0

step() { # step TITLE COMMAND...
    local log="$logs/${1//[^a-zA-Z0-9]/_}.log" started=$SECONDS result=ok failed tests
    "${@:2}" >"$log" 2>&1 </dev/null || result=FAILED
    # What ctest ends with; a step without tests has no such line.
    local summary='s/.*% tests passed, \([0-9]*\) tests* failed out of \([0-9]*\)$/\1 \2/p'
    read -r failed tests < <(sed -n "$summary" "$log") || failed=0 tests=0
    passed=$((passed + tests - failed))
    printf '%-60s %-6s %4d s\n' "$1" $result $((SECONDS - started))
    [ $result = FAILED ] || return 0
    cat "$log"
    echo "$passed passed, $((failed > 0 ? failed : 1)) failed"
    [ "${go_on:-}" ] || exit 1
}

install_packages() {
    local package missing=() as_root=()
    for package in "${packages[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# What needs a compiler's or a sanitizer's look most; `cmake --workflow --preset NAME` does it for all rooms.
rooms() { # rooms PRESET ROOM...
    local preset=$1 names
    shift
    names=$(IFS='|' && echo "$*")
    set -- "${@/#/test_}"
    cmake --preset "$preset" && cmake --build --preset "$preset" --target "$@" "${@/%/_more}" &&
        ctest --preset "$preset" -R "^($names)([.]more)?$"
}
