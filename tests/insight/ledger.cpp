#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/in_common.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/tell.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <span>
#include <vector>

namespace {

using namespace rung::literals;
using rung::insight::ledger;
using stage = rung::ladders::service_stage;
using story::day;

constexpr rung::lifecycle service{rung::ladders::service()};

// Goods cost 60 of 100; an answer costs 2.00; advertising 5.00 for a contact that came by channel 3; a client
// costs 0.10 a day, whatever they do.
struct costs {
    static constexpr rung::money goods(rung::retail_event const& e) {
        return rung::money{e.amount.minor_units * 60 / 100};
    }
    static constexpr rung::money to_serve(rung::retail_event const& e, stage) {
        return e.kind == rung::event_kind::offer ? 2.00_money : 0_money;
    }
    static constexpr rung::money to_win(rung::retail_event const& e, stage) {
        return e.kind == rung::event_kind::contact && e.channel == 3 ? 5.00_money : 0_money;
    }
    static constexpr rung::money a_day(stage s) { return s == stage::buyer ? 0.10_money : 0_money; }
};

/// A client who asks on the first of their days, gets an answer, buys on the third, and again on the fifth.
std::vector<rung::retail_event> story_of(rung::client_id c, rung::money amount) {
    auto const first = static_cast<std::int64_t>(c);
    auto const id = c * 10;
    return {rung::contact{.id = id + 1, .client = c, .at = day(first), .channel = 3},
            rung::offer{.id = id + 2, .client = c, .at = day(first + 1)},
            rung::purchase{.id = id + 3, .client = c, .at = day(first + 2), .amount = amount},
            rung::purchase{.id = id + 4, .client = c, .at = day(first + 4), .amount = amount}};
}

}  // namespace

