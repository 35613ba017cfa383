#include "catch.hpp"
#include "insight/lives.hpp"
#include "ladders/golden.hpp"
#include "threads/last_words.hpp"

#include <rung/core/calendar.hpp>
#include <rung/insight/referrals.hpp>
#include <rung/insight/word_of_mouth.hpp>
#include <rung/ladders/service.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace rung::literals;
using rung::client_id;
using rung::insight::referral_forest;
using rung::insight::referrals;
using rung::insight::word_of_mouth;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

/// A client who came on a day, and said then who had sent them.
own_life came(client_id client, std::int64_t on, std::vector<client_id> const& sent_by = {}) {
    own_life l;
    l.client = client;
    l.marks = {{rung::event_order::of(day(on), client * 10), 0, 0}};
    for (std::size_t i = 0; i < sent_by.size(); ++i)
        l.referrals.push_back({rung::event_order::of(day(on), client * 10 + i), sent_by[i]});
    return l;
}
referral_forest forest_of(std::vector<own_life> const& lives, rung::instant as_of = day(1'000)) {
    referrals r{{.as_of = as_of}};
    for (auto const& l : lives) r(l.view());
    return r.forest();
}
/// The client who sent this one; 0 for nobody.
client_id referrer_of(referral_forest const& f, client_id id) {
    auto const* const n = f.find(id);
    REQUIRE(n != nullptr);
    return n->referrer == referral_forest::none ? 0 : f.nodes()[n->referrer].client;
}
std::string joined(std::vector<std::int64_t> const& numbers) {
    std::string out;
    for (auto const n : numbers) out += (out.empty() ? "" : " ") + std::to_string(n);
    return out;
}

}  // namespace

TEST_CASE("004.5: who sent whom: one referrer each, nobody by themselves or by a descendant") {
    auto const f =
        forest_of({came(1, 0), came(2, 1, {1}), came(3, 2, {2, 1}), came(4, 3, {4}), came(5, 4, {99})});
    CHECK(referrer_of(f, 2) == 1);
    CHECK(referrer_of(f, 3) == 2);
    CHECK(referrer_of(f, 4) == 0);
    CHECK(referrer_of(f, 5) == 99);
    CHECK(f.second() == 1);
    CHECK(f.by_self() == 1);
    CHECK(f.find(1)->descendants == 2);
    CHECK(f.find(1)->sent == 1);
    CHECK(f.find(3)->depth == 2);
    CHECK_FALSE(f.find(99)->is_known());
    CHECK(f.find(77) == nullptr);
    CHECK(f.is_referred(2));
    CHECK_FALSE(f.is_referred(1));
    CHECK_FALSE(f.is_referred(77));
    CHECK(joined(f.generations()) == "3 2 1");

    // 1 says that 3 had sent them, who came by 2, who came by 1.
    auto late = came(1, 0);
    late.referrals = {{rung::event_order::of(day(9), 1), 3}};
    auto const circle = forest_of({late, came(2, 1, {1}), came(3, 2, {2})});
    CHECK(circle.by_descendant() == 1);
    CHECK(referrer_of(circle, 1) == 0);
    // Said on the first day, it comes before the others, and the last of the three closes the circle.
    late.referrals = {{rung::event_order::of(day(0), 1), 3}};
    auto const other = forest_of({came(3, 2, {2}), late, came(2, 1, {1})});
    CHECK(other.by_descendant() == 1);
    CHECK(referrer_of(other, 1) == 3);
    CHECK(referrer_of(other, 2) == 1);
    CHECK(referrer_of(other, 3) == 0);
}

