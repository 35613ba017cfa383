#pragma once

#include <rung/core/money.hpp>
#include <rung/core/number.hpp>
#include <rung/core/stage.hpp>
#include <rung/core/time.hpp>
#include <rung/retail/kind.hpp>

#include <compare>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// The one event type of the retail schema: 48 bytes, whatever the kind. Written through the structs below,
/// which name what each kind needs.
struct retail_event {
    event_id id = 0;
    client_id client = no_client;
    money amount{};
    /// By kind: the purchase refunded or evaluated, the client recommended to, the client who referred, the
    /// author of a decision.
    std::uint64_t of = 0;
    instant at{};
    /// refund: when the purchase taken back was made. decision: when it ends.
    instant bought{};
    /// The host's number of the channel, 0 for none; of the attribute, for an evaluation; of the reason, for
    /// a decision.
    std::uint16_t channel = 0;
    event_kind kind = event_kind::contact;
    /// By kind: initiator, score, knows, step, percent, accepted, loss_reason, decree.
    std::uint8_t detail = 0;
    /// By kind: flags of a contact (awaits an answer, came by referral), add-on of a purchase, flags of a
    /// refund (add-on, in part), urgency of a need, place of a decision.
    std::uint8_t mark = 0;

    /// By content, member by member: it decides which of two events with the same place in the order comes
    /// first.
    friend constexpr auto operator<=>(retail_event const&, retail_event const&) = default;
};

namespace detail {

inline constexpr std::uint8_t awaits_answer_mark = 1;
inline constexpr std::uint8_t referred_mark = 2;
inline constexpr std::uint8_t addon_mark = 1;
inline constexpr std::uint8_t in_part_mark = 2;

/// What events of all kinds have.
[[nodiscard]] constexpr retail_event event_of(event_kind kind, event_id id, client_id client,
                                              instant at) noexcept {
    retail_event e;
    e.id = id;
    e.client = client;
    e.at = at;
    e.kind = kind;
    return e;
}

}  // namespace detail

/// The client and the business met: a visit, a call, a letter, a session. `awaits_answer`: the client asked
/// and now waits.
struct contact {
    static constexpr auto kind = event_kind::contact;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    std::uint16_t channel = 0;
    initiator by = initiator::unknown;
    bool awaits_answer = false;
    /// The client came because somebody recommended us.
    bool referred = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.channel = channel;
        e.detail = static_cast<std::uint8_t>(by);
        e.mark = static_cast<std::uint8_t>((awaits_answer ? detail::awaits_answer_mark : 0) |
                                           (referred ? detail::referred_mark : 0));
        return e;
    }
};

/// We made an offer; it answers a client who waits.
struct offer {
    static constexpr auto kind = event_kind::offer;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    std::uint16_t channel = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.channel = channel;
        return e;
    }
};

/// The client bought. `addon`: a service added to one that they have (000.E5); it is a purchase like any
/// other, and counted separately.
struct purchase {
    static constexpr auto kind = event_kind::purchase;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    money amount{};
    std::uint16_t channel = 0;
    bool addon = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.amount = amount;
        e.channel = channel;
        e.mark = addon ? detail::addon_mark : 0;
        return e;
    }
};

/// Money given back. With `bought`, the instant of the purchase, the whole purchase is taken back: it no
/// longer counts; with `in_part` beside it only the spend is lowered, in windows that of the purchase's day.
/// Without it, only the spend is lowered. A base that keeps history knows the purchase by its id, `of`, and
/// whether all of it was given back by the amounts: see retail/refunds.hpp.
struct refund {
    static constexpr auto kind = event_kind::refund;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    money amount{};
    event_id of = 0;
    instant bought{};
    /// The purchase taken back was an add-on.
    bool addon = false;
    /// The purchase stays, although `bought` says when it was made.
    bool in_part = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.amount = amount;
        e.of = of;
        e.mark = static_cast<std::uint8_t>((addon ? detail::addon_mark : 0) |
                                           (in_part ? detail::in_part_mark : 0));
        e.bought = bought;
        return e;
    }
};

