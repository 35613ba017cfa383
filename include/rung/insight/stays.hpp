#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/place.hpp>
#include <rung/insight/transition_counts.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// From when a clock of clients runs.
enum class clock_start : std::uint8_t {
    joining,   ///< each client's first event; moves at 0 count
    entry,     ///< each time that they come to a place: for how long they stay, and where they leave for
    calendar,  ///< 1970-01-01 UTC; nobody is at risk on the day that they come
};

/// Only clients who stood on `place` at `time`, and only what came after: where the further way depends on
/// how one came to a place, and not on the place alone.
template <stage_name Stage>
struct landmark {
    Stage place{};
    std::int64_t time = 0;
};

/// How stays are read from a ladder_clock.
template <stage_name Stage>
struct clock_reading {
    /// Nothing after it is seen: who has not moved by then is censored.
    instant as_of{};
    clock_start start = clock_start::joining;
    /// Times are in whole units, cut. Moves within one of them are one, the net move.
    duration unit{86'400};
    /// The clients are known from here on only (a log that begins late): they enter late.
    instant known_from = instant::never();
    std::optional<landmark<Stage>> since{};
};

namespace detail {

[[nodiscard]] constexpr std::int64_t units(duration d, duration unit) noexcept {
    return d.seconds >= 0 ? d.seconds / unit.seconds : -1 - (-1 - d.seconds) / unit.seconds;
}

template <stage_name Stage>
class stay_reader {
public:
    explicit stay_reader(clock_reading<Stage> const& how) : how_{how} {
        if (how.unit.seconds <= 0) RUNG_ASSERT("the unit of a clock is a length of time, as a day is");
        if (!how.as_of.is_moment()) RUNG_ASSERT("clocks are read as of an instant: clock_reading::as_of");
        if (how.since && how.start == clock_start::entry)
            RUNG_ASSERT("a landmark is a time of a client's clock, not of a single stay");
    }

    /// The stays of a client, in order.
    std::vector<stay> const& read(client_path<Stage> const& p) {
        stays_.clear();
        if (p.joined > how_.as_of) return stays_;
        if (how_.start == clock_start::entry)
            read_each_stay(p);
        else
            read_way(p);
        return stays_;
    }

private:
    clock_reading<Stage> how_;
    std::vector<stay> stays_{};

    [[nodiscard]] static std::uint8_t place(Stage s) { return static_cast<std::uint8_t>(rung::index_of(s)); }

    void read_each_stay(client_path<Stage> const& p) {
        auto since = p.joined;
        std::uint8_t stood = 0;
        auto const end = [&](instant at, std::uint8_t to) {
            auto const known =
                how_.known_from > since ? detail::units(how_.known_from - since, how_.unit) : -1;
            stays_.push_back({known, detail::units(at - since, how_.unit), stood, to});
        };
        for (auto const& s : p.steps) {
            if (s.at > how_.as_of) break;
            end(s.at, place(s.to));
            since = s.at;
            stood = place(s.to);
        }
        end(how_.as_of, still_there);
    }
    void read_way(client_path<Stage> const& p) {
        bool const is_calendar = how_.start == clock_start::calendar;
        auto const time = [&](instant at) {
            return detail::units(is_calendar ? duration{at.unix_seconds} : at - p.joined, how_.unit);
        };
        auto entry = is_calendar ? time(p.joined) : std::int64_t{-1};
        if (how_.known_from > p.joined) entry = (std::max)(entry, time(how_.known_from));
        auto const last = time(how_.as_of);
        if (how_.since) {
            entry = (std::max)(entry, how_.since->time);
            if (entry > how_.since->time || last < entry) return;
        }
        std::uint8_t stood = 0;
        for (std::size_t i = 0; i < p.steps.size() && p.steps[i].at <= how_.as_of;) {
            auto const now = time(p.steps[i].at);
            auto to = stood;
            for (; i < p.steps.size() && p.steps[i].at <= how_.as_of && time(p.steps[i].at) == now; ++i)
                to = place(p.steps[i].to);
            if (now > entry && !is_meant(entry, stood)) return stays_.clear();
            if (now > entry && to != stood) {
                stays_.push_back({entry, now, stood, to});
                entry = now;
            }
            stood = to;
        }
        if (!is_meant(entry, stood)) return stays_.clear();
        if (last > entry) stays_.push_back({entry, last, stood, still_there});
    }
    // Who stands elsewhere at the landmark is left out.
    [[nodiscard]] bool is_meant(std::int64_t entry, std::uint8_t stood) const {
        return !how_.since || !stays_.empty() || entry != how_.since->time ||
               stood == place(how_.since->place);
    }
};

/// What a ladder, a lifecycle or a base is about.
template <has_stages Of>
[[nodiscard]] auto const& ladder_of(Of const& of) noexcept {
    if constexpr (requires { of.place_count(); })
        return of;
    else if constexpr (requires { of.ladder(); })
        return of.ladder();
    else
        return of.lifecycle().ladder();
}

}  // namespace detail

/// The stays of all clients, counted, at the places of a ladder (or of the one of a lifecycle or a base).
template <detail::has_stages Of>
[[nodiscard]] transition_counts count_stays(Of const& of, ladder_clock<typename Of::stage_type> const& clock,
                                            clock_reading<typename Of::stage_type> const& how) {
    transition_counts out{detail::ladder_of(of).place_count()};
    detail::stay_reader reader{how};
    (void)clock.each_path([&](auto const& path) {
        for (auto const& s : reader.read(path)) out.add(s);
    });
    return out;
}

/// The same by group; the group is a function of the client's id: a channel, who referred them, a cohort.
///
///     auto const by_channel = insight::count_stays_by(base, clock, how, [&](client_id c) { return
///     channel(c); }); insight::log_rank(by_channel[web].table(), by_channel[street].table(), place);
template <detail::has_stages Of, class GroupOf>
[[nodiscard]] by<GroupOf, transition_counts>
count_stays_by(Of const& of, ladder_clock<typename Of::stage_type> const& clock,
               clock_reading<typename Of::stage_type> const& how, GroupOf group_of) {
    by<GroupOf, transition_counts> out{std::move(group_of),
                                       transition_counts{detail::ladder_of(of).place_count()}};
    detail::stay_reader reader{how};
    (void)clock.each_path([&](auto const& path) {
        auto& counts = out.at_group(out.key()(path.client));
        for (auto const& s : reader.read(path)) counts.add(s);
    });
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
