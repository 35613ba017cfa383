#pragma once

#include <rung/base/client_base.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {

/// What became of a span of events in a base that keeps history. Each of them is applied, repeated or
/// refused, or, where the first of two is kept, the `dropped` one of a conflict. Two reports add up with +=.
template <class Lifecycle>
struct history_report : apply_report<typename Lifecycle::event_type> {
    using event_type = typename Lifecycle::event_type;
    using transition_type = transition<typename Lifecycle::stage_type>;

    /// The same id, and another content. Where a merge was refused for it, both stay.
    struct conflict {
        event_type kept{};
        event_type dropped{};
        friend bool operator==(conflict const&, conflict const&) = default;
    };

    /// Events that were known already, word for word.
    std::uint64_t repeated = 0;
    std::vector<conflict> conflicts;
    /// What is corrected where something came in late, was taken back or put together: moves that had been
    /// reported and did not happen, and those that happened instead. They are among `moves` too, and
    /// observers have seen them. Client by client.
    std::vector<transition_type> withdrawn;
    std::vector<transition_type> issued;

    history_report& operator+=(history_report const& other) {
        apply_report<event_type>::operator+=(other);
        repeated += other.repeated;
        conflicts.insert(conflicts.end(), other.conflicts.begin(), other.conflicts.end());
        withdrawn.insert(withdrawn.end(), other.withdrawn.begin(), other.withdrawn.end());
        issued.insert(issued.end(), other.issued.begin(), other.issued.end());
        return *this;
    }
    template <class F>
    void each_list(F const& f) {
        f(this->refused);
        f(conflicts);
        f(withdrawn);
        f(issued);
    }
    static constexpr std::size_t lists = 4;
    friend bool operator==(history_report const&, history_report const&) = default;
};

/// All that a base with history holds of one person.
template <class Lifecycle>
struct client_history {
    /// His id, and those that were merged into it.
    std::vector<client_id> ids;
    /// His events in order, each with the id that it came with.
    std::vector<typename Lifecycle::event_type> events;
    /// Those of them that wait for the event that they take back, and count for nothing until it comes.
    std::vector<typename Lifecycle::event_type> held_aside;
    /// Every move of his.
    std::vector<transition<typename Lifecycle::stage_type>> moves;
    typename Lifecycle::decided_client_type client;
    friend bool operator==(client_history const&, client_history const&) = default;
};

/// Whether clients were merged or split, and why not.
enum class [[nodiscard]] merge_answer : std::uint8_t{
    done,        unknown_client,
    same_client,  ///< they are one already
    not_merged,   ///< the id was not merged into another
    conflict,     ///< their events contradict each other, and the base refuses such; the report has them
    not_written,  ///< the journal failed
};

[[nodiscard]] constexpr std::string_view to_string(merge_answer a) noexcept {
    switch (a) {
    case merge_answer::done: return "done";
    case merge_answer::unknown_client: return "unknown client";
    case merge_answer::same_client: return "the same client";
    case merge_answer::not_merged: return "not merged";
    case merge_answer::conflict: return "conflicting events";
    case merge_answer::not_written: return "not written to the journal";
    }
    return "?";
}

namespace detail {

/// Of two lists of moves in order, those that only one of them has.
template <class Transition>
struct difference {
    std::vector<Transition> gone;
    std::vector<Transition> added;

    difference(std::vector<Transition> const& before, std::vector<Transition> const& after) {
        std::size_t same = 0;
        while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
        gone.assign(before.begin() + static_cast<std::ptrdiff_t>(same), before.end());
        for (std::size_t i = same; i < after.size(); ++i) {
            std::size_t at = 0;
            while (at < gone.size() && !(gone[at] == after[i])) ++at;
            if (at == gone.size())
                added.push_back(after[i]);
            else
                gone.erase(gone.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
