#pragma once

#include <rung/base/stable_sort.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/money.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/moments.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// Up to when the log is known, and how long a client is given to bring others.
struct referral_terms {
    /// The last instant that is known; must be given.
    instant as_of = instant::never();
    /// From a client's first event: whom they sent in it counts for the growth by referrals, once it is over.
    duration window{std::int64_t{90} * 86'400};

    friend bool operator==(referral_terms const&, referral_terms const&) = default;
};

/// Who sent whom, as a forest: everybody has one referrer at most, and nobody is their own ancestor. Made by
/// `referrals::forest()`.
class referral_forest {
public:
    static constexpr std::size_t none = ~std::size_t{0};

    struct node {
        client_id client = no_client;
        /// The first event; never() for somebody who was only named as a referrer.
        instant began{};
        std::size_t referrer = none;  ///< as a place in nodes()
        instant referred_at{};        ///< when we heard of it
        std::size_t depth = 0;        ///< 0: nobody sent them
        std::int64_t sent = 0;        ///< whom they sent themselves
        std::int64_t in_window = 0;   ///< those of them whom they sent within their window
        bool is_ripe = false;         ///< their window is over
        std::int64_t descendants = 0;

        [[nodiscard]] bool is_known() const noexcept { return began.is_moment(); }
        friend bool operator==(node const&, node const&) = default;
    };

    /// Everybody, by id.
    [[nodiscard]] std::vector<node> const& nodes() const noexcept { return nodes_; }
    /// One of them; nullptr where nobody has this id.
    [[nodiscard]] node const* find(client_id id) const noexcept {
        auto const at = std::ranges::lower_bound(nodes_, id, {}, &node::client);
        return at != nodes_.end() && at->client == id ? &*at : nullptr;
    }
    /// Whether somebody sent this client.
    [[nodiscard]] bool is_referred(client_id id) const noexcept {
        auto const* const n = find(id);
        return n != nullptr && n->referrer != none;
    }
    /// Referrals that were not taken: of oneself; of an ancestor by a descendant; a second one.
    [[nodiscard]] std::int64_t by_self() const noexcept { return by_self_; }
    [[nodiscard]] std::int64_t by_descendant() const noexcept { return by_descendant_; }
    [[nodiscard]] std::int64_t second() const noexcept { return second_; }

    /// How many clients there are at each depth.
    [[nodiscard]] std::vector<std::int64_t> generations() const {
        std::vector<std::int64_t> out;
        for (auto const& n : nodes_) {
            if (out.size() <= n.depth) out.resize(n.depth + 1);
            ++out[n.depth];
        }
        return out;
    }
    /// K: how many clients one client sends within their window, of those whose window is over. Without an
    /// interval where all of them sent alike: how they differ is not known then.
    [[nodiscard]] estimate k(confidence c = {}) const {
        moments m;
        for (auto const& n : nodes_) {
            if (n.is_ripe) m.add(n.in_window);
        }
        bool const are_alike = m.n() > 1 && !(m.variance() > 0);
        return are_alike ? estimate{m.n(), m.mean(c).value()} : m.mean(c);
    }
    /// What the descendants of each have spent, in the order of nodes(): of(client) is what one has, such as
    /// `base.find(client)->facts().spend()`.
    template <class MoneyOf>
    [[nodiscard]] std::vector<money> revenue_of_descendants(MoneyOf const& of) const {
        std::vector<money> below(nodes_.size());
        for (auto const i : deepest_first()) {
            auto const& n = nodes_[i];
            if (n.referrer == none) continue;
            below[n.referrer] += below[i] + (n.is_known() ? of(n.client) : money{});
        }
        return below;
    }
    friend bool operator==(referral_forest const&, referral_forest const&) = default;

private:
    friend class referrals;

    std::vector<node> nodes_;
    std::int64_t by_self_ = 0;
    std::int64_t by_descendant_ = 0;
    std::int64_t second_ = 0;

    [[nodiscard]] std::vector<std::size_t> deepest_first() const {
        std::vector<std::size_t> order(nodes_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        rung::detail::stable_sort(
            order, [&](std::size_t a, std::size_t b) { return nodes_[a].depth > nodes_[b].depth; });
        return order;
    }
};

/// Who sent whom. It takes lives: `seen.each(sent)`, or each_life of a base with history; of a schema with
/// referrals (reading<Event>::referrer). Of several referrals of one client the first counts that is
/// possible: all are looked at in the order of time, so the forest does not depend on the order in which they
/// were added.
///
/// It keeps one record a client. Two of them, of different clients, add up with +=.
class referrals {
public:
    explicit referrals(referral_terms terms) : terms_{terms} {
        if (!terms_.as_of.is_moment())
            RUNG_ASSERT("referrals are looked at as of an instant: referral_terms::as_of");
        if (terms_.window.seconds <= 0) RUNG_ASSERT("a window for referrals is longer than nothing");
    }
    [[nodiscard]] referral_terms const& terms() const noexcept { return terms_; }

