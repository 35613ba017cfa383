// Plain aggregates are counted, compared and stored member by member, without a word of their host's.
#include "catch.hpp"

#include <rung/base/codec.hpp>
#include <rung/base/durable_base.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/rung.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace rung::literals;
using buffer = std::vector<std::byte>;
namespace detail = rung::detail;

enum class colour : std::uint8_t { red, green, blue };
enum open_ended { one, two };  // of no fixed type

struct inner {
    std::int32_t number = 0;
    rung::money paid{};
};

// One of everything.
struct everything {
    bool yes = false;
    std::int8_t small = 0;
    std::uint64_t large = 0;
    std::int64_t below = 0;
    colour of{};
    rung::instant at{};
    rung::duration length{};
    rung::money paid{};
    rung::percent share{};
    rung::decimal mean{};
    inner nested{};
    std::array<rung::instant, 3> times{};
    std::uint32_t bits : 3 = 0;
    std::int32_t signed_bits : 4 = 0;
    bool bit : 1 = false;
    colour in_bits : 2 = colour::red;
    std::uint16_t grid[2][3]{};
    inner pair[2]{};
};

struct with_text {
    int a = 0;
    std::string text{};
    int b = 0;
};
struct with_pointer {
    int a = 0;
    int* pointer = nullptr;
};
struct with_texts {
    std::string texts[2]{};
};
struct with_float {
    double a = 0;
};
struct with_open_enumeration {
    open_ended a = one;
};
struct with_nested_text {
    int a = 0;
    with_text b{};
};
struct derived : inner {
    int more = 0;
};
struct nothing {};
struct derived_of_nothing : nothing {
    int more = 0;
};
class closed {
public:
    int open = 0;

private:
    [[maybe_unused]] int hidden_ = 0;
};
struct large {
    int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x;
};
struct too_large {
    large of;
    int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x;
};

template <class T>
inline constexpr bool stored = detail::stored_by_members<T>;

static_assert(stored<everything> && stored<inner> && stored<nothing> && stored<large>);
static_assert(detail::becomes_bytes<std::array<everything, 2>>());
static_assert(!stored<with_text> && !stored<with_pointer> && !stored<with_texts> && !stored<with_float>);
static_assert(!stored<with_open_enumeration> && !stored<with_nested_text>);
static_assert(!stored<derived> && !stored<derived_of_nothing> && !stored<closed> && !stored<too_large>);

static_assert(detail::sizes_of<everything, detail::members_with_bytes>.members == 18);
static_assert(detail::value_count<everything, detail::members_with_bytes> == 16 + 6 + 2);
static_assert(detail::sizes_of<nothing, detail::members_with_bytes>.members == 0);
static_assert(detail::sizes_of<large, detail::members_with_bytes>.members == detail::most_members);

static_assert(detail::can_be_compared<everything>() && detail::can_be_compared<with_float>());
static_assert(!detail::can_be_compared<derived>() && !detail::can_be_compared<closed>());

everything full() {
    everything e;
    e.yes = true;
    e.small = -128;
    e.large = ~std::uint64_t{0};
    e.below = std::numeric_limits<std::int64_t>::min();
    e.of = colour::blue;
    e.at = rung::utc(2026, 5, 1);
    e.length = rung::duration{} - 3_days;
    e.paid = -19.90_money;
    e.share = 150_percent;
    e.mean = 4.50_decimal;
    e.nested = {-7, 0.01_money};
    e.times = {rung::utc(2026, 5, 2), rung::instant::never(), rung::instant::forever()};
    e.bits = 7;
    e.signed_bits = -8;
    e.bit = true;
    e.in_bits = colour::blue;
    e.grid[1][2] = 65'535;
    e.pair[1] = {1, 2.00_money};
    return e;
}

template <class T>
buffer bytes_of(T const& value) {
    buffer out;
    rung::byte_writer w{out};
    detail::write_value(w, value);
    return out;
}
template <class T>
bool reads(buffer const& bytes, T& value) {
    rung::byte_reader r{bytes};
    value = detail::read_value<T>(r);
    return r.ok() && r.empty();
}
buffer bytes(std::initializer_list<unsigned> all) {
    buffer out;
    for (auto const b : all) out.push_back(static_cast<std::byte>(b));
    return out;
}

}  // namespace

