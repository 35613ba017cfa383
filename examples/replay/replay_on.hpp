#pragma once

#include "replay.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

/// A replay on a base of one kind.
template <class Base>
class replay_on : public replay {
public:
    [[nodiscard]] lifecycle_type const& lifecycle() const noexcept override { return base_.lifecycle(); }
    [[nodiscard]] std::size_t clients() const noexcept override { return base_.size(); }
    void each_in_order(by_number const& by, std::function<void(client_type const&)> const& visit,
                       std::size_t top) const override {
        base_.each_in_order(by, visit, top);
    }
    [[nodiscard]] std::vector<rung::due_move<lifecycle_type>> due(rung::duration within) const override {
        return base_.due(as_of(), within);
    }
    void visit(rung::client_id id, std::function<void(client_type const&)> const& visit) const override {
        if (auto const found = base_.find(id)) visit(*found);
    }
    [[nodiscard]] census_type const& census() const noexcept override { return base_.census(); }
    [[nodiscard]] rung::insight::spend_census<> spend() const override {
        return rung::insight::spend_census{base_};
    }

protected:
    replay_on(Base base, replay_terms const& terms) : replay{terms}, base_{std::move(base)} {}

    Base base_;
};

std::unique_ptr<replay> make_replay_of_facts(replay::lifecycle_type const& lifecycle,
                                             replay_terms const& terms);
std::unique_ptr<replay> make_replay_of_history(replay::lifecycle_type const& lifecycle,
                                               replay_terms const& terms);
