// A custom ladder: rungs and rules, an exit, and how a client comes back from it.
#include <rung/rung.hpp>

#include <iostream>

using namespace rung::literals;
using namespace rung::facts;

enum class tier : std::uint8_t { guest, member, gold, left };

// The names and the enumerators are in the same order, the exit last. A rung without `.keep` is kept by its
// rule to enter.
constexpr auto club =
    rung::lifecycle{rung::ladder_of<tier>{
                        {.name = "guest"},
                        {.name = "member", .enter = purchases >= 1},
                        {.name = "gold",
                         .enter = (purchases >= 10 and spend >= 1'000.00_money) or recommendations >= 5,
                         .keep = silence <= 120_days,
                         .grace = 30_days},
                        {.name = "left", .enter = lost >= 1, .exit = true},
                    },
                    rung::ascent::leap{}, rung::descent::at_once{}, rung::comeback::resume{}};

static_assert(club.ladder()["gold"] == tier::gold);  // a misspelt name does not compile

int main() {
    auto const print = [](auto const& moved) { std::cout << moved << '\n'; };
    rung::client eve;

    for (unsigned n = 0; n < 10; ++n)
        club.apply(eve, rung::purchase{.at = rung::utc(2026, 1, 5) + 7_days * n, .amount = 110.00_money},
                   print);

    // Gold is kept for 120 days of silence and 30 days of grace.
    club.settle(eve, rung::utc(2026, 7, 15), print);
    std::cout << "in grace until " << eve.standing.due << '\n';

    // Eve leaves, and comes back to the rung on which she stood.
    club.apply(eve, rung::loss{.at = rung::utc(2026, 7, 20), .reason = rung::loss_reason::price}, print);
    club.apply(eve, rung::purchase{.at = rung::utc(2026, 9, 1), .amount = 80.00_money}, print);
    if (club.stage(eve) == tier::gold) std::cout << "gold again\n";
}
