#pragma once

#include "replay.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

/// A replay on a base of one kind.
template <class S, class Base>
class replay_on : public replay_of<S> {
public:
    using typename replay_of<S>::lifecycle_type;
    using typename replay_of<S>::client_type;
    using typename replay_of<S>::by_number;
    using typename replay_of<S>::census_type;

    [[nodiscard]] lifecycle_type const& lifecycle() const noexcept override { return base_.lifecycle(); }
    [[nodiscard]] std::size_t clients() const noexcept override { return base_.size(); }
    void each_in_order(by_number const& by, std::function<void(client_type const&)> const& visit,
                       std::size_t top) const override {
        base_.each_in_order(by, visit, top);
    }
    [[nodiscard]] std::vector<rung::due_move<lifecycle_type>> due(rung::duration within) const override {
        return base_.due(this->as_of(), within);
    }
    void visit(rung::client_id id, std::function<void(client_type const&)> const& visit) const override {
        if (auto const found = base_.find(id)) visit(*found);
    }
    [[nodiscard]] census_type const& census() const noexcept override { return base_.census(); }
    [[nodiscard]] std::optional<rung::insight::spend_census<>> spend() const override {
        if constexpr (std::is_same_v<S, rung::retail>)
            return rung::insight::spend_census{base_};
        else
            return std::nullopt;
    }

protected:
    replay_on(Base base, replay_terms const& terms) : replay_of<S>{terms}, base_{std::move(base)} {}

    Base base_;
};

template <class S>
std::unique_ptr<replay_of<S>> make_replay_of_facts(typename replay_of<S>::lifecycle_type const& lifecycle,
                                                   replay_terms const& terms);
template <class S>
std::unique_ptr<replay_of<S>> make_replay_of_history(typename replay_of<S>::lifecycle_type const& lifecycle,
                                                     replay_terms const& terms);
