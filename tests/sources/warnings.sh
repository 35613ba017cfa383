#!/bin/sh
# warnings.sh FOLDER COMPILER...: all headers of rung but interop's, and a program that uses them, under all that clang
# warns of, found by a plain -I, in which clang shows warnings that it hides in headers of the system. FOLDER is for what
# comes up on the way. What is left out contradicts C++20, rung's ways or another warning:
#   c++98-compat*, pre-c++20-compat*, c++20-compat   the standard is C++20
#   padded                                           layouts are what they are
#   unsafe-buffer-usage*                             takes every pointer and subscript for a mistake
#   switch-default, switch-enum                      contradict covered-switch-default, and each other
#   float-equal                                      what was assigned, a zero or a limit, is compared
set -eu
folder=$1
shift
sh tests/sources/list_headers.sh "$folder"
printf '#include <rung_headers.hpp>\n#include "../consumer/program.cpp"\n' | "$@" -std=c++20 -fsyntax-only \
    -Iinclude "-I$folder" -iquote tests/sources -Weverything -Werror -Wno-unknown-warning-option \
    -Wno-c++98-compat -Wno-c++98-compat-pedantic -Wno-pre-c++20-compat-pedantic -Wno-c++20-compat -Wno-padded \
    -Wno-unsafe-buffer-usage -Wno-unsafe-buffer-usage-in-container -Wno-switch-default -Wno-switch-enum -Wno-float-equal \
    -x c++ -
