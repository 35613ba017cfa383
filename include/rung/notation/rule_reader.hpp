#pragma once

#include <rung/core/defect.hpp>
#include <rung/core/rule.hpp>
#include <rung/core/schema.hpp>
#include <rung/notation/limit_reader.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads the rules of a text with the facts and units of a schema, and says what somebody may have meant who
/// wrote something else.
template <schema S>
class rule_reader : public limit_reader {
public:
    using limit_reader::limit_reader;

    /// A rule that is the whole text.
    constexpr bool read_only_rule(basic_rule<S>& out) noexcept {
        if (failed() || !read_rule(out, most_deep)) return false;
        if (now_.kind == token_kind::end) return can_hold(out);
        if (now_.kind == token_kind::close) {
            fail(mistake::unexpected, now_.at).say("this ')' closes nothing");
            return false;
        }
        if (fail_foreign()) return false;
        if (now_.kind == token_kind::open || find_fact(now_.text) != S::vocabulary.size())
            return fail_expected("'and' or 'or'");
        if (fail_unit({"and", "or"})) return false;
        return fail_word({"and", "or"}, "'and', 'or' or the end of the rule");
    }

protected:
    static constexpr std::size_t most_deep = 32;

    [[nodiscard]] static constexpr std::string_view bare(token const& name) noexcept {
        return name.kind == token_kind::quoted ? name.text.substr(1, name.text.size() - 2) : name.text;
    }

    // Routes joined by or.
    constexpr bool read_rule(basic_rule<S>& out, std::size_t deep) noexcept {
        if (!read_route(out, deep)) return false;
        for (auto sign = now_; take("or"); sign = now_) {
            basic_rule<S> more;
            if (!read_route(more, deep)) return false;
            if (!out.try_or(more)) return fail_rule_too_large(sign);
        }
        return true;
    }

    // A word after a value that is not meant for anything here: `1000.00 rub`, `3 within 60d`.
    constexpr bool fail_unit(std::initializer_list<std::string_view> could_be) noexcept {
        if (value_.kind == token_kind::word && value_.at == last_.at && detail::asks_within(now_))
            return fail_within();
        // What has a word after it is more like a clause.
        lexer ahead{text_, now_.at + now_.text.size()};
        auto const next = ahead.take();
        if (next.kind == token_kind::word && !detail::is_keyword(next.text) &&
            text_.substr(now_.at, next.at - now_.at).find('\n') == std::string_view::npos)
            return false;
        auto const whole = detail::whole_value(text_, value_.at);
        if (value_.kind != token_kind::word || value_.at != last_.at || whole.size() == value_.text.size() ||
            detail::is_number_like(now_.text) || !detail::nearest(could_be, now_.text).empty())
            return false;
        auto& e = fail(mistake::unexpected, value_.at).say("write ").quote(value_.text);
        e.say(" alone, not ").quote(whole);
        return true;
    }

    [[nodiscard]] static constexpr std::size_t find_fact(std::string_view name) noexcept {
        std::size_t i = 0;
        // A table made at run time has words that are not used, without a name.
        while (i < S::vocabulary.size() && (name.empty() || word{S::vocabulary[i]}.name != name)) ++i;
        return i;
    }
    [[nodiscard]] static constexpr std::string_view nearest_fact(std::string_view name) noexcept {
        suggestion meant{name};
        for (std::size_t k = 0; k < S::vocabulary.size(); ++k) meant.consider(word{S::vocabulary[k]}.name);
        if constexpr (defines_measures) {
            for (auto const* known : S::model::known) meant.consider(known->name);
        }
        return meant.best();
    }

private:
    // Whether the text itself can define measures.
    static constexpr bool defines_measures = requires { S::model::known; };
    // Whether it did: the table is made of them.
    static constexpr bool has_measures = requires { S::list(); };
    static constexpr std::string_view how_to_measure =
        "for a time, define before the first stage a measure such as 'measure recent count of purchase in 60 "
        "days'";

    token fact_{};  // the last fact that was read

    constexpr bool can_hold(basic_rule<S> const& rule) noexcept {
        for (std::size_t i = 0; i < rule.size(); ++i) {
            if (rule[i].low <= rule[i].high) continue;
            defect const d{defect_kind::rule_never_holds};
            fail(mistake::defect_of_ladder, 0).say(d.message());
            error_.defect = d.kind;
            return false;
        }
        return true;
    }

