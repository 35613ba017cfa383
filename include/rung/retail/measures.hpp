#pragma once

#include <rung/measures/measured.hpp>
#include <rung/retail/refunds.hpp>
#include <rung/retail/schema.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// The events of the retail schema as a model of measures: windows over contacts, purchases and the rest, for
/// ladders of a host's own.
///
///     constexpr auto spend_12m = rung::sum(rung::kinds::amount).of(rung::kinds::purchase)
///         .less(rung::kinds::refund).in(rung::last_months(12)).named("spend_12m");
///     using shop = rung::measured<rung::measures::purchases, spend_12m>;
struct retail_model {
    using event = retail_event;
    enum field : std::uint8_t { no_field, amount, detail, mark, channel, asks, came_referred };

    /// A refund takes a purchase back: the one at the instant that it names.
    static constexpr detail::reversal back{
        .of = std::uint64_t{1} << static_cast<unsigned>(event_kind::purchase),
        .by = std::uint64_t{1} << static_cast<unsigned>(event_kind::refund)};
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant taken_back(event const& e) noexcept {
        return e.bought;
    }
    /// In part, the purchase stays.
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr bool takes_part(event const& e) noexcept {
        return (e.mark & rung::detail::in_part_mark) != 0;
    }
    /// What net() leaves of a purchase that was taken back for less than it was: a negative refund.
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr bool says_what_was_kept(event const& e) noexcept {
        return e.amount < money{};
    }
    /// The purchase of which it is.
    template <class Event>
    [[nodiscard]] static constexpr Event kept_of(Event e) noexcept {
        e.kind = event_kind::purchase;
        e.mark = static_cast<std::uint8_t>(e.mark & ~rung::detail::in_part_mark);
        e.amount = money{static_cast<std::int64_t>(e.of)};
        return e;
    }

    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::uint8_t kind(event const& e) noexcept {
        return static_cast<std::uint8_t>(e.kind);
    }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::int64_t get(event const& e,
                                                                      std::uint8_t of) noexcept {
        switch (of) {
        case amount: return e.amount.minor_units;
        case detail: return e.detail;
        case mark: return e.kind == event_kind::refund ? e.mark & rung::detail::addon_mark : e.mark;
        case channel: return e.channel;
        case asks: return (e.mark & rung::detail::awaits_answer_mark) != 0 ? 1 : 0;
        case came_referred: return (e.mark & rung::detail::referred_mark) != 0 ? 1 : 0;
        default: return 0;
        }
    }
    [[nodiscard]] static constexpr refusal check(event const& e) noexcept { return retail::check(e); }
    [[nodiscard]] static constexpr std::string_view kind_name(std::uint8_t k) noexcept {
        return retail::kind_name(k);
    }
    [[nodiscard]] static constexpr rung::decision decision_of(event const& e) noexcept {
        return retail::decision_of(e);
    }
    template <class Place>
    static constexpr void move_decision(event& e, Place place) noexcept {
        retail::move_decision(e, place);
    }
    [[nodiscard]] static constexpr bool takes_back(event const& e) noexcept { return retail::takes_back(e); }
    template <class Events>
    static constexpr void net(Events& events, Events& held) {
        retail::net(events, held);
    }

    /// The client's own moves as events of two more kinds, which no host sends: to a higher rung, and to a
    /// lower.
    static constexpr std::uint8_t climb = 62;
    static constexpr std::uint8_t fall = 63;
    static constexpr std::uint64_t moves = std::uint64_t{3} << climb;
    [[nodiscard]] static constexpr event moved(instant at, std::uint8_t from, std::uint8_t to) noexcept {
        event e;
        e.at = at;
        e.kind = static_cast<event_kind>(to > from ? climb : fall);
        return e;
    }

    [[nodiscard]] static constexpr selection<retail_model> of(event_kind k) noexcept {
        selection<retail_model> s;
        s.any[0].kinds = std::uint64_t{1} << static_cast<unsigned>(k);
        s.size = 1;
        return s;
    }
};

