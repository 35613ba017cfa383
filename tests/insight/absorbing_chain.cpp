#include "catch.hpp"
#include "ladders/golden.hpp"

#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/pyramid_ahead.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

using rung::insight::absorbing_chain;
using rung::insight::matrix;
using rung::insight::period_shares;
using rung::insight::power;
using rung::insight::value_of_places;

namespace {

/// Clients by how long ago they last bought: from state i they buy with p[i] and are in the first again, or
/// go one further; nobody leaves the last.
matrix by_recency(std::vector<double> const& p) {
    auto const n = p.back() == 0 ? p.size() : p.size() + 1;
    matrix out{n, n};
    for (std::size_t i = 0; i + 1 < n; ++i) {
        out(i, 0) = p[i];
        out(i, i + 1) = 1 - p[i];
    }
    out(n - 1, n - 1) = 1;
    return out;
}

/// A walk on a line that ends at either end: places 0 and 4; 1 to 3 are the states that the source numbers 0
/// to 2.
matrix walk(double right) {
    matrix out = matrix::identity(5);
    for (std::size_t i = 1; i < 4; ++i) {
        out(i, i) = 0;
        out(i, i + 1) = right;
        out(i, i - 1) = 1 - right;
    }
    return out;
}

/// `... [1][2]`: the numbers in brackets.
std::pair<std::size_t, std::size_t> cell(std::string const& text) {
    auto const at = text.find('[');
    return {std::stoul(text.substr(at + 1)), std::stoul(text.substr(text.find('[', at + 1) + 1))};
}

std::size_t state(std::string const& quantity) {
    return std::stoul(quantity.substr(quantity.find("state ") + 6)) - 1;
}

double answer(std::string const& which, std::string const& quantity) {
    std::array<double, 5> const worth{36, -4, -4, -4, 0};
    auto const recency = by_recency({.3, .2, .15, .05});
    if (which == "pc-T4") return value_of_places(recency, worth, 0.2, 4)[state(quantity)];
    if (which == "pc-inf") return value_of_places(recency, worth, 0.2).value()[state(quantity)];
    if (which == "oms-migration")
        return value_of_places(by_recency({.5, .2, .1, 0}), std::array<double, 4>{100, 0, 0, 0}, 0.1)
            .value()[state(quantity)];
    auto const mailing = by_recency({.3, .2, .05, 0});
    if (which == "oms-mailing")
        return value_of_places(mailing, std::array<double, 4>{36, -4, -4, 0}, 0.2, 4)[state(quantity)];
    if (which == "oms-P4") {
        auto const [i, j] = cell(quantity.substr(3));
        return power(mailing, 4)(i, j);
    }
    if (which == "oms-retention") {
        // 100 at the start, of whom 105 - 20 are there at the end.
        rung::insight::flow<> moves;
        for (int i = 0; i < 100; ++i)
            moves.add(rung::stage_id{0}, rung::stage_id{i < 85 ? std::uint8_t{0} : std::uint8_t{1}});
        return rung::insight::shares_of(moves, 2).shares(0, 0);
    }
    auto const chain = absorbing_chain::of(walk(which.rfind("gs2", 0) == 0 ? 2.0 / 3 : 0.5));
    if (!chain) return 0;
    if (which.back() == 't') return chain->steps(2);
    auto const [i, j] = cell(quantity);
    if (which.back() == 'N') return chain->visits(i + 1, j + 1);
    return chain->ends(i + 1, j == 0 ? 0 : 4);
}

}  // namespace

TEST_CASE("golden: markov.csv: every row") {
    for (auto const& r : golden::read("markov.csv")) {
        INFO(r.at("case") << ": " << r.at("quantity") << " " << r.at("inputs"));
        CHECK(std::abs(answer(r.at("case"), r.at("quantity")) - std::stod(r.at("expected"))) <=
              std::stod(r.at("abs_tol")));
    }
}

TEST_CASE("chain: ends add up to one; a place that nobody leaves; one that leads nowhere") {
    auto const chain =
        absorbing_chain::of(matrix{{.6, .3, .1, 0}, {.2, .5, .2, .1}, {0, 0, 1, 0}, {0, 0, 0, 1}});
    REQUIRE(chain);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(chain->ends(i, 2) + chain->ends(i, 3) == Approx(1).epsilon(1e-12));
    CHECK(chain->steps(2) == 0);
    CHECK(chain->visits(2, 0) == 0);
    // A toss until tails: 2 tosses, with variance 2.
    auto const toss = absorbing_chain::of(matrix{{.5, .5}, {0, 1}});
    REQUIRE(toss);
    CHECK(toss->steps(0) == Approx(2));
    CHECK(toss->steps_variance(0) == Approx(2));
    // Two places that lead to each other alone.
    CHECK_FALSE(absorbing_chain::of(matrix{{.5, .5, 0}, {.5, .5, 0}, {0, 0, 1}}));
    CHECK_FALSE(value_of_places(matrix{{.5, .5}, {.5, .5}}, std::array<double, 2>{1, 1}, 0));
    CHECK_FALSE(value_of_places(matrix{{.5, .5}, {0, 1}}, std::array<double, 2>{1, 1}, 0));
    CHECK(value_of_places(matrix{{.5, .5}, {0, 1}}, std::array<double, 2>{3, 0}, 0).value()[0] == Approx(6));
    CHECK(value_of_places(matrix{{.5, .5}, {.5, .5}}, std::array<double, 2>{1, 1}, 0.1).value()[0] ==
          Approx(11));
}

