#pragma once

#include <rung/base/client_store.hpp>
#include <rung/base/event_list.hpp>
#include <rung/base/id_index.hpp>
#include <rung/base/ids.hpp>
#include <rung/base/make_room.hpp>
#include <rung/base/people.hpp>
#include <rung/base/timeline.hpp>
#include <rung/core/config.hpp>
#include <rung/core/decision.hpp>
#include <rung/core/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// A person to whom a span has come: what they were before, and what it has done to them so far.
template <class Lifecycle>
struct alignas(64) begun_person {
    static constexpr auto none = ~std::size_t{0};

    // Not defaulted: then begun_person{} would fill all of it with zeros first.
    begun_person() noexcept {}  // NOLINT(modernize-use-equals-default)

    // What each of their events needs, in one cache line.
    client_id id = 0;
    std::uint32_t number = 0;
    instant since{};        // of one who joins: their first event
    std::size_t place = 0;  // in the span, of their first event
    std::uint64_t applied = 0;
    std::uint64_t moves = 0;
    std::size_t grown = none;      // the newest of their other lists that grew
    std::size_t last_move = none;  // on the list of moves; the first one comes after it
    bool joins = false;            // they were not there before
    bool anew = false;  // not all of their events are the next ones: all of theirs are left to the caller

    list_extent own_before{};
    event_order last_before{};
    typename Lifecycle::decided_client_type before{};
};

/// A list that mostly has one element, for which it allocates nothing.
template <class T>
class mostly_one {
public:
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return i == 0 ? first_ : others_[i - 1]; }
    [[nodiscard]] T const& operator[](std::size_t i) const noexcept {
        return i == 0 ? first_ : others_[i - 1];
    }
    /// Room for one more: adding it then allocates nothing.
    void make_room() {
        if (size_ != 0) detail::make_room(others_, 1);
    }
    T& add_in_room() noexcept { return size_++ == 0 ? first_ : others_.emplace_back(); }

private:
    T first_{};
    std::vector<T> others_;
    std::size_t size_ = 0;
};

/// Takes those events of a span that come after all that is known of their person, at once, in a base that
/// keeps history. Unless they are kept, all of them are taken back in the end, which cannot fail.
template <class Lifecycle>
class next_events {
public:
    using schema_type = typename Lifecycle::schema_type;
    using event_type = typename Lifecycle::event_type;
    using transition_type = typename Lifecycle::transition_type;
    using store_type = client_store<Lifecycle, ids::hashed>;
    using people_type = people<schema_type>;
    using begun_type = begun_person<Lifecycle>;

    next_events(store_type& clients, people_type& people, instant settled_until, std::size_t events)
        : clients_{clients}, people_{people}, settled_until_{settled_until} {
        if (events > 1) whose_.reserve(events);
    }
    next_events(next_events const&) = delete;
    next_events& operator=(next_events const&) = delete;
    ~next_events() {
        if (!kept_) take_back();
    }

    /// The next event of the span, of the client with a number, or of a new one. `IsTold`: whether the moves
    /// are needed later.
    template <bool IsTold>
    void take(std::uint32_t number, event_type const& e, std::size_t place) {
        auto const whose = begin(number, e, place);
        note(whose);
        auto& b = begun_[whose];
        if (!b.anew && !append<IsTold>(b, e)) leave(b);
    }
    /// The next event is nobody's.
    void skip() noexcept { note(id_index::none); }
    void keep() noexcept { kept_ = true; }
    /// Prefetches the person with a number, or none; a few events later what that person has.
    void prefetch(std::uint32_t number) const noexcept {
        if (number != id_index::none) people_.prefetch(number);
    }
    void prefetch_more(std::uint32_t number) const noexcept {
        if (number == id_index::none) return;
        auto const& p = people_[number];
        p.own.prefetch_end();
        if (p.begun < begun_.size()) detail::prefetch(&begun_[p.begun]);
    }

    /// Those to whom the span has come, in the order of their first events.
    [[nodiscard]] mostly_one<begun_type> const& begun() const noexcept { return begun_; }
    /// Adds what was taken to the counts of a report.
    template <class Report>
    void count_in(Report& report) const noexcept {
        report.applied += applied_;
        report.moves += moved_;
    }
    /// Whether the events of anybody are left to the caller.
    [[nodiscard]] bool has_left() const noexcept { return left_ != 0; }
    /// Calls f(begun person, places in the span of their events) for each who is left to the caller.
    template <class F>
    void each_left(F const& f) const {
        if (left_ == 0) return;
        if (whose_.empty()) {
            std::size_t const only[] = {begun_[0].place};
            return f(begun_[0], std::span<std::size_t const>{only});
        }
        std::vector<std::size_t> ends(begun_.size() + 1);
        auto const is_left = [&](std::uint32_t whose) {
            return whose != id_index::none && begun_[whose].anew;
        };
        for (auto const whose : whose_)
            if (is_left(whose)) ++ends[whose + std::size_t{1}];
        for (std::size_t i = 0; i < begun_.size(); ++i) ends[i + 1] += ends[i];
        std::vector<std::size_t> places(ends.back());
        for (std::size_t place = 0; place < whose_.size(); ++place)
            if (is_left(whose_[place])) places[ends[whose_[place]]++] = place;
        std::size_t first = 0;
        for (std::size_t i = 0; i < begun_.size(); first = ends[i++]) {
            if (begun_[i].anew)
                f(begun_[i], std::span<std::size_t const>{places}.subspan(first, ends[i] - first));
        }
    }
    /// Calls f(move) for each move of a person, in order.
    template <class F>
    void each_move(begun_type const& b, F const& f) const {
        if (b.last_move == begun_type::none) return;
        auto i = b.last_move;
        do {
            i = moves_[i].next;
            f(moves_[i].move);
        } while (i != b.last_move);
    }

private:
    struct linked_move {
        transition_type move;
        std::size_t next;  // of the same person; the first one after the last
    };
    // A list of an id that was merged into another, before an event was added to it.
    struct grown_list {
        client_id under;
        list_extent before;
        std::size_t previous;
    };

