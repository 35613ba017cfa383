#pragma once

// A base that keeps history, in the most obvious code: the events are lists by the id that they came under,
// and whoever asks where somebody stands has everything put together, sorted, set off and lived through again
// from nothing. It shares with the library the event type, and to live through the events that are left the
// lifecycle; history_properties.cpp does it second by second too, which shares nothing.

#include <rung/base/history_report.hpp>
#include <rung/core/client.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace naive {

using rung::client_id;
using rung::event_id;
using rung::instant;
using event = rung::retail_event;
using events = std::vector<event>;

enum class on_conflict { keep_first, keep_last, refuse };

/// Instant, whole id, content; those without an id after the others of their second.
inline bool comes_first(event const& a, event const& b) {
    return std::tuple{a.at, a.id == 0, a.id, a} < std::tuple{b.at, b.id == 0, b.id, b};
}

/// What is left of a client's events, in order, and what waits.
struct netted {
    events left{};
    events held{};
};

inline netted set_off(events all) {
    std::sort(all.begin(), all.end(), comes_first);
    auto const names_one = [](event const& e) { return e.kind == rung::event_kind::refund && e.of != 0; };
    // The purchase that a refund names: that of the same client's id, or the first of all.
    auto const named_by = [&](event const& refund) -> std::optional<std::size_t> {
        std::optional<std::size_t> first;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].kind != rung::event_kind::purchase || all[i].id != refund.of) continue;
            if (all[i].client == refund.client) return i;
            if (!first) first = i;
        }
        return first;
    };
    // What each refund gives back, at most what is left of its purchase; what is beyond it waits.
    netted out;
    std::map<std::size_t, std::vector<std::size_t>> refunds_of;
    std::map<std::size_t, std::int64_t> given;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!names_one(all[i])) continue;
        auto const bought = named_by(all[i]);
        auto const left = bought ? all[*bought].amount.minor_units - given[*bought] : 0;
        if (!bought || (left == 0 && !refunds_of[*bought].empty())) {
            out.held.push_back(all[i]);
            continue;
        }
        auto const part = std::min(all[i].amount.minor_units, left);
        if (part != all[i].amount.minor_units) {
            out.held.push_back(all[i]);
            out.held.back().amount = rung::money{all[i].amount.minor_units - part};
        }
        all[i].amount = rung::money{part};
        given[*bought] += part;
        refunds_of[*bought].push_back(i);
    }
    auto const is_whole = [&](std::size_t bought) {
        if (refunds_of[bought].empty()) return false;
        bool says_so = given[bought] == all[bought].amount.minor_units;
        for (auto const r : refunds_of[bought]) {
            bool const in_part = all[r].mark / 2 == 1;
            says_so = says_so || (all[r].bought != instant::never() && !in_part);
        }
        return says_so;
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].kind == rung::event_kind::purchase) {
            if (is_whole(i)) continue;
            event now = all[i];  // without what was given back before it was made
            for (auto const r : refunds_of[i])
                if (r < i) now.amount.minor_units -= all[r].amount.minor_units;
            out.left.push_back(now);
        } else if (!names_one(all[i])) {
            out.left.push_back(all[i]);
        } else {
            auto const bought = named_by(all[i]);
            if (!bought) continue;
            auto const& counted = refunds_of[*bought];
            if (std::find(counted.begin(), counted.end(), i) == counted.end()) continue;
            if (!is_whole(*bought)) {
                if (*bought < i) out.left.push_back(all[i]);
                continue;
            }
            auto const difference = given[*bought] - all[*bought].amount.minor_units;
            if (i != counted.back() || difference == 0) continue;
            event rest = all[i];
            rest.amount = rung::money{difference};
            rest.of = 0;
            rest.bought = instant::never();
            rest.mark = 2;
            out.left.push_back(rest);
        }
    }
    // Nobody gets back more than they have spent by then.
    std::int64_t spent = 0;
    events possible;
    for (auto e : out.left) {
        if (e.kind == rung::event_kind::purchase) spent += e.amount.minor_units;
        if (e.kind == rung::event_kind::refund && e.amount.minor_units > spent) {
            out.held.push_back(e);
            out.held.back().amount.minor_units -= spent;
            if (spent == 0) continue;
            e.amount.minor_units = spent;
        }
        if (e.kind == rung::event_kind::refund) spent -= e.amount.minor_units;
        possible.push_back(e);
    }
    out.left = possible;
    return out;
}

/// Where somebody stands, and all their moves.
template <class Lifecycle>
struct life_of {
    typename Lifecycle::decided_client_type client{};
    std::vector<rung::transition<typename Lifecycle::stage_type>> moves{};
};

/// What apply has to report.
struct told {
    std::uint64_t applied = 0;
    std::uint64_t repeated = 0;
    std::vector<std::pair<event, rung::refusal>> refused{};
    std::vector<std::pair<event, event>> conflicts{};  // kept, dropped
};

template <class Lifecycle>
class history {
public:
    using life_type = life_of<Lifecycle>;

    history(Lifecycle const& l, on_conflict how) : lifecycle_{l}, how_{how} {}