TEST_CASE("an aggregate is written member by member, and read as it was") {
    everything again;
    REQUIRE(reads(bytes_of(full()), again));
    CHECK(detail::equal(again, full()));
    CHECK(again.below == std::numeric_limits<std::int64_t>::min());
    CHECK(again.bits == 7);
    CHECK(again.signed_bits == -8);
    CHECK(again.in_bits == colour::blue);
    CHECK(again.times == full().times);
    CHECK(again.grid[1][2] == 65'535);
    CHECK(again.grid[0][2] == 0);
    CHECK(again.pair[0].number == 0);
    CHECK(again.pair[1].paid == 2.00_money);

    REQUIRE(reads(bytes_of(everything{}), again));
    CHECK(detail::equal(again, everything{}));
}

TEST_CASE("the bytes of an aggregate are those of docs/formats.md") {
    CHECK(bytes_of(everything{}) == bytes({0}));
    CHECK(bytes_of(inner{-2, 1.00_money}) == bytes({3, 3, 200, 1}));
    CHECK(bytes_of(inner{0, 1.00_money}) == bytes({2, 200, 1}));
    everything e;
    e.at = rung::instant::from_unix(0x01020304);
    e.times[1] = rung::instant::from_unix(5);
    // Bits 5 and 11; four bytes for an instant, and all elements of an array.
    CHECK(bytes_of(e) == bytes({0xA0, 0x10, 4, 3, 2, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0}));
}

TEST_CASE("each member counts when aggregates are compared") {
    everything const all = full();
    std::size_t found = 0;
    auto const differs = [&](auto const& change) {
        auto other = all;
        change(other);
        CHECK_FALSE(detail::equal(all, other));
        CHECK(bytes_of(all) != bytes_of(other));
        ++found;
    };
    differs([](everything& e) { e.yes = false; });
    differs([](everything& e) { e.small = 1; });
    differs([](everything& e) { e.large = 1; });
    differs([](everything& e) { e.below = 1; });
    differs([](everything& e) { e.of = colour::green; });
    differs([](everything& e) { e.at = rung::utc(2026, 5, 3); });
    differs([](everything& e) { e.length = 1_days; });
    differs([](everything& e) { e.paid = 1.00_money; });
    differs([](everything& e) { e.share = 1_percent; });
    differs([](everything& e) { e.mean = 1.00_decimal; });
    differs([](everything& e) { e.nested.number = 1; });
    differs([](everything& e) { e.times[1] = rung::utc(2026, 5, 3); });
    differs([](everything& e) { e.bits = 1; });
    differs([](everything& e) { e.signed_bits = 1; });
    differs([](everything& e) { e.bit = false; });
    differs([](everything& e) { e.in_bits = colour::red; });
    differs([](everything& e) { e.grid[0][0] = 1; });
    differs([](everything& e) { e.pair[0].number = 1; });
    CHECK(found == detail::sizes_of<everything, detail::members_with_bytes>.members);
}

TEST_CASE("bytes that no aggregate has written are refused") {
    inner i;
    CHECK(reads(bytes({1, 2}), i));
    CHECK_FALSE(reads(bytes({}), i));
    CHECK_FALSE(reads(bytes({1}), i));
    CHECK_FALSE(reads(bytes({1, 0}), i));                             // a zero is left out
    CHECK_FALSE(reads(bytes({4, 1}), i));                             // there is no third member
    CHECK_FALSE(reads(bytes({1, 0x80, 0x80, 0x80, 0x80, 0x20}), i));  // above 32 bits
    struct narrow {
        std::uint8_t of = 0;
        std::uint32_t bits : 3 = 0;
        bool yes = false;
        std::int32_t signed_bits : 3 = 0;
    };
    narrow n;
    CHECK(reads(bytes({1, 0xFF, 1}), n));
    CHECK_FALSE(reads(bytes({1, 0x80, 2}), n));
    CHECK(reads(bytes({2, 7}), n));
    CHECK_FALSE(reads(bytes({2, 8}), n));
    CHECK_FALSE(reads(bytes({2, 9}), n));
    CHECK(reads(bytes({4, 1}), n));
    CHECK_FALSE(reads(bytes({4, 2}), n));
    CHECK(reads(bytes({8, 7}), n));
    CHECK(n.signed_bits == -4);
    CHECK_FALSE(reads(bytes({8, 8}), n));
    struct nests {
        inner in{};
        std::array<std::uint8_t, 2> two{};
    };
    nests both;
    CHECK_FALSE(reads(bytes({1, 0}), both));
    CHECK_FALSE(reads(bytes({2, 0, 0}), both));
    CHECK(reads(bytes({2, 0, 9}), both));
    CHECK(both.two[1] == 9);
}

TEST_CASE("what was stored before a member was added is read: there it is zero") {
    struct before {
        std::uint32_t visits = 0;
    };
    struct after {
        std::uint32_t visits = 0;
        std::uint32_t added = 9;
    };
    after now;
    REQUIRE(reads(bytes_of(before{3}), now));
    CHECK(now.visits == 3);
    CHECK(now.added == 0);
}

namespace {

// A schema that has neither a codec nor ==.
struct gym {
    enum class what : std::uint8_t { visit, goodbye };
    struct event {
        rung::event_id id = 0;
        rung::instant at{};
        rung::client_id client = 0;
        what kind{};
        std::int16_t minutes : 10 = 0;
        rung::money paid{};
    };
    struct facts {
        rung::instant last[2]{};
        std::uint32_t visits : 20 = 0;
        std::uint32_t goodbyes : 12 = 0;
        rung::money paid{};
    };
    static constexpr void fold(facts& f, event const& e) noexcept {
        f.goodbyes = (f.goodbyes + (e.kind == what::goodbye ? 1u : 0u)) & 4'095u;
        f.visits = (f.visits + (e.kind == what::visit ? 1u : 0u)) & 0xF'FFFFu;
        f.last[1] = f.last[0];
        f.last[0] = e.at;
        f.paid += e.paid;
    }
    enum class fact : std::uint8_t { visits, goodbyes, paid };
    static constexpr std::array<rung::word, 3> vocabulary{{
        {.name = "visits"},
        {.name = "goodbyes"},
        {.name = "paid", .measure = rung::unit::money},
    }};
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant) noexcept {
        return k == fact::visits ? f.visits : k == fact::goodbyes ? f.goodbyes : f.paid.minor_units;
    }
};

rung::lifecycle const training{rung::basic_ladder<gym>{
    {.name = "guest"},
    {.name = "member", .enter = rung::fact<gym, gym::fact::visits> >= 2},
    {.name = "patron", .enter = rung::fact<gym, gym::fact::paid> >= 10.00_money},
    {.name = "gone", .enter = rung::fact<gym, gym::fact::goodbyes> >= 1, .exit = true},
}};

std::vector<gym::event> log() {
    std::vector<gym::event> all;
    std::minstd_rand random{1};
    auto const next = [&](std::uint64_t below) { return random() % below; };
    for (std::uint32_t n = 0; n < 500; ++n) {
        gym::event e;
        e.id = n % 7 == 0 ? 0 : n;
        e.at = rung::utc(2026, 1, 1) + 1_hours * n;
        e.client = 1 + next(40);
        e.kind = next(20) == 0 ? gym::what::goodbye : gym::what::visit;
        e.minutes = static_cast<std::int16_t>(static_cast<int>(next(1'000)) - 500) & 511;
        e.paid = rung::money{static_cast<std::int64_t>(next(400)) - 100};
        all.push_back(e);
    }
    return all;
}

template <class Base>
buffer snapshot_of(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    return sink.bytes;
}

template <class Base>
void is_kept(Base const& empty) {
    auto const events = log();
    auto base = empty;
    REQUIRE(base.apply(std::span{events}).refused.empty());
    auto again = empty;
    REQUIRE(rung::restore(again, snapshot_of(base)));
    CHECK(again.size() == base.size());
    CHECK(snapshot_of(again) == snapshot_of(base));
    base.each([&](auto const& view) {
        auto const other = again.find(view.id());
        REQUIRE(other);
        CHECK(detail::equal(other->facts(), view.facts()));
        CHECK(other->stage() == view.stage());
    });

    auto const of = rung::fingerprint(training);
    rung::durable_base<Base, rung::memory_sink> durable{empty,
                                                        rung::journal_writer{rung::memory_sink{}, {of, 0}}};
    REQUIRE(durable.apply(std::span{events}.first(100)).refused.empty());
    REQUIRE(durable.apply(std::span{events}.subspan(100)).refused.empty());
    auto redone = empty;
    rung::journal_reader journal{durable.journal().sink().bytes};
    REQUIRE(rung::redo_journal(redone, journal, 0));
    CHECK(snapshot_of(redone) == snapshot_of(base));
}

}  // namespace

TEST_CASE("a schema without a codec and without == is kept: snapshot, journal, history") {
    static_assert(rung::has_event_codec<gym> && rung::has_facts_codec<gym>);
    static_assert(!std::equality_comparable<gym::event> && !std::equality_comparable<gym::facts>);
    is_kept(rung::client_base{training});
    is_kept(rung::client_base{training, rung::history::kept{}});

    rung::client_base kept{training, rung::history::kept{rung::history::conflict::refuse}};
    auto const events = log();
    REQUIRE(kept.apply(std::span{events}).refused.empty());
    auto const again = kept.apply(std::span{events});
    CHECK(again.repeated == 500 - 72);  // one of seven has no id, and is never known
    auto other = events[1];
    other.minutes = static_cast<std::int16_t>(other.minutes + 1) & 511;
    CHECK(kept.apply(other).refused.at(0).why == rung::refusal::conflict);
}

TEST_CASE("the client of an event is not stored, and stays what it is when the event is read") {
    buffer out;
    rung::byte_writer w{out};
    gym::event e;
    e.client = 77;
    e.id = 5;
    e.at = rung::instant::from_unix(1);
    e.minutes = -3;
    rung::codec<gym>::write(w, e);
    CHECK(out == bytes({0b1'0011, 5, 1, 0, 0, 0, 5}));
    gym::event again;
    again.client = 78;
    rung::byte_reader r{out};
    REQUIRE(rung::codec<gym>::read(r, again));
    CHECK(again.client == 78);
    again.client = 77;
    CHECK(detail::equal(again, e));

    auto const with_a_client = bytes({0b1'0111, 5, 1, 0, 0, 0, 5, 5});
    rung::byte_reader impossible{with_a_client};
    CHECK_FALSE(rung::codec<gym>::read(impossible, again));
}
