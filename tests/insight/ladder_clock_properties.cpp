#include "catch.hpp"
#include "insight/followed.hpp"

#include <rung/core/ladder.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/stays.hpp>
#include <rung/insight/survival.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <rapidcheck.h>

using rung::insight::clock_start;
using rung::insight::stay;

namespace {

using clock_type = rung::insight::ladder_clock<>;
using named = rung::named_transition<rung::ladder>;

constexpr std::uint8_t places = 5;

std::int64_t draw(std::int64_t least, std::int64_t most) { return *rc::gen::inRange(least, most + 1); }
rung::instant at(std::int64_t t) { return rung::instant::from_unix(1'000'000 + t); }

/// Something that is told to a clock.
struct word {
    bool joins = false;
    bool taken_back = false;
    rung::client_id client = 0;
    rung::instant at{};
    std::uint8_t from = 0;
    std::uint8_t to = 0;

    void tell(clock_type& clock) const {
        if (joins) return taken_back ? clock.left(client, at) : clock.joined(client, at);
        named t{};
        t.client = client;
        t.at = at;
        t.from = rung::stage_id{from};
        t.to = rung::stage_id{to};
        taken_back ? clock.withdrawn(t) : clock(t);
    }
};

/// The way of a client, several moves at one instant too.
std::vector<word> way_of(rung::client_id client) {
    std::vector<word> all;
    auto t = draw(0, 20);
    all.push_back({.joins = true, .client = client, .at = at(t)});
    std::uint8_t stood = 0;
    for (auto n = draw(0, 6); n > 0; --n) {
        t += draw(0, 8);
        auto const to = static_cast<std::uint8_t>((stood + draw(1, places - 1)) % places);
        all.push_back({.client = client, .at = at(t), .from = stood, .to = to});
        stood = to;
    }
    return all;
}

void shuffle(std::vector<word>& words) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        std::swap(words[i], words[static_cast<std::size_t>(draw(
                                static_cast<std::int64_t>(i), static_cast<std::int64_t>(words.size()) - 1))]);
}

rung::insight::clock_reading<rung::stage_id> random_reading() {
    rung::insight::clock_reading<rung::stage_id> how{.as_of = at(draw(10, 60)),
                                                     .start = static_cast<clock_start>(draw(0, 2)),
                                                     .unit = rung::duration{draw(1, 5)}};
    if (draw(0, 2) == 0) how.known_from = at(draw(0, 30));
    if (how.start == clock_start::joining && draw(0, 2) == 0)
        how.since = {rung::stage_id{static_cast<std::uint8_t>(draw(0, places - 1))}, draw(0, 4)};
    return how;
}

std::vector<stay> stays_of(clock_type const& clock, rung::insight::clock_reading<rung::stage_id> const& how) {
    std::vector<stay> all;
    rung::insight::detail::stay_reader reader{how};
    RC_ASSERT(clock.each_path([&](auto const& p) {
        for (auto const& s : reader.read(p)) all.push_back(s);
    }) == 0u);
    return all;
}

}  // namespace

TEST_CASE("property: a clock of parts in any order is the clock of the whole, and what was taken back leaves "
          "no trace") {
    REQUIRE(rc::check("parts of a clock", [] {
        std::vector<word> plain, told;
        for (rung::client_id c = 1; c <= 5; ++c) {
            auto const way = way_of(c);
            plain.insert(plain.end(), way.begin(), way.end());
            told.insert(told.end(), way.begin(), way.end());
            if (draw(0, 1) == 0) continue;
            for (auto w : way_of(c)) {  // another life, that turned out not to be
                told.push_back(w);
                w.taken_back = true;
                told.push_back(w);
            }
        }
        shuffle(told);
        clock_type whole, parts[3];
        for (auto const& w : plain) w.tell(whole);
        for (auto const& w : told) w.tell(parts[draw(0, 2)]);
        auto sum = parts[2];
        sum += parts[0];
        sum += parts[1];
        RC_ASSERT(sum == whole);
        auto const how = random_reading();
        auto const stays = stays_of(whole, how);
        RC_ASSERT(stays_of(sum, how) == stays);

        // Counts add up in any order too; what was counted is taken out again.
        rung::insight::transition_counts one{places}, a{places}, b{places};
        for (auto const& s : stays) one.add(s);
        for (std::size_t i = stays.size(); i > 0; --i) {
            auto& part = draw(0, 1) == 0 ? a : b;
            part.add(stays[i - 1]);
            (draw(0, 1) == 0 ? a : b).add(stays[0], 3);
            (draw(0, 1) == 0 ? a : b).add(stays[0], -3);
        }
        a += b;
        RC_ASSERT(a == one);
        RC_ASSERT(a.table() == one.table());
    }));
}

