#pragma once

#include <rung/core/rule.hpp>
#include <rung/core/term.hpp>  // what rules are written with
#include <rung/core/time_limit.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {

/// Who or what brings a client to a stage.
enum class driver : std::uint8_t { life, marketing, sales, care, company, client };

[[nodiscard]] constexpr std::string_view to_string(driver d) noexcept {
    switch (d) {
    case driver::life: return "life";
    case driver::marketing: return "marketing";
    case driver::sales: return "sales";
    case driver::care: return "care";
    case driver::company: return "company";
    case driver::client: return "client";
    }
    return "?";
}

/// One rung as it is written down, lowest first: `stage{"member", purchases >= 1}`. An exit is written after
/// the last stage, with `.exit = true`: while its rule holds, the client is off the ladder.
template <class S>
struct basic_stage {
    std::string_view name{};
    /// What it takes to come here. The first stage has none: it is open to everyone.
    basic_rule<S> enter{};
    /// What it takes to stay. Not given: the same as `enter`. `rule::always()`: nobody who reached this rung
    /// falls below it, whatever the rules of the rungs below say; exits and decisions by hand still count.
    basic_rule<S> keep{};
    /// A door of its own: for a client who satisfies it, the rules of this rung and of all rungs below count
    /// as satisfied.
    basic_rule<S> door{};
    /// How long `keep` may fail before the client falls. Zero: as the descent policy says.
    time_limit grace{};
    /// How long nobody falls from here, whatever the rules say, from the day on which they came; exits and
    /// decisions by hand pass over it. Then `keep` decides, and if it fails a grace begins.
    time_limit guaranteed{};
    /// How long a client must have stood on the rung below before they can come here; nobody leaps to this
    /// rung, not by a door either.
    time_limit wait{};
    /// Who brings the client here.
    rung::driver driver = rung::driver::company;
    /// Where the stage is described: a document and number, a page.
    std::string_view source{};
    bool exit = false;
};

/// What a ladder holds at most. A place is a stage or an exit; exits are numbered on after the stages.
inline constexpr std::size_t max_stages = 64;
inline constexpr std::size_t max_exits = 8;
inline constexpr std::size_t max_places = max_stages + max_exits;

namespace detail {

template <class T>
concept ask_the_ladder_write_ladder_place_of_stage = std::is_enum_v<T>;

}  // namespace detail

/// The stage of a ladder that has no enumeration of its own (one read at run time): its number, 0 the lowest;
/// exits are numbered on after the stages.
struct stage_id {
    std::uint8_t index = 0;
    friend constexpr auto operator<=>(stage_id, stage_id) = default;
};

/// A stage of a ladder by its number, whatever names the stages: `ladder.place_of(stage)`. It has no default:
/// leaving it out does not compile.
struct place_number {
    std::uint8_t index;
    constexpr place_number() = delete;  // a decision names a stage: .stage = ladder.place_of(stage)
    constexpr place_number(stage_id s) noexcept : index{s.index} {}
    template <class Enum>
    constexpr place_number(Enum) requires detail::ask_the_ladder_write_ladder_place_of_stage<Enum>
    = delete;
};

/// A type that can name the stages of a ladder: stage_id, or the host's enumeration with its enumerators in
/// the ladder's order, exits last.
template <class T>
concept stage_name = std::same_as<T, stage_id> || std::is_enum_v<T>;

template <stage_name Stage>
[[nodiscard]] constexpr std::uint8_t index_of(Stage s) noexcept {
    if constexpr (std::same_as<Stage, stage_id>) {
        return s.index;
    } else {
        auto const i = static_cast<std::underlying_type_t<Stage>>(s);
        return i < 0 || i > 255 ? std::uint8_t{255} : static_cast<std::uint8_t>(i);
    }
}

template <stage_name Stage>
[[nodiscard]] constexpr Stage stage_at(std::size_t index) noexcept {
    if constexpr (std::same_as<Stage, stage_id>) {
        return stage_id{static_cast<std::uint8_t>(index)};
    } else {
        return static_cast<Stage>(index);
    }
}

}  // namespace v0
}  // namespace rung