    store_type& clients_;
    people_type& people_;
    instant settled_until_;
    mostly_one<begun_type> begun_;
    std::vector<std::uint32_t> whose_;  // by places in the span; of one event alone it is known
    std::vector<grown_list> grown_;
    std::vector<linked_move> moves_;
    std::uint64_t applied_ = 0;
    std::uint64_t moved_ = 0;
    std::size_t left_ = 0;
    bool kept_ = false;

    void note(std::uint32_t whose) noexcept {
        if (whose_.capacity() != 0) whose_.push_back(whose);
    }

    [[nodiscard]] std::uint32_t begin(std::uint32_t number, event_type const& e, std::size_t place) {
        if (number != id_index::none) {
            auto const at = people_[number].begun;
            if (at < begun_.size() && begun_[at].number == number) return at;
        } else {
            clients_.make_room(1, 0);
            people_.make_room(1);
        }
        begun_.make_room();
        auto const at = static_cast<std::uint32_t>(begun_.size());
        auto& b = begun_.add_in_room();
        b.place = place;
        b.since = e.at;
        b.joins = number == id_index::none;
        if (b.joins) {
            b.id = e.client;
            b.number = clients_.add_in_room(b.id);
            people_.add_in_room();
        } else {
            b.id = clients_.id_of(number, e.client);
            b.number = number;
            static_cast<typename Lifecycle::client_type&>(b.before) = clients_[number];
            if (clients_.is_decided(number)) b.before = clients_.view(number).decided_client();
            b.last_before = people_[number].last;
            b.own_before = people_[number].own.extent();
        }
        people_.set_begun(b.number, at);
        return at;
    }

    // Takes an event if it is surely the next one; else it returns false, and nothing has changed.
    template <bool IsTold>
    [[nodiscard]] bool append(begun_type& b, event_type const& e) {
        auto const& known = people_[b.number];
        auto const order = detail::place_of(e);
        auto& list = people_.list_of(b.number, b.id, e.client);
        bool const may_be_known = e.id != 0 && e.id <= list.largest_id();
        if (may_be_known || order <= known.last || e.at < settled_until_ || known.held != 0 ||
            detail::takes_back<schema_type>(e) ||
            rung::why_not<schema_type>(clients_[b.number].facts, e) != refusal::none)
            return false;
        if (e.client != b.id) {
            grown_.push_back({e.client, list.extent(), b.grown});
            b.grown = grown_.size() - 1;
        }
        list.push_back(e);
        auto const moved = [&](transition_type const& t) {
            ++b.moves;
            ++moved_;
            if constexpr (IsTold) link(b, t);
        };
        auto as_theirs = e;
        as_theirs.client = b.id;  // not the id that was merged into it
        if (clients_.is_decided(b.number) || rung::decision_of<schema_type>(e).what != decree::none) {
            auto c = clients_.view(b.number).decided_client();
            (void)clients_.lifecycle().apply_next(c, as_theirs, moved);
            clients_.replace(b.number, c);
        } else {
            clients_.change(b.number, [&](typename Lifecycle::client_type& c) {
                (void)clients_.lifecycle().apply_next(c, as_theirs, moved);
            });
        }
        people_.note(b.number, order, 0);
        ++b.applied;
        ++applied_;
        return true;
    }

    void link(begun_type& b, transition_type const& t) {
        auto const at = moves_.size();
        bool const is_first = b.last_move == begun_type::none;
        moves_.push_back({t, is_first ? at : moves_[b.last_move].next});
        if (!is_first) moves_[b.last_move].next = at;
        b.last_move = at;
    }

    // All events of a person are left to the caller, those that were already taken too.
    void leave(begun_type& b) {
        if (b.before.standing.decided()) clients_.make_room_for_decision();
        put_before(b);
        b.anew = true;
        applied_ -= b.applied;
        moved_ -= b.moves;
        ++left_;
    }

    void put_before(begun_type& b) noexcept {
        people_.list_of(b.number, b.id, b.id).cut(b.own_before);
        for (auto i = b.grown; i != begun_type::none; i = grown_[i].previous)
            people_.list_of(b.number, b.id, grown_[i].under).cut(grown_[i].before);
        people_.note(b.number, b.last_before, people_[b.number].held);
        clients_.put(b.number, b.before);
    }

    void take_back() noexcept {
        // Decisions that came go first: then there is room for those that were there.
        for (std::size_t i = 0; i < begun_.size(); ++i) clients_.put(begun_[i].number, {});
        for (auto at = begun_.size(); at != 0; --at) {
            auto& b = begun_[at - 1];
            put_before(b);
            if (!b.joins) continue;
            clients_.remove(b.number);
            people_.remove(b.number);
        }
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
