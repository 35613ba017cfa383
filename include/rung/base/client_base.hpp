#pragma once

#include <rung/base/census.hpp>
#include <rung/base/id_index.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/lifecycle.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {

/// One client of a base, to look at. Valid until the base changes.
template <class Lifecycle>
class client_view {
public:
    using stage_type = typename Lifecycle::stage_type;
    using client_type = typename Lifecycle::client_type;

    client_view(Lifecycle const& l, client_id id, client_type const& c) noexcept
        : lifecycle_{&l}, client_{&c}, id_{id} {}

    [[nodiscard]] client_id id() const noexcept { return id_; }
    [[nodiscard]] stage_type stage() const noexcept { return lifecycle_->stage(*client_); }
    [[nodiscard]] std::string_view stage_name() const noexcept { return lifecycle_->ladder().name(stage()); }
    [[nodiscard]] instant since() const noexcept { return client_->standing.since; }
    [[nodiscard]] bool in_grace() const noexcept { return client_->standing.in_grace; }
    [[nodiscard]] auto const& facts() const noexcept { return client_->facts; }
    [[nodiscard]] client_type const& client() const noexcept { return *client_; }
    /// When time alone moves him next; forever() if it does not.
    [[nodiscard]] instant next_change() const noexcept { return lifecycle_->next_change(*client_); }

private:
    Lifecycle const* lifecycle_;
    client_type const* client_;
    client_id id_;
};

/// What became of a span of events. Two of them add up with +=.
template <class Event>
struct [[nodiscard]] apply_report {
    struct refused_event {
        Event event{};
        refusal why = refusal::none;
    };

    std::uint64_t applied = 0;
    std::uint64_t moves = 0;  ///< transitions, those by time alone included
    /// The events that were not taken, handed back in order.
    std::vector<refused_event> refused;

    /// How many were refused for one reason.
    [[nodiscard]] std::uint64_t count(refusal why) const noexcept {
        std::uint64_t n = 0;
        for (auto const& r : refused) n += r.why == why ? 1 : 0;
        return n;
    }
    apply_report& operator+=(apply_report const& other) {
        applied += other.applied;
        moves += other.moves;
        refused.insert(refused.end(), other.refused.begin(), other.refused.end());
        return *this;
    }
};

/// Many clients on one ladder, by 64-bit id. Keeps facts and standings, not the events: an event that is late
/// for its client is refused and handed back.
///
/// Observers are called with each transition as it happens, in the order of each client's events; one that
/// also has `joined(client_id, instant)` is told of each new client first. They are passed by the caller and
/// inlined.
template <class Lifecycle>
class client_base {
public:
    using lifecycle_type = Lifecycle;
    using stage_type = typename Lifecycle::stage_type;
    using event_type = typename Lifecycle::event_type;
    using client_type = typename Lifecycle::client_type;
    using outcome_type = typename Lifecycle::outcome_type;
    using view_type = client_view<Lifecycle>;
    using report_type = apply_report<event_type>;

    /// `seed`: see id_index.
    explicit client_base(Lifecycle l, std::uint64_t seed = 0)
        : lifecycle_{l}, index_{seed}, census_{lifecycle_.ladder().places()} {}

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return lifecycle_; }
    [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }
    void reserve(std::size_t clients) {
        records_.reserve(clients);
        ids_.reserve(clients);
        index_.reserve(clients);
    }

    /// Takes one event. The client is made by the first event of his that is taken.
    template <class... Observers>
    outcome_type apply(event_type const& e, Observers&&... observers) {
        auto number = index_.find(e.client);
        if (number == id_index::none) {
            if (auto const why = lifecycle_.why_not(client_type{}, e); why != refusal::none)
                return outcome_type{why};
            (tell_joined(observers, e.client, e.at), ...);
            number = add(e.client);
        }
        return lifecycle_.apply(records_[number].client, e, [&](auto const& t) { moved(t, observers...); });
    }

    /// Takes events in order. What comes of it is the same as one by one.
    template <class... Observers>
    report_type apply(std::span<event_type const> events, Observers&&... observers) {
        report_type report;
        for (auto const& e : events) {
            auto const out = apply(e, observers...);
            if (out.answer() == answer::refused) {
                report.refused.push_back({e, out.refusal()});
                continue;
            }
            ++report.applied;
            report.moves += out.settled() + (out ? 1 : 0);
        }
        return report;
    }

    /// Moves everybody as time alone has moved them until `now`. Answers how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        std::uint64_t moves = 0;
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            auto& c = records_[i].client;
            moves += lifecycle_.settle(
                c, now, [&](auto const& t) { moved(t, observers...); }, ids_[i]);
        }
        return moves;
    }

    /// How many clients stand where; kept up to date, so it costs nothing.
    [[nodiscard]] rung::census<stage_type> const& census() const noexcept { return census_; }

    /// The client of an id, if there is one.
    [[nodiscard]] std::optional<view_type> find(client_id id) const noexcept {
        auto const number = index_.find(id);
        if (number == id_index::none) return std::nullopt;
        return view_type{lifecycle_, id, records_[number].client};
    }

    /// Calls visit(client_view) for every client, in the order in which they came.
    template <class Visit>
    void each(Visit&& visit) const {
        for (std::size_t i = 0; i < ids_.size(); ++i)
            visit(view_type{lifecycle_, ids_[i], records_[i].client});
    }

private:
    // A record does not straddle cache lines.
    struct alignas(sizeof(client_type) < 64 ? std::bit_ceil(sizeof(client_type)) : std::size_t{64}) record {
        client_type client{};
    };

    Lifecycle lifecycle_;
    id_index index_;
    std::vector<record> records_;
    std::vector<client_id> ids_;
    rung::census<stage_type> census_;

    std::uint32_t add(client_id id) {
        auto const number = static_cast<std::uint32_t>(ids_.size());
        if (number == id_index::none) RUNG_ASSERT("a base holds at most 4,294,967,295 clients");
        // Whatever of this runs out of memory, the base is as it was.
        index_.reserve(ids_.size() + 1);
        records_.resize(ids_.size() + 1);
        ids_.push_back(id);
        index_.insert(id, number);
        census_.add(stage_at<stage_type>(0));
        return number;
    }

    template <class Observer>
    static void tell_joined(Observer& observer, client_id id, instant at) {
        if constexpr (requires { observer.joined(id, at); }) observer.joined(id, at);
    }

    template <class Transition, class... Observers>
    void moved(Transition const& t, Observers&&... observers) {
        census_.remove(t.from);
        census_.add(t.to);
        (observers(t), ...);
    }
};

}  // namespace v0
}  // namespace rung
