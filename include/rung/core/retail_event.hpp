#pragma once

#include <rung/core/decision.hpp>
#include <rung/core/money.hpp>
#include <rung/core/number.hpp>
#include <rung/core/result.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/stage.hpp>
#include <rung/core/time.hpp>

#include <compare>
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

inline constexpr std::size_t event_kind_count = 16;

namespace detail {

inline constexpr std::string_view event_kind_names[event_kind_count] = {
    "contact",  "offer",     "purchase", "refund", "evaluation", "complaint",           "recommendation",
    "referral", "awareness", "need",     "wallet", "price_rise", "competitor_purchase", "refusal",
    "loss",     "decision"};

}  // namespace detail

/// The name of a kind, as it stands in a log.
[[nodiscard]] constexpr std::string_view to_string(event_kind k) noexcept {
    auto const i = static_cast<std::size_t>(k);
    return i < event_kind_count ? detail::event_kind_names[i] : "?";
}

/// The kind of a name; false if there is none.
[[nodiscard]] constexpr result<event_kind, refusal> event_kind_of(std::string_view name) noexcept {
    for (std::size_t i = 0; i < event_kind_count; ++i) {
        if (detail::event_kind_names[i] == name) return static_cast<event_kind>(i);
    }
    return refusal::kind;
}

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
    dropped_after_sale,  ///< interest in him ended with the sale
    taken_for_granted,   ///< care ended at the second purchase
    disappointed,        ///< good or service below what he expected
    slow_service,        ///< invoice, shipping, documents, support
    break_unanswered,    ///< a break in his buying was not answered
    curiosity_unanswered,
    price,
    competitor,
    other,
};

inline constexpr std::uint8_t loss_reason_count = 15;

/// The one event type of the retail schema: 48 bytes, whatever the kind. Written through the structs below,
/// which name what each kind needs.
struct retail_event {
    event_id id = 0;
    client_id client = 0;
    money amount{};
    /// By kind: the purchase refunded or evaluated, the client recommended to, the client who referred, the
    /// author of a decision.
    std::uint64_t of = 0;
    instant at{};
    /// refund: when the purchase taken back was made. decision: when it ends.
    instant bought{};
    /// The host's number of the channel, 0 for none; of the reason, for a decision.
    std::uint16_t channel = 0;
    event_kind kind = event_kind::contact;
    /// By kind: initiator, score, knows, step, percent, accepted, loss_reason, decree.
    std::uint8_t detail = 0;
    /// By kind: flags of a contact (awaits an answer, came by referral), add-on of a purchase or refund,
    /// urgency of a need, place of a decision.
    std::uint8_t mark = 0;

    /// By content, member by member: it decides what comes first where two events have the same place in the
    /// order.
    friend constexpr auto operator<=>(retail_event const&, retail_event const&) = default;
};

namespace detail {

inline constexpr std::uint8_t awaits_answer_mark = 1;
inline constexpr std::uint8_t referred_mark = 2;

/// What all kinds have in common.
template <class E>
[[nodiscard]] constexpr retail_event common(event_kind kind, E const& e) noexcept {
    retail_event out;
    out.id = e.id;
    out.client = e.client;
    out.at = e.at;
    out.kind = kind;
    return out;
}

[[nodiscard]] constexpr std::uint8_t flag(bool set, std::uint8_t mark) noexcept {
    return set ? mark : std::uint8_t{0};
}

}  // namespace detail

/// The client and the business met: a visit, a call, a letter, a session. `awaits_answer`: he asked and now
/// waits.
struct contact {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    std::uint16_t channel = 0;
    initiator by = initiator::unknown;
    bool awaits_answer = false;
    /// He came because somebody recommended us.
    bool referred = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::contact, *this);
        e.channel = channel;
        e.detail = static_cast<std::uint8_t>(by);
        e.mark = static_cast<std::uint8_t>(detail::flag(awaits_answer, detail::awaits_answer_mark) |
                                           detail::flag(referred, detail::referred_mark));
        return e;
    }
};

/// We made him an offer; it answers one who waits.
struct offer {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    std::uint16_t channel = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::offer, *this);
        e.channel = channel;
        return e;
    }
};

/// He bought. `addon`: a service added to one that he has (000.E5); it is a purchase like any other, and
/// counted apart.
struct purchase {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    money amount{};
    std::uint16_t channel = 0;
    bool addon = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::purchase, *this);
        e.amount = amount;
        e.channel = channel;
        e.mark = detail::flag(addon, 1);
        return e;
    }
};

