#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/ids.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/client_states.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/key_table.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/ladders/service.hpp>

#include <rapidcheck.h>

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace {

using rung::insight::detail::few_client_states;
using rung::insight::detail::key_table;

/// Keys that fall close to each other: some few, or in steps of which the first mixing makes small steps.
std::uint64_t crowded(int n, int how) {
    auto const k = static_cast<std::uint64_t>(n);
    return how == 0 ? k : how == 1 ? k << 32 : k * 0xF1DE'83E1'9937'733Du;
}

void holds(key_table<int> const& table, std::map<std::uint64_t, int> const& all) {
    RC_ASSERT(table.size() == all.size());
    std::map<std::uint64_t, int> seen;
    table.each([&](std::uint64_t key, int what) { RC_ASSERT(seen.emplace(key, what).second); });
    RC_ASSERT(seen == all);
    for (auto const& [key, what] : all) {
        auto const* const found = table.find(key);
        RC_ASSERT(found != nullptr);
        RC_ASSERT(*found == what);
    }
}

}  // namespace

TEST_CASE("a table by keys has what a map has, whatever is put in and taken out") {
    CHECK(rc::check([] {
        auto const how = *rc::gen::inRange(0, 3);
        auto const steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(0, 40), rc::gen::inRange(-3, 9)));
        key_table<int> table;
        std::map<std::uint64_t, int> all;
        for (auto const& [n, what] : steps) {
            auto const key = crowded(n, how);
            RC_ASSERT((table.find(key) != nullptr) == all.contains(key));
            if (what < 0) {
                table.remove(key);
                all.erase(key);
            } else {
                table[key] += what;
                all[key] += what;
            }
        }
        holds(table, all);
        key_table<int> other;
        other.reserve(100);
        for (auto const& [key, what] : all) other[key] = what;
        RC_ASSERT(other == table);
        other[crowded(50, how)] = 1;
        RC_ASSERT_FALSE(other == table);
    }));
}

TEST_CASE("keys that were chosen to collide are found as fast as others, after a while") {
    // All of them have their home in the first cell of a table of any size: the mixing, undone.
    auto const inverse = [](std::uint64_t odd) {
        auto x = odd;
        for (int i = 0; i < 5; ++i) x *= 2 - odd * x;
        return x;
    };
    auto const first = inverse(0x9E37'79B9'7F4A'7C15u), second = inverse(0xD6E8'FEB8'6659'FD93u);
    key_table<int> table;
    std::map<std::uint64_t, int> all;
    for (int n = 0; n < 3'000; ++n) {
        auto x = static_cast<std::uint64_t>(n) * second;
        x ^= x >> 32;
        auto const key = x * first;
        table[key] = n;
        all[key] = n;
    }
    CHECK(rc::check([&] { holds(table, all); }));
    CHECK(table.longest_way() < 40);
}

TEST_CASE("where few have anything, those who have are never passed over") {
    CHECK(rc::check([] {
        auto const steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(1, 2'000), rc::gen::inRange(-1, 3)));
        few_client_states<int> few;
        std::map<rung::client_id, int> all;
        // Many at first, so that the bits are made anew.
        for (int n = 1; n <= 300; ++n)
            few.of(static_cast<rung::client_id>(n * 7), false) = all[static_cast<rung::client_id>(n * 7)] = n;
        for (auto const& [n, what] : steps) {
            auto const id = static_cast<rung::client_id>(n);
            if (what > 0) {
                few.of(id, false) = what;
                all[id] = what;
            } else {
                few.forget(id);
                all.erase(id);
            }
        }
        for (auto const& [id, what] : all) {
            RC_ASSERT(few.may_have(id, false));
            RC_ASSERT(few.find(id, false) != nullptr);
            RC_ASSERT(*few.find(id, false) == what);
        }
        std::size_t kept_from = 0;
        for (rung::client_id id = 3'000; id < 4'000; ++id) kept_from += few.may_have(id, false) ? 0u : 1u;
        RC_ASSERT(kept_from > 500u);
    }));
}

namespace {

/// Told ahead of clients, each once for an event but for the first of a list, and before it.
struct listens_ahead {
    std::map<rung::client_id, int>& ahead;
    std::size_t& expected;
    void expect(rung::client_id id) const noexcept {
        ++ahead[id];
        ++expected;
    }
    template <class Transition>
    void operator()(Transition const&) const noexcept {}
    void happened(rung::retail_event const& e, rung::ladders::service_stage) const {
        if (auto const at = ahead.find(e.client); at != ahead.end() && at->second > 0) --at->second;
    }
};

template <class Ids>
void tells_ahead(Ids ids) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, ids};
    std::vector<rung::retail_event> events;
    for (std::uint32_t n = 0; n < 200; ++n)
        events.push_back(rung::contact{
            .id = n + 1, .client = n % 9 + 1, .at = rung::instant::from_unix(1'000) + rung::duration{n}});
    std::map<rung::client_id, int> ahead;
    std::size_t expected = 0;
    (void)base.apply(events, listens_ahead{ahead, expected});
    CHECK(expected > 100);
    CHECK(expected < events.size());
    for (auto const& [client, more] : ahead) CHECK(more == 0);
}

}  // namespace

TEST_CASE("an observer with expect() is told some events ahead whose event comes") {
    tells_ahead(rung::ids::hashed{});
    tells_ahead(rung::ids::dense{.first = 1, .count = 9});
}
