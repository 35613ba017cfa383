#include "catch.hpp"

#include <rung/core/fingerprint.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace rung::facts;
using namespace rung::literals;
using rung::fingerprint;
using rung::ladder;
using rung::stage;

// Out here: clang 14 looks for the code of a literal that stands in a generic lambda.
constexpr auto much = 1000.00_money;
constexpr auto more = 1000.01_money;

enum class rank : std::uint8_t { guest, member, gold, gone };

std::vector<stage> stages() {
    return {{.name = "guest"},
            {.name = "member", .enter = purchases >= 1 and contacts >= 2, .keep = purchases >= 1},
            {.name = "gold",
             .enter = (purchases >= 3 and silence <= 90_days) or recommendations >= 5,
             .door = spend >= much,
             .grace = 30_days},
            {.name = "gone", .enter = rung::facts::lost >= 1, .exit = true}};
}

ladder made(std::vector<stage> const& from, std::string_view name = {}) {
    auto const l = ladder::try_make(from.data(), from.size(), name);
    REQUIRE(l);
    return *l;
}

template <class Change>
std::uint64_t after(Change const& change) {
    auto s = stages();
    change(s);
    return fingerprint(made(s));
}

// Plain ladders: only the vocabulary differs.
template <std::size_t Variant>
struct tiny {
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
    };
    struct facts {
        std::int64_t visits = 0;
        friend constexpr bool operator==(facts const&, facts const&) = default;
    };
    enum class fact : std::uint8_t { visits };
    static constexpr std::array<rung::word, 7> variants{{
        {.name = "visits", .most = 100},
        {.name = "visit", .most = 100},
        {.name = "visits", .measure = rung::unit::money, .most = 100},
        {.name = "visits", .ages = true, .most = 100},
        {.name = "visits", .falls = false, .most = 100},
        {.name = "visits", .least = -1, .most = 100},
        {.name = "visits", .most = 101},
    }};
    static constexpr std::array<rung::word, 1> vocabulary{variants[Variant]};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

template <std::size_t... Variant>
std::set<std::uint64_t> of_vocabularies(std::index_sequence<Variant...>) {
    auto const one = []<class S>(S) {
        return fingerprint(rung::basic_ladder<S>{
            {.name = "a"}, {.name = "b", .enter = rung::basic_condition<S>{{}, 1, 99}}});
    };
    return {one(tiny<Variant>{})...};
}

struct own_ascent : rung::ascent::leap {
    std::uint64_t version = 0;
    constexpr own_ascent(std::uint64_t v) noexcept : version{v} {}
    [[nodiscard]] constexpr std::uint64_t fingerprint() const noexcept { return version; }
};
struct silent_ascent : rung::ascent::leap {};
struct own_descent : rung::descent::at_once {
    std::uint64_t version = 0;
    constexpr own_descent(std::uint64_t v) noexcept : version{v} {}
    [[nodiscard]] constexpr std::uint64_t fingerprint() const noexcept { return version; }
};
struct silent_descent : rung::descent::at_once {};
struct own_comeback : rung::comeback::resume {
    std::uint64_t version = 0;
    constexpr own_comeback(std::uint64_t v) noexcept : version{v} {}
    [[nodiscard]] constexpr std::uint64_t fingerprint() const noexcept { return version; }
};
struct silent_comeback : rung::comeback::resume {};

constexpr auto service = rung::lifecycle{rung::ladders::service()};
static_assert(fingerprint(service) != 0);
static_assert(fingerprint(service) == fingerprint(rung::fixed<service>{}));
static_assert(fingerprint(service) != fingerprint(service.ladder()));
static_assert(fingerprint(rung::ladders::service()) != fingerprint(rung::ladders::loyalty()));

template <class A = rung::ascent::leap, class D = rung::descent::at_once, class C = rung::comeback::requalify>
std::uint64_t with(A a = {}, D d = D{}, C c = {}) {
    return fingerprint(rung::lifecycle<ladder, A, D, C>{made(stages()), a, d, c});
}

}  // namespace

