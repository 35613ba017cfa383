// expect: a_play_names_a_stage_that_the_ladder_does_not_have
#include <rung/ladders/playbook.hpp>
#include <rung/retail/retail.hpp>

using namespace rung::facts;

constexpr rung::ladder club{rung::stage{"guest"}, rung::stage{"member", purchases >= 1},
                            rung::stage{.name = "gone", .enter = lost >= 1, .exit = true}};
constexpr rung::hint todo[] = {{{"Call them"}, "handbook 1"}};

constexpr rung::play plays[] = {
#ifdef RUNG_CORRECTED
    {.stage = "member", .aim = rung::aim::climb, .goal = {"They join"}, .todo = todo},
#else
    {.stage = "membre", .aim = rung::aim::climb, .goal = {"They join"}, .todo = todo},
#endif
    {.stage = "member", .aim = rung::aim::hold, .goal = {"They stay"}, .todo = todo},
    {.stage = "gone", .aim = rung::aim::win_back, .goal = {"They return"}, .todo = todo},
};
constexpr rung::playbook book{club, plays};
