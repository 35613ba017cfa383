#pragma once

#include <rung/core/money.hpp>
#include <rung/retail/event.hpp>
#include <rung/retail/kind.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// What accumulators read in an event. A host whose events are of a type of its own says it by a
/// specialization, with those of the members that it has an answer for; each accumulator names, by a concept,
/// what it needs.
template <class Event>
struct reading {};

/// Of the retail schema.
template <>
struct reading<retail_event> {
    /// What the event brings in: a purchase its amount, a refund its amount below zero.
    [[nodiscard]] static constexpr money paid(retail_event const& e) noexcept {
        return e.kind == event_kind::purchase ? e.amount : e.kind == event_kind::refund ? -e.amount : money{};
    }
    [[nodiscard]] static constexpr bool is_purchase(retail_event const& e) noexcept {
        return e.kind == event_kind::purchase;
    }
    /// The host's number of the channel that it came by; 0 if it has none.
    [[nodiscard]] static constexpr std::uint16_t channel(retail_event const& e) noexcept {
        return e.kind == event_kind::evaluation || e.kind == event_kind::decision ? std::uint16_t{0}
                                                                                  : e.channel;
    }
    /// The score of an evaluation, 1 to 5; 0 of other events.
    [[nodiscard]] static constexpr std::uint8_t score(retail_event const& e) noexcept {
        return e.kind == event_kind::evaluation ? e.detail : std::uint8_t{0};
    }
    /// What an evaluation is about: the host's number, 0 for the purchase as a whole.
    [[nodiscard]] static constexpr std::uint16_t attribute(retail_event const& e) noexcept {
        return e.kind == event_kind::evaluation ? e.channel : std::uint16_t{0};
    }
    /// The client asked, and waits for an answer.
    [[nodiscard]] static constexpr bool asks(retail_event const& e) noexcept {
        return e.kind == event_kind::contact && (e.mark & rung::detail::awaits_answer_mark) != 0;
    }
    /// It answers who waits: we turned to them, or they were served.
    [[nodiscard]] static constexpr bool answers(retail_event const& e) noexcept {
        return is_ours(e) || is_purchase(e);
    }
    /// We turned to the client: it reminds them of us.
    [[nodiscard]] static constexpr bool is_ours(retail_event const& e) noexcept {
        return e.kind == event_kind::offer ||
               (e.kind == event_kind::contact && e.detail == static_cast<std::uint8_t>(initiator::us));
    }
    /// Who the client says has sent them; no_client if it does not say. 0 is nobody's name there.
    [[nodiscard]] static constexpr client_id referrer(retail_event const& e) noexcept {
        return e.kind == event_kind::referral && e.of != 0 ? client_id{e.of} : no_client;
    }
    /// The client is lost by it.
    [[nodiscard]] static constexpr bool is_loss(retail_event const& e) noexcept {
        return e.kind == event_kind::loss;
    }
};

/// Its events say what was paid, and which of them are purchases.
template <class Event>
concept has_money = requires(Event const& e) {
    { reading<Event>::paid(e) } -> std::same_as<money>;
    { reading<Event>::is_purchase(e) } -> std::same_as<bool>;
};
/// Its events say by which channel the client came.
template <class Event>
concept has_channel = requires(Event const& e) {
    { reading<Event>::channel(e) } -> std::convertible_to<std::uint16_t>;
};
/// Its events carry scores of 1 to 5, of numbered attributes.
template <class Event>
concept has_evaluations = requires(Event const& e) {
    { reading<Event>::score(e) } -> std::convertible_to<std::uint8_t>;
    { reading<Event>::attribute(e) } -> std::convertible_to<std::uint16_t>;
};
/// Its events say which of them lose the client.
template <class Event>
concept has_losses = requires(Event const& e) {
    { reading<Event>::is_purchase(e) } -> std::same_as<bool>;
    { reading<Event>::is_loss(e) } -> std::same_as<bool>;
};
/// Its events say who sent the client.
template <class Event>
concept has_referrer = requires(Event const& e) {
    { reading<Event>::referrer(e) } -> std::convertible_to<client_id>;
};
/// Its events say which of them ask, and which answer.
template <class Event>
concept has_questions = has_losses<Event> && requires(Event const& e) {
    { reading<Event>::asks(e) } -> std::same_as<bool>;
    { reading<Event>::answers(e) } -> std::same_as<bool>;
};
/// Its events say which of them come from the business.
template <class Event>
concept has_reminders = has_losses<Event> && requires(Event const& e) {
    { reading<Event>::is_ours(e) } -> std::same_as<bool>;
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
