#pragma once

#include <rung/core/time_limit.hpp>
#include <rung/notation/calendar_words.hpp>
#include <rung/notation/reader.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads limits of time, and where the days, weeks and years begin by which they go.
class limit_reader : public reader {
public:
    using reader::reader;

    /// Everything before the first stage: the ladder's name, its calendar and, if allowed, the policies.
    constexpr bool read_head(std::string_view& name, policies* allowed) noexcept {
        if (failed() || !read_title(name)) return false;
        for (bool is_calendar = true, is_policy = true; is_calendar || is_policy;) {
            if (!read_calendar(is_calendar) || !read_policy(allowed, is_policy)) return false;
        }
        if (now_.kind == token_kind::end || now_.is("stage") || now_.is("exit")) return true;
        if (now_.is("measure")) {
            fail(mistake::misplaced, now_.at)
                .quote(now_.text)
                .say(" is for a ladder with measures of its own: read the text for a run_time_table, with "
                     "<rung/notation/measures.hpp>");
            return false;
        }
        return fail_word({"stage", "exit", "ladder", "ascent", "descent", "comeback"}, "'stage' or 'exit'");
    }

    [[nodiscard]] constexpr calendar_rules const& calendar() const noexcept { return calendar_; }
    /// Goes by the calendar that another reader has read.
    constexpr void go_by(calendar_rules const& c) noexcept { calendar_ = c; }

protected:
    calendar_rules calendar_{};

    /// `ladder` and its name, if they are there.
    constexpr bool read_title(std::string_view& name) noexcept {
        if (!take("ladder")) return true;
        bool const is_word = now_.kind == token_kind::word;
        if (is_word && (detail::is_keyword(now_.text) || detail::begins_a_head_line(now_.text)))
            return !fail_title();
        if (!is_word && now_.kind != token_kind::quoted && now_.kind != token_kind::unclosed) return true;
        title_ = now_;
        return read_name(name);
    }

    constexpr bool read_number(std::int64_t& out, std::int64_t least, std::int64_t most,
                               std::string_view what) noexcept {
        return read_threshold({.name = what, .measure = unit::count, .least = least, .most = most}, out);
    }

    // Where days, weeks and years begin --------------------------------------------------------------------

    constexpr bool read_calendar(bool& found) noexcept {
        auto const at = now_;
        std::size_t const which = at.is("offset") ? 0 : at.is("weeks") ? 1 : at.is("years") ? 2 : 3;
        found = which != 3;
        if (!found) return true;
        if (given_calendar_[which]) return fail_twice(at, {});
        given_calendar_[which] = true;
        step();
        if (which == 0) return read_offset();
        if (!take("from")) return fail_expected("'from'");
        if (which == 1)
            return read_one_of(weekday_words, 0, calendar_.week_start, "a weekday, such as sunday");
        return read_one_of(month_words, 1, calendar_.year_start, "a month, such as april");
    }
    template <std::size_t N>
    constexpr bool read_one_of(std::string_view const (&words)[N], std::uint8_t first, std::uint8_t& out,
                               std::string_view what) noexcept {
        suggestion meant{now_.text};
        for (std::size_t i = 0; i < N; ++i) {
            if (take(words[i])) {
                out = static_cast<std::uint8_t>(first + i);
                return true;
            }
            meant.consider(words[i]);
        }
        if (now_.kind != token_kind::word || meant.best().empty()) return fail_expected(what);
        fail(mistake::unknown_word, now_.at).say("unknown word ").quote(now_.text).suggest(meant.best());
        return false;
    }
    // `+03:00`: its characters are no words.
    constexpr bool read_offset() noexcept {
        auto const from = now_.at;
        auto end = from;
        while (end < text_.size() &&
               (detail::is_digit(text_[end]) || text_[end] == '+' || text_[end] == '-' || text_[end] == ':'))
            ++end;
        auto const says = text_.substr(from, end - from);
        auto const digit = [&](std::size_t i) { return says[i] - '0'; };
        bool good = says.size() == 6 && (says[0] == '+' || says[0] == '-') && says[3] == ':';
        for (std::size_t const i : {1u, 2u, 4u, 5u}) good = good && detail::is_digit(says[i]);
        if (good) {
            auto const minutes = (digit(1) * 10 + digit(2)) * 60 + digit(4) * 10 + digit(5);
            good = minutes < 1'440 && digit(4) < 6;
            calendar_.offset_minutes = static_cast<std::int16_t>(says[0] == '-' ? -minutes : minutes);
        }
        if (!good) {
            fail(mistake::wrong_value, from)
                .say("an offset from UTC is written like +03:00 or -05:30, without a place and its summer "
                     "time");
            return false;
        }
        lexer_ = lexer{text_, end};
        step();
        return true;
    }

