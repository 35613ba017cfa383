// One client on the five rungs of a service company, with the thresholds that the ladder comes with.
#include <rung/rung.hpp>

#include <iostream>

using namespace rung::literals;

int main() {
    constexpr auto service = rung::lifecycle{rung::ladders::service()};
    auto const print = [](auto const& moved) { std::cout << moved << '\n'; };
    rung::client ann;  // 68 bytes: what is known of her, and where she stands

    // `apply` returns the move that the event caused, if there was one.
    service.apply(ann, rung::contact{.at = rung::utc(2026, 1, 2), .channel = 3});
    if (auto moved =
            service.apply(ann, rung::purchase{.at = rung::utc(2026, 1, 3), .amount = 1'990.00_money}))
        std::cout << *moved << '\n';

    // She buys on. The third purchase makes her a client, as long as she goes on buying.
    service.apply(ann, rung::purchase{.at = rung::utc(2026, 1, 20), .amount = 49.90_money});
    service.apply(ann, rung::purchase{.at = rung::utc(2026, 2, 7), .amount = 120.00_money}, print);
    std::cout << "if nothing happens, that changes at " << service.next_change(ann) << '\n';

    // Nothing happens. `print` gets each move by time alone, at the instant when it fell due.
    service.settle(ann, rung::utc(2026, 12, 31), print);

    std::cout << "now " << service.ladder().name(service.stage(ann)) << ", since " << ann.standing.since
              << '\n';
}
