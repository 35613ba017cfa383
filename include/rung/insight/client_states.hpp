#pragma once

#include <rung/base/sparse.hpp>
#include <rung/core/client.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// What an accumulator has to remember of a client between events, for those of whom there is something. A
/// life that is taken out again is gone through once more from the beginning, beside what is remembered.
template <class State>
class client_states {
public:
    /// Of a client whose life goes on, or (`out`) is being taken out.
    [[nodiscard]] State& of(client_id id, bool out) {
        if (out) {
            if (undone_ != id) undoing_ = {};
            undone_ = id;
            return undoing_;
        }
        auto* const known = states_.find(id);
        return known != nullptr ? *known : states_.add(id);
    }
    /// The same if there is anything to remember; null if not.
    [[nodiscard]] State* find(client_id id, bool out) noexcept {
        if (!out) return states_.find(id);
        return undone_ == id ? &undoing_ : nullptr;
    }
    /// A life was taken out to its end.
    void forget(client_id id) noexcept {
        states_.remove(id);
        undone_ = no_client;
    }
    /// Nothing is to be remembered of one whose state is that of a newcomer.
    void tidy(client_id id, State const& s, bool out) noexcept {
        if (!out && s == State{}) states_.remove(id);
    }
    template <class Visit>
    void each(Visit const& visit) const {
        states_.each(visit);
    }

    /// Of other clients.
    client_states& operator+=(client_states const& other) {
        other.each([&](client_id id, State const& s) { of(id, false) = s; });
        return *this;
    }
    friend bool operator==(client_states const& a, client_states const& b) {
        bool same = a.states_.size() == b.states_.size();
        a.each([&](client_id id, State const& s) {
            auto const* const other = b.states_.find(id);
            same = same && other != nullptr && *other == s;
        });
        return same;
    }

private:
    rung::detail::sparse<State> states_{0};
    State undoing_{};
    client_id undone_ = no_client;
};

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
