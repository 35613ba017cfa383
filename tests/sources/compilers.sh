#!/bin/sh
# What one compiler or system has and another has not stands in core/config.hpp, and nowhere else. interop may ask
# the headers of its own system what they offer.
set -u
config=include/rung/core/config.hpp
# Where systems have this header differs.
libpq='^include/rung/interop/postgres.hpp:[0-9]*:#if __has_include(<libpq-fe.h>)$'
faults=0

# faults_are SENTENCE: what stands on the input, if anything, is wrong.
faults_are() {
    found=$(cat)
    [ -z "$found" ] && return
    printf '%s:\n%s\n' "$1" "$found"
    faults=1
}
elsewhere() { # elsewhere PATTERN: in code, not in comments
    find include -name '*.hpp' ! -path "$config" | sort | while read -r header; do
        sed 's|//.*||' "$header" | grep -nE "$1" | sed "s|^|$header:|"
    done
}

[ -f "$config" ] || { echo "no $config" && exit 1; }
faults_are "a builtin outside $config" <<EOT
$(elsewhere '__builtin_|\b_mm_|\b_Interlocked|__int128|\b__(asm|volatile|inline|restrict)')
EOT
faults_are "assembler outside $config" <<EOT
$(elsewhere '(^|[^A-Za-z_])asm([^A-Za-z_]|$)')
EOT
faults_are "an attribute that not all compilers have, outside $config" <<EOT
$(elsewhere '\[\[[^]]*(gnu|clang|msvc)::|__attribute__|__declspec|no_unique_address|__forceinline')
EOT
faults_are "a pragma that is not 'once'" <<EOT
$(elsewhere '^[[:space:]]*#[[:space:]]*pragma|_Pragma' | grep -vE '#pragma once$')
EOT
faults_are "a name of a compiler, system or processor outside $config" <<EOT
$(elsewhere '__GNU|__clang|__GLIBC|__OPTIMIZE__|_MSC_VER|__INTEL|__APPLE__|_WIN32|__linux|__unix|__cplusplus|__cpp_|__has_|__SANITIZE|__SIZEOF|__BYTE_ORDER|__x86_64|__aarch64|_M_X64|NDEBUG' | grep -v "$libpq")
EOT
faults_are "a condition of the preprocessor outside $config" <<EOT
$(elsewhere '^[[:space:]]*#[[:space:]]*(if|ifdef|ifndef|elif)' | grep -vE 'ifndef (RUNG_(ASSERT|POSIX)|ARROW_C_(DATA|STREAM)_INTERFACE)$' |
    grep -vE '^include/rung/interop/[^:]*:[0-9]+:#(el)?if(def | defined\()(F_|O_|_POSIX_)[A-Z_]+' | grep -v "$libpq")
EOT
# The link test includes the others after such macros; interop's headers need a system's own.
faults_are "a call that windows.h takes for its macro min or max: write (std::min)(a, b)" <<EOT
$(elsewhere '(^|[^A-Za-z_0-9(])(std::)?(min|max)[[:space:]]*\(|std::(min|max)[[:space:]]*\(|::(min|max)[[:space:]]*\(')
EOT
faults_are "a sort that clang warns of with libstdc++ 12: detail::stable_sort of base/stable_sort.hpp" <<EOT
$(elsewhere '\b(stable_sort|inplace_merge|stable_partition|get_temporary_buffer)\b' | grep -vE 'detail::stable_sort|base/stable_sort\.hpp')
EOT
exit $faults
