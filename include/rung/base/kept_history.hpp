#pragma once

#include <rung/base/client_base.hpp>
#include <rung/base/event_list.hpp>
#include <rung/base/history_draft.hpp>
#include <rung/base/history_report.hpp>
#include <rung/base/people.hpp>
#include <rung/base/timeline.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

namespace detail {

template <class Observer, class Transition>
concept takes_moves_back = requires(Observer& o, Transition const& t) {
    o.withdrawn(t);
};

}  // namespace detail

/// Many clients on one ladder, with their events. Where a client stands is a function of the set of his
/// events and of the latest instant that the base was settled at, in whatever order, batches and doubles they
/// came.
///
/// An event that comes late is put in its place and its client folded anew. What he is then said to have done
/// instead is reported: observers have `withdrawn(transition)` beside the call operator, which takes a move
/// back, and may have `joined(client_id, instant)` and `left(client_id)` (he was merged into another, or had
/// been split off).
template <class Lifecycle>
class client_base<Lifecycle, history::kept> {
    using facts_base = client_base<Lifecycle>;

public:
    using lifecycle_type = Lifecycle;
    using schema_type = typename Lifecycle::schema_type;
    using stage_type = typename Lifecycle::stage_type;
    using event_type = typename Lifecycle::event_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;
    using view_type = client_view<Lifecycle>;
    using report_type = history_report<Lifecycle>;
    static constexpr bool keeps_history = true;
    using history_type = client_history<Lifecycle>;

    /// `seed`: see ids::hashed.
    explicit client_base(Lifecycle l, history::kept how = {}, std::uint64_t seed = 0)
        : live_{l, seed}, people_{seed}, how_{how} {}
    client_base(Lifecycle l, history::kept how, ids::hashed ids) : client_base{l, how, ids.seed} {}

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return live_.lifecycle(); }
    /// How many people there are: those merged into another do not count.
    [[nodiscard]] std::size_t size() const noexcept { return live_.size(); }
    [[nodiscard]] ids::hashed ids() const noexcept { return live_.ids(); }
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return live_.has_room_for(id); }
    void reserve(std::size_t clients) {
        live_.reserve(clients);
        people_.reserve(clients);
    }
    [[nodiscard]] history::kept const& history() const noexcept { return how_; }
    /// The latest instant that the base was settled at; never() before.
    [[nodiscard]] instant settled_until() const noexcept { return settled_until_; }

    [[nodiscard]] rung::census<stage_type> const& census() const& noexcept { return live_.census(); }
    [[nodiscard]] rung::census<stage_type> census() && noexcept { return live_.census(); }
    [[nodiscard]] rung::census<stage_type> const& erased() const noexcept { return live_.erased(); }
    /// The client of an id, or of the one that it was merged into.
    [[nodiscard]] std::optional<view_type> find(client_id id) const noexcept { return live_.find(id); }
    template <class Visit>
    void each(Visit&& visit) const {
        live_.each(visit);
    }

    /// Takes events, in any order. Where an observer throws, the event that it was told of is taken, and what
    /// else would have been told of it is not told any more.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        report_type report;
        take_all(
            report, events.size(), [&](std::size_t i) -> event_type const& { return events[i]; }, ignore{},
            observers...);
        return report;
    }
    template <class... Observers>
    report_type apply(event_type const& e, Observers&&... observers) {
        return apply(std::span<event_type const>{&e, 1}, observers...);
    }

    /// Moves everybody as time alone has moved them until `now`. Answers how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        if (now.is_moment() && now > settled_until_) settled_until_ = now;
        return live_.settle(now, observers...);
    }

    /// Everybody of whom something had happened by an instant, as he stood then, in a base of facts.
    [[nodiscard]] facts_base as_of(instant at) const {
        facts_base then{lifecycle(), ids()};
        for (std::uint32_t n = 0; n < size(); ++n) {
            auto const id = live_.records_.id_of(n);
            auto events = counting(n);
            std::erase_if(events, [&](auto const& e) { return e.at > at; });
            if (events.empty()) continue;
            auto const number = then.add(id);
            then.replace(number, lived(id, events, at, ignore{}));
            people_.each_merged(id, [&](client_id other) { then.records_.name_too(other, number); });
        }
        return then;
    }

    /// How many events wait for the one that they take back: refunds of purchases that are not known.
    [[nodiscard]] std::uint64_t held_aside() const noexcept { return people_.held(); }
    /// Calls visit(event) for each of them.
    template <class Visit>
    void each_held_aside(Visit&& visit) const {
        for (std::uint32_t n = 0; n < size(); ++n) {
            if (people_[n].held == 0) continue;
            auto events = counting(n);
            for (auto const& e : netted(events)) visit(e);
        }
    }

    /// All that is held of a client, for himself or for another system: nothing if there is none of that id.
    [[nodiscard]] std::optional<history_type> export_client(client_id id) const;

    /// Forgets a person: his ids, events and facts go. What observers have counted stays, and he is counted
    /// in erased(). Another event of his would make him a new client. False if there is none of that id.
    bool erase(client_id id);

    /// Two ids turn out to be one person: from here on the events of `from`, those to come too, are events of
    /// `into`. `report.withdrawn` and `.issued` say what that changes. Takes effect for all the time before,
    /// too. split() is the way back.
    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report, Observers&&... observers);
    /// Takes a merge back: `from` is a client of his own again, with all that came under his id and under
    /// those that had been merged into him.
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers);

    /// What this base would be if another lifecycle had always been in force: the same people, each folded
    /// anew. Observers are told all that would have happened, person by person. Decisions by hand go by the
    /// names of their stages (`renamed` says which were renamed); one about a stage that is gone becomes one
    /// that lifts. Who was erased is counted where his place is on the new ladder.
    ///
    ///     auto const what_if = base.refold(stricter, {}, funnel);
    ///
    /// To leave those who climbed by the old thresholds where they are, adopt base.as_of(now) instead: a base
    /// of facts.
    template <class New, class... Observers>
    [[nodiscard]] client_base<New, history::kept> refold(New l, list<renamed_stage> renamed = {},
                                                         Observers&&... observers) const;

