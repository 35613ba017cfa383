#pragma once

#include <rung/core/calendar.hpp>
#include <rung/insight/periods.hpp>
#include <rung/notation/small_text.hpp>

#include <cstdint>
#include <string>

namespace rung {
inline namespace v0 {
namespace report {

/// `2026-01-05`, `2026-01`, `2026-Q1`, `2026`: a week is named by its first day.
[[nodiscard]] inline std::string period_name(insight::periods const& p, std::int64_t number) {
    auto const date = p.date(number);
    small_text<12> out;
    out.number(static_cast<std::uint64_t>(date.year), 4);
    if (p.length() == insight::period::quarter) (out += "-Q").number((date.month + 2) / 3);
    if (p.length() < insight::period::quarter) (out += '-').number(date.month, 2);
    if (p.length() < insight::period::month) (out += '-').number(date.day, 2);
    return std::string{out.view()};
}

}  // namespace report
}  // namespace v0
}  // namespace rung
