#pragma once

// What an expert writes by hand for the service ladder with its default thresholds, over the same client: the
// same checks, the same facts, the same outcome. The judgement is free of branches.

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>

#include <cstddef>
#include <cstdint>

namespace by_hand {

using service_ladder = rung::ladder_of<rung::ladders::service_stage>;
using service_outcome = rung::outcome<service_ladder>;

inline constexpr std::uint32_t patience = 90 * 86'400;
inline constexpr std::uint32_t forever = 0xffff'ffff;

/// What a kind of event may carry.
struct limits {
    std::uint8_t least_detail = 0;
    std::uint8_t most_detail = 255;
    std::uint8_t most_mark = 255;
};

inline constexpr limits sound[16] = {
    {.most_detail = 2},                      // contact
    {},                                      // offer
    {.most_mark = 1},                        // purchase
    {.most_mark = 3},                        // refund
    {.least_detail = 1, .most_detail = 5},   // evaluation
    {},                                      // complaint
    {},                                      // recommendation
    {},                                      // referral
    {.most_detail = 3},                      // awareness
    {.most_detail = 6, .most_mark = 2},      // need
    {.most_detail = 100},                    // wallet
    {.most_detail = 1},                      // price_rise
    {},                                      // competitor_purchase
    {},                                      // refusal
    {.least_detail = 1, .most_detail = 14},  // loss
    {.least_detail = 1, .most_detail = 0},   // decision: not about a plain client
};

/// Why an event that cannot be taken cannot be taken: out of the way of those that can.
[[gnu::noinline, gnu::cold]] inline rung::refusal why_not(rung::client const& c,
                                                          rung::retail_event const& e) {
    if (!e.at.is_moment()) return rung::refusal::instant;
    if (auto const r = rung::retail::check(e); r != rung::refusal::none) return r;
    auto const order = rung::event_order::of(e.at, e.id != 0 ? e.id : ~rung::event_id{0});
    if (order < c.frontier || (e.id != 0 && order == c.frontier))
        return order == c.frontier ? rung::refusal::repeated : rung::refusal::late;
    if (auto const r = rung::retail::why_not(c.facts, e); r != rung::refusal::none) return r;
    return rung::refusal::decision;
}

inline void fold(rung::retail::facts& f, rung::retail_event const& e) {
    using rung::event_kind;
    switch (e.kind) {
    case event_kind::purchase:
        f.set_spend(f.spend() + e.amount);
        f.purchases = (f.purchases + unsigned{f.purchases < 65'535u}) & 65'535u;
        f.addons = (f.addons + ((e.mark != 0) & (f.addons < 63))) & 63;
        if (f.first_purchase == rung::instant::never()) f.first_purchase = e.at;
        f.last_purchases[3] = f.last_purchases[2];
        f.last_purchases[2] = f.last_purchases[1];
        f.last_purchases[1] = f.last_purchases[0];
        f.last_purchases[0] = e.at;
        f.waits = 0;
        f.bad_scores = 0;
        f.competitor_purchases = 0;
        f.lost = 0;
        f.need_level = 0;
        f.process_step = 5;
        break;
    case event_kind::contact:
        f.contacts = (f.contacts + unsigned{f.contacts < 16'383u}) & 16'383u;
        f.referred = (f.referred | (e.mark >> 1)) & 1;
        if (e.detail == 1) {
            f.own_contacts = (f.own_contacts + unsigned{f.own_contacts < 15u}) & 15u;
            f.lost = 0;
        }
        f.waits = (f.waits & (e.detail != 2)) & 1;
        if (f.waits == 0) f.last_contact = e.at;
        f.waits = (f.waits | (e.mark & 1)) & 1;
        break;
    case event_kind::offer:
        f.waits = 0;
        f.last_contact = e.at;
        break;
    case event_kind::evaluation:
        if (f.evaluations < 63) {
            f.evaluations = (f.evaluations + 1) & 63;
            f.score_sum = (f.score_sum + e.detail) & 511;
        }
        f.last_score = e.detail & 7;
        f.bad_scores = (f.bad_scores + ((e.detail <= 2) & (f.bad_scores < 7))) & 7;
        f.process_step = 6;
        break;
    case event_kind::complaint: f.complaints = (f.complaints + unsigned{f.complaints < 15u}) & 15u; break;
    case event_kind::recommendation:
        f.recommendations = (f.recommendations + unsigned{f.recommendations < 127u}) & 127u;
        break;
    case event_kind::need:
        f.need_level = e.mark & 3;
        f.process_step = e.detail & 7;
        break;
    case event_kind::competitor_purchase:
        f.competitor_purchases = (f.competitor_purchases + unsigned{f.competitor_purchases < 3u}) & 3u;
        break;
    default: rung::retail::fold(f, e);
    }
}

/// A client falls from client or advocate to buyer when silent for too long; nothing else moves a
/// client by time.
class service {
public:
    explicit constexpr service(service_ladder const& names) noexcept : names_{&names} {}

    service_outcome apply(rung::client& c, rung::retail_event const& e) const {
        std::uint32_t const at = e.at.unix_seconds;
        auto const kind = static_cast<std::size_t>(e.kind);
        limits const& l = sound[kind & 15];
        std::uint32_t const last_at = c.frontier.at.unix_seconds;
        auto const last_id = c.frontier.id();
        bool const fits =
            (at - 1 < forever - 1) & (e.amount.minor_units >= 0) & (kind < 16) &
            (e.detail >= l.least_detail) & (e.detail <= l.most_detail) & (e.mark <= l.most_mark) &
            ((e.kind != rung::event_kind::refund) | ((e.bought <= e.at) & (e.amount <= c.facts.spend()))) &
            ((at > last_at) | ((at == last_at) & ((e.id > last_id) | (e.id == 0))));
        if (!fits) [[unlikely]]
            return service_outcome{why_not(c, e)};

        auto& s = c.standing;
        std::size_t settled = 0;
        if (s.due.unix_seconds <= at) [[unlikely]] {
            s.place = 2;
            s.since = s.due;
            s.moved_by = rung::cause::time;
            settled = 1;
        }
        if (last_at == 0) s.since = e.at;
        c.frontier = rung::event_order::of(e.at, at > last_at || e.id != 0 ? e.id : last_id);
        fold(c.facts, e);

        auto const& f = c.facts;
        std::uint32_t const last = f.last_purchases[0].unix_seconds;
        auto const bought = static_cast<std::uint32_t>(f.purchases >= 1);
        auto const came = bought | static_cast<std::uint32_t>(f.contacts >= 1);
        auto const regular =
            static_cast<std::uint32_t>((f.purchases >= 3) & (last != 0) & (at - last <= patience));
        auto const tells = static_cast<std::uint32_t>(f.recommendations >= 1) & regular;
        auto const stage = static_cast<std::uint8_t>(came + bought + regular + tells);
        auto const end = std::uint64_t{last} + patience + 1;
        auto const ends = static_cast<std::uint32_t>(end < forever ? end : forever);
        s.due.unix_seconds = ends | (regular - 1);  // of no regular client: forever

        auto const from = s.place;
        if (stage == from) return {rung::hold::none, settled};
        rung::named_transition<service_ladder> t;
        t.client = e.client;
        t.at = e.at;
        t.from = static_cast<rung::ladders::service_stage>(from);
        t.to = static_cast<rung::ladders::service_stage>(stage);
        t.kind = static_cast<std::uint8_t>(kind);
        t.peak = static_cast<rung::ladders::service_stage>(s.peak);
        t.skipped = static_cast<std::uint8_t>(stage > from + 1 ? stage - from - 1 : 0);
        t.ladder = names_;
        s.place = stage;
        s.since = e.at;
        s.moved_by = {rung::cause::event, static_cast<std::uint8_t>(kind)};
        s.peak = stage > s.peak ? stage : s.peak;
        return {t, settled};
    }

private:
    service_ladder const* names_;
};

}  // namespace by_hand