TEST_CASE("002.10: the ledger of one client: who stood where, how long, for how much") {
    rung::client_base base{service};
    ledger book{base, costs{}};
    CHECK(base.apply(story_of(1, 100.00_money), book).refused.empty());
    auto const now = day(11);

    // A client joins at their first contact, which makes them a visitor: no time is spent below.
    auto const potential = book.at(stage::potential, now);
    CHECK(potential.entries == 1);
    CHECK(potential.climbs == 1);
    CHECK(potential.seconds == 0);
    CHECK(potential.win.to_int64() == 5'00);
    CHECK(book.profit(stage::potential, now) == -5.00_money);

    // The first purchase was made by a visitor.
    auto const visitor = book.at(stage::visitor, now);
    CHECK(visitor.clients == 0);
    CHECK(visitor.climbs == 1);
    CHECK(visitor.seconds.to_int64() == 2 * 86'400);
    CHECK(visitor.purchases == 1);
    CHECK(visitor.revenue.to_int64() == 100'00);
    CHECK(visitor.goods.to_int64() == 60'00);
    CHECK(book.serve_cost(stage::visitor, now) == 2.00_money);
    CHECK(book.profit(stage::visitor, now) == 38.00_money);

    auto const buyer = book.at(stage::buyer, now);
    CHECK(buyer.clients == 1);
    CHECK(buyer.purchases == 1);
    CHECK(buyer.seconds.to_int64() == 8 * 86'400);
    CHECK(book.serve_cost(stage::buyer, now) == 0.80_money);
    CHECK(book.profit(stage::buyer, now) == 39.20_money);

    // Of one client there is a mean, but nothing that says how sure it is; of nobody there is none.
    auto const mean = book.profit_per_day(stage::buyer, now);
    CHECK(mean.value() == Approx(3920.0 / 8));
    CHECK(mean.n() == 1);
    CHECK_FALSE(mean.has_interval());
    CHECK_FALSE(book.profit_per_day(stage::advocate, now).known());
    CHECK_FALSE(book.profit_per_stay(stage::advocate, now).known());
}

TEST_CASE("002.1: what a rung brings in a day is sure where clients are alike, and less where they differ") {
    auto const told = [](auto amount_of) {
        rung::client_base base{service};
        ledger book{base, costs{}};
        for (rung::client_id c = 1; c <= 200; ++c)
            CHECK(base.apply(story_of(c, amount_of(c)), book).refused.empty());
        return book;
    };
    auto const alike = told([](auto) { return 100.00_money; });
    auto const mixed = told([](auto c) { return c % 10 == 0 ? 1000.00_money : 0_money; });
    auto const now = day(205);
    auto const same = alike.profit_per_stay(stage::visitor, now);
    CHECK(same.n() == 200);
    CHECK(same.value() == Approx(38'00));
    CHECK(same.high() - same.low() < 1);
    auto const differs = mixed.profit_per_stay(stage::visitor, now);
    CHECK(differs.value() == Approx(38'00));
    // 400.00 with probability a tenth: a standard error of 120.00 / sqrt(200).
    CHECK((differs.high() - differs.low()) / 2 == Approx(1.96 * 120'00 / std::sqrt(200.0)).epsilon(0.25));
    CHECK(differs.low() < differs.value());

    // All that each client brought in: 80.00 less 7.00, and a tenth of a day's cost for each day as a buyer.
    auto const worth = alike.profit_per_client(now);
    CHECK(worth.n() == 200);
    double days = 0;
    for (int c = 1; c <= 200; ++c) days += 205 - (c + 2);
    CHECK(worth.value() == Approx(73'00 - 10 * days / 200));
    CHECK(worth.has_interval());

    // Per client-day the visitors of both brought in more than the buyers, surely so only where they are
    // alike.
    CHECK(alike.profit_gain(stage::visitor, stage::buyer, now).high() < 0);
    CHECK(mixed.profit_gain(stage::visitor, stage::buyer, now).value() < 0);
    CHECK_FALSE(mixed.profit_gain(stage::client, stage::buyer, now).known());
}

TEST_CASE("a fall, a loss and a return are told apart") {
    constexpr rung::lifecycle loyalty{rung::ladders::loyalty()};
    using loyal = rung::ladders::loyalty_stage;
    rung::client_base base{loyalty};
    ledger book{base};
    rung::retail_event const events[] = {rung::purchase{.id = 1, .client = 1, .at = day(1)},
                                         rung::purchase{.id = 2, .client = 1, .at = day(2)},
                                         rung::loss{.id = 3, .client = 1, .at = day(3)},
                                         rung::purchase{.id = 4, .client = 1, .at = day(5)}};
    CHECK(base.apply(events, book).refused.empty());
    auto const now = day(9);
    CHECK(book.at(loyal::client, now).losses == 1);
    CHECK(book.at(loyal::client, now).falls == 0);
    CHECK(book.at(loyal::lost, now).entries == 1);
    CHECK(book.at(loyal::lost, now).climbs == 1);
    CHECK(book.at(loyal::lost, now).clients == 0);
    CHECK(book.at(loyal::lost, now).seconds.to_int64() == 2 * 86'400);
    CHECK(book.at(loyal::lost, now).purchases == 1);
}

TEST_CASE("by first channel: what clients won by a channel brought in, a late first contact included") {
    rung::client_base base{service, rung::history::kept{}};
    rung::history_report<std::remove_const_t<decltype(service)>> report;
    rung::insight::by books{rung::insight::first_channel{}, ledger{base, costs{}}};
    std::vector<rung::retail_event> const bought{
        rung::purchase{.id = 1, .client = 7, .at = day(5), .amount = 10.00_money, .channel = 2}};
    rung::insight::apply(base, std::span<rung::retail_event const>{bought}, report, books);
    CHECK(books[2].at(stage::potential, day(9)).revenue.to_int64() == 10'00);
    CHECK(books.find(3) == nullptr);
    // They had called before, by channel 3.
    std::vector<rung::retail_event> const late{
        rung::contact{.id = 2, .client = 7, .at = day(1), .channel = 3}};
    rung::insight::apply(base, std::span<rung::retail_event const>{late}, report, books);
    CHECK(books.find(2) == nullptr);
    CHECK(books[3].at(stage::visitor, day(9)).revenue.to_int64() == 10'00);
    CHECK(books[3].at(stage::potential, day(9)).win.to_int64() == 5'00);
    CHECK(books[3].at(stage::buyer, day(9)).seconds.to_int64() == 4 * 86'400);

    auto told = rung::insight::by{rung::insight::first_channel{}, ledger{base, costs{}}};
    rung::insight::tell(base, told);
    CHECK(told == books);
}

TEST_CASE("000.9: the pyramid of a ledger is that of the census, in shards too") {
    std::vector<rung::retail_event> events;
    for (rung::client_id c = 1; c <= 60; ++c) {
        auto const all = story_of(c, 10.00_money);
        events.insert(events.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(c % 4 + 1));
    }
    rung::client_base base{service};
    ledger book{base, costs{}};
    CHECK(base.apply(events, book).refused.empty());
    auto const now = day(100);
    for (auto const [s, clients] : base.census())
        CHECK(book.at(s, now).clients == static_cast<std::int64_t>(clients));

    // Each shard, or thread, has a ledger of its own.
    rung::sharded_base sharded{rung::client_base{service}, 8};
    ledger const empty{service, costs{}};
    auto sum = empty;
    for (std::size_t part = 0; part < 3; ++part) {
        std::vector<rung::retail_event> mine;
        for (auto const& e : events)
            if (e.client % 3 == part) mine.push_back(e);
        auto counted = empty;
        CHECK(sharded.apply(mine, counted).refused.empty());
        sum += counted;
    }
    CHECK(sum == book);
    CHECK(sum.profit_per_day(stage::buyer, now) == book.profit_per_day(stage::buyer, now));
}

TEST_CASE("000.5: for each rung, the main characteristics of the people on it") {
    rung::client_base base{service};
    // Every third came by an advertisement, and of these nobody bought.
    for (rung::client_id c = 1; c <= 90; ++c) {
        bool const by_advertisement = c % 3 == 0;
        (void)base.apply(rung::contact{.client = c, .at = day(1)});
        if (!by_advertisement) (void)base.apply(rung::purchase{.client = c, .at = day(2)});
    }
    auto const profile_of = [&](stage s) {
        rung::insight::in_common<int> shared;
        base.each([&](auto const& view) {
            shared.add(view.stage() == s, std::vector{view.id() % 3 == 0 ? 1 : 2});
        });
        return shared.all();
    };
    auto const visitors = profile_of(stage::visitor);
    REQUIRE(visitors.size() == 2);
    CHECK(visitors[0].counts == rung::insight::crossed{30, 0, 0, 60});
    CHECK(visitors[0].lift.value() == Approx(3));
    CHECK(visitors[0].q < 1e-9);
    auto const buyers = profile_of(stage::buyer);
    CHECK(buyers[0].lift.value() == 0);
    CHECK(buyers[1].counts.with_yes == 60);
}
