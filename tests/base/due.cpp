#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/due.hpp>
#include <rung/ladders/service.hpp>
#include <rung/notation/write.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

using namespace rung::literals;

constexpr auto start = rung::instant::from_unix(1'700'000'000);

// Visits of the last ten days, one a day at most: time lowers them.
struct gym {
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at;
    };
    enum class fact : std::uint8_t { lately };
    struct facts {
        std::array<rung::instant, 4> last{};
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "lately", .most = 4, .shrinks = true}}};

    static constexpr void fold(facts& f, event const& e) noexcept {
        for (std::size_t i = 3; i > 0; --i) f.last[i] = f.last[i - 1];
        f.last[0] = e.at;
    }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant now) noexcept {
        std::int64_t n = 0;
        for (auto const at : f.last) n += at.is_moment() && now < at + 10_days ? 1 : 0;
        return n;
    }
    static constexpr rung::instant flips(facts const& f, fact k, std::int64_t low, std::int64_t high,
                                         rung::instant after) noexcept {
        auto const is_in = [&](rung::instant t) {
            auto const n = read(f, k, t);
            return low <= n && n <= high;
        };
        for (std::size_t i = 4; i-- > 0;) {  // the oldest leaves first
            auto const leaves = f.last[i].is_moment() ? f.last[i] + 10_days : rung::instant::never();
            if (leaves > after && is_in(leaves) != is_in(after)) return leaves;
        }
        return rung::instant::forever();
    }
};
constexpr auto lately = rung::fact<gym, gym::fact::lately>;

}  // namespace

TEST_CASE("due: each client by the first move, sorted by instant and id") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    for (rung::client_id client = 9; client > 5; --client) {
        for (int i = 0; i < 3; ++i)
            (void)base.apply(rung::purchase{.id = static_cast<rung::event_id>(i + 1),
                                            .client = client,
                                            .at = start + rung::duration{client == 6 ? 100 + i : i},
                                            .amount = 10.00_money});
    }
    auto const now = start + 80_days;
    auto const soon = base.due(now, 14_days);
    REQUIRE(soon.size() == 4);
    CHECK(soon[0].client == 7);
    CHECK(soon[1].client == 8);
    CHECK(soon[2].client == 9);
    CHECK(soon[3].client == 6);
    CHECK(soon[0].at == start + 90_days + 3_seconds);
    CHECK(base.lifecycle().ladder().name(soon[0].from) == "client");
    CHECK(base.lifecycle().ladder().name(soon[0].to) == "buyer");
    REQUIRE(soon[0].condition);
    CHECK(rung::to_text(*soon[0].condition).view() == "silence <= 90d");

    CHECK(base.due(now, 9_days).empty());
    CHECK(base.due(soon[0].at - 1_seconds, 1_seconds).size() == 3);
    CHECK(base.due(soon[0].at, 100_seconds).size() == 1);  // at that very instant they have moved
    CHECK(base.due(rung::instant::never(), 14_days).empty());
    CHECK(base.due(now, rung::duration{rung::unlimited}).size() == 4);
    CHECK(base.due(now, rung::duration{-1}).empty());
}

TEST_CASE("due: of conditions that are counted, the one that makes up the number") {
    // Bought on the first day only: three of the four hold, then two, then one.
    using namespace rung::facts;
    constexpr rung::lifecycle life{rung::ladder{
        rung::stage{"guest"},
        rung::stage{"new",
                    rung::at_least(3, {purchases >= 1, silence <= 10_days, tenure <= 20_days, lost <= 0})},
        rung::stage{.name = "dozing",
                    .enter = rung::at_least(2, {silence >= 15_days, tenure >= 30_days, complaints >= 1}),
                    .exit = true},
    }};
    rung::client_base base{life};
    (void)base.apply(rung::purchase{.id = 1, .client = 1, .at = start, .amount = 1.00_money});
    auto const falls = base.due(start, 25_days);
    REQUIRE(falls.size() == 1);
    CHECK(falls[0].at == start + 20_days + 1_seconds);  // one could be spared, and went first
    CHECK(rung::to_text(*falls[0].condition).view() == "tenure <= 20d");
    auto const leaves = base.due(falls[0].at, 25_days);
    REQUIRE(leaves.size() == 1);
    CHECK(leaves[0].at == start + 30_days);
    CHECK(rung::to_text(*leaves[0].condition).view() == "tenure >= 30d");
}

TEST_CASE("due: who falls from above a rung that is always kept falls by the rules above it") {
    using namespace rung::facts;
    constexpr rung::lifecycle life{rung::ladder{
        rung::stage{"guest"},
        rung::stage{"new", silence <= 10_days},
        rung::stage{.name = "member", .enter = purchases >= 1, .keep = rung::rule::always()},
        rung::stage{"active", silence <= 20_days},
    }};
    rung::client_base base{life};
    (void)base.apply(rung::purchase{.id = 1, .client = 1, .at = start, .amount = 1.00_money});
    auto const due = base.due(start, 100_days);
    REQUIRE(due.size() == 1);
    CHECK(due[0].at == start + 20_days + 1_seconds);
    CHECK(rung::to_text(*due[0].condition).view() == "silence <= 20d");
    CHECK(life.ladder().name(due[0].to) == "member");
    base.settle(due[0].at);
    CHECK(base.due(due[0].at, rung::duration{rung::unlimited}).empty());
}

TEST_CASE("due: a fact that time lowers, more than once within the time") {
    constexpr rung::basic_ladder<gym> windows{{.name = "guest"},
                                              {.name = "member", .enter = lately >= 1},
                                              {.name = "regular", .enter = lately >= 3}};
    rung::client_base base{rung::lifecycle{windows}};
    for (int i = 0; i < 4; ++i)
        (void)base.apply(gym::event{
            .id = static_cast<rung::event_id>(i + 1), .client = 1, .at = start + rung::duration{i * 86'400}});
    auto const due = base.due(start + 3_days, 30_days);
    REQUIRE(due.size() == 1);
    CHECK(due[0].at == start + 11_days);
    CHECK(rung::index_of(due[0].to) == 1);
    REQUIRE(due[0].condition);
    CHECK(rung::to_text(*due[0].condition).view() == "lately >= 3");
    auto const later = base.due(start + 12_days, 30_days);
    REQUIRE(later.size() == 1);
    CHECK(later[0].at == start + 13_days);
    CHECK(rung::to_text(*later[0].condition).view() == "lately >= 1");
}
