#pragma once

#include <rung/base/event_list.hpp>
#include <rung/base/history.hpp>
#include <rung/base/id_index.hpp>
#include <rung/base/stable_sort.hpp>
#include <rung/base/timeline.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// What a call makes of one person. All that can fail is done while making it: putting it in place allocates
/// nothing.
template <class Lifecycle>
struct history_change {
    client_id id = 0;
    std::uint32_t number = id_index::none;  // none: a person to be added
    bool joins = false;                     // observers hear of a new person,
    bool leaves = false;                    // or of one merged into another, and then nothing else is done
    instant since{};                        // of one who joins
    bool corrects = false;                  // something that was already reported
    std::size_t place = 0;                  // in the span, of the event that began it
    typename Lifecycle::decided_client_type client{};
    event_order last{};  // the place of the last of their events
    std::uint32_t held = 0;
    // Their new lists, see people::put_lists; none if they stay.
    std::vector<event_list<typename Lifecycle::schema_type>> lists{};
    // Where their moves end on the lists of the plan.
    std::size_t gone_end = 0;
    std::size_t added_end = 0;
};

/// What a call makes of all the people it changes.
template <class Lifecycle>
struct history_plan {
    using event_type = typename Lifecycle::event_type;

    /// Something to report about the event at a place of the span.
    struct refused_event {
        std::size_t place;
        event_type event;
        refusal why;
    };
    struct conflicting_events {
        std::size_t place;
        event_type kept;
        event_type dropped;
    };

    std::vector<history_change<Lifecycle>> changes{};
    std::vector<typename Lifecycle::transition_type> gone{};  // moves that are taken back
    std::vector<typename Lifecycle::transition_type> added{};
    std::uint64_t applied = 0;
    std::uint64_t repeated = 0;
    std::vector<refused_event> refused{};
    std::vector<conflicting_events> conflicts{};

    /// The next change is complete.
    void add(history_change<Lifecycle> c) {
        c.gone_end = gone.size();
        c.added_end = added.size();
        changes.push_back(std::move(c));
    }
};

/// Puts new events of a person among the known ones, each id once. Returns whether a known one has other
/// content now, and counts in the plan what becomes of each.
///
/// event_at(place): the new events; is_taken_back(event): whether it stays out.
template <class Lifecycle, class EventAt, class IsTakenBack>
[[nodiscard]] bool put_among(std::vector<typename Lifecycle::event_type>& all,
                             std::span<std::size_t const> places, EventAt const& event_at,
                             IsTakenBack const& is_taken_back, history::conflict on_conflict,
                             history_plan<Lifecycle>& plan) {
    using event_type = typename Lifecycle::event_type;
    constexpr auto none = ~std::size_t{0};
    std::vector<event_type const*> added;
    std::vector<std::size_t> named;
    for (auto const place : places) {
        if (event_at(place).id == 0)
            added.push_back(&event_at(place));
        else
            named.push_back(place);
    }
    detail::stable_sort(named, [&](std::size_t a, std::size_t b) {
        return detail::is_named_before(event_at(a), event_at(b));
    });
    // For the first event of each id, where the known one is.
    std::vector<std::size_t> known(named.size(), none);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const it =
            std::lower_bound(named.begin(), named.end(), all[i], [&](std::size_t place, event_type const& e) {
                return detail::is_named_before(event_at(place), e);
            });
        if (it != named.end() && detail::is_same_event(event_at(*it), all[i]))
            known[static_cast<std::size_t>(it - named.begin())] = i;
    }
    plan.applied += added.size();
    std::vector<std::pair<std::size_t, event_type const*>> replaced;
    for (std::size_t i = 0; i < named.size();) {
        auto const& first = event_at(named[i]);
        auto const at = known[i];
        event_type const* const before = at != none ? &all[at] : nullptr;
        auto const* counts = before;
        for (; i < named.size() && detail::is_same_event(event_at(named[i]), first); ++i) {
            auto const& e = event_at(named[i]);
            if (is_taken_back(e)) {
                plan.refused.push_back({named[i], e, refusal::taken_back});
            } else if (counts == nullptr) {
                counts = &e;
                ++plan.applied;
            } else if (detail::equal(*counts, e)) {
                ++plan.repeated;
            } else if (on_conflict == history::conflict::refuse) {
                plan.refused.push_back({named[i], e, refusal::conflict});
            } else if (on_conflict == history::conflict::keep_first) {
                plan.conflicts.push_back({named[i], *counts, e});
            } else {
                plan.conflicts.push_back({named[i], e, *counts});
                counts = &e;
                ++plan.applied;
            }
        }
        if (counts == before) continue;
        if (before != nullptr)
            replaced.emplace_back(at, counts);
        else
            added.push_back(counts);
    }
    for (auto const& [at, by] : replaced) all[at] = *by;
    for (auto const* e : added) all.push_back(*e);
    return !replaced.empty();
}

