// Any aggregate is read as it was written, and any bytes that are read are those that would be written.
#include "catch.hpp"

#include <rung/base/member_bytes.hpp>
#include <rung/core/time.hpp>

#include <rapidcheck.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

namespace detail = rung::detail;

struct inner {
    std::int16_t number = 0;
    std::uint64_t bits : 33 = 0;
};
struct outer {
    bool yes = false;
    std::int64_t number = 0;
    rung::instant at{};
    rung::money paid{};
    inner nested{};
    std::array<inner, 2> two{};
    std::uint8_t grid[2][2]{};
    std::int32_t few : 5 = 0;
};

std::vector<std::byte> written(outer const& o) {
    std::vector<std::byte> out;
    rung::byte_writer w{out};
    detail::write_value(w, o);
    return out;
}

inner some_inner() {
    inner i;
    i.number = *rc::gen::arbitrary<std::int16_t>();
    i.bits = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 33) & 0x1'FFFF'FFFF;
    return i;
}
outer some_outer() {
    outer o;
    o.yes = *rc::gen::arbitrary<bool>();
    o.number = *rc::gen::arbitrary<std::int64_t>();
    o.at = rung::instant::from_unix(*rc::gen::inRange<std::int64_t>(0, 0x1'0000'0000));
    o.paid = rung::money{*rc::gen::arbitrary<std::int64_t>()};
    o.nested = some_inner();
    o.two[1] = some_inner();
    o.grid[1][0] = *rc::gen::arbitrary<std::uint8_t>();
    o.few = (*rc::gen::inRange(0, 32) - 16) & 15;
    return o;
}

}  // namespace

TEST_CASE("any aggregate is read as it was written") {
    CHECK(rc::check([] {
        auto const o = some_outer();
        auto const bytes = written(o);
        rung::byte_reader r{bytes};
        auto const again = detail::read_value<outer>(r);
        RC_ASSERT(r.ok());
        RC_ASSERT(r.empty());
        RC_ASSERT(detail::equal(again, o));
        // And what is cut off is not.
        auto const cut = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(bytes.size())));
        rung::byte_reader less{std::span{bytes}.first(cut)};
        (void)detail::read_value<outer>(less);
        RC_ASSERT(!less.ok());
    }));
}

TEST_CASE("any bytes are refused, or are what would have been written") {
    CHECK(rc::check([] {
        auto bytes = written(some_outer());
        for (int changes = *rc::gen::inRange(1, 4); changes > 0; --changes) {
            auto const at =
                static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(bytes.size())));
            bytes[at] = static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
        }
        rung::byte_reader r{bytes};
        auto const o = detail::read_value<outer>(r);
        if (!r.ok()) return;
        bytes.resize(bytes.size() - r.rest().size());
        RC_ASSERT(written(o) == bytes);
    }));
}
