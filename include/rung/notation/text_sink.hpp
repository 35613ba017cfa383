#pragma once

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {

/// Anything one can write characters to as to a std::ostream. No stream header is included for it.
template <class Out>
concept text_sink = requires(Out& out, char const* text, std::ptrdiff_t size) {
    out.write(text, size);
};

namespace detail {

template <text_sink Out>
constexpr void put(Out& out, std::string_view text) {
    out.write(text.data(), static_cast<std::ptrdiff_t>(text.size()));
}

}  // namespace detail

}  // namespace v0
}  // namespace rung
