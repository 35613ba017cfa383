#pragma once

#include <rung/base/base_access.hpp>
#include <rung/base/snapshot_form.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

namespace detail {

/// A client of a base of facts: id (varint), whether there is a decision about the client, the client
/// (base/codec.hpp), the decision.
template <class Lifecycle, class Ids>
struct snapshot_form<client_base<Lifecycle, history::none, Ids>>
    : snapshot_records<client_base<Lifecycle, history::none, Ids>,
                       snapshot_form<client_base<Lifecycle, history::none, Ids>>> {
    using base_type = client_base<Lifecycle, history::none, Ids>;
    using context = typename snapshot_form::snapshot_records::context;
    using decided_client = typename Lifecycle::decided_client_type;
    static_assert(stores_facts<typename Lifecycle::schema_type>);

    static constexpr std::uint8_t keeps_history = 0;
    [[nodiscard]] static std::uint8_t conflict_policy(base_type const&) noexcept { return 0; }
    [[nodiscard]] static instant settled_until(base_type const&) noexcept { return instant::never(); }
    [[nodiscard]] static base_type begin(base_type const& empty, context const&) { return empty; }
    [[nodiscard]] static bool is_empty(base_type const& base) noexcept {
        return base.size() == 0 && base.erased().total() == 0;
    }
    template <class Stage>
    static void count_erased(base_type& base, Stage at, std::uint64_t clients) {
        base_access::clients(base).count_erased(at, clients);
    }

    [[nodiscard]] static std::size_t numbers(base_type const& base) noexcept {
        return base_access::clients(base).numbers();
    }
    [[nodiscard]] static bool is_there(base_type const& base, std::size_t number) noexcept {
        return base_access::clients(base).is_there(number);
    }
    static void write_one(base_type const& base, std::uint32_t number, byte_writer& w) {
        auto const view = base_access::clients(base).view(number);
        auto const c = view.decided_client();
        w.varint(view.id());
        w.u8(c.standing.decided() ? 1 : 0);
        rung::write_bytes(w, view.client());
        if (c.standing.decided()) rung::write_bytes(w, c.decision);
    }

    [[nodiscard]] static bool read_one(base_type& base, byte_reader& r, context& c) {
        auto& clients = base_access::clients(base);
        auto const id = r.varint();
        auto const decided = r.u8();
        decided_client client{};
        auto& plain = static_cast<typename Lifecycle::client_type&>(client);
        if (c.form == 1)
            (void)read_client_of_form_1(r, plain);
        else
            (void)rung::read_bytes(r, plain);
        if (decided == 1) (void)rung::read_bytes(r, client.decision);
        bool const sound = r.ok() && decided <= 1 && client.standing.decided() == (decided == 1) &&
                           clients.has_room_for(id) && clients.find(id) == id_index::none &&
                           could_be(client, c);
        if (!sound) return false;
        if (c.migrates) {
            (void)base.lifecycle().adopt(
                client, c.places, *c.terms, [&](auto const& t) { c.moves.push_back(t); }, id);
        }
        clients.replace(clients.add(id), client);
        return true;
    }

    template <class... Observers>
    static void tell(base_type const& base, context const& c, Observers&... observers) {
        [[maybe_unused]] auto const* const ladder = &base.lifecycle().ladder();
        for (auto const& t : c.moves)
            (detail::tell(observers, named_transition<typename Lifecycle::ladder_type>{t, ladder}), ...);
    }

private:
    // Form 1 has only the low half of the last event's id. It is taken for the whole: for ids below 2^32 it
    // is. With larger ids, an event of a client's last second that was taken before the snapshot is taken
    // again if it is delivered again; closing the second would refuse the events of it that are still to
    // come.
    [[nodiscard]] static bool read_client_of_form_1(byte_reader& r,
                                                    typename Lifecycle::client_type& c) noexcept {
        constexpr std::uint32_t second_is_over = 0xFFFF'FFFF;
        constexpr std::uint32_t one_of_the_last_two = 0xFFFF'FFFE;
        auto const low = r.u32();
        auto const at = instant::from_unix(r.u32());
        c.frontier = low == second_is_over        ? event_order::before(at + duration{1})
                     : low == one_of_the_last_two ? event_order::of(at, second_is_over)
                                                  : event_order::of(at, low);
        return codec<typename Lifecycle::schema_type>::read(r, c.facts) && rung::read_bytes(r, c.standing);
    }

    [[nodiscard]] static bool is_new_client(decided_client const& c) noexcept {
        decided_client const client{};
        return c.frontier == client.frontier && detail::equal(c.facts, client.facts) &&
               c.standing == client.standing && c.decision == client.decision;
    }

    // Whether a lifecycle on that ladder can have left the client so. A lifecycle relies on this: time alone
    // changes a client only after all that is known of them, and each time later.
    [[nodiscard]] static bool could_be(decided_client const& client, context const& c) noexcept {
        // With dense ids an empty record is nobody.
        if (client.is_new()) return std::is_same_v<Ids, ids::hashed> && is_new_client(client);
        auto const& s = client.standing;
        auto const rungs = c.before.stage_count();
        auto const last = client.frontier.at;
        if (s.place >= c.before.place_count() || s.peak >= rungs || s.left() >= rungs) return false;
        if (!last.is_moment() || !s.since.is_moment() || s.since > last || s.due <= last) return false;
        if (s.in_grace() && (s.place >= rungs || !c.falls)) return false;
        auto const& d = client.decision;
        return !s.decided() || (d.what >= decree::pin && d.until > last &&
                                d.place < (d.what == decree::pin ? c.before.place_count() : rungs));
    }
};

/// A person of a base with history: id (varint), the size of their events in bytes (varint), the events
/// (codec<S>), how many ids were merged into them (varint), and for each of these its id, the one it was
/// merged into, and its events in the same way.
template <class Lifecycle>
struct snapshot_form<client_base<Lifecycle, history::kept>>
    : snapshot_records<client_base<Lifecycle, history::kept>,
                       snapshot_form<client_base<Lifecycle, history::kept>>> {
    using base_type = client_base<Lifecycle, history::kept>;
    using context = typename snapshot_form::snapshot_records::context;
    using schema_type = typename Lifecycle::schema_type;
    using event_type = typename Lifecycle::event_type;
    static_assert(stores_events<schema_type>);

    static constexpr std::uint8_t keeps_history = 1;
    [[nodiscard]] static std::uint8_t conflict_policy(base_type const& base) noexcept {
        return static_cast<std::uint8_t>(base.history().on_conflict);
    }
    [[nodiscard]] static instant settled_until(base_type const& base) noexcept {
        return base.settled_until();
    }
    [[nodiscard]] static base_type begin(base_type const& empty, context const& c) {
        auto out = empty;
        base_access::settled_until(out) = c.settled_until;
        return out;
    }
    [[nodiscard]] static bool is_empty(base_type const& base) noexcept {
        return base.size() == 0 && base.erased().total() == 0 && base.settled_until() == instant::never();
    }
    template <class Stage>
    static void count_erased(base_type& base, Stage at, std::uint64_t clients) {
        base_access::clients(base).count_erased(at, clients);
    }

    [[nodiscard]] static std::size_t numbers(base_type const& base) noexcept { return base.size(); }
    [[nodiscard]] static bool is_there(base_type const&, std::size_t) noexcept { return true; }
    /// `by_place`: what an id was merged into is said by its place among the ids of the client, whose own id
    /// has place 0.
    static void write_one(base_type const& base, std::uint32_t number, byte_writer& w,
                          bool by_place = false) {
        auto const id = base_access::clients(base).id_of(number);
        auto const& people = base_access::people(base);
        auto const& group = people.group_of(id);
        w.varint(id);
        write_events(w, people[number].own);
        w.varint(group.size());
        for (auto const& m : group) {
            w.varint(m.id);
            w.varint(by_place ? people.list_number(id, m.into) : m.into);
            write_events(w, m.events);
        }
    }

    [[nodiscard]] static bool read_one(base_type& base, byte_reader& r, context& c) {
        auto const id = r.varint();
        std::vector<event_type> events;
        if (!is_free(base, id, c) || !read_events(base, r, id, events, c)) return false;
        auto merged = r.varint();
        typename detail::people<schema_type>::group group;
        id_index here{base.ids().seed};
        here.insert(id, 0);
        auto const is_here = [&](client_id other) { return here.find(other) != id_index::none; };
        for (; merged != 0 && r.ok(); --merged) {
            auto const other = r.varint();
            auto into = r.varint();
            if (c.by_place) {
                if (into > group.size()) return false;
                into = into == 0 ? id : group[into - 1].id;
            }
            // An id is written after the one that it was merged into.
            if (!is_here(into) || is_here(other) || !is_free(base, other, c)) return false;
            if (!read_events(base, r, other, events, c)) return false;
            group.push_back({other, into, {}});
            here.insert(other, 0);
        }
        return r.ok() && base_access::take_over(base, id, std::move(group), std::move(events));
    }

    /// The ids of events that were taken back and came under one id of a client: the client's id, how many,
    /// and the ids in order, all as varints.
    template <class Flush>
    static void write_taken_back(base_type const& base, byte_writer& w, Flush const& next_record) {
        auto const& people = base_access::people(base);
        auto const write_those_of = [&](client_id under) {
            auto const& ids = people.taken_back(under);
            if (ids.empty()) return;
            next_record();
            w.varint(under);
            w.varint(ids.size());
            for (auto const id : ids) w.varint(id);
        };
        for (std::uint32_t n = 0; n < base.size(); ++n) {
            auto const id = base_access::clients(base).id_of(n);
            write_those_of(id);
            people.each_merged(id, write_those_of);
        }
    }
    [[nodiscard]] static bool read_taken_back(base_type& base, byte_reader& r) {
        auto const under = r.varint();
        std::vector<event_id> ids;
        for (auto n = r.varint(); n != 0 && r.ok(); --n) ids.push_back(r.varint());
        return r.ok() && base_access::take_over_taken_back(base, under, std::move(ids));
    }

    template <class... Observers>
    static void tell(base_type const& base, context const&, Observers&... observers) {
        if constexpr (sizeof...(Observers) > 0) base_access::retell(base, observers...);
    }

private:
    [[nodiscard]] static bool is_free(base_type const& base, client_id id, context& c) noexcept {
        c.is_taken = base_access::clients(base).find(id) != id_index::none;
        return base.has_room_for(id) && !c.is_taken;
    }
    static void write_events(byte_writer& w, event_list<schema_type> const& events) {
        w.varint(events.bytes().size());
        w.bytes(events.bytes());
    }
    [[nodiscard]] static bool read_events(base_type const& base, byte_reader& r, client_id of,
                                          std::vector<event_type>& out, context const& c) {
        auto const known = out.size();
        auto const bytes = r.bytes(static_cast<std::size_t>(r.varint()));
        if (!r.ok() || !event_list<schema_type>::read(bytes, out, of)) return false;
        for (auto i = known; i < out.size(); ++i) {
            auto& e = out[i];
            if (c.migrates) {
                auto const d = rung::decision_of<schema_type>(e);
                bool const pins = d.what == decree::pin;
                if (d.what >= decree::pin &&
                    d.place >= (pins ? c.before.place_count() : c.before.stage_count()))
                    return false;
                detail::move_decision<schema_type>(e, c.places, base.lifecycle().ladder().stage_count());
            }
            if (base.lifecycle().why_never(e) != refusal::none) return false;
        }
        return true;
    }
};

}  // namespace detail

