// Whatever call of the system fails: the base is one that was, what was reported synced is there when the
// folder is opened again, and when the power fails after that. With RUNG_LONG in the environment each
// call fails in each way, for both kinds of base.

#include "catch.hpp"

#include "allocations.hpp"
#include "interop/failing_calls.hpp"
#include "interop/shop.hpp"
#include "interop/temporary_folder.hpp"

#include <rung/interop/durable_folder.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>
#include <utility>

namespace {

using namespace shops;
using failing_calls::how;

bool long_run() { return std::getenv("RUNG_LONG") != nullptr; }

// What a program did with a folder: how many calls it made, and how many of them it was told are safe.
struct done {
    std::uint64_t made = 0;
    std::uint64_t safe = 0;
};

// Calls and a sync, calls and a checkpoint, calls and a sync, as far as nothing fails. What is not made safe
// is tried once more, by a checkpoint, where the base still works.
template <class Base>
void work(std::string const& folder, Base const& empty, done& so_far) {
    rung::durable_folder<Base> shop;
    auto const opened = shop.open(folder, empty);
    if (!opened) {
        CHECK(opened.why.size() > 10);
        CHECK_FALSE(shop.is_open());
        return;
    }
    for (int part = 0; part < 3; ++part) {
        for (int i = 0; i < 3; ++i) {
            auto const before = written(shop.base());
            call(shop, so_far.made);
            if (!shop.ok()) {
                CHECK(shop.why().find(folder) != std::string::npos);
                CHECK((written(shop.base()) == before));  // nothing is taken that is not in the journal
                return;
            }
            ++so_far.made;
        }
        bool const well = part % 2 == 0 ? shop.sync() : shop.checkpoint();
        if (well) so_far.safe = so_far.made;
        if (!well) CHECK(shop.why().find(folder) != std::string::npos);
        if (!well && shop.ok() && shop.checkpoint()) so_far.safe = so_far.made;
    }
}

// Opens the folder when nothing fails any more; it has to have what was safe. Answers how many calls it has.
template <class Base>
std::uint64_t has_all(std::string const& folder, Base const& empty, done const& told, std::string& why) {
    rung::durable_folder<Base> shop;
    auto const opened = shop.open(folder, empty);
    why = opened.why;
    REQUIRE(opened);
    auto const found = written(shop.base());
    // The last call may be there without having been taken.
    for (auto calls = told.safe; calls <= told.made + 1; ++calls)
        if (written(lived(empty, calls)) == found) return calls;
    FAIL("the base is none that was since it was safe");
    return 0;
}

template <class Base>
std::size_t each_call_fails(Base const& empty, how fails) {
    std::size_t n = 0;
    for (;; ++n) {
        temporary_folder const place;
        auto const folder = place / "shop";
        failing_calls::watch watch{n, fails};
        done told;
        work(folder, empty, told);
        if (watch.failed().empty()) return n;
        INFO("call " << n << ", " << watch.failed() << ", fails; " << told.made << " calls, " << told.safe
                     << " safe");
        watch.calm();
        std::string why;
        INFO(why);
        // The power fails at once.
        watch.cut_power(folder, place / "cut");
        (void)has_all(place / "cut", empty, told, why);
        // The program goes on: it opens the folder again, and what it finds there and is told is safe stays.
        done again{has_all(folder, empty, told, why), 0};
        again.safe = again.made;
        watch.cut_power(folder, place / "cut");
        CHECK(has_all(place / "cut", empty, again, why) == again.made);
        work(folder, empty, again);
        CHECK(again.safe == again.made);
        watch.cut_power(folder, place / "cut");
        CHECK(has_all(place / "cut", empty, again, why) == again.made);
    }
}

}  // namespace

TEST_CASE("whichever call of the system fails, a folder has all that was safe, and keeps it") {
    facts_base const facts{patient};
    kept_base const kept{patient, rung::history::kept{}};
    for (auto const fails : {how::once, how::half, how::for_good}) {
        if (fails == how::once || long_run()) CHECK(each_call_fails(kept, fails) > 60);
        if (fails != how::once || long_run()) CHECK(each_call_fails(facts, fails) > 60);
    }
}

