#pragma once

#include <rung/base/base_access.hpp>
#include <rung/base/client_base.hpp>
#include <rung/base/id_index.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/timeline.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// Tells accumulators the lives of clients of a base that keeps history, or takes them out again.
template <class Base>
class life_teller {
public:
    using event_type = typename Base::event_type;
    using lifecycle_type = typename Base::lifecycle_type;
    using client_type = typename lifecycle_type::decided_client_type;
    using schema_type = typename Base::schema_type;

    explicit life_teller(Base const& base) noexcept
        : base_{base}, clients_{rung::detail::base_access::clients(base)},
          people_{rung::detail::base_access::people(base)} {}

    [[nodiscard]] std::uint32_t numbers() const noexcept { return static_cast<std::uint32_t>(base_.size()); }
    [[nodiscard]] std::uint32_t number_of(client_id id) const noexcept { return clients_.find(id); }

    /// The life of the client with a number, from the first event to `until`.
    template <bool Out, class... Accumulators>
    void tell(std::uint32_t number, instant until, bool with_later_events, Accumulators&... to) {
        auto const id = clients_.id_of(number);
        events_.clear();
        held_.clear();
        people_.events_of(id, number, events_);
        if (!with_later_events) std::erase_if(events_, [&](event_type const& e) { return e.at > until; });
        if (events_.empty()) return;
        // Even if it was taken back as a whole: the client is known by it.
        auto const is_before = rung::detail::comes_before<event_type>;
        auto first_event = *std::min_element(events_.begin(), events_.end(), is_before);
        first_event.client = id;
        auto const first = first_event.at;
        rung::detail::make_history<schema_type>(events_, held_);

        auto const& life = base_.lifecycle();
        auto const moved = [&](auto const& t) { (tell_move<Out>(to, t), ...); };
        client_type c{};
        if constexpr (!Out) {
            (rung::detail::tell_first(to, std::as_const(first_event)), ...);
            (rung::detail::tell_joined(to, id, first), ...);
        }
        for (auto& e : events_) {
            e.client = id;
            (void)life.settle(c, e.at, moved, id);
            auto const stood = life.stage(c);
            rung::detail::live_on(life, c, e, moved);
            (tell_event<Out>(to, std::as_const(e), stood), ...);
        }
        (void)life.settle(c, until, moved, id);
        if constexpr (Out) (tell_left(to, id, first), ...);
    }

private:
    Base const& base_;
    decltype(rung::detail::base_access::clients(std::declval<Base const&>())) clients_;
    decltype(rung::detail::base_access::people(std::declval<Base const&>())) people_;
    std::vector<event_type> events_{};
    std::vector<event_type> held_{};

    template <bool Out, class To, class Transition>
    static void tell_move(To& to, Transition const& t) {
        if constexpr (Out)
            rung::detail::tell_withdrawn(to, t);
        else
            rung::detail::tell(to, t);
    }
    template <bool Out, class To, class Stage>
    static void tell_event(To& to, event_type const& e, Stage stood) {
        if constexpr (!Out)
            rung::detail::tell_happened(to, e, stood);
        else if constexpr (rung::detail::takes_events_back<To, event_type, Stage>)
            to.withdrawn(e, stood);
    }
    template <class To>
    static void tell_left(To& to, client_id id, instant first) {
        if constexpr (rung::detail::is_told_of_left_since<To>)
            to.left(id, first);
        else
            rung::detail::tell_left(to, id);
    }
};

/// Tells of some clients, or takes out what was told of them. Of an id that nobody has nothing is told.
template <bool Out, class Base, class... Accumulators>
void tell_of(Base const& base, std::span<client_id const> ids, Accumulators&... to) {
    life_teller<Base> lives{base};
    for (auto const id : ids) {
        auto const number = lives.number_of(id);
        if (number != rung::id_index::none)
            lives.template tell<Out>(number, base.settled_until(), true, to...);
    }
}

/// Each person of these ids once.
template <class Base>
[[nodiscard]] std::vector<client_id> people_of(Base const& base, std::vector<client_id> ids) {
    for (auto& id : ids) {
        if (auto const view = base.find(id)) id = view->id();
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());  // NOLINT(modernize-use-ranges): clang 14
    return ids;
}

template <class Lifecycle>
void is_history(client_base<Lifecycle, history::kept> const&);

template <class Base>
concept keeps_history = requires(Base const& base) {
    detail::is_history(base);
};

}  // namespace detail

/// Tells accumulators all that ever happened in a base that keeps history, client by client: who came, their
/// events, their moves. So what the base tells is rebuilt by one call from what is saved with the base. What
/// they count is the same as if they had listened from the beginning.
///
///     insight::ledger ledger{base};
///     insight::tell(base, ledger);
template <detail::keeps_history Base, class... Accumulators>
void tell(Base const& base, Accumulators&... to) {
    detail::life_teller<Base> lives{base};
    for (std::uint32_t n = 0; n < lives.numbers(); ++n)
        lives.template tell<false>(n, base.settled_until(), true, to...);
}

/// The same as of an instant: nothing after it has happened yet, and time alone has moved everybody until
/// then.
template <detail::keeps_history Base, class... Accumulators>
void tell_until(Base const& base, instant at, Accumulators&... to) {
    detail::life_teller<Base> lives{base};
    for (std::uint32_t n = 0; n < lives.numbers(); ++n) lives.template tell<false>(n, at, false, to...);
}

/// Does something to a base that keeps history (takes an event back, merges clients) and keeps accumulators
/// in step that count events too: the lives of the clients of these ids are taken out of what was counted,
/// and told again as they are then. `ids`: all whom it changes. If it throws, tell() counts anew.
///
///     insight::change(base, {into, from}, [&] { base.merge(into, from, report); }, ledger);
template <detail::keeps_history Base, class Change, class... Accumulators>
void change(Base& base, std::vector<client_id> const& ids, Change&& change_base, Accumulators&... to) {
    detail::tell_of<true>(base, detail::people_of(base, ids), to...);
    change_base();
    detail::tell_of<false>(base, detail::people_of(base, ids), to...);
}

/// Lets a base that keeps history take events, with accumulators that count events too. The lives of the
/// clients to whom the events come are taken out of what was counted, and put in as they are then: a late
/// event leaves no trace of what it changed. `report` as in base.apply.
template <detail::keeps_history Base, class... Accumulators>
void apply(Base& base, std::span<typename Base::event_type const> events, typename Base::report_type& report,
           Accumulators&... to) {
    std::vector<client_id> whose;
    whose.reserve(events.size());
    for (auto const& e : events) whose.push_back(e.client);
    insight::change(
        base, whose, [&] { base.apply(events, report); }, to...);
}

/// Moves everybody as time alone has moved them until `now`, and tells such accumulators.
template <detail::keeps_history Base, class... Accumulators>
std::uint64_t settle(Base& base, instant now, Accumulators&... to) {
    return base.settle(now, observer{[&](auto const& t) { (rung::detail::tell(to, t), ...); }, ignore{}});
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
