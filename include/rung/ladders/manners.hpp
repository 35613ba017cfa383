#pragma once

#include <rung/core/measure.hpp>
#include <rung/retail/retail.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace rung {
inline namespace v0 {

/// How a business behaves towards its clients, as rules over the facts of its schema; advise() follows them.
template <schema S>
struct manners {
    /// The client waits for an answer of ours. Not given: nobody ever does.
    basic_rule<S> waits{};
    /// We may contact the client. Not given: always.
    basic_rule<S> may_contact{};
    /// A break that is unusual for the client. Not given: there is none.
    basic_rule<S> unusual_break{};
    /// How long before a fall or an exit the rescue begins.
    duration soon = 14_days;
    /// The fact that says what a client is worth to us: of two clients in the same position the one who has
    /// more of it comes first. Not given: all are worth the same.
    std::optional<typename S::fact> worth{};
};

/// The manners of the documents: contacts at least three days apart (001.L1: after a few days), but a client
/// who waits is answered at once (002.5); a break is unusual from twice the usual gap on, for a client who
/// bought three times (001.4); those who spend most come first (000.4).
[[nodiscard]] constexpr manners<retail> retail_manners() {
    using namespace rung::facts;
    manners<retail> m;
    m.waits = waiting >= 1_seconds;
    m.may_contact = since_contact >= 3_days or waiting >= 1_seconds;
    m.unusual_break = purchases >= 3 and silence_ratio >= 200_percent;
    m.worth = retail::fact::spend;
    return m;
}

/// The default manners of a schema.
template <schema S>
[[nodiscard]] constexpr manners<S> usual_manners() {
    if constexpr (std::same_as<S, retail>) {
        return retail_manners();
    } else {
        return {};
    }
}

/// The first instant, not before `now`, at which a rule holds if nothing happens; forever() if it never does.
/// In closed form. A rule that is not given always holds.
template <schema S>
[[nodiscard]] constexpr instant first_holds(basic_rule<S> const& asked, typename S::facts const& f,
                                            instant now) noexcept {
    if (!asked.given()) return now;
    measured_condition<S> all[basic_rule<S>::max_conditions]{};
    for (std::size_t i = 0; i < asked.size(); ++i) all[i] = rung::measure<S>(asked[i], f, now);
    auto const up_to = [](std::size_t i) { return (std::uint64_t{1} << i) - 1; };
    auto first = instant::forever();
    for (std::size_t r = 0; r < asked.route_count(); ++r) {
        auto const before = up_to(asked.begin_of(r));
        measured_route<S> const route{all, up_to(asked.end_of(r)) & ~before, now,
                                      up_to(asked.end_of_count(r)) & ~before, asked.least_of(r)};
        if (auto const from = route.from(); from < first) first = from;
    }
    return first;
}

}  // namespace v0
}  // namespace rung
