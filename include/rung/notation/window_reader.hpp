#pragma once

#include <rung/measures/sound.hpp>
#include <rung/notation/limit_reader.hpp>
#include <rung/notation/measure_words.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads the windows of measures.
class window_reader : public limit_reader {
public:
    using limit_reader::limit_reader;

protected:
    constexpr bool fail_measure(token const& at, std::string_view says) noexcept {
        fail(mistake::measure, at.at).say(says);
        return false;
    }
    constexpr bool read_window(measure_row& m, token const& at) noexcept {
        if (!sound::takes_a_window(m.what)) {
            auto& e =
                fail(mistake::measure, at.at).say("only a count, a sum and 'days with' are in a window; ");
            e.say(m.what == form::largest || m.what == form::last || m.what == form::mean
                      ? "largest, last and mean are of all time"
                      : "what says how long something lasts is not");
            return false;
        }
        if (m.what != form::sum && m.most != measure_row{}.most)
            return fail_measure(at, "a limit and a window do not go together: leave out 'up to' or 'in'");
        auto& w = m.in;
        if (take("calendar")) {
            w.how = window::shape::calendar;
            if (now_.kind == token_kind::word && detail::is_digit(now_.text[0]))
                return fail_measure(now_, "the number comes first: 'in 3 calendar months'");
            return read_period(w.each);
        }
        auto const first = now_;
        if (says_own_day()) {
            w.how = window::shape::calendar;
            return read_period(w.each);
        }
        if (period p{}; now_.kind == token_kind::word && detail::period_of_word(now_.text, p)) {
            auto const word = period_words[static_cast<std::size_t>(p)];
            fail(mistake::measure, now_.at)
                .say("write 'in calendar ")
                .say(word)
                .say("' for the running one, or 'in 1 ")
                .say(word)
                .say("' if each event counts for so long from its own day on");
            return false;
        }
        if (first.kind != token_kind::word || !detail::is_number_like(first.text)) return fail_window_word();
        if (detail::is_digit(first.text[0]) && fail_glued_window()) return false;
        std::int64_t n = 0;
        if (!read_number(n, -unlimited, UINT16_MAX, "the number of periods of a window")) return false;
        if (n < 1)
            return fail_measure(first,
                                "a window is one period or more: 'in calendar day' for the running one, or "
                                "'in 1 day' if each event counts for so long from its own time on");
        w.n = static_cast<std::uint16_t>(n);
        w.how = take("calendar") ? window::shape::calendar : window::shape::rolling;
        if (!read_period(w.each)) return false;
        if (says_since()) w.how = window::shape::calendar;
        if (m.what == form::days && w.how == window::shape::rolling && w.each > period::week)
            return fail_measure(first, "days are counted in so many days or weeks, or in calendar periods");
        return true;
    }
    // `in last 12 months`, `in this year`, `in calender year`
    constexpr bool fail_window_word() noexcept {
        if (now_.kind != token_kind::word || detail::is_keyword(now_.text) ||
            detail::begins_a_head_line(now_.text))
            return fail_expected("how long the window is, such as '12 months' or 'calendar year'");
        if (auto const meant = detail::nearest({"calendar"}, now_.text); !meant.empty()) {
            fail(mistake::unknown_word, now_.at).say("unknown word ").quote(now_.text).suggest(meant);
            return false;
        }
        fail(mistake::measure, now_.at)
            .say("write 'in 12 months', without ")
            .quote(now_.text)
            .say("; or 'in calendar year'");
        return false;
    }
    // `in 90d`, `in 12mo`
    constexpr bool fail_glued_window() noexcept {
        auto const digits = now_.text.find_first_not_of("0123456789");
        if (digits == std::string_view::npos) return false;
        auto const number = now_.text.substr(0, digits), unit = now_.text.substr(digits);
        auto const letter = detail::letter_of_time(unit);
        std::string_view const word = detail::is_month(unit) && unit != "M" ? "months"
                                      : letter == 'd'                       ? "days"
                                      : letter == 'w'                       ? "weeks"
                                      : letter == 'y'                       ? "years"
                                                                            : "";
        auto& e = fail(mistake::measure, now_.at);
        if (word.empty())
            e.say("a window is of days, weeks, months, quarters or years: 'in 90 days'");
        else
            e.say("write 'in ").show(number).say(" ").say(word).say("', not ").quote(now_.text);
        return true;
    }
    // `year since first purchase`, `year 1 ago since first purchase`
    [[nodiscard]] constexpr bool says_own_day() const noexcept {
        period p{};
        return now_.kind == token_kind::word && detail::period_of_word(now_.text, p) &&
               goes_on_with_since(now_.at + now_.text.size());
    }
    [[nodiscard]] constexpr bool says_since() const noexcept { return goes_on_with_since(now_.at); }
    [[nodiscard]] constexpr bool goes_on_with_since(std::size_t at) const noexcept {
        lexer ahead{text_, at};
        auto next = ahead.take();
        if (next.kind == token_kind::word && !next.text.empty() && detail::is_digit(next.text[0]) &&
            ahead.take().is("ago"))
            next = ahead.take();
        return next.is("since");
    }
    // `1 ago` of a calendar window, `14 days ago` of a rolling one.
    [[nodiscard]] constexpr bool says_ago() const noexcept {
        if (now_.kind != token_kind::word || !detail::is_digit(now_.text[0])) return false;
        lexer ahead{text_, now_.at + now_.text.size()};
        auto next = ahead.take();
        if (period p{}; next.kind == token_kind::word && detail::period_of_word(next.text, p))
            next = ahead.take();
        return next.is("ago");
    }
    constexpr bool read_ago(measure_row& m) noexcept {
        auto const at = now_;
        std::int64_t n = 0;
        if (!read_number(n, 1, 255, "how many periods ago")) return false;
        if (now_.is("ago")) {
            step();
            if (m.in.how != window::shape::calendar)
                return fail_measure(
                    at, "only a calendar window can be asked as of so many periods ago: 'in calendar "
                        "year 1 ago'; a rolling one is asked 'in 12 months 14 days ago'");
            m.in.back = static_cast<std::uint8_t>(n);
            return true;
        }
        period p{};
        if (!read_period(p)) return false;
        step();  // ago
        auto const days = p == period::week ? 7 * n : n;
        if (m.in.how != window::shape::rolling || p > period::week || days > 255)
            return fail_measure(at,
                                "'14 days ago' leaves out of a rolling window what is younger, of up to 255 "
                                "days: 'in 12 months 14 days ago'; of a calendar window say how many "
                                "periods: 'in calendar year 1 ago'");
        m.in.young = static_cast<std::uint8_t>(days);
        return sound::young_is_possible(m) ||
               fail_measure(at, "what is left out is less than the window has: 'in 30 days 14 days ago'");
    }
    constexpr bool read_room(measure_row& m, token const& at) noexcept {
        if (!take("room") || !take("for")) return fail_expected("'room for', as in 'with room for 60 days'");
        std::int64_t n = 0;
        if (!read_number(n, 1, UINT16_MAX, "on how many days something may happen")) return false;
        if (!take("days") && !take("day")) return fail_expected("'days'");
        if (m.in.how != window::shape::rolling || m.what == form::days)
            return fail_measure(at,
                                "only a count or a sum in so many days, weeks, months or years needs room");
        m.in.room = static_cast<std::uint16_t>(n);
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
