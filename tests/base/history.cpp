#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace rung::literals;
using rung::instant;
using rung::retail_event;
using stage = rung::ladders::service_stage;

constexpr rung::lifecycle service{rung::ladders::service()};
using base_type = rung::client_base<rung::lifecycle<rung::ladder_of<stage>>, rung::history::kept>;

constexpr instant day(int n) { return rung::utc(2026, 1, 1) + 1_days * n; }

constexpr retail_event buys(rung::event_id id, int on, std::int64_t amount = 10'00, rung::client_id who = 7) {
    return rung::purchase{.id = id, .client = who, .at = day(on), .amount = rung::money{amount}};
}
constexpr retail_event visits(rung::event_id id, int on, rung::client_id who = 7) {
    return rung::contact{.id = id, .client = who, .at = day(on)};
}
constexpr retail_event contact_of(rung::client_id who, int on) { return visits(77, on, who); }
constexpr retail_event gives_back(rung::event_id id, int on, std::int64_t amount, rung::event_id of,
                                  rung::client_id who = 7) {
    return rung::refund{.id = id, .client = who, .at = day(on), .amount = rung::money{amount}, .of = of};
}

base_type base_of(std::vector<retail_event> const& events, rung::history::kept how = {}) {
    base_type base{service, how};
    (void)base.apply(events);
    return base;
}
stage stage_of(base_type const& base, rung::client_id who = 7) { return base.find(who)->stage(); }

/// What was told, moves taken back struck out.
struct told {
    std::vector<rung::transition<stage>> moves{};
    std::uint64_t withdrawals = 0;

    void operator()(rung::transition<stage> const& t) { moves.push_back(t); }
    void withdrawn(rung::transition<stage> const& t) {
        ++withdrawals;
        auto const it = std::find(moves.begin(), moves.end(), t);
        REQUIRE(it != moves.end());
        moves.erase(it);
    }
};

}  // namespace

TEST_CASE("a late event is put in its place, and its changes are reported") {
    base_type base{service};
    told seen;
    (void)base.apply(buys(3, 30), seen);
    CHECK(stage_of(base) == stage::buyer);

    auto const report = base.apply(visits(1, 10), seen);
    CHECK(report.applied == 1);
    REQUIRE(report.withdrawn.size() == 1);  // potential -> buyer
    REQUIRE(report.issued.size() == 2);     // potential -> visitor -> buyer
    CHECK(report.withdrawn[0].to == stage::buyer);
    CHECK(report.withdrawn[0].skipped == 1);
    CHECK(report.issued[0].at == day(10));
    CHECK(report.issued[1].skipped == 0);
    CHECK(seen.withdrawals == 1);
    CHECK(seen.moves == report.issued);
    CHECK(base.find(7)->client() == base_of({visits(1, 10), buys(3, 30)}).find(7)->client());
}

TEST_CASE("an event that changes nothing before it is no correction") {
    base_type base{service};
    (void)base.apply(buys(3, 30));
    auto const report = base.apply(visits(4, 31));
    CHECK(report.applied == 1);
    CHECK(report.withdrawn.empty());
    CHECK(report.issued.empty());
}

TEST_CASE("the same id and content counts once") {
    auto base = base_of({buys(3, 30)});
    auto const before = base.find(7)->client();
    auto const report = base.apply(buys(3, 30));
    CHECK(report.repeated == 1);
    CHECK(report.applied == 0);
    CHECK(base.find(7)->client() == before);
    (void)base.apply(buys(4, 31));
    CHECK(base.apply(buys(3, 30)).repeated == 1);
    CHECK(base.find(7)->facts().purchases == 2);
    // Two events without an id are two, word for word the same or not.
    (void)base.apply(std::vector{buys(0, 40), buys(0, 40)});
    CHECK(base.find(7)->facts().purchases == 4);
}