    void take(event const& e, told& report) {
        if (auto const why = lifecycle_.why_never(e); why != rung::refusal::none) {
            report.refused.emplace_back(e, why);
            return;
        }
        if (e.id != 0 && taken_back_.count({e.client, e.id}) != 0) {
            report.refused.emplace_back(e, rung::refusal::taken_back);
            return;
        }
        auto& known = given_[e.client];
        auto const same = std::find_if(known.begin(), known.end(),
                                       [&](event const& k) { return k.id == e.id && e.id != 0; });
        if (same == known.end()) {
            known.push_back(e);
            ++report.applied;
        } else if (*same == e) {
            ++report.repeated;
        } else if (how_ == on_conflict::keep_first) {
            report.conflicts.emplace_back(*same, e);
        } else if (how_ == on_conflict::refuse) {
            report.refused.emplace_back(e, rung::refusal::conflict);
        } else {
            report.conflicts.emplace_back(e, *same);
            *same = e;
            ++report.applied;
        }
    }

    /// Whether to take an event again would change nothing.
    [[nodiscard]] bool is_known(event const& e) const {
        if (e.id == 0) return false;
        if (taken_back_.count({e.client, e.id}) != 0) return true;
        auto const known = given_.find(e.client);
        return known != given_.end() &&
               std::find(known->second.begin(), known->second.end(), e) != known->second.end();
    }

    /// What retract has to answer.
    [[nodiscard]] rung::retract_answer retract(client_id client, event_id id) {
        if (id == 0) return rung::retract_answer::no_event_id;
        if (!taken_back_.insert({client, id}).second) return rung::retract_answer::repeated;
        auto const there = std::erase_if(given_[client], [&](event const& k) { return k.id == id; });
        return there != 0 ? rung::retract_answer::done : rung::retract_answer::awaited;
    }
    /// The names of those of a person.
    [[nodiscard]] std::set<std::pair<client_id, event_id>> taken_back(client_id anybody) const {
        std::set<std::pair<client_id, event_id>> all;
        for (auto const& name : taken_back_)
            if (leader(name.first) == leader(anybody)) all.insert(name);
        return all;
    }

    void settle(instant now) {
        if (now.is_moment() && now > horizon_) horizon_ = now;
    }

    [[nodiscard]] on_conflict how() const { return how_; }
    [[nodiscard]] instant horizon() const { return horizon_; }
    [[nodiscard]] bool knows(client_id id) const { return given_.count(id) != 0; }
    [[nodiscard]] bool is_merged(client_id id) const { return into_.count(id) != 0; }
    [[nodiscard]] client_id leader(client_id id) const {
        while (is_merged(id)) id = into_.at(id);
        return id;
    }
    [[nodiscard]] std::vector<client_id> leaders() const {
        std::vector<client_id> all;
        for (auto const& [id, list] : given_)
            if (!is_merged(id)) all.push_back(id);
        return all;
    }
    /// The ids of one person in the order in which they were put together.
    [[nodiscard]] std::vector<client_id> members(client_id of) const {
        std::vector<client_id> all{of};
        for (auto const id : merged_in_order_)
            if (leader(id) == of) all.push_back(id);
        return all;
    }

    /// All that came under a person's ids and was taken.
    [[nodiscard]] events events_of(client_id anybody) const {
        events all;
        for (auto const id : members(leader(anybody)))
            all.insert(all.end(), given_.at(id).begin(), given_.at(id).end());
        std::sort(all.begin(), all.end(), comes_first);
        return all;
    }

    void merge(client_id into, client_id from) {
        auto const group = members(leader(from));
        into_[leader(from)] = leader(into);
        for (auto const id : group) {
            std::erase(merged_in_order_, id);
            merged_in_order_.push_back(id);
        }
    }
    void split(client_id from) {
        into_.erase(from);
        std::erase(merged_in_order_, from);
    }
    void erase(client_id anybody) {
        for (auto const id : members(leader(anybody))) {
            std::erase_if(taken_back_, [&](auto const& name) { return name.first == id; });
            given_.erase(id);
            into_.erase(id);
            std::erase(merged_in_order_, id);
        }
    }

    /// How a person stood when the base was settled at `until`, by what had happened then; with no limit,
    /// by all that happened, and settled at the latest instant there was.
    [[nodiscard]] life_type live(client_id who, std::optional<instant> until = {}) const {
        auto all = events_of(who);
        if (until) std::erase_if(all, [&](event const& e) { return e.at > *until; });
        life_type out;
        auto const sink = [&](auto const& t) { out.moves.push_back(t); };
        for (event e : set_off(all).left) {
            e.client = who;
            (void)lifecycle_.apply_next(out.client, e, sink);
        }
        lifecycle_.settle(out.client, until ? *until : horizon_, sink, who);
        return out;
    }

private:
    Lifecycle lifecycle_;
    on_conflict how_;
    std::map<client_id, events> given_{};
    std::map<client_id, client_id> into_{};
    std::vector<client_id> merged_in_order_{};
    std::set<std::pair<client_id, event_id>> taken_back_{};
    instant horizon_ = instant::never();
};

}  // namespace naive
