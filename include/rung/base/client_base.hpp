#pragma once

#include <rung/base/append.hpp>
#include <rung/base/census.hpp>
#include <rung/base/client_records.hpp>
#include <rung/base/fwd.hpp>
#include <rung/base/history.hpp>
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

/// One client of a base, to look at. Valid until the base changes.
template <class Lifecycle>
class client_view {
public:
    using stage_type = typename Lifecycle::stage_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;

    /// `decided`: the decision about him, if there is one.
    client_view(Lifecycle const& l, client_id id, client_type const& c, decision const* decided) noexcept
        : lifecycle_{&l}, client_{&c}, decision_{decided}, id_{id} {}

    [[nodiscard]] client_id id() const noexcept { return id_; }
    [[nodiscard]] stage_type stage() const noexcept { return lifecycle_->stage(*client_); }
    [[nodiscard]] std::string_view stage_name() const noexcept { return lifecycle_->ladder().name(stage()); }
    [[nodiscard]] instant since() const noexcept { return client_->standing.since; }
    [[nodiscard]] bool in_grace() const noexcept { return client_->standing.in_grace(); }
    [[nodiscard]] auto const& facts() const noexcept { return client_->facts; }
    [[nodiscard]] client_type const& client() const noexcept { return *client_; }
    /// A copy with the decision about him.
    [[nodiscard]] decided_client_type decided_client() const noexcept {
        return {*client_, decision_ != nullptr ? *decision_ : decision{}};
    }
    /// When time alone changes his standing next; forever() if it does not.
    [[nodiscard]] instant next_change() const noexcept { return lifecycle_->next_change(decided_client()); }
    /// Where he stands at `now` and why; include core/explain.hpp for it.
    template <class... Price>
    [[nodiscard]] auto explain(instant now, Price const&... price) const {
        return lifecycle_->explain(decided_client(), now, price...);
    }

private:
    Lifecycle const* lifecycle_;
    client_type const* client_;
    decision const* decision_;
    client_id id_;
};

/// What became of a span of events. Two of them add up with +=.
template <class Event>
struct apply_report {
    struct refused_event {
        Event event{};
        refusal why = refusal::none;
        friend bool operator==(refused_event const&, refused_event const&) = default;
    };

    std::uint64_t applied = 0;
    std::uint64_t moves = 0;  ///< transitions, those by time alone included
    /// The events that were not taken, handed back in order.
    std::vector<refused_event> refused;

    /// How many were refused for one reason.
    [[nodiscard]] std::uint64_t count(refusal why) const noexcept {
        std::uint64_t n = 0;
        for (auto const& r : refused) n += r.why == why ? 1 : 0;
        return n;
    }
    apply_report& operator+=(apply_report const& other) {
        applied += other.applied;
        moves += other.moves;
        detail::append(refused, other.refused);
        return *this;
    }
    /// Calls f with each of its lists.
    template <class F>
    void each_list(F const& f) {
        f(refused);
    }
    static constexpr std::size_t lists = 1;
    friend bool operator==(apply_report const&, apply_report const&) = default;
};

/// Many clients on one ladder, by 64-bit id. `History` says whether their events are kept: see
/// base/history.hpp. `Ids` says which ids they have: see base/ids.hpp.
template <class Lifecycle, class History, class Ids>
class client_base {
    static_assert(sizeof(Lifecycle) == 0 || std::is_same_v<Ids, ids::hashed>,
                  "a base that keeps history has hashed ids, any 64-bit numbers: leave ids::dense out");
    static_assert(sizeof(Lifecycle) == 0 || !std::is_same_v<Ids, ids::hashed>,
                  "a base that keeps history: include <rung/base/kept_history.hpp>");

public:
    // Not one to deduce the base from: that is done below.
    template <class... Any>
    explicit client_base(std::type_identity_t<Lifecycle>, Any...) {}
};

template <class Lifecycle>
client_base(Lifecycle) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, std::uint64_t) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, ids::hashed) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, ids::dense) -> client_base<Lifecycle, history::none, ids::dense>;
template <class Lifecycle>
client_base(Lifecycle, history::none) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, history::kept) -> client_base<Lifecycle, history::kept>;
template <class Lifecycle>
client_base(Lifecycle, history::kept, std::uint64_t) -> client_base<Lifecycle, history::kept>;
template <class Lifecycle>
client_base(Lifecycle, history::kept, ids::hashed) -> client_base<Lifecycle, history::kept>;
template <class Lifecycle>  // said to be impossible
client_base(Lifecycle, history::kept, ids::dense)->client_base<Lifecycle, history::kept, ids::dense>;
template <class Lifecycle>
client_base(Lifecycle, ids::dense, history::kept) -> client_base<Lifecycle, history::kept, ids::dense>;