TEST_CASE("every single thing that decides where clients stand is in the fingerprint") {
    auto const same = after([](auto&) {});
    std::vector<std::uint64_t> const changed = {
        after([](auto& s) { s[0].name = "quest"; }),
        after([](auto& s) { s[3].name = "away"; }),
        after([](auto& s) { std::swap(s[1].name, s[2].name); }),
        after([](auto& s) { s[1].enter = purchases >= 2 and contacts >= 2; }),
        after([](auto& s) { s[1].enter = purchases >= 1 and contacts >= 3; }),
        after([](auto& s) { s[1].enter = purchases >= 1 and complaints >= 2; }),
        after([](auto& s) { s[1].enter = purchases >= 1 and contacts >= 2 and contacts <= 9; }),
        after([](auto& s) { s[1].enter = purchases >= 1 or contacts >= 2, s[1].keep = {}; }),
        after([](auto& s) { s[1].enter = purchases >= 1; }),
        after([](auto& s) { s[1].keep = {}; }),
        after([](auto& s) { s[1].keep = contacts >= 2; }),
        after([](auto& s) { s[1].keep = rung::rule::always(); }),
        after([](auto& s) { s[2].keep = rung::rule::always(); }),
        after([](auto& s) { s[1].grace = 1_seconds; }),
        after([](auto& s) { s[1].door = spend >= much; }),
        after([](auto& s) { s[2].enter = (purchases >= 3 and silence <= 91_days) or recommendations >= 5; }),
        after([](auto& s) { s[2].enter = (purchases >= 3 and silence < 90_days) or recommendations >= 5; }),
        after([](auto& s) { s[2].enter = purchases >= 3 and silence <= 90_days and recommendations >= 5; }),
        after([](auto& s) { s[2].enter = purchases >= 3 or (silence <= 90_days and recommendations >= 5); }),
        after([](auto& s) {
            s[1].enter = rung::at_least(1, {purchases >= 1, contacts >= 2});
            s[1].keep = {};
        }),
        after([](auto& s) {
            s[1].enter = rung::at_least(2, {purchases >= 1, contacts >= 2});
        }),
        after([](auto& s) {
            s[1].enter = rung::at_least(2, {purchases >= 1, contacts >= 2, lost <= 1});
            s[1].keep = {};
        }),
        after([](auto& s) {
            s[1].enter = lost <= 1 and rung::at_least(2, {purchases >= 1, contacts >= 2});
        }),
        after([](auto& s) { s[2].door = spend >= more; }),
        after([](auto& s) { s[2].door = {}; }),
        after([](auto& s) { s[2].grace = 30_days + 1_seconds; }),
        after([](auto& s) { s[2].grace = {}; }),
        after([](auto& s) { s[3].enter = lost >= 2; }),
        after([](auto& s) { s[3].exit = false; }),
        after([](auto& s) { s.pop_back(); }),
        after([](auto& s) { s.erase(s.begin() + 2); }),
        after([](auto& s) { s.push_back({.name = "blocked", .enter = complaints >= 9, .exit = true}); }),
    };
    std::set<std::uint64_t> all(changed.begin(), changed.end());
    all.insert(same);
    CHECK(all.size() == changed.size() + 1);
}

