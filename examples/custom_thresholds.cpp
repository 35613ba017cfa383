// The same ladder with custom thresholds and policies: five purchases make a client, nobody skips a
// rung, and a client who falls silent has 30 days before they fall, one rung at a time.
#include <rung/rung.hpp>

#include <iostream>

using namespace rung::literals;

int main() {
    constexpr auto strict =
        rung::lifecycle{rung::ladders::service({.client_purchases = 5, .regular_within = 60_days}),
                        rung::ascent::one_step{}, rung::descent::after{30_days, rung::one_down}};
    auto const print = [](auto const& moved) { std::cout << moved << '\n'; };
    rung::client bob;

    // With leap, the default, the first purchase would lead to buyer at once.
    for (unsigned week = 0; week < 6; ++week)
        strict.apply(bob, rung::purchase{.at = rung::utc(2026, 3, 1) + 7_days * week, .amount = 25.00_money},
                     print);
    strict.apply(bob, rung::recommendation{.at = rung::utc(2026, 4, 10)}, print);

    // After 60 days of silence a grace runs on advocate, then one on client, then Bob is a buyer again.
    std::cout << "last purchase: " << rung::utc(2026, 3, 1) + 7_days * 5 << '\n';
    strict.settle(bob, rung::utc(2026, 12, 31), print);
}
