#pragma once

#include <rung/base/census.hpp>
#include <rung/base/client_records.hpp>
#include <rung/base/client_view.hpp>
#include <rung/base/sparse.hpp>
#include <rung/core/decision.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

/// The clients of a base, by number: their records, the few decisions about them, how many stand where, and
/// how many were erased. Whatever is done here keeps the four in step. How clients take events is in
/// base/take_events.hpp.
template <class Lifecycle, class Ids>
class client_store {
public:
    using lifecycle_type = Lifecycle;
    using stage_type = typename Lifecycle::stage_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;
    using view_type = client_view<Lifecycle>;
    using records_type = client_records<client_type, Ids>;
    static constexpr std::uint32_t none = records_type::none;

    client_store(Lifecycle l, Ids how)
        : lifecycle_{l}, records_{how},
          decisions_{records_.seed()}, census_{lifecycle_.ladder().place_count()}, erased_{census_.size()} {}

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return lifecycle_; }
    [[nodiscard]] Ids ids() const noexcept { return records_.how(); }
    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return records_.bytes(); }
    [[nodiscard]] bool has_room_for(client_id id) const noexcept { return records_.has_room_for(id); }
    void reserve(std::size_t clients) { records_.reserve(clients); }
    [[nodiscard]] rung::census<stage_type> const& census() const noexcept { return census_; }
    [[nodiscard]] rung::census<stage_type> const& erased() const noexcept { return erased_; }

    /// The number of a client, or none.
    [[nodiscard]] std::uint32_t find(client_id id) const noexcept { return records_.find(id); }
    [[nodiscard]] client_id id_of(std::size_t number) const noexcept { return records_.id_of(number); }
    /// The same for a client found by an id.
    [[nodiscard]] client_id id_of(std::size_t number, client_id by) const noexcept {
        return records_.id_of(number, by);
    }
    /// All numbers are below this; not every number has a client.
    [[nodiscard]] std::size_t numbers() const noexcept { return records_.numbers(); }
    [[nodiscard]] bool is_there(std::size_t number) const noexcept { return records_.is_there(number); }
    [[nodiscard]] bool is_decided(std::size_t number) const noexcept {
        return records_[number].standing.decided();
    }
    [[nodiscard]] stage_type stage(std::size_t number) const noexcept {
        return lifecycle_.stage(records_[number]);
    }
    [[nodiscard]] view_type view(std::size_t number) const noexcept {
        return view(number, records_.id_of(number));
    }
    /// The view of a client found by an id.
    [[nodiscard]] std::optional<view_type> view_of(client_id id) const noexcept {
        auto const number = records_.find(id);
        if (number == none) return std::nullopt;
        return view(number, records_.id_of(number, id));
    }
    template <class Visit>
    void each(Visit& visit) const {
        for (std::size_t i = 0; i < numbers(); ++i) {
            if (is_there(i)) visit(view(i));
        }
    }

    /// The record of a client, to be changed by a lifecycle; each of its moves is to be noted. If there is a
    /// decision about the client, or there will be one, use with_decision instead.
    [[nodiscard]] client_type& operator[](std::size_t number) noexcept { return records_[number]; }
    [[nodiscard]] client_type const& operator[](std::size_t number) const noexcept {
        return records_[number];
    }
    /// The same for a client joined with the decision about them: passes both to f, and stores the result,
    /// even if an observer throws.
    template <class F>
    auto with_decision(std::size_t number, F const& f) {
        auto const id = records_.id_of(number);
        if (decisions_.find(id) == nullptr) decisions_.add(id);  // allocates before anything changes
        decided_client_type c{records_[number], *decisions_.find(id)};
        struct store {
            client_store& clients;
            decided_client_type const& c;
            std::size_t number;
            client_id id;

            ~store() {
                clients.records_[number] = c;
                if (c.standing.decided())
                    *clients.decisions_.find(id) = c.decision;
                else
                    clients.decisions_.remove(id);
            }
        } const stored{*this, c, number, id};
        return f(c);
    }
    /// Passes the record of a client without a decision to f, which may move them but not tell the census.
    /// What f has done by then stays and is counted, even if it throws.
    template <class F>
    void change(std::uint32_t number, F const& f) {
        struct noted {
            client_store& clients;
            std::uint32_t number;
            stage_type from;
            ~noted() { clients.note_move(from, clients.stage(number)); }
        } const when_left{*this, number, stage(number)};
        f(records_[number]);
    }
    void note_move(stage_type from, stage_type to) noexcept {
        census_.remove(from);
        census_.add(to);
    }

    /// The numbers of the clients of events, in order, prefetched: see client_records.
    template <class IdAt>
    [[nodiscard]] auto look_ahead(std::size_t events, IdAt id_at) const noexcept {
        return typename records_type::template looking_ahead<IdAt>{records_, events, id_at};
    }

    /// A new client, of whom nothing is known, on the lowest rung. Returns the number.
    std::uint32_t add(client_id id) {
        auto const number = records_.add(id);
        census_.add(rung::stage_at<stage_type>(0));
        return number;
    }
    /// Room for so many more clients, and decisions: add_in_room and put then allocate nothing.
    void make_room(std::size_t clients, std::size_t decisions) {
        records_.make_room(clients);
        decisions_.make_room(decisions);
    }
    void make_room_for_decision() { decisions_.make_room(); }
    std::uint32_t add_in_room(client_id id) noexcept {
        census_.add(rung::stage_at<stage_type>(0));
        return records_.add_in_room(id);
    }

    /// Puts another client in the place of one.
    void replace(std::uint32_t number, decided_client_type const& c) {
        if (c.standing.decided()) make_room_for_decision();
        put(number, c);
    }
    /// The same if there is room for a decision.
    void put(std::uint32_t number, decided_client_type const& c) noexcept {
        auto const id = records_.id_of(number);
        census_.remove(stage(number));
        if (c.standing.decided()) {
            auto* const known = decisions_.find(id);
            (known != nullptr ? *known : decisions_.add_in_room(id)) = c.decision;
        } else if (is_decided(number)) {
            decisions_.remove(id);
        }
        records_[number] = c;
        census_.add(stage(number));
    }

    /// Takes a client out; another may get the number.
    void remove(std::uint32_t number) noexcept {
        census_.remove(stage(number));
        decisions_.remove(records_.id_of(number));
        records_.remove(number);
    }
    void count_erased(stage_type from, std::uint64_t clients = 1) noexcept { erased_.add(from, clients); }
    /// Forgets a client with all their ids, and counts them as erased. False if there is none of that id.
    [[nodiscard]] bool erase(client_id id) {
        auto const number = records_.find(id);
        if (number == none) return false;
        auto const others = records_.other_ids(number);
        auto const of_last = records_.other_ids(static_cast<std::uint32_t>(records_.numbers() - 1));
        count_erased(stage(number));
        for (auto const other : others) records_.unname(other);
        remove(number);
        for (auto const other : of_last) {
            if (records_.find(other) != none) records_.name_too(other, number);
        }
        return true;
    }

    // Other ids of a client: see client_records.

    void name_too(client_id id, std::uint32_t number) { records_.name_too(id, number); }
    void name_too_in_room(client_id id, std::uint32_t number) noexcept {
        records_.name_too_in_room(id, number);
    }
    void unname(client_id id) noexcept { records_.unname(id); }

    /// In an empty store: takes over the clients of another one, whose lifecycle has the same schema. None of
    /// them is counted yet: count_in does it, once they stand where they are to stand.
    template <class Other>
    void take_over(client_store<Other, Ids> other) noexcept {
        records_ = std::move(other.records_);
        decisions_ = std::move(other.decisions_);
    }
    void count_in(std::size_t number) noexcept { census_.add(stage(number)); }

private:
    template <class, class>
    friend class client_store;

    Lifecycle lifecycle_;
    records_type records_;
    sparse<decision> decisions_;
    rung::census<stage_type> census_;
    rung::census<stage_type> erased_;

    [[nodiscard]] view_type view(std::size_t number, client_id id) const noexcept {
        auto const& c = records_[number];
        return view_type{lifecycle_, id, c, c.standing.decided() ? decisions_.find(id) : nullptr};
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