TEST_CASE("the same id and another content is a conflict") {
    using how = rung::history::conflict;
    auto const other = buys(3, 31, 99'00);
    for (auto const& [policy, spend, reported] :
         {std::tuple{how::keep_first, 10'00, 1}, std::tuple{how::keep_last, 99'00, 1},
          std::tuple{how::refuse, 10'00, 0}}) {
        auto base = base_of({buys(3, 30)}, {policy});
        auto const report = base.apply(other);
        CHECK(base.find(7)->facts().spend() == rung::money{spend});
        CHECK(base.find(7)->facts().purchases == 1);
        REQUIRE(report.conflicts.size() == static_cast<std::size_t>(reported));
        if (reported == 1) {
            CHECK(report.conflicts[0].kept == (policy == how::keep_first ? buys(3, 30) : other));
            CHECK(report.conflicts[0].dropped == (policy == how::keep_first ? other : buys(3, 30)));
        }
        CHECK(report.count(rung::refusal::conflict) == (policy == how::refuse ? 1u : 0u));
        CHECK(report.applied == (policy == how::keep_last ? 1u : 0u));
    }
}

TEST_CASE("a purchase wholly given back was never made") {
    auto const without = base_of({visits(1, 1), buys(2, 2), visits(5, 9)});
    std::vector<retail_event> const all{visits(1, 1), buys(2, 2), buys(3, 3, 50'00),
                                        gives_back(4, 4, 50'00, 3), visits(5, 9)};
    CHECK(base_of(all).find(7)->client() == without.find(7)->client());
    // ...in two parts, and in any order of arrival
    auto parts = all;
    parts[3].amount = 20.00_money;
    parts.push_back(gives_back(6, 8, 30'00, 3));
    std::sort(parts.begin(), parts.end());
    do CHECK(base_of(parts).find(7)->client() == without.find(7)->client());
    while (std::next_permutation(parts.begin(), parts.end()));
    // ...and as long as it was not given back it was there
    CHECK(base_of(all).as_of(day(3)).find(7)->facts().purchases == 2);
    CHECK(base_of(all).as_of(day(4)).find(7)->facts().purchases == 1);
}

TEST_CASE("a purchase given back in part lowers the spend") {
    auto const base = base_of({buys(3, 3, 50'00), gives_back(4, 4, 49'99, 3)});
    CHECK(base.find(7)->facts().spend() == 0.01_money);
    CHECK(base.find(7)->facts().purchases == 1);
    CHECK(stage_of(base) == stage::buyer);
}

TEST_CASE("a purchase is given back once; what is given back beyond it is held aside") {
    auto const too_much = base_of({buys(3, 3, 50'00), gives_back(4, 4, 60'00, 3)});
    CHECK(too_much.find(7)->facts().spend() == 0.00_money);
    CHECK(too_much.find(7)->facts().purchases == 0);
    CHECK(too_much.export_client(7)->held_aside == std::vector{gives_back(4, 4, 10'00, 3)});

    // Twice the same, by two ids; the next purchase pays for nothing but itself.
    std::vector<retail_event> all{buys(3, 3, 100'00), gives_back(4, 4, 100'00, 3),
                                  gives_back(5, 5, 100'00, 3), buys(6, 6, 100'00)};
    std::sort(all.begin(), all.end());
    do {
        auto const twice = base_of(all);
        CHECK(twice.find(7)->facts().spend() == 100.00_money);
        CHECK(twice.find(7)->facts().purchases == 1);
        CHECK(twice.held_aside() == 1);
        CHECK(twice.export_client(7)->held_aside == std::vector{gives_back(5, 5, 100'00, 3)});
    } while (std::next_permutation(all.begin(), all.end()));

    // In two parts; the second is too large.
    auto const parts = base_of({buys(3, 3, 50'00), gives_back(4, 4, 30'00, 3), gives_back(5, 5, 30'00, 3)});
    CHECK(parts.find(7)->facts().spend() == 0.00_money);
    CHECK(parts.find(7)->facts().purchases == 0);
    CHECK(parts.export_client(7)->held_aside == std::vector{gives_back(5, 5, 10'00, 3)});

    // What was given for nothing is given back once, too.
    CHECK(base_of({buys(3, 3, 0), gives_back(4, 4, 0, 3), gives_back(5, 5, 0, 3)}).held_aside() == 1);
}

TEST_CASE("a fee that is kept stays in the spend") {
    auto whole = gives_back(4, 4, 45'00, 3);
    whole.bought = day(3);
    auto const fee = base_of({buys(3, 3, 50'00), whole});
    CHECK(fee.find(7)->facts().spend() == 5.00_money);
    CHECK(fee.find(7)->facts().purchases == 0);
    // ...until it is given back as well, and no more than that
    auto const all =
        base_of({buys(3, 3, 50'00), whole, gives_back(5, 5, 5'00, 3), gives_back(6, 6, 5'00, 3)});
    CHECK(all.find(7)->facts().spend() == 0.00_money);
    CHECK(all.held_aside() == 1);
}

TEST_CASE("a refund of an unknown purchase waits, visibly") {
    base_type base{service};
    auto const report = base.apply(std::vector{buys(2, 2), gives_back(4, 4, 50'00, 3)});
    CHECK(report.applied == 2);
    CHECK(base.held_aside() == 1);
    CHECK(base.find(7)->facts().spend() == 10.00_money);
    std::vector<retail_event> waiting;
    base.each_held_aside([&](retail_event const& e) { waiting.push_back(e); });
    CHECK(waiting == std::vector{gives_back(4, 4, 50'00, 3)});

    (void)base.apply(buys(3, 3, 50'00));
    CHECK(base.held_aside() == 0);
    CHECK(base.find(7)->client() == base_of({buys(2, 2)}).find(7)->client());
}

TEST_CASE("nobody gets back more than they have spent: what is beyond it waits, in whatever order it comes") {
    auto const visit = visits(9, 9);
    std::vector<retail_event> const all{buys(2, 2, 10'00), gives_back(3, 3, 10'00, 0),
                                        gives_back(4, 4, 10'00, 0), buys(5, 5, 7'00), visit};
    auto const whole = base_of(all);
    CHECK(whole.find(7)->facts().spend() == 7.00_money);
    CHECK(whole.held_aside() == 1);
    std::vector<retail_event> waiting;
    whole.each_held_aside([&](retail_event const& e) { waiting.push_back(e); });
    CHECK(waiting == std::vector{all[2]});
    // One by one, in order: each comes after those that are known.
    base_type one_by_one{service};
    for (auto const& e : all) CHECK(one_by_one.apply(e).applied == 1);
    CHECK(one_by_one.held_aside() == 1);
    CHECK(one_by_one.find(7)->decided_client() == whole.find(7)->decided_client());
    // In the other order: what waits for money counts once there is some.
    base_type backwards{service};
    for (auto e = all.rbegin(); e != all.rend(); ++e) {
        (void)backwards.apply(*e);
        CHECK(backwards.find(7)->facts().spend() >= 0.00_money);
    }
    CHECK(backwards.held_aside() == 1);
    CHECK(backwards.find(7)->decided_client() == whole.find(7)->decided_client());
    // A newcomer's refund waits, too: it makes a client, as every event does.
    auto const early = base_of({gives_back(1, 1, 5'00, 0)});
    CHECK(early.size() == 1);
    CHECK(early.held_aside() == 1);
}

TEST_CASE("a part that was given back before its purchase was made lowers what the purchase cost") {
    auto base = base_of({gives_back(1, 1, 4'00, 3), buys(3, 3, 10'00)});
    CHECK(base.find(7)->facts().spend() == 6.00_money);
    CHECK(base.held_aside() == 0);
    CHECK(base.as_of(day(2)).find(7)->facts().spend() == 0.00_money);
}

TEST_CASE("a refund without an id lowers the spend only") {
    auto const base = base_of({buys(2, 2), gives_back(4, 4, 10'00, 0)});
    CHECK(base.find(7)->facts().spend() == 0.00_money);
    CHECK(base.find(7)->facts().purchases == 1);
}

TEST_CASE("reports are equal if everything in them is equal") {
    using report_type = base_type::report_type;
    report_type const none;
    CHECK(none == report_type{});
    auto const differs = [&](auto change) {
        report_type r;
        change(r);
        return r != none && none != r && r == r;
    };
    CHECK(differs([](report_type& r) { r.applied = 1; }));
    CHECK(differs([](report_type& r) { r.moves = 1; }));
    CHECK(differs([](report_type& r) { r.refused.push_back({buys(1, 1), rung::refusal::amount}); }));
    CHECK(differs([](report_type& r) { r.repeated = 1; }));
    CHECK(differs([](report_type& r) { r.conflicts.push_back({buys(1, 1), buys(1, 2)}); }));
    CHECK(differs([](report_type& r) { r.withdrawn.emplace_back(); }));
    CHECK(differs([](report_type& r) { r.issued.emplace_back(); }));
    report_type one, other;
    one.conflicts.push_back({buys(1, 1), buys(1, 2)});
    other.conflicts.push_back({buys(1, 2), buys(1, 1)});
    CHECK(one != other);
}

TEST_CASE("as_of shows where everybody stood") {
    base_type base{service};
    (void)base.apply(std::vector{buys(4, 40), visits(1, 10), buys(3, 30), buys(9, 35, 1'00, 8)});
    base.settle(day(400));
    auto const seen = [&](int on) {
        std::vector<std::uint64_t> counts;
        for (auto const& [stage, clients] : base.as_of(day(on)).census()) counts.push_back(clients);
        return counts;
    };
    CHECK(seen(9) == std::vector<std::uint64_t>{0, 0, 0, 0, 0});
    CHECK(seen(10) == std::vector<std::uint64_t>{0, 1, 0, 0, 0});
    CHECK(seen(34) == std::vector<std::uint64_t>{0, 0, 1, 0, 0});
    CHECK(seen(35) == std::vector<std::uint64_t>{0, 0, 2, 0, 0});
    CHECK(base.as_of(day(400)).census() == base.census());
}

TEST_CASE("two clients turn out to be one, and two again") {
    told seen;
    base_type base{service};
    std::vector<retail_event> const all{buys(1, 1), buys(2, 2, 10'00, 8), buys(3, 3), buys(4, 4, 10'00, 9)};
    (void)base.apply(all, seen);
    auto const apart = base;

    base_type::report_type report;
    CHECK(base.merge(7, 8, report, seen) == rung::merge_answer::done);
    CHECK(base.size() == 2);
    CHECK(base.find(8)->id() == 7);
    CHECK(base.find(7)->facts().purchases == 3);
    CHECK(stage_of(base) == stage::client);
    CHECK(report.withdrawn.size() == 1);  // that 8 became a buyer
    CHECK(report.issued.size() == 1);     // that 7 became a client
    CHECK(base.census()[stage::client] == 1);

    CHECK(base.merge(9, 8, report, seen) == rung::merge_answer::done);  // 8 stands for 7: all of them
    CHECK(base.size() == 1);
    CHECK(base.find(7)->id() == 9);
    (void)base.apply(buys(5, 5, 1'00, 8), seen);
    CHECK(base.find(9)->facts().purchases == 5);

    CHECK(base.merge(7, 9, report) == rung::merge_answer::same_client);
    CHECK(base.merge(7, 1, report) == rung::merge_answer::unknown_client);
    CHECK(base.split(9, report) == rung::merge_answer::not_merged);
    CHECK(base.split(1, report) == rung::merge_answer::unknown_client);

    CHECK(base.split(7, report, seen) == rung::merge_answer::done);  // 8 goes along
    CHECK(base.find(8)->id() == 7);
    CHECK(base.find(7)->facts().purchases == 4);
    CHECK(base.find(9)->client() == apart.find(9)->client());
    CHECK(base.split(8, report, seen) == rung::merge_answer::done);
    CHECK(base.find(7)->client() == apart.find(7)->client());
    CHECK(base.find(8)->facts().purchases == 2);
    CHECK(base.census()[stage::buyer] == 3);
    CHECK(seen.moves.size() == 3);
}

TEST_CASE("an event is known by the client's id that it came under and its own, merged or not") {
    using how = rung::history::conflict;
    // Two accounts that number their own orders: some are the same in all but the account.
    std::vector<retail_event> const all{buys(1, 1, 5'00), buys(1, 1, 5'00, 8), buys(2, 2, 6'00),
                                        buys(2, 3, 7'00, 8)};
    for (auto const policy : {how::keep_first, how::keep_last, how::refuse}) {
        base_type::report_type report;
        auto after = base_of(all, {policy});
        CHECK(after.merge(7, 8, report) == rung::merge_answer::done);
        base_type before{service, {policy}};
        (void)before.apply(all[0]);
        (void)before.apply(contact_of(8, 0));
        CHECK(before.merge(7, 8, report) == rung::merge_answer::done);
        (void)before.apply(std::vector{all[3], all[1], all[2], contact_of(8, 0)});
        CHECK(report.conflicts.empty());

        (void)after.apply(contact_of(8, 0));
        for (auto const* base : {&after, &before}) {
            CHECK(base->find(7)->facts().purchases == 4);
            CHECK(base->find(7)->facts().spend() == 23.00_money);
        }
        CHECK(after.find(7)->client() == before.find(7)->client());
        // Each of them once.
        CHECK(after.apply(all).repeated == 4);
        CHECK(after.split(8, report) == rung::merge_answer::done);
        CHECK(after.find(8)->facts().spend() == 12.00_money);
    }
}

TEST_CASE("a refund names a purchase of its own account first, then the first of that number") {
    base_type::report_type report;
    std::vector<retail_event> const bought{buys(1, 1, 5'00), buys(1, 2, 6'00, 8), buys(1, 3, 7'00, 9)};
    auto const spend_after = [&](retail_event const& refund) {
        auto base = base_of(bought);
        CHECK(base.merge(7, 8, report) == rung::merge_answer::done);
        CHECK(base.merge(7, 9, report) == rung::merge_answer::done);
        (void)base.apply(visits(9, 0, 10));
        CHECK(base.merge(7, 10, report) == rung::merge_answer::done);
        (void)base.apply(refund);
        CHECK(base.find(7)->facts().purchases == 2);
        CHECK(base.held_aside() == 0);
        return base.find(7)->facts().spend();
    };
    CHECK(spend_after(gives_back(2, 4, 5'00, 1, 7)) == 13.00_money);
    CHECK(spend_after(gives_back(2, 4, 6'00, 1, 8)) == 12.00_money);
    CHECK(spend_after(gives_back(2, 4, 7'00, 1, 9)) == 11.00_money);
    CHECK(spend_after(gives_back(2, 4, 5'00, 1, 10)) == 13.00_money);  // none of its own
}

TEST_CASE("an event can be taken back, before it comes and after") {
    std::vector<retail_event> const all{visits(1, 1), buys(2, 2), buys(3, 3), buys(4, 4, 90'00)};
    auto const without = base_of({visits(1, 1), buys(2, 2), buys(3, 3)});
    REQUIRE(stage_of(without) == stage::buyer);
    told seen;
    base_type base{service};
    (void)base.apply(all, seen);
    REQUIRE(stage_of(base) == stage::client);
    base_type::report_type report;
    CHECK(base.retract(7, 4, report, seen) == rung::retract_answer::done);
    REQUIRE(report.withdrawn.size() == 1);
    CHECK(report.withdrawn[0].to == stage::client);
    CHECK(seen.moves.size() == 2);
    CHECK(base.find(7)->client() == without.find(7)->client());
    CHECK(base.retract(7, 4, report, seen) == rung::retract_answer::repeated);
    CHECK(base.retract(7, 0, report, seen) == rung::retract_answer::no_event_id);

    // It stays out, whatever comes under its name.
    CHECK(base.is_known(all[3]));
    for (auto const& e : {all[3], buys(4, 9, 1'00)}) {
        auto const again = base.apply(e, seen);
        CHECK(again.count(rung::refusal::taken_back) == 1);
        CHECK(again.applied == 0);
    }
    CHECK(base.find(7)->client() == without.find(7)->client());
    // The name is the account's alone.
    CHECK(base.apply(buys(4, 4, 90'00, 8), seen).applied == 1);

    base_type other{service};
    CHECK(other.retract(7, 4, report) == rung::retract_answer::awaited);
    CHECK(other.size() == 1);
    CHECK(other.find(7)->facts() == rung::retail::facts{});
    CHECK(other.apply(all).applied == 3);
    CHECK(other.find(7)->client() == without.find(7)->client());

    auto const exported = other.export_client(7);
    CHECK(exported->events.size() == 3);
    REQUIRE(exported->taken_back.size() == 1);
    CHECK(exported->taken_back[0].client == 7);
    CHECK(exported->taken_back[0].id == 4);
    CHECK(other.refold(service).apply(all[3]).count(rung::refusal::taken_back) == 1);

    // Whoever is forgotten is forgotten with it.
    CHECK(other.erase(7));
    CHECK(other.apply(all[3]).applied == 1);
}

TEST_CASE("an erased client is forgotten and counted") {
    auto base =
        base_of({buys(1, 1), buys(2, 2, 10'00, 8), gives_back(3, 3, 10'00, 99, 8), buys(4, 4, 1'00, 9)});
    base_type::report_type report;
    REQUIRE(base.merge(8, 9, report) == rung::merge_answer::done);
    CHECK(base.erase(9));  // and all that was merged into it
    CHECK_FALSE(base.erase(8));
    CHECK(!base.find(8));
    CHECK(!base.find(9));
    CHECK(!base.export_client(9));
    CHECK(base.held_aside() == 0);
    CHECK(base.size() == 1);
    CHECK(base.census().total() == 1);
    CHECK(base.erased()[stage::buyer] == 1);
    CHECK(base.as_of(day(9)).size() == 1);
    (void)base.apply(visits(5, 5, 9));
    CHECK(base.find(9)->facts().purchases == 0);
}

TEST_CASE("a client erased from a base as of an instant is gone by all ids") {
    auto base = base_of({buys(1, 1, 1'00, 1), buys(2, 2, 2'00, 2), buys(3, 3, 3'00, 3), buys(4, 4, 4'00, 4),
                         buys(5, 5, 5'00, 5)});
    base_type::report_type report;
    REQUIRE(base.merge(1, 2, report) == rung::merge_answer::done);
    REQUIRE(base.merge(4, 5, report) == rung::merge_answer::done);
    auto then = base.as_of(day(9));
    REQUIRE(then.size() == 3);
    CHECK(then.erase(2));
    CHECK_FALSE(then.find(1));
    CHECK_FALSE(then.find(2));
    // The others are who they were, by both ids.
    CHECK(then.find(3)->facts().spend() == rung::money{3'00});
    CHECK(then.find(4)->facts().spend() == rung::money{9'00});
    CHECK(then.find(5)->facts().spend() == rung::money{9'00});
    CHECK(then.erase(4));
    CHECK_FALSE(then.find(5));
    CHECK(then.erase(3));
    CHECK(then.size() == 0);
    CHECK(then.erased().total() == 3);
}

TEST_CASE("all that is kept of a client can be exported") {
    auto base = base_of({buys(3, 3), visits(1, 1), gives_back(4, 4, 1'00, 77), buys(5, 5, 2'00, 8)});
    base_type::report_type report;
    REQUIRE(base.merge(7, 8, report) == rung::merge_answer::done);
    auto const all = base.export_client(8);
    REQUIRE(all);
    CHECK(all->ids == std::vector<rung::client_id>{7, 8});
    CHECK(all->events ==
          std::vector{visits(1, 1), buys(3, 3), gives_back(4, 4, 1'00, 77), buys(5, 5, 2'00, 8)});
    CHECK(all->held_aside == std::vector{gives_back(4, 4, 1'00, 77)});
    CHECK(all->moves.size() == 2);
    CHECK(static_cast<rung::client const&>(all->client) == base.find(7)->client());
    CHECK(!base.export_client(99));
}

TEST_CASE("events of one second are ordered by their whole id, those without one last, and then by content") {
    constexpr auto high = rung::event_id{1} << 32;
    std::vector<retail_event> all{
        rung::need{.id = high + 5, .client = 7, .at = day(1), .level = rung::urgency::now},
        rung::need{.id = 7, .client = 7, .at = day(1), .level = rung::urgency::some_day},
        rung::wallet{.id = ~rung::event_id{0}, .client = 7, .at = day(1), .share = 40},
        rung::wallet{.client = 7, .at = day(1), .share = 20},
        rung::wallet{.client = 7, .at = day(1), .share = 30},
    };
    std::sort(all.begin(), all.end());
    do {
        auto const base = base_of(all);
        CHECK(base.find(7)->facts().need_level == 2);
        CHECK(base.find(7)->facts().wallet_share == 30);
    } while (std::next_permutation(all.begin(), all.end()));
}

TEST_CASE("an observer that throws leaves a base that agrees with the events that it keeps") {
    // Moves by events and by time, also between two events of one call.
    std::vector<retail_event> const log{visits(1, 0), buys(2, 1),   buys(3, 2),     buys(4, 3),  buys(5, 200),
                                        buys(6, 201), buys(7, 202), visits(8, 400), buys(9, 500)};
    struct thrower {
        int calls_left;
        void operator()(rung::transition<stage> const&) {
            if (calls_left-- == 0) throw 1;
        }
        void withdrawn(rung::transition<stage> const&) {}
    };
    int throws = 0;
    for (int calls = 0; calls < 12; ++calls) {
        base_type base{service};
        thrower t{calls};
        try {
            (void)base.apply(log, t);
        } catch (int) {
            ++throws;
        }
        auto const kept = base.export_client(7);
        REQUIRE(kept);
        CHECK(base.find(7)->decided_client() == kept->client);
        CHECK(kept->events.size() <= log.size());
        // And it goes on as if nothing had been.
        auto const report = base.apply(log);
        CHECK(report.repeated == kept->events.size());
        CHECK(base.find(7)->client() == base_of(log).find(7)->client());
    }
    CHECK(throws > 6);
}

TEST_CASE("a secret seed is handed on") {
    rung::client_base base{service, rung::history::kept{}, rung::ids::hashed{12345}};
    (void)base.apply(buys(1, 1));
    CHECK(base.ids().seed == 12345);
    CHECK(rung::client_base{service, rung::history::kept{}, rung::ids::hashed{7}}.ids().seed == 7);
    CHECK(base.as_of(day(2)).ids().seed == 12345);
    CHECK(base.refold(service).ids().seed == 12345);
    CHECK(base.as_of(day(2)).adopt(service, {.at = day(3)}).ids().seed == 12345);
    CHECK(base_of({}).ids().seed == 0);
}

TEST_CASE("events that are wrong in themselves are refused and returned") {
    base_type base{service};
    std::vector<retail_event> const all{
        buys(1, 1),
        buys(2, 2, -1),
        rung::evaluation{.id = 3, .client = 8, .at = day(3), .score = 9},
        rung::manual_decision{
            .id = 4, .client = 7, .at = day(4), .what = rung::decree::floor, .stage = rung::stage_id{60}},
    };
    auto const report = base.apply(all);
    CHECK(report.applied == 1);
    CHECK(report.count(rung::refusal::amount) == 1);
    CHECK(report.count(rung::refusal::score) == 1);
    CHECK(report.count(rung::refusal::decision) == 1);
    CHECK(base.size() == 1);
}

TEST_CASE("another ladder as if it had always been in force") {
    retail_event const decided = rung::manual_decision{.id = 9,
                                                       .client = 8,
                                                       .at = day(9),
                                                       .what = rung::decree::floor,
                                                       .stage = service.ladder().place_of(stage::client)};
    auto const base = base_of({buys(1, 1), buys(2, 2), buys(3, 3), buys(4, 4, 1'00, 8), decided});
    CHECK(stage_of(base, 8) == stage::client);

    using namespace rung::facts;
    constexpr rung::ladder other{
        rung::stage{"guest"},
        rung::stage{"buyer", purchases >= 2},
        rung::stage{"regular", purchases >= 4},
    };
    constexpr rung::renamed_stage renamed[] = {{"client", "regular"}};
    rung::insight::funnel<> funnel;
    auto const after = base.refold(rung::lifecycle{other}, renamed, funnel);
    CHECK(after.find(7)->stage_name() == "buyer");
    CHECK(after.find(8)->stage_name() == "regular");  // the decision knows its stage by its new name
    CHECK(funnel.reached(rung::stage_id{0}) == 2);
    CHECK(funnel.reached(rung::stage_id{1}) == 2);
    CHECK(funnel.reached(rung::stage_id{2}) == 1);
    auto const lifted = base.refold(rung::lifecycle{other});
    CHECK(lifted.find(8)->stage_name() == "guest");
}
