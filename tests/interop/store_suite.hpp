// What every store does for a base, whatever it is. A world is a place for a store:
//
//     template <class Base> using durable = ...;  the base in such a store
//     place()                                     where durable<Base>::open opens it
//     crashed()                                   a world as it is after the end of the program, now
//     damage(n)                                   changes a byte, other ones for other n; false: no byte
//                                                 is left
//     name                                        what a sentence about it has
//     is_full(n), has_room()                      it takes about n more bytes and then no more; and again
#pragma once

#include "catch.hpp"
#include "interop/killed_child.hpp"
#include "interop/shop.hpp"

#include <rung/base/observer.hpp>
#include <rung/core/calendar.hpp>
#include <rung/interop/table_store.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <unistd.h>

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
    opened = shop.open(world.place(), facts_base{strict});
    INFO(opened.why);
    REQUIRE(opened);
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

// From here on: stores with tables. Their worlds also have run(sql), and dump(table): all rows as text, in
// order.

struct told_move {
    rung::client_id client;
    rung::instant at;
    std::string from, to, why;
    bool withdrawn;

    friend bool operator==(told_move const&, told_move const&) = default;
};

// A base, and what it told so far of clients who are not erased.
template <class Base>
class told_base {
public:
    std::vector<told_move> feed{};

    explicit told_base(Base base) : base_{std::move(base)} {}
    [[nodiscard]] auto const& history() const requires Base::keeps_history { return base_.history(); }
    void settle(rung::instant now) { (void)base_.settle(now, observer()); }
    auto apply(std::vector<rung::retail_event> const& events) { return base_.apply(events, observer()); }
    auto merge(rung::client_id into, rung::client_id from, auto& report) {
        return base_.merge(into, from, report, observer());
    }
    auto split(rung::client_id from, auto& report) { return base_.split(from, report, observer()); }
    bool erase(rung::client_id id) {
        std::vector<rung::client_id> ids{id};
        if constexpr (Base::keeps_history)
            if (auto const known = base_.export_client(id)) ids = known->ids;
        if (!base_.erase(id)) return false;
        std::erase_if(
            feed, [&](auto const& m) { return std::find(ids.begin(), ids.end(), m.client) != ids.end(); });
        return true;
    }

private:
    Base base_;

    auto observer() {
        auto const add = [this](auto const& t, bool withdrawn) {
            auto const& ladder = base_.lifecycle().ladder();
            feed.push_back({t.client, t.at, std::string{ladder.name(t.from)}, std::string{ladder.name(t.to)},
                            std::string{rung::to_string(t.why)}, withdrawn});
        };
        return rung::observer{[add](auto const& t) { add(t, false); },
                              [add](auto const& t) { add(t, true); }};
    }
};

template <class Base>
std::vector<told_move> told_by(std::uint64_t calls) {
    told_base<Base> base{empty_base<Base>()};
    for (std::uint64_t n = 0; n < calls; ++n) call(base, n);
    return base.feed;
}

// Somebody who reads the feed now and then, and keeps the number of the last move that they read.
class reader {
public:
    template <class Shop>
    void read(Shop& shop) {
        auto const done = shop.moves_since(last_, [&](rung::stored_move const& m) {
            CHECK(m.number > last_);
            last_ = m.number;
            moves_.emplace(m.number, told(m));
        });
        CHECK(done.why.empty());
        CHECK(done.number == last_);
    }
    // What was read, but for clients whose rows are not there any more.
    template <class Shop>
    [[nodiscard]] std::vector<told_move> of_those_there(Shop& shop) const {
        std::vector<told_move> all;
        auto const done = shop.moves_since(0, [&](rung::stored_move const& m) {
            auto const known = moves_.find(m.number);
            REQUIRE(known != moves_.end());
            CHECK(known->second == told(m));
            all.push_back(known->second);
        });
        CHECK(done);
        return all;
    }

private:
    std::int64_t last_ = 0;
    std::map<std::int64_t, told_move> moves_;

    static told_move told(rung::stored_move const& m) {
        return {m.client, m.at, std::string{m.from}, std::string{m.to}, std::string{m.why}, m.withdrawn};
    }
};

