#include "../catch.hpp"
#include "places.hpp"

#include <rung/base/durable_store.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/memory_store.hpp>
#include <rung/base/shop_codec.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/notation/measures.hpp>
#include <rung/rung.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Snapshots, journals and stores of ladders whose measures come from a text.

namespace {

using namespace rung::literals;

constexpr std::string_view text_of_club = R"(ladder club
  offset +02:00
  ascent direct
  measure nights   sum quantity of stay in calendar year
  measure dined    count of stay where category = dinner in 20 days with room for 20 days
  measure paid     sum amount of purchase less refund in 30 days with room for 30 days at most 90.00 a day
  measure seen     days with stay or visit in 40 days
  stage guest
  stage known   enter seen >= 2 or purchases >= 1
  stage silver  enter nights >= 6 or paid >= 100.00  grace 3d
  stage gold    enter dined >= 2 and seen >= 3
)";

struct durable_facts;
struct durable_history;
using club_facts = rung::run_time_table<rung::shop_model, 512, rung::room::as_said, durable_facts>;
using club_history = rung::run_time_table<rung::shop_model, 512, rung::room::for_each_day, durable_history>;

template <class Table>
auto club(std::string_view text = text_of_club) {
    auto const read = rung::try_parse_lifecycle<Table>(text);
    if (!read) FAIL(std::string{read.error().message().view()});
    return *read;
}
std::string club_with(std::string_view from, std::string_view to) {
    std::string text{text_of_club};
    text.replace(text.find(from), from.size(), to);
    return text;
}

template <class Table>
auto club_base(rung::chosen_lifecycle<rung::basic_ladder<Table>> const& life) {
    if constexpr (std::is_same_v<Table, club_history>)
        return rung::client_base{life, rung::history::kept{}};
    else
        return rung::client_base{life};
}