/// A move by all that it says, in an order. Not a std::tuple: clang 19 does not find its comparison through a
/// module.
struct move_order {
    instant at;
    std::size_t from;
    std::size_t to;
    cause why;
    std::uint8_t kind;
    std::size_t skipped;
    std::size_t peak;
    client_id client;

    friend constexpr auto operator<=>(move_order const&, move_order const&) = default;
};

/// Adds to a plan the difference between two lists of moves of one person, each in order: moves that only the
/// first has are gone, moves that only the second has are added.
template <class Lifecycle>
void note_difference(std::vector<typename Lifecycle::transition_type> const& before,
                     std::vector<typename Lifecycle::transition_type> const& after,
                     history_plan<Lifecycle>& plan) {
    auto const key = [](auto const& t) {
        return move_order{t.at,
                          rung::index_of(t.from),
                          rung::index_of(t.to),
                          t.why,
                          t.kind,
                          t.skipped,
                          rung::index_of(t.peak),
                          t.client};
    };
    std::size_t same = 0;
    while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
    auto const sorted = [&](auto const& moves) {
        std::vector<std::size_t> order(moves.size() - same);
        std::iota(order.begin(), order.end(), same);
        detail::stable_sort(order,
                            [&](std::size_t a, std::size_t b) { return key(moves[a]) < key(moves[b]); });
        return order;
    };
    auto const old_ones = sorted(before);
    auto const new_ones = sorted(after);
    std::vector<bool> stays(before.size()), stood(after.size());
    for (std::size_t a = 0, b = 0; a < old_ones.size() && b < new_ones.size();) {
        auto const x = key(before[old_ones[a]]);
        auto const y = key(after[new_ones[b]]);
        if (x == y) stays[old_ones[a]] = stood[new_ones[b]] = true;
        if (x <= y) ++a;
        if (y <= x) ++b;
    }
    for (std::size_t i = same; i < before.size(); ++i) {
        if (!stays[i]) plan.gone.push_back(before[i]);
    }
    for (std::size_t i = same; i < after.size(); ++i) {
        if (!stood[i]) plan.added.push_back(after[i]);
    }
}

/// Takes back what was added to the lists of a report, unless it is kept.
template <class Report>
class report_entry {
public:
    explicit report_entry(Report& r) noexcept : report_{r} {
        auto size = sizes_.begin();
        report_.each_list([&](auto const& list) { *size++ = list.size(); });
    }
    report_entry(report_entry const&) = delete;
    report_entry& operator=(report_entry const&) = delete;
    ~report_entry() {
        if (kept_) return;
        auto size = sizes_.begin();
        report_.each_list([&](auto& list) {
            while (list.size() > *size) list.pop_back();
            ++size;
        });
    }
    void keep() noexcept { kept_ = true; }

private:
    Report& report_;
    std::array<std::size_t, Report::lists> sizes_{};
    bool kept_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
