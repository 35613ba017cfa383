#pragma once

#include <rung/core/time_limit.hpp>
#include <rung/report/quantity.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// `30 days`, `12 months`, `until the end of next year`, `yearly`: for people.
[[nodiscard]] constexpr small_text<64> in_words(time_limit const& limit, language l) noexcept {
    using shape = time_limit::shape;
    struct words {
        std::string_view one, many, counted, end, next, each;
    };
    constexpr words all[]{
        {"day", "days", "дн.", "дня", "следующего дня", "раз в день"},
        {"week", "weeks", "нед.", "недели", "следующей недели", "раз в неделю"},
        {"month", "months", "мес.", "месяца", "следующего месяца", "раз в месяц"},
        {"quarter", "quarters", "кварт.", "квартала", "следующего квартала", "раз в квартал"},
        {"year", "years", "г.", "года", "следующего года", "раз в год"},
    };
    constexpr std::string_view reviews[]{"daily", "weekly", "monthly", "quarterly", "yearly"};
    auto const which = static_cast<std::size_t>(limit.each());
    auto const& w = all[which];
    bool const ru = l == language::ru;
    small_text<64> to;
    switch (limit.how()) {
    case shape::length: to += report::limit_text(limit.n(), l); break;
    case shape::periods:
        to.number(static_cast<std::uint64_t>(limit.n())) += ' ';
        to += ru ? w.counted : limit.n() == 1 ? w.one : w.many;
        break;
    case shape::end_of:
        to += ru ? "до конца " : "until the end of ";
        if (!ru) to += limit.n() == 0 ? "the " : "next ";
        to += !ru ? w.one : limit.n() == 0 ? w.end : w.next;
        break;
    case shape::review: to += ru ? w.each : reviews[which]; break;
    }
    return to;
}

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
