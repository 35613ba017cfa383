#pragma once

#include <rung/core/condition.hpp>
#include <rung/core/policy.hpp>
#include <rung/core/stage.hpp>
#include <rung/notation/lexer.hpp>
#include <rung/notation/near_miss.hpp>
#include <rung/notation/notation_error.hpp>
#include <rung/notation/threshold.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// The policies of a lifecycle's text; those not given are the default.
struct policies {
    rung::ascent::chosen ascent{};
    rung::descent::chosen descent{};
    rung::comeback::chosen comeback{};
};

/// Reads what does not depend on a schema. Each read_ returns false at the first mistake, which error() then
/// has.
class reader {
public:
    constexpr explicit reader(std::string_view text) noexcept : text_{text}, lexer_{text} {
        check_characters();
        step();
    }

    [[nodiscard]] constexpr bool failed() const noexcept { return error_.kind != mistake::none; }
    [[nodiscard]] constexpr notation_error const& error() const noexcept { return error_; }

    /// Where the reader is, and going on there: of a text whose head another reader has read.
    [[nodiscard]] constexpr std::size_t place() const noexcept { return now_.at; }
    constexpr void go_on_at(std::size_t place, token const& title) noexcept {
        if (failed()) return;
        lexer_ = lexer{text_, place};
        title_ = title;
        step();
    }
    [[nodiscard]] constexpr token const& title() const noexcept { return title_; }

protected:
    std::string_view text_;
    lexer lexer_;
    token now_{};
    token title_{};  // the ladder's name
    token last_{};   // what stands before now_
    token named_{};  // the last name that was a word
    token value_{};  // the last value that was read
    notation_error error_{};

    /// A policy, if there is one.
    constexpr bool read_policy(policies* allowed, bool& found) noexcept {
        auto const policy = now_;
        std::size_t const which = policy.is("ascent")     ? 0
                                  : policy.is("descent")  ? 1
                                  : policy.is("comeback") ? 2
                                                          : 3;
        found = which != 3;
        if (!found) return true;
        if (allowed == nullptr) {
            fail(mistake::policy_in_ladder, policy.at)
                .quote(policy.text)
                .say(" is a policy of a lifecycle: read the text with parse_lifecycle");
            return false;
        }
        if (given_[which]) return fail_twice(policy, {});
        given_[which] = true;
        step();
        if (which == 0) return read_ascent(allowed->ascent);
        if (which == 1) return read_descent(allowed->descent);
        return read_comeback(allowed->comeback);
    }

    constexpr void step() noexcept {
        last_ = now_;
        now_ = lexer_.take();
    }
    constexpr bool take(std::string_view keyword) noexcept {
        bool const found = now_.is(keyword);
        if (found) step();
        return found;
    }

