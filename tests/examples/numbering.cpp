// Names chosen to collide cost no more than others. Steps are counted, not time.

#include "catch.hpp"

#include "numbering.hpp"

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr keyed_hash::key known{0x0706'0504'0302'0100, 0x0f0e'0d0c'0b0a'0908};

// The vectors of its authors: the bytes 0, 1, 2, ... under the key 0, 1, 2, ...
constexpr std::uint64_t hash_of_bytes(std::size_t n) {
    char text[64]{};
    for (std::size_t i = 0; i < n; ++i) text[i] = static_cast<char>(i);
    return keyed_hash{known}({text, n});
}
static_assert(hash_of_bytes(0) == 0x726f'db47'dd0e'0e31);
static_assert(hash_of_bytes(1) == 0x74f8'39c5'93dc'67fd);
static_assert(hash_of_bytes(8) == 0x93f5'f579'9a93'2462);
static_assert(hash_of_bytes(15) == 0xa129'ca61'49be'45e5);

// What std::hash of libstdc++ makes of sixteen bytes (MurmurHash2) can be turned round: for any first eight
// there are last eight so that all of these names have one hash.
std::string colliding_name(std::uint64_t first) {
    constexpr std::uint64_t m = 0xc6a4'a793'5bd1'e995, inverse = 0x5f7a'0ea7'e59b'19bd;
    static_assert(m * inverse == 1);
    auto const mixed = [](std::uint64_t k) {
        k *= m;
        k ^= k >> 47;
        return k * m;
    };
    auto const unmixed = [](std::uint64_t k) {
        k *= inverse;
        k ^= k >> 47;
        return k * inverse;
    };
    std::uint64_t const after_first = (0xc70f'6907 ^ 16 * m ^ mixed(first)) * m;
    auto const last = unmixed(after_first);  // after it the hash is 0 before its end
    std::string name(16, '\0');
    std::memcpy(name.data(), &first, 8);
    std::memcpy(name.data() + 8, &last, 8);
    return name;
}

}  // namespace

TEST_CASE("names get numbers in the order in which they come") {
    numbering names{known};
    CHECK(names["ann"] == 1);
    CHECK(names["a name that is longer than a key"] == 2);
    CHECK(names["bob"] == 3);
    CHECK(names["ann"] == 1);
    CHECK(names["a name that is longer than a key"] == 2);
    CHECK(names.size() == 3);
    CHECK(names.text(2) == "a name that is longer than a key");
}

TEST_CASE("names chosen to collide do not collide") {
    constexpr std::uint64_t count = 20'000;
    numbering names;
#ifdef __GLIBCXX__
    // This is what makes the names worth choosing.
    CHECK(std::hash<std::string>{}(colliding_name(1)) == std::hash<std::string>{}(colliding_name(2)));
#endif
    for (std::uint64_t i = 0; i < count; ++i) (void)names[colliding_name(i)];
    for (std::uint64_t i = 0; i < count; ++i) CHECK(names[colliding_name(i)] == i + 1);
    CHECK(names.collisions() == 0);  // that two of them have one hash of 63 bits: once in 40 thousand million
    CHECK(names.all_ways() < count / 10);
}

TEST_CASE("every program has a key of its own") {
    auto const one = keyed_hash::random_key(), other = keyed_hash::random_key();
    CHECK((one.first != other.first || one.second != other.second));
    CHECK(keyed_hash{one}("ann") != keyed_hash{other}("ann"));
}
