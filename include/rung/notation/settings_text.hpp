#pragma once

#include <rung/core/result.hpp>
#include <rung/notation/notation_error.hpp>
#include <rung/notation/settings.hpp>
#include <rung/notation/suggestion.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// A text without the blanks around it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\r\f\v";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return text.substr(text.size());
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Which threshold of a ladder has a name, counted from 0; if none has, the name that was meant.
template <class Thresholds>
constexpr bool find_threshold(Thresholds& t, std::string_view name, std::size_t& which,
                              std::string_view& meant) noexcept {
    bool found = false;
    std::size_t i = 0;
    suggestion nearest{name};
    Thresholds::each(t, [&](std::string_view known, auto const&) {
        if (known == name) which = i;
        found = found || known == name;
        nearest.consider(known);
        ++i;
    });
    meant = nearest.best();
    return found;
}

}  // namespace detail

/// Sets thresholds of a catalog ladder from the text of a configuration, one on a line:
///
///     # what a client is
///     client_purchases = 4
///     regular_within = 60d
///
/// Returns the thresholds with all that the text sets, or the first mistake in it. A name that the ladder
/// does not have, a value of the wrong kind and a name that is given twice are mistakes.
template <class Thresholds>
[[nodiscard]] constexpr result<Thresholds, notation_error> apply_settings(Thresholds thresholds,
                                                                          std::string_view text) {
    std::uint64_t given = 0;
    auto const fail = [text](std::string_view at, mistake kind) {
        return error_at(text, static_cast<std::size_t>(at.data() - text.data()), kind);
    };
    auto rest = text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (!rest.empty()) {
        auto const line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
        auto const said = detail::trimmed(line.substr(0, line.find('#')));
        if (said.empty()) continue;
        auto const sign = said.find('=');
        auto const name = detail::trimmed(said.substr(0, sign));
        if (sign == std::string_view::npos || name.empty())
            return fail(said, mistake::unexpected).say("expected name = value, found ").quote(said);

        std::size_t which = 0;
        std::string_view meant;
        if (!detail::find_threshold(thresholds, name, which, meant))
            return fail(name, mistake::unknown_threshold).say("no threshold ").quote(name).suggest(meant);
        auto const bit = std::uint64_t{1} << which % 64;
        if ((given & bit) != 0) return fail(name, mistake::given_twice).quote(name).say(" is given twice");
        given |= bit;

        auto const value = detail::trimmed(said.substr(sign + 1));
        auto const answer = rung::set_threshold(thresholds, name, value);
        if (answer != setting::done)
            return fail(value, mistake::wrong_value)
                .show(name)
                .say(" ")
                .say(rung::to_string(answer))
                .say(", not ")
                .quote(value);
    }
    return thresholds;
}

}  // namespace v0
}  // namespace rung
