#pragma once

#include <rung/base/append.hpp>
#include <rung/core/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rung {
inline namespace v0 {

/// What became of a span of events. Two of them add up with +=.
template <class Event>
struct apply_report {
    struct refused_event {
        Event event{};
        refusal why = refusal::none;
        friend bool operator==(refused_event const&, refused_event const&) = default;
    };

    /// How many events it covers: all of the span, or its first ones if an exception ended the call.
    std::uint64_t done = 0;
    std::uint64_t applied = 0;
    std::uint64_t moves = 0;  ///< transitions, those by time alone included
    /// The events that were not taken, in order.
    std::vector<refused_event> refused;

    /// How many were refused for one reason.
    [[nodiscard]] std::uint64_t count(refusal why) const noexcept {
        std::uint64_t n = 0;
        for (auto const& r : refused) n += r.why == why ? 1 : 0;
        return n;
    }
    apply_report& operator+=(apply_report const& other) {
        done += other.done;
        applied += other.applied;
        moves += other.moves;
        detail::append(refused, other.refused);
        return *this;
    }
    /// Calls f with each of its lists.
    template <class F>
    void each_list(F const& f) {
        f(refused);
    }
    static constexpr std::size_t lists = 1;
    friend bool operator==(apply_report const&, apply_report const&) = default;
};

}  // namespace v0
}  // namespace rung
