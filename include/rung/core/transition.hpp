#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/client.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/sink.hpp>
#include <rung/core/stage.hpp>
#include <rung/core/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// One move of one client.
template <class Stage>
struct transition {
    static_assert(stage_name<Stage>);

    client_id client = no_client;
    instant at{};
    Stage from{};
    Stage to{};
    cause why = cause::event;
    /// The schema's number of the kind of event, where an event was the cause.
    std::uint8_t kind = 0;
    /// Rungs passed over on the way up.
    std::uint8_t skipped = 0;
    /// The highest rung that the client had stood on before.
    Stage peak{};

    friend constexpr bool operator==(transition const&, transition const&) = default;
};

/// What keeps a client in place although the rules would move them.
enum class hold : std::uint8_t {
    none,
    grace,      ///< the rule to keep the rung no longer holds, but the grace runs
    descent,    ///< the descent policy lets nobody fall
    ascent,     ///< the ascent policy does not let the client rise now
    exit,       ///< the client is off the ladder
    decision,   ///< somebody decided by hand where the client may stand
    guarantee,  ///< the rule to keep the rung no longer holds, but it is guaranteed for a while
    wait,       ///< the client has not stood long enough on the rung for the next one
};

[[nodiscard]] constexpr std::string_view to_string(hold h) noexcept {
    switch (h) {
    case hold::none: return "none";
    case hold::grace: return "grace";
    case hold::descent: return "descent policy";
    case hold::ascent: return "ascent policy";
    case hold::exit: return "exit";
    case hold::decision: return "decision";
    case hold::guarantee: return "guarantee";
    case hold::wait: return "wait";
    }
    return "?";
}

/// What became of an event.
enum class answer : std::uint8_t {
    moved,    ///< taken, and the client moved
    stayed,   ///< taken; by the rules the client stays
    held,     ///< taken; the rules would move the client, a policy holds them
    refused,  ///< not taken; nothing changed
};

[[nodiscard]] constexpr std::string_view to_string(answer a) noexcept {
    switch (a) {
    case answer::moved: return "moved";
    case answer::stayed: return "stayed";
    case answer::held: return "held";
    case answer::refused: return "refused";
    }
    return "?";
}

/// A transition that knows its ladder, so that it can be written with names. The ladder must outlive it.
template <class Ladder>
struct named_transition : transition<typename Ladder::stage_type> {
    Ladder const* ladder = nullptr;
};

/// What apply returns, and why. True if the client moved; `*outcome` is the transition.
template <class Ladder>
class outcome {
public:
    using stage_type = typename Ladder::stage_type;

    /// Not taken.
    constexpr explicit outcome(rung::refusal r) noexcept : answer_{rung::answer::refused}, refusal_{r} {}
    /// Taken, not moved.
    constexpr outcome(rung::hold h, std::size_t settled) noexcept
        : answer_{h == rung::hold::none ? rung::answer::stayed : rung::answer::held}, hold_{h},
          settled_{settled} {}
    /// Taken and moved.
    constexpr outcome(named_transition<Ladder> const& t, std::size_t settled) noexcept
        : move_{t}, settled_{settled} {}

    [[nodiscard]] constexpr rung::answer answer() const noexcept { return answer_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return answer_ == rung::answer::moved; }
    /// The move that this event caused; only if it moved.
    [[nodiscard]] constexpr named_transition<Ladder> const& operator*() const {
        if (answer_ != rung::answer::moved) RUNG_ASSERT("an outcome without a move was read as a move");
        return move_;
    }
    [[nodiscard]] constexpr named_transition<Ladder> const* operator->() const { return &**this; }
    /// Why the event was not taken; none if it was.
    [[nodiscard]] constexpr rung::refusal refusal() const noexcept { return refusal_; }
    /// What holds the client; none if they stay by the rules.
    [[nodiscard]] constexpr rung::hold hold() const noexcept { return hold_; }
    /// How many moves by time alone had fallen due before the event. A sink given to apply sees each of them.
    [[nodiscard]] constexpr std::size_t settled() const noexcept { return settled_; }

private:
    named_transition<Ladder> move_{};
    rung::answer answer_ = rung::answer::moved;
    rung::refusal refusal_ = rung::refusal::none;
    rung::hold hold_ = rung::hold::none;
    std::size_t settled_ = 0;
};

}  // namespace v0
}  // namespace rung
