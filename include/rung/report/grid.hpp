#pragma once

#include <rung/core/calendar.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/periods.hpp>
#include <rung/report/figures.hpp>
#include <rung/report/table.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// Rows of texts that are made one after the other.
class text_rows {
public:
    /// Begins another row.
    text_rows& row(std::string_view first) {
        rows_.emplace_back();
        return cell(first);
    }
    text_rows& cell(std::string_view text) {
        auto& r = rows_.back();
        r.emplace_back(text);
        columns_ = r.size() > columns_ ? r.size() : columns_;
        return *this;
    }
    /// `has_numbers`: all but the first column.
    template <text_sink Out>
    void write(Out& out, bool has_numbers = true) const {
        detail::grid(
            out, rows_.size(), columns_,
            [this](std::size_t row, std::size_t column) -> std::string_view {
                return column < rows_[row].size() ? rows_[row][column] : std::string_view{};
            },
            has_numbers);
    }

private:
    std::vector<std::vector<std::string>> rows_;
    std::size_t columns_ = 0;
};

/// `66.7 %`, without an interval.
[[nodiscard]] inline small_text<48> percent(double share) noexcept {
    small_text<48> out;
    out += report::decimal(share * 100, 1);
    return out += " %";
}
/// `?` for what is not yet known.
[[nodiscard]] inline small_text<48> percent(insight::estimate const& e) noexcept {
    return e.known() ? detail::percent(e.value()) : small_text<48>{{'?'}, 1};
}

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

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