TEST_CASE("004.5: what the descendants of a client have spent") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    std::vector<rung::retail_event> const events{
        rung::purchase{.id = 1, .client = 1, .at = day(0), .amount = 100.00_money},
        rung::referral{.id = 2, .client = 2, .at = day(1), .by = 1},
        rung::purchase{.id = 3, .client = 2, .at = day(1), .amount = 20.00_money},
        rung::referral{.id = 4, .client = 3, .at = day(2), .by = 2},
        rung::purchase{.id = 5, .client = 3, .at = day(2), .amount = 3.00_money},
        rung::referral{.id = 6, .client = 4, .at = day(2), .by = 1},
        rung::purchase{.id = 7, .client = 4, .at = day(2), .amount = 0.40_money},
    };
    (void)base.apply(events);
    referrals r{{.as_of = day(3)}};
    rung::insight::each_life(base, r);
    auto const f = r.forest();
    auto const revenue =
        f.revenue_of_descendants([&](client_id id) { return base.find(id)->facts().spend(); });
    REQUIRE(revenue.size() == 4);
    CHECK(revenue[0] == 23.40_money);
    CHECK(revenue[1] == 3.00_money);
    CHECK(revenue[2] == 0.00_money);

    // 3 and 1 are one person: 3's referral is then of an ancestor by a descendant.
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    CHECK(base.merge(1, 3, report) == rung::merge_answer::done);
    referrals merged{{.as_of = day(3)}};
    rung::insight::each_life(base, merged);
    auto const one = merged.forest([&](client_id id) { return base.find(id)->id(); });
    CHECK(one.nodes().size() == 3);
    CHECK(one.by_descendant() == 1);
    CHECK(one.find(3) == nullptr);
    CHECK(one.find(1)->descendants == 2);
}

TEST_CASE("004.5: K is of clients whose window is over, and of whom they sent in it") {
    std::vector<own_life> lives{came(1, 0), came(2, 10, {1}), came(3, 89, {1}), came(4, 90, {1}),
                                came(5, 95, {2})};
    auto const f = forest_of(lives, day(101));
    REQUIRE(f.k().known());
    CHECK(f.k().n() == 2);  // 1 and 2; the windows of the others run
    CHECK(f.k().value() == 1.5);
    CHECK(f.k().has_interval());
    CHECK(f.find(1)->sent == 3);
    CHECK(f.find(1)->in_window == 2);
    CHECK(forest_of(lives, day(90) - 2_seconds).k().known() == false);
    CHECK(forest_of(lives, day(90) - 1_seconds).k().n() == 1);
    CHECK(forest_of(lives, day(90) - 1_seconds).nodes().size() == 3);
}

TEST_CASE("golden: insight_scalars.csv: viral") {
    auto const rows = golden::read("insight_scalars.csv");
    if (rows.empty()) return;
    auto const row = std::ranges::find_if(rows, [](auto const& r) { return r.at("id") == "viral"; });
    REQUIRE(row != rows.end());
    auto const expected = golden::numbers(row->at("expected"));
    REQUIRE(expected.size() == 12);
    // Ten clients who send two each, who send two each.
    std::vector<own_life> lives;
    client_id next = 1;
    std::vector<client_id> last;
    for (int i = 0; i < 10; ++i) {
        last.push_back(next);
        lives.push_back(came(next++, 0));
    }
    for (std::int64_t cycle = 1; cycle <= 5; ++cycle) {
        std::vector<client_id> now;
        for (auto const by : last) {
            for (int i = 0; i < 2; ++i) {
                now.push_back(next);
                lives.push_back(came(next++, cycle * 80, {by}));
            }
        }
        last = now;
    }
    auto const f =
        forest_of(lives, day(489));  // the last window that is over is that of the fifth cycle's referrers
    auto const growth = rung::insight::growth_by_referrals(10, 2, 6);
    std::int64_t sum = 0;
    for (std::size_t cycle = 0; cycle < 6; ++cycle) {
        INFO("row viral, cycle " << cycle);
        CHECK(f.generations()[cycle] == expected[cycle]);
        CHECK(static_cast<std::int64_t>(growth[cycle]) == expected[cycle]);
        CHECK((sum += f.generations()[cycle]) == expected[6 + cycle]);
    }
    CHECK(f.k().value() == 2);
    CHECK_FALSE(f.k().has_interval());
    CHECK(f.k().n() == 310);
}

