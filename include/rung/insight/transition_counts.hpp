#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/key_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// The `to` of a stay that was not seen to end: the client is censored at `exit`.
inline constexpr std::uint8_t still_there = 255;

/// One stay of one client at one place, in whole units of a time scale that the host chooses. The client is
/// at risk of a move at t if entry < t <= exit: one who comes at t is not at risk at t. A scale that begins
/// with the client has entry = -1, so that a move at 0 counts.
struct stay {
    std::int64_t entry = -1;
    std::int64_t exit = 0;
    std::uint8_t place = 0;
    std::uint8_t to = still_there;

    friend bool operator==(stay const&, stay const&) = default;
};

/// What a counting process consists of: how many moved from where to where at each t, and how many were at
/// risk. Plain data, in order.
struct event_table {
    struct move {
        std::int64_t time = 0;
        std::uint8_t from = 0;
        std::uint8_t to = 0;
        std::int64_t clients = 0;
        friend bool operator==(move const&, move const&) = default;
    };
    /// At a place so many clients are at risk after `time`, until the next of the list.
    struct crowd {
        std::uint8_t place = 0;
        std::int64_t time = 0;
        std::int64_t clients = 0;
        friend bool operator==(crowd const&, crowd const&) = default;
    };

    std::size_t places = 0;
    std::vector<move> moves;    ///< by time, from, to
    std::vector<crowd> crowds;  ///< by place, time
    /// The last t at which anybody was observed; nothing is known after it.
    std::int64_t last = 0;

    /// Y(t): clients at risk of a move from a place at t.
    [[nodiscard]] std::int64_t at_risk(std::size_t place, std::int64_t t) const noexcept {
        auto const after = std::ranges::partition_point(
            crowds, [&](crowd const& c) { return c.place < place || (c.place == place && c.time < t); });
        return after == crowds.begin() || (after - 1)->place != place ? 0 : (after - 1)->clients;
    }
    friend bool operator==(event_table const&, event_table const&) = default;
};

/// Counts stays. Sums of whole numbers: two of them add up with +=, in any order and partition to the same
/// bits, and what was added can be taken out again. Divisions happen when an estimate is asked for.
///
/// Memory: 32 to 64 bytes for each different (t, from, to), whatever the number of clients.
class transition_counts {
public:
    /// For stays at so many places, at most 254.
    explicit transition_counts(std::size_t places) : places_{places} {
        if (places == 0 || places >= still_there) RUNG_ASSERT("stays are counted at 1 to 254 places");
    }

    /// Counts a stay so many times; -1 takes it out again. A stay that ends before it begins counts nothing.
    void add(stay const& s, std::int64_t clients = 1) {
        if (s.place >= places_ || (s.to >= places_ && s.to != still_there) || s.to == s.place)
            RUNG_ASSERT("a stay is at one place and ends at another of those that are counted");
        if (s.exit <= s.entry) return;
        auto const came_at = key_of(s.entry, s.place, came);
        auto const left_at = key_of(s.exit, s.place, s.to);
        cells_.reserve(cells_.size() + 2);  // so that no half of a stay is counted
        add(came_at, clients);
        add(left_at, clients);
    }
    [[nodiscard]] std::size_t places() const noexcept { return places_; }

    /// The counts in order. Parts of a whole must be added up first: in a part alone more may move than are
    /// at risk, which is refused.
    [[nodiscard]] event_table table() const {
        event_table out;
        out.places = places_;
        auto const cells = in_order();
        bool any = false;
        std::vector<event_table::crowd> changes;
        for (auto const& c : cells) {
            if (c.to == came)
                changes.push_back({c.place, c.time, c.clients});
            else
                changes.push_back({c.place, c.time, -c.clients});
            if (c.to == came) continue;
            if (c.to != still_there) out.moves.push_back({c.time, c.place, c.to, c.clients});
            out.last = any ? (std::max)(out.last, c.time) : c.time;
            any = true;
        }
        std::ranges::sort(changes, [](auto const& a, auto const& b) {
            return a.place != b.place ? a.place < b.place : a.time < b.time;
        });
        for (auto const& c : changes) {
            auto& all = out.crowds;
            if (all.empty() || all.back().place != c.place)
                all.push_back(c);
            else if (all.back().time == c.time)
                all.back().clients += c.clients;
            else
                all.push_back({c.place, c.time, all.back().clients + c.clients});
        }
        check(out);
        return out;
    }

    transition_counts& operator+=(transition_counts const& other) {
        if (other.places_ != places_) RUNG_ASSERT("counts of stays at other places do not add up");
        other.cells_.each([&](std::uint64_t key, std::int64_t clients) { add(key, clients); });
        return *this;
    }
    friend bool operator==(transition_counts const& a, transition_counts const& b) {
        return a.places_ == b.places_ && a.cells_ == b.cells_;
    }

private:
    static constexpr std::uint8_t came = 254;  // in place of `to`: a stay begins

    struct cell {
        std::int64_t time;
        std::int64_t clients;
        std::uint8_t place;
        std::uint8_t to;
    };
    // Clients by time, place and to, of which a key consists.
    static constexpr std::int64_t most_time = std::int64_t{1} << 46;

    std::size_t places_;
    detail::key_table<std::int64_t> cells_{};

    [[nodiscard]] static std::uint64_t key_of(std::int64_t time, std::uint8_t place, std::uint8_t to) {
        if (time < -most_time || time > most_time)
            RUNG_ASSERT("stays are counted by times of up to 2^46 units: choose a larger unit");
        return static_cast<std::uint64_t>(time + most_time) << 16 | std::uint64_t{place} << 8 | to;
    }
    void add(std::uint64_t key, std::int64_t clients) {
        auto& sum = cells_[key];
        sum += clients;
        if (sum == 0) cells_.remove(key);
    }
    [[nodiscard]] std::vector<cell> in_order() const {
        std::vector<cell> all;
        all.reserve(cells_.size());
        cells_.each([&](std::uint64_t key, std::int64_t clients) {
            all.push_back({static_cast<std::int64_t>(key >> 16) - most_time, clients,
                           static_cast<std::uint8_t>(key >> 8), static_cast<std::uint8_t>(key)});
        });
        std::ranges::sort(all, [](cell const& a, cell const& b) {
            if (a.time != b.time) return a.time < b.time;
            return a.place != b.place ? a.place < b.place : a.to < b.to;
        });
        return all;
    }
    static void check(event_table const& t) {
        for (std::size_t i = 0; i < t.moves.size();) {
            auto const& first = t.moves[i];
            std::int64_t leave = 0;
            bool negative = false;
            for (; i < t.moves.size() && t.moves[i].time == first.time && t.moves[i].from == first.from;
                 ++i) {
                leave += t.moves[i].clients;
                negative = negative || t.moves[i].clients < 0;
            }
            if (negative || leave > t.at_risk(first.from, first.time))
                RUNG_ASSERT("more clients leave a place than are there: these counts are a part of a whole, "
                            "or something was taken out that had not been added");
        }
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
