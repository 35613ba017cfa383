#include "catch.hpp"
#include "ladders/golden.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/in_common.hpp>
#include <rung/insight/quantiles.hpp>
#include <rung/ladders/service.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace rung::literals;
using rung::insight::below_zero;
using rung::insight::concentration;
using rung::insight::in_common;
using rung::insight::quantiles;
using story::day;

std::vector<std::int64_t> const ten{541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};

}  // namespace

TEST_CASE("golden: insight_scalars.csv, concentration as R's ineq has it") {
    int compared = 0;
    // 50/9 nine times and 50 once, each times nine.
    concentration const uneven{{50, 50, 50, 50, 50, 50, 50, 50, 50, 450}};
    concentration const x{ten};
    for (auto const& r : golden::read("insight_scalars.csv")) {
        auto const& id = r.at("id");
        auto const got = id == "gini"            ? x.gini()
                         : id == "gini-unbiased" ? x.gini_unbiased()
                         : id == "hhi"           ? x.hhi()
                         : id == "gini-dw-x"     ? uneven.gini_unbiased()
                         : id == "lasym-x"       ? uneven.lorenz_asymmetry()
                                                 : rung::insight::estimate{};
        if (!got.known()) continue;
        INFO("insight_scalars.csv: " << id);
        CHECK(std::abs(got.value() - std::stod(r.at("expected"))) <= std::stod(r.at("tol")));
        CHECK(got.n() == 10);
        ++compared;
    }
    CHECK((compared == 0 || compared == 5));
}

TEST_CASE("000.4, 001.3: what part of all the best clients bring, zeros included") {
    concentration const all{{0, 0, 0, 10, 30, 60}};
    concentration const buyers{{10, 30, 60}};
    CHECK(all.top(1).value() == 0.6);
    CHECK(all.top(6).value() == 1);
    CHECK(all.top(0).value() == 0);
    CHECK(all.top_share(0.5).value() == 1);
    CHECK(buyers.top_share(0.5).value() == Approx(0.75));  // one and half of the next
    CHECK(all.gini().value() > buyers.gini().value());
    CHECK(all.gini().value() == Approx(0.5 + buyers.gini().value() / 2));
    CHECK(all.lorenz().back() == all.sum());
    CHECK(all.lorenz()[4] == 10);

    concentration const same{{7, 7, 7, 7}};
    CHECK(same.gini().value() == 0);
    CHECK(same.hhi().value() == 0.25);
    CHECK(same.top_share(0.25).value() == 0.25);
    CHECK(same.top_share(0.25).high() == Approx(0.25));
    CHECK(same.lorenz_asymmetry().value() == Approx(1));
    concentration const nothing{{0, 0}};
    for (auto const& e : {nothing.gini(), nothing.hhi(), nothing.top(1), nothing.lorenz_asymmetry(),
                          concentration{}.gini(), concentration{}.top(0)})
        CHECK_FALSE(e.known());
    CHECK(concentration{{-5, 10}, below_zero::clamp} == concentration{{0, 10}});
}

TEST_CASE("the interval of a Gini is that of the jackknife, computed the long way") {
    concentration const x{ten};
    double sum = 0, squares = 0;
    for (std::size_t leave = 0; leave < ten.size(); ++leave) {
        auto rest = ten;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(leave));
        auto const g = concentration{rest}.gini().value();
        sum += g;
        squares += g * g;
    }
    auto const error = std::sqrt(0.9 * (squares - sum * sum / 10));
    CHECK((x.gini().high() - x.gini().low()) / 2 == Approx(1.959963984540054 * error));
    // A large sum has room, and its Gini is exact.
    std::vector<std::int64_t> const large(1'000, std::int64_t{4'000'000'000'000'000'000});
    CHECK(concentration{large}.gini().value() == 0);
}

TEST_CASE("concentrations of parts add up, in any order") {
    concentration a{{541, 8304, 11904}};
    a += concentration{{2445, 1463, 22261, 3438, 4437, 6392, 5401}};
    CHECK(a == concentration{ten});
    CHECK(a.gini() == concentration{ten}.gini());
    CHECK(a.hhi() == concentration{ten}.hhi());
}