/// The client evaluated a purchase, 1 (bad) to 5 (good). 1 and 2 are negative. A host with another scale maps
/// it: 0 to 6 of a recommendation score (NPS) to 1 or 2, 7 and 8 to 3 or 4, 9 and 10 to 5.
struct evaluation {
    static constexpr auto kind = event_kind::evaluation;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    std::uint8_t score = 0;
    event_id of = 0;
    /// What was evaluated: the host's number of the invoice, the advice, the good; 0 for all of it.
    std::uint16_t attribute = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.of = of;
        e.channel = attribute;
        e.detail = score;
        return e;
    }
};

/// The client complained.
struct complaint {
    static constexpr auto kind = event_kind::complaint;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    std::uint16_t channel = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.channel = channel;
        return e;
    }
};

/// The client recommended us to somebody.
struct recommendation {
    static constexpr auto kind = event_kind::recommendation;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    client_id to = 0;
    std::uint16_t channel = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.channel = channel;
        e.of = to;
        return e;
    }
};

/// We learned that the client came because another one recommended us.
struct referral {
    static constexpr auto kind = event_kind::referral;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    client_id by = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.of = by;
        return e;
    }
};

/// We learned what the client knows. Knowledge only grows.
struct awareness {
    static constexpr auto kind = event_kind::awareness;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    knows level = knows::nothing;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = static_cast<std::uint8_t>(level);
        return e;
    }
};

/// We learned what the client needs, and at which step of the purchase they are.
struct need {
    static constexpr auto kind = event_kind::need;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    urgency level = urgency::some_day;
    rung::step step = rung::step::need;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = static_cast<std::uint8_t>(step);
        e.mark = static_cast<std::uint8_t>(level);
        return e;
    }
};

/// We learned which share of their purchases in our trade the client makes with us, in percent.
struct wallet {
    static constexpr auto kind = event_kind::wallet;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    std::uint8_t share = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = share;
        return e;
    }
};

/// We raised a price, and the client took it calmly or did not.
struct price_rise {
    static constexpr auto kind = event_kind::price_rise;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    bool accepted = false;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = accepted ? 1 : 0;
        return e;
    }
};

/// The client bought from a competitor.
struct competitor_purchase {
    static constexpr auto kind = event_kind::competitor_purchase;
    event_id id = 0;
    client_id client = no_client;
    instant at{};

    constexpr operator retail_event() const noexcept { return detail::event_of(kind, id, client, at); }
};

/// The deal did not come about, by the client's decision or ours: an offer declined, an application turned
/// down.
struct declined {
    static constexpr auto kind = event_kind::refusal;
    event_id id = 0;
    client_id client = no_client;
    instant at{};

    constexpr operator retail_event() const noexcept { return detail::event_of(kind, id, client, at); }
};

/// The client was lost. A later purchase, or a contact by the client, brings them back.
struct loss {
    static constexpr auto kind = event_kind::loss;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    loss_reason reason = loss_reason::other;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = static_cast<std::uint8_t>(reason);
        return e;
    }
};

/// What a decision by hand is. It has no default: leaving it out does not compile.
struct given_decree {
    decree value;
    constexpr given_decree() = delete;  // a decision says what it is: .what = decree::pin, floor or ceiling
    constexpr given_decree(decree d) noexcept : value{d} {}
};

/// Somebody decided by hand where the client may stand: `{.what = decree::floor, .stage =
/// service.ladder().place_of(ladders::service_stage::client), .until = utc(2027, 1, 1), .author = 17, .reason
/// = 3}`. What and the stage must be given. A second decision replaces the first; `lifted_decision` ends it.
struct manual_decision {
    static constexpr auto kind = event_kind::decision;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    given_decree what;
    place_number stage;
    /// When it ends by itself.
    instant until = instant::forever();
    /// The host's numbers.
    std::uint64_t author = 0;
    std::uint16_t reason = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = static_cast<std::uint8_t>(what.value);
        e.mark = stage.index;
        e.bought = until;
        e.of = author;
        e.channel = reason;
        return e;
    }
};

/// The decision by hand that is in force ends: the rules alone say again where the client stands.
struct lifted_decision {
    static constexpr auto kind = event_kind::decision;
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    /// The host's numbers.
    std::uint64_t author = 0;
    std::uint16_t reason = 0;

    constexpr operator retail_event() const noexcept {
        auto e = detail::event_of(kind, id, client, at);
        e.detail = static_cast<std::uint8_t>(decree::lift);
        e.bought = instant::forever();
        e.of = author;
        e.channel = reason;
        return e;
    }
};

}  // namespace v0
}  // namespace rung
