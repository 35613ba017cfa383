#pragma once

#include <rung/core/schema.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// Whether a database takes two names of columns for one: SQLite does not tell `visits` from `Visits`.
[[nodiscard]] inline bool is_same_column(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// The columns of facts in a table that has others: their names, `fact_` before each that is taken.
[[nodiscard]] inline std::vector<std::string> column_names(std::span<word const> facts,
                                                           std::span<std::string_view const> taken) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        std::string name{facts[i].name};
        auto const is_name = [&](auto const& other) { return detail::is_same_column(name, other); };
        auto const is_name_of = [&](word const& other) { return is_name(other.name); };
        while (std::ranges::any_of(taken, is_name) || std::ranges::any_of(out, is_name) ||
               std::ranges::any_of(facts.subspan(i + 1), is_name_of))
            name.insert(0, "fact_");
        out.push_back(std::move(name));
    }
    return out;
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