// Each move and each withdrawal is read once, in order, whatever crashes in between.
template <class Base, class World>
void tells_each_move_once(World world) {
    reader mails;
    std::uint64_t made = 0;
    for (int round = 0; round < 8; ++round) {
        typename World::template durable<Base> shop;
        REQUIRE(shop.open(world.place(), empty_base<Base>()));
        for (int part = 0; part < 4; ++part) {
            for (int i = 0; i < 5; ++i) call(shop, made++);
            if (part % 2 == 0) REQUIRE(shop.sync());
            if (part == 1 && round % 3 == 1) REQUIRE(shop.checkpoint());
            if (part % 2 == 0 || round % 2 == 0) mails.read(shop);
        }
        REQUIRE(shop.sync());
        if (round % 2 == 0) {
            mails.read(shop);
            auto const expected = told_by<Base>(made);
            CHECK(mails.of_those_there(shop) == expected);
            CHECK(expected.size() > 5);
        }
        for (int i = 0; i < 3; ++i) call(shop, made + static_cast<std::uint64_t>(i));  // and never synced
        auto after = world.crashed();
        shop.close();
        world = std::move(after);
    }
}

// Whenever the program is killed, all that was synced is there, and each move once.
template <class Base, class World>
void outlives_a_killed_program(World&& world, unsigned microseconds) {
    using durable = typename std::remove_cvref_t<World>::template durable<Base>;
    auto const empty = empty_base<Base>();
    std::mt19937 random{2026};
    std::uint64_t calls = 0;
    int told = 0;
    reader mails;
    for (int round = 0; round < 8; ++round) {
        auto const live = [&](int tell) {
            durable shop;
            if (!shop.open(world.place(), empty)) ::_exit(3);
            for (auto done = calls;;) {
                for (int i = 0; i <= round % 4; ++i) call(shop, done++);
                if (!(done % 5 == 0 ? shop.checkpoint() : shop.sync())) ::_exit(4);
                if (::write(tell, &done, sizeof done) != sizeof done) ::_exit(5);
            }
        };
        auto const safe = kill_at_work(live, random, microseconds, calls, told);
        calls = has<Base>(world, safe, safe + 8);
        durable shop;
        REQUIRE(shop.open(world.place(), empty));
        mails.read(shop);
        CHECK(mails.of_those_there(shop) == told_by<Base>(calls));
    }
    CHECK(told > 8);
}

// The table `standing` as it is when it is written anew.
template <class World, class Shop, class Base>
std::string standing_anew(World& world, Shop& shop, Base const& empty) {
    shop.close();
    world.run("UPDATE rung_store SET standing = 'of an earlier version'");
    REQUIRE(shop.open(world.place(), empty));
    return world.dump("standing");
}

// What is written a bit at a time is what all of it at once is.
template <class Base, class World>
void keeps_its_tables_in_step(World&& world) {
    typename World::template durable<Base> shop;
    auto const empty = empty_base<Base>();
    REQUIRE(shop.open(world.place(), empty));
    for (std::uint64_t made = 0; made < 120;) {
        for (int i = 0; i < 12; ++i) call(shop, made++);
        REQUIRE(shop.sync());
        auto const standing = world.dump("standing");
        auto const moves = world.dump("transition");
        auto const clients = shop.base().size();
        CHECK(static_cast<std::size_t>(std::count(standing.begin(), standing.end(), '\n')) == clients);
        CHECK(standing_anew(world, shop, empty) == standing);
        CHECK(world.dump("transition") == moves);
    }
}

// Tables that are not as they were left are refused with a sentence.
template <class World>
void refuses_other_tables(World&& world) {
    using durable = typename World::template durable<facts_base>;
    facts_base const empty{patient};
    durable shop;
    REQUIRE(shop.open(world.place(), empty));
    for (std::uint64_t n = 0; n < 30; ++n) call(shop, n);
    REQUIRE(shop.sync());
    shop.close();
    auto const refused = [&](std::string const& change, std::string const& why) {
        auto broken = world.crashed();
        broken.run(change);
        auto const opened = shop.open(broken.place(), empty);
        CHECK_FALSE(opened);
        CHECK(says(opened.why, broken.name));
        CHECK(says(opened.why, why));
        CHECK_FALSE(shop.is_open());
    };
    refused("UPDATE rung_store SET form = 2", "its tables have the form 2");
    refused("DELETE FROM rung_store", "has not one row");
    refused("DELETE FROM rung_journal WHERE number = -1", "the journal begins after all that is known");
    refused("DELETE FROM rung_journal WHERE number = 7", "not what was written");
    refused("DELETE FROM rung_journal WHERE number > 20", "records at the end of the journal are missing");
    refused(
        "UPDATE rung_journal SET bytes = (SELECT bytes FROM rung_journal WHERE number = 4) WHERE number = 5",
        "not what was written");
    refused("DELETE FROM rung_journal", "the records of the journal are missing");
    refused("DROP TABLE rung_journal", "rung_journal");

    World taken;
    taken.run("CREATE TABLE standing (of_another integer)");
    CHECK(says(shop.open(taken.place(), empty).why, "there is a table standing, and it is not of rung"));
}