TEST_CASE("000.4: the golden clients of a base, ties by id") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    for (rung::client_id c = 1; c <= 10; ++c)
        (void)base.apply(
            rung::purchase{.id = c, .client = c, .at = day(1), .amount = rung::money{c % 5 == 0 ? 100 : 1}});
    auto const golden =
        rung::insight::golden_clients(base, 0.3, [](auto const& view) { return view.facts().spend(); });
    REQUIRE(golden.size() == 3);
    CHECK(golden[0] == rung::insight::ranked_client{5, rung::money{100}});
    CHECK(golden[1].client == 10);
    CHECK(golden[2].client == 1);
}

TEST_CASE("quantiles are within their relative error, whatever the order, and parts add up") {
    quantiles q, first, second;
    std::vector<std::int64_t> values;
    std::uint64_t x = 1;
    for (int i = 0; i < 2'001; ++i) {
        x = x * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
        values.push_back(static_cast<std::int64_t>(x >> (20 + x % 30)));
        q.add(values.back());
        (i % 3 == 0 ? first : second).add(values.back());
    }
    std::sort(values.begin(), values.end());
    for (auto const share : {0.0, 0.01, 0.25, 0.5, 0.9, 0.999, 1.0}) {
        auto const exact = static_cast<double>(
            values[static_cast<std::size_t>(std::max(0.0, std::ceil(share * 2'001 - 1e-9) - 1))]);
        auto const got = q.at(share);
        CHECK(std::abs(got.value() - exact) <= quantiles::relative_error * exact);
        CHECK(got.low() <= got.value());
        CHECK(got.value() <= got.high());
    }
    second += first;
    CHECK(second == q);
    CHECK_FALSE(first == q);
    q.add(INT64_MAX);
    q.take_out(INT64_MAX);
    CHECK(second == q);
    CHECK(q == second);
    quantiles small;
    for (int i = 1; i <= 9; ++i) small.add(i);
    CHECK(small.at(0.5).value() == 5);
    CHECK(small.below(4) == 3);
    CHECK_FALSE(quantiles{}.at(0.5).known());
    for (auto const v :
         {INT64_MAX, std::int64_t{255}, std::int64_t{256}, std::int64_t{257}, std::int64_t{1} << 62}) {
        quantiles one;
        one.add(v);
        CHECK(std::abs(one.at(0.5).value() - static_cast<double>(v)) <=
              quantiles::relative_error * static_cast<double>(v));
    }
}

TEST_CASE(
    "003.5: what the golden clients have in common, with counts, and corrected for how many were looked at") {
    in_common<std::string> shared;
    auto const clients = [&](int n, bool golden, std::vector<std::string> const& traits) {
        for (int i = 0; i < n; ++i) shared.add(golden, traits);
    };
    clients(30, true, {"referred", "tea"});
    clients(10, true, {"tea"});
    clients(60, false, {"referred"});
    clients(100, false, {"tea"});
    clients(140, false, {});
    clients(3, true, {"pilot"});
    CHECK(shared.inside() == 43);
    CHECK(shared.outside() == 300);
    auto const found = shared.all();
    REQUIRE(found.size() == 2);  // too few pilots
    CHECK(found[0].trait == "referred");
    CHECK(found[0].counts == rung::insight::crossed{30, 60, 13, 240});
    CHECK(found[0].odds.value() == Approx(30.5 * 240.5 / (60.5 * 13.5)));
    CHECK(found[0].lift.value() == Approx((30.0 / 43) / (90.0 / 343)));
    CHECK(found[0].q >= found[0].p);
    CHECK(found[0].q < 0.001);
    CHECK(shared.all({.least_cases = 3}).size() == 3);
    // Nothing is left of one who was taken out again.
    auto const before = shared;
    shared.add(true, std::vector<std::string>{"captain"});
    shared.add(true, std::vector<std::string>{"captain"}, -1);
    CHECK(shared == before);
    in_common<std::string> twice = shared;
    twice += shared;
    CHECK(twice.of("tea").with_yes == 80);
    CHECK(twice.of("captain").with() == 0);
}