/// Writes all of a base to a sink, and syncs it: the ladder's fingerprint, clients, decisions, events if they
/// are kept, ids that were merged, counts of the erased. `position` is the number of the first record of the
/// journal that the snapshot does not have. False if the sink failed.
///
/// It does not have what observers have counted; `restore` tells those of a base with history everything
/// again.
template <class Base, byte_sink Sink>
[[nodiscard]] bool write_snapshot(Base const& base, Sink& sink, std::uint64_t position = 0) {
    journal_writer out{detail::sink_reference{&sink}, journal_header{rung::fingerprint(base.lifecycle()), 0}};
    return detail::snapshot_form<Base>::write(base, out, position) && out.sync();
}

/// Fills an empty base from a snapshot of the same ladder; if that fails, the base stays empty. Observers
/// of a base with history are told all that ever happened, person by person.
template <class Base, class... Observers>
[[nodiscard]] restored restore(Base& base, std::span<std::byte const> snapshot, Observers&&... observers) {
    detail::check_observers<Base, Observers...>();
    return detail::snapshot_form<Base>::read(base, snapshot, nullptr, observers...);
}

/// The same, also from a snapshot of another ladder. `terms.renamed` says which of its stages have other
/// names on the new one. A base of facts takes its clients over as `terms` say (core/adoption.hpp); under the
/// old ladder time has moved them only until it was last settled. A base with history folds everybody anew,
/// as if the new ladder had always been in force, and uses only `terms.renamed`, for decisions by hand: a
/// decision about a stage that is gone, or that it cannot name, becomes one that lifts.
template <class Base, class... Observers>
[[nodiscard]] restored migrate(Base& base, std::span<std::byte const> snapshot, adoption_terms const& terms,
                               Observers&&... observers) {
    detail::check_observers<Base, Observers...>();
    return detail::snapshot_form<Base>::read(base, snapshot, &terms, observers...);
}

}  // namespace v0
}  // namespace rung
