#pragma once

#include <rung/base/id_index.hpp>
#include <rung/core/number.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// A person whose history is being rewritten: all his events as they came, and what observers know of him.
template <class Event, class Move>
struct history_draft {
    client_id id = 0;
    std::vector<Event> events{};
    std::vector<Move> before{};
    bool late = false;
    // The last of the events in order, by number; and of many events, the ids of the first `noted`.
    std::size_t last = 0;
    std::size_t noted = 0;
    id_index ids{};

    /// Whether one of the events may have an id. Where there are many it is known without a look at each.
    [[nodiscard]] bool may_have(event_id wanted) {
        constexpr std::size_t many = 64;
        if (events.size() < many) return true;
        for (; noted < events.size(); ++noted) {
            if (ids.find(events[noted].id) == id_index::none) ids.insert(events[noted].id, 0);
        }
        return ids.find(wanted) != id_index::none;
    }
};

/// Those of one call, by the person's id.
template <class Event, class Move>
struct history_drafts {
    std::vector<history_draft<Event, Move>> all{};
    id_index numbers{};

    [[nodiscard]] history_draft<Event, Move>* find(client_id id) {
        auto const at = numbers.find(id);
        return at == id_index::none ? nullptr : &all[at];
    }
    history_draft<Event, Move>& add(history_draft<Event, Move> d) {
        numbers.insert(d.id, static_cast<std::uint32_t>(all.size()));
        return all.emplace_back(std::move(d));
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
