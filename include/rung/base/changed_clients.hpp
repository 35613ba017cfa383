#pragma once

#include <rung/core/client.hpp>
#include <rung/core/config.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>

#include <algorithm>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {

namespace detail {

inline void each_once(std::vector<client_id>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());  // NOLINT(modernize-use-ranges): clang 14
}

}  // namespace detail

/// What a base has done since somebody looked last, for a store that also keeps tables: its moves in order,
/// and whose standing may be another one. An observer of the base; what else changes is said to it before.
template <class Base>
class changed_clients {
public:
    using stage_type = typename Base::stage_type;
    using event_type = typename Base::event_type;

    struct move {
        transition<stage_type> made;
        bool withdrawn = false;
    };

    // It must not throw while the base does what the journal has: then it has missed something, and says so.
    template <class Transition>
    void operator()(Transition const& t) noexcept {
        note(t, false);
    }
    template <class Transition>
    void withdrawn(Transition const& t) noexcept {
        note(t, true);
    }

    void will_apply(std::span<event_type const> events) {
        for (auto const& e : events) clients_.push_back(e.client);
    }
    void will_settle(Base const& base, instant now) {
        base.each([&](auto const& view) {
            if (view.next_change() <= now) clients_.push_back(view.id());
        });
    }
    /// Also the client that an id was merged into.
    void will_change(Base const& base, client_id id) {
        clients_.push_back(id);
        if (auto const found = base.find(id)) clients_.push_back(found->id());
    }
    /// All ids of a client who is about to be erased.
    [[nodiscard]] static std::vector<client_id> ids_of(Base const& base, client_id id) {
        if constexpr (Base::keeps_history) {
            auto const known = base.export_client(id);
            return known ? known->ids : std::vector<client_id>{};
        } else {
            return {id};
        }
    }
    void was_erased(std::vector<client_id> const& ids) noexcept {
        RUNG_TRY {
            clients_.insert(clients_.end(), ids.begin(), ids.end());
            erased_.insert(erased_.end(), ids.begin(), ids.end());
        }
        RUNG_CATCH_ALL { missed_ = true; }
        std::erase_if(moves_, [&](move const& m) {
            return std::find(ids.begin(), ids.end(), m.made.client) != ids.end();
        });
    }

    [[nodiscard]] std::vector<move> const& moves() const noexcept { return moves_; }
    [[nodiscard]] std::vector<client_id> const& erased() const noexcept { return erased_; }
    /// Each once.
    [[nodiscard]] std::vector<client_id> const& clients() {
        detail::each_once(clients_);
        return clients_;
    }
    /// Memory failed when it was told of something.
    [[nodiscard]] bool has_missed() const noexcept { return missed_; }
    void clear() noexcept {
        moves_.clear();
        clients_.clear();
        erased_.clear();
    }

private:
    std::vector<move> moves_;
    std::vector<client_id> clients_;
    std::vector<client_id> erased_;
    bool missed_ = false;

    void note(transition<stage_type> const& t, bool withdrawn) noexcept {
        RUNG_TRY {
            moves_.push_back({t, withdrawn});
            clients_.push_back(t.client);
        }
        RUNG_CATCH_ALL { missed_ = true; }
    }
};

}  // namespace v0
}  // namespace rung
