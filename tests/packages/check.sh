#!/bin/sh
# check.sh WAY FOLDER COMPILER: rung comes to a project in an empty FOLDER by one of the ways of docs/packages.md. Programs
# that a bare Debian does not have are looked for in RUNG_PYPI, a folder with what PyPI has, and then in PATH.
#   conan    conan create, with its test package
#   vcpkg    the overlay port, with vcpkg's functions played by vcpkg.cmake
#   meson    the wrap, which clones this repository
#   debian   a package, which lintian has nothing to say about but that rung has no public address yet, unpacked
#   zig      clang 16 with libc++, as PyPI's ziglang brings it, compiles a program for macOS on ARM and for Windows, no more
#   clone    FetchContent from a shallow clone, which is small
#   module   import rung;, with clang 19; the Common Package Specification too
set -eu
way=$1 folder=$2 compiler=$3
root=$PWD
PATH=${RUNG_PYPI:+$RUNG_PYPI:}$PATH
version=$(sed -n 's/^#define RUNG_VERSION_[A-Z]* //p' include/rung/version.hpp | paste -sd .)
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

needs() { # needs PROGRAM...
    for program in "$@"; do
        command -v "$program" >/dev/null || { echo "skipped: $program is missing" && exit; }
    done
}
newer_cmake() { # newer_cmake VERSION
    [ "$(printf '%s\n' "$1" "$(cmake --version | sed -n 's/^cmake version //p')" | sort -V | head -n 1)" = "$1" ] ||
        { echo "skipped: CMake $1 is missing" && exit; }
}
# The files of this checkout, committed or not, as a repository with a tag: what a stranger would clone.
repository() {
    mkdir repository
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf -) | tar -xf - -C repository
    git -C repository init -q
    git -C repository add -A
    git -C repository -c user.name=rung -c user.email=rung@localhost commit -qm "as it is"
    git -C repository tag "v$version"
}

case $way in
conan)
    needs conan cmake ninja git
    repository # conan builds its test package where it stands
    export CONAN_HOME="$PWD/home" CXX="$compiler"
    conan profile detect
    conan create repository/cmake/packaging/conan -s compiler.cppstd=20 -c tools.cmake.cmaketoolchain:generator=Ninja
    conan list "rung/$version"
    ;;
vcpkg)
    needs cmake ninja
    cmake "-DPORTS=$root/cmake/packaging/vcpkg/ports" "-DVERSION=$version" "-DCXX=$compiler" -P "$root/tests/packages/vcpkg.cmake"
    cmake -S "$root/tests/consumer" -B consumer -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" "-DCMAKE_PREFIX_PATH=$PWD/packages" \
        "-DRUNG_EXPECTED=$version"
    cmake --build consumer
    consumer/consumer
    ;;
meson)
    needs meson ninja git
    repository
    mkdir -p project/subprojects
    cp -r "$root/cmake/packaging/meson/." project/subprojects
    sed -i "s,RUNG_REPOSITORY,file://$PWD/repository," project/subprojects/rung.wrap
    cp "$root/tests/consumer/main.cpp" project
    cat >project/meson.build <<'EOT'
project('shop', 'cpp', default_options: ['cpp_std=c++20'])
executable('shop', 'main.cpp', dependencies: dependency('rung', version: '>=0.2'))
EOT
    CXX="$compiler" meson setup build project
    ninja -C build
    build/shop
    ;;
debian)
    needs dpkg-buildpackage dh lintian cmake ninja git
    repository
    cp -r repository/cmake/packaging/debian repository/debian
    (cd repository && dpkg-buildpackage -us -uc -b) >built.log 2>&1 || { tail -n 50 built.log && exit 1; }
    said=$(lintian --allow-root ./*.changes | grep -vE 'bogus-mail-host|initial-upload-closes-no-bugs' || true)
    [ -z "$said" ] || { printf '%s\n' "$said" && exit 1; }
    dpkg-deb -x "librung-dev_$version-1_all.deb" unpacked
    cmake -S "$root/tests/consumer" -B consumer -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" "-DCMAKE_PREFIX_PATH=$PWD/unpacked/usr" \
        "-DRUNG_EXPECTED=$version"
    cmake --build consumer
    consumer/consumer
    ;;
zig)
    zig=${RUNG_PYPI:-/nowhere}/python
    "$zig" -m ziglang version >/dev/null 2>&1 || { echo "skipped: ziglang is missing" && exit; }
    (cd "$root" && cmake/single_header.sh) >rung_single.hpp
    { echo '#include <rung_single.hpp>' && grep -v '^#include <rung/' "$root/tests/consumer/program.cpp"; } >program.cpp
    export ZIG_GLOBAL_CACHE_DIR="$PWD/cache"
    for target in aarch64-macos x86_64-windows-gnu; do
        "$zig" -m ziglang c++ -target $target -std=c++20 -Wall -Wextra -Wshadow -Wconversion -Werror -I. -c program.cpp -o program.$target.o
        echo "compiled for $target"
    done
    ;;
clone)
    needs cmake ninja git
    repository
    git clone -q --depth 1 "file://$PWD/repository" shallow 2>/dev/null
    size=$(du -sk shallow/.git | cut -f 1)
    echo "a shallow clone brings $size KB"
    [ "$size" -lt 3000 ]
    cmake -S "$root/tests/consumer" -B consumer -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" -DRUNG_FROM=git \
        "-DRUNG_SOURCE=file://$PWD/repository" "-DRUNG_EXPECTED=$version"
    cmake --build consumer
    consumer/consumer
    ;;
module)
    needs cmake ninja clang++-19 clang-scan-deps-19
    newer_cmake 4.3
    cmake -S "$root" -B rung -G Ninja -DCMAKE_CXX_COMPILER=clang++-19 -DRUNG_TESTS=OFF -DRUNG_EXAMPLES=OFF -DRUNG_MODULE=ON
    cmake --build rung
    cmake --install rung --prefix "$PWD/prefix" >/dev/null
    cmake -S "$root/tests/consumer" -B consumer -G Ninja -DCMAKE_CXX_COMPILER=clang++-19 -DRUNG_FROM=module \
        "-DCMAKE_PREFIX_PATH=$PWD/prefix"
    cmake --build consumer
    consumer/consumer
    # Headers alone, found by their .cps file.
    cmake -S "$root" -B headers -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" -DRUNG_TESTS=OFF -DRUNG_EXAMPLES=OFF
    cmake --install headers --prefix "$PWD/cps" >/dev/null
    rm -r cps/share/cmake
    cmake -S "$root/tests/consumer" -B by_cps -G Ninja "-DCMAKE_CXX_COMPILER=$compiler" "-DCMAKE_PREFIX_PATH=$PWD/cps" \
        "-DRUNG_EXPECTED=$version"
    cmake --build by_cps
    by_cps/consumer
    ;;
esac