template <class Table>
std::vector<rung::shop_event> club_log(std::uint32_t seed, int size) {
    std::mt19937 random{seed};
    auto const own = [](std::string_view name) {
        return static_cast<rung::event_kind>(Table::list().kind_of(name));
    };
    std::vector<rung::shop_event> events;
    auto now = rung::utc(2026, 3, 1);
    for (int i = 0; i < size; ++i) {
        now = now + rung::duration{1 + static_cast<std::int64_t>(random() % 40'000)};
        rung::shop_event e;
        e.id = static_cast<rung::event_id>(i + 1);
        e.client = 1 + random() % 6;
        e.at = now;
        auto const dice = random() % 4;
        e.kind = dice == 0 ? own("visit") : dice == 1 ? rung::event_kind::purchase : own("stay");
        e.quantity = static_cast<std::uint32_t>(random() % 3);
        e.category = dice > 1 ? static_cast<std::uint16_t>(random() % 3) : std::uint16_t{0};
        if (dice == 1) e.amount = rung::money{static_cast<std::int64_t>(random() % 15'000)};
        events.push_back(e);
    }
    return events;
}

template <class Base>
std::vector<std::byte> club_bytes(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    return sink.bytes;
}

// What a crash leaves: what was synced, and as much of the rest as happened to be written.
void crash_club(rung::memory_disk& disk, std::size_t torn) {
    disk.journal.resize(std::min(disk.journal.size(), disk.synced + torn));
    disk.in_use = false;
}

}  // namespace

TEMPLATE_TEST_CASE("a base of measures from a text lives in a store and comes back as it was, wherever it is "
                   "killed",
                   "", club_facts, club_history) {
    auto const life = club<TestType>();
    using base = decltype(club_base<TestType>(life));
    auto const events = club_log<TestType>(5, 160);
    std::mt19937 random{6};
    rung::memory_disk disk;
    auto beside = club_base<TestType>(life);
    std::size_t safe = 0;
    for (int run = 0; safe < events.size(); ++run) {
        // The process begins anew: the text is read again.
        auto const again = club<TestType>();
        rung::durable_memory<base> shop;
        auto const opened = shop.open(&disk, club_base<TestType>(again));
        INFO("run " << run << ": " << opened.why);
        REQUIRE(opened);
        REQUIRE(club_bytes(shop.base()) == club_bytes(beside));
        auto const some = std::min<std::size_t>(events.size() - safe, 1 + random() % 30);
        std::vector<rung::shop_event> const next{events.begin() + static_cast<std::ptrdiff_t>(safe),
                                                 events.begin() + static_cast<std::ptrdiff_t>(safe + some)};
        (void)shop.apply(next);
        (void)beside.apply(next);
        if (run % 3 == 1) {
            (void)shop.settle(next.back().at);
            (void)beside.settle(next.back().at);
        }
        if (run % 4 == 2)
            REQUIRE(shop.checkpoint());
        else
            REQUIRE(shop.sync());
        safe += some;
        if (safe < events.size()) {  // not synced, and so lost, torn or not
            rung::shop_event const lost = events[safe];
            (void)shop.apply(lost);
        }
        auto const left = disk;  // what the disk holds at that moment
        shop.close();
        disk = left;
        crash_club(disk, random() % 10);
    }
    auto const end = events.back().at + 60_days;
    auto const before = places::of(beside);
    (void)beside.settle(end);
    CHECK(before.size() == 6);
    CHECK(places::of(beside) != before);
}

TEST_CASE("a store of other measures is not read as if they were the same, and what takes it over says so") {
    auto const life = club<club_facts>();
    auto const events = club_log<club_facts>(7, 80);
    auto base = club_base<club_facts>(life);
    (void)base.apply(events);
    auto const bytes = club_bytes(base);

    SECTION("other thresholds on the same measures are taken over") {
        auto const stricter = club<club_facts>(club_with("nights >= 6", "nights >= 8"));
        auto other = club_base<club_facts>(stricter);
        auto const refused = rung::restore(other, bytes);
        CHECK(refused.why ==
              "the snapshot is of another ladder, or of other thresholds: migrate() takes it over");
        CHECK(refused.other_ladder);
        auto const taken = rung::migrate(other, bytes, {.at = events.back().at});
        INFO(taken.why);
        REQUIRE(taken);
        CHECK(other.size() == base.size());
        for (rung::client_id id = 1; id <= 6; ++id) CHECK(other.find(id)->facts() == base.find(id)->facts());
    }
    SECTION("what is kept of other measures is not") {
        auto const longer = club<club_facts>(club_with("in 40 days", "in 41 days"));
        auto other = club_base<club_facts>(longer);
        CHECK_FALSE(rung::restore(other, bytes));
        auto const refused = rung::migrate(other, bytes, {.at = events.back().at});
        CHECK(refused.why ==
              "the snapshot is of other measures, and without history they cannot be counted anew: give the "
              "events to a base of the new ladder, or keep to the measures and change thresholds alone");
        CHECK(other.size() == 0);
        rung::memory_disk disk;
        disk.snapshot = bytes;
        rung::durable_memory<decltype(other)> shop;
        auto const opened = shop.open(&disk, other);
        CHECK_FALSE(opened);
        CHECK(opened.why.find("the snapshot is of another ladder") != std::string::npos);
    }
}

TEST_CASE("a history is counted anew by other measures, if its kinds and names still mean the same") {
    auto const life = club<club_history>();
    auto const events = club_log<club_history>(8, 120);
    auto const now = events.back().at;
    auto base = club_base<club_history>(life);
    (void)base.apply(events);
    auto const bytes = club_bytes(base);

    SECTION("a measure more, of new kinds and names behind the known ones") {
        auto const text =
            club_with("  stage guest", "  measure spa count of stay where category = spa or any swim\n"
                                       "  stage guest");
        auto const more = club<club_history>(text);
        auto other = club_base<club_history>(more);
        CHECK_FALSE(rung::restore(other, bytes));
        auto const taken = rung::migrate(other, bytes, {.at = now});
        INFO(taken.why);
        REQUIRE(taken);
        auto fresh = club_base<club_history>(more);
        (void)fresh.apply(events);
        CHECK(places::of(other) == places::of(fresh));
        CHECK(club_bytes(other) == club_bytes(fresh));
    }
    SECTION("kinds that have other numbers now") {
        auto const text = club_with("  measure nights ", "  measure calls count of visit  measure nights ");
        auto const other_numbers = club<club_history>(text);
        REQUIRE(club_history::list().kind_of("visit") == 16);  // it was stay
        auto other = club_base<club_history>(other_numbers);
        auto const refused = rung::migrate(other, bytes, {.at = now});
        CHECK(refused.why == "the events of the snapshot are of other kinds or names: the new text has to "
                             "mention those of the old one first, in the same order");
        CHECK(other.size() == 0);
    }
}
