#pragma once

#include <rung/core/client.hpp>
#include <rung/core/config.hpp>
#include <rung/core/number.hpp>
#include <rung/core/time.hpp>
#include <rung/notation/values.hpp>
#include <rung/report/sheet_json.hpp>
#include <rung/retail/kind.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace rung {
inline namespace v0 {

/// Thrown by from_json for JSON of the right shape that says something impossible, with a sentence. What has
/// not the right shape nlohmann/json itself refuses, with an exception of its own.
struct json_refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace detail {

[[noreturn]] inline void refuse_json(std::string const& sentence) { RUNG_THROW(json_refused{sentence}); }

/// Reads a whole number that the type holds; what is wrong with it otherwise, for the end of a sentence, or
/// null.
template <class Number>
[[nodiscard]] char const* read_whole(nlohmann::json const& j, Number& n) {
    static_assert(whole_number<Number>);
    if (!j.is_number_integer()) return "is no whole number";
    auto const take = [&](auto read) -> char const* {
        if (!std::in_range<Number>(read)) return "is out of range";
        n = static_cast<Number>(read);
        return nullptr;
    };
    return j.is_number_unsigned() ? take(j.get<std::uint64_t>()) : take(j.get<std::int64_t>());
}
/// The same for what has a name of its own.
template <class Number>
void take_whole(nlohmann::json const& j, char const* what, Number& n) {
    if (auto const* const wrong = detail::read_whole(j, n); wrong != nullptr)
        detail::refuse_json(std::string{what} + ' ' + wrong);
}

/// A name that has to be one of those that `to_string` gives the numbers below `count`.
template <class Enum>
[[nodiscard]] Enum enumerator_named(nlohmann::json const& j, std::size_t count, char const* what) {
    auto const& name = j.get_ref<std::string const&>();
    for (std::size_t i = 0; i < count; ++i) {
        if (name == rung::to_string(static_cast<Enum>(i))) return static_cast<Enum>(i);
    }
    detail::refuse_json("'" + name + "' is no " + what);
}

/// The stage of a name.
template <class Ladder>
[[nodiscard]] typename Ladder::stage_type stage_named(nlohmann::json const& j, Ladder const& ladder) {
    auto const& name = j.get_ref<std::string const&>();
    auto const found = ladder.find(name);
    if (!found) detail::refuse_json("the ladder has no stage '" + name + "'");
    return *found;
}

/// A moment as text; null for what is none.
[[nodiscard]] inline nlohmann::json moment_or_null(instant t) {
    if (!t.is_moment()) return nullptr;
    return std::string{report::detail::instant_in_full(t).view()};
}
/// The value of a fact; null where it has no bound.
[[nodiscard]] inline nlohmann::json bounded(std::int64_t value) {
    return value == unlimited ? nlohmann::json{} : nlohmann::json(value);
}

}  // namespace detail

/// `"2026-01-31T08:26:00Z"`; null for never(), "forever" for forever().
inline void to_json(nlohmann::json& j, instant t) {
    if (t == instant::forever())
        j = "forever";
    else
        j = detail::moment_or_null(t);
}
inline void from_json(nlohmann::json const& j, instant& t) {
    if (j.is_null()) {
        t = instant::never();
        return;
    }
    auto const& text = j.get_ref<std::string const&>();
    auto const read = rung::parse_instant(text);
    if (!read && text != "forever")
        detail::refuse_json("'" + text +
                            "' is no moment: write it as 2026-01-31T08:26:00Z, from 1970 to 2106");
    t = read ? *read : instant::forever();
}

/// In seconds.
inline void to_json(nlohmann::json& j, duration d) { j = d.seconds; }
inline void from_json(nlohmann::json const& j, duration& d) {
    detail::take_whole(j, "a duration in seconds", d.seconds);
}

/// In minor units: whoever names it says so, as in "amount_minor".
inline void to_json(nlohmann::json& j, money m) { j = m.minor_units; }
inline void from_json(nlohmann::json const& j, money& m) {
    detail::take_whole(j, "an amount in minor units", m.minor_units);
}

}  // namespace v0
}  // namespace rung