    constexpr bool read_period(period& out) noexcept {
        if (now_.kind == token_kind::word && detail::period_of_word(now_.text, out)) {
            step();
            return true;
        }
        return fail_word(
            {"days", "weeks", "months", "quarters", "years", "day", "week", "month", "quarter", "year"},
            "days, weeks, months, quarters or years");
    }

    // Limits ------------------------------------------------------------------------------------------------

    // `30d`, `12 months`, `until end of quarter`, `until end of next year`
    constexpr bool read_limit(time_limit& out) noexcept {
        if (take("until")) {
            if (!take("end") || !take("of"))
                return fail_expected("'end of', as in 'until end of year' or 'until end of next year'");
            bool const next = take("next");
            period p{};
            if (!read_period(p)) return false;
            out = next ? rung::until_end_of_next(p) : rung::until_end_of(p);
        } else if (is_number_of_periods()) {
            std::int64_t n = 0;
            if (!read_number(n, 1, time_limit::most_periods, "the number of periods")) return false;
            period p{};
            if (!read_period(p)) return false;
            out = {time_limit::shape::periods, n, p};
        } else {
            if (fail_short_months()) return false;
            duration length{};
            if (!read_duration(length)) return false;
            out = length;
            return true;
        }
        out = out.by(calendar_);
        return true;
    }
    constexpr bool read_review(time_limit& out) noexcept {
        for (std::size_t i = 0; i < 5; ++i) {
            if (!take(review_words[i])) continue;
            out = rung::review_each(static_cast<period>(i));
            out = out.by(calendar_);
            return true;
        }
        return fail_word({"daily", "weekly", "monthly", "quarterly", "yearly"},
                         "daily, weekly, monthly, quarterly or yearly");
    }

private:
    bool given_calendar_[3]{};

    // A word of the grammar after `ladder` is meant as its name if it begins nothing there. False if it does.
    constexpr bool fail_title() noexcept {
        auto const begins = [](token const& t) {
            bool is = detail::begins_a_head_line(t.text);
            for (auto const word : {"stage", "exit", "ascent", "descent", "comeback"})
                is = is || t.text == word;
            return is && t.kind == token_kind::word;
        };
        auto const next = lexer{text_, now_.at + now_.text.size()}.take();
        if (begins(now_) && !begins(next)) return false;
        fail(mistake::unexpected, now_.at)
            .quote(now_.text)
            .say(" is a word of the grammar: as the name of a ladder it needs quotes");
        return true;
    }

    [[nodiscard]] constexpr bool is_number_of_periods() const noexcept {
        if (now_.kind != token_kind::word ||
            now_.text.find_first_not_of("0123456789") != std::string_view::npos)
            return false;
        auto const next = lexer{text_, now_.at + now_.text.size()}.take();
        period p{};
        return next.kind == token_kind::word && detail::period_of_word(next.text, p);
    }
    // `1mo` is no length of time, but there are months of the calendar.
    constexpr bool fail_short_months() noexcept {
        auto const n = now_.kind == token_kind::word ? detail::months_in(now_.text) : 0;
        if (n == 0 || now_.text.ends_with('M')) return false;
        fail(mistake::wrong_value, now_.at)
            .say("write '")
            .say(rung::value_to_text(unit::count, n))
            .say(n == 1 ? " month', not " : " months', not ")
            .quote(now_.text);
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
