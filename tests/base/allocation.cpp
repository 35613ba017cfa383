#include "catch.hpp"
#include "counted_new.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/retail.hpp>
#include <rung/ladders/service.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

constexpr rung::lifecycle service{rung::ladders::service()};

std::vector<rung::retail_event> log_of(std::size_t clients, rung::client_id step) {
    std::vector<rung::retail_event> log;
    for (std::size_t i = 0; i < 4 * clients; ++i)
        log.push_back(rung::purchase{.id = i + 1,
                                     .client = i * 7 % clients * step,
                                     .at = rung::instant::from_unix(1'000'000 + std::int64_t(i) * 60)});
    return log;
}

/// How often memory is asked for while a base that has room takes a log, all at once and one by one.
template <class Base>
std::size_t allocations_of(Base base, std::vector<rung::retail_event> const& log) {
    auto one_by_one = base;
    base.reserve(1'000);
    one_by_one.reserve(1'000);
    auto const before = allocations.load();
    auto const report = base.apply(std::span{log});
    for (auto const& e : log) (void)one_by_one.apply(e);
    base.settle(rung::instant::from_unix(900'000'000));
    auto const after = allocations.load();
    CHECK(report.applied == log.size());
    CHECK(report.moves > 1'000);
    CHECK(base.size() == 1'000);
    CHECK(one_by_one.size() == 1'000);
    return after - before;
}

}  // namespace

TEST_CASE("a base that has room allocates nothing for an event") {
    CHECK(allocations_of(rung::client_base{service}, log_of(1'000, 0x9e3779b97f4a7c15U)) == 0);
    CHECK(allocations_of(rung::client_base{rung::fixed<service>{}}, log_of(1'000, 1)) == 0);
    CHECK(allocations_of(rung::client_base{service, rung::ids::dense{.count = 1'000}}, log_of(1'000, 1)) ==
          0);
}

TEST_CASE("decisions about clients who are gone take no memory") {
    rung::client_base base{service};
    std::size_t before = 0;
    for (rung::client_id c = 1; c <= 500; ++c) {
        if (c == 10) before = allocations.load();
        auto const at = rung::instant::from_unix(1'000'000);
        (void)base.apply(rung::manual_decision{.client = c,
                                               .at = at,
                                               .what = rung::decree::pin,
                                               .stage = rung::stage_id{1},
                                               .until = at + rung::duration{9}});
        CHECK(base.find(c)->decided_client().decision.what == rung::decree::pin);
        CHECK(base.erase(c));
    }
    CHECK(allocations.load() == before);
}

TEST_CASE("a stray id allocates no client among dense ones") {
    rung::client_base base{service, rung::ids::dense{.count = 1'000'000'000}};
    auto const before = allocations.load();
    auto const out = base.apply(rung::purchase{.client = 1'000'000'000, .at = rung::instant::from_unix(9)});
    auto const after = allocations.load();
    CHECK(out.refusal() == rung::refusal::client);
    CHECK(after == before);
}

TEST_CASE("a client of a base with room takes at most 1.5 times a record and an id") {
    for (std::size_t const clients : {1'000u, 1'024u, 5'000u, 131'073u}) {
        rung::client_base base{service};
        base.reserve(clients);
        CHECK(base.bytes() <= clients * (sizeof(rung::client) * 3 / 2 + sizeof(rung::client_id)));
    }
}
