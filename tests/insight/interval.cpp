#include "catch.hpp"
#include "ladders/golden.hpp"

#include <rung/insight/interval.hpp>
#include <rung/insight/moments.hpp>
#include <rung/insight/wide.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using rung::insight::confidence;
using rung::insight::crossed;
using rung::insight::estimate;
using rung::insight::moments;
using rung::insight::wide;

namespace {

[[nodiscard]] bool near(double a, double b, double by) { return std::abs(a - b) <= by; }

}  // namespace

TEST_CASE("golden: wilson.csv, the interval of a share") {
    int compared = 0;
    for (auto const& r : golden::read("wilson.csv")) {
        INFO("wilson.csv: " << r.at("successes") << " of " << r.at("trials") << ", " << r.at("source"));
        auto const got = rung::insight::wilson(std::stoll(r.at("successes")), std::stoll(r.at("trials")),
                                               confidence{std::stod(r.at("conf"))});
        auto const tolerance = std::stod(r.at("abs_tol"));
        CHECK(near(got.low(), std::stod(r.at("lower")), tolerance));
        CHECK(near(got.high(), std::stod(r.at("upper")), tolerance));
        CHECK(got.n() == std::stoll(r.at("trials")));
        ++compared;
    }
    CHECK((compared == 0 || compared == 8));
}

TEST_CASE("golden: insight_scalars.csv odds-1, an odds ratio with a prior of one") {
    for (auto const& r : golden::read("insight_scalars.csv")) {
        if (r.at("id") != "odds-1") continue;
        auto const got = rung::insight::odds_ratio({.with_yes = 5, .with_no = 5, .without_no = 10}, {}, 1);
        CHECK(near(got.value(), std::stod(r.at("expected")), std::stod(r.at("tol"))));
        CHECK(got.n() == 20);
    }
}

TEST_CASE("the standard errors of a confidence, to ten digits") {
    CHECK(near(confidence{0.95}.z(), confidence{}.z(), 1e-12));
    CHECK(near(confidence{0.90}.z(), 1.6448536269514722, 1e-12));
    CHECK(near(confidence{0.99}.z(), 2.5758293035489004, 1e-12));
    CHECK(near(rung::insight::two_tails(confidence{}.z()), 0.05, 1e-12));
}

TEST_CASE("what is not yet known is a state of its own, and not zero percent") {
    auto const none = rung::insight::wilson(0, 0);
    CHECK_FALSE(none.known());
    CHECK(none.state() == rung::insight::certainty::unknown);
    CHECK_FALSE(none == rung::insight::wilson(0, 10));
    CHECK(rung::insight::wilson(0, 10).value() == 0);
    CHECK(rung::insight::wilson(0, 10).low() == 0);
    CHECK(rung::insight::wilson(10, 10).high() == 1);
    // Counts of which only a part was seen make no share.
    CHECK_FALSE(rung::insight::wilson(-1, 10).known());
    CHECK_FALSE(rung::insight::wilson(11, 10).known());
    CHECK_FALSE(moments{}.mean().known());
}

TEST_CASE("an estimate in another unit keeps its interval in order") {
    estimate const e{7, 2, 1, 4};
    CHECK(e.times(10) == estimate{7, 20, 10, 40});
    CHECK(e.times(-1) == estimate{7, -2, -4, -1});
    CHECK(estimate{3}.times(2) == estimate{3});
    CHECK(estimate{1, 5}.times(2) == estimate{1, 10});
}

TEST_CASE("the mean of whole numbers with its interval, and out again what was put in") {
    moments m;
    for (auto const x : {3, 5, 4, 5, 1}) m.add(x);
    CHECK(m.n() == 5);
    CHECK(m.sum() == 18);
    CHECK(near(m.variance(), 2.8, 1e-15));
    auto const mean = m.mean();
    CHECK(near(mean.value(), 3.6, 1e-15));
    CHECK(near(mean.high() - mean.low(), 2 * 1.959963984540054 * std::sqrt(2.8 / 5), 1e-14));

    auto const before = m;
    m.add(1'000'000);
    m.take_out(1'000'000);
    CHECK(m == before);
    moments one;
    one.add(4);
    CHECK(one.mean().known());
    CHECK_FALSE(one.mean().has_interval());
    CHECK(one.mean().value() == 4);
    moments part;
    part.take_out(5);
    part += m;
    moments straight;
    for (auto const x : {3, 5, 4, 1}) straight.add(x);
    CHECK(part == straight);
}

TEST_CASE("the variance of large numbers that lie close together loses no digits") {
    constexpr std::int64_t far_away = 4'000'000'000'000'000'000;
    moments m;
    for (auto const x : {far_away, far_away + 1}) m.add(x);
    CHECK(m.variance() == 0.5);
    moments below;
    for (auto const x : {-far_away, -far_away - 2}) below.add(x);
    CHECK(below.variance() == 2);
    moments same;
    for (int i = 0; i < 2; ++i) same.add(far_away);
    CHECK(same.variance() == 0);
}

