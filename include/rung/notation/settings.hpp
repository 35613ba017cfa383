#pragma once

#include <rung/core/money.hpp>
#include <rung/core/percent.hpp>
#include <rung/core/time.hpp>
#include <rung/notation/values.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What became of a threshold set by name.
enum class setting : std::uint8_t {
    done,
    unknown_name,  ///< the ladder has no threshold of that name
    not_a_count,   ///< the threshold is a whole number, such as 3
    not_money,     ///< the threshold is an amount, such as 1000.00
    not_percent,   ///< the threshold is a percentage, such as 80%
    not_a_length,  ///< the threshold is a length of time, such as 90d
    negative,      ///< no threshold is below 0
};

/// The same in words, for whoever wrote the setting.
[[nodiscard]] constexpr std::string_view to_string(setting s) noexcept {
    switch (s) {
    case setting::done: return "done";
    case setting::unknown_name: return "no threshold of that name";
    case setting::not_a_count: return "needs a whole number, such as 3";
    case setting::not_money: return "needs an amount, such as 1000.00";
    case setting::not_percent: return "needs a percentage, such as 80%";
    case setting::not_a_length: return "needs a length of time, such as 90d, 12h, 6w or 1y";
    case setting::negative: return "is at least 0";
    }
    return "?";
}

namespace detail {

template <class T>
[[nodiscard]] constexpr setting set(T& threshold, std::optional<T> const& parsed,
                                    setting otherwise) noexcept {
    if (!parsed) return otherwise;
    if (*parsed < T{}) return setting::negative;  // a negative threshold makes no sense
    threshold = *parsed;
    return setting::done;
}

}  // namespace detail

/// Sets one threshold of a catalog ladder by its name from text: set_threshold(thresholds,
/// "client_purchases", "5"). Unless the result is `done`, nothing changes.
template <class Thresholds>
[[nodiscard]] constexpr setting set_threshold(Thresholds& thresholds, std::string_view name,
                                              std::string_view value) {
    auto answer = setting::unknown_name;
    Thresholds::each(thresholds, [&]<class T>(std::string_view of, T& threshold) {
        if (of != name) return;
        if constexpr (std::same_as<T, money>) {
            answer = detail::set(threshold, parse_money(value), setting::not_money);
        } else if constexpr (std::same_as<T, percent>) {
            answer = detail::set(threshold, parse_percent(value), setting::not_percent);
        } else if constexpr (std::same_as<T, duration>) {
            answer = detail::set(threshold, parse_duration(value), setting::not_a_length);
            bool const below = value.starts_with('-') && parse_duration(value.substr(1));
            if (below) answer = setting::negative;
        } else {
            answer = detail::set(threshold, parse_count(value), setting::not_a_count);
        }
    });
    return answer;
}

}  // namespace v0
}  // namespace rung
