// What the base tells, counted by several threads: each shard, or each thread, has accumulators of its own.

#include "catch.hpp"
#include "threads/work.hpp"

#include <rung/base/in_parallel.hpp>
#include <rung/base/threads.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/lives.hpp>
#include <rung/insight/tell.hpp>
#include <rung/insight/waiting.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace insight = rung::insight;
using rung::ladders::patronage_stage;
using work::day;

namespace {

constexpr rung::client_id client_count = 60;

struct shop_costs {
    std::int64_t goods_percent = 0;
    [[nodiscard]] rung::money goods(rung::retail_event const& e) const noexcept {
        return rung::money{e.amount.minor_units * goods_percent / 100};
    }
    static rung::money to_serve(rung::retail_event const& e, patronage_stage) noexcept {
        return rung::money{e.kind == rung::event_kind::contact ? 150 : 1};
    }
    static rung::money a_day(patronage_stage) noexcept { return rung::money{2}; }
};

std::vector<rung::retail_event> log_of_all() {
    std::vector<rung::client_id> all;
    for (rung::client_id c = 0; c < client_count; ++c) all.push_back(c);
    auto log = work::log_of(all, 1, 120);
    for (auto& e : log) {
        e.channel = static_cast<std::uint16_t>(e.client % 5);
        if (e.kind == rung::event_kind::contact)
            e = rung::contact{.id = e.id,
                              .client = e.client,
                              .at = e.at,
                              .channel = e.channel,
                              .by = e.id % 2 == 0 ? rung::initiator::client : rung::initiator::us,
                              .awaits_answer = e.id % 2 == 0};
    }
    return log;
}

// All that can be made anew for each shard.
struct counted {
    insight::ledger<patronage_stage, shop_costs> book;
    insight::flow_by_period<patronage_stage> weekly;
    insight::by<std::uint64_t (*)(rung::client_id), insight::ledger<patronage_stage>> by_city;
    insight::ladder_clock<patronage_stage> clock;
    insight::lives<patronage_stage> seen;

    template <class Base>
    explicit counted(Base const& base)
        : book{base, shop_costs{40}}, weekly{base, insight::periods{insight::period::week}},
          by_city{[](rung::client_id c) { return c % 3; }, insight::ledger{base}}, clock{base}, seen{base} {}

    template <class Job>
    void listen(Job&& job) {
        job(book, weekly, by_city, clock, seen);
    }
    bool operator==(counted const&) const = default;
};

// Those that remember clients from one event to the next: one for each thread, and all of a client's events
// come to it.
struct remembered {
    insight::waiting waits{};
    insight::breaks breaks{};
    insight::evaluations<patronage_stage> scores{patronage_stage::regular};
    insight::by<insight::first_channel, insight::ledger<patronage_stage>> by_channel;

    template <class Base>
    explicit remembered(Base const& base) : by_channel{insight::first_channel{}, insight::ledger{base}} {}

    template <class Job>
    void listen(Job&& job) {
        job(waits, breaks, scores, by_channel);
    }
    remembered& operator+=(remembered const& other) {
        waits += other.waits;
        breaks += other.breaks;
        scores += other.scores;
        by_channel += other.by_channel;
        return *this;
    }
    bool operator==(remembered const&) const = default;
};
static_assert(!rung::detail::remembers_clients<decltype(counted::by_city)>);
static_assert(rung::detail::remembers_clients<decltype(remembered::by_channel)>);

}  // namespace

TEST_CASE("in_parallel: ledgers, flows by period, groups and clocks are those of one base") {
    auto const log = log_of_all();
    work::shop one{work::life};
    counted expected{one};
    expected.listen([&](auto&... o) { (void)one.apply(log, o...); });
    expected.listen([&](auto&... o) { one.settle(day(200), o...); });
    auto const account = expected.book.at(patronage_stage::client, day(200));
    REQUIRE(account.losses > 0);
    REQUIRE(account.goods.to_int64() > 0);
    REQUIRE(expected.by_city.size() == 3);

    for (std::size_t const threads : {1u, 2u, 3u}) {
        INFO(threads << " threads");
        work::shards all{work::shop{work::life}, 8};
        rung::in_parallel job{all, rung::threads{threads}};
        counted sums{one};
        // In two calls: what is made anew knows nothing of the call before, and adds to it.
        auto const half = std::span{log}.first(log.size() / 2);
        sums.listen([&](auto&... o) { (void)job.apply(half, o...); });
        sums.listen([&](auto&... o) { (void)job.apply(std::span{log}.subspan(half.size()), o...); });
        sums.listen([&](auto&... o) { job.settle(day(200), o...); });
        CHECK(sums.book == expected.book);
        CHECK(sums.book.profit(patronage_stage::regular, day(200)) ==
              expected.book.profit(patronage_stage::regular, day(200)));
        CHECK(sums == expected);
    }
}

TEST_CASE("threads: each has accumulators that remember its clients, and in the end they are added up") {
    auto const log = log_of_all();
    work::shop one{work::life};
    remembered expected{one};
    expected.listen([&](auto&... o) { (void)one.apply(log, o...); });
    expected.listen([&](auto&... o) { one.settle(day(200), o...); });
    REQUIRE(expected.waits.questions() > 0);
    REQUIRE(expected.by_channel.size() == 5);

    constexpr std::size_t writers = 3;
    work::shards all{work::shop{work::life}, 4};
    std::vector<remembered> mine(writers, remembered{one});
    work::in_threads(writers, [&](std::size_t w) {
        for (auto const& e : log) {
            if (e.client % writers == w) mine[w].listen([&](auto&... o) { (void)all.apply(e, o...); });
        }
    });
    for (std::size_t w = 1; w < writers; ++w) mine[0] += mine[w];
    mine[0].listen([&](auto&... o) { all.settle(day(200), o...); });
    CHECK(mine[0].by_channel == expected.by_channel);
    CHECK(mine[0] == expected);
}
