// What every store does for a base, whatever it is. A world is a place for a store:
//
//     template <class Base> using durable = ...;  the base in such a store
//     place()                                     where durable<Base>::open opens it
//     crashed()                                   a world as it is after the end of the program, now
//     damage(n)                                   changes a byte, other ones for other n; false: no byte is
//     left name                                        what a sentence about it has is_full(n), has_room() it
//     takes about n more bytes and then no more; and again
#pragma once

#include "catch.hpp"
#include "interop/shop.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace store_suite {

using namespace shops;

inline bool says(std::string const& text, std::string const& part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

template <class Base>
Base empty_base() {
    if constexpr (Base::keeps_history)
        return Base{patient, rung::history::kept{}};
    else
        return Base{patient};
}

// Opens what is there, which has to be the base of so many calls, or of a few more.
template <class Base, class World>
std::uint64_t has(World& world, std::uint64_t safe, std::uint64_t made) {
    typename World::template durable<Base> shop;
    auto const opened = shop.open(world.place(), empty_base<Base>());
    INFO(opened.why);
    REQUIRE(opened);
    auto const found = written(shop.base());
    for (auto calls = safe; calls <= made; ++calls)
        if (written(lived(empty_base<Base>(), calls)) == found) return calls;
    FAIL("the base is none that was since it was safe");
    return 0;
}

template <class Base, class World>
void is_back_when_opened_again(World&& world) {
    auto const empty = empty_base<Base>();
    std::uint64_t calls = 0;
    for (int round = 0; round < 5; ++round) {
        typename World::template durable<Base> shop;
        CHECK_FALSE(shop.is_open());
        CHECK(says(shop.why(), "is not open"));
        auto const opened = shop.open(world.place(), empty);
        INFO(opened.why);
        REQUIRE(opened);
        CHECK(shop.ok());
        CHECK(shop.why().empty());
        CHECK(opened.had_snapshot == (round > 2));
        CHECK(opened.redone == (round > 2 ? 0 : records_of(empty, calls)));
        CHECK(opened.cut == 0);
        CHECK(written(shop.base()) == written(lived(empty, calls)));
        for (int i = 0; i < 20; ++i) call(shop, calls++);
        CHECK(written(shop.base()) == written(lived(empty, calls)));
        REQUIRE(shop.sync());
        if (round >= 2) REQUIRE(shop.checkpoint());
        if (round == 2) REQUIRE(shop.checkpoint());  // nothing to do but the snapshot
    }
}

// Whenever the program ends, what was synced is there, and of the rest the first calls at most.
template <class Base, class World>
void outlives_a_crash_at_each_call(World&& world) {
    typename World::template durable<Base> shop;
    REQUIRE(shop.open(world.place(), empty_base<Base>()));
    std::uint64_t safe = 0;
    for (std::uint64_t made = 0; made < 24;) {
        call(shop, made++);
        auto unsynced = world.crashed();
        (void)has<Base>(unsynced, safe, made);
        if (made % 3 != 0) continue;
        REQUIRE((made % 9 == 0 ? shop.checkpoint() : shop.sync()));
        safe = made;
        auto crashed = world.crashed();
        CHECK(has<Base>(crashed, safe, made) == made);
        CHECK(has<Base>(crashed, safe, made) == made);  // and again
    }
}

template <class World>
void has_one_writer(World&& world) {
    typename World::template durable<facts_base> one, two;
    REQUIRE(one.open(world.place(), facts_base{patient}));
    auto const refused = two.open(world.place(), facts_base{patient});
    CHECK_FALSE(refused);
    CHECK(says(refused.why, world.name));
    CHECK(says(refused.why, "already"));
    CHECK(two.why() == refused.why);
    CHECK_FALSE(two.is_open());
    CHECK_FALSE(two.ok());
    call(one, 1);
    CHECK(one.sync());
    one.close();
    REQUIRE(two.open(world.place(), facts_base{patient}));
    CHECK(written(two.base()) == [] {
        facts_base base{patient};
        call(base, 1);
        return written(base);
    }());
}

// A base of another ladder is refused, and taken over if that is asked for.
template <class World>
void knows_its_ladder(World&& world) {
    using durable = typename World::template durable<facts_base>;
    facts_base const empty{patient};
    rung::adoption_terms const terms{.at = at(60), .how = rung::adoption::grandfathering};
    durable shop;
    REQUIRE(shop.open(world.place(), empty));
    for (std::uint64_t n = 0; n < 50; ++n) call(shop, n);
    (void)shop.settle(at(60));
    REQUIRE(shop.sync());
    auto opened = shop.open(world.place(), facts_base{strict});
    CHECK(opened.other_ladder);
    CHECK(says(opened.why, "of another ladder"));
    opened = shop.migrate(world.place(), facts_base{strict}, terms);
    CHECK(opened.other_ladder);
    CHECK(says(opened.why, "with the previous ladder, and make a checkpoint"));
    REQUIRE(shop.open(world.place(), empty));
    REQUIRE(shop.checkpoint());
    opened = shop.open(world.place(), facts_base{strict});
    CHECK(opened.other_ladder);
    CHECK(says(opened.why, "of another ladder"));
    typename World::template durable<kept_base> kept;
    CHECK(says(kept.open(world.place(), empty_base<kept_base>()).why, "without history"));

    opened = shop.migrate(world.place(), facts_base{strict}, terms);
    INFO(opened.why);
    REQUIRE(opened);
    auto old = lived(empty, 50);
    (void)old.settle(at(60));
    CHECK(written(shop.base()) == written(std::move(old).adopt(strict, terms)));
    (void)shop.apply(rung::purchase{.id = 999, .client = 99, .at = at(70)});
    REQUIRE(shop.sync());
    auto const on = written(shop.base());
    shop.close();
    REQUIRE(shop.open(world.place(), facts_base{strict}));
    CHECK(written(shop.base()) == on);
}

// A store in which a byte is another one opens as it was, or not at all, and then says why.
template <class Base, class World>
void refuses_what_is_damaged(World&& world) {
    typename World::template durable<Base> shop;
    auto const empty = empty_base<Base>();
    REQUIRE(shop.open(world.place(), empty));
    for (std::uint64_t n = 0; n < 12; ++n) call(shop, n);
    REQUIRE(shop.checkpoint());
    for (std::uint64_t n = 12; n < 20; ++n) call(shop, n);
    REQUIRE(shop.sync());
    shop.close();
    auto const before = written(lived(empty, 20));
    int refused = 0;
    for (std::size_t n = 0;; ++n) {
        auto broken = world.crashed();
        if (!broken.damage(n)) break;
        INFO("damage " << n);
        auto const opened = shop.open(broken.place(), empty);
        if (opened) {
            CHECK((written(shop.base()) == before));
        } else {
            ++refused;
            CHECK(says(opened.why, broken.name));
            CHECK(opened.why.size() > 20);
            CHECK_FALSE(shop.is_open());
        }
        shop.close();
    }
    CHECK(refused > 8);
    REQUIRE(shop.open(world.place(), empty));
    CHECK(written(shop.base()) == before);
}

// Where there is no room left nothing is taken that is not safe; with room it goes on.
template <class Base, class World>
void stops_where_it_is_full(World&& world) {
    auto const empty = empty_base<Base>();
    std::uint64_t made = 0, safe = 0;
    int stopped = 0;
    for (std::size_t more = 0; stopped < 5; more += 90) {
        typename World::template durable<Base> shop;
        auto const opened = shop.open(world.place(), empty);
        INFO(opened.why);
        REQUIRE(opened);
        world.is_full(more);
        for (int i = 0; i < 400 && shop.ok(); ++i) {
            auto const before = written(shop.base());
            call(shop, made);
            if (!shop.ok()) {
                CHECK((written(shop.base()) == before));
                break;
            }
            ++made;
            if (i % 5 == 3 && shop.checkpoint()) safe = made;
            if (shop.ok() && shop.sync()) safe = made;
        }
        if (!shop.ok()) {
            ++stopped;
            CHECK(says(shop.why(), world.name));
            auto const report = shop.apply(rung::purchase{.id = 1, .client = 1, .at = at(9'999)});
            REQUIRE(report.refused.size() == 1);
            CHECK(report.refused[0].why == rung::refusal::journal);
            CHECK_FALSE(shop.sync());
        }
        shop.close();
        world.has_room();
        made = safe = has<Base>(world, safe, made + 1);
    }
}

}  // namespace store_suite
