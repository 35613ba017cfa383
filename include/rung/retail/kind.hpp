#pragma once

#include <rung/core/decision.hpp>
#include <rung/core/result.hpp>
#include <rung/core/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What can happen to a client of a shop, a service, a bank, a game.
enum class event_kind : std::uint8_t {
    contact,
    offer,
    purchase,
    refund,
    evaluation,
    complaint,
    recommendation,
    referral,
    awareness,
    need,
    wallet,
    price_rise,
    competitor_purchase,
    refusal,
    loss,
    decision,
};

/// Who began a contact.
enum class initiator : std::uint8_t { unknown, client, us };

/// What a client knows (document 001): nothing, that the trade exists, this kind of service, our business.
enum class knows : std::uint8_t { nothing, trade, kind_of_service, us };

/// Whether a client needs the good, and how soon (document 004).
enum class urgency : std::uint8_t { none, some_day, now };

/// The six steps of one purchase (document 004).
enum class step : std::uint8_t { none, need, search, criterion, choice, purchase, evaluation };

/// Why a client was lost (documents 001, 002, 003, 004). At most 15.
enum class loss_reason : std::uint8_t {
    none,
    ignored,    ///< not noticed, not answered, indifference
    long_wait,  ///< waited too long for an answer
    rudeness,   ///< rude service
    pressed,    ///< sold to aggressively
    contacted_too_often,
    dropped_after_sale,  ///< interest in the client ended with the sale
    taken_for_granted,   ///< care ended at the second purchase
    disappointed,        ///< good or service below what the client expected
    slow_service,        ///< invoice, shipping, documents, support
    break_unanswered,    ///< a break in buying was not answered
    curiosity_unanswered,
    price,
    competitor,
    other,
};

inline constexpr std::uint8_t loss_reason_count = 15;

namespace detail {

/// What is known of a kind: its name, as in a log, and what its events may carry.
struct kind_entry {
    event_kind kind{};
    std::string_view name{};
    std::uint8_t least_detail = 0;
    std::uint8_t most_detail = 255;
    std::uint8_t most_mark = 255;
};

using std::string_view_literals::operator""sv;  // its length is known: counting costs compile time

/// The one list of kinds, in the order of the enumeration.
inline constexpr kind_entry event_kinds[] = {
    {.kind = event_kind::contact, .name = "contact"sv, .most_detail = 2},
    {.kind = event_kind::offer, .name = "offer"sv},
    {.kind = event_kind::purchase, .name = "purchase"sv, .most_mark = 1},
    {.kind = event_kind::refund, .name = "refund"sv, .most_mark = 3},
    {.kind = event_kind::evaluation, .name = "evaluation"sv, .least_detail = 1, .most_detail = 5},
    {.kind = event_kind::complaint, .name = "complaint"sv},
    {.kind = event_kind::recommendation, .name = "recommendation"sv},
    {.kind = event_kind::referral, .name = "referral"sv},
    {.kind = event_kind::awareness, .name = "awareness"sv, .most_detail = 3},
    {.kind = event_kind::need, .name = "need"sv, .most_detail = 6, .most_mark = 2},
    {.kind = event_kind::wallet, .name = "wallet"sv, .most_detail = 100},
    {.kind = event_kind::price_rise, .name = "price_rise"sv, .most_detail = 1},
    {.kind = event_kind::competitor_purchase, .name = "competitor_purchase"sv},
    {.kind = event_kind::refusal, .name = "refusal"sv},
    {.kind = event_kind::loss, .name = "loss"sv, .least_detail = 1, .most_detail = loss_reason_count - 1},
    {.kind = event_kind::decision,
     .name = "decision"sv,
     .least_detail = 1,
     .most_detail = static_cast<std::uint8_t>(decree::ceiling)},
};

}  // namespace detail

inline constexpr std::size_t event_kind_count = std::size(detail::event_kinds);

/// The name of a kind, as in a log.
[[nodiscard]] constexpr std::string_view to_string(event_kind k) noexcept {
    auto const i = static_cast<std::size_t>(k);
    return i < event_kind_count ? detail::event_kinds[i].name : "?";
}

/// The kind of a name; false if there is none.
[[nodiscard]] constexpr result<event_kind, refusal> event_kind_of(std::string_view name) noexcept {
    for (auto const& known : detail::event_kinds) {
        if (known.name == name) return known.kind;
    }
    return refusal::kind;
}

}  // namespace v0
}  // namespace rung