    constexpr notation_error& fail(mistake kind, std::size_t at) noexcept {
        return error_ = error_at(text_, at, kind);
    }
    /// `expected ..., found ...` at the current token.
    constexpr bool fail_expected(std::string_view what) noexcept {
        if (now_.kind == token_kind::unclosed) {
            fail(mistake::unclosed_quote, now_.at).say("this quote is not closed on its line");
            return false;
        }
        if (fail_foreign() || fail_several_words()) return false;
        auto& e = fail(mistake::unexpected, now_.at).say("expected ").say(what).say(", found ");
        if (now_.kind == token_kind::end)
            e.say("the end of the text");
        else
            e.quote(now_.text);
        return false;
    }
    /// The current token is the spelling of another language: says how this text spells it. False if it is
    /// not known.
    constexpr bool fail_foreign() noexcept {
        auto const at = now_.at + foreign_sign_in(now_);
        auto const says = foreign_spelling(now_, text_.substr(at));
        if (!says.empty()) fail(mistake::unexpected, at).say(says);
        return !says.empty();
    }
    /// A name with more words after it on its line: `stage gold member`. False if it is not that.
    constexpr bool fail_several_words() noexcept {
        if (named_.kind != token_kind::word || named_.at != last_.at) return false;
        auto const words = words_on_one_line(text_, named_, now_);
        if (words.empty()) return false;
        fail(mistake::unexpected, now_.at)
            .say("a name of several words needs quotes: \"")
            .show(words)
            .say("\"");
        return true;
    }
    /// A value in another spelling than that of its unit, but readable: says how to write it. False if it is
    /// not readable.
    constexpr bool fail_repaired(std::string_view of, unit u, std::string_view whole) noexcept {
        if (auto const n = u == unit::time ? months_in(whole) : 0; n != 0) return fail_months(n, whole);
        auto const right = repaired(u, whole);
        if (right.length == 0) return false;
        auto& e = fail(mistake::wrong_value, now_.at).show(of);
        if (!of.empty()) e.say(" ").say(how_to_write(u).substr(0, how_to_write(u).find(':') + 2));
        e.say("write ").say(right);
        if (whole.find(' ') != std::string_view::npos) e.say(", without a blank");
        e.say(", not ").quote(whole);
        return true;
    }
    /// Never is a month taken for a minute.
    constexpr bool fail_months(std::int64_t n, std::string_view whole) noexcept {
        auto& e = fail(mistake::wrong_value, now_.at).say("a month has no fixed length");
        bool const may_be_minutes = whole.ends_with('M');
        e.say(may_be_minutes ? ", and a minute is m: write " : ": write ");
        e.say(value_to_text(unit::time, n * 365 / 12 * 86'400));
        if (may_be_minutes) e.say(" or ").say(value_to_text(unit::time, n * 60));
        e.say(", not ").quote(whole);
        return true;
    }
    /// The same for a word, or for the one of some words that was meant.
    constexpr bool fail_word(std::initializer_list<std::string_view> known, std::string_view what) noexcept {
        auto const meant = nearest(known, now_.kind == token_kind::word ? now_.text : std::string_view{});
        if (meant.empty() || meant == now_.text) return fail_expected(what);
        fail(mistake::unknown_word, now_.at).say("unknown word ").quote(now_.text).suggest(meant);
        return false;
    }
    constexpr bool fail_twice(token const& clause, std::string_view of) noexcept {
        auto& e = fail(mistake::given_twice, clause.at).quote(clause.text).say(" is given twice");
        if (!of.empty()) e.say(" for ").quote(of);
        return false;
    }

    /// A name, as a word or in quotes. Without its escapes it is in the buffer.
    constexpr bool read_name(std::string_view& out) noexcept {
        auto const found = now_;
        if (found.kind == token_kind::quoted) {
            step();
            return unquote(found, out);
        }
        if (found.kind != token_kind::word) return fail_expected("a name");
        if (is_keyword(found.text)) {
            fail(mistake::unexpected, found.at)
                .say("expected a name, found ")
                .quote(found.text)
                .say("; used as a name, this word needs quotes");
            return false;
        }
        if (!is_plain_name(found.text)) {
            fail(mistake::unexpected, found.at)
                .say("a name with '.' or '%' needs quotes, unlike ")
                .quote(found.text);
            return false;
        }
        out = found.text;
        named_ = found;
        step();
        return true;
    }

    /// How much of the buffer is used, and going back to that: what was read since is no longer needed.
    [[nodiscard]] constexpr std::size_t used() const noexcept { return used_; }
    constexpr void forget_since(std::size_t size) noexcept { used_ = size; }

    /// A length of time that is not negative.
    constexpr bool read_duration(duration& out) noexcept {
        if (now_.kind != token_kind::word || is_keyword(now_.text))
            return fail_expected("a length of time, such as 30d");
        switch (read_value(unit::time, now_.text, out.seconds)) {
        case value_text::good: step(); return true;
        case value_text::wrong:
            if (fail_repaired({}, unit::time, whole_value(text_, now_.at))) return false;
            return fail_expected("a length of time, such as 30d");
        case value_text::too_large: break;
        }
        return fail_too_large();
    }
    constexpr bool fail_too_large() noexcept {
        fail(mistake::value_too_large, now_.at).quote(now_.text).say(" is too large a number");
        return false;
    }

    constexpr bool read_driver(driver& out) noexcept {
        for (auto const d : {driver::life, driver::marketing, driver::sales, driver::care, driver::company,
                             driver::client}) {
            if (!take(to_string(d))) continue;
            out = d;
            return true;
        }
        return fail_word({"life", "marketing", "sales", "care", "company", "client"},
                         "life, marketing, sales, care, company or client");
    }

    constexpr bool read_comparison(comparison& out) noexcept {
        constexpr std::string_view signs[]{">=", "<=", ">", "<", "="};  // in the order of the enumeration
        if (now_.kind == token_kind::sign) {
            for (std::size_t i = 0; i < 5; ++i) {
                if (now_.text != signs[i]) continue;
                out = static_cast<comparison>(i);
                step();
                return true;
            }
        }
        return fail_expected(">=, <=, >, < or =");
    }

    constexpr bool read_threshold(word const& of, std::int64_t& out) noexcept {
        auto const glued = detail::glued_value(text_, now_.at);
        bool const plain = now_.kind == token_kind::word && glued.size() == now_.text.size();
        if (glued.empty() || detail::is_keyword(glued) || (!plain && !detail::is_number_like(glued)))
            return fail_expected("a value");
        auto const read = plain ? rung::read_value(of.measure, glued, out) : value_text::wrong;
        if (read == value_text::too_large) return fail_too_large();
        if (read == value_text::good) return in_range(of, out);
        auto const whole = detail::whole_value(text_, now_.at);
        bool const bare_number = glued.find_first_not_of("0123456789") == std::string_view::npos;
        if (!(bare_number && whole == glued) && fail_repaired(of.name, of.measure, whole)) return false;
        auto& e = fail(mistake::wrong_value, now_.at).show(of.name).say(" ").say(how_to_write(of.measure));
        e.say(", not as ").quote(whole);
        return false;
    }

    // A value that the fact can have.
    constexpr bool in_range(word const& of, std::int64_t value) noexcept {
        bool const low = value < of.least;
        if (low || value > of.most) {
            fail(mistake::wrong_value, now_.at)
                .show(of.name)
                .say(low ? " is at least " : " is at most ")
                .say(value_to_text(of.measure, low ? of.least : of.most));
            return false;
        }
        value_ = now_;
        step();
        return true;
    }

private:
    static constexpr std::size_t buffer_size = 4096;  // the most that a ladder's texts may have

    char buffer_[buffer_size];
    std::size_t used_ = 0;
    bool given_[3]{};  // the policies

    // Checks all of the text, comments too: nothing in it may look like something else.
    constexpr void check_characters() noexcept {
        auto at = find_unprintable(text_);
        while (at < text_.size() && lexer::is_blank(text_[at])) at = find_unprintable(text_, at + 1);
        if (at >= text_.size()) return;
        auto const code = first_character(text_.substr(at)).code;
        auto& e = fail(mistake::unprintable, at);
        if (code == character::not_utf8)
            e.say("the byte ")
                .hexadecimal("0x", static_cast<unsigned char>(text_[at]), 2)
                .say(" is not UTF-8: save the text as UTF-8");
        else
            e.say(is_control(code) ? "the control character " : "the invisible character ")
                .hexadecimal("U+", code, 4)
                .say(" may not stand in a ladder");
    }

    constexpr bool unquote(token const& quoted, std::string_view& out) noexcept {
        auto const inside = quoted.text.substr(1, quoted.text.size() - 2);
        out = inside;
        if (inside.find('\\') == std::string_view::npos) return true;
        auto const from = used_;
        for (std::size_t i = 0; i < inside.size(); ++i) {
            char c = inside[i];
            if (c == '\\') {
                c = inside[++i];
                if (c != '"' && c != '\\') {
                    fail(mistake::unknown_escape, quoted.at + i)
                        .say("unknown escape ")
                        .quote(inside.substr(i - 1, 2))
                        .say(R"(: in quotes \" and \\ stand for a quote and a backslash)");
                    return false;
                }
            }
            if (used_ == buffer_size) {
                fail(mistake::defect_of_ladder, quoted.at).say(defect{defect_kind::names_too_long}.message());
                error_.defect = defect_kind::names_too_long;
                return false;
            }
            buffer_[used_++] = c;
        }
        out = {buffer_ + from, used_ - from};
        return true;
    }

    constexpr bool read_ascent(rung::ascent::chosen& out) noexcept {
        using enum rung::ascent::kind;
        if (take("leap"))
            out = leap;
        else if (take("one_step"))
            out = one_step;
        else if (take("direct"))
            out = direct;
        else
            return fail_word({"leap", "one_step", "direct"}, "leap, one_step or direct");
        return true;
    }

    constexpr bool read_descent(rung::descent::chosen& out) noexcept {
        if (take("never")) {
            out = rung::descent::never{};
            return true;
        }
        duration wait{};
        if (take("after")) {
            auto const at = now_.at;
            if (!read_duration(wait)) return false;
            if (wait < duration{}) {
                fail(mistake::wrong_value, at).say("a wait cannot be negative");
                return false;
            }
        } else if (!take("at_once")) {
            return fail_word({"never", "at_once", "after"}, "never, at_once or after");
        }
        out = rung::descent::after{wait};
        if (take("one_down"))
            out.depth = one_down;
        else if (!take("to_qualified") && now_.kind == token_kind::word && !is_keyword(now_.text))
            return fail_word({"to_qualified", "one_down"}, "to_qualified, one_down or a stage");
        return true;
    }

    constexpr bool read_comeback(rung::comeback::chosen& out) noexcept {
        using enum rung::comeback::kind;
        if (take("requalify"))
            out = requalify;
        else if (take("resume"))
            out = resume;
        else if (take("restart"))
            out = restart;
        else
            return fail_word({"requalify", "resume", "restart"}, "requalify, resume or restart");
        return true;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
