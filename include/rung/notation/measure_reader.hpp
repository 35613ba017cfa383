#pragma once

#include <rung/measures/measure_list.hpp>
#include <rung/measures/sound.hpp>
#include <rung/notation/measure_words.hpp>
#include <rung/notation/selection_reader.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads what stands before the first stage of a ladder with measures of its own: the ladder's name,
/// policies, where days begin, and the measures.
template <text_model Model>
class measure_reader : public selection_reader<Model> {
    using base = selection_reader<Model>;

public:
    constexpr measure_reader(std::string_view source, measure_list<Model>& into) noexcept
        : base{source, into} {}
    using base::failed;

    /// Up to the first stage, or to the end of the text.
    constexpr bool read(std::string_view& name, policies* allowed) noexcept {
        if (failed() || !read_title(name)) return false;
        for (;;) {
            if (take("measure")) {
                if (!read_measure()) return false;
                continue;
            }
            bool is_calendar = false, is_policy = false;
            if (!read_calendar(is_calendar) || !read_policy(allowed, is_policy)) return false;
            if (!is_calendar && !is_policy) break;
        }
        if (now_.kind != token_kind::end && !now_.is("stage") && !now_.is("exit"))
            return fail_word({"stage", "exit", "measure", "offset", "weeks", "years", "ascent", "descent",
                              "comeback", "ladder"},
                             "'measure', 'stage' or 'exit'");
        for (std::size_t i = 0; i < list_.size(); ++i)
            list_.change(i, [this](measure_row& m) { m.calendar = calendar_; });
        return true;
    }

    /// Where the name of a measure stands.
    [[nodiscard]] constexpr std::size_t place_of(std::size_t measure) const noexcept {
        return places_[measure];
    }
    /// Beside the measures no room is left for a fact that the rules ask about.
    constexpr bool fail_known(std::string_view fact, std::size_t at) noexcept {
        fail(mistake::measure, at)
            .say("there is no room for the fact ")
            .quote(fact)
            .say(": a ladder has 48 measures at most, and each fact that it asks about is one of them");
        return false;
    }

private:
    // The names of a base that depends on a parameter.
    using base::calendar_, base::counts_once, base::each_once, base::fail, base::fail_expected,
        base::fail_joined, base::fail_measure, base::fail_twice, base::fail_word, base::forget_since,
        base::last_, base::list_, base::now_, base::read_ago, base::read_calendar, base::read_events,
        base::read_field, base::read_name, base::read_number, base::read_period, base::read_policy,
        base::read_room, base::read_threshold, base::read_title, base::read_window, base::says_ago,
        base::step, base::take, base::used;

    std::size_t places_[measure_list<Model>::max_size]{};  // where the measures' names stand
    std::string_view name_{};                              // of the measure that is being read

    // A measure ---------------------------------------------------------------------------------------------

    constexpr bool read_measure() noexcept {
        auto const at = now_;
        auto const before = used();
        std::string_view name;
        if (!read_name(name)) return false;
        if (list_.find(name) != list_.size()) {
            fail(mistake::given_twice, at.at).say("two measures have the name ").quote(name);
            return false;
        }
        for (auto const* known : Model::known) {
            if (known->name != name) continue;
            fail(mistake::given_twice, at.at)
                .quote(name)
                .say(" is a fact that is known already: give the measure another name");
            return false;
        }
        measure_row m;
        m.name = name;
        name_ = name;
        if (!read_what(m) || !read_clauses(m)) return false;
        if (!sound::values_are_possible(m)) {
            fail(mistake::measure, at.at)
                .quote(name)
                .say(" gives an event more than its field can be, which is at most ")
                .say(rung::value_to_text(m.measure == unit::hundredths ? unit::count : m.measure,
                                         m.field_most));
            return false;
        }
        if (!sound::silence_is_possible(m)) return fail_silence(at);
        if (!detail::is_sound(m)) {
            fail(mistake::measure, at.at).quote(name).say(" is no measure that can be kept");
            return false;
        }
        places_[list_.size() < list_.max_size ? list_.size() : 0] = at.at;
        if (!list_.add(m)) {
            bool const many = list_.size() == list_.max_size;
            return fail_measure(at, many ? "there is no room for more measures: a ladder has 48 at most"
                                         : base::names_too_long);
        }
        forget_since(before);
        return true;
    }

