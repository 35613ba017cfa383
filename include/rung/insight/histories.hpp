#pragma once

#include <rung/base/kept_history.hpp>
#include <rung/insight/lives.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// Calls visit(life) for each client of a base that keeps history: the same lives that an observer of it
/// would have collected, from what the base has, whether it is live, replayed or restored. Nothing more than
/// one client's is in memory at a time.
template <class Lifecycle, class Visit>
void each_life(client_base<Lifecycle, history::kept> const& base, Visit&& visit) {
    using schema_type = typename Lifecycle::schema_type;
    std::vector<std::pair<client_id, mark>> marks;
    std::vector<mark> in_order;
    std::vector<step> steps;
    std::vector<sent_by> referrals;
    base.each([&](auto const& view) {
        auto const history = base.export_client(view.id());
        if (!history || history->events.empty()) return;
        marks.clear();
        steps.clear();
        referrals.clear();
        for (auto const& e : history->events) {
            marks.emplace_back(e.client, detail::mark_of<schema_type>(e));
            auto const by = detail::referrer_of<schema_type>(e);
            if (by != no_client) referrals.push_back({marks.back().second.order, by});
        }
        for (auto const& t : history->moves)
            steps.push_back(
                step::of(named_transition<typename Lifecycle::ladder_type>{t, &base.lifecycle().ladder()}));
        detail::in_order(marks);
        std::ranges::sort(steps, {}, &step::key);
        std::ranges::sort(referrals, {}, detail::referral_key);
        in_order.clear();
        for (auto const& [under, m] : marks) in_order.push_back(m);
        visit(life{view.id(), in_order, steps, referrals});
    });
}

/// What an observer of a base that keeps history would have collected, from what the base has: after a
/// restart, or where nobody had listened.
template <class Lifecycle>
[[nodiscard]] lives<typename Lifecycle::stage_type, typename Lifecycle::schema_type>
lives_of(client_base<Lifecycle, history::kept> const& base) {
    lives<typename Lifecycle::stage_type, typename Lifecycle::schema_type> out;
    base.each([&](auto const& view) {
        auto const history = base.export_client(view.id());
        if (!history) return;
        for (auto const& e : history->events) out.event(e);
        for (auto const& gone : history->taken_back) out.taken_back(gone.client, gone.id);
        for (auto const& t : history->moves)
            out(named_transition<typename Lifecycle::ladder_type>{t, &base.lifecycle().ladder()});
        // Their first id is the one that the others were merged into, in whatever steps.
        for (auto const id : history->ids) out.merged(history->ids.front(), id);
    });
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
