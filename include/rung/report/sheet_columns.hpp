#pragma once

#include <rung/core/language.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/sheet.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace rung {
inline namespace v0 {
namespace report {
/// The name of a stage, as each language calls it.
[[nodiscard]] inline wording stage_words(std::string_view name, lexicon const& words_of) {
    return {std::string{words_of.stage(name, language::en)}, std::string{words_of.stage(name, language::ru)}};
}

namespace detail {

// Columns that many sheets have.

[[nodiscard]] inline column stage_column() {
    return {.name = "stage", .label = {"stage", "ступень"}, .form = form::text};
}
[[nodiscard]] inline column text_column(std::string name, wording label) {
    return {.name = std::move(name), .label = std::move(label), .form = form::text};
}
[[nodiscard]] inline column count_column(std::string name, wording label, better for_whom = better::neither) {
    return {.name = std::move(name), .label = std::move(label), .form = form::count, .better = for_whom};
}
[[nodiscard]] inline column money_column(std::string name, wording label, better for_whom = better::neither) {
    return {.name = std::move(name),
            .label = std::move(label),
            .form = form::money,
            .better = for_whom,
            .decimals = 2};
}
[[nodiscard]] inline column share_column(std::string name, wording label, better for_whom = better::neither) {
    return {.name = std::move(name),
            .label = std::move(label),
            .form = form::share,
            .better = for_whom,
            .decimals = 1};
}
[[nodiscard]] inline column number_column(std::string name, wording label, std::uint8_t decimals,
                                          better for_whom = better::neither) {
    return {.name = std::move(name),
            .label = std::move(label),
            .form = form::number,
            .better = for_whom,
            .decimals = decimals};
}

/// A sink that is a string.
struct string_sink {
    std::string& text;
    void write(char const* more, std::ptrdiff_t size) { text.append(more, static_cast<std::size_t>(size)); }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