    void operator()(life const& l) {
        if (l.marks.empty() || l.marks.front().at() > terms_.as_of) return;
        auto& c = clients_[l.client];
        c.began = l.marks.front().at();
        c.sent_by.clear();
        for (auto const& s : l.referrals) {
            if (s.order.at <= terms_.as_of) c.sent_by.push_back(s);
        }
    }
    void take_out(life const& l) { clients_.erase(l.client); }

    /// `person_of(id)`: the client of an id that was named as a referrer; where clients are merged, that of
    /// `base.find(id)`.
    template <class PersonOf = std::identity>
    [[nodiscard]] referral_forest forest(PersonOf const& person_of = {}) const;

    referrals& operator+=(referrals const& b) {
        if (!(terms_ == b.terms_)) RUNG_ASSERT("referrals on different terms do not add up");
        for (auto const& [id, c] : b.clients_) clients_.insert_or_assign(id, c);
        return *this;
    }
    friend bool operator==(referrals const&, referrals const&) = default;

private:
    struct record {
        instant began{};
        std::vector<insight::sent_by> sent_by{};
        friend bool operator==(record const&, record const&) = default;
    };

    referral_terms terms_;
    std::map<client_id, record> clients_{};
};

template <class PersonOf>
referral_forest referrals::forest(PersonOf const& person_of) const {
    referral_forest f;
    std::map<client_id, std::size_t> place;
    for (auto const& [id, c] : clients_) {
        place[id];
        for (auto const& s : c.sent_by) place[person_of(s.by)];
    }
    for (auto& [id, at] : place) {
        at = f.nodes_.size();
        referral_forest::node n;
        n.client = id;
        if (auto const c = clients_.find(id); c != clients_.end()) {
            n.began = c->second.began;
            n.is_ripe = n.began + terms_.window <= terms_.as_of + duration{1};
        }
        f.nodes_.push_back(n);
    }
    std::vector<std::tuple<event_order, std::size_t, std::size_t>> in_order;
    for (auto const& [id, c] : clients_) {
        for (auto const& s : c.sent_by) in_order.emplace_back(s.order, place[id], place[person_of(s.by)]);
    }
    std::ranges::sort(in_order);
    // The top of each tree, by a way that is halved whenever it is gone.
    std::vector<std::size_t> above(f.nodes_.size());
    for (std::size_t i = 0; i < above.size(); ++i) above[i] = i;
    auto const top = [&](std::size_t i) {
        for (; above[i] != i; i = above[i]) above[i] = above[above[i]];
        return i;
    };
    for (auto const& [order, whom, by] : in_order) {
        auto& n = f.nodes_[whom];
        if (by == whom) {
            ++f.by_self_;
        } else if (n.referrer != referral_forest::none) {
            ++f.second_;
        } else if (top(by) == whom) {
            ++f.by_descendant_;
        } else {
            n.referrer = by;
            n.referred_at = order.at;
            above[whom] = by;
        }
    }
    std::vector<bool> has_depth(f.nodes_.size());
    std::vector<std::size_t> way;
    for (std::size_t i = 0; i < f.nodes_.size(); ++i) {
        for (auto n = i; n != referral_forest::none && !has_depth[n]; n = f.nodes_[n].referrer)
            way.push_back(n);
        for (; !way.empty(); way.pop_back()) {
            auto& n = f.nodes_[way.back()];
            n.depth = n.referrer == referral_forest::none ? 0 : f.nodes_[n.referrer].depth + 1;
            has_depth[way.back()] = true;
        }
    }
    for (auto const i : f.deepest_first()) {
        auto const& n = f.nodes_[i];
        if (n.referrer == referral_forest::none) continue;
        auto& by = f.nodes_[n.referrer];
        by.descendants += n.descendants + 1;
        ++by.sent;
        // Somebody may be sent before their referrer is heard of.
        if (by.is_known() && n.referred_at < by.began + terms_.window) ++by.in_window;
    }
    return f;
}

/// What growth by referrals alone makes of so many clients: how many come new in each cycle, the first
/// included, if each of them sends k.
[[nodiscard]] inline std::vector<double> growth_by_referrals(double first, double k, std::size_t cycles) {
    std::vector<double> out;
    for (std::size_t i = 0; i < cycles; ++i, first *= k) out.push_back(first);
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
