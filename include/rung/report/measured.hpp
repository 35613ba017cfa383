#pragma once

#include <rung/core/measure.hpp>
#include <rung/notation/text_sink.hpp>
#include <rung/report/explain_words.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/quantity.hpp>

#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// One condition in words. What does not fit is cut off.
struct measured_words {
    std::string_view fact{};
    small_text<96> have{};     ///< `1 of 3`
    small_text<128> remark{};  ///< `2 more`
};

/// The time since something that never happened.
template <schema S>
[[nodiscard]] constexpr bool never_was(measured_condition<S> const& m) noexcept {
    return m.have == unlimited && rung::describe<S>(m.need.fact).ages;
}

/// A score or a level, which the next event sets, rather than a counter, which it raises.
[[nodiscard]] constexpr bool is_level(word const& w) noexcept {
    return w.falls && !w.ages && !w.shrinks && w.most != unlimited;
}

/// What the client has of what it asks: `1 of 3` on the way, `4, at least 3` past it. A value with a name is
/// shown alone.
template <schema S>
[[nodiscard]] constexpr small_text<96> have_and_need(measured_condition<S> const& m, language l,
                                                     lexicon const& words_of) noexcept {
    auto const& w = rung::describe<S>(m.need.fact);
    small_text<96> out;
    if (auto const named = words_of.value(w.name, m.have, l); !named.empty()) return out += named;
    auto const have = report::quantity(w.measure, m.have, l);
    if (w.measure == unit::time && detail::never_was(m)) return out += have;
    auto const put = [&](phrase const& p, std::int64_t need) {
        frame{p, l}.put(out, have);
        out += report::threshold(w.measure, need, l);
    };
    // `> 30d` asks for one second more than it says, which matters when 30 days are reached and not enough.
    auto const looks_reached = [&](std::int64_t need, std::int64_t apart) {
        return w.measure == unit::time && detail::nearest_limit_to(need).apart == apart &&
               report::threshold(w.measure, need, l).view() == have.view();
    };
    bool const is_open = m.need.high >= w.most || m.need.low <= w.least;
    bool const above = m.need.low > w.least && looks_reached(m.need.low, 1);
    bool const below = m.need.high < w.most && looks_reached(m.need.high, -1);
    if (above || below) {
        if (is_open) {
            put(above ? words::more_than : words::less_than, above ? m.need.low : m.need.high);
        } else {
            put(above ? words::more_than : words::at_least, m.need.low);
            out += (below ? words::and_less_than : words::and_at_most).in(l);
            out += report::threshold(w.measure, m.need.high, l);
        }
    } else if (m.need.high >= w.most) {
        put(m.have > m.need.low || detail::is_level(w) ? words::at_least : words::of_low, m.need.low);
    } else if (m.need.low <= w.least) {
        put(w.measure == unit::time && m.holds() ? words::of_low : words::at_most, m.need.high);
    } else if (m.need.low == m.need.high) {
        put(words::exactly, m.need.low);
    } else {
        put(words::range_from, m.need.low);
        out += words::range_to.in(l);
        out += report::threshold(w.measure, m.need.high, l);
    }
    return out;
}

/// What is missing, or how long it holds.
template <schema S>
[[nodiscard]] constexpr small_text<128> remark_on(measured_condition<S> const& m, instant at, language l,
                                                  lexicon const& words_of) noexcept {
    auto const& w = rung::describe<S>(m.need.fact);
    small_text<128> out;
    auto const put = [&](phrase const& p, std::string_view between) { frame{p, l}.put(out, between); };
    if (m.holds()) {
        if (m.until == instant::forever()) return out += words::holds.in(l);
        put(words::holds_until, report::date(m.until, at));
        if (w.shrinks) put(words::then, report::quantity(w.measure, m.then, l));
        return out;
    }
    auto const limit = m.missing > 0 ? m.need.low : m.need.high;
    if (auto const named = words_of.value(w.name, limit, l); !named.empty()) {
        put(words::needs, named);
    } else if (m.to_hold() == remedy::time) {
        put(words::from, report::date(m.from, at));
        if (m.until != instant::forever()) put(words::until, report::date(m.until, at));
    } else if (m.missing > 0) {
        auto const gap = w.measure == unit::time ? report::limit_text(m.missing, l)
                                                 : report::quantity(w.measure, m.missing, l);
        put(detail::is_level(w) ? words::short_of : words::more, gap);
    } else if (detail::never_was(m)) {
        out += words::has_not_been.in(l);
    } else {
        put(w.measure == unit::time ? words::too_long : words::over,
            report::quantity(w.measure, rung::subtract_saturated(0, m.missing), l));
    }
    if (m.to_hold() == remedy::never) out += words::cannot_close.in(l);
    return out;
}

/// The same for a condition that nobody wants: when it comes, or if it happens.
template <schema S>
[[nodiscard]] constexpr small_text<128> threat(measured_condition<S> const& m, instant at, language l,
                                               lexicon const& words_of) noexcept {
    if (m.holds() || m.to_hold() == remedy::time) return detail::remark_on(m, at, l, words_of);
    small_text<128> out;
    return out += words::if_happens.in(l);
}

template <schema S>
[[nodiscard]] constexpr measured_words in_words(measured_condition<S> const& m, instant at, language l,
                                                lexicon const& words_of) noexcept {
    return {words_of.fact(rung::describe<S>(m.need.fact).name, l), detail::have_and_need(m, l, words_of),
            detail::remark_on(m, at, l, words_of)};
}

}  // namespace detail
}  // namespace report

/// `silence 37 d of 90 d`, `silence 91 d, at most 90 d`: what a client has of what the condition asks.
template <text_sink Out, schema S>
Out& operator<<(Out& out, measured_condition<S> const& m) {
    detail::put(out, rung::describe<S>(m.need.fact).name);
    detail::put(out, " ");
    detail::put(out, report::detail::have_and_need(m, language::en, report::usual_lexicon<S>()));
    return out;
}

}  // namespace v0
}  // namespace rung
