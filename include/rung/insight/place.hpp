#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/stage.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// Where in a table of all places a stage stands.
template <stage_name Stage>
[[nodiscard]] constexpr std::size_t place_of(Stage s) {
    std::size_t const place = rung::index_of(s);
    if (place >= max_places) RUNG_ASSERT("no ladder has a stage of this number: it was not taken from one");
    return place;
}

/// A ladder, a lifecycle or a base: each of them knows what names the stages.
template <class T>
concept has_stages = requires {
    typename T::stage_type;
};

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