TEST_CASE("property: numbers at risk are those of a naive count, and shares add up to one") {
    REQUIRE(rc::check("counts and shares", [] {
        clock_type clock;
        for (rung::client_id c = 1; c <= 6; ++c)
            for (auto const& w : way_of(c)) w.tell(clock);
        auto const stays = stays_of(clock, random_reading());
        rung::insight::transition_counts counts{places};
        for (auto const& s : stays) counts.add(s);
        auto const table = counts.table();
        for (std::int64_t t = -2; t < 60; ++t) {
            for (std::uint8_t place = 0; place < places; ++place) {
                std::int64_t at_risk = 0;
                for (auto const& s : stays) at_risk += s.place == place && s.entry < t && t <= s.exit;
                RC_ASSERT(table.at_risk(place, t) == at_risk);
            }
        }
        for (auto const& m : table.moves) {
            auto const moved = std::count_if(stays.begin(), stays.end(), [&](stay const& s) {
                return s.exit > s.entry && s.exit == m.time && s.place == m.from && s.to == m.to;
            });
            RC_ASSERT(m.clients == moved);
        }
        auto const from = static_cast<std::size_t>(draw(0, places - 1));
        auto const o = occupancy_from(table, from);
        std::vector<std::size_t> const everywhere{0, 1, 2, 3, 4};
        for (auto const t : o.times) {
            auto const all = o.at(everywhere, t);
            RC_ASSERT(std::abs(all.value - 1) < 1e-12);
            RC_ASSERT(std::abs(all.variance) < 1e-12);  // it is 1 for certain
            for (std::size_t place = 0; place < places; ++place) {
                RC_ASSERT(o.share(place, t) > -1e-12);
                RC_ASSERT(o.at(place, t).variance > -1e-12);
            }
        }
        // Times on all places add up to the time that passes.
        auto const until = table.last;
        double sum = 0;
        for (std::size_t place = 0; place < places && until >= 0; ++place)
            sum += expected_time(table, from, place, -1, until)->value;
        RC_ASSERT(until < 0 || std::abs(sum - static_cast<double>(until)) < 1e-9);

        // Ways out of a place, whatever they are called, and Kaplan and Meier's curve of leaving it.
        std::vector<std::uint8_t> way(places);
        for (std::size_t i = 0; i < places; ++i)
            way[i] = i == from ? std::uint8_t{0} : static_cast<std::uint8_t>(draw(1, 3));
        auto const out = ways_out(table, from, way);
        auto const incidence = occupancy_from(out, 0);
        auto const curve = kaplan_meier(table, from);
        for (auto const& s : curve.steps) {
            RC_ASSERT(std::abs(incidence.share(0, s.time) - s.share) < 1e-12);
            RC_ASSERT(std::abs(incidence.at(0, s.time).variance - s.variance) < 1e-12);
            double all = 0;
            for (std::size_t i = 0; i < out.places; ++i) all += incidence.share(i, s.time);
            RC_ASSERT(std::abs(all - 1) < 1e-12);
        }
        if (curve.steps.empty() || curve.last < 0) return;
        auto const mean = restricted_mean(curve, curve.last);
        auto const area = expected_time(out, 0, 0, -1, curve.last);
        RC_ASSERT(mean.has_value() && area.has_value());
        RC_ASSERT(std::abs(mean->value - area->value) < 1e-9);
        RC_ASSERT(std::abs(mean->variance - area->variance) < 1e-9);
    }));
}

TEST_CASE("property: a clock that follows a base with history is the one that is rebuilt from it") {
    REQUIRE(rc::check("live, told, in parts", [] {
        followed::check_sums([](auto const& life) { return rung::insight::ladder_clock{life}; });
    }));
}

TEST_CASE("property: a clock has the moves of the histories") {
    auto const make = [](auto const& life) { return rung::insight::ladder_clock{life}; };
    REQUIRE(rc::check("against the histories", [&] {
        followed::plan(make, [](auto const& base, auto const& live, auto const&) {
            std::size_t visited = 0;
            RC_ASSERT(live.each_path([&](auto const& p) {
                ++visited;
                auto const all = *base.export_client(p.client);
                RC_ASSERT(p.joined == all.events.front().at);
                // Each instant's moves, one after another, lead from where the client stood to where they
                // stand.
                std::vector<std::pair<rung::instant, rung::stage_id>> ends;
                for (auto const& m : all.moves) {
                    if (!ends.empty() && ends.back().first == m.at) ends.pop_back();
                    ends.emplace_back(m.at, m.to);
                }
                for (auto const& [at, to] : ends) RC_ASSERT(p.at(at) == to);
                RC_ASSERT(p.at(rung::instant::forever()) ==
                          (ends.empty() ? rung::stage_id{0} : ends.back().second));
            }) == 0u);
            std::size_t clients = 0;
            base.each([&](auto const& view) {
                clients += base.export_client(view.id())->events.empty() ? 0u : 1u;
            });
            RC_ASSERT(visited == clients);
        });
    }));
}
