// New thresholds, compared before they are adopted: who would move, from where to where and why; then adopted
// so that nobody falls.
#include <rung/insight/compare.hpp>
#include <rung/report/compare.hpp>
#include <rung/rung.hpp>

#include <iostream>

using namespace rung::literals;

constexpr auto today = rung::lifecycle{rung::ladders::service()};
constexpr auto next_year =
    rung::lifecycle{rung::ladders::service({.client_purchases = 4, .regular_within = 120_days})};

int main() {
    // Sixteen clients; number n has bought n / 2 times, a month apart, the last time n weeks ago.
    auto const now = rung::utc(2026, 12, 31);
    rung::client_base base{today};
    for (rung::client_id n = 1; n <= 16; ++n) {
        auto const last = now - 7_days * static_cast<std::int64_t>(n);
        (void)base.apply(rung::contact{.client = n, .at = last - 365_days});
        for (auto left = static_cast<std::int64_t>(n / 2); left > 0; --left)
            (void)base.apply(
                rung::purchase{.client = n, .at = last - 30_days * (left - 1), .amount = 25.00_money});
    }
    base.settle(now);

    // Looking changes nothing.
    auto const foretold = rung::insight::compare(base, next_year, {.at = now}, [](auto const& would) {
        std::cout << "client " << would.client << ": " << today.ladder().name(would.from) << " -> "
                  << next_year.ladder().name(would.to) << ", " << *would.why << '\n';
    });
    rung::report::table(std::cout, today.ladder(), next_year.ladder(), foretold);

    // Clients keep their rung until the end of March; number 17 decided these floors.
    base = std::move(base).adopt(next_year, {.at = now,
                                             .how = rung::adoption::grandfathering,
                                             .floor_until = rung::utc(2027, 4, 1),
                                             .author = 17});
    std::cout << '\n' << base.find(6)->explain(now) << '\n';
    rung::report::pyramid(std::cout, next_year.ladder(), base.census());
}
