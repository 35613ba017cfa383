#pragma once

#include <rung/core/ladder.hpp>
#include <rung/notation/rule_reader.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Reads the stages of a ladder's text, one by one, with the facts and units of a schema.
template <schema S>
class ladder_reader : public rule_reader<S> {
    using reads = rule_reader<S>;

public:
    using reads::failed;

    constexpr explicit ladder_reader(std::string_view source) noexcept : rule_reader<S>{source} {}

    /// The next stage; false after the last one, and at a mistake.
    constexpr bool next(basic_stage<S>& out) noexcept {
        if (failed() || now_.kind == token_kind::end) return false;
        out.exit = now_.is("exit");
        if (out.exit && stages_ == 0) {
            fail(mistake::misplaced, now_.at)
                .say("a ladder begins with a stage: exits come after the stages");
            return false;
        }
        step();
        name_ = now_;
        if (stages_ < max_places) places_[stages_] = now_.at;
        ++stages_;
        return read_name(out.name) && read_clauses(out);
    }

    /// Turns a defect of the ladder into an error at the name of its stage.
    [[nodiscard]] constexpr notation_error explain(defect d) noexcept {
        if (failed()) return error_;
        if (stages_ == 0) {
            fail(mistake::defect_of_ladder, d.kind == defect_kind::no_stages ? now_.at : title_.at);
        } else {
            auto const name = d.stage + 1 < stages_ ? lexer{text_, places_[d.stage]}.take() : name_;
            fail(mistake::defect_of_ladder, name.at).say("stage ").quote(bare(name)).say(": ");
        }
        error_.defect = d.kind;
        return error_.say(d.message());
    }

private:
    using reads::bare;
    using reads::error_;
    using reads::fail;
    using reads::fail_expected;
    using reads::fail_foreign;
    using reads::fail_twice;
    using reads::fail_unit;
    using reads::fail_word;
    using reads::find_fact;
    using reads::most_deep;
    using reads::nearest_fact;
    using reads::now_;
    using reads::read_driver;
    using reads::read_limit;
    using reads::read_name;
    using reads::read_review;
    using reads::read_rule;
    using reads::step;
    using reads::text_;
    using reads::title_;

    token name_{};  // of the stage that is being read
    std::size_t stages_ = 0;
    std::size_t places_[max_places];  // where the names of the stages stand
    bool after_rule_ = false;

    constexpr bool read_clauses(basic_stage<S>& out) noexcept {
        constexpr std::string_view clauses[]{"enter",  "keep", "door",   "grace", "guaranteed",
                                             "review", "wait", "driver", "source"};
        constexpr std::size_t count = sizeof clauses / sizeof *clauses;
        bool given[count]{};
        after_rule_ = false;
        while (now_.kind != token_kind::end && !now_.is("stage") && !now_.is("exit")) {
            std::size_t which = 0;
            while (which < count && !now_.is(clauses[which])) ++which;
            if (which == count) return fail_clause(given[0]);
            if (given[which]) return fail_twice(now_, bare(name_));
            given[which] = true;
            if (given[3] && given[5]) return fail_review_and_grace();
            step();
            after_rule_ = which < 3;
            switch (which) {
            case 0:
                if (!read_rule(out.enter, most_deep)) return false;
                break;
            case 1:
                if (!read_rule(out.keep, most_deep)) return false;
                break;
            case 2:
                if (!read_rule(out.door, most_deep)) return false;
                break;
            case 3:
                if (!read_limit(out.grace)) return false;
                break;
            case 4:
                if (!read_limit(out.guaranteed)) return false;
                break;
            case 5:
                if (!read_review(out.grace)) return false;
                break;
            case 6:
                if (!read_limit(out.wait)) return false;
                break;
            case 7:
                if (!read_driver(out.driver)) return false;
                break;
            default:
                if (!read_name(out.source)) return false;
            }
        }
        return true;
    }

    constexpr bool fail_review_and_grace() noexcept {
        fail(mistake::misplaced, now_.at)
            .say("a stage has a grace or a review: who no longer fulfils the rule to keep it stays until the "
                 "one "
                 "or the other");
        return false;
    }

    // Here is no clause.
    constexpr bool fail_clause(bool entered) noexcept {
        if (now_.is("ladder") || now_.is("ascent") || now_.is("descent") || now_.is("comeback")) {
            fail(mistake::misplaced, now_.at).quote(now_.text).say(" belongs before the first stage");
            return false;
        }
        if (now_.kind == token_kind::close) {
            fail(mistake::unexpected, now_.at).say("this ')' closes nothing");
            return false;
        }
        std::initializer_list<std::string_view> const after_a_rule{
            "and",    "or",   "enter",  "keep",   "door",  "grace", "guaranteed",
            "review", "wait", "driver", "source", "stage", "exit"};
        if (fail_foreign()) return false;
        auto const next = lexer{text_, now_.at + now_.text.size()}.take().kind;
        auto const meant = next == token_kind::sign ? nearest_fact(now_.text) : std::string_view{};
        if (!after_rule_ && !entered && now_.kind == token_kind::word && !meant.empty()) {
            fail(mistake::unexpected, now_.at).say("did you mean 'enter ").say(meant).say("'?");
            return false;
        }
        if (!after_rule_)
            return fail_word({"enter", "keep", "door", "grace", "guaranteed", "review", "wait", "driver",
                              "source", "stage", "exit"},
                             "a clause (enter, keep, door, grace, guaranteed, review, wait, driver, "
                             "source) or a stage");
        if (now_.kind == token_kind::open || find_fact(now_.text) != S::vocabulary.size())
            return fail_expected("'and' or 'or'");
        if (fail_unit(after_a_rule)) return false;
        return fail_word(after_a_rule,
                         "'and', 'or', a clause (enter, keep, door, grace, guaranteed, review, wait, driver, "
                         "source) or a stage");
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
