#include "catch.hpp"
#include "insight/lives.hpp"
#include "ladders/golden.hpp"
#include "threads/last_words.hpp"

#include <rung/core/calendar.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>

#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace rung::literals;
using rung::event_kind;
using rung::insight::attribution;
using rung::insight::credit;
using rung::insight::life;
using rung::insight::mark;
using rung::insight::model;
using rung::insight::retail_touches;
using rung::insight::step;
using rung::insight::way;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

mark touch(std::int64_t on, std::uint16_t channel, rung::event_id id = 1) {
    return {rung::event_order::of(day(on), id - 1), channel, static_cast<std::uint8_t>(event_kind::contact)};
}
step climb(std::int64_t on, std::int32_t times = 1) {
    return {day(on), 1, 2, way::climb, rung::cause::event, static_cast<std::uint8_t>(event_kind::purchase),
            times};
}
/// A client who was touched by these channels, a day apart, and climbed or not.
own_life touched_by(std::vector<std::uint16_t> const& channels, bool climbs = true) {
    own_life l;
    std::int64_t n = 0;
    for (auto const c : channels) l.marks.push_back(touch(n++, c));
    if (climbs) l.steps.push_back(climb(n));
    return l;
}
attribution credits_of(std::vector<own_life> const& lives,
                       rung::insight::attribution_terms terms = {.touches = retail_touches}) {
    attribution out{std::move(terms)};
    for (auto const& l : lives) out(l.view());
    return out;
}
double share(attribution const& a, model m, std::uint16_t channel) { return a.credited(m, channel).value(); }

/// The row of the golden file with this id.
golden::row row_of(std::vector<golden::row> const& rows, std::string const& id) {
    for (auto const& r : rows) {
        if (r.at("id") == id) return r;
    }
    FAIL("insight_scalars.csv has no row " << id);
    return {};
}
/// `1/7|2/7|4/7`, `.2|.4`, `a 4, b 2`
std::vector<double> numbers_of(std::string const& text) {
    std::vector<double> out;
    char const* at = text.c_str();
    while (*at != '\0') {
        char* end = nullptr;
        auto n = std::strtod(at, &end);
        if (end == at) {
            ++at;
            continue;
        }
        if (*end == '/') n /= std::strtod(end + 1, &end);
        out.push_back(n);
        at = end;
    }
    return out;
}

}  // namespace

TEST_CASE("golden: insight_scalars.csv: decay, position, linear-rep, shapley-ab, mk-c, mk-c-re") {
    auto const rows = golden::read("insight_scalars.csv");
    if (rows.empty()) return;
    auto const near = [&](std::string const& id, std::vector<double> const& have) {
        auto const row = row_of(rows, id);
        auto const expected = numbers_of(row.at("expected"));
        REQUIRE(have.size() == expected.size());
        for (std::size_t i = 0; i < have.size(); ++i) {
            INFO("row " << id << ", number " << i << ": " << have[i] << " for " << expected[i]);
            CHECK(std::abs(have[i] - expected[i]) <= std::stod(row.at("tol")));
        }
    };
    auto const of = [](attribution const& a, model m, std::vector<std::uint16_t> const& channels) {
        std::vector<double> out;
        for (auto const c : channels) out.push_back(share(a, m, c));
        return out;
    };

    auto const three = touched_by({1, 2, 3});
    auto const decay = credits_of({three}, {.touches = retail_touches, .half_life = 1_days});
    near("decay", of(decay, model::decay, {1, 2, 3}));
    near("position", of(decay, model::position, {1, 2, 3}));

    std::vector<own_life> const repeated(6, touched_by({1, 1, 2}));
    near("linear-rep", of(credits_of(repeated), model::linear, {1, 2}));

    std::vector<own_life> sets(4, touched_by({1}));
    sets.insert(sets.end(), 6, touched_by({1, 2}));
    near("shapley-ab", of(credits_of(sets), model::shapley, {1, 2}));

    auto const chain = credits_of({three, touched_by({1}, false), touched_by({2, 3}, false)});
    std::vector<double> shares, removals;
    for (auto const& e : chain.paths().effects()) {
        shares.push_back(e.share);
        removals.push_back(e.removal);
    }
    near("mk-c", shares);
    near("mk-c-re", removals);
    near("mk-c", of(chain, model::markov, {1, 2, 3}));
    CHECK(std::abs(chain.paths().chance() - 1.0 / 3) < 1e-12);
}

TEST_CASE("attribution: of one touch and of two, by each model") {
    auto const one = credits_of({touched_by({5})});
    for (std::size_t m = 0; m < rung::insight::model_count; ++m) {
        INFO(to_string(static_cast<model>(m)));
        CHECK(one.credited(static_cast<model>(m), 5) == credit{1});
    }
    auto const two = credits_of({touched_by({5, 6})});
    CHECK(two.credited(model::first, 5) == credit{1});
    CHECK(two.credited(model::first, 6) == credit{});
    CHECK(two.credited(model::last, 6) == credit{1});
    CHECK(share(two, model::position, 5) == 0.5);
    CHECK(share(two, model::position, 6) == 0.5);
    auto const four = credits_of({touched_by({1, 2, 3, 4})});
    CHECK(std::abs(share(four, model::position, 2) - 0.1) < 1e-15);
    CHECK(std::abs(share(four, model::position, 4) - 0.4) < 1e-15);
}