/// The events of each kind, and what they carry.
namespace kinds {

inline constexpr auto contact = retail_model::of(event_kind::contact);
inline constexpr auto offer = retail_model::of(event_kind::offer);
inline constexpr auto purchase = retail_model::of(event_kind::purchase);
inline constexpr auto refund = retail_model::of(event_kind::refund);
inline constexpr auto evaluation = retail_model::of(event_kind::evaluation);
inline constexpr auto complaint = retail_model::of(event_kind::complaint);
inline constexpr auto recommendation = retail_model::of(event_kind::recommendation);
inline constexpr auto referral = retail_model::of(event_kind::referral);
inline constexpr auto awareness = retail_model::of(event_kind::awareness);
inline constexpr auto need = retail_model::of(event_kind::need);
inline constexpr auto wallet = retail_model::of(event_kind::wallet);
inline constexpr auto price_rise = retail_model::of(event_kind::price_rise);
inline constexpr auto competitor_purchase = retail_model::of(event_kind::competitor_purchase);
inline constexpr auto refusal = retail_model::of(event_kind::refusal);
inline constexpr auto loss = retail_model::of(event_kind::loss);
/// The client's own moves from rung to rung: only rules to enter ask about measures of these.
inline constexpr auto climb = retail_model::of(static_cast<event_kind>(retail_model::climb));
inline constexpr auto fall = retail_model::of(static_cast<event_kind>(retail_model::fall));

inline constexpr field_of<retail_model, unit::money> amount{retail_model::amount};
inline constexpr field_of<retail_model, unit::count> channel{retail_model::channel, 65'535};
inline constexpr field_of<retail_model, unit::count> addon{retail_model::mark, 1};
inline constexpr field_of<retail_model, unit::count> score{retail_model::detail, 5};
inline constexpr field_of<retail_model, unit::count, initiator> begun_by{retail_model::detail, 2};
inline constexpr field_of<retail_model, unit::count> awaits_answer{retail_model::asks, 1};
inline constexpr field_of<retail_model, unit::count> came_referred{retail_model::came_referred, 1};

}  // namespace kinds

/// The facts of the retail schema as measures, row by row the same answers: to be mixed with others.
namespace measures {
namespace detail {

inline constexpr auto by_client = kinds::contact.where(kinds::begun_by == initiator::client);
inline constexpr auto by_us = kinds::contact.where(kinds::begun_by == initiator::us);
inline constexpr auto touches = kinds::contact || kinds::offer;
inline constexpr auto questions = kinds::contact.where(kinds::awaits_answer >= 1);
inline constexpr auto answers = kinds::offer || kinds::purchase || kinds::loss || by_us;
inline constexpr field_of<retail_model, unit::count, knows> level{retail_model::detail, 3};
inline constexpr field_of<retail_model, unit::count, urgency> pressing{retail_model::mark, 2};
inline constexpr field_of<retail_model, unit::count, step> to_step{retail_model::detail, 6};
inline constexpr field_of<retail_model, unit::percent> share{retail_model::detail, 100};
inline constexpr field_of<retail_model, unit::count> accepted{retail_model::detail, 1};
inline constexpr field_of<retail_model, unit::count, loss_reason> reason{retail_model::detail, 15};

}  // namespace detail

inline constexpr auto contacts = count(kinds::contact).up_to(16'383).named("contacts");
inline constexpr auto purchases = count(kinds::purchase).named("purchases");
inline constexpr auto addons = count(kinds::purchase.where(kinds::addon >= 1)).up_to(63).named("addons");
inline constexpr auto spend = sum(kinds::amount).of(kinds::purchase).less(kinds::refund).named("spend");
inline constexpr auto tenure = since_first(kinds::purchase).named("tenure");
inline constexpr auto silence = since_last(kinds::purchase).named("silence");
inline constexpr auto since_2nd_last = since_last(kinds::purchase, 2).named("since_2nd_last");
inline constexpr auto since_3rd_last = since_last(kinds::purchase, 3).named("since_3rd_last");
inline constexpr auto since_4th_last = since_last(kinds::purchase, 4).named("since_4th_last");
inline constexpr auto silence_ratio = silence_ratio_of(kinds::purchase).named("silence_ratio");
inline constexpr auto since_contact =
    since_touch(detail::touches, detail::questions, detail::answers).named("since_contact");
inline constexpr auto waiting =
    waiting_since(detail::touches, detail::questions, detail::answers).named("waiting");
inline constexpr auto recommendations = count(kinds::recommendation).up_to(127).named("recommendations");
inline constexpr auto referred =
    count(kinds::referral || kinds::contact.where(kinds::came_referred >= 1)).up_to(1).named("referred");
inline constexpr auto evaluations = count(kinds::evaluation).up_to(63).named("evaluations");
inline constexpr auto last_score = last(kinds::score).of(kinds::evaluation).named("last_score");
inline constexpr auto mean_score = mean(kinds::score).of(kinds::evaluation).up_to(63).named("mean_score");
inline constexpr auto bad_scores =
    count(kinds::evaluation.where(kinds::score <= 2)).after(kinds::purchase).up_to(7).named("bad_scores");
inline constexpr auto awareness_level = largest(detail::level).of(kinds::awareness).named("awareness_level");
inline constexpr auto need_level = last(detail::pressing)
                                       .of(kinds::need)
                                       .after(kinds::purchase || kinds::refusal || kinds::loss)
                                       .named("need_level");
inline constexpr auto process_step =
    last(detail::to_step)
        .of(kinds::need || kinds::purchase.as(static_cast<int>(step::purchase)) ||
            kinds::evaluation.as(static_cast<int>(step::evaluation)))
        .after(kinds::refusal || kinds::loss)
        .named("process_step");
inline constexpr auto wallet_share = last(detail::share).of(kinds::wallet).named("wallet_share");
inline constexpr auto price_rises = count(kinds::price_rise.where(detail::accepted >= 1))
                                        .after(kinds::price_rise.where(detail::accepted == 0))
                                        .up_to(3)
                                        .named("price_rises");
inline constexpr auto own_contacts = count(detail::by_client).up_to(15).named("own_contacts");
inline constexpr auto complaints = count(kinds::complaint).up_to(15).named("complaints");
inline constexpr auto competitor_purchases =
    count(kinds::competitor_purchase).after(kinds::purchase).up_to(3).named("competitor_purchases");
inline constexpr auto lost =
    last(detail::reason).of(kinds::loss).after(kinds::purchase || detail::by_client).named("lost");

}  // namespace measures
}  // namespace v0
}  // namespace rung