    constexpr bool read_what(measure_row& m) noexcept {
        if (take("count")) {
            m.what = form::count;
            return read_of(m);
        }
        if (take("days")) {
            m.what = form::days;
            return take("with") ? read_events(m.of, each_once) : fail_expected("'with' and the events");
        }
        if (take("streak")) return read_streak(m);
        if (take("since")) return read_since(m);
        if (take("ratio")) {
            m.what = form::ratio;
            m.measure = unit::percent;
            return read_of(m);
        }
        auto const what = now_;
        if (take("sum")) {
            m.what = form::sum;
            m.most = UINT32_MAX;
        } else if (take("largest")) {
            m.what = form::largest;
        } else if (take("last")) {
            m.what = form::last;
        } else if (take("mean")) {
            m.what = form::mean;
        } else {
            return fail_what();
        }
        field_word const* field = nullptr;
        if (!read_field(field)) return false;
        if (field->is_name) {
            fail(mistake::measure, last_.at)
                .quote(field->name)
                .say(" is a name and no number: it can be asked about by 'where', and not be what ")
                .quote(what.text)
                .say(" is of");
            return false;
        }
        if (m.what == form::mean && field->measure != unit::count) {
            fail(mistake::measure, last_.at)
                .say("a mean is of whole numbers, and ")
                .quote(field->name)
                .say(" is none");
            return false;
        }
        m.field = field->number;
        m.field_most = field->most;
        m.measure = m.what == form::mean ? unit::hundredths : field->measure;
        return read_of(m);
    }
    constexpr bool fail_what() noexcept {
        constexpr std::string_view other[][2]{
            {"total", "sum"},    {"max", "largest"},  {"maximum", "largest"}, {"avg", "mean"},
            {"average", "mean"}, {"number", "count"}, {"latest", "last"},     {"distinct", "days with"},
        };
        for (auto const& [word, right] : other) {
            if (!now_.is(word)) continue;
            fail(mistake::unknown_word, now_.at).say("write ").quote(right).say(" instead of ").quote(word);
            return false;
        }
        return fail_word({"count", "sum", "largest", "last", "mean", "days", "streak", "since", "ratio"},
                         "what is measured: count, sum, largest, last, mean, days with, streak of, since or "
                         "ratio");
    }
    constexpr bool read_of(measure_row& m) noexcept {
        auto const once = m.what == form::count   ? counts_once
                          : m.what == form::ratio ? each_once
                                                  : std::string_view{};
        return take("of") ? read_events(m.of, once) : fail_expected("'of' and the events");
    }
    // `streak of calendar months with purchase`
    constexpr bool read_streak(measure_row& m) noexcept {
        m.what = form::streak;
        if (!take("of")) return fail_expected("'of' and the periods, such as 'of months with purchase'");
        (void)take("calendar");
        if (!read_period(m.in.each)) return false;
        return take("with") ? read_events(m.of, each_once) : fail_expected("'with' and the events");
    }
    // `since first purchase`, `since last complaint`, `since 3rd last purchase`
    constexpr bool read_since(measure_row& m) noexcept {
        m.measure = unit::time;
        m.what = form::since_last;
        if (take("first")) {
            m.what = form::since_first;
            return read_events(m.of, each_once);
        }
        if (now_.kind == token_kind::word && detail::is_digit(now_.text[0])) {
            auto text = now_.text;
            for (std::string_view const ending : {"st", "nd", "rd", "th"}) {
                if (text.ends_with(ending)) text.remove_suffix(2);
            }
            std::int64_t n = 0;
            if (rung::read_value(unit::count, text, n) != value_text::good || n < 1 || n > 32) {
                fail(mistake::wrong_value, now_.at)
                    .say("'since' goes back to the 32nd last, and not to ")
                    .quote(now_.text);
                return false;
            }
            m.nth = static_cast<std::uint8_t>(n);
            step();
        }
        return take("last") ? read_events(m.of, each_once)
                            : fail_expected("'first', 'last' or such as '3rd last', and the events");
    }

    // What may follow ---------------------------------------------------------------------------------------

