#include "catch.hpp"

#include "core/random_worlds.hpp"

#include <rung/base/retail_codec.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include <rapidcheck.h>

namespace {

using namespace rung::literals;
using rung::retail;
using rung::retail_event;
using worlds::chance;
using worlds::draw;
using buffer = std::vector<std::byte>;
using coded = rung::codec<retail>;

template <class T>
buffer written(T const& value) {
    buffer out;
    rung::byte_writer w{out};
    if constexpr (requires { coded::write(w, value); })
        coded::write(w, value);
    else
        rung::write_bytes(w, value);
    return out;
}

template <class T>
bool read(rung::byte_reader& r, T& value) {
    if constexpr (requires { coded::read(r, value); })
        return coded::read(r, value);
    else
        return rung::read_bytes(r, value);
}

// What was written is read as an equal value and leaves nothing, also with other bytes after it; cut anywhere
// it is refused.
template <class T>
void check_round_trip(T const& value, T const& before = {}) {
    auto bytes = written(value);
    auto const size = bytes.size();
    bytes.push_back(std::byte{0xFF});
    rung::byte_reader r{bytes};
    auto back = before;
    RC_ASSERT(read(r, back));
    RC_ASSERT(back == value);
    RC_ASSERT(r.rest().size() == 1u);
    for (std::size_t cut = 0; cut < size; ++cut) {
        rung::byte_reader torn{std::span{bytes}.first(cut)};
        T part{};
        RC_ASSERT(!read(torn, part));
        RC_ASSERT(!torn.ok());
    }
}

// Bytes of nobody: refused, or they are just what would be written of the value they read as.
template <class T>
bool check_foreign(buffer const& bytes) {
    rung::byte_reader r{bytes};
    T value{};
    bool const taken = read(r, value);
    RC_ASSERT(taken == r.ok());
    if (!taken) return false;
    if constexpr (std::is_same_v<T, retail::facts>) {
        bool const had_spend = (bytes[0] & std::byte{64}) != std::byte{};
        if (had_spend && value.spend() == rung::money{}) return true;  // below zero, which it no longer is
    }
    auto const used = bytes.size() - r.rest().size();
    RC_ASSERT(written(value) == buffer(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(used)));
    return true;
}

std::uint64_t any_u64() {
    auto const bits = draw(0, 64);
    auto const n = *rc::gen::arbitrary<std::uint64_t>();
    return bits == 0 ? 0 : n >> (64 - bits);
}
rung::instant any_instant() {
    rung::instant t;
    t.unix_seconds = static_cast<std::uint32_t>(any_u64());
    if (chance(10)) t = rung::instant::forever();
    return t;
}

rung::event_order any_order() { return rung::event_order::of(any_instant(), any_u64()); }

retail_event any_event() {
    retail_event e;
    e.id = any_u64();
    e.client = 7;
    e.amount = rung::money{rung::unzigzag(any_u64())};
    e.of = any_u64();
    e.at = any_instant();
    e.bought = any_instant();
    e.channel = static_cast<std::uint16_t>(any_u64());
    e.kind = static_cast<rung::event_kind>(draw(0, rung::event_kind_count - 1));
    e.detail = static_cast<std::uint8_t>(any_u64());
    e.mark = static_cast<std::uint8_t>(any_u64());
    return e;
}

std::uint32_t up_to(std::uint32_t most) {
    return chance(20)   ? most
           : chance(40) ? 0
                        : static_cast<std::uint32_t>(draw(0, static_cast<std::int64_t>(most)));
}

// Anything that the vocabulary allows.
retail::facts any_facts() {
    retail::facts f;
    f.first_purchase = any_instant();
    for (auto& t : f.last_purchases) t = any_instant();
    f.last_contact = any_instant();
    f.set_spend(rung::money{static_cast<std::int64_t>(any_u64() >> 1)});
    f.purchases = up_to(65'535) & 65'535u;
    f.contacts = up_to(16'383) & 16'383u;
    f.price_rises = up_to(3) & 3u;
    f.recommendations = up_to(127) & 127u;
    f.addons = up_to(63) & 63u;
    f.own_contacts = up_to(15) & 15u;
    f.complaints = up_to(15) & 15u;
    f.competitor_purchases = up_to(3) & 3u;
    f.awareness_level = up_to(3) & 3u;
    f.wallet_share = up_to(100) & 127u;
    f.evaluations = up_to(63) & 63u;
    f.score_sum = up_to(5 * f.evaluations) & 511u;
    f.last_score = up_to(5) & 7u;
    f.bad_scores = up_to(7) & 7u;
    f.lost = up_to(15) & 15u;
    f.need_level = up_to(2) & 3u;
    f.process_step = up_to(6) & 7u;
    f.referred = up_to(1) & 1u;
    f.waits = up_to(1) & 1u;
    return f;
}

rung::standing any_standing() {
    rung::standing s;
    s.since = any_instant();
    s.due = any_instant();
    s.place = static_cast<std::uint8_t>(draw(0, rung::max_places - 1));
    s.peak = static_cast<std::uint8_t>(draw(0, rung::max_stages - 1));
    if (chance(80))
        s.moved_by = rung::move_cause{static_cast<rung::cause>(draw(0, 3)),
                                      static_cast<std::uint8_t>(draw(0, chance(50) ? 15 : 255))};
    s.set_left(static_cast<std::uint8_t>(draw(0, 63)));
    s.set_in_grace(chance(50));
    s.set_decided(chance(50));
    return s;
}

rung::decision any_decision() {
    return {static_cast<rung::decree>(draw(0, 4)),
            static_cast<std::uint8_t>(draw(0, 255)),
            static_cast<std::uint16_t>(any_u64()),
            any_instant(),
            any_instant(),
            any_u64()};
}

buffer random_bytes() {
    buffer out;
    for (auto n = draw(0, 60); n > 0; --n)
        out.push_back(static_cast<std::byte>(chance(40) ? draw(0, 3) : draw(0, 255)));
    return out;
}

// What somebody wrote, with a few bytes changed.
buffer spoilt(buffer bytes) {
    for (auto n = draw(1, 3); n > 0 && !bytes.empty(); --n) {
        auto& b = bytes[static_cast<std::size_t>(draw(0, std::ssize(bytes) - 1))];
        b = chance(50) ? static_cast<std::byte>(draw(0, 255))
                       : b ^ std::byte{1} << static_cast<int>(draw(0, 7));
    }
    return bytes;
}

}  // namespace

TEST_CASE("events are read as they were written; the client is the reader's") {
    CHECK(rc::check([] {
        retail_event whose;
        whose.client = 7;
        auto const e = any_event();
        check_round_trip(e, whose);
    }));
}

TEST_CASE("facts, standings, decisions and clients are read as they were written") {
    CHECK(rc::check([] {
        check_round_trip(any_facts());
        check_round_trip(any_standing());
        check_round_trip(any_decision());
        check_round_trip(any_order());
        rung::client c;
        c.frontier = any_order();
        c.facts = any_facts();
        c.standing = any_standing();
        check_round_trip(c);
    }));
}

TEST_CASE("facts that events folded to are read as they were written") {
    CHECK(rc::check([] {
        retail::facts f;
        for (auto const& e : worlds::random_log(60, 1'000'000, chance(50))) {
            retail::fold(f, e);
            check_round_trip(f);
        }
    }));
}

TEST_CASE("what is read replaces all that was there before") {
    CHECK(rc::check([] {
        check_round_trip(retail::facts{}, any_facts());
        check_round_trip(rung::standing{}, any_standing());
        check_round_trip(rung::decision{}, any_decision());
        check_round_trip(retail_event{}, [] {
            auto e = any_event();
            e.client = rung::no_client;
            return e;
        }());
    }));
}

TEST_CASE("bytes that nobody wrote are refused, or are the one form of the value that they give") {
    std::size_t taken = 0;
    std::size_t refused = 0;
    auto const count = [&](bool was_taken) { ++(was_taken ? taken : refused); };
    CHECK(rc::check([&] {
        auto const bytes = random_bytes();
        count(check_foreign<retail_event>(bytes));
        count(check_foreign<retail::facts>(bytes));
        count(check_foreign<rung::standing>(bytes));
        count(check_foreign<rung::decision>(bytes));
        count(check_foreign<retail_event>(spoilt(written(any_event()))));
        count(check_foreign<retail::facts>(spoilt(written(any_facts()))));
        count(check_foreign<rung::standing>(spoilt(written(any_standing()))));
        count(check_foreign<rung::decision>(spoilt(written(any_decision()))));
    }));
    CHECK(taken > 100);
    CHECK(refused > 100);
}

TEST_CASE("facts that are read keep to the vocabulary") {
    CHECK(rc::check([] {
        auto const bytes = spoilt(written(any_facts()));
        rung::byte_reader r{bytes};
        retail::facts f;
        if (!coded::read(r, f)) return;
        for (std::size_t i = 0; i < retail::vocabulary.size(); ++i) {
            if (retail::vocabulary[i].ages) continue;
            auto const value = retail::read(f, static_cast<retail::fact>(i), rung::instant::from_unix(1));
            RC_ASSERT(value >= retail::vocabulary[i].least);
            RC_ASSERT(value <= retail::vocabulary[i].most);
        }
    }));
}

TEST_CASE("a purchase takes about twelve bytes, whatever the day") {
    retail_event const e = rung::purchase{
        .id = 1'234'567, .client = 99, .at = rung::instant::from_unix(1'700'000'000), .amount = 19.90_money};
    CHECK(written(e).size() == 11);
    CHECK(written(retail_event{}).size() == 6);
    CHECK(written(retail::facts{}).size() == 4);
    CHECK(written(rung::standing{}).size() == 12);
}

TEST_CASE("the bytes of an event are these on every machine") {
    auto const hex = [](std::initializer_list<unsigned> all) {
        buffer out;
        for (auto const b : all) out.push_back(static_cast<std::byte>(b));
        return out;
    };
    retail_event const back = rung::refund{.id = 300,
                                           .client = 1,
                                           .at = rung::instant::from_unix(0x01020304),
                                           .amount = 0.02_money,
                                           .of = 5,
                                           .bought = rung::instant::from_unix(0x01020303),
                                           .addon = true};
    CHECK(written(back) == hex({3, 0x4F, 4, 3, 2, 1, 0xAC, 2, 4, 5, 3, 3, 2, 1, 1}));
    retail::facts f;
    retail::fold(f, rung::purchase{.at = rung::instant::from_unix(0x01020304), .amount = 0.02_money});
    CHECK(written(f) == hex({0xC3, 0, 0x80, 0, 4, 3, 2, 1, 4, 3, 2, 1, 4, 1, 5}));
}

TEST_CASE("an event of no kind is refused") {
    auto bytes = written(retail_event{});
    for (unsigned kind = 0; kind < 256; ++kind) {
        bytes[0] = static_cast<std::byte>(kind);
        rung::byte_reader r{bytes};
        retail_event e;
        CHECK(coded::read(r, e) == (kind < rung::event_kind_count));
        CHECK(static_cast<std::size_t>(e.kind) < rung::event_kind_count);
    }
}

TEST_CASE("a counter that does not fit its bits is refused") {
    // Bit 7 + i of the first four bytes says that counter i is there.
    constexpr std::uint32_t limits[] = {65'535, 16'383, 3, 127, 63, 15, 15, 3, 3, 100,
                                        63,     0,      5, 7,   15, 2,  6,  1, 1};
    for (std::size_t i = 0; i < std::size(limits); ++i) {
        for (std::uint64_t const n : {std::uint64_t{limits[i]}, std::uint64_t{limits[i]} + 1,
                                      std::uint64_t{65'536}, std::uint64_t{1} << 32}) {
            if (n == 0) continue;
            buffer bytes;
            rung::byte_writer w{bytes};
            w.u32(std::uint32_t{1} << (7 + i));
            w.varint(n);
            rung::byte_reader r{bytes};
            retail::facts f;
            INFO("counter " << i << ", value " << n);
            CHECK(coded::read(r, f) == (n <= limits[i]));
        }
    }
}

TEST_CASE("a schema without a codec is recognized") {
    struct other : retail {
        struct event : rung::retail_event {};
        struct facts : retail::facts {};
        static void fold(facts&, event const&) noexcept {}
    };
    CHECK(rung::schema<other>);
    CHECK(rung::has_event_codec<retail>);
    CHECK(rung::has_facts_codec<retail>);
    CHECK_FALSE(rung::has_event_codec<other>);
    CHECK_FALSE(rung::has_facts_codec<other>);
}
