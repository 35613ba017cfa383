#include <rung/base/stable_sort.hpp>

#include "catch.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace {

struct numbered_key {
    int key;
    int place;
    friend bool operator==(numbered_key const&, numbered_key const&) = default;
};

bool is_less(numbered_key const& a, numbered_key const& b) { return a.key < b.key; }

}  // namespace

TEST_CASE("a stable sort is the standard library's, for any number of values") {
    CHECK(rc::check([] {
        auto const size = *rc::gen::weightedOneOf<int>(
            {{3, rc::gen::inRange(0, 300)}, {1, rc::gen::element(15, 16, 17, 31, 32, 33, 48, 64, 65, 129)}});
        auto const keys =
            *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(size), rc::gen::inRange(0, 20));
        std::vector<numbered_key> all;
        for (auto const key : keys) all.push_back({key, static_cast<int>(all.size())});
        auto expected = all;
        std::stable_sort(expected.begin(), expected.end(), is_less);
        rung::detail::stable_sort(all, is_less);
        RC_ASSERT(all == expected);
        rung::detail::stable_sort(all, is_less);
        RC_ASSERT(all == expected);
    }));
}
