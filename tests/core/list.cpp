#include "catch.hpp"

#include <rung/core/list.hpp>

#include <array>

namespace {

constexpr int numbers[]{7, 8, 9};
constexpr std::array<int, 2> more{4, 5};

constexpr rung::list<int> none;
static_assert(none.empty() && none.size() == 0 && none.begin() == none.end());

constexpr rung::list<int> three{numbers};
static_assert(!three.empty() && three.size() == 3 && three.front() == 7 && three[2] == 9);
static_assert(three.end() - three.begin() == 3);

static_assert(rung::list<int>{more}.size() == 2 && rung::list<int>{more}[1] == 5);
static_assert(rung::list<int>{numbers, 1}.size() == 1 && rung::list<int>{numbers, 0}.empty());

}  // namespace

TEST_CASE("a list is iterated from first to last") {
    int sum = 0;
    for (int const n : three) sum += n;
    CHECK(sum == 24);
}