    // `purchases >= 3 within 60d`: of two to four purchases the retail schema has the fact.
    constexpr bool fail_within() noexcept {
        auto& e = fail(mistake::unexpected, now_.at);
        constexpr std::string_view ages[]{"since_2nd_last", "since_3rd_last", "since_4th_last"};
        lexer ahead{text_, now_.at + now_.text.size()};
        auto const time = ahead.take();
        std::int64_t n = 0;
        std::int64_t seconds = 0;
        if (fact_.text == "purchases" && rung::read_value(unit::count, value_.text, n) == value_text::good &&
            n >= 2 && n <= 4 && find_fact(ages[n - 2]) != S::vocabulary.size() &&
            rung::read_value(unit::time, time.text, seconds) == value_text::good) {
            e.say("of that many purchases write ").say(ages[n - 2]).say(" < ").show(time.text);
            return true;
        }
        if (is_of_the_text(bare(fact_))) {
            e.say("the window of ")
                .quote(bare(fact_))
                .say(" stands in its own line, before the first stage: 'measure ")
                .show(fact_.text)
                .say(" ... in 12 months'");
            return true;
        }
        e.quote(fact_.text).say(" is of all time: ");
        if constexpr (defines_measures)
            e.say(how_to_measure);
        else
            e.say("what counts ")
                .quote(now_.text)
                .say(" a time is a fact of its own, a measure that the program defines");
        return true;
    }

    // Terms joined by and.
    constexpr bool read_route(basic_rule<S>& out, std::size_t deep) noexcept {
        if (!read_term(out, deep)) return false;
        for (auto sign = now_; take("and"); sign = now_) {
            basic_rule<S> more;
            if (!read_term(more, deep)) return false;
            if (!out.try_and(more))
                return out.counts() && more.counts() ? fail_counts_twice(sign) : fail_rule_too_large(sign);
        }
        return true;
    }

    constexpr bool fail_rule_too_large(token const& sign) noexcept {
        constexpr std::string_view says = "this rule is too large: written without parentheses, a rule has "
                                          "at most 16 conditions and 8 routes";
        fail(mistake::rule_too_large, sign.at).say(says);
        return false;
    }

    constexpr bool fail_too_deep() noexcept {
        fail(mistake::too_deep, now_.at).say("parentheses nest at most 32 deep");
        return false;
    }
    constexpr bool fail_counts_twice(token const& sign) noexcept {
        fail(mistake::misplaced, sign.at)
            .say("two counts cannot be joined by 'and': a route has 'at least' only once");
        return false;
    }

    // A condition, always, a count, or a rule in parentheses.
    constexpr bool read_term(basic_rule<S>& out, std::size_t deep) noexcept {
        if (take("always")) {
            out = basic_rule<S>::always();
            return true;
        }
        if (now_.is("at") && lexer{text_, now_.at + now_.text.size()}.take().is("least"))
            return read_count(out, deep);
        auto const bracket = now_;
        if (bracket.kind != token_kind::open) return read_condition(out);
        if (deep == 0) return fail_too_deep();
        step();
        if (!read_rule(out, deep - 1)) return false;
        if (now_.kind != token_kind::close) {
            if (now_.kind == token_kind::unclosed) return fail_expected(")");
            if (fail_foreign() || fail_unit({"and", "or"})) return false;
            auto& e = fail(mistake::unclosed_bracket, bracket.at)
                          .say("this '(' is not closed: expected ')', found ");
            if (now_.kind == token_kind::end)
                e.say("the end of the text");
            else
                e.quote(now_.text);
            return false;
        }
        step();
        return true;
    }

    // `at least 2 of (purchases >= 3, spend >= 5.00, contacts >= 3)`.
    constexpr bool read_count(basic_rule<S>& out, std::size_t deep) noexcept {
        step();
        step();
        auto const number = now_;
        std::int64_t least = 0;
        if (rung::read_value(unit::count, number.text, least) != value_text::good || least < 1)
            return fail_expected("how many of the conditions must hold, such as 'at least 2 of (...)'");
        step();
        if (!take("of")) return fail_expected("'of' and the conditions in parentheses");
        if (now_.kind != token_kind::open)
            return fail_expected("'(' and the conditions, with commas between");
        if (deep == 0) return fail_too_deep();
        out.open_route();
        std::int64_t n = 0;
        do {
            step();
            auto const at = now_.at;
            basic_rule<S> one;
            if (!read_rule(one, deep - 1)) return false;
            if (one.route_count() != 1 || one.size() != 1 || one.counts()) {
                fail(mistake::misplaced, at)
                    .say("'at least' counts conditions, of which each compares one fact: no 'or', no other "
                         "count, no 'and' of two facts");
                return false;
            }
            if (!out.try_count(one[0])) return fail_rule_too_large(number);
            ++n;
        } while (now_.text == ",");
        if (now_.kind != token_kind::close) {
            if (fail_foreign() || fail_unit({"and"})) return false;
            return fail_expected("',' or ')'");
        }
        if (least > n) {
            fail(mistake::wrong_value, number.at)
                .say("at least ")
                .show(number.text)
                .say(" of ")
                .say(value_to_text(unit::count, n))
                .say(" can never hold");
            return false;
        }
        step();
        out.count_at_least(static_cast<std::size_t>(least));
        return true;
    }

