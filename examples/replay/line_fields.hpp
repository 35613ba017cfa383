#pragma once

#include "columns.hpp"
#include "dialect.hpp"

#include <cstddef>
#include <string_view>

/// A line that is taken apart, and which of its fields is which column.
struct line_fields {
    column_places places;
    splitter fields;

    [[nodiscard]] bool has(column c) const noexcept { return places.number[c] != 0; }
    /// By its number, counted from 1; empty where the line has none.
    [[nodiscard]] std::string_view field(std::size_t number) const noexcept {
        auto const& all = fields.fields();
        return number == 0 || number > all.size() ? std::string_view{} : all[number - 1];
    }
    [[nodiscard]] std::string_view operator[](column c) const noexcept { return field(places.number[c]); }
};
