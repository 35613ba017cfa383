#pragma once

#include <rung/core/assert.hpp>

#include <type_traits>

namespace rung {
inline namespace v0 {

/// A value, or why there is none: the part of std::expected that is needed here, so that it can later become
/// an alias of it. Works without exceptions. For plain types.
template <class T, class E>
class [[nodiscard]] result {
public:
    constexpr result(T const& value) noexcept : value_(value), has_value_(true) {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_copyable_v<E>);
    }
    constexpr result(E const& error) noexcept : error_(error), has_value_(false) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return has_value_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value_; }
    [[nodiscard]] constexpr T const& operator*() const {
        if (!has_value_) RUNG_ASSERT("a result that holds an error was read as a value");
        return value_;
    }
    [[nodiscard]] constexpr T const* operator->() const { return &**this; }
    [[nodiscard]] constexpr E const& error() const {
        if (has_value_) RUNG_ASSERT("a result that holds a value was read as an error");
        return error_;
    }

private:
    union {
        T value_;
        E error_;
    };
    bool has_value_;
};

}  // namespace v0
}  // namespace rung
