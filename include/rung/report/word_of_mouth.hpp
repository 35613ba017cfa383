#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/referrals.hpp>
#include <rung/insight/word_of_mouth.hpp>
#include <rung/report/grid.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail::mouth_words {

inline constexpr phrase steps{"steps from the first", "шагов от первого"};
inline constexpr phrase clients{"clients", "клиентов"};
inline constexpr phrase k{"a client sends", "клиент приводит"};
inline constexpr phrase not_taken{"referrals not taken", "рекомендаций не принято"};
inline constexpr phrase satisfied{"satisfied", "довольны"};
inline constexpr phrase dissatisfied{"dissatisfied", "недовольны"};
inline constexpr phrase share{"share of the satisfied", "доля довольных"};
inline constexpr phrase good{"hear good", "услышат хорошее"};
inline constexpr phrase bad{"hear bad", "услышат плохое"};
inline constexpr phrase even{"breaks even at", "поровну при доле"};

}  // namespace detail::mouth_words

namespace detail {

/// `1.50 [1.01, 1.99], n = 40`
[[nodiscard]] inline std::string with_n(std::string_view figure, insight::estimate const& e) {
    std::string out{figure};
    return (out += ", n = ") += grouped(e.n()).view();
}

}  // namespace detail

/// How many clients there are at each step from somebody whom nobody sent, and how many one client sends.
template <text_sink Out>
void table(Out& out, insight::referral_forest const& f, language l = language::en) {
    namespace words = detail::mouth_words;
    detail::text_rows g;
    g.row(words::steps.in(l)).cell(words::clients.in(l));
    auto const generations = f.generations();
    for (std::size_t depth = 0; depth < generations.size(); ++depth)
        g.row(detail::grouped(depth)).cell(detail::grouped(generations[depth]));
    g.write(out);
    detail::text_rows sums;
    sums.row(words::k.in(l)).cell(detail::with_n(report::figure(f.k(), 2), f.k()));
    sums.row(words::not_taken.in(l)).cell(detail::grouped(f.by_self() + f.by_descendant() + f.second()));
    sums.write(out, false);
}

/// Who hears what of us, and the share of satisfied clients at which as many hear good as bad, if a
/// dissatisfied client tells the fewest and the most.
template <text_sink Out>
void table(Out& out, insight::word_of_mouth const& w, language l = language::en) {
    namespace words = detail::mouth_words;
    using insight::word_of_mouth;
    auto const range = [](auto const& least, auto const& most) {
        return std::string{least} + " - " + std::string{most};
    };
    detail::text_rows g;
    g.row(words::satisfied.in(l)).cell(detail::grouped(w.satisfied()));
    g.row(words::dissatisfied.in(l)).cell(detail::grouped(w.dissatisfied()));
    g.row(words::share.in(l)).cell(detail::with_n(report::share(w.share()), w.share()));
    g.row(words::good.in(l)).cell(detail::grouped(w.hear_good()));
    g.row(words::bad.in(l))
        .cell(range(detail::grouped(w.hear_bad_at_least()).view(),
                    detail::grouped(w.hear_bad_at_most()).view()));
    g.row(words::even.in(l))
        .cell(range(detail::percent(word_of_mouth::break_even(word_of_mouth::told_by_dissatisfied_least)),
                    detail::percent(word_of_mouth::break_even(word_of_mouth::told_by_dissatisfied_most))));
    g.write(out, false);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
