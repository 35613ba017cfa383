// The batches that the example replay reads on one thread and plays on another.
#include "catch.hpp"

#include <read_ahead.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace {

using numbers = std::vector<std::size_t>;

// Batches of `size` numbers, from 0, until `last` of them were made.
auto counting(std::size_t last, std::size_t size) {
    return [=, next = std::size_t{0}](numbers& batch) mutable {
        batch.clear();
        while (next < last && batch.size() < size) batch.push_back(next++);
        return !batch.empty();
    };
}

TEST_CASE("read_ahead: hands over all batches in order") {
    auto const last = GENERATE(std::size_t{0}, 1, 7, 1'000);
    read_ahead<numbers> batches{counting(last, 3)};
    std::size_t due = 0;
    while (auto const* const batch = batches.next()) {
        REQUIRE(!batch->empty());
        for (auto const n : *batch) REQUIRE(n == due++);
    }
    CHECK(due == last);
    CHECK(batches.next() == nullptr);
}

TEST_CASE("read_ahead: there is a fixed number of batches, used in turn") {
    read_ahead<numbers, 3> batches{counting(1'000, 1)};
    std::vector<numbers const*> seen;
    while (auto const* const batch = batches.next()) {
        if (std::find(seen.begin(), seen.end(), batch) == seen.end()) seen.push_back(batch);
    }
    CHECK(seen.size() == 3);
}

TEST_CASE("read_ahead: an exception comes out after the batches that were made") {
    auto make = counting(100, 1);
    read_ahead<numbers> batches{[&](numbers& batch) {
        if (!make(batch) || batch.front() == 10) throw std::runtime_error{"enough"};
        return true;
    }};
    for (std::size_t n = 0; n < 10; ++n) {
        auto const* const batch = batches.next();
        REQUIRE(batch != nullptr);
        CHECK(batch->front() == n);
    }
    CHECK_THROWS_AS(batches.next(), std::runtime_error);
    CHECK(batches.next() == nullptr);
}

TEST_CASE("read_ahead: the rest need not be taken") {
    auto const taken = GENERATE(0, 1, 5);
    read_ahead<numbers> batches{[](numbers& batch) {
        batch.assign(1, 0);
        return true;
    }};
    for (int i = 0; i < taken; ++i) CHECK(batches.next() != nullptr);
}

}  // namespace
