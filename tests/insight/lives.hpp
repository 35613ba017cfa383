#pragma once

// Lives that own what they show, to be compared and to be made by hand.

#include <rung/insight/histories.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/lives.hpp>

#include <map>
#include <vector>

struct own_life {
    rung::client_id client = rung::no_client;
    std::vector<rung::insight::mark> marks{};
    std::vector<rung::insight::step> steps{};
    std::vector<rung::insight::sent_by> referrals{};

    own_life() = default;
    explicit own_life(rung::insight::life const& l)
        : client{l.client}, marks(l.marks.begin(), l.marks.end()), steps(l.steps.begin(), l.steps.end()),
          referrals(l.referrals.begin(), l.referrals.end()) {}

    [[nodiscard]] rung::insight::life view() const { return {client, marks, steps, referrals}; }
    friend bool operator==(own_life const&, own_life const&) = default;
};

using own_lives = std::map<rung::client_id, own_life>;

template <class Stage, class Schema>
own_lives copies(rung::insight::lives<Stage, Schema> const& from) {
    own_lives out;
    from.each([&](rung::insight::life const& l) { out.emplace(l.client, l); });
    return out;
}
template <class Lifecycle>
own_lives copies(rung::client_base<Lifecycle, rung::history::kept> const& from) {
    own_lives out;
    rung::insight::each_life(from, [&](rung::insight::life const& l) { out.emplace(l.client, l); });
    return out;
}
