#include "catch.hpp"
#include "unmixed.hpp"

#include <rung/base/id_index.hpp>

#include <cstdint>
#include <vector>

using rung::client_id;
using rung::id_index;

TEST_CASE("id_index: knows nobody at first, and then whom it was given") {
    id_index index;
    CHECK(index.size() == 0);
    CHECK(index.find(0) == id_index::none);
    CHECK(index.find(42) == id_index::none);

    index.insert(42, 7);
    CHECK(index.size() == 1);
    CHECK(index.find(42) == 7);
    CHECK(index.find(0) == id_index::none);
    CHECK(index.find(43) == id_index::none);
}

TEST_CASE("id_index: 0 and the largest id are ids like any other, and 0 a number like any other") {
    id_index index;
    index.insert(0, 5);
    index.insert(~client_id{0}, 0);
    CHECK(index.find(0) == 5);
    CHECK(index.find(~client_id{0}) == 0);
    CHECK(index.find(1) == id_index::none);
    CHECK(index.size() == 2);
}

TEST_CASE("id_index: finds everybody again however far it grows") {
    // Ids in steps of a power of two, the worst for a table of that size without mixing.
    for (client_id const step : {client_id{1}, client_id{1} << 12, client_id{1} << 32, client_id{1} << 44}) {
        id_index index;
        std::uint32_t wrong = 0;
        constexpr std::uint32_t many = 20'000;
        for (std::uint32_t i = 0; i < many; ++i) index.insert(i * step, i);
        for (std::uint32_t i = 0; i < many; ++i) wrong += index.find(i * step) != i ? 1u : 0u;
        CHECK(wrong == 0);
        CHECK(index.size() == many);
        CHECK(index.find(many * step) == id_index::none);
        CHECK(index.find(many * step + 1) == id_index::none);
    }
}

TEST_CASE("id_index: a reserve, before the first id or later, changes no answer") {
    id_index index;
    index.reserve(0);
    CHECK(index.find(1) == id_index::none);
    index.reserve(1'000);
    CHECK(index.size() == 0);
    CHECK(index.find(1) == id_index::none);
    for (std::uint32_t i = 0; i < 3'000; ++i) {
        index.insert(client_id{i} * 977, i);
        if (i == 500) index.reserve(10);  // fewer than there are
        if (i == 1'500) index.reserve(100'000);
    }
    std::uint32_t wrong = 0;
    for (std::uint32_t i = 0; i < 3'000; ++i) wrong += index.find(client_id{i} * 977) != i ? 1u : 0u;
    CHECK(wrong == 0);
    CHECK(index.size() == 3'000);
}

TEST_CASE("id_index: a secret seed changes no answer") {
    std::vector<id_index> seeded{id_index{0}, id_index{1}, id_index{0x9e3779b97f4a7c15}};
    for (auto& index : seeded) {
        for (std::uint32_t i = 0; i < 2'000; ++i) index.insert(client_id{i} << 20, i);
        std::uint32_t wrong = 0;
        for (std::uint32_t i = 0; i < 2'000; ++i) wrong += index.find(client_id{i} << 20) != i ? 1u : 0u;
        CHECK(wrong == 0);
        CHECK(index.find(3) == id_index::none);
    }
}

TEST_CASE("ids chosen to collide do not make the index slow") {
    // All at home in one line; and in each of many lines so few that none of them is far from home.
    constexpr std::uint32_t count = 40'000;
    for (std::uint32_t const together : {count, 150u, 40u}) {
        auto const id = [=](std::uint64_t i) {
            return unmixed((i / together * 0x9e37'79b9U & 0xffff'ffff) << 32 | (i + 1));
        };
        rung::id_index index;
        std::uint32_t wrong = 0;
        for (std::uint32_t i = 0; i < count; ++i) index.insert(id(i), i);
        for (std::uint32_t i = 0; i < count; ++i) wrong += index.find(id(i)) != i ? 1u : 0u;
        CHECK(wrong == 0);
        CHECK(index.seed() != 0);  // it has noticed
        CHECK(index.longest_way() <= 32);
        CHECK(index.all_ways() <= count / 10 + 32);
    }
}

TEST_CASE("id_index: ids that nobody chose to collide are never mixed anew, and are where they belong") {
    id_index index;
    for (std::uint32_t i = 0; i < 500'000; ++i) index.insert(client_id{i} << 7, i);
    CHECK(index.seed() == 0);
    CHECK(index.all_ways() <= 25'000);  // of 500,000
    for (std::uint32_t i = 0; i < 500'000; ++i) index.erase(client_id{i} << 7);
    CHECK(index.all_ways() == 0);
}

TEST_CASE("id_index: an id taken out is gone, and all others are found") {
    // All at home in one line, so that most are far from it; and spread.
    for (bool const together : {true, false}) {
        auto const id = [&](std::uint32_t i) { return together ? unmixed(i + 1) : client_id{i} << 20; };
        constexpr std::uint32_t count = 300;
        id_index index;
        for (std::uint32_t i = 0; i < count; ++i) index.insert(id(i), i);
        std::vector<std::uint32_t> expected(count);
        for (std::uint32_t i = 0; i < count; ++i) expected[i] = i;
        std::uint32_t wrong = 0;
        for (std::uint32_t step = 0; step < count; ++step) {
            auto const out = step * 7 % count;
            auto const other = (step * 7 + 3) % count;
            index.erase(id(out));
            index.erase(id(out));  // nobody of that id now
            expected[out] = id_index::none;
            if (expected[other] != id_index::none) index.assign(id(other), expected[other] += 1'000);
            for (std::uint32_t i = 0; i < count; ++i) wrong += index.find(id(i)) != expected[i] ? 1u : 0u;
        }
        CHECK(wrong == 0);
        CHECK(index.size() == 0);
        CHECK(index.longest_way() == 0);
        CHECK(index.all_ways() == 0);
    }
}

TEST_CASE("id_index: ids in patterns are as well spread as random ones") {
    constexpr std::uint32_t count = 100'000;
    auto const longest = [](auto id) {
        id_index index;
        index.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) index.insert(id(std::uint64_t{i}), i);
        return index.longest_way();
    };
    CHECK(longest([](std::uint64_t i) { return i; }) <= 8);
    CHECK(longest([](std::uint64_t i) { return ~i; }) <= 8);
    for (unsigned shift = 1; shift < 48; shift += 5)
        CHECK(longest([=](std::uint64_t i) { return i << shift; }) <= 8);
    CHECK(longest([](std::uint64_t i) { return i * 0x9e3779b97f4a7c15U; }) <= 8);
    CHECK(longest([](std::uint64_t i) {
              std::uint64_t reversed = 0;
              for (unsigned bit = 0; bit < 64; ++bit) reversed |= (i >> bit & 1) << (63 - bit);
              return reversed;
          }) <= 8);
}

TEST_CASE("id_index: a table that is reserved takes 26 bytes for an id, however many") {
    for (std::size_t const ids : {1'000u, 1'024u, 1'025u, 100'000u, 131'073u}) {
        id_index index;
        index.reserve(ids);
        auto const before = index.bytes();
        CHECK(before <= 26 * ids);
        for (std::uint32_t i = 0; i < ids; ++i) index.insert(i, i);
        CHECK(index.bytes() == before);
    }
}
