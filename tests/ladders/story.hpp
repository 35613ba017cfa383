#pragma once

// A client's story, told at compile time: events in order, then time passing, then the stage.

#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/report/print.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace story {

using namespace rung::literals;

/// The day of every story on which it begins is day 0.
constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

template <class Lifecycle>
struct account {
    typename Lifecycle::stage_type stage{};
    typename Lifecycle::client_type client{};
    /// All moves, the first one first.
    std::array<typename Lifecycle::transition_type, 16> moves{};
    std::size_t count = 0;

    [[nodiscard]] constexpr auto const& last() const { return moves[count - 1]; }
};

/// Applies the events, then settles the client at `until`. An event that is refused ends the test, so that no
/// story relies on events that did not happen.
template <class Lifecycle>
[[nodiscard]] constexpr account<Lifecycle> tell(Lifecycle const& lifecycle,
                                                std::initializer_list<rung::retail_event> events,
                                                rung::instant until = rung::instant::never()) {
    account<Lifecycle> a;
    auto const note = [&a](auto const& t) { a.moves[a.count++] = t; };
    for (auto const& e : events) {
        if (lifecycle.apply(a.client, e, note).answer() == rung::answer::refused)
            rung::fail("an event of a story was refused");
    }
    lifecycle.settle(a.client, until, note);
    a.stage = lifecycle.stage(a.client);
    return a;
}

/// Whether each() lists every member of a plain struct of thresholds exactly once, under these names.
template <class Thresholds, std::size_t N>
[[nodiscard]] constexpr bool lists_all(std::array<std::string_view, N> const& names) {
    Thresholds t;
    std::array<void const*, N> seen{};
    std::size_t count = 0;
    std::size_t bytes = 0;
    bool as_named = true;
    Thresholds::each(t, [&](std::string_view name, auto& threshold) {
        as_named = as_named && count < N && name == names[count];
        for (std::size_t i = 0; i < count && i < N; ++i) as_named = as_named && seen[i] != &threshold;
        if (count < N) seen[count] = &threshold;
        bytes += sizeof threshold;
        ++count;
    });
    return as_named && count == N && bytes == sizeof(Thresholds);
}

}  // namespace story
