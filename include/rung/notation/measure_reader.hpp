#pragma once

#include <rung/measures/measure_list.hpp>
#include <rung/measures/sound.hpp>
#include <rung/notation/measure_words.hpp>
#include <rung/notation/reader.hpp>

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
class measure_reader : public reader {
public:
    constexpr measure_reader(std::string_view source, measure_list<Model>& into) noexcept
        : reader{source}, list_{into} {}

    /// Up to the first stage, or to the end of the text.
    constexpr bool read(std::string_view& name, policies* allowed) noexcept {
        if (failed() || !read_title(name, {"measure", "offset", "weeks", "years"})) return false;
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

    /// A table that does not hold the measures: the mistake stands at the one with which it is too much.
    constexpr notation_error const& too_much(std::size_t measure, std::size_t words) noexcept {
        auto& e = fail(mistake::measure, places_[measure < list_.max_size ? measure : 0]);
        e.say("with this measure a client's record is too small: it has ")
            .say(value_to_text(unit::count, static_cast<std::int64_t>(words)))
            .say(" words of four bytes; ask for shorter windows, or for less room");
        return e;
    }

private:
    measure_list<Model>& list_;
    calendar_rules calendar_{};
    bool given_calendar_[3]{};
    std::size_t places_[measure_list<Model>::max_size]{};  // where the measures' names stand
    std::string_view name_{};                              // of the measure that is being read

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
        if (!detail::is_sound(m)) {
            fail(mistake::measure, at.at).quote(name).say(" is no measure that can be kept");
            return false;
        }
        places_[list_.size() < list_.max_size ? list_.size() : 0] = at.at;
        if (!list_.add(m)) {
            fail(mistake::measure, at.at).say("there is no room for more measures: a ladder has 48 at most");
            return false;
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

    constexpr bool read_field(field_word const*& out) noexcept {
        if (now_.kind != token_kind::word || detail::is_keyword(now_.text))
            return fail_expected("a field of events");
        suggestion meant{now_.text};
        for (auto const& f : Model::fields) {
            if (now_.text == f.name) {
                out = &f;
                step();
                return true;
            }
            meant.consider(f.name);
        }
        auto& e = fail(mistake::unknown_word, now_.at).say("unknown field ").quote(now_.text);
        if (!meant.best().empty()) {
            e.suggest(meant.best());
            return false;
        }
        e.say("; there are");
        char const* before = " ";
        for (auto const& f : Model::fields) {
            e.say(before).say(f.name);
            before = ", ";
        }
        return false;
    }

    // Events ------------------------------------------------------------------------------------------------

    // `stay or visit where category = spa or 5 each of card_month`: what stands after `where` holds of all
    // the kinds since the one before. `once` says why none of them stands for a number; empty where one may.
    constexpr bool read_events(clauses& out, std::string_view once = {}) noexcept {
        auto const at = now_.at;
        do {
            clause c;
            if (!read_group(c, once)) return false;
            if (out.size == 4) {
                fail(mistake::measure, at)
                    .say("a selection of events has at most four parts, each with its own conditions");
                return false;
            }
            out.any[out.size++] = c;
        } while (take("or"));
        if (out.overlaps()) {
            fail(mistake::measure, at)
                .say("a kind of event stands twice in this selection: an event of it would count twice");
            return false;
        }
        return true;
    }
    static constexpr std::string_view counts_once =
        "a count counts events, each once: write 'sum quantity of award or 5 each of birthday'";
    static constexpr std::string_view each_once =
        "how much each stands for is asked by a sum, largest, last and mean: here write the events alone, "
        "without a number and 'each of'";
    constexpr bool read_group(clause& out, std::string_view once) noexcept {
        auto const at = now_;
        if (now_.kind == token_kind::word && detail::is_digit(now_.text[0])) {
            std::int64_t n = 0;
            if (!read_number(n, 0, UINT32_MAX, "how much each stands for")) return false;
            out.gives = n;
            if (!take("each") || !take("of")) return fail_expected("'each of' and the events");
            if (!once.empty()) return fail_measure(at, once);
        }
        for (;;) {
            if (!read_kind(out)) return false;
            if (!now_.is("or")) break;
            auto const next = lexer{text_, now_.at + now_.text.size()}.take();
            if (next.kind == token_kind::word && detail::is_digit(next.text[0])) break;
            step();
        }
        if (!take("where")) return true;
        std::size_t tests = 0;
        do {
            if (tests == 2) {
                fail(mistake::measure, now_.at).say("'where' has at most two conditions");
                return false;
            }
            if (!read_test(out.tests[tests++])) return false;
        } while (take("and"));
        return true;
    }
    constexpr bool read_kind(clause& out) noexcept {
        auto const at = now_;
        auto const before = used();
        if (at.kind == token_kind::word && detail::is_measure_word(at.text))
            return fail_expected("a kind of event");
        std::string_view name;
        if (!read_name(name)) return false;
        if (!is_a_name(name, at)) return false;
        auto kind = list_.kind_of(name);
        if (kind == 64) {
            if (at.kind == token_kind::word && !is_new_kind(at)) return false;
            kind = static_cast<std::uint8_t>(Model::own_kinds + list_.own_kind_count());
            if (kind > 63 || !list_.add_kind(name)) {
                fail(mistake::measure, at.at)
                    .say("there is no room for more kinds of events: 64 can be told apart");
                return false;
            }
        }
        forget_since(before);
        out.kinds |= std::uint64_t{1} << kind;
        return true;
    }
    constexpr bool is_a_name(std::string_view name, token const& at) noexcept {
        named_ = {};  // more words are no part of it
        return !name.empty() || fail_measure(at, "a name is not empty");
    }
    // A word that is nearly one of the model's kinds is a mistake rather than a new kind.
    constexpr bool is_new_kind(token const& word) noexcept {
        suggestion meant{word.text};
        for (std::uint8_t k = 0; k < Model::own_kinds; ++k) meant.consider(Model::kind_name(k));
        if (meant.best().empty()) return true;
        fail(mistake::unknown_word, word.at)
            .say("no kind of event ")
            .quote(word.text)
            .suggest(meant.best())
            .say(" A kind of your own of such a name needs quotes");
        return false;
    }

    // `category = dinner`, `amount >= 100.00`
    constexpr bool read_test(field_test& out) noexcept {
        field_word const* field = nullptr;
        if (!read_field(field)) return false;
        out.field = field->number;
        comparison how{};
        auto const sign = now_;
        if (!read_comparison(how)) return false;
        if (field->is_name) {
            if (how != comparison::equal) {
                fail(mistake::wrong_value, sign.at).quote(field->name).say(" is a name: it compares by =");
                return false;
            }
            return read_value_name(*field, out);
        }
        std::int64_t v = 0;
        if (!read_threshold(
                {.name = field->name, .measure = field->measure, .most = std::int64_t{field->most}}, v))
            return false;
        out.low = -unlimited - 1;
        out.high = unlimited;
        if (how == comparison::at_least || how == comparison::equal) out.low = v;
        if (how == comparison::at_most || how == comparison::equal) out.high = v;
        if (how == comparison::above) out.low = rung::add_saturated(v, 1);
        if (how == comparison::below) out.high = rung::subtract_saturated(v, 1);
        return true;
    }
    constexpr bool read_value_name(field_word const& field, field_test& out) noexcept {
        auto const at = now_;
        auto const before = used();
        std::string_view name;
        if (!read_name(name) || !is_a_name(name, at)) return false;
        if (list_.value_of(field.number, name) == 0 && !list_.add_value(field.number, name)) {
            fail(mistake::measure, at.at).say("there is no room for more names: a ladder has 64 at most");
            return false;
        }
        forget_since(before);
        out.low = out.high = list_.value_of(field.number, name);
        return true;
    }

    // What may follow ---------------------------------------------------------------------------------------

    constexpr bool read_clauses(measure_row& m) noexcept {
        bool given[8]{};
        for (;;) {
            auto const at = now_;
            std::size_t const which = at.is("less")     ? 0
                                      : at.is("oldest") ? 1
                                      : at.is("in")     ? 2
                                      : at.is("after")  ? 3
                                      : at.is("at")     ? 4
                                      : at.is("up")     ? 5
                                      : at.is("with")   ? 6
                                      : says_ago()      ? 7
                                                        : 8;
            if (which == 8) return ends();
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
                                           : read_ago(m);
            if (!read) return false;
        }
    }
    // After a measure comes what begins something before the first stage.
    constexpr bool ends() noexcept {
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
    constexpr bool fail_measure(token const& at, std::string_view says) noexcept {
        fail(mistake::measure, at.at).say(says);
        return false;
    }

    constexpr bool read_less(measure_row& m, token const& at) noexcept {
        if (m.what != form::sum) return fail_measure(at, "only a sum can be less something");
        return read_events(m.less);
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
    constexpr bool read_number(std::int64_t& out, std::int64_t least, std::int64_t most,
                               std::string_view what) noexcept {
        return read_threshold({.name = what, .measure = unit::count, .least = least, .most = most}, out);
    }

    // Windows -----------------------------------------------------------------------------------------------

    constexpr bool read_period(period& out) noexcept {
        if (now_.kind == token_kind::word && detail::period_of_word(now_.text, out)) {
            step();
            return true;
        }
        return fail_word(
            {"days", "weeks", "months", "quarters", "years", "day", "week", "month", "quarter", "year"},
            "days, weeks, months, quarters or years");
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
        if (now_.is("last") || now_.is("the") || now_.is("past") || now_.is("running"))
            return fail_measure(now_, "write 'in 12 months', without 'last'; or 'in calendar year'");
        auto& w = m.in;
        if (take("calendar")) {
            w.how = window::shape::calendar;
            if (now_.kind == token_kind::word && detail::is_digit(now_.text[0]))
                return fail_measure(now_, "the number comes first: 'in 3 calendar months'");
            return read_period(w.each);
        }
        auto const first = now_;
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
        if (first.kind == token_kind::word && detail::is_digit(first.text[0]) && fail_glued_window())
            return false;
        std::int64_t n = 0;
        if (!read_number(n, 1, UINT16_MAX, "of how many periods a window is")) return false;
        w.n = static_cast<std::uint16_t>(n);
        w.how = take("calendar") ? window::shape::calendar : window::shape::rolling;
        if (!read_period(w.each)) return false;
        if (m.what == form::days && w.how == window::shape::rolling && w.each > period::week)
            return fail_measure(first, "days are counted in so many days or weeks, or in calendar periods");
        return true;
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
    // `1 ago`, or `14 days ago`, which no window can be.
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
        if (!take("ago") || m.in.how != window::shape::calendar)
            return fail_measure(at,
                                "only a calendar window can be asked as of so many periods ago: 'in calendar "
                                "year 1 ago'");
        m.in.back = static_cast<std::uint8_t>(n);
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