/// Money given back. With `bought`, the instant of the purchase, the whole purchase is taken back: it counts
/// no more. Without, only the spend is lowered. A base that keeps history knows the purchase by its id, `of`,
/// and whether all of it was given back by the amounts: see core/retail_refunds.hpp.
struct refund {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    money amount{};
    event_id of = 0;
    instant bought{};
    /// The purchase taken back was an add-on.
    bool addon = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::refund, *this);
        e.amount = amount;
        e.of = of;
        e.bought = bought;
        e.mark = detail::flag(addon, 1);
        return e;
    }
};

/// He evaluated what he bought, 1 (bad) to 5 (good). 1 and 2 are negative. A host with another scale maps it:
/// 0 to 6 of a recommendation score (NPS) to 1 or 2, 7 and 8 to 3 or 4, 9 and 10 to 5.
struct evaluation {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    std::uint8_t score = 0;
    event_id of = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::evaluation, *this);
        e.detail = score;
        e.of = of;
        return e;
    }
};

/// He complained.
struct complaint {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    std::uint16_t channel = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::complaint, *this);
        e.channel = channel;
        return e;
    }
};

/// He recommended us to somebody.
struct recommendation {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    client_id to = 0;
    std::uint16_t channel = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::recommendation, *this);
        e.of = to;
        e.channel = channel;
        return e;
    }
};

/// We learned that he came because a client recommended us.
struct referral {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    client_id by = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::referral, *this);
        e.of = by;
        return e;
    }
};

/// We learned what he knows. Knowledge only grows.
struct awareness {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    knows level = knows::nothing;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::awareness, *this);
        e.detail = static_cast<std::uint8_t>(level);
        return e;
    }
};

/// We learned what he needs, and at which step of the purchase he is.
struct need {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    urgency level = urgency::some_day;
    rung::step step = rung::step::need;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::need, *this);
        e.detail = static_cast<std::uint8_t>(step);
        e.mark = static_cast<std::uint8_t>(level);
        return e;
    }
};

/// We learned which share of what he buys in our trade he buys with us, in percent.
struct wallet {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    std::uint8_t share = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::wallet, *this);
        e.detail = share;
        return e;
    }
};

/// We raised a price, and he took it calmly or did not.
struct price_rise {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    bool accepted = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::price_rise, *this);
        e.detail = detail::flag(accepted, 1);
        return e;
    }
};

/// He bought from a competitor.
struct competitor_purchase {
    event_id id = 0;
    client_id client = 0;
    instant at{};

    constexpr operator retail_event() const noexcept {
        return detail::common(event_kind::competitor_purchase, *this);
    }
};

/// The deal did not come about, by his word or ours: an offer declined, an application turned down.
struct declined {
    event_id id = 0;
    client_id client = 0;
    instant at{};

    constexpr operator retail_event() const noexcept { return detail::common(event_kind::refusal, *this); }
};

/// He was lost. A later purchase, or a contact that he began, brings him back.
struct loss {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    loss_reason reason = loss_reason::other;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::loss, *this);
        e.detail = static_cast<std::uint8_t>(reason);
        return e;
    }
};

/// A stage of any ladder, by its number.
struct place_number {
    std::uint8_t index = 0;
    constexpr place_number() = default;
    template <stage_name Stage>
    constexpr place_number(Stage s) noexcept : index{rung::index_of(s)} {}
};

/// Somebody decided by hand where the client may stand: `{.what = decree::floor, .stage =
/// ladders::service_stage::client, .until = utc(2027, 1, 1), .author = 17, .reason = 3}`. A second decision
/// replaces the first; decree::lift ends it.
struct manual_decision {
    event_id id = 0;
    client_id client = 0;
    instant at{};
    decree what = decree::pin;
    place_number stage{};
    /// When it ends by itself.
    instant until = instant::forever();
    /// The host's numbers.
    std::uint64_t author = 0;
    std::uint16_t reason = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::common(event_kind::decision, *this);
        e.detail = static_cast<std::uint8_t>(what);
        e.mark = stage.index;
        e.bought = until;
        e.of = author;
        e.channel = reason;
        return e;
    }
};

}  // namespace v0
}  // namespace rung
