# says_what_it_should SOURCE COMPILER_ID COMPILER_VERSION SAID
#
# Whether the file SAID holds, letter for letter, the text after each of the source's
#     // expect: ...             for every compiler
#     // expect-gcc: ...         for g++ alone (or -clang), where the two can't be made to say the same
#     // expect-clang-14: ...    for one major version alone
says_what_it_should() {
    case $2 in GNU) id_=gcc ;; *Clang) id_=clang ;; *) id_=$2 ;; esac
    wanted=$(for who in "" "-$id_" "-$id_-${3%%.*}"; do sed -n "s,^ *// expect$who: ,,p" "$1"; done)
    if [ -z "$wanted" ]; then
        printf 'no "// expect: ..." for this compiler: %s\n' "$1"
        return 1
    fi
    printf '%s\n' "$wanted" | {
        missing=0
        while IFS= read -r sentence; do
            grep -qF -- "$sentence" "$4" 2>/dev/null && continue
            printf '%s: the compiler does not say: %s\n' "$1" "$sentence"
            missing=1
        done
        [ $missing = 0 ] || printf '\nit says:\n%s\n' "$(cat "$4" 2>/dev/null)"
        exit $missing
    }
}
