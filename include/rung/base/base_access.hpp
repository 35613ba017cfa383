#pragma once

#include <rung/core/config.hpp>

#include <utility>

namespace rung {
inline namespace v0 {
namespace detail {

/// The one friend of a base: what it keeps to itself, for shards, snapshots and bases of another lifecycle.
struct base_access {
    /// The store of its clients (base/client_store.hpp).
    template <class Base>
    [[nodiscard]] static auto& clients(Base& base) noexcept {
        return base.clients_;
    }
    /// Takes so many events, as a span; see base/take_events.hpp.
    template <class Base, class... Args>
    static void take_all(Base& base, Args&&... args) {
        base.take_all(std::forward<Args>(args)...);
    }

    // Of a base with history.

    template <class Base>
    [[nodiscard]] static auto& people(Base& base) noexcept {
        return base.people_;
    }
    template <class Base>
    [[nodiscard]] static auto& settled_until(Base& base) noexcept {
        return base.settled_until_;
    }
    template <class Base, class... Args>
    [[nodiscard]] static bool take_over(Base& base, Args&&... args) {
        return base.take_over(std::forward<Args>(args)...);
    }
    template <class Base, class... Args>
    [[nodiscard]] static bool take_over_taken_back(Base& base, Args&&... args) {
        return base.take_over_taken_back(std::forward<Args>(args)...);
    }
    /// Tells observers all that ever happened, person by person.
    template <class Base, class... Observers>
    static void retell(Base const& base, Observers&... observers) {
        base.retell(observers...);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
