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
namespace report {

/// The facts that a table has columns for: those with a name. A table of measures that is made at run time
/// has room for more than it uses.
template <schema S>
[[nodiscard]] std::vector<word> named_facts() {
    std::vector<word> out;
    for (std::size_t i = 0; i < S::vocabulary.size(); ++i) {
        word const w = S::vocabulary[i];
        if (w.name.empty()) break;
        out.push_back(w);
    }
    return out;
}

/// Whether a database takes two names of columns for one: SQLite does not tell `visits` from `Visits`.
[[nodiscard]] inline bool is_same_column(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// The columns of facts in a table that has others, whose names are `taken`: their names, with `fact_` before
/// each that is taken or another fact's.
[[nodiscard]] inline std::vector<std::string> column_names(std::span<word const> facts,
                                                           std::span<std::string_view const> taken) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        std::string name{facts[i].name};
        auto const is_name = [&](auto const& other) { return report::is_same_column(name, other); };
        auto const is_name_of = [&](word const& other) { return is_name(other.name); };
        while (std::ranges::any_of(taken, is_name) || std::ranges::any_of(out, is_name) ||
               std::ranges::any_of(facts.subspan(i + 1), is_name_of))
            name.insert(0, "fact_");
        out.push_back(std::move(name));
    }
    return out;
}

}  // namespace report
}  // namespace v0
}  // namespace rung
