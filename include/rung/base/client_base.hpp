#pragma once

#include <rung/base/any_client_base.hpp>
#include <rung/base/apply_report.hpp>
#include <rung/base/census.hpp>
#include <rung/base/client_records.hpp>
#include <rung/base/client_view.hpp>
#include <rung/base/fwd.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/sparse.hpp>
#include <rung/core/adoption.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// Keeps facts and standings, not the events: an event that is late for its client is refused and returned.
///
/// Observers are called with each transition as it happens, in the order of each client's events; one that
/// also has `joined(client_id, instant)` first hears of each new client. They are passed by the caller and
/// inlined.
///
/// If an observer throws, the event is still taken, and the remaining calls for it are not made. If memory
/// fails, the event that needed it is not taken.
///
/// Threads: any number of them may call const members of one base at once; a call of any other member needs
/// the base for itself. The views of `find` and `each` read from the base, so using one counts as a const
/// call. There is no hidden or shared state: no globals, no caches, two bases have nothing in common. For
/// several writers see base/sharded_base.hpp.
template <class Lifecycle, class Ids>
class client_base<Lifecycle, history::none, Ids> {
public:
    using lifecycle_type = Lifecycle;
    using stage_type = typename Lifecycle::stage_type;
    using event_type = typename Lifecycle::event_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;
    using outcome_type = typename Lifecycle::outcome_type;
    using view_type = client_view<Lifecycle>;
    using report_type = apply_report<event_type>;
    static constexpr bool keeps_history = false;