TEST_CASE("whole numbers of 128 bits") {
    auto const billion = wide::product(1'000'000'000, 1'000'000'000);
    CHECK(billion.to_int64() == 1'000'000'000'000'000'000);
    CHECK(wide::product(INT64_MIN, INT64_MIN).to_double() == std::ldexp(1.0, 126));
    CHECK(wide::product(INT64_MIN, INT64_MAX) == -wide::product(INT64_MIN, INT64_MIN) - wide{INT64_MIN});
    CHECK(wide::product(-3, 5).to_int64() == -15);
    CHECK(wide::product(-3, 5).is_negative());
    CHECK(wide::product(-3, -5).to_int64() == 15);
    CHECK(wide{INT64_MIN}.to_int64() == INT64_MIN);
    CHECK((wide{INT64_MAX} + wide{1}).to_double() == std::ldexp(1.0, 63));
    CHECK(((wide{INT64_MAX} + wide{1}) - wide{1}).to_int64() == INT64_MAX);
    CHECK((wide{-1} + wide{1}) == wide{});
}

TEST_CASE("the odds ratio and the lift of a published table, with their intervals") {
    // Aspirin and heart attacks (Physicians' Health Study, 1989): 104 of 11,037 against 189 of 11,034.
    crossed const t{.with_yes = 189, .with_no = 10'845, .without_yes = 104, .without_no = 10'933};
    auto const odds = rung::insight::odds_ratio(t, {}, 0);
    CHECK(near(odds.value(), 1.832, 0.0005));
    CHECK(near(odds.low(), 1.440, 0.0005));
    CHECK(near(odds.high(), 2.331, 0.0005));
    CHECK(near(rung::insight::p_value(t), 5.692e-7, 1e-9));  // chi-squared 25.01 with one degree of freedom

    auto const l = rung::insight::lift(t);
    CHECK(near(l.value(), (189.0 / 293) / (11'034.0 / 22'071), 1e-12));
    CHECK(l.low() < l.value());
    CHECK(l.value() < l.high());
    CHECK(l.low() > 1);
    // A part that is the whole has nothing to vary.
    auto const all = rung::insight::lift({.with_yes = 5, .with_no = 0, .without_yes = 0, .without_no = 0});
    CHECK(near(all.value(), 1, 1e-15));
    CHECK(near(all.high() - all.low(), 0, 1e-7));
}

TEST_CASE("an odds ratio of an empty cell has no interval without a prior, and one of nothing is not known") {
    crossed const none_without{.with_yes = 3, .with_no = 2, .without_yes = 0, .without_no = 9};
    CHECK_FALSE(rung::insight::odds_ratio(none_without, {}, 0).known());
    CHECK(rung::insight::odds_ratio(none_without).has_interval());
    crossed const none_with{.with_yes = 0, .with_no = 2, .without_yes = 4, .without_no = 9};
    CHECK(rung::insight::odds_ratio(none_with, {}, 0) == estimate{15, 0});
    CHECK_FALSE(rung::insight::odds_ratio({.with_yes = 3, .with_no = 2}).known());
    CHECK_FALSE(rung::insight::odds_ratio({.with_yes = -1, .with_no = 2, .without_no = 3}).known());
    CHECK(rung::insight::lift({.with_no = 2, .without_yes = 4, .without_no = 9}) == estimate{15, 0});
    CHECK_FALSE(rung::insight::lift({.without_yes = 4, .without_no = 9}).known());
    CHECK(rung::insight::p_value({.with_yes = 3, .with_no = 2}) == 1);
    CHECK(rung::insight::least_expected({.with_yes = 3, .with_no = 7, .without_yes = 1, .without_no = 9}) ==
          2);
}

TEST_CASE("p-values corrected for how many there are, as in the first example of Benjamini and Hochberg") {
    // Their table: 15 comparisons, of which the first four are kept at 0.05.
    std::array<double, 15> const p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                   0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    auto const q = rung::insight::benjamini_hochberg(p);
    REQUIRE(q.size() == p.size());
    for (std::size_t i = 0; i < q.size(); ++i) CHECK((q[i] <= 0.05) == (i < 4));
    CHECK(near(q[0], 0.0015, 1e-12));
    CHECK(near(q[3], 0.0095 * 15 / 4, 1e-12));
    CHECK(q[14] == 1);
    // In the order they were given in, and never below one of a smaller p.
    std::array<double, 3> const mixed{0.04, 0.03, 0.5};
    auto const m = rung::insight::benjamini_hochberg(mixed);
    CHECK(near(m[0], 0.06, 1e-15));
    CHECK(near(m[1], 0.06, 1e-15));
    CHECK(m[2] == 0.5);
    CHECK(rung::insight::benjamini_hochberg({}).empty());
}