TEST_CASE("shares by period: of what is not known where one goes from there, it is said") {
    rung::insight::flow<> moves;
    auto const place = [](int i) { return rung::stage_id{static_cast<std::uint8_t>(i)}; };
    for (int i = 0; i < 8; ++i) moves.add(place(0), place(i < 6 ? 0 : 1));
    auto const open = rung::insight::shares_of(moves, 3);
    CHECK_FALSE(open.is_complete);
    CHECK(open.shares(0, 0) == 0.75);
    CHECK(open.clients == std::vector<std::int64_t>{8, 0, 0});
    moves.add(place(1), place(1));
    CHECK(rung::insight::shares_of(moves, 3).is_complete);
    // Whoever stands where nobody was seen to go from has no pyramid ahead; now they have.
    CHECK_FALSE(pyramid_ahead(open, std::array<std::int64_t, 3>{1, 1, 0}, 1));
    CHECK_FALSE(pyramid_ahead(open, std::array<std::int64_t, 3>{1, 0, 0}, 2));
    CHECK(pyramid_ahead(open, std::array<std::int64_t, 3>{1, 0, 0}, 1));
    CHECK(pyramid_ahead(open, std::array<std::int64_t, 3>{1, 1, 0}, 0));
}

TEST_CASE("pyramid ahead: the means, and the two parts of the variance, by hand") {
    period_shares const moves{matrix{{.7, .3}, {0, 1}}, {50, 10}};
    std::array<std::int64_t, 2> const now{200, 100};
    auto const one = pyramid_ahead(moves, now, 1).value();
    CHECK(one[0].clients == Approx(140));
    CHECK(one[1].clients == Approx(160));
    CHECK(one[0].by_chance == Approx(200 * .7 * .3));
    CHECK(one[0].by_shares == Approx(200.0 * 200 * .7 * .3 / 50));
    auto const two = pyramid_ahead(moves, now, 2, 10).value();
    CHECK(two[0].clients == Approx(200 * .49 + 10 * .7 + 10));
    CHECK(two[0].by_chance == Approx(200 * .49 * .51 + 17));
    // The slope of 200 p^2 + 10 p is 400 p + 10.
    CHECK(two[0].by_shares == Approx(290.0 * 290 * .7 * .3 / 50));
    CHECK(two[0].clients + two[1].clients == Approx(320));
    auto const interval = one[0].within(300);
    CHECK(interval.low() == Approx(140 - 1.959963984540054 * std::sqrt(42 + 168)));
    auto const unmoved = pyramid_ahead(moves, now, 0).value()[0].within(300);
    CHECK(unmoved.value() == 200);
    CHECK_FALSE(unmoved.has_interval());
}

TEST_CASE("pyramid ahead: the interval holds what comes as often as it says") {
    // Shares are estimated from 60 clients of each place, and then what really comes is drawn.
    std::mt19937 random{7};
    matrix const truth{{.6, .3, .1}, {.2, .6, .2}, {0, 0, 1}};
    auto const draw = [&](std::size_t from) {
        auto x = static_cast<double>(random()) / 4294967296.0;
        for (std::size_t j = 0; j < 2; ++j) {
            if (x < truth(from, j)) return j;
            x -= truth(from, j);
        }
        return std::size_t{2};
    };
    auto const place = [](std::size_t i) { return rung::stage_id{static_cast<std::uint8_t>(i)}; };
    int held = 0, all = 0;
    for (int world = 0; world < 300; ++world) {
        rung::insight::flow<> seen;
        for (std::size_t from = 0; from < 3; ++from)
            for (int i = 0; i < 60; ++i) seen.add(place(from), place(draw(from)));
        std::array<std::int64_t, 3> const now{80, 40, 0};
        auto const ahead = pyramid_ahead(rung::insight::shares_of(seen, 3), now, 3).value();
        std::array<double, 3> came{};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::int64_t c = 0; c < now[i]; ++c) ++came[draw(draw(draw(i)))];
        }
        for (std::size_t j = 0; j < 3; ++j, ++all) {
            auto const e = ahead[j].within(120);
            held += e.low() <= came[j] && came[j] <= e.high() ? 1 : 0;
        }
    }
    auto const share = static_cast<double>(held) / all;
    CHECK(share > 0.93);
    CHECK(share < 0.97);
}