/// Keeps facts and standings, not the events: an event that is late for its client is refused and handed
/// back.
///
/// Observers are called with each transition as it happens, in the order of each client's events; one that
/// also has `joined(client_id, instant)` is told of each new client first. They are passed by the caller and
/// inlined.
///
/// Threads: any number of them may call const members of one base at once; a call of any other member needs
/// the base for itself. What `find` and `each` hand out is read from the base, so looking at it counts as a
/// const call. Nothing is hidden and nothing shared: no globals, no caches, two bases have nothing in common.
/// For several writers see base/sharded_base.hpp.
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
    /// `seed`: see ids::hashed.
    client_base(Lifecycle l, std::uint64_t seed) requires std::is_same_v<Ids, ids::hashed>
        : client_base{l, ids::hashed{seed}} {}
    client_base(Lifecycle l, history::none) : client_base{l} {}

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return lifecycle_; }
    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }
    /// The ids that it was made for.
    [[nodiscard]] Ids ids() const noexcept { return records_.how(); }
    /// Whether a client of this id can be in the base, as all can where ids are hashed.
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return records_.has_room_for(id); }
    void reserve(std::size_t clients) { records_.reserve(clients); }
    /// What records, ids and their index take; decisions by hand come on top of it.
    [[nodiscard]] std::size_t bytes() const noexcept { return records_.bytes(); }

    /// Takes one event. The client is made by the first event of his that is taken.
    template <class... Observers>
    outcome_type apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        return take(records_.find(e.client), e, observers...);
    }

    /// Takes events in order. What comes of it is the same as one by one; but the base asks memory for the
    /// clients of the next events ahead of their turn, and so takes many at once several times as fast.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        report_type report;
        take_all(
            report, events.size(), [=](std::size_t i) -> event_type const& { return events[i]; }, ignore{},
            observers...);
        return report;
    }
    /// The same for events that lie anywhere.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const* const> events, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        report_type report;
        take_all(
            report, events.size(), [=](std::size_t i) -> event_type const& { return *events[i]; }, ignore{},
            observers...);
        return report;
    }

    /// Moves everybody as time alone has moved them until `now`. Answers how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<client_base, Observers...>();
        std::uint64_t moves = 0;
        if (!now.is_moment()) return moves;
        auto const sink = [&](auto const& t) { moved(t, observers...); };
        for (std::size_t i = 0; i < records_.numbers(); ++i) {
            auto& his = records_[i];
            if (!his.standing.may_change_by(now)) continue;
            auto const settle_one = [&](auto& c) {
                return lifecycle_.settle(c, now, sink, records_.id_of(i));
            };
            moves += his.standing.decided() ? with_decision(i, settle_one) : settle_one(his);
        }
        return moves;
    }

    /// How many clients stand where; kept up to date, so it costs nothing.
    [[nodiscard]] rung::census<stage_type> const& census() const& noexcept { return census_; }
    /// By value from a base that is about to go: `for (auto [stage, clients] : base.as_of(then).census())`.
    [[nodiscard]] rung::census<stage_type> census() && noexcept { return census_; }

    /// Forgets a client: his id, facts and decision go. What observers have counted stays, and he is counted
    /// in erased(). Another event of his would make him a new client. False if there is none of that id.
    bool erase(client_id id) {
        auto const number = records_.find(id);
        if (number == none) return false;
        // A base that as_of made may know people by several ids.
        auto const his = records_.other_ids(number);
        auto const of_last = records_.other_ids(static_cast<std::uint32_t>(records_.numbers() - 1));
        erased_.add(lifecycle_.stage(records_[number]));
        for (auto const other : his) records_.unname(other);
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
    /// empty.
    ///
    ///     base = std::move(base).adopt(stricter, {.at = now, .how = rung::adoption::grandfathering}, flow);
    ///
    /// The transitions that observers are given refer to a ladder that lives no longer than this call.
    template <class New, class... Observers>
    [[nodiscard]] client_base<New, history::none, Ids> adopt(New l, adoption_terms const& terms,
                                                             Observers&&... observers) && {
        detail::check_observers<client_base, Observers...>();
        static_assert(std::is_same_v<schema_type, typename New::schema_type>);
        detail::check_observers<client_base<New, history::none, Ids>, Observers...>();
        settle(terms.at, observers...);
        auto const places = place_map::by_name(lifecycle_.ladder(), l.ladder(), terms.renamed);
        client_base<New, history::none, Ids> out{l, ids()};
        std::swap(out.records_, records_);
        std::swap(out.decisions_, decisions_);
        for (auto const& [erased_from, clients] : erased_)
            out.erased_.add(rung::stage_at<typename New::stage_type>(places.to[rung::index_of(erased_from)]),
                            clients);
        erased_ = rung::census<stage_type>{lifecycle_.ladder().place_count()};
        census_ = rung::census<stage_type>{lifecycle_.ladder().place_count()};
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

    // Puts a client together with the decision about him, lets f have both, and stores what it made of them,
    // also where an observer throws.
    template <class F>
    auto with_decision(std::size_t number, F const& f) {
        auto const id = records_.id_of(number);
        if (decisions_.find(id) == nullptr) decisions_.add(id);  // makes room before anything changes
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

    // Room for so many clients more, and decisions: add_in_room and put then ask for no memory.
    void make_room(std::size_t clients, std::size_t decisions) {
        records_.make_room(clients);
        decisions_.make_room(decisions);
    }
    std::uint32_t add_in_room(client_id id) noexcept {
        census_.add(rung::stage_at<stage_type>(0));
        return records_.add_in_room(id);
    }

    // Takes a client out; another may get his number.
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
    // The same where there is room for a decision.
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

    // Takes the event of the client of a number; of none, it makes him.
    template <class... Observers>
    outcome_type take(std::uint32_t number, event_type const& e, Observers&... observers) {
        if (number == none) {
            if (!records_.has_room_for(e.client)) return outcome_type{refusal::client};
            if (auto const why = lifecycle_.why_not(decided_client_type{}, e); why != refusal::none)
                return outcome_type{why};
            (detail::tell_joined(observers, e.client, e.at), ...);
            if (rung::decision_of<schema_type>(e).what != decree::none) decisions_.make_room();
            number = add(e.client);
        }
        auto const take = [&](auto& c) {
            return lifecycle_.apply(c, e, [&](auto const& t) { moved(t, observers...); });
        };
        return may_be_decided(number, e) ? with_decision(number, take) : take(records_[number]);
    }

    // Takes so many events, each in its turn. Calls listed(event) after each that has made the report's list
    // longer.
    template <class EventAt, class Listed, class... Observers>
    void take_all(report_type& report, std::size_t events, EventAt event_at, Listed listed,
                  Observers&... observers) {
        std::uint64_t applied = 0;
        std::uint64_t moves = 0;
        auto const id_at = [=](std::size_t i) { return event_at(i).client; };
        typename records_type::template looking_ahead<decltype(id_at)> ahead{records_, events, id_at};
        for (std::size_t i = 0; i < events; ++i) {
            auto const& e = event_at(i);
            auto const out = take_next(ahead.number(i), e, observers...);
            if (out.answer() == answer::refused) [[unlikely]] {
                report.refused.push_back({e, out.refusal()});
                listed(e);
                continue;
            }
            ++applied;
            moves += out.settled() + (out ? 1 : 0);
        }
        report.applied += applied;
        report.moves += moves;
    }

    // The same as take(), for a place where most clients are there and under no decision.
    template <class... Observers>
    RUNG_FORCE_INLINE outcome_type take_next(std::uint32_t number, event_type const& e,
                                             Observers&... observers) {
        if (number == none || may_be_decided(number, e)) return take(number, e, observers...);
        return lifecycle_.apply_inline(records_[number], e, [&](auto const& t) { moved(t, observers...); });
    }

    // The event of a client who is there, known to be sound and in order.
    template <class... Observers>
    outcome_type apply_next(std::uint32_t number, event_type const& e, Observers&... observers) {
        auto const take = [&](auto& c) {
            return lifecycle_.apply_next(c, e, [&](auto const& t) { moved(t, observers...); });
        };
        return may_be_decided(number, e) ? with_decision(number, take) : take(records_[number]);
    }

    // Whether there is a decision about a client, or will be by an event.
    [[nodiscard]] bool may_be_decided(std::uint32_t number, event_type const& e) const noexcept {
        return is_decided(number) || rung::decision_of<schema_type>(e).what != decree::none;
    }

    template <class Transition, class... Observers>
    void moved(Transition const& t, Observers&&... observers) {
        census_.remove(t.from);
        census_.add(t.to);
        (detail::tell(observers, t), ...);
    }
};

}  // namespace v0
}  // namespace rung