TEST_CASE("what does not decide where clients stand is not in the fingerprint") {
    auto const same = after([](auto&) {});
    CHECK(after([](auto& s) { s[1].driver = rung::driver::client; }) == same);
    CHECK(after([](auto& s) { s[1].source = "page 7"; }) == same);
    CHECK(after([](auto& s) { s[1].enter = contacts >= 2 and purchases >= 1; }) == same);
    CHECK(after([](auto& s) {
              s[2].enter = recommendations >= 5 or (silence <= 90_days and purchases >= 3);
          }) == same);
    CHECK(after([](auto& s) { s[2].keep = s[2].enter; }) == same);
    CHECK(after([](auto& s) {
              s[2].enter = lost <= 1 and rung::at_least(1, {contacts >= 2, purchases >= 1});
          }) == after([](auto& s) {
              s[2].enter = rung::at_least(1, {purchases >= 1, contacts >= 2}) and lost <= 1;
          }));
    CHECK(fingerprint(made(stages(), "club")) == same);
    auto const s = stages();
    auto const named = rung::ladder_of<rank>::try_make(s.data(), s.size());
    REQUIRE(named);
    CHECK(fingerprint(*named) == same);
}

TEST_CASE("one second or one cent more makes another ladder, whatever the threshold") {
    std::set<std::uint64_t> all;
    for (std::int64_t n = 0; n < 2000; ++n) {
        all.insert(after([n](auto& s) { s[2].door = spend >= rung::money{n + 1}; }));
        all.insert(after([n](auto& s) { s[2].grace = rung::duration{n + 1}; }));
    }
    CHECK(all.size() == 4000);
}

TEST_CASE("each word of the vocabulary counts in all its parts") {
    CHECK(of_vocabularies(std::make_index_sequence<7>{}).size() == 7);
}

TEST_CASE("the policies count, but not how they were given") {
    using namespace rung;
    std::vector<std::uint64_t> const different = {
        with(),
        with(ascent::one_step{}),
        with(ascent::direct{}),
        with(ascent::leap{}, descent::never{}),
        with(ascent::leap{}, descent::after{1_days}),
        with(ascent::leap{}, descent::after{2_days}),
        with(ascent::leap{}, descent::after{1_days, one_down}),
        with(ascent::leap{}, descent::at_once{one_down}),
        with(ascent::leap{}, descent::at_once{}, comeback::resume{}),
        with(ascent::leap{}, descent::at_once{}, comeback::restart{}),
        with(silent_ascent{}),
        with(ascent::leap{}, silent_descent{}),
        with(ascent::leap{}, descent::at_once{}, silent_comeback{}),
        with(own_ascent{1}),
        with(own_ascent{2}),
        with(ascent::leap{}, own_descent{1}),
        with(ascent::leap{}, own_descent{2}),
        with(ascent::leap{}, descent::at_once{}, own_comeback{1}),
        with(ascent::leap{}, descent::at_once{}, own_comeback{2}),
    };
    CHECK(std::set<std::uint64_t>(different.begin(), different.end()).size() == different.size());

    auto const chosen = [](ascent::chosen a, descent::chosen d, comeback::chosen c) { return with(a, d, c); };
    CHECK(chosen(ascent::leap{}, descent::at_once{}, comeback::requalify{}) == different[0]);
    CHECK(chosen({}, {}, {}) == different[0]);
    CHECK(chosen(ascent::one_step{}, {}, {}) == different[1]);
    CHECK(chosen(ascent::direct{}, {}, {}) == different[2]);
    CHECK(chosen({}, descent::never{}, {}) == different[3]);
    CHECK(chosen({}, descent::after{1_days}, {}) == different[4]);
    CHECK(chosen({}, descent::after{1_days, one_down}, {}) == different[6]);
    CHECK(chosen({}, descent::at_once{one_down}, {}) == different[7]);
    CHECK(chosen({}, {}, comeback::resume{}) == different[8]);
    CHECK(chosen({}, {}, comeback::restart{}) == different[9]);
    // To wait for nothing, or for less, is not to wait.
    CHECK(with(ascent::leap{}, descent::after{duration{0}}) == different[0]);
    CHECK(with(ascent::leap{}, descent::after{duration{-5}}) == different[0]);
}

TEST_CASE("the fingerprint of a ladder is this number on every machine") {
    // Computed apart from the library.
    CHECK(*of_vocabularies(std::index_sequence<0>{}).begin() == 0xFC625B90F438AD4DU);
}
