// What a base with history takes for many events of one client, counted in looks at their ids: no more than
// twice the events take a little more than twice as many.

#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/core/ladder.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/core/rule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

std::uint64_t looks = 0;

/// A number that counts how often it is looked at.
struct counted {
    std::uint64_t number = 0;
    counted(std::uint64_t n = 0) : number{n} {}
    operator std::uint64_t() const noexcept {
        ++looks;
        return number;
    }
};

/// One fact: how many events there were.
struct tally {
    struct event {
        counted id{};
        counted client{};
        rung::instant at{};
        std::uint32_t what = 0;
        friend bool operator==(event const& a, event const& b) {
            return a.id == b.id && a.client == b.client && a.at == b.at && a.what == b.what;
        }
        friend bool operator<(event const& a, event const& b) { return a.what < b.what; }
    };
    struct facts {
        std::uint32_t events = 0;
    };
    enum class fact : std::uint8_t { events };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "events", .falls = false}}};
    static void fold(facts& f, event const&) noexcept { ++f.events; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.events; }
};

}  // namespace

template <>
struct rung::codec<tally> {
    static void write(byte_writer& w, tally::event const& e) {
        w.varint(e.id);
        w.u32(e.at.unix_seconds);
        w.u32(e.what);
    }
    static bool read(byte_reader& r, tally::event& e) {
        e.id = r.varint();
        e.at.unix_seconds = r.u32();
        e.what = r.u32();
        return r.ok();
    }
};

namespace {

constexpr auto happened = rung::fact<tally, tally::fact::events>;
constexpr rung::lifecycle life{rung::basic_ladder<tally>{
    {.name = "none"},
    {.name = "some", .enter = happened >= 2},
    {.name = "many", .enter = happened >= 100},
}};

rung::instant at(std::uint64_t second) {
    return rung::instant::from_unix(1'000'000 + static_cast<std::int64_t>(second));
}

std::vector<tally::event> shuffled(std::size_t size) {
    std::vector<tally::event> all;
    for (std::size_t i = 0; i < size; ++i) all.push_back({i + 1, 7, at(i)});
    std::uint64_t state = 1;
    for (std::size_t i = size; i > 1; --i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        std::swap(all[i - 1], all[(state >> 33) % i]);
    }
    return all;
}

/// Whether twice as much takes less than 2.5 times as long: n log n does, and n * n takes 4.
template <class LooksFor>
void grows_evenly(LooksFor const& looks_for) {
    auto const some = looks_for(4'000);
    auto const twice = looks_for(8'000);
    INFO(some << " looks for 4,000, " << twice << " for 8,000");
    CHECK(some > 0);
    CHECK(2 * twice < 5 * some);
    CHECK(some < 4'000 * 200);
}

}  // namespace

TEST_CASE("events of one client in any order, all at once and once more") {
    grows_evenly([](std::size_t size) {
        rung::client_base base{life, rung::history::kept{}};
        auto const all = shuffled(size);
        looks = 0;
        auto const report = base.apply(all);
        auto const taken = looks;
        CHECK(report.applied == size);
        return taken;
    });
    grows_evenly([](std::size_t size) {
        rung::client_base base{life, rung::history::kept{}};
        auto const all = shuffled(size);
        (void)base.apply(all);
        looks = 0;
        auto const report = base.apply(all);
        auto const taken = looks;
        CHECK(report.repeated == size);
        return taken;
    });
}

TEST_CASE("events that contradict those that are known") {
    using how = rung::history::conflict;
    for (auto const policy : {how::keep_first, how::keep_last, how::refuse}) {
        grows_evenly([&](std::size_t size) {
            rung::client_base base{life, rung::history::kept{policy}};
            auto all = shuffled(size);
            (void)base.apply(all);
            for (auto& e : all) e.what = 1;
            looks = 0;
            auto const report = base.apply(all);
            auto const taken = looks;
            CHECK(report.conflicts.size() + report.refused.size() == size);
            return taken;
        });
    }
}

TEST_CASE("whether an event is known is found without looking at all of them") {
    auto const looks_for = [](std::size_t size) {
        rung::client_base base{life, rung::history::kept{}};
        auto const all = shuffled(size);
        (void)base.apply(all);
        auto other = all;
        for (auto& e : other) e.what = 1;
        looks = 0;
        bool known = true, another = false;
        for (auto const& e : all) known = known && base.is_known(e);
        for (auto const& e : other) another = another || base.is_known(e);
        auto const taken = looks;
        CHECK(known);
        CHECK_FALSE(another);
        return taken;
    };
    grows_evenly(looks_for);
}

TEST_CASE("an event taken back, and one that comes after") {
    rung::client_base base{life, rung::history::kept{}};
    auto const all = shuffled(8'000);
    (void)base.apply(all);
    decltype(base)::report_type report;
    looks = 0;
    CHECK(base.retract(7, 5, report) == rung::retract_answer::done);
    CHECK(looks < 8'000 * 200);
    looks = 0;
    CHECK(base.apply(tally::event{9'000, 7, at(9'000)}).applied == 1);
    CHECK(looks < 100);  // nothing is folded anew
}