// Time alone begins a grace, which is no move, and the table says so all the same.
template <class World>
void follows_a_grace_that_time_begins(World&& world) {
    using namespace rung::literals;
    using rung::facts::purchases, rung::facts::silence;
    static constexpr rung::lifecycle regulars{rung::ladder{
        rung::stage{.name = "new"},
        rung::stage{.name = "regular", .enter = purchases >= 1 and silence <= 30_days, .grace = 10_days}}};
    using base = rung::client_base<std::remove_const_t<decltype(regulars)>>;
    typename World::template durable<base> shop;
    base const empty{regulars};
    REQUIRE(shop.open(world.place(), empty));
    auto const bought = rung::utc(2026, 1, 1);
    CHECK(shop.apply(rung::purchase{.id = 1, .client = 7, .at = bought}).refused.empty());
    REQUIRE(shop.sync());
    auto const before = world.dump("standing");
    CHECK(shop.settle(bought + 35_days) == 0);
    CHECK(shop.base().find(7)->in_grace());
    REQUIRE(shop.sync());
    auto const standing = world.dump("standing");
    CHECK(standing != before);
    CHECK(standing_anew(world, shop, empty) == standing);
}

// Views, indexes and rights that others gave themselves outlive a new ladder, and a schema with other facts.
template <class World>
void keeps_what_others_made_of_its_tables(World&& world) {
    typename World::template durable<facts_base> shop;
    facts_base const empty{patient};
    REQUIRE(shop.open(world.place(), empty));
    for (std::uint64_t n = 0; n < 30; ++n) call(shop, n);
    (void)shop.settle(at(60));
    REQUIRE(shop.checkpoint());
    world.run("CREATE VIEW shown AS SELECT client, stage FROM standing");
    world.run("CREATE INDEX by_stage ON standing (stage)");
    REQUIRE(shop.migrate(world.place(), facts_base{strict}, rung::adoption_terms{.at = at(60)}));
    (void)shop.apply(rung::purchase{.id = 999, .client = 99, .at = at(70)});
    REQUIRE(shop.sync());
    auto const shown = world.dump("shown");
    CHECK(says(shown, "99"));
    CHECK(static_cast<std::size_t>(std::count(shown.begin(), shown.end(), '\n')) == shop.base().size());
    world.run("DROP INDEX by_stage");

    auto const standing = world.dump("standing");
    auto const is_null = [&](std::string const& column) {
        return world.dump("(SELECT count(" + column + ") = 0 FROM standing) q") ==
               world.dump("(SELECT 1 = 1) q");
    };
    CHECK_FALSE(is_null("spend"));
    world.run("ALTER TABLE standing DROP COLUMN spend");
    world.run("ALTER TABLE standing ADD COLUMN of_earlier integer");
    (void)standing_anew(world, shop, facts_base{strict});
    CHECK_FALSE(is_null("spend"));
    CHECK(is_null("of_earlier"));
    CHECK(world.dump("shown") == shown);

    // One that is not there is made.
    world.run("DROP VIEW shown");
    world.run("DROP TABLE standing");
    shop.close();
    REQUIRE(shop.open(world.place(), facts_base{strict}));
    CHECK(world.dump("standing") == standing);
}

// A change of ladders is told, and the tables are of the new one.
template <class World>
void tells_the_moves_of_a_new_ladder(World&& world) {
    using durable = typename World::template durable<facts_base>;
    facts_base const empty{patient};
    durable shop;
    REQUIRE(shop.open(world.place(), empty));
    for (std::uint64_t n = 0; n < 50; ++n) call(shop, n);
    (void)shop.settle(at(60));
    REQUIRE(shop.checkpoint());
    reader mails;
    mails.read(shop);
    auto expected = mails.of_those_there(shop);
    auto old = lived(empty, 50);
    (void)old.settle(at(60));
    auto const now = std::move(old).adopt(strict, rung::adoption_terms{.at = at(60)}, [&](auto const& t) {
        auto const& ladder = strict.ladder();
        expected.push_back({t.client, t.at, std::string{ladder.name(t.from)}, std::string{ladder.name(t.to)},
                            std::string{rung::to_string(t.why)}, false});
    });
    auto const opened = shop.migrate(world.place(), facts_base{strict}, rung::adoption_terms{.at = at(60)});
    INFO(opened.why);
    REQUIRE(opened);
    CHECK(written(shop.base()) == written(now));
    mails.read(shop);
    CHECK(mails.of_those_there(shop) == expected);
    auto const standing = world.dump("standing");
    shop.close();
    world.run("UPDATE rung_store SET standing = NULL");
    REQUIRE(shop.open(world.place(), facts_base{strict}));
    CHECK(world.dump("standing") == standing);
}

}  // namespace store_suite