private:
    using move_type = named_transition<typename Lifecycle::ladder_type>;
    using draft = detail::history_draft<event_type, move_type>;
    using drafts = detail::history_drafts<event_type, move_type>;
    template <class, class, class>
    friend class client_base;
    template <class>
    friend class sharded_base;
    template <class>
    friend struct detail::snapshot_form;

    facts_base live_;
    detail::people<schema_type> people_;  // by the same numbers
    history::kept how_;
    instant settled_until_ = instant::never();

    [[nodiscard]] std::vector<event_type> events_of(std::uint32_t number) const {
        std::vector<event_type> all;
        people_.events_of(live_.records_.id_of(number), number, all);
        return all;
    }

    // Those that count: of the events of several ids, each event's id once.
    [[nodiscard]] std::vector<event_type> counting(std::uint32_t number) const {
        auto all = events_of(number);
        if (people_.is_merged(live_.records_.id_of(number))) detail::each_id_once(all, how_.on_conflict);
        return all;
    }

    // Of a person's events that count makes his history, in place, and answers those that are held aside.
    static std::vector<event_type> netted(std::vector<event_type>& events) {
        std::vector<event_type> held;
        detail::make_history<schema_type>(events, held);
        return held;
    }

    // Lives a person's events that count, and changes them into his history.
    template <class Sink>
    decided_client_type lived(client_id id, std::vector<event_type>& events, instant until,
                              Sink&& sink) const {
        (void)netted(events);
        return detail::live(lifecycle(), events, id, until, sink);
    }

    [[nodiscard]] draft begin(std::uint32_t number) const {
        draft d{.ids = id_index{ids().seed}};
        d.id = live_.records_.id_of(number);
        d.events = events_of(number);
        auto const last =
            std::max_element(d.events.begin(), d.events.end(), detail::comes_before<event_type>);
        d.last = static_cast<std::size_t>(last - d.events.begin());
        auto known = people_.is_merged(d.id) ? counting(number) : d.events;
        (void)lived(d.id, known, settled_until_, [&](auto const& t) { d.before.push_back(t); });
        return d;
    }

    // See client_base without history. What a draft corrects is listed under the event that began it.
    template <class EventAt, class Listed, class... Observers>
    void take_all(report_type& report, std::size_t events, EventAt const& event_at, Listed const& listed,
                  Observers&... observers) {
        drafts open{{}, id_index{ids().seed}};
        std::vector<event_type const*> began;
        for (std::size_t i = 0; i < events; ++i) {
            auto const& e = event_at(i);
            take(e, open, report, observers...);
            listed(e);
            began.resize(open.all.size(), &e);
        }
        for (std::size_t d = 0; d < began.size(); ++d) {
            finish(open.all[d], report, observers...);
            listed(*began[d]);
        }
    }

    template <class... Observers>
    void take(event_type const& e, drafts& open, report_type& report, Observers&... observers) {
        static_assert(
            (detail::takes_moves_back<Observers, move_type> && ...),
            "an observer of a base that keeps history has withdrawn(transition), which takes a move "
            "back: what it was told can turn out not to have happened");
        if (auto const why = lifecycle().why_not(decided_client_type{}, e); why != refusal::none) {
            report.refused.push_back({e, why});
            return;
        }
        auto number = live_.records_.find(e.client);
        if (number == id_index::none) {
            tell_joined(e.client, e.at, observers...);
            number = add(e.client);
        }
        auto const id = live_.records_.id_of(number);
        if (auto* const d = open.find(id)) return insert(*d, e, report);
        auto& p = people_[number];
        bool const is_next = event_order::of(e.at, e.id) > p.last && (e.id == 0 || e.id > p.largest_id) &&
                             e.at >= settled_until_ && p.held == 0 && !detail::takes_back<schema_type>(e);
        if (!is_next) {
            if (is_known(number, e, report)) return;
            return insert(open.add(begin(number)), e, report);
        }
        if (live_.may_be_decided(number, e)) live_.decisions_.make_room();
        people_.store(number, id, e);
        auto his = e;
        his.client = id;  // not the id that was merged into his
        // Where an observer throws at a move by time before it, it is folded in all the same.
        struct fold_anyway {
            facts_base& live;
            std::uint32_t number;
            event_type const& e;

            ~fold_anyway() {
                if (live.records_[number].frontier < event_order::of(e.at, e.id))
                    (void)live.apply_next(number, e);
            }
        } const folded{live_, number, his};
        auto const out = live_.apply_next(number, his, observers...);
        ++report.applied;
        report.moves += out.settled() + (out ? 1 : 0);
    }

    // Whether nothing is to be done with an event, since one of its id is known and stays.
    bool is_known(std::uint32_t number, event_type const& e, report_type& report) const {
        return e.id != 0 && e.id <= people_[number].largest_id && is_known(events_of(number), e, report);
    }
    bool is_known(std::vector<event_type> const& known, event_type const& e, report_type& report) const {
        if (e.id == 0) return false;
        event_type const* other = nullptr;
        for (auto const& k : known) {
            if (k.id != e.id) continue;
            if (detail::say_the_same(k, e)) {
                ++report.repeated;
                return true;
            }
            if (other == nullptr) other = &k;
        }
        if (other == nullptr || how_.on_conflict == history::conflict::keep_last) return false;
        if (how_.on_conflict == history::conflict::refuse)
            report.refused.push_back({e, refusal::conflict});
        else
            report.conflicts.push_back({*other, e});
        return true;
    }

    void insert(draft& d, event_type const& e, report_type& report) const {
        bool const may_be_known = e.id != 0 && d.may_have(e.id);
        if (may_be_known && is_known(d.events, e, report)) return;
        // What is left of the same id is to be replaced.
        auto const replaced = !may_be_known ? 0 : std::erase_if(d.events, [&](auto const& k) {
            if (k.id != e.id) return false;
            report.conflicts.push_back({e, k});
            return true;
        });
        if (replaced != 0) {
            d.late = true;  // and the numbers are no longer of use
            d.noted -= d.noted < replaced ? d.noted : replaced;
        }
        ++report.applied;
        if (!d.late && !d.events.empty()) {
            d.late = detail::comes_before(e, d.events[d.last]);
            if (!d.late) d.last = d.events.size();
        }
        d.events.push_back(e);
    }

    // Stores the events of a draft, lives them, and tells what that changes.
    template <class... Observers>
    void finish(draft& d, report_type& report, Observers&... observers) {
        auto const number = live_.records_.find(d.id);
        std::stable_sort(d.events.begin(), d.events.end(), detail::comes_before<event_type>);
        people_.assign(number, d.id, d.events);
        if (people_.is_merged(d.id)) d.events = counting(number);
        people_.hold(number, netted(d.events).size());
        std::vector<move_type> after;
        live_.replace(number, detail::live(lifecycle(), d.events, d.id, settled_until_,
                                           [&](auto const& t) { after.push_back(t); }));
        tell(d.before, after, d.late, report, observers...);
    }

    template <class... Observers>
    static void tell(std::vector<move_type> const& before, std::vector<move_type> const& after, bool corrects,
                     report_type& report, Observers&... observers) {
        detail::difference<move_type> const changed{before, after};
        for (auto it = changed.gone.rbegin(); it != changed.gone.rend(); ++it)
            (observers.withdrawn(*it), ...);
        for (auto const& t : changed.added) (observers(t), ...);
        report.moves += changed.added.size();
        if (!corrects && changed.gone.empty()) return;
        report.withdrawn.insert(report.withdrawn.end(), changed.gone.begin(), changed.gone.end());
        report.issued.insert(report.issued.end(), changed.added.begin(), changed.added.end());
    }

    // The instant of the first of a person's events. One whose events were all corrected under another of his
    // ids, and who was then split off, has none.
    [[nodiscard]] instant first_seen(std::vector<event_type> const& events) const noexcept {
        if (events.empty()) return settled_until_;
        auto first = events.front().at;
        for (auto const& e : events) first = e.at < first ? e.at : first;
        return first;
    }

    std::uint32_t add(client_id id) {
        people_.reserve(size() + 1);
        auto const number = live_.add(id);
        people_.add();
        return number;
    }

    // A person of another base, with all his events and the ids merged into him.
    template <class... Observers>
    void take_over(client_id id, typename detail::people<schema_type>::group merged,
                   std::vector<event_type> events, Observers&... observers) {
        auto const number = add(id);
        for (auto const& m : merged) live_.records_.name_too(m.id, number);
        people_.put_group(id, std::move(merged));
        tell_joined(id, first_seen(events), observers...);
        draft d{.ids = id_index{ids().seed}};
        d.id = id;
        d.events = std::move(events);
        report_type unread;
        finish(d, unread, observers...);
    }

    template <class... Observers>
    static void tell_joined([[maybe_unused]] client_id id, [[maybe_unused]] instant at,
                            Observers&... observers) {
        (facts_base::tell_joined(observers, id, at), ...);
    }

    // Takes a person out; the last one gets his number, and so do the ids merged into that one.
    void remove(std::uint32_t number) {
        live_.remove(number);
        people_.remove(number);
        if (number == size()) return;
        people_.each_merged(live_.records_.id_of(number),
                            [&](client_id id) { live_.records_.name_too(id, number); });
    }

    template <class Observer>
    static void tell_left(Observer& observer, client_id id) {
        if constexpr (requires { observer.left(id); }) {
            observer.left(id);
        } else {
            static_assert(
                !requires(instant at) { observer.joined(id, at); },
                "an observer that is told of new clients has left(client_id) too, for those who are "
                "merged into another");
        }
    }
};

}  // namespace v0
}  // namespace rung

#include <rung/base/kept_people.hpp>
