#pragma once

#include <rung/core/config.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>

namespace rung {
inline namespace v0 {

/// A view of an array of constants, which must outlive it. Like std::span; but each size of array that
/// becomes a std::span makes the compiler check the concepts of `<ranges>`, and a playbook has dozens.
template <class T>
class list {
public:
    constexpr list() = default;
    template <std::size_t Size>
    constexpr list(T const (&array)[Size]) noexcept : first_{array}, size_{Size} {}
    template <std::size_t Size>
    constexpr list(std::array<T, Size> const& array) noexcept : first_{array.data()}, size_{Size} {}
    list(std::initializer_list<T>) = delete;  // a list does not own its values: give the array a name
    constexpr list(T const* first, std::size_t size) noexcept : first_{first}, size_{size} {}

    [[nodiscard]] constexpr T const* begin() const noexcept { return first_; }
    [[nodiscard]] constexpr T const* end() const noexcept { return first_ + size_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr T const& operator[](std::size_t i) const noexcept { return first_[i]; }
    [[nodiscard]] constexpr T const& front() const noexcept { return *first_; }

private:
    T const* first_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace v0
}  // namespace rung
