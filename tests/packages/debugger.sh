#!/bin/sh
# debugger.sh FOLDER COMPILER...: GDB shows values of rung as cmake/debug/rung_gdb.py has it.
set -eu
folder=$1
shift
command -v gdb >/dev/null || { echo "skipped: gdb is missing" && exit; }
mkdir -p "$folder"
cat >"$folder/shown.cpp" <<'EOT'
#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

void stop_here() {}

int main() {
    auto const life = rung::lifecycle{rung::ladder{rung::stage{"guest"},
        rung::stage{"member", rung::facts::purchases >= 1 and rung::facts::silence <= rung::duration{90 * 86'400}},
        rung::stage{.name = "lost", .enter = rung::facts::complaints >= 3, .exit = true}}};
    auto const ladder = life.ladder();
    rung::client ann;
    life.apply(ann, rung::purchase{.at = rung::utc(2026, 1, 3), .amount = rung::money{20'05}});
    life.apply(ann, rung::purchase{.at = rung::utc(2026, 1, 9), .amount = rung::money{11'75}});
    rung::client const nobody;
    auto const loss = rung::money{-5};
    auto const month = rung::duration{30 * 86'400};
    stop_here();
    return static_cast<int>(ladder.stage_count() + nobody.standing.place + ann.standing.place + loss.minor_units + month.seconds) == 0;
}
EOT
"$@" -std=c++20 -O0 -g -Iinclude "$folder/shown.cpp" -o "$folder/shown"
said=$(gdb -q -nx -batch -ex 'source cmake/debug/rung_gdb.py' -ex 'break stop_here' -ex run -ex up \
    -ex 'print ladder' -ex 'print ann' -ex 'print nobody' -ex 'print loss' -ex 'print month' -ex 'print ann.frontier.at' \
    "$folder/shown" 2>&1) || true
case $said in *"ptrace: Operation not permitted"*) echo "skipped: gdb may not run a program here" && exit ;; esac
printf '%s\n' "$said" | grep '^\$' | sed 's/^\$[0-9]* = //' >"$folder/said"
diff - "$folder/said" <<'EOT'
guest < member, exits lost
rung 1 since 2026-01-03, due 2026-04-09T00:00:01, 2 purchases, 31.80
rung 0, 0 purchases, 0.00
-0.05
30 d
2026-01-09
EOT