    constexpr bool read_clauses(measure_row& m) noexcept {
        bool given[10]{};
        for (;;) {
            auto const at = now_;
            std::size_t const which = at.is("less")     ? 0
                                      : at.is("oldest") ? 1
                                      : at.is("in")     ? 2
                                      : at.is("after")  ? says_silence() ? 8 : 3
                                      : at.is("at")     ? 4
                                      : at.is("up")     ? 5
                                      : at.is("with")   ? 6
                                      : at.is("since")  ? 9
                                      : says_ago()      ? 7
                                                        : 10;
            if (which == 10) return ends();
            if (given[which]) return fail_twice(at, name_);
            given[which] = true;
            if (which != 7) step();
            bool const read = which == 0   ? read_less(m, at)
                              : which == 1 ? read_oldest(m, at)
                              : which == 2 ? read_window(m, at)
                              : which == 3 ? read_events(m.after, each_once)
                              : which == 4 ? read_a_day(m, at)
                              : which == 5 ? read_up_to(m, at)
                              : which == 6 ? read_room(m, at)
                              : which == 7 ? read_ago(m)
                              : which == 8 ? read_silence(m, at)
                                           : read_own_day(m, at);
            if (!read) return false;
        }
    }
    // After a measure comes what begins something before the first stage.
    constexpr bool ends() noexcept {
        if (now_.is("and") || now_.is("or")) return fail_joined();
        if (now_.kind == token_kind::end || detail::begins_a_head_line(now_.text) ||
            detail::is_keyword(now_.text))
            return true;
        if (now_.is("where")) return fail_misplaced("'where' stands right after the kinds of events: ");
        return fail_word({"less", "oldest", "in", "after", "at", "up", "with", "measure", "stage", "exit"},
                         "what the measure is less, in, after, at most, or the next line");
    }
    constexpr bool fail_misplaced(std::string_view says) noexcept {
        fail(mistake::misplaced, now_.at).say(says).say("of purchase where category = dinner");
        return false;
    }
    constexpr bool read_less(measure_row& m, token const& at) noexcept {
        if (m.what != form::sum) return fail_measure(at, "only a sum can be less something");
        return read_events(m.less);
    }
    // `in year since first purchase`
    constexpr bool read_own_day(measure_row& m, token const& at) noexcept {
        if (!take("first")) return fail_expected("'first', as in 'in year since first purchase'");
        if (m.in.how != window::shape::calendar)
            return fail_measure(at, "only a window can begin with the client's own day: 'in year since first "
                                    "purchase', 'in 3 months since first purchase'");
        return read_events(m.since, each_once);
    }
    // `after 18 months without award or redeem`
    [[nodiscard]] constexpr bool says_silence() const noexcept {
        lexer ahead{base::text_, now_.at + now_.text.size()};
        auto const next = ahead.take();
        return next.kind == token_kind::word && detail::is_digit(next.text[0]) && !ahead.take().is("each");
    }
    constexpr bool read_silence(measure_row& m, token const& at) noexcept {
        auto& how_long = m.silence;
        std::int64_t n = 0;
        how_long.how = window::shape::rolling;
        if (!read_number(n, 1, UINT16_MAX, "how long the silence is") || !read_period(how_long.each))
            return false;
        how_long.n = static_cast<std::uint16_t>(n);
        if (!take("without"))
            return fail_expected("'without' and the events, as in 'after 18 months without award'");
        if (!read_events(m.silence_of, each_once)) return false;
        return sound::silence_is_possible(m) || fail_silence(at);
    }
    constexpr bool fail_silence(token const& at) noexcept {
        return fail_measure(
            at, "only a count or a sum of all time begins anew after a silence: leave out 'in' or "
                "'after ... without'");
    }
    constexpr bool read_oldest(measure_row& m, token const& at) noexcept {
        if (!take("first")) return fail_expected("'first'");
        if (m.less.size == 0)
            return fail_measure(at, "'oldest first' says from what 'less' takes: 'less redeem oldest first'");
        m.oldest_first = true;
        return true;
    }
    constexpr bool read_a_day(measure_row& m, token const& at) noexcept {
        if (!take("most")) return fail_expected("'most', as in 'at most 100 a day'");
        auto const value = now_;
        std::int64_t n = 0;
        if (!read_threshold({.name = name_,
                             .measure = m.what == form::count ? unit::count : m.measure,
                             .least = 1,
                             .most = UINT32_MAX},
                            n))
            return false;
        if (!take("a")) return fail_expected("'a day'");
        if (!take("day")) {
            return fail_measure(value, "a limit is one of each day: 'at most 100 a day'");
        }
        if (m.what != form::sum && m.what != form::count)
            return fail_measure(at, "only a count and a sum can be at most so much a day");
        m.a_day = static_cast<std::uint32_t>(n);
        return true;
    }
    constexpr bool read_up_to(measure_row& m, token const& at) noexcept {
        if (!take("to")) return fail_expected("'to', as in 'up to 100'");
        std::int64_t n = 0;
        if (!read_number(n, 1, m.what == form::mean ? 0xff'ffff : UINT32_MAX, "where it stops counting"))
            return false;
        if (m.in.given() || !sound::takes_a_limit(m.what))
            return fail_measure(at,
                                "only what is counted without a window, and a mean, can be up to a number");
        m.most = static_cast<std::uint32_t>(n);
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
