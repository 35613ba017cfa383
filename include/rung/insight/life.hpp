#pragma once

#include <rung/base/timeline.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/place.hpp>
#include <rung/insight/reading.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace insight {

/// Which kinds of event are meant: `kinds{event_kind::contact, event_kind::purchase}`, or the schema's
/// numbers.
class kinds {
public:
    /// None of them.
    constexpr kinds() = default;
    template <class... Kind>
    requires(sizeof...(Kind) > 0 &&
             ((std::is_enum_v<Kind> ||
               std::integral<Kind>)&&...)) constexpr explicit kinds(Kind... kind) noexcept {
        (add(static_cast<std::uint8_t>(kind)), ...);
    }
    [[nodiscard]] static constexpr kinds all() noexcept {
        kinds k;
        for (auto& word : k.bits_) word = ~std::uint64_t{0};
        return k;
    }

    [[nodiscard]] constexpr bool has(std::uint8_t kind) const noexcept {
        return (bits_[kind / 64u] >> (kind % 64u) & 1) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return *this == kinds{}; }
    friend constexpr bool operator==(kinds const&, kinds const&) = default;

private:
    std::array<std::uint64_t, 4> bits_{};

    constexpr void add(std::uint8_t kind) noexcept { bits_[kind / 64u] |= std::uint64_t{1} << (kind % 64u); }
};

/// What is kept of an event: its place in the order, its kind, and its channel, 0 where it has none.
struct mark {
    event_order order{};
    std::uint16_t channel = 0;
    std::uint8_t kind = 0;

    [[nodiscard]] constexpr instant at() const noexcept { return order.at; }
    friend constexpr bool operator==(mark const&, mark const&) = default;
};

/// Which way a move went.
enum class way : std::uint8_t {
    climb,          ///< up, from rung to rung
    fall,           ///< down, from rung to rung
    loss,           ///< off the ladder
    comeback,       ///< from an exit back to a rung
    between_exits,  ///< from one exit to another
};

/// What is kept of a move. `times`: 1; below zero where it was taken back and another part had counted it.
struct step {
    instant at{};
    std::uint8_t from = 0;  // places by number
    std::uint8_t to = 0;
    way went{};
    cause why = cause::event;
    std::uint8_t kind = 0;
    std::int32_t times = 1;

    template <class Ladder>
    [[nodiscard]] static step of(named_transition<Ladder> const& t) {
        step s;
        s.at = t.at;
        s.from = static_cast<std::uint8_t>(detail::place_of(t.from));
        s.to = static_cast<std::uint8_t>(detail::place_of(t.to));
        bool const was_out = t.ladder->is_exit(t.from);
        bool const is_out = t.ladder->is_exit(t.to);
        s.went = is_out          ? (was_out ? way::between_exits : way::loss)
                 : was_out       ? way::comeback
                 : s.to > s.from ? way::climb
                                 : way::fall;
        s.why = t.why;
        s.kind = t.kind;
        return s;
    }
    /// Whether the client stands at or above a rung after the move, and whether they did before it. Off the
    /// ladder nobody does.
    [[nodiscard]] constexpr bool to_at_least(std::size_t rung) const noexcept {
        return went != way::loss && went != way::between_exits && to >= rung;
    }
    [[nodiscard]] constexpr bool from_at_least(std::size_t rung) const noexcept {
        return went != way::comeback && went != way::between_exits && from >= rung;
    }
    /// The order, and what makes two of them the same move.
    [[nodiscard]] constexpr auto key() const noexcept { return std::tuple{at, from, to, went, why, kind}; }
    friend constexpr bool operator==(step const&, step const&) = default;
};

/// Who the client said had sent them.
struct sent_by {
    event_order order{};
    client_id by = no_client;
    friend constexpr bool operator==(sent_by const&, sent_by const&) = default;
};

/// One client's events and moves, in order: what questions about paths, activity and referrals need of
/// them. A view; valid while it is visited.
struct life {
    client_id client = no_client;
    std::span<mark const> marks{};
    std::span<step const> steps{};
    std::span<sent_by const> referrals{};
};

namespace detail {

template <class Event>
[[nodiscard]] constexpr std::uint16_t channel_of(Event const& e) noexcept {
    if constexpr (has_channel<Event>) {
        return reading<Event>::channel(e);
    } else {
        return 0;
    }
}
template <class Event>
[[nodiscard]] constexpr client_id referrer_of(Event const& e) noexcept {
    if constexpr (has_referrer<Event>) {
        return reading<Event>::referrer(e);
    } else {
        return no_client;
    }
}

template <schema S>
[[nodiscard]] constexpr mark mark_of(typename S::event const& e) noexcept {
    return {rung::detail::place_of(e), detail::channel_of(e), rung::kind_of<S>(e)};
}

/// The order of marks and of referrals.
struct comes_before {
    [[nodiscard]] constexpr bool operator()(mark const& a, mark const& b) const noexcept {
        return std::tuple{a.order, a.kind, a.channel} < std::tuple{b.order, b.kind, b.channel};
    }
    [[nodiscard]] constexpr bool operator()(sent_by const& a, sent_by const& b) const noexcept {
        return std::tuple{a.order, a.by} < std::tuple{b.order, b.by};
    }
};

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
