#pragma once

#include <rung/base/client_base.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {

/// What became of a span of events in a base that keeps history. Each of them is applied, repeated or
/// refused, or, if the first of two is kept, the `dropped` one of a conflict. Two reports add up with +=.
///
/// An event is identified by the client's id that it comes under and by its own. One without an id (0) is
/// never known.
template <class Lifecycle>
struct history_report : apply_report<typename Lifecycle::event_type> {
    using event_type = typename Lifecycle::event_type;
    using transition_type = transition<typename Lifecycle::stage_type>;

    /// The same ids, with different content.
    struct conflict {
        event_type kept{};
        event_type dropped{};
        friend bool operator==(conflict const&, conflict const&) = default;
    };

    /// Events that were already known, with the same content.
    std::uint64_t repeated = 0;
    std::vector<conflict> conflicts;
    /// Corrections, after something came late, was taken back or merged: moves that had been reported and did
    /// not happen, and those that happened instead. They are among `moves` too, and observers have seen them.
    /// Client by client.
    std::vector<transition_type> withdrawn;
    std::vector<transition_type> issued;

    history_report& operator+=(history_report const& other) {
        repeated += other.repeated;
        apply_report<event_type>::operator+=(other);
        detail::append(conflicts, other.conflicts);
        detail::append(withdrawn, other.withdrawn);
        detail::append(issued, other.issued);
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
    /// The ids of an event that was taken back, or will be when it comes.
    struct event_name {
        client_id client = no_client;
        event_id id = 0;
        friend bool operator==(event_name const&, event_name const&) = default;
    };

    /// Their id, and those that were merged into it.
    std::vector<client_id> ids;
    /// Their events in order, each with the client's id that it came under.
    std::vector<typename Lifecycle::event_type> events;
    /// Those of them that wait for the event that they take back, and do not count until it comes; or what
    /// they give back beyond it.
    std::vector<typename Lifecycle::event_type> held_aside;
    /// The events that retract() took back: only their ids are kept.
    std::vector<event_name> taken_back;
    /// Every move of theirs.
    std::vector<transition<typename Lifecycle::stage_type>> moves;
    typename Lifecycle::decided_client_type client;
    friend bool operator==(client_history const&, client_history const&) = default;
};

/// Whether clients were merged or split, and why not.
// clang-format off
enum class
[[nodiscard("who is not known is neither merged nor split: look at the answer, or cast to void")]]
merge_answer : std::uint8_t {
    done,
    unknown_client,
    same_client,  ///< they are one already
    not_merged,   ///< the id was not merged into another
    not_written,  ///< the journal failed
};
// clang-format on

[[nodiscard]] constexpr std::string_view to_string(merge_answer a) noexcept {
    switch (a) {
    case merge_answer::done: return "done";
    case merge_answer::unknown_client: return "unknown client";
    case merge_answer::same_client: return "the same client";
    case merge_answer::not_merged: return "not merged";
    case merge_answer::not_written: return "not written to the journal";
    }
    return "?";
}

/// The result of taking an event back.
// clang-format off
enum class
[[nodiscard("an event without an id is not taken back: look at the answer, or cast to void")]]
retract_answer : std::uint8_t {
    done,
    awaited,      ///< it is not known yet; when it comes it stays out
    repeated,     ///< it had been taken back before
    no_event_id,  ///< 0 is the id of no event, and no_client sends none
    not_written,  ///< the journal failed
};
// clang-format on

[[nodiscard]] constexpr std::string_view to_string(retract_answer a) noexcept {
    switch (a) {
    case retract_answer::done: return "done";
    case retract_answer::awaited: return "not known yet";
    case retract_answer::repeated: return "taken back before";
    case retract_answer::no_event_id: return "no event's id";
    case retract_answer::not_written: return "not written to the journal";
    }
    return "?";
}

}  // namespace v0
}  // namespace rung