TEST_CASE("referrals: parts add up, in any order; what was taken out is as if it had not been") {
    std::uint64_t state = 7;
    auto const below = [&state](std::uint64_t n) {  // Knuth's multiplier; the high bits are the good ones
        state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
        return (state >> 33) % n;
    };
    for (int round = 0; round < 20; ++round) {
        std::vector<own_life> lives;
        for (client_id id = 1; id <= 30; ++id)
            lives.push_back(came(id, static_cast<std::int64_t>(below(5)), {below(32) + 1, below(32) + 1}));
        referrals all{{.as_of = day(3)}}, odd{{.as_of = day(3)}}, even{{.as_of = day(3)}};
        for (auto const& l : lives) {
            all(l.view());
            (l.client % 2 == 0 ? even : odd)(l.view());
        }
        even += odd;
        CHECK(even == all);
        auto const f = all.forest();
        std::ranges::reverse(lives);
        CHECK(forest_of(lives, day(3)) == f);
        // The naive way: each walks up to a root, and meets nobody twice.
        std::int64_t taken = 0;
        for (auto const& n : f.nodes()) {
            std::size_t depth = 0;
            for (auto up = n.referrer; up != referral_forest::none; up = f.nodes()[up].referrer)
                REQUIRE(++depth < 40);
            CHECK(depth == n.depth);
            taken += n.referrer != referral_forest::none ? 1 : 0;
            std::int64_t descendants = 0;
            for (auto const& other : f.nodes()) {
                for (auto up = other.referrer; up != referral_forest::none; up = f.nodes()[up].referrer)
                    descendants += f.nodes()[up].client == n.client ? 1 : 0;
            }
            CHECK(descendants == n.descendants);
        }
        std::int64_t said = 0;
        for (auto const& l : lives) said += l.marks[0].at() <= day(3) ? 2 : 0;
        CHECK(taken + f.by_self() + f.second() + f.by_descendant() == said);
        for (auto const& l : lives) all.take_out(l.view());
        CHECK(all == referrals{{.as_of = day(3)}});
    }
}

TEST_CASE("004.5: a satisfied client tells 3, a dissatisfied one 7 to 50; where word of mouth breaks even") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    auto const says = [&](client_id id, std::int64_t on, std::uint8_t score) {
        (void)base.apply(rung::evaluation{.client = id, .at = day(on), .score = score});
    };
    says(1, 0, 5);
    says(2, 0, 4);
    says(3, 0, 3);
    says(4, 0, 5);
    says(4, 1, 1);  // the last one counts
    (void)base.apply(rung::contact{.client = 5, .at = day(0)});
    word_of_mouth const heard{base};
    CHECK(heard.satisfied() == 2);
    CHECK(heard.dissatisfied() == 1);
    CHECK(heard.hear_good() == 6);
    CHECK(heard.hear_bad_at_least() == 7);
    CHECK(heard.hear_bad_at_most() == 50);
    CHECK(heard.share().n() == 3);
    CHECK_FALSE(word_of_mouth{}.share().known());
    CHECK(std::abs(word_of_mouth::break_even(7) - .700) < 5e-4);
    CHECK(std::abs(word_of_mouth::break_even(28.5) - .905) < 5e-4);
    CHECK(std::abs(word_of_mouth::break_even(50) - .943) < 5e-4);
    word_of_mouth sum;
    sum.add(true, 2);
    word_of_mouth more;
    more.add(false);
    sum += more;
    CHECK(sum == heard);
    // At the break-even share as many hear good as bad.
    word_of_mouth even;
    even.add(true, 7);
    even.add(false, 3);
    CHECK(even.share().value() == word_of_mouth::break_even(7));
    CHECK(even.hear_good() == even.hear_bad_at_least());
}

TEST_CASE("referrals: what cannot be asked is refused") {
    CHECK(last_words([] { referrals const r{{}}; }) ==
          "rung: referrals are looked at as of an instant: referral_terms::as_of\n");
    CHECK(last_words([] { referrals const r{{.as_of = day(1), .window = 0_days}}; }) ==
          "rung: a window for referrals is longer than nothing\n");
    CHECK(last_words([] {
              referrals r{{.as_of = day(1)}};
              r += referrals{{.as_of = day(2)}};
          }) == "rung: referrals on different terms do not add up\n");
    CHECK(last_words([] { (void)word_of_mouth::break_even(-1); }) == "rung: nobody tells fewer than none\n");
}