    constexpr bool read_condition(basic_rule<S>& out) noexcept {
        typename S::fact fact{};
        comparison how{};
        std::int64_t value = 0;
        if (!read_fact(fact) || !read_comparison(how)) return false;
        if (!read_threshold(rung::describe<S>(fact), value)) {
            suggest_a_limit(fact, value);
            return false;
        }
        out = rung::condition_of<S>(fact, how, value);
        return true;
    }

    // A count of a text goes as far as its own line says.
    constexpr void suggest_a_limit(typename S::fact fact, std::int64_t value) noexcept {
        if constexpr (has_measures) {
            auto const i = static_cast<std::size_t>(fact);
            auto const m = S::list()[i];
            using form = decltype(m.what);
            bool const may_be_more = (m.what == form::count || m.what == form::days) && !m.in.given();
            if (!may_be_more || S::list().is_known(i) || value <= m.most || value > UINT32_MAX) return;
            error_.say(": write 'up to ").say(value_to_text(unit::count, value)).say("' in its line");
        }
    }

    // The same, but also for a fact that such a text could ask about and does not.
    [[nodiscard]] static constexpr bool is_fact(std::string_view name) noexcept {
        bool found = find_fact(name) != S::vocabulary.size();
        if constexpr (defines_measures) {
            for (auto const* known : S::model::known) found = found || known->name == name;
        }
        return found;
    }
    // A measure that stands before the stages of the text.
    [[nodiscard]] static constexpr bool is_of_the_text(std::string_view name) noexcept {
        if constexpr (has_measures) {
            auto const i = S::list().find(name);
            return i != S::list().size() && !S::list().is_known(i);
        } else {
            return false;
        }
    }

    // `3 <= purchases`.
    constexpr bool fail_value_first() noexcept {
        lexer ahead{text_, now_.at + now_.text.size()};
        auto const sign = ahead.take(), fact = ahead.take();
        if (!detail::is_number_like(now_.text) || sign.kind != token_kind::sign) return false;
        auto& e = fail(mistake::unexpected, now_.at).say("the fact comes first");
        if (auto const turn = turned(sign.text); !turn.empty() && is_fact(fact.text))
            e.say(": ").show(fact.text).say(" ").say(turn).say(" ").show(now_.text);
        return true;
    }

    // `2 of (...)`.
    constexpr bool fail_count() noexcept {
        if (!detail::is_number_like(now_.text) || !lexer{text_, now_.at + now_.text.size()}.take().is("of"))
            return false;
        fail(mistake::unexpected, now_.at).say("write 'at least ").show(now_.text).say(" of (...)'");
        return true;
    }
    // `spend_365d`, where there is a `spend`.
    constexpr bool fail_fact_of_a_time() noexcept {
        auto const name = now_.text;
        auto const cut = name.find_last_of('_');
        if (cut == std::string_view::npos || cut + 1 == name.size() || !detail::is_digit(name[cut + 1]) ||
            !is_fact(name.substr(0, cut)) || is_of_the_text(name.substr(0, cut)))
            return false;
        auto& e = fail(mistake::unknown_fact, now_.at).say("unknown fact ").quote(name).say(": ");
        e.quote(name.substr(0, cut)).say(" is of all time; ");
        e.say(defines_measures ? how_to_measure : "over a time it is a measure that the program defines");
        return true;
    }

    // A fact of the model is in the table if the ladder's text compares it: here is no comparison, or the
    // text is another.
    constexpr bool fail_known_fact(token const& found, std::string_view name) noexcept {
        if (found.kind == token_kind::word) step();
        if (now_.kind != token_kind::sign) return fail_expected(">=, <=, >, < or =");
        fail(mistake::unknown_fact, found.at)
            .say("no rule of the ladder asks about the fact ")
            .quote(name)
            .say(", and so it is not kept");
        return false;
    }

    constexpr bool read_fact(typename S::fact& out) noexcept {
        auto const found = now_;
        bool const is_name = found.kind == token_kind::quoted ||
                             (found.kind == token_kind::word && !detail::is_keyword(found.text));
        if (!is_name) return fail_expected("a fact, 'always' or '('");
        auto const before = used();
        std::string_view name = found.text;
        if (found.kind == token_kind::quoted && !read_name(name)) return false;
        auto const i = find_fact(name);
        if (i == S::vocabulary.size()) {
            if (found.kind == token_kind::word &&
                (fail_foreign() || fail_value_first() || fail_count() || fail_fact_of_a_time()))
                return false;
            if (has_measures && is_fact(name)) return fail_known_fact(found, name);
            fail(mistake::unknown_fact, found.at)
                .say("unknown fact ")
                .quote(name)
                .suggest(nearest_fact(name));
            return false;
        }
        forget_since(before);
        fact_ = found;
        if (found.kind == token_kind::word) step();
        out = static_cast<typename S::fact>(i);
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