    explicit client_base(Lifecycle l, Ids ids = {})
        : lifecycle_{l}, records_{ids},
          decisions_{records_.seed()}, census_{lifecycle_.ladder().place_count()}, erased_{census_.size()} {}
    client_base(Lifecycle l, history::none) : client_base{l} {}
    template <whole_number Number>
    client_base(Lifecycle l, Number) : client_base{l} {
        detail::refuse_number<Number>();
    }

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return lifecycle_; }
    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }
    /// The ids that it was made for.
    [[nodiscard]] Ids ids() const noexcept { return records_.how(); }
    /// Whether a client of this id can be in the base; with hashed ids all can but no_client.
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return records_.has_room_for(id); }
    void reserve(std::size_t clients) { records_.reserve(clients); }
    /// What records, ids and their index take; decisions by hand are extra.
    [[nodiscard]] std::size_t bytes() const noexcept { return records_.bytes(); }

    /// Takes one event. A client is made by their first event that is taken.
    template <class... Observers>
    [[nodiscard("an event that is refused changes nothing: look at refusal(), or cast to void")]] outcome_type
    apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        tally unread;
        return take(records_.find(e.client), e, unread, observers...);
    }

    /// Takes events in order. The result is the same as one by one; but the base prefetches the clients of
    /// the next events, and so takes many at once several times as fast.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    /// The same, and adds to a report, which also says how far the call came if an observer throws or memory
    /// fails: `report.done` events were done, and the others were not touched.
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        take_all(
            report, events.size(), [=](std::size_t i) -> event_type const& { return events[i]; }, ignore{},
            observers...);
    }
    /// Both for events that are anywhere in memory.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const* const> events, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    template <class... Observers>
    void apply(std::span<event_type const* const> events, report_type& report, Observers&&... observers) {
        take_all(
            report, events.size(), [=](std::size_t i) -> event_type const& { return *events[i]; }, ignore{},
            observers...);
    }

    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were. Where an
    /// observer throws, only the moves reported so far have happened: another call goes on with the next one.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        tally count;
        if (!now.is_moment()) return 0;
        auto const sink = [&](auto const& t) { moved(count, t, observers...); };
        for (std::size_t i = 0; i < records_.numbers(); ++i) {
            auto& record = records_[i];
            if (!record.standing.may_change_by(now)) continue;
            auto const settle_one = [&](auto& c) {
                return lifecycle_.settle(c, now, sink, records_.id_of(i));
            };
            record.standing.decided() ? with_decision(i, settle_one) : settle_one(record);
        }
        return count.moves;
    }

    /// How many clients stand where; kept up to date, so it costs nothing.
    [[nodiscard]] rung::census<stage_type> const& census() const& noexcept { return census_; }
    /// By value from a temporary base: `for (auto [stage, clients] : base.as_of(then).census())`.
    [[nodiscard]] rung::census<stage_type> census() && noexcept { return census_; }

    /// Forgets a client: the id, facts and decision go. What observers have counted stays, and the client is
    /// counted in erased(). Another event would make them a new client. False if there is none of that id.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool erase(client_id id) {
        auto const number = records_.find(id);
        if (number == none) return false;
        // A base made by as_of may know people by several ids.
        auto const others = records_.other_ids(number);
        auto const of_last = records_.other_ids(static_cast<std::uint32_t>(records_.numbers() - 1));
        erased_.add(lifecycle_.stage(records_[number]));
        for (auto const other : others) records_.unname(other);
        remove(number);
        for (auto const other : of_last) {
            if (records_.find(other) != none) records_.name_too(other, number);
        }
        return true;
    }
    /// How many clients were erased, by the place where they stood.
    [[nodiscard]] rung::census<stage_type> const& erased() const noexcept { return erased_; }

    /// The client of an id, if there is one.
    [[nodiscard]] std::optional<view_type> find(client_id id) const noexcept {
        auto const number = records_.find(id);
        if (number == none) return std::nullopt;
        return view(number, records_.id_of(number, id));
    }

    /// Calls visit(client_view) for every client: dense ids in their order, others in the order in which they
    /// came, as long as none is erased.
    template <class Visit>
    void each(Visit&& visit) const {
        for (std::size_t i = 0; i < records_.numbers(); ++i) {
            if (records_.is_there(i)) visit(view(i));
        }
    }

    /// The same clients under another lifecycle; `terms` say how they are taken over (core/adoption.hpp).
    /// First all that fell due under this one happens, then each client is judged by the new thresholds.
    /// Observers see both; a move that the new thresholds made has cause::thresholds. This base is left
    /// empty; if an observer throws or memory fails it stays unchanged. Meanwhile both are in memory.
    ///
    ///     base = std::move(base).adopt(stricter, {.at = now, .how = rung::adoption::grandfathering}, flow);
    ///
    /// The transitions that observers get refer to a ladder that lives only during this call.
    template <class New, class... Observers>
    [[nodiscard]] client_base<New, history::none, Ids> adopt(New l, adoption_terms const& terms,
                                                             Observers&&... observers) && {
        detail::check_observers<client_base, Observers...>();
        static_assert(std::is_same_v<schema_type, typename New::schema_type>);
        detail::check_observers<client_base<New, history::none, Ids>, Observers...>();
        // It takes over a copy: this base stays unchanged until all went well.
        auto before = *this;
        before.settle(terms.at, observers...);
        auto const places = place_map::by_name(lifecycle_.ladder(), l.ladder(), terms.renamed);
        client_base<New, history::none, Ids> out{l, ids()};
        std::swap(out.records_, before.records_);
        std::swap(out.decisions_, before.decisions_);
        for (auto const& [erased_from, clients] : erased_)
            out.erased_.add(rung::stage_at<typename New::stage_type>(places.to[rung::index_of(erased_from)]),
                            clients);
        auto const sink = [&](auto const& t) { (detail::tell(observers, t), ...); };
        for (std::size_t i = 0; i < out.records_.numbers(); ++i) {
            if (!out.records_.is_there(i)) continue;
            auto const adopt_one = [&](auto& c) {
                return out.lifecycle_.adopt(c, places, terms, sink, out.records_.id_of(i));
            };
            if (out.is_decided(i) || terms.how == adoption::grandfathering)
                (void)out.with_decision(i, adopt_one);
            else
                (void)adopt_one(out.records_[i]);
            out.census_.add(out.lifecycle_.stage(out.records_[i]));
        }
        *this = client_base{lifecycle_, ids()};
        return out;
    }

