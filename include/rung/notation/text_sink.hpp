#pragma once

#include <rung/core/printable.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {

/// Anything to which characters can be written as to a std::ostream. It needs no stream header.
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

/// Writes a text that came from outside so that it can be shown anywhere: each control character, each mark
/// that turns the direction of writing and each byte that is not UTF-8 becomes a '?'. The names of a ladder
/// have none of them.
template <text_sink Out>
constexpr void write_printable(Out& out, std::string_view text) {
    while (!text.empty()) detail::put(out, detail::next_printable(text));
}

}  // namespace v0
}  // namespace rung
