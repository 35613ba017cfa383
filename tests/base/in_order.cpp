#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/in_order.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/ladders/service.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

using namespace rung::literals;
using fact = rung::retail::fact;

constexpr auto start = rung::instant::from_unix(1'700'000'000);
constexpr auto now = start + 100_days;

struct bought {
    rung::client_id client;
    int purchases;
    rung::money each;
};
constexpr bought all[]{
    {7, 1, 30.00_money}, {3, 2, 20.00_money}, {5, 1, 40.00_money}, {1, 4, 5.00_money}, {9, 1, 40.00_money}};

template <class Base>
void fill(Base& base) {
    rung::event_id id = 0;
    for (auto const& b : all) {
        for (int i = 0; i < b.purchases; ++i)
            (void)base.apply(rung::purchase{
                .id = ++id, .client = b.client, .at = start + rung::duration{i}, .amount = b.each});
    }
}

template <class Base, class By>
std::vector<rung::client_id> ids(Base const& base, By const& by, std::size_t top = ~std::size_t{0}) {
    std::vector<rung::client_id> out;
    base.each_in_order(
        by, [&](auto const& client) { out.push_back(client.id()); }, top);
    return out;
}
using list = std::vector<rung::client_id>;

// One after the other on each kind of base.
template <class Check>
void on_each_base(Check const& check) {
    constexpr rung::lifecycle life{rung::ladders::service()};
    rung::client_base plain{life};
    fill(plain);
    check(plain);
    rung::client_base dense{life, rung::ids::dense{.first = 0, .count = 10}};
    fill(dense);
    check(dense);
    rung::client_base kept{life, rung::history::kept{}};
    fill(kept);
    check(kept);
    rung::sharded_base shards{rung::client_base{life}, 4};
    fill(shards);
    check(shards);
    rung::sharded_base kept_shards{rung::client_base{life, rung::history::kept{}}, 4};
    fill(kept_shards);
    check(kept_shards);
}

}  // namespace

TEST_CASE("each_in_order: the highest first, of equal ones the lower id") {
    on_each_base([](auto const& base) {
        CHECK(ids(base, rung::by_fact{fact::spend, now}) == list{3, 5, 9, 7, 1});
        CHECK(ids(base, rung::by_fact{fact::purchases, now}) == list{1, 3, 5, 7, 9});
        CHECK(ids(base, rung::lowest_first{rung::by_fact{fact::spend, now}}) == list{1, 7, 3, 5, 9});
        CHECK(ids(base, [](auto const& client) { return client.id() % 5; }) == list{9, 3, 7, 1, 5});
    });
}

TEST_CASE("each_in_order: by the stage, and within it by what a function says") {
    on_each_base([](auto const& base) {
        auto const by_stage = ids(base, rung::by_stage{});
        REQUIRE(by_stage.size() == 5);
        CHECK(by_stage.front() == 1);  // the only client
        auto const both = [](auto const& c) {
            return std::pair{rung::by_stage{}(c), rung::by_fact{fact::spend, now}(c)};
        };
        CHECK(ids(base, both) == list{1, 3, 5, 9, 7});
    });
}

TEST_CASE("each_in_order: the first ones alone are the first of all") {
    on_each_base([](auto const& base) {
        auto const whole = ids(base, rung::by_fact{fact::spend, now});
        for (std::size_t top = 0; top <= whole.size() + 1; ++top) {
            auto const first = ids(base, rung::by_fact{fact::spend, now}, top);
            CHECK(first == list(whole.begin(),
                                whole.begin() + std::ptrdiff_t(top < whole.size() ? top : whole.size())));
        }
    });
}

// Outside of templates, for clang 14: see the reference, literals in templates.
constexpr auto dear_but_few = rung::facts::spend >= 30.00_money and rung::facts::purchases <= 1;

TEST_CASE("each_in_order: only those for whom a rule holds, written in C++ or as text") {
    on_each_base([](auto const& base) {
        auto const spend = rung::by_fact{fact::spend, now};
        CHECK(ids(base, rung::only{dear_but_few, now, spend}) == list{5, 9, 7});
        auto const rule = rung::try_parse_rule("spend >= 30.00 and purchases <= 1 or purchases > 3");
        REQUIRE(rule);
        CHECK(ids(base, rung::only{*rule, now, spend}) == list{5, 9, 7, 1});
        CHECK(ids(base, rung::only{*rule, now, rung::lowest_first{spend}}, 2) == list{1, 7});
        auto const nobody = rung::try_parse_rule("silence > 101d");
        REQUIRE(nobody);
        CHECK(ids(base, rung::only{*nobody, now, spend}).empty());
        CHECK(ids(base, rung::only{*nobody, now + 2_days, spend}, 2) == list{3, 5});
    });
}

TEST_CASE("each_in_order: of merged clients the one who is left") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    fill(base);
    decltype(base)::report_type report;
    REQUIRE(base.merge(7, 9, report) == rung::merge_answer::done);
    CHECK(ids(base, rung::by_fact{fact::spend, now}) == list{7, 3, 5, 1});
}
