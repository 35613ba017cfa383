#pragma once

#include <rung/measures/measure_list.hpp>
#include <rung/notation/window_reader.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads which events a measure is of: kinds, and what their fields have to be. Kinds and names that were not
/// mentioned before are added to the list.
template <text_model Model>
class selection_reader : public window_reader {
protected:
    measure_list<Model>& list_;

    constexpr selection_reader(std::string_view source, measure_list<Model>& into) noexcept
        : window_reader{source}, list_{into} {}

    static constexpr std::string_view counts_once =
        "a count counts events, each once: write 'sum quantity of award or 5 each of birthday'";
    static constexpr std::string_view each_once =
        "how much each stands for is asked by a sum, largest, last and mean: here write the events alone, "
        "without a number and 'each of'";

    static constexpr std::string_view names_too_long =
        "there is no room for this name: the names of all measures may have 2048 bytes, and so may those of "
        "all kinds of events and those of all values";

    constexpr bool fail_joined() noexcept {
        fail(mistake::misplaced, now_.at)
            .say(
                "kinds of events are joined by 'or', and conditions right after 'where' by 'and' or 'or': of "
                "purchase or visit where category = spa and amount >= 5.00");
        return false;
    }

    // `stay or visit where category = spa or 5 each of card_month`: what stands after `where` holds of all
    // the kinds since the one before. `once` says why none of them stands for a number; empty where one may.
    constexpr bool read_events(clauses& out, std::string_view once = {}) noexcept {
        auto const at = now_;
        do {
            if (!read_group(out, at, once)) return false;
        } while (take("or"));
        return true;
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

private:
    constexpr bool add(clauses& out, clause const& c, token const& at) noexcept {
        if (out.size == 4)
            return fail_measure(at,
                                "a selection of events has at most four parts, each with its own conditions");
        for (std::size_t i = 0; i < out.size; ++i) {
            auto const both = out.any[i].kinds & c.kinds;
            if (both != 0 && !out.any[i].excludes(c)) return fail_kind_twice(at, both);
        }
        out.any[out.size++] = c;
        return true;
    }
    constexpr bool fail_kind_twice(token const& at, std::uint64_t kinds) noexcept {
        fail(mistake::measure, at.at)
            .quote(list_.kind_name(static_cast<std::uint8_t>(std::countr_zero(kinds))))
            .say(" stands in two parts of this selection that one event may meet, and it would count twice: "
                 "let their conditions exclude each other, as in 'where category = spa or category = "
                 "dinner', or make two measures, and ask for both in the rule");
        return false;
    }
    // Kinds, and what holds of all of them: conditions, of which the events meet one or another.
    constexpr bool read_group(clauses& out, token const& begin, std::string_view once) noexcept {
        auto const at = now_;
        clause of;
        if (now_.kind == token_kind::word && detail::is_digit(now_.text[0])) {
            std::int64_t n = 0;
            if (!read_number(n, 0, UINT32_MAX, "how much each stands for")) return false;
            of.gives = n;
            if (!take("each") || !take("of")) return fail_expected("'each of' and the events");
            if (!once.empty()) return fail_measure(at, once);
        }
        for (;;) {
            if (!read_kind(of)) return false;
            if (!now_.is("or")) break;
            auto const next = lexer{text_, now_.at + now_.text.size()}.take();
            if (next.kind == token_kind::word && detail::is_digit(next.text[0])) break;
            step();
        }
        if (now_.is("and")) return fail_joined();
        if (!take("where")) return add(out, of, begin);
        for (;;) {
            auto c = of;
            field_word const* field = nullptr;
            std::size_t tests = 0;
            do {
                if (tests == 2) {
                    fail(mistake::measure, now_.at).say("'where' has at most two conditions");
                    return false;
                }
                auto const condition = now_;
                if (!read_test(field, c.tests[tests++])) return false;
                if (c.contradicts()) return fail_contradiction(condition);
            } while (take("and"));
            if (!add(out, c, begin)) return false;
            auto next = now_.is("or") ? after_or(*field) : alternative::events;
            while (next == alternative::value) {
                step();
                if (tests > 1) return fail_mixed();
                if (!read_value_name(*field, c.tests[0]) || !add(out, c, begin)) return false;
                if (now_.is("and")) return fail_mixed();
                next = now_.is("or") ? after_or(*field) : alternative::events;
            }
            if (next == alternative::events) return true;
            step();
            if (next == alternative::unclear) return fail_unclear(*field, c.tests[tests - 1]);
        }
    }

    // What stands after 'or' behind a condition: `where category = spa or dinner`, `or category = dinner`,
    // `or visit`. A word that no kind and no value is yet may be either.
    enum class alternative : std::uint8_t { value, condition, events, unclear };
    [[nodiscard]] constexpr alternative after_or(field_word const& tested) const noexcept {
        lexer ahead{text_, now_.at + now_.text.size()};
        auto const first = ahead.take();
        auto const next = ahead.take();
        if (next.kind == token_kind::sign) return alternative::condition;
        bool const is_name = first.kind == token_kind::quoted ||
                             (first.kind == token_kind::word && !detail::is_digit(first.text[0]) &&
                              !detail::is_keyword(first.text) && !detail::is_measure_word(first.text));
        if (!tested.is_name || !is_name || next.is("where") || says_any(first, next))
            return alternative::events;
        auto const name =
            first.kind == token_kind::quoted ? first.text.substr(1, first.text.size() - 2) : first.text;
        bool const is_kind = list_.kind_of(name) != 64;
        bool const is_value = list_.value_of(tested.number, name) != 0;
        if (is_kind == is_value) return alternative::unclear;
        return is_kind ? alternative::events : alternative::value;
    }
    // `any dinner`: the kind of event, and no value.
    [[nodiscard]] static constexpr bool says_any(token const& first, token const& next) noexcept {
        return first.is("any") && (next.kind == token_kind::quoted ||
                                   (next.kind == token_kind::word && !detail::is_digit(next.text[0]) &&
                                    !detail::is_keyword(next.text) && !detail::is_measure_word(next.text)));
    }
    constexpr bool fail_unclear(field_word const& field, field_test const& test) noexcept {
        auto const other =
            now_.kind == token_kind::quoted ? now_.text.substr(1, now_.text.size() - 2) : now_.text;
        auto& e = fail(mistake::misplaced, now_.at).quote(other).say(" may be one more ").say(field.name);
        e.say(" or a kind of event: write 'where ").say(field.name).say(" = ");
        say_name(e, list_.value_name(test.low));
        e.say(" or ").say(field.name).say(" = ");
        say_name(e, other);
        e.say("', or 'or any ");
        say_name(e, other);
        e.say("' if it is a kind");
        return false;
    }
    static constexpr void say_name(notation_error& e, std::string_view name) noexcept {
        bool const quoted = !detail::is_plain_name(name) || detail::is_measure_word(name);
        e.say(quoted ? "\"" : "").show(name).say(quoted ? "\"" : "");
    }
    constexpr bool fail_mixed() noexcept {
        fail(mistake::misplaced, now_.at)
            .say("where 'and' and 'or' stand together, each alternative is written out: where category = spa "
                 "and amount >= 5.00 or category = dinner and amount >= 5.00");
        return false;
    }
    constexpr bool read_kind(clause& out) noexcept {
        auto const at = now_;
        auto const before = used();
        if (at.kind == token_kind::word && detail::is_measure_word(at.text))
            return fail_expected("a kind of event");
        auto const next = lexer{text_, at.at + at.text.size()}.take();
        if (says_any(at, next)) {
            step();
            return read_kind(out);
        }
        // `of purchase or amount >= 5.00`
        if (at.kind == token_kind::word && next.kind == token_kind::sign) return fail_joined();
        std::string_view name;
        if (!read_name(name)) return false;
        if (!is_a_name(name, at)) return false;
        auto kind = list_.kind_of(name);
        if (kind == 64) {
            if (at.kind == token_kind::word && !is_new_kind(at)) return false;
            kind = static_cast<std::uint8_t>(Model::own_kinds + list_.own_kind_count());
            bool const many = kind > 63 || detail::is_move<Model>(kind);
            if (many || !list_.add_kind(name)) {
                return fail_measure(at,
                                    many ? "there is no room for more kinds of events: 64 can be told apart"
                                         : names_too_long);
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
        detail::each_kind_name<Model>([&](std::string_view name) { meant.consider(name); });
        if (meant.best().empty()) return true;
        fail(mistake::unknown_word, word.at)
            .say("no kind of event ")
            .quote(word.text)
            .suggest(meant.best())
            .say(" A kind of your own of such a name needs quotes");
        return false;
    }

    // `category = dinner`, `amount >= 100.00`
    constexpr bool read_test(field_word const*& field, field_test& out) noexcept {
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
        return (out.high >= 0 && out.low <= std::int64_t{field->most}) || fail_never(*field, sign, out);
    }
    constexpr bool fail_contradiction(token const& second) noexcept {
        fail(mistake::wrong_value, second.at)
            .say("this never holds together with the other condition on ")
            .say(second.text);
        return false;
    }
    constexpr bool fail_never(field_word const& field, token const& sign, field_test const& test) noexcept {
        fail(mistake::wrong_value, sign.at)
            .say("this never holds: ")
            .say(field.name)
            .say(test.high < 0 ? " is at least " : " is at most ")
            .say(rung::value_to_text(field.measure, test.high < 0 ? 0 : std::int64_t{field.most}));
        return false;
    }
    constexpr bool read_value_name(field_word const& field, field_test& out) noexcept {
        auto const at = now_;
        auto const before = used();
        std::string_view name;
        if (!read_name(name) || !is_a_name(name, at)) return false;
        if (list_.value_of(field.number, name) == 0 && !list_.add_value(field.number, name)) {
            bool const many = !list_.value_name(64).empty();
            return fail_measure(at, many ? "there is no room for more names: a ladder has 64 at most"
                                         : names_too_long);
        }
        forget_since(before);
        out.low = out.high = list_.value_of(field.number, name);
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
