#pragma once

#include <rung/base/any_client_base.hpp>
#include <rung/base/apply_report.hpp>
#include <rung/base/base_access.hpp>
#include <rung/base/base_types.hpp>
#include <rung/base/census.hpp>
#include <rung/base/client_store.hpp>
#include <rung/base/client_view.hpp>
#include <rung/base/listed.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/take_events.hpp>
#include <rung/core/adoption.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// Keeps facts and standings, not the events: an event that is late for its client is refused and returned.
///
/// Observers are called with each transition as it happens, in the order of each client's events; one that
/// also has `joined(client_id, instant)` first hears of each new client; one that has `happened(event,
/// stage)` hears of each event that was taken, with the place where the client stood when it came, after the
/// moves that it made. They are passed by the caller and inlined.
///
/// If an observer throws, the event is still taken, and the remaining calls for it are not made. If memory
/// fails, the event that needed it is not taken.
///
/// Threads: any number of them may call const members of one base at once; a call of any other member needs
/// the base for itself. The views of `find` and `each` read from the base, so using one counts as a const
/// call. There is no hidden or shared state: no globals, no caches, two bases have nothing in common. For
/// several writers see base/sharded_base.hpp.
template <class Lifecycle, class Ids>
class client_base<Lifecycle, history::none, Ids>
    : public detail::base_types<Lifecycle, apply_report<typename Lifecycle::event_type>> {
    using types = detail::base_types<Lifecycle, apply_report<typename Lifecycle::event_type>>;

public:
    using typename types::event_type;
    using typename types::outcome_type;
    using typename types::report_type;
    using typename types::stage_type;
    using typename types::view_type;
    static constexpr bool keeps_history = false;

    explicit client_base(Lifecycle l, Ids ids = {}) : clients_{l, ids} {}
    client_base(Lifecycle l, history::none) : client_base{l} {}
    template <whole_number Number>
    client_base(Lifecycle l, Number) : client_base{l} {
        detail::refuse_number<Number>();
    }

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return clients_.lifecycle(); }
    [[nodiscard]] std::size_t size() const noexcept { return clients_.size(); }
    /// The ids that it was made for.
    [[nodiscard]] Ids ids() const noexcept { return clients_.ids(); }
    /// Whether a client of this id can be in the base; with hashed ids all can but no_client.
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return clients_.has_room_for(id); }
    void reserve(std::size_t clients) { clients_.reserve(clients); }
    /// What records, ids and their index take; decisions by hand are extra.
    [[nodiscard]] std::size_t bytes() const noexcept { return clients_.bytes(); }

    /// Takes one event. A client is made by their first event that is taken.
    template <class... Observers>
    [[nodiscard("an event that is refused changes nothing: look at refusal(), or cast to void")]] outcome_type
    apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        return taker().take(e, observers...);
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
        detail::check_observers<client_base, Observers...>();
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
        detail::check_observers<client_base, Observers...>();
        take_all(
            report, events.size(), [=](std::size_t i) -> event_type const& { return *events[i]; }, ignore{},
            observers...);
    }

    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were. Where an
    /// observer throws, only the moves reported so far have happened: another call goes on with the next one.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        taker().check_before_settling(now);
        return taker().settle(now, observers...);
    }

    /// How many clients stand where; kept up to date, so it costs nothing.
    [[nodiscard]] rung::census<stage_type> const& census() const& noexcept { return clients_.census(); }
    /// By value from a temporary base: `for (auto [stage, clients] : base.as_of(then).census())`.
    [[nodiscard]] rung::census<stage_type> census() && noexcept { return clients_.census(); }

    /// Forgets a client: the id, facts and decision go. What observers have counted stays, and the client is
    /// counted in erased(). Another event would make them a new client. False if there is none of that id.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool erase(client_id id) {
        return clients_.erase(id);
    }
    /// How many clients were erased, by the place where they stood.
    [[nodiscard]] rung::census<stage_type> const& erased() const noexcept { return clients_.erased(); }

    /// The client of an id, if there is one.
    [[nodiscard]] std::optional<view_type> find(client_id id) const noexcept { return clients_.view_of(id); }

    /// Calls visit(client_view) for every client: dense ids in their order, others in the order in which they
    /// came, as long as none is erased.
    template <class Visit>
    void each(Visit&& visit) const {
        clients_.each(visit);
    }

    /// Calls visit(client_view) for clients in an order, the highest by `by` first, of equal ones the lower
    /// id first; not for more than `top`. `by` is a function of a client_view, or one of base/in_order.hpp:
    /// by a fact, by the stage, only those for whom a rule holds.
    ///
    ///     base.each_in_order(rung::by_fact{fact::spend, now}, visit, 100);
    template <class By, class Visit>
    void each_in_order(By const& by, Visit&& visit, std::size_t top = ~std::size_t{0}) const {
        detail::visit_in_order(*this, by, visit, top);
    }
    /// Who will move after `now`, and within that time, by time alone: each client once, by the first move,
    /// with what makes them move; the first to move first, of one instant the lower id first. It is what
    /// settle() would do to who was settled at `now`, and changes nothing.
    [[nodiscard]] auto due(instant now, duration within) const {
        return detail::due_of<Lifecycle>(*this, now, within);
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
        static_assert(std::is_same_v<typename types::schema_type, typename New::schema_type>);
        detail::check_observers<client_base<New, history::none, Ids>, Observers...>();
        // It takes over a copy: this base stays unchanged until all went well.
        auto before = *this;
        before.settle(terms.at, observers...);
        auto const places = place_map::by_name(lifecycle().ladder(), l.ladder(), terms.renamed);
        client_base<New, history::none, Ids> out{l, ids()};
        auto& clients = detail::base_access::clients(out);
        clients.take_over(std::move(before.clients_));
        for (auto const& [erased_from, erased] : this->erased())
            clients.count_erased(
                rung::stage_at<typename New::stage_type>(places.to[rung::index_of(erased_from)]), erased);
        auto const sink = [&](auto const& t) { (detail::tell(observers, t), ...); };
        for (std::size_t i = 0; i < clients.numbers(); ++i) {
            if (!clients.is_there(i)) continue;
            auto const adopt_one = [&](auto& c) {
                return clients.lifecycle().adopt(c, places, terms, sink, clients.id_of(i));
            };
            if (clients.is_decided(i) || terms.how == adoption::grandfathering)
                (void)clients.with_decision(i, adopt_one);
            else
                (void)adopt_one(clients[i]);
            clients.count_in(i);
        }
        *this = client_base{lifecycle(), ids()};
        return out;
    }

private:
    friend struct detail::base_access;

    detail::client_store<Lifecycle, Ids> clients_;

    [[nodiscard]] detail::event_taker<Lifecycle, Ids> taker() noexcept {
        return detail::event_taker<Lifecycle, Ids>{clients_};
    }
    template <class EventAt, class Listed, class... Observers>
    void take_all(report_type& report, std::size_t events, EventAt event_at, Listed listed,
                  Observers&... observers) {
        taker().take_all(report, events, event_at, listed, observers...);
    }
};

}  // namespace v0
}  // namespace rung
