#pragma once

#include <rung/core/retail_event.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

/// One line of a log. The texts belong to the reader and are valid until it reads on.
struct entry {
    std::uint64_t line = 0;
    rung::event_id id = 0;
    std::string_view client{};
    rung::instant at{};
    rung::event_kind kind = rung::event_kind::purchase;
    rung::money amount{};
    std::string_view channel{};
    /// By kind: what to_event makes of it. A number that is outside every scale is held as 255.
    std::optional<std::uint8_t> score{};
    rung::event_id of = 0;

    /// Why the line could not be read, and the text that was wrong. Empty if it could.
    std::string_view refused{};
    std::string_view wrong{};
};
