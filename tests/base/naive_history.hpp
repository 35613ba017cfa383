#pragma once

// A base that keeps history, in the most obvious code: the events are lists by the id that they came under,
// and whoever asks where somebody stands has everything put together, sorted, set off and lived through again
// from nothing. It shares with the library the event type, and to live through the events that are left the
// lifecycle; history_properties.cpp does it second by second too, which shares nothing.

#include <rung/core/client.hpp>
#include <rung/core/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
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

/// Instant, low half of the id (its two highest numbers count as one), whole id, content.
inline bool comes_first(event const& a, event const& b) {
    auto const low = [](event const& e) {
        return std::min<std::uint64_t>(e.id % 0x1'0000'0000, 0xffff'fffe);
    };
    return std::tuple{a.at, low(a), a.id, a} < std::tuple{b.at, low(b), b.id, b};
}

inline bool same_but_for_client(event a, event const& b) {
    a.client = b.client;
    return a == b;
}

/// What is left of a client's events, in order, and what waits.
struct netted {
    events left{};
    events held{};
};

inline netted set_off(events all) {
    std::sort(all.begin(), all.end(), comes_first);
    auto const names_one = [](event const& e) { return e.kind == rung::event_kind::refund && e.of != 0; };
    auto const purchase_of = [&](event_id id) {
        for (auto const& e : all)
            if (e.kind == rung::event_kind::purchase && e.id == id) return true;
        return false;
    };
    auto const refunds_of = [&](event const& bought) {
        events some;
        for (auto const& e : all)
            if (names_one(e) && e.of == bought.id) some.push_back(e);
        return some;
    };
    auto const given_back = [](events const& refunds) {
        std::int64_t sum = 0;
        for (auto const& r : refunds) sum += r.amount.minor_units;
        return sum;
    };
    auto const is_whole = [&](event const& bought) {
        if (bought.id == 0) return false;
        auto const refunds = refunds_of(bought);
        for (auto const& r : refunds)
            if (r.bought != instant::never()) return true;
        return !refunds.empty() && given_back(refunds) >= bought.amount.minor_units;
    };

    netted out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const& e = all[i];
        if (e.kind == rung::event_kind::purchase) {
            if (!is_whole(e)) out.left.push_back(e);
        } else if (!names_one(e)) {
            out.left.push_back(e);
        } else if (!purchase_of(e.of)) {
            out.held.push_back(e);
        } else {
            for (auto const& bought : all) {
                if (bought.kind != rung::event_kind::purchase || bought.id != e.of) continue;
                if (!is_whole(bought)) {
                    out.left.push_back(e);
                    continue;
                }
                auto const refunds = refunds_of(bought);
                auto const difference = given_back(refunds) - bought.amount.minor_units;
                bool is_last = true;
                for (std::size_t later = i + 1; later < all.size(); ++later)
                    if (names_one(all[later]) && all[later].of == e.of) is_last = false;
                if (!is_last || difference == 0) continue;
                event rest = e;
                rest.amount = difference;
                rest.of = 0;
                rest.bought = instant::never();
                rest.mark = 0;
                out.left.push_back(rest);
            }
        }
    }
    return out;
}

/// How somebody stands, and all his moves.
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
        typename Lifecycle::decided_client_type const nobody{};
        if (auto const why = lifecycle_.why_not(nobody, e); why != rung::refusal::none) {
            report.refused.emplace_back(e, why);
            return;
        }
        events same_id;  // what came under any of his ids, first what counts
        if (e.id != 0 && given_.count(e.client) != 0) {
            for (auto const& known : events_of(e.client))
                if (known.id == e.id) same_id.push_back(known);
            for (auto const& known : all_of(e.client))
                if (known.id == e.id && !(known == same_id.front())) same_id.push_back(known);
        }
        for (auto const& known : same_id) {
            if (!same_but_for_client(known, e)) continue;
            ++report.repeated;
            return;
        }
        if (!same_id.empty() && how_ == on_conflict::keep_first) {
            report.conflicts.emplace_back(same_id.front(), e);
            return;
        }
        if (!same_id.empty() && how_ == on_conflict::refuse) {
            report.refused.emplace_back(e, rung::refusal::conflict);
            return;
        }
        for (auto const& known : same_id) {
            report.conflicts.emplace_back(e, known);
            std::erase(given_[known.client], known);
        }
        given_[e.client].push_back(e);
        ++report.applied;
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

    /// All events of a person that count, each id once.
    [[nodiscard]] events events_of(client_id anybody) const {
        events all;
        for (auto const id : members(leader(anybody))) {
            for (auto const& e : given_.at(id)) {
                auto const known = std::find_if(all.begin(), all.end(),
                                                [&](event const& k) { return k.id == e.id && e.id != 0; });
                if (known == all.end())
                    all.push_back(e);
                else if (how_ == on_conflict::keep_last && !same_but_for_client(*known, e))
                    *known = e;
            }
        }
        std::sort(all.begin(), all.end(), comes_first);
        return all;
    }

    /// All that came under a person's ids and was taken; what one id has against another, too.
    [[nodiscard]] events all_of(client_id anybody) const {
        events all;
        for (auto const id : members(leader(anybody)))
            all.insert(all.end(), given_.at(id).begin(), given_.at(id).end());
        std::sort(all.begin(), all.end(), comes_first);
        return all;
    }

    /// The conflicts that putting two together would bring.
    [[nodiscard]] std::vector<std::pair<event, event>> conflicts_of_merge(client_id into,
                                                                          client_id from) const {
        std::vector<std::pair<event, event>> found;
        for (auto const& a : events_of(into)) {
            for (auto const& b : events_of(from)) {
                if (a.id == 0 || a.id != b.id || same_but_for_client(a, b)) continue;
                if (how_ == on_conflict::keep_last)
                    found.emplace_back(b, a);
                else
                    found.emplace_back(a, b);
            }
        }
        return found;
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
    instant horizon_ = instant::never();
};

}  // namespace naive