private:
    using schema_type = typename Lifecycle::schema_type;

    template <class, class, class>
    friend class client_base;
    template <class>
    friend class sharded_base;
    template <class>
    friend struct detail::snapshot_form;

    using records_type = detail::client_records<client_type, Ids>;
    static constexpr std::uint32_t none = records_type::none;

    Lifecycle lifecycle_;
    records_type records_;
    detail::sparse<decision> decisions_;
    rung::census<stage_type> census_;
    rung::census<stage_type> erased_;

    [[nodiscard]] bool is_decided(std::size_t number) const noexcept {
        return records_[number].standing.decided();
    }

    [[nodiscard]] view_type view(std::size_t number) const noexcept {
        return view(number, records_.id_of(number));
    }
    [[nodiscard]] view_type view(std::size_t number, client_id id) const noexcept {
        auto const& c = records_[number];
        return view_type{lifecycle_, id, c, c.standing.decided() ? decisions_.find(id) : nullptr};
    }

    // Joins a client with the decision about them, passes both to f, and stores the result, even if an
    // observer throws.
    template <class F>
    auto with_decision(std::size_t number, F const& f) {
        auto const id = records_.id_of(number);
        if (decisions_.find(id) == nullptr) decisions_.add(id);  // allocates before anything changes
        decided_client_type c{records_[number], *decisions_.find(id)};
        struct store {
            client_base& base;
            decided_client_type const& c;
            std::size_t number;
            client_id id;

            ~store() {
                base.records_[number] = c;
                if (c.standing.decided())
                    *base.decisions_.find(id) = c.decision;
                else
                    base.decisions_.remove(id);
            }
        } const stored{*this, c, number, id};
        return f(c);
    }

    std::uint32_t add(client_id id) {
        auto const number = records_.add(id);
        census_.add(rung::stage_at<stage_type>(0));
        return number;
    }

    // Room for so many more clients, and decisions: add_in_room and put then allocate nothing.
    void make_room(std::size_t clients, std::size_t decisions) {
        records_.make_room(clients);
        decisions_.make_room(decisions);
    }
    std::uint32_t add_in_room(client_id id) noexcept {
        census_.add(rung::stage_at<stage_type>(0));
        return records_.add_in_room(id);
    }

    // Takes a client out; another may get the number.
    void remove(std::uint32_t number) noexcept {
        auto const id = records_.id_of(number);
        census_.remove(lifecycle_.stage(records_[number]));
        decisions_.remove(id);
        records_.remove(number);
    }

    // Puts another client in the place of one.
    void replace(std::uint32_t number, decided_client_type const& c) {
        if (c.standing.decided()) decisions_.make_room();
        put(number, c);
    }
    // The same if there is room for a decision.
    void put(std::uint32_t number, decided_client_type const& c) noexcept {
        auto const id = records_.id_of(number);
        census_.remove(lifecycle_.stage(records_[number]));
        if (c.standing.decided()) {
            auto* const known = decisions_.find(id);
            (known != nullptr ? *known : decisions_.add_in_room(id)) = c.decision;
        } else if (is_decided(number)) {
            decisions_.remove(id);
        }
        records_[number] = c;
        census_.add(lifecycle_.stage(c));
    }

    // How many events were taken, and how many moves were made, even if an observer threw.
    struct tally {
        std::uint64_t applied = 0;
        std::uint64_t moves = 0;
    };

    // Takes the event of the client with a number; without a number, it makes the client. It allocates before
    // anything changes.
    template <class... Observers>
    outcome_type take(std::uint32_t number, event_type const& e, tally& count, Observers&... observers) {
        bool const is_decision = rung::decision_of<schema_type>(e).what != decree::none;
        bool const is_new = number == none;
        if (is_new) {
            if (!records_.has_room_for(e.client)) return outcome_type{refusal::client};
            if (auto const why = lifecycle_.why_not(decided_client_type{}, e); why != refusal::none)
                return outcome_type{why};
        }
        if (is_decision) decisions_.make_room();
        if (is_new) number = add(e.client);
        auto const take = [&](auto& c) {
            if (auto const why = lifecycle_.why_not(c, e); why != refusal::none) return outcome_type{why};
            return take_sound(c, is_new, e, count, observers...);
        };
        return is_decision || is_decided(number) ? with_decision(number, take) : take(records_[number]);
    }

    // Takes an event that is sound and in order.
    template <class Client, class... Observers>
    outcome_type take_sound(Client& c, bool is_new, event_type const& e, tally& count,
                            Observers&... observers) {
        ++count.applied;
        auto const settled = lead_to(c, is_new, e, count, observers...);
        // All its moves have happened before observers are called.
        auto const out = lifecycle_.apply_next(c, e, [&](auto const& t) { moved(count, t, observers...); });
        return out ? outcome_type{*out, settled} : outcome_type{out.hold(), settled};
    }

    // What comes before an event: the newcomer, and moves by time; returns how many. If an observer throws at
    // one of them, the event is taken completely, and no more observers are called.
    template <class Client, class... Observers>
    std::size_t lead_to(Client& c, bool is_new, event_type const& e, tally& count, Observers&... observers) {
        struct in_any_case {
            client_base& base;
            Client& c;
            event_type const& e;
            tally& count;
            bool is_over = false;

            ~in_any_case() {
                if (is_over) return;
                auto const silently = [&](auto const& t) { base.moved(count, t); };
                base.lifecycle_.settle(c, e.at, silently, e.client);
                base.lifecycle_.apply_next(c, e, silently);
            }
        } taken{*this, c, e, count};
        if (is_new) (detail::tell_joined(observers, e.client, e.at), ...);
        auto const settled = lifecycle_.settle(
            c, e.at, [&](auto const& t) { moved(count, t, observers...); }, e.client);
        taken.is_over = true;
        return settled;
    }

    // Takes so many events, one after the other. Calls listed(event) after each that has added to the
    // report's lists.
    template <class EventAt, class Listed, class... Observers>
    void take_all(report_type& report, std::size_t events, EventAt event_at, Listed listed,
                  Observers&... observers) {
        // Counted apart from the report, where it can stay in registers.
        struct counting : tally {
            report_type& report;
            std::size_t refused_before;

            explicit counting(report_type& r) noexcept : report{r}, refused_before{r.refused.size()} {}
            ~counting() {
                report.done += this->applied + (report.refused.size() - refused_before);
                report.applied += this->applied;
                report.moves += this->moves;
            }
        } count{report};
        auto const id_at = [=](std::size_t i) { return event_at(i).client; };
        typename records_type::template looking_ahead<decltype(id_at)> ahead{records_, events, id_at};
        for (std::size_t i = 0; i < events; ++i) {
            auto const& e = event_at(i);
            auto const out = take_next(ahead.number(i), e, count, observers...);
            if (out.answer() == answer::refused) [[unlikely]] {
                report.refused.push_back({e, out.refusal()});
                listed(e);
            }
        }
    }

    // The same as take(), for a place where most clients are there and under no decision. The result does not
    // have the moves by time before the event.
    template <class... Observers>
    RUNG_FORCE_INLINE outcome_type take_next(std::uint32_t number, event_type const& e, tally& count,
                                             Observers&... observers) {
        if (number == none || may_be_decided(number, e)) return take(number, e, count, observers...);
        auto& c = records_[number];
        ++count.applied;
        if (c.standing.may_change_by(e.at) && lifecycle_.why_not(c, e) == refusal::none) [[unlikely]]
            (void)lead_to(c, false, e, count, observers...);
        auto const out = lifecycle_.apply_inline(c, e, [&](auto const& t) { moved(count, t, observers...); });
        if (out.answer() == answer::refused) --count.applied;
        return out;
    }

    // Whether there is a decision about a client, or an event will make one.
    [[nodiscard]] bool may_be_decided(std::uint32_t number, event_type const& e) const noexcept {
        return is_decided(number) || rung::decision_of<schema_type>(e).what != decree::none;
    }

    template <class Transition, class... Observers>
    void moved(tally& count, Transition const& t, Observers&... observers) {
        ++count.moves;
        census_.remove(t.from);
        census_.add(t.to);
        (detail::tell(observers, t), ...);
    }
};

}  // namespace v0
}  // namespace rung