TEST_CASE("attribution: the lookback, the range of moves, and the ways of moves") {
    auto l = touched_by({1, 2, 3});
    l.steps = {climb(31)};
    auto const all = credits_of({l});  // 30 days: the touch of day 0 is too old
    CHECK(all.channels() == std::vector<std::uint16_t>{2, 3});
    CHECK(all.moves() == 1);
    auto const narrow = credits_of({l}, {.touches = retail_touches, .lookback = 28_days});
    CHECK(narrow.untouched() == 1);
    CHECK(narrow.channels().empty());
    CHECK(credits_of({l}, {.touches = retail_touches, .from = day(31)}).moves() == 1);
    CHECK(credits_of({l}, {.touches = retail_touches, .from = day(31)}).channels().size() == 2);
    CHECK(credits_of({l}, {.touches = retail_touches, .from = day(32)}).moves() == 0);
    CHECK(credits_of({l}, {.touches = retail_touches, .until = day(31)}).moves() == 0);
    auto const place = [](std::uint8_t n) { return rung::place_number{rung::stage_id{n}}; };
    CHECK(credits_of({l}, {.touches = retail_touches, .into = place(2)}).moves() == 1);
    CHECK(credits_of({l}, {.touches = retail_touches, .into = place(3)}).moves() == 0);

    l.steps.push_back({day(32), 2, 1, way::fall, rung::cause::time, 0, 1});
    l.steps.push_back({day(33), 1, 5, way::loss, rung::cause::event, 0, 1});
    l.steps.push_back({day(34), 5, 1, way::comeback, rung::cause::event, 0, 1});
    CHECK(credits_of({l}).moves() == 1);
    CHECK(credits_of({l}, {.touches = retail_touches, .climbs = false, .falls = true}).moves() == 1);
    CHECK(credits_of({l}, {.touches = retail_touches, .falls = true, .losses = true, .comebacks = true})
              .moves() == 4);
    CHECK(credits_of({l}, {.touches = rung::insight::kinds{event_kind::offer}}).untouched() == 1);
}

TEST_CASE("attribution: channels are excluded before the weights") {
    auto const l = touched_by({9, 1, 9, 2, 9});
    auto const a = credits_of({l}, {.touches = retail_touches, .excluded = {9}});
    CHECK(a.credited(model::first, 1) == credit{1});
    CHECK(a.credited(model::last, 2) == credit{1});
    CHECK(share(a, model::position, 1) == 0.5);
    CHECK(share(a, model::linear, 2) == 0.5);
    CHECK(a.channels() == std::vector<std::uint16_t>{1, 2});
    CHECK(credits_of({l}, {.touches = retail_touches, .excluded = {9, 1, 2}}).untouched() == 1);
}

TEST_CASE("attribution: in one second the order of events decides, and time comes first") {
    using ladder = std::remove_cvref_t<decltype(rung::ladders::service())>;
    auto const hooked = [](std::vector<rung::retail_event> const& events) {
        rung::client_base<rung::lifecycle<ladder>> base{rung::lifecycle{rung::ladders::service()}};
        rung::insight::lives seen{base};
        CHECK(base.apply(events, seen).refused.empty());
        auto const& l = base.lifecycle().ladder();
        attribution a{{.touches = retail_touches, .into = l.place_of(rung::ladders::service_stage::buyer)}};
        seen.each(a);
        return a;
    };
    auto const before = rung::contact{.id = 5, .client = 1, .at = day(0), .channel = 1};
    auto const bought =
        rung::purchase{.id = 6, .client = 1, .at = day(0), .amount = 1.00_money, .channel = 4};
    auto const after = rung::contact{.id = 7, .client = 1, .at = day(0), .channel = 2};
    auto const a = hooked({before, bought, after});
    CHECK(a.moves() == 1);
    CHECK(a.channels() == std::vector<std::uint16_t>{1, 2});
    CHECK(a.credited(model::last, 1) == credit{1});
    CHECK(a.credited(model::last, 2) == credit{});
    CHECK(a.paths().lost_count() == 1);  // the contact after the purchase has won nothing yet

    own_life by_time;
    by_time.marks = {touch(0, 1), touch(3, 2)};
    by_time.steps = {{day(3), 2, 1, way::fall, rung::cause::time, 0, 1}};
    auto const fallen = credits_of({by_time}, {.touches = retail_touches, .climbs = false, .falls = true});
    CHECK(fallen.credited(model::last, 1) == credit{1});
    CHECK(fallen.credited(model::linear, 2) == credit{});
}

