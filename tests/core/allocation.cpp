#include "allocations.hpp"
#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/advise.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/playbook/service.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>

namespace {

using namespace rung::literals;

constexpr rung::lifecycle bound{rung::ladders::service(), rung::ascent::leap{},
                                rung::descent::after{30_days}};

template <class Lifecycle>
std::size_t live_a_life(Lifecycle const& l) {
    rung::client c;
    std::size_t moves = 0;
    auto const sink = [&](auto const&) { ++moves; };
    auto at = rung::utc(2026, 1, 1);
    for (rung::event_id id = 1; id < 2'000; ++id) {
        at = at + 7_days;
        rung::retail_event e = rung::purchase{.id = id, .client = 7, .at = at, .amount = 5.00_money};
        if (id % 40 < 20) e = rung::contact{.id = id, .client = 7, .at = at};
        if (id % 17 == 0) e = rung::loss{.id = id, .client = 7, .at = at};
        l.apply(c, e, sink);
        l.apply(c, e, sink);  // refused
        l.settle(c, l.next_change(c), sink);
    }
    return moves;
}

}  // namespace

TEST_CASE("the counting operator new counts") {
    auto const before = allocations.load();
    auto* const p = new int{7};  // through a volatile, or a compiler may leave both out
    int volatile* const seen = p;
    CHECK(*seen == 7);
    auto const after = allocations.load();
    delete p;
    CHECK(after > before);
}

TEST_CASE("a lifecycle allocates nothing") {
    std::size_t moves[3]{};
    auto const before = allocations.load();
    // made at run time too, ladder and all
    rung::stage const stages[] = {
        {.name = "guest"},
        {.name = "regular", .enter = rung::facts::purchases >= 2 and rung::facts::silence <= 60_days},
        {.name = "gone", .enter = rung::facts::lost >= 1, .exit = true},
    };
    auto const made = rung::ladder::try_make(stages, 3);
    bool const fits = made.has_value();
    if (fits) moves[0] = live_a_life(rung::lifecycle{*made});
    moves[1] = live_a_life(bound);
    moves[2] = live_a_life(rung::fixed<bound>{});
    auto const after = allocations.load();
    REQUIRE(fits);
    CHECK(after == before);
    CHECK(moves[0] > 10);
    CHECK(moves[1] > 10);
    CHECK(moves[2] == moves[1]);
}

TEST_CASE("explanations and advice allocate nothing") {
    rung::client c;
    for (rung::event_id id = 1; id < 5; ++id)
        bound.apply(c, rung::purchase{.id = id,
                                      .client = 7,
                                      .at = rung::utc(2026, 1, 1) + 20_days * static_cast<int>(id)});
    auto const now = rung::utc(2026, 5, 1);
    auto const before = allocations.load();
    auto const why = bound.explain(c, now);
    auto const task = rung::advise(bound, rung::playbooks::service, c, now);
    auto const after = allocations.load();
    CHECK(after == before);
    CHECK(why.stage() == rung::ladders::service_stage::client);
    CHECK(task.play != nullptr);
}
