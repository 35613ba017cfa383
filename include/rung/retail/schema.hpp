#pragma once

#include <rung/core/config.hpp>
#include <rung/core/schema.hpp>
#include <rung/retail/event.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// What the events of a kind may carry, apart from the names: it is read for each event.
struct event_limits {
    std::uint8_t least_detail = 0;
    std::uint8_t most_detail = 0;
    std::uint8_t most_mark = 0;
};
struct limits_of_kinds {
    event_limits of[event_kind_count]{};
    constexpr limits_of_kinds() noexcept {
        auto* to = of;
        for (auto const& k : event_kinds) *to++ = {k.least_detail, k.most_detail, k.most_mark};
    }
};
inline constexpr limits_of_kinds limits_of_kind{};

/// What the facts are called and measured in, in the order of retail::fact.
inline constexpr std::array<word, 27> retail_vocabulary{{
    {.name = "contacts"sv, .falls = false, .most = 16'383},
    {.name = "purchases"sv, .falls = false, .most = 65'535},
    {.name = "addons"sv, .falls = false, .most = 63},
    // It is never below zero. The limit says less: it is part of every ladder's fingerprint, by which
    // stored bases know their ladder.
    {.name = "spend"sv, .measure = unit::money, .falls = false, .least = -unlimited - 1},
    {.name = "tenure"sv, .measure = unit::time, .ages = true, .falls = false},
    {.name = "silence"sv, .measure = unit::time, .ages = true},
    {.name = "since_2nd_last"sv, .measure = unit::time, .ages = true},
    {.name = "since_3rd_last"sv, .measure = unit::time, .ages = true},
    {.name = "since_4th_last"sv, .measure = unit::time, .ages = true},
    {.name = "silence_ratio"sv, .measure = unit::percent, .ages = true},
    {.name = "since_contact"sv, .measure = unit::time, .ages = true},
    {.name = "waiting"sv, .measure = unit::time, .ages = true},
    {.name = "recommendations"sv, .falls = false, .most = 127},
    {.name = "referred"sv, .falls = false, .most = 1},
    {.name = "evaluations"sv, .falls = false, .most = 63},
    {.name = "last_score"sv, .most = 5},
    {.name = "mean_score"sv, .measure = unit::hundredths, .most = 500},
    {.name = "bad_scores"sv, .most = 7},
    {.name = "awareness_level"sv, .falls = false, .most = 3},
    {.name = "need_level"sv, .most = 2},
    {.name = "process_step"sv, .most = 6},
    {.name = "wallet_share"sv, .measure = unit::percent, .most = 100},
    {.name = "price_rises"sv, .most = 3},
    {.name = "own_contacts"sv, .falls = false, .most = 15},
    {.name = "complaints"sv, .falls = false, .most = 15},
    {.name = "competitor_purchases"sv, .most = 3},
    {.name = "lost"sv, .most = 15},
}};

}  // namespace detail

/// The schema of the documents: contacts, purchases, evaluations, recommendations and so on.
struct retail {
    using event = retail_event;

    /// What can be read of a client. Names, units and limits: the vocabulary below.
    enum class fact : std::uint8_t {
        contacts,
        purchases,
        addons,
        spend,
        tenure,          ///< since the first purchase; 0 before it
        silence,         ///< since the last purchase
        since_2nd_last,  ///< since the purchase before the last: less than d means two purchases within d
        since_3rd_last,
        since_4th_last,
        silence_ratio,  ///< silence in percent of the client's mean gap between purchases; 0 while there is
                        ///< none
        since_contact,  ///< since the last contact or offer; while a question is unanswered, since that
        waiting,        ///< since the question that is still unanswered; 0 while none is
        recommendations,
        referred,  ///< 1 if the client came by a recommendation
        evaluations,
        last_score,  ///< 1 to 5; 0 while there is none
        mean_score,  ///< in hundredths, of the first 63 evaluations
        bad_scores,  ///< evaluations of 1 or 2 since the last purchase
        awareness_level,
        need_level,
        process_step,
        wallet_share,  ///< percent of what the client buys in our trade; 0 while unknown
        price_rises,   ///< accepted since the last that was not
        own_contacts,  ///< contacts by the client
        complaints,
        competitor_purchases,  ///< since the last purchase with us
        lost,                  ///< the loss_reason; 0 while the client is not lost
    };

    /// Folded from the events, 44 bytes. Counters stop at the limit that the vocabulary states.
    struct facts {
        instant first_purchase{};
        instant last_purchases[4]{};  // the last one first
        instant last_contact{};       // while the client waits for an answer: since when
        std::uint32_t spend_low =
            0;  // two halves, so that facts are aligned to four bytes and a client fits a line
        std::uint32_t spend_high = 0;

        std::uint32_t purchases : 16 = 0;
        std::uint32_t contacts : 14 = 0;
        std::uint32_t price_rises : 2 = 0;

        std::uint32_t recommendations : 7 = 0;
        std::uint32_t addons : 6 = 0;
        std::uint32_t own_contacts : 4 = 0;
        std::uint32_t complaints : 4 = 0;
        std::uint32_t competitor_purchases : 2 = 0;
        std::uint32_t awareness_level : 2 = 0;
        std::uint32_t wallet_share : 7 = 0;

        std::uint32_t evaluations : 6 = 0;
        std::uint32_t score_sum : 9 = 0;
        std::uint32_t last_score : 3 = 0;
        std::uint32_t bad_scores : 3 = 0;
        std::uint32_t lost : 4 = 0;
        std::uint32_t need_level : 2 = 0;
        std::uint32_t process_step : 3 = 0;
        std::uint32_t referred : 1 = 0;
        std::uint32_t waits : 1 = 0;

        [[nodiscard]] constexpr money spend() const noexcept {
            return money{static_cast<std::int64_t>(std::uint64_t{spend_high} << 32 | spend_low)};
        }
        constexpr void set_spend(money m) noexcept {
            spend_low = static_cast<std::uint32_t>(static_cast<std::uint64_t>(m.minor_units));
            spend_high = static_cast<std::uint32_t>(static_cast<std::uint64_t>(m.minor_units) >> 32);
        }
        friend constexpr bool operator==(facts const&, facts const&) = default;
    };

    static constexpr std::array<word, 27> const& vocabulary = detail::retail_vocabulary;

    RUNG_FORCE_INLINE static constexpr void fold(facts& f, event const& e) noexcept;
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::int64_t read(facts const& f, fact k,
                                                                       instant now) noexcept;
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant reaches(facts const& f, fact k,
                                                                     std::int64_t value) noexcept;
    [[nodiscard]] static constexpr refusal check(event const& e) noexcept;
    /// Nobody gets back more than they paid: facts know no purchase by its id, but they know the sum.
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr refusal why_not(facts const& f,
                                                                     event const& e) noexcept {
        return e.kind == event_kind::refund && e.amount > f.spend() ? refusal::amount : refusal::none;
    }
    [[nodiscard]] static constexpr std::uint8_t kind(event const& e) noexcept {
        return static_cast<std::uint8_t>(e.kind);
    }
    [[nodiscard]] static constexpr decision decision_of(event const& e) noexcept {
        if (e.kind != event_kind::decision) return {};
        return {static_cast<decree>(e.detail), e.mark, e.channel, e.at, e.bought, e.of};
    }
    /// The same decision about another place of the ladder; without one, the decision is lifted.
    template <class Place>
    static constexpr void move_decision(event& e, Place place) noexcept {
        if (place)
            e.mark = *place;
        else
            e.detail = static_cast<std::uint8_t>(decree::lift);
    }
    [[nodiscard]] static constexpr std::string_view kind_name(std::uint8_t k) noexcept {
        return to_string(static_cast<event_kind>(k));
    }
    /// A refund that names its purchase takes it back, in a base that keeps history: retail/refunds.hpp.
    [[nodiscard]] static constexpr bool takes_back(event const& e) noexcept {
        return e.kind == event_kind::refund && e.of != 0;
    }
    template <class Events>
    static constexpr void net(Events& events, Events& held);

private:
    // Whether a counter may still go up: it stops at the limit that the vocabulary states.
    [[nodiscard]] static constexpr bool below_limit(std::uint32_t counter, fact k) noexcept {
        return counter < vocabulary[static_cast<std::size_t>(k)].most;
    }
    // Whether a counter may go down: one at its limit has lost count and stays there.
    [[nodiscard]] static constexpr bool exact(std::uint32_t counter, fact k) noexcept {
        return counter > 0 && below_limit(counter, k);
    }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant stamp(facts const& f, fact k) noexcept;
    RUNG_FORCE_INLINE static constexpr void get_in_touch(facts& f, event const& e) noexcept;
    static constexpr void take_in(facts& f, instant at) noexcept;
    static constexpr bool take_back(facts& f, instant bought) noexcept;
    static constexpr void evaluate(facts& f, std::uint8_t score) noexcept;
};

constexpr void retail::fold(facts& f, event const& e) noexcept {
    switch (e.kind) {
    case event_kind::contact: return get_in_touch(f, e);
    case event_kind::offer:
        f.waits = 0;
        f.last_contact = e.at;
        return;
    case event_kind::purchase:
        f.set_spend(f.spend() + e.amount);
        if (below_limit(f.purchases, fact::purchases)) ++f.purchases;
        take_in(f, e.at);
        // Members that share a word are together: it is read and written once.
        f.addons = (f.addons + (unsigned{e.mark != 0} & below_limit(f.addons, fact::addons))) & 63u;
        f.competitor_purchases = 0;
        f.waits = 0;
        f.bad_scores = 0;
        f.lost = 0;
        f.need_level = 0;
        f.process_step = static_cast<std::uint32_t>(step::purchase);
        return;
    case event_kind::refund:
        // What goes beyond it was paid before the facts began anew (a comeback that forgets).
        f.set_spend(e.amount < f.spend() ? f.spend() - e.amount : money{});
        if ((e.mark & detail::in_part_mark) != 0 || !take_back(f, e.bought)) return;
        if (e.mark != 0 && exact(f.addons, fact::addons)) --f.addons;
        if (f.process_step >= static_cast<std::uint32_t>(step::purchase)) f.process_step = 0;
        return;
    case event_kind::evaluation: evaluate(f, e.detail); return;
    case event_kind::complaint:
        if (below_limit(f.complaints, fact::complaints)) ++f.complaints;
        return;
    case event_kind::recommendation:
        if (below_limit(f.recommendations, fact::recommendations)) ++f.recommendations;
        return;
    case event_kind::referral: f.referred = 1; return;
    case event_kind::awareness:
        if (e.detail > f.awareness_level) f.awareness_level = e.detail & 3u;
        return;
    case event_kind::need:
        f.need_level = e.mark & 3u;
        f.process_step = e.detail & 7u;
        return;
    case event_kind::wallet: f.wallet_share = e.detail & 127u; return;
    case event_kind::price_rise:
        if (e.detail == 0)
            f.price_rises = 0;
        else if (below_limit(f.price_rises, fact::price_rises))
            ++f.price_rises;
        return;
    case event_kind::competitor_purchase:
        if (below_limit(f.competitor_purchases, fact::competitor_purchases)) ++f.competitor_purchases;
        return;
    case event_kind::refusal:
        f.need_level = 0;
        f.process_step = 0;
        return;
    case event_kind::loss:
        f.lost = e.detail & 15u;
        f.waits = 0;
        f.need_level = 0;
        f.process_step = 0;
        return;
    case event_kind::decision: return;
    }
}

// Who began it cannot be predicted: without a branch.
constexpr void retail::get_in_touch(facts& f, event const& e) noexcept {
    if (below_limit(f.contacts, fact::contacts)) ++f.contacts;
    bool const by_client = static_cast<initiator>(e.detail) == initiator::client;
    bool const by_us = static_cast<initiator>(e.detail) == initiator::us;
    bool const is_referred = (e.mark & detail::referred_mark) != 0;
    bool const asks = (e.mark & detail::awaits_answer_mark) != 0;
    f.referred = (f.referred | is_referred) & 1u;
    f.own_contacts =
        (f.own_contacts + (unsigned{by_client} & below_limit(f.own_contacts, fact::own_contacts))) & 15u;
    f.lost = f.lost & (by_client ? 0u : 15u);
    f.waits = f.waits & (by_us ? 0u : 1u);
    if (f.waits == 0) f.last_contact = e.at;
    f.waits = (f.waits | asks) & 1u;
}

constexpr void retail::take_in(facts& f, instant at) noexcept {
    if (f.first_purchase == instant::never()) f.first_purchase = at;
    for (std::size_t i = 3; i > 0; --i) f.last_purchases[i] = f.last_purchases[i - 1];
    f.last_purchases[0] = at;
}

// Takes the purchase of an instant out; false if there was none. Exact while the client has at most four
// purchases. Beyond, the fifth-last is not known here, so the fourth place stays empty ("longer ago than any
// window"); a base that keeps history folds anew instead.
constexpr bool retail::take_back(facts& f, instant bought) noexcept {
    if (bought == instant::never()) return false;
    std::size_t known = 0;  // the purchases remembered by instant
    while (known < 4 && f.last_purchases[known] != instant::never()) ++known;
    std::size_t i = 0;
    while (i < known && f.last_purchases[i] != bought) ++i;
    if (i == known) {
        bool const older = known > 0 && f.purchases > known && bought >= f.first_purchase &&
                           bought < f.last_purchases[known - 1];
        if (!older) return false;
    } else {
        for (; i < 3; ++i) f.last_purchases[i] = f.last_purchases[i + 1];
        f.last_purchases[3] = instant::never();
        --known;
    }
    if (exact(f.purchases, fact::purchases)) --f.purchases;
    if (f.purchases == 0)
        f.first_purchase = instant::never();
    else if (f.purchases == known)
        f.first_purchase = f.last_purchases[known - 1];
    return true;
}

constexpr void retail::evaluate(facts& f, std::uint8_t score) noexcept {
    if (below_limit(f.evaluations, fact::evaluations)) {
        ++f.evaluations;
        f.score_sum = (f.score_sum + score) & 511u;
    }
    f.last_score = score & 7u;
    if (score <= 2 && below_limit(f.bad_scores, fact::bad_scores)) ++f.bad_scores;
    f.process_step = static_cast<std::uint32_t>(rung::step::evaluation);
}

// The instant from which a fact that ages counts.
constexpr instant retail::stamp(facts const& f, fact k) noexcept {
    switch (k) {
    case fact::tenure: return f.first_purchase;
    case fact::silence: return f.last_purchases[0];
    case fact::since_2nd_last: return f.last_purchases[1];
    case fact::since_3rd_last: return f.last_purchases[2];
    case fact::since_4th_last: return f.last_purchases[3];
    default: return f.last_contact;
    }
}

constexpr std::int64_t retail::read(facts const& f, fact k, instant now) noexcept {
    switch (k) {
    case fact::contacts: return f.contacts;
    case fact::purchases: return f.purchases;
    case fact::addons: return f.addons;
    case fact::spend: return f.spend().minor_units;
    case fact::tenure: return f.first_purchase == instant::never() ? 0 : age(f.first_purchase, now);
    case fact::silence:
    case fact::since_2nd_last:
    case fact::since_3rd_last:
    case fact::since_4th_last:
    case fact::since_contact: return age(stamp(f, k), now);
    case fact::silence_ratio: {
        // silence / ((last - first) / (purchases - 1)), in percent, rounded down
        std::int64_t const span = (f.last_purchases[0] - f.first_purchase).seconds;
        if (f.purchases < 2 || f.last_purchases[0] == instant::never() || span <= 0) return 0;
        return 100 * (now - f.last_purchases[0]).seconds * (std::int64_t{f.purchases} - 1) / span;
    }
    case fact::waiting: return f.waits == 0 ? 0 : age(f.last_contact, now);
    case fact::recommendations: return f.recommendations;
    case fact::referred: return f.referred;
    case fact::evaluations: return f.evaluations;
    case fact::last_score: return f.last_score;
    case fact::mean_score: return f.evaluations == 0 ? 0 : 100 * std::int64_t{f.score_sum} / f.evaluations;
    case fact::bad_scores: return f.bad_scores;
    case fact::awareness_level: return f.awareness_level;
    case fact::need_level: return f.need_level;
    case fact::process_step: return f.process_step;
    case fact::wallet_share: return f.wallet_share;
    case fact::price_rises: return f.price_rises;
    case fact::own_contacts: return f.own_contacts;
    case fact::complaints: return f.complaints;
    case fact::competitor_purchases: return f.competitor_purchases;
    case fact::lost: return f.lost;
    }
    return 0;
}

constexpr instant retail::reaches(facts const& f, fact k, std::int64_t value) noexcept {
    if (value <= 0) return instant::never();
    if (k == fact::silence_ratio) {
        std::int64_t const span = (f.last_purchases[0] - f.first_purchase).seconds;
        if (f.purchases < 2 || f.last_purchases[0] == instant::never() || span <= 0)
            return instant::forever();
        // the smallest s with 100 * s * (purchases - 1) >= value * span
        std::int64_t const per_second = 100 * (std::int64_t{f.purchases} - 1);
        std::int64_t const needed = multiply_saturated(value, span);
        if (needed == unlimited) return instant::forever();
        return f.last_purchases[0] + duration{(needed - 1) / per_second + 1};
    }
    auto const since = k == fact::waiting && f.waits == 0 ? instant::never() : stamp(f, k);
    // since + duration{value}, where both are above zero
    constexpr std::uint64_t last = instant::forever().unix_seconds;
    auto const sum = static_cast<std::uint64_t>(value) + since.unix_seconds;
    auto then = since;
    then.unix_seconds = static_cast<std::uint32_t>(sum < last ? sum : last);
    // Nobody waits and nobody is a client yet; or it was never done, which is longer ago than anything.
    auto const otherwise = k == fact::waiting || k == fact::tenure ? instant::forever() : instant::never();
    return detail::choose(since != instant::never(), then, otherwise);
}

constexpr refusal retail::check(event const& e) noexcept {
    auto const kind = static_cast<std::size_t>(e.kind);
    auto const& may = detail::limits_of_kind.of[kind % event_kind_count];
    bool const fits =
        (e.detail >= may.least_detail) & (e.detail <= may.most_detail) & (e.mark <= may.most_mark);
    bool const bought = (e.kind != event_kind::refund) | (e.bought <= e.at);
    if ((e.amount.minor_units >= 0) & (kind < event_kind_count) & fits & bought) return refusal::none;
    if (e.amount < money{}) return refusal::amount;
    if (kind >= event_kind_count) return refusal::kind;
    return e.kind == event_kind::evaluation ? refusal::score : refusal::detail;
}

}  // namespace v0
}  // namespace rung
