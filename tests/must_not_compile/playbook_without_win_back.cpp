// expect: every_exit_needs_a_play_to_win_back
#include <rung/ladders/playbook.hpp>
#include <rung/retail/retail.hpp>

using namespace rung::facts;

constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                            rung::stage{.name = "gone", .enter = lost >= 1, .exit = true}};
constexpr rung::hint todo[] = {{{"Call them"}, "handbook 1"}};

constexpr rung::play plays[] = {
    {.stage = "member", .aim = rung::aim::climb, .goal = {"They join"}, .todo = todo},
    {.stage = "member", .aim = rung::aim::hold, .goal = {"They stay"}, .todo = todo},
#ifdef RUNG_CORRECTED
    {.stage = "gone", .aim = rung::aim::win_back, .goal = {"They return"}, .todo = todo},
#endif
};
constexpr rung::playbook book{club, plays};
