#pragma once

#include <rung/core/decision.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>

#include <compare>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// Why a client moved.
enum class cause : std::uint8_t {
    event,       ///< something happened
    time,        ///< time passed
    thresholds,  ///< the ladder's thresholds were changed
    decision,    ///< somebody decided it by hand, or such a decision ended
};

[[nodiscard]] constexpr std::string_view to_string(cause c) noexcept {
    switch (c) {
    case cause::event: return "event";
    case cause::time: return "time";
    case cause::thresholds: return "thresholds";
    case cause::decision: return "decision";
    }
    return "?";
}

/// Why a client moved and, if an event was the cause, the schema's number of its kind; all in one byte.
class move_cause {
public:
    /// Kinds from here on cannot be told apart.
    static constexpr std::uint8_t last_kind = 250;

    /// The client never moved.
    constexpr move_cause() = default;
    constexpr move_cause(cause why, std::uint8_t kind = 0) noexcept
        : code_{why != cause::event ? static_cast<std::uint8_t>(last_kind + static_cast<std::uint8_t>(why))
                : kind < last_kind  ? kind
                                    : last_kind} {}

    [[nodiscard]] constexpr bool given() const noexcept { return code_ != none; }
    [[nodiscard]] constexpr cause why() const noexcept {
        return code_ <= last_kind ? cause::event : static_cast<cause>(code_ - last_kind);
    }
    /// 0 if no event was the cause.
    [[nodiscard]] constexpr std::uint8_t kind() const noexcept { return code_ <= last_kind ? code_ : 0; }

    /// The byte that stands for it in files, and always will.
    [[nodiscard]] constexpr std::uint8_t stored() const noexcept { return code_; }
    /// What such a byte stands for; false, and no cause is given, if it stands for nothing.
    [[nodiscard]] constexpr bool set_stored(std::uint8_t byte) noexcept {
        bool const is_known = byte <= last_kind + static_cast<std::uint8_t>(cause::decision) || byte == none;
        code_ = is_known ? byte : none;
        return is_known;
    }
    friend constexpr bool operator==(move_cause, move_cause) = default;

private:
    static constexpr std::uint8_t none = 255;
    std::uint8_t code_ = none;
};

/// Where a client stands on one ladder. Twelve bytes; made and changed by a lifecycle.
struct standing {
    /// Since when the client stands here; never() before the first event.
    instant since{};
    /// When time alone next moves the client if nothing happens; inside a grace, when it ends.
    instant due = instant::forever();
    /// The rung or exit, by number: exits are numbered on after the rungs.
    std::uint8_t place = 0;
    /// The highest rung the client has stood on.
    std::uint8_t peak = 0;
    /// What moved the client here.
    move_cause moved_by{};

    /// The rung that the client left by an exit; read only while they are out.
    [[nodiscard]] constexpr std::uint8_t left() const noexcept { return state_ & rung_bits; }
    /// Whether a grace is running: the rule to keep the rung no longer holds.
    [[nodiscard]] constexpr bool in_grace() const noexcept { return (state_ & grace_bit) != 0; }
    /// Whether a decision by hand is in force; it is kept beside the client.
    [[nodiscard]] constexpr bool decided() const noexcept { return (state_ & decided_bit) != 0; }
    /// False: time alone changes nothing up to and including `now`. True: it may; the lifecycle knows.
    [[nodiscard]] constexpr bool may_change_by(instant now) const noexcept {
        bool const is_due = due <= now;
        return is_due | is_bound();  // without a branch
    }

    /// Whether either of the two: not the rules alone decide about the client.
    [[nodiscard]] constexpr bool is_bound() const noexcept { return state_ >= grace_bit; }

    constexpr void set_left(std::uint8_t rung) noexcept {
        state_ = static_cast<std::uint8_t>((state_ & ~rung_bits) | (rung & rung_bits));
    }
    constexpr void set_in_grace(bool b) noexcept { set(grace_bit, b); }
    constexpr void set_decided(bool b) noexcept { set(decided_bit, b); }

    /// The byte that stands for left(), in_grace() and decided() in files, and always will.
    [[nodiscard]] constexpr std::uint8_t stored_state() const noexcept { return state_; }
    constexpr void set_stored_state(std::uint8_t byte) noexcept { state_ = byte; }

    friend constexpr bool operator==(standing const&, standing const&) = default;

private:
    // One byte by hand: a compiler keeps it in a register, and does not do so with bit-fields.
    static constexpr unsigned rung_bits = 63;
    static constexpr unsigned grace_bit = 64;
    static constexpr unsigned decided_bit = 128;
    std::uint8_t state_ = 0;

    constexpr void set(unsigned bit, bool b) noexcept {
        state_ = static_cast<std::uint8_t>((state_ & ~bit) | (b ? bit : 0u));
    }
};

/// The order of a client's events: the instant, then the id. An id of 0 means "none". Twelve bytes, aligned
/// to four, so that a client is aligned to four too.
struct event_order {
    instant at{};
    std::uint32_t id_low = 0;
    std::uint32_t id_high = 0;

    [[nodiscard]] static constexpr event_order of(instant at, event_id id) noexcept {
        return {at, static_cast<std::uint32_t>(id & 0xFFFF'FFFF), static_cast<std::uint32_t>(id >> 32)};
    }
    /// Everything before the instant is closed; events at the instant may still come.
    [[nodiscard]] static constexpr event_order before(instant at) noexcept { return {at, 0, 0}; }

    /// Closes everything before an instant, unless more than that is closed.
    constexpr void close_before(instant t) noexcept {
        if (t > at) *this = before(t);
    }

    [[nodiscard]] constexpr event_id id() const noexcept { return event_id{id_high} << 32 | id_low; }
    [[nodiscard]] constexpr std::uint32_t unix_seconds() const noexcept { return at.unix_seconds; }

    friend constexpr bool operator==(event_order, event_order) = default;
    friend constexpr std::strong_ordering operator<=>(event_order a, event_order b) noexcept {
        return a.at != b.at ? a.at <=> b.at : a.id() <=> b.id();
    }
};

/// All that is kept of a client: facts and standing. Plain and trivially copyable: 68 bytes with the retail
/// schema. `client{}` is one of whom nothing is known.
template <class S>
struct basic_client {
    static_assert(detail::is_whole<S>);
    using schema_type = S;

    /// Nothing before this can be taken any more; zero before the first event.
    event_order frontier{};
    typename S::facts facts{};
    rung::standing standing{};

    [[nodiscard]] constexpr bool is_new() const noexcept { return frontier.at == instant::never(); }
    friend constexpr bool operator==(basic_client const&, basic_client const&) = default;
};

/// A client about whom somebody may decide by hand, with the decision. A client_base keeps plain clients and
/// puts the few decisions beside them.
template <class S>
struct basic_decided_client : basic_client<S> {
    rung::decision decision{};

    friend constexpr bool operator==(basic_decided_client const&, basic_decided_client const&) = default;
};

}  // namespace v0
}  // namespace rung
