#pragma once

#include <rung/core/assert.hpp>

#include <utility>

namespace rung {
inline namespace v0 {

/// A value, or why there is none: the part of std::expected that is needed here, so that it can become an
/// alias of it. Works without exceptions. Both types are default-constructible.
template <class T, class E>
class [[nodiscard]] result {
public:
    constexpr result(T value) : value_(std::move(value)), has_value_(true) {}
    constexpr result(E error) : error_(std::move(error)) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return has_value_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value_; }
    [[nodiscard]] constexpr T const& operator*() const {
        if (!has_value_) RUNG_ASSERT("a result that holds an error was read as a value");
        return value_;
    }
    [[nodiscard]] constexpr T const* operator->() const { return &**this; }
    [[nodiscard]] constexpr E const& error() const noexcept { return error_; }

private:
    T value_{};
    E error_{};
    bool has_value_ = false;
};

}  // namespace v0
}  // namespace rung
