#pragma once

#include <rung/base/event_list.hpp>
#include <rung/base/id_index.hpp>
#include <rung/core/client.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The events of one person under his own id, and what is known of all his events.
template <schema S>
struct person {
    event_list<S> own;
    event_order last{};
    event_id largest_id = 0;
    std::uint32_t held = 0;  // of all his events, how many are held aside
};

/// An id that was merged into another, with the events that came under it.
template <schema S>
struct merged_id {
    client_id id = 0;
    client_id into = 0;
    event_list<S> events;
};

/// The events of all people, by number, and which ids are one person.
template <schema S>
class people {
public:
    using event_type = typename S::event;
    using group = std::vector<merged_id<S>>;

    explicit people(std::uint64_t seed) noexcept : group_of_{seed} {}

    [[nodiscard]] person<S>& operator[](std::uint32_t number) noexcept { return all_[number]; }
    [[nodiscard]] person<S> const& operator[](std::uint32_t number) const noexcept { return all_[number]; }
    [[nodiscard]] std::uint64_t held() const noexcept { return held_; }
    void reserve(std::size_t persons) {
        if (persons > all_.capacity()) all_.reserve(persons < 2 * all_.size() ? 2 * all_.size() : persons);
    }
    void add() { all_.emplace_back(); }
    /// Takes one out; the last one gets his number.
    void remove(std::uint32_t number) {
        hold(number, 0);
        if (number + 1 < all_.size()) all_[number] = std::move(all_.back());
        all_.pop_back();
    }

    [[nodiscard]] bool is_merged(client_id id) const noexcept { return group_of_.find(id) != id_index::none; }
    /// The ids merged into one.
    [[nodiscard]] group const& group_of(client_id id) const noexcept {
        static group const nobody;
        return is_merged(id) ? groups_[group_of_.find(id)] : nobody;
    }
    template <class Visit>
    void each_merged(client_id id, Visit&& visit) const {
        for (auto const& m : group_of(id)) visit(m.id);
    }
    /// The same, taken out, to be put back changed.
    [[nodiscard]] group take_group(client_id id) {
        auto const at = group_of_.find(id);
        if (at == id_index::none) return {};
        group_of_.erase(id);
        auto taken = std::move(groups_[at]);
        if (at + 1 < groups_.size()) {  // the last one gets its place
            groups_[at] = std::move(groups_.back());
            group_of_.assign(groups_[at].front().into, at);
        }
        groups_.pop_back();
        return taken;
    }
    void put_group(client_id id, group g) {
        if (g.empty()) return;
        group_of_.reserve(group_of_.size() + 1);
        groups_.push_back(std::move(g));
        group_of_.insert(id, static_cast<std::uint32_t>(groups_.size() - 1));
    }

    /// His events, those of the ids merged into him behind his own, each id's in order.
    void events_of(client_id id, std::uint32_t number, std::vector<event_type>& out) const {
        all_[number].own.append_to(out, id);
        for (auto const& m : group_of(id)) m.events.append_to(out, m.id);
    }
    /// One event more, behind all that came under its id.
    void store(std::uint32_t number, client_id id, event_type const& e) {
        list_of(number, id, e.client).push_back(e);
        note(all_[number], e);
    }
    /// All his events anew, in order.
    void assign(std::uint32_t number, client_id id, std::vector<event_type> const& events) {
        auto& p = all_[number];
        p.own.clear();
        p.last = {};
        p.largest_id = 0;
        if (is_merged(id)) {
            for (auto& m : groups_[group_of_.find(id)]) m.events.clear();
        }
        for (auto const& e : events) store(number, id, e);
    }
    void hold(std::uint32_t number, std::size_t events) noexcept {
        held_ -= all_[number].held;
        all_[number].held = static_cast<std::uint32_t>(events);
        held_ += events;
    }

private:
    std::vector<person<S>> all_;
    id_index group_of_;          // for who has others merged into him, the number of the group
    std::vector<group> groups_;  // never empty; the first of each was merged into the leader himself
    std::uint64_t held_ = 0;

    static void note(person<S>& p, event_type const& e) noexcept {
        auto const order = event_order::of(e.at, e.id);
        if (order > p.last) p.last = order;
        if (e.id > p.largest_id) p.largest_id = e.id;
    }

    [[nodiscard]] event_list<S>& list_of(std::uint32_t number, client_id id, client_id under) noexcept {
        if (under != id) {
            for (auto& m : groups_[group_of_.find(id)]) {
                if (m.id == under) return m.events;
            }
        }
        return all_[number].own;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
