#pragma once

#include <rung/base/event_list.hpp>
#include <rung/base/id_index.hpp>
#include <rung/base/make_room.hpp>
#include <rung/base/sparse.hpp>
#include <rung/core/client.hpp>
#include <rung/core/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The events of one person under their own id, and what is known of all their events.
template <schema S>
struct person {
    event_list<S> own;
    event_order last{};       // the place of the last of all their events
    std::uint32_t held = 0;   // how many of all their events are held aside
    std::uint32_t begun = 0;  // a number that next_events puts here, and believes only if it has it too
};

/// An id that was merged into another, with the events that came under it.
template <schema S>
struct merged_id {
    client_id id = 0;
    client_id into = 0;
    event_list<S> events;
};

/// The events of all people, by number, and which ids are one person. Every change allocates first
/// (make_room...), and then cannot fail.
template <schema S>
class people {
public:
    using event_type = typename S::event;
    using list_type = event_list<S>;
    /// The ids merged into one: each comes after the one that it was merged into.
    using group = std::vector<merged_id<S>>;

    explicit people(std::uint64_t seed) noexcept : groups_{seed}, positions_{seed}, taken_back_{seed} {}

    [[nodiscard]] person<S> const& operator[](std::uint32_t number) const noexcept { return all_[number]; }
    /// How many events are held aside.
    [[nodiscard]] std::uint64_t held() const noexcept { return held_; }
    void prefetch(std::uint32_t number) const noexcept {
        auto const* const p = &all_[number];
        detail::prefetch(p);
        detail::prefetch(reinterpret_cast<char const*>(p) + sizeof(*p) - 1);
    }
    void set_begun(std::uint32_t number, std::uint32_t begun) noexcept { all_[number].begun = begun; }
    void reserve(std::size_t persons) { all_.reserve(persons); }

    void make_room(std::size_t persons) { detail::make_room(all_, persons); }
    void add_in_room() noexcept { all_.emplace_back(); }
    /// Takes one out; the last one gets their number.
    void remove(std::uint32_t number) noexcept {
        held_ -= all_[number].held;
        if (number + 1 < all_.size()) all_[number] = std::move(all_.back());
        all_.pop_back();
    }

    // ---- groups, by the id that stands for all of its ids

    [[nodiscard]] group const& group_of(client_id id) const noexcept {
        static group const nobody;
        auto const* const found = groups_.find(id);
        return found != nullptr ? *found : nobody;
    }
    template <class Visit>
    void each_merged(client_id id, Visit&& visit) const {
        for (auto const& m : group_of(id)) visit(m.id);
    }

    /// Room for so many more groups, and so many merged ids.
    void make_room_for_groups(std::size_t groups, std::size_t merged_ids) {
        groups_.make_room(groups);
        positions_.reserve(positions_.size() + merged_ids);
    }
    /// A group taken out, to be put back changed: there is room for that.
    [[nodiscard]] group take_group(client_id id) noexcept {
        auto* const found = groups_.find(id);
        if (found == nullptr) return {};
        group taken = std::move(*found);
        groups_.remove(id);
        for (auto const& m : taken) positions_.erase(m.id);
        return taken;
    }
    void put_group_in_room(client_id id, group g) noexcept {
        if (g.empty()) return;
        std::uint32_t position = 0;
        for (auto const& m : g) positions_.insert_in_room(m.id, position++);
        groups_.add_in_room(id) = std::move(g);
    }

    // ---- events

    /// The events of a person, those of merged ids after their own, each id's in order.
    void events_of(client_id id, std::uint32_t number, std::vector<event_type>& out) const {
        all_[number].own.append_to(out, id);
        for (auto const& m : group_of(id)) m.events.append_to(out, m.id);
    }
    /// Which of a person's lists has the events that came under an id: 0 for their own, then in the order of
    /// the group.
    [[nodiscard]] std::size_t list_number(client_id id, client_id under) const noexcept {
        auto const position = under == id ? id_index::none : positions_.find(under);
        return position == id_index::none ? 0 : position + std::size_t{1};
    }
    [[nodiscard]] list_type const& list_of(std::uint32_t number, client_id id,
                                           client_id under) const noexcept {
        auto const n = list_number(id, under);
        return n == 0 ? all_[number].own : (*groups_.find(id))[n - 1].events;
    }
    [[nodiscard]] list_type& list_of(std::uint32_t number, client_id id, client_id under) noexcept {
        return const_cast<list_type&>(std::as_const(*this).list_of(number, id, under));
    }
    /// New lists of a person, by their numbers.
    void put_lists(std::uint32_t number, client_id id, std::vector<list_type>& lists) noexcept {
        all_[number].own = std::move(lists[0]);
        if (auto* const g = groups_.find(id)) {
            for (std::size_t i = 0; i < g->size(); ++i) (*g)[i].events = std::move(lists[i + 1]);
        }
    }
    [[nodiscard]] list_type take_own(std::uint32_t number) noexcept { return std::move(all_[number].own); }
    void put_own(std::uint32_t number, list_type list) noexcept { all_[number].own = std::move(list); }
    void note(std::uint32_t number, event_order last, std::uint32_t held) noexcept {
        held_ = held_ - all_[number].held + held;
        all_[number].last = last;
        all_[number].held = held;
    }

    // ---- ids of events that were taken back, by the client's id that they came under

    /// In order.
    [[nodiscard]] std::vector<event_id> const& taken_back(client_id under) const noexcept {
        static std::vector<event_id> const none;
        auto const* const found = taken_back_.find(under);
        return found != nullptr ? *found : none;
    }
    [[nodiscard]] bool is_taken_back(client_id under, event_id id) const noexcept {
        auto const& all = taken_back(under);
        return std::binary_search(all.begin(), all.end(), id);
    }
    void make_room_to_take_back(client_id under) {
        if (auto* const found = taken_back_.find(under))
            detail::make_room(*found, 1);
        else
            taken_back_.make_room();
    }
    /// Adds one under an id of a person; `list`, which has room for it, is used for the first of a client.
    void take_back_in_room(client_id under, event_id id, std::vector<event_id>& list) noexcept {
        auto* found = taken_back_.find(under);
        if (found == nullptr) {
            found = &taken_back_.add_in_room(under);
            *found = std::move(list);
        }
        found->insert(std::ranges::lower_bound(*found, id), id);
    }
    void put_taken_back(client_id under, std::vector<event_id> ids) {
        taken_back_.make_room();
        taken_back_.add_in_room(under) = std::move(ids);
    }
    void forget_taken_back(client_id under) noexcept { taken_back_.remove(under); }

private:
    std::vector<person<S>> all_;
    sparse<group> groups_;  // none of them empty
    id_index positions_;    // of a merged id in its group
    sparse<std::vector<event_id>> taken_back_;
    std::uint64_t held_ = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