TEST_CASE("wherever memory fails, a folder has all that was safe, and can be opened again") {
    kept_base const empty{patient, rung::history::kept{}};
    for (bool const for_good : {false, true}) {
        for (std::size_t n = 0;; ++n) {
            temporary_folder const place;
            auto const folder = place / "shop";
            done told;
            bool failed = false;
            rung::durable_folder<kept_base> shop;
            failing_calls::watch const no_disk;  // fsync is fast
            first_failure = allocations + n;
            last_failure = for_good ? failing_calls::never - 1 : first_failure.load();
            try {
                auto const opened = shop.open(folder, empty);
                for (int part = 0; part < 3 && opened; ++part) {
                    for (int i = 0; i < 3; ++i) {
                        call(shop, told.made);
                        ++told.made;
                    }
                    if (part % 2 == 0 ? shop.sync() : shop.checkpoint()) told.safe = told.made;
                }
            } catch (std::bad_alloc const&) {
                failed = true;
            }
            first_failure = last_failure = failing_calls::never;
            INFO("allocation " << n << (for_good ? " and all behind it fail; " : " fails; ") << told.made
                               << " calls, " << told.safe << " safe");
            if (failed && shop.is_open() && shop.ok()) {
                auto const now = written(shop.base());
                CHECK(
                    (now == written(lived(empty, told.made)) || now == written(lived(empty, told.made + 1))));
                CHECK(shop.checkpoint());
                shop.close();
                REQUIRE(shop.open(folder, empty));
                CHECK((written(shop.base()) == now));
            }
            shop.close();
            std::string why;
            (void)has_all(folder, empty, told, why);
            if (failed) continue;
            CHECK(told.safe == told.made);
            CHECK(n > 50);
            break;
        }
    }
}

TEST_CASE(
    "whichever call of the system fails, another ladder has taken a folder over, or nothing has changed") {
    facts_base const before{patient}, after{strict};
    rung::adoption_terms const terms{.at = at(60)};
    auto old = lived(before, 20);
    (void)old.settle(at(60));
    auto const kept = written(old);
    auto const expected = written(std::move(old).adopt(strict, terms));
    for (std::size_t n = 0;; ++n) {
        temporary_folder const place;
        auto const folder = place / "shop";
        {
            rung::durable_folder<facts_base> shop;
            REQUIRE(shop.open(folder, before));
            for (std::uint64_t i = 0; i < 20; ++i) call(shop, i);
            (void)shop.settle(at(60));
            REQUIRE(shop.checkpoint());
        }
        failing_calls::watch watch{n};
        rung::durable_folder<facts_base> shop;
        bool const taken = bool{shop.migrate(folder, after, terms)};
        if (taken) CHECK((written(shop.base()) == expected));
        auto const which = watch.failed();
        if (which.empty()) {
            CHECK(n > 30);
            return;
        }
        shop.close();
        watch.calm();
        watch.cut_power(folder, place / "cut");
        for (auto const& there : {place / "cut", folder}) {
            INFO("call " << n << ", " << which << ", fails; " << there);
            auto opened = shop.open(there, after);
            if (taken) REQUIRE(opened);
            if (!opened) {
                INFO(opened.why);
                CHECK(opened.other_ladder);
                REQUIRE(shop.open(there, before));
                CHECK((written(shop.base()) == kept));
                REQUIRE(shop.migrate(there, after, terms));
            }
            CHECK((written(shop.base()) == expected));
            (void)shop.apply(rung::purchase{.id = 999, .client = 99, .at = at(70)});
            REQUIRE(shop.sync());
            auto const on = written(shop.base());
            REQUIRE(shop.open(there, after));
            CHECK((written(shop.base()) == on));
            shop.close();
        }
    }
}

TEST_CASE("a journal that cannot be removed is said to be left behind, until a sync removes it") {
    facts_base const empty{patient};
    bool removed = true;
    for (std::size_t n = 0; removed; ++n) {
        temporary_folder const place;
        auto const folder = place / "shop";
        rung::durable_folder<facts_base> shop;
        REQUIRE(shop.open(folder, empty));
        for (std::uint64_t i = 0; i < 5; ++i) call(shop, i);
        REQUIRE(shop.sync());
        failing_calls::watch files{n};
        bool const well = shop.checkpoint();
        auto const failed = files.failed();
        REQUIRE_FALSE(failed.empty());  // some n is that of the call
        files.calm();
        if (failed.find("unlink") == std::string::npos || !well) continue;
        removed = false;
        CHECK(shop.left_behind().find(folder + "/journal.0") != std::string::npos);
        CHECK(std::filesystem::exists(folder + "/journal.0"));
        CHECK(shop.ok());
        CHECK(shop.sync());
        CHECK(shop.left_behind().empty());
        CHECK_FALSE(std::filesystem::exists(folder + "/journal.0"));
    }
}