TEST_CASE("attribution: a contact that makes a move is a touch of it") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    rung::insight::lives seen{base};
    (void)base.apply(
        std::vector<rung::retail_event>{rung::contact{.id = 1, .client = 1, .at = day(0), .channel = 3}},
        seen);
    attribution a{{.touches = retail_touches}};
    seen.each(a);
    CHECK(a.credited(model::first, 3) == credit{1});
}

TEST_CASE(
    "attribution: by removal a channel that leads to another is credited, though nothing was won behind it") {
    auto const a = credits_of({touched_by({1, 2}, false), touched_by({2})});
    CHECK(a.channels() == std::vector<std::uint16_t>{1, 2});
    CHECK(a.credited(model::linear, 1) == credit{});
    // Half of all that is won goes through 1, by the steps alone; all of it through 2.
    CHECK(std::abs(share(a, model::markov, 1) - 1.0 / 3) < 1e-15);
    CHECK(std::abs(share(a, model::markov, 2) - 2.0 / 3) < 1e-15);
}

TEST_CASE("attribution: a life taken out leaves no trace, and parts add up") {
    std::vector<own_life> const lives{touched_by({1, 2, 3, 2, 1, 7, 7}), touched_by({3}, false),
                                      touched_by({}, true), touched_by({4, 1})};
    auto all = credits_of(lives);
    auto sum = credits_of({lives[3], lives[0]});
    CHECK_FALSE(sum == all);
    sum += credits_of({lives[1], lives[2]});
    CHECK(sum == all);
    for (auto const& l : lives) all.take_out(l.view());
    CHECK(all == credits_of({}));
    CHECK(all.paths().effects().empty());
    CHECK(all.paths().chance() == 0);
}

TEST_CASE("attribution: a move that was taken back counts against the one that counted it") {
    auto l = touched_by({1, 2});
    auto back = l;
    back.steps[0].times = -1;
    auto const there_and_back = credits_of({l, back});
    CHECK(there_and_back.moves() == 0);
    CHECK(there_and_back.channels().empty());
}

TEST_CASE("attribution: cost per move") {
    auto const a = credits_of({touched_by({1}), touched_by({1, 2})});
    CHECK(rung::insight::cost_per_move(30.00_money, a.credited(model::linear, 1)) == 20.00_money);
    CHECK(rung::insight::cost_per_move(30.00_money, a.credited(model::linear, 2)) == 60.00_money);
    CHECK_FALSE(rung::insight::cost_per_move(30.00_money, a.credited(model::first, 2)));
}

TEST_CASE("credit: sums are exact, below zero too") {
    std::int64_t parts[7] = {};
    rung::insight::share_out(parts);
    credit sum;
    for (auto const p : parts) sum += credit::of_parts(p);
    CHECK(sum == credit{1});
    CHECK(credit::of_parts(parts[0]) * 7 == credit{1});
    std::int64_t odd[17] = {};
    rung::insight::share_out(odd);
    sum = {};
    for (auto const p : odd) sum += credit::of_parts(p);
    CHECK(sum == credit{1});
    auto const third = credit::of_parts(credit::unit / 3);
    CHECK(third * -3 == credit{-1});
    CHECK(std::abs((-third).value() + 1.0 / 3) < 1e-15);
    CHECK(third + -third == credit{});
    CHECK(-(-third) == third);
    CHECK((third * 4).whole() == 1);
    CHECK((third * 0) == credit{});
    double const weights[] = {0, 1e-300, 3, 0.1};
    std::int64_t shares[4] = {};
    rung::insight::share_out(shares, weights);
    CHECK(shares[0] == 0);
    CHECK(shares[0] + shares[1] + shares[2] + shares[3] == credit::unit);
}

TEST_CASE("attribution: what cannot be asked is refused") {
    CHECK(last_words([] { attribution const a{{}}; }) ==
          "rung: an attribution must be told what a touch is: attribution_terms::touches, such as "
          "insight::retail_touches\n");
    auto const a = credits_of({touched_by({1})});
    CHECK(last_words([&] { (void)a.credited(model::first, 2); }) ==
          "rung: no touch of a channel of this number was seen: channels() lists those that were\n");
    CHECK(last_words([&] {
              auto b = a;
              b += credits_of({}, {.touches = retail_touches, .lookback = 1_days});
          }) == "rung: attributions on different terms do not add up\n");
    CHECK(last_words([&] { (void)attribution{{.touches = retail_touches, .half_life = 0_days}}; }) ==
          "rung: a half-life is longer than nothing, and a lookback not shorter\n");
    auto back = touched_by({1});
    back.steps[0].times = -1;
    CHECK(last_words([&] { (void)credits_of({back}).paths().effects(); }) ==
          "rung: journeys of which only a part was seen were asked for their effects: add the other parts "
          "first\n");
}
