#pragma once

#include <rung/retail/schema.hpp>

#include <cstddef>

namespace rung {
inline namespace v0 {

namespace detail {

/// Memory for so many values during a call: core includes no container.
template <class T>
class scratch {
public:
    constexpr explicit scratch(std::size_t size) : all_{new T[size]{}} {}
    constexpr ~scratch() { delete[] all_; }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    [[nodiscard]] constexpr T& operator[](std::size_t i) noexcept { return all_[i]; }

private:
    T* all_;
};

/// Sorts the first `size` of them (heapsort).
template <class T, class Less>
constexpr void sort(scratch<T>& all, std::size_t size, Less const& less) {
    auto const swap = [&](std::size_t a, std::size_t b) {
        T const kept = all[a];
        all[a] = all[b];
        all[b] = kept;
    };
    auto const sink = [&](std::size_t at, std::size_t end) {
        for (auto child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && less(all[child], all[child + 1])) ++child;
            if (!less(all[at], all[child])) return;
            swap(at, child);
            at = child;
        }
    };
    for (auto i = size / 2; i > 0; --i) sink(i - 1, size);
    for (auto end = size; end > 1; --end) {
        swap(0, end - 1);
        sink(0, end - 1);
    }
}

/// A purchase that refunds may name, and how much they gave back so far.
struct named_purchase {
    event_id id = 0;
    client_id client = no_client;
    instant at{};
    std::size_t place = 0;
    std::size_t first = 0;  // among all of its id, that which comes first in time
    money given{};
    std::size_t last = 0;  // the place of the last refund that counts
    bool any = false;
    bool whole = false;

    friend constexpr bool operator<(named_purchase const& a, named_purchase const& b) noexcept {
        if (a.id != b.id) return a.id < b.id;
        if (a.client != b.client) return a.client < b.client;
        return a.place < b.place;
    }
};

/// Whether a refund says itself that all of its purchase is taken back.
[[nodiscard]] constexpr bool takes_all(retail_event const& refund) noexcept {
    return refund.bought != instant::never() && (refund.mark & in_part_mark) == 0;
}
/// The refund becomes a negative one, of what was kept of its purchase: of its day, unless the refund came
/// before it.
template <class Event>
constexpr void turn_into_what_was_kept(Event& refund, Event const& purchase, money kept) noexcept {
    auto e = purchase;
    e.id = refund.id;
    e.client = refund.client;
    e.at = refund.at;
    e.kind = event_kind::refund;
    e.mark = static_cast<std::uint8_t>(purchase.mark | in_part_mark);
    e.bought = purchase.at < refund.at ? purchase.at : refund.at;
    e.of = static_cast<std::uint64_t>(purchase.amount.minor_units);
    e.amount = money{} - kept;
    refund = e;
}

/// The purchases that can be named among events in order, found by id.
template <class Events>
class named_purchases {
public:
    constexpr explicit named_purchases(Events const& events) : all_{events.size()} {
        for (std::size_t i = 0; i < events.size(); ++i) {
            auto const& e = events[i];
            if (e.kind != event_kind::purchase || e.id == 0) continue;
            auto& p = all_[size_++];
            p.id = e.id;
            p.client = e.client;
            p.at = e.at;
            p.place = i;
        }
        detail::sort(all_, size_, [](auto const& a, auto const& b) { return a < b; });
        for (std::size_t begin = 0, i = 0; i < size_; ++i) {
            if (all_[i].id != all_[begin].id) begin = i;
            if (i == begin || all_[i].place < all_[all_[begin].first].place) all_[begin].first = i;
        }
    }

    /// The one that a refund names: of those that came under the same client's id, or else the first of that
    /// id. Null if there is none.
    template <class Event>
    [[nodiscard]] constexpr named_purchase* of(Event const& refund) noexcept {
        auto const own = lower_bound(refund.of, refund.client);
        if (own != size_ && all_[own].id == refund.of && all_[own].client == refund.client) return &all_[own];
        auto const any = lower_bound(refund.of, 0);
        return any != size_ && all_[any].id == refund.of ? &all_[all_[any].first] : nullptr;
    }
    template <class F>
    constexpr void each(F const& f) {
        for (std::size_t i = 0; i < size_; ++i) f(all_[i]);
    }

private:
    scratch<named_purchase> all_;
    std::size_t size_ = 0;

    [[nodiscard]] constexpr std::size_t lower_bound(event_id id, client_id client) noexcept {
        named_purchase wanted;
        wanted.id = id;
        wanted.client = client;
        std::size_t begin = 0;
        for (auto end = size_; begin != end;) {
            auto const middle = begin + (end - begin) / 2;
            if (all_[middle] < wanted)
                begin = middle + 1;
            else
                end = middle;
        }
        return begin;
    }
};

}  // namespace detail

/// What is left of a client's events, in order, when refunds are set off against their purchases.
///
/// A refund that names its purchase (`of`) belongs to it, whichever comes first in time: to the one that came
/// under the same client's id, or, if several ids were merged and that one has no purchase of this number, to
/// the first that any of them has. A purchase is given back once. If its refunds add up to its amount, or one
/// of them says when it was made (`bought`, not `in_part`: all of it is taken back), neither it nor they are
/// left, as if it had never been made; if they gave back too little, what was kept stays, in the place of the
/// last one, as a negative refund with all that the purchase said (in `of`: its amount). In part, each refund
/// lowers the spend at its own instant, or the amount of its purchase if that comes later. What is left of
/// refunds says when their purchase was made: `bought`, and `in_part`. What refunds give back beyond the
/// amount goes to `held`, and so does a refund whose purchase is not among the events.
///
/// A refund that names none lowers the spend at its own instant. Nobody gets back more than they have spent
/// by then: what goes beyond it, whatever the refund names, goes to `held`. So the spend is never below zero.
///
/// `Events` is a container such as std::vector<retail_event>.
template <class Events>
constexpr void retail::net(Events& events, Events& held) {
    bool any = false;
    for (event const& e : events) any = any || e.kind == event_kind::refund;
    if (!any) return;

    // An event that is left out has no instant from here on.
    auto const leave_out = [](auto& e) { e.at = instant::never(); };
    // All of a refund beyond an amount is held aside.
    auto const keep_to = [&](auto& e, money most) {
        held.push_back(e);
        held.back().amount = e.amount - most;
        e.amount = most;
    };
    detail::named_purchases<Events> purchases{events};
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto& e = events[i];
        if (!takes_back(e)) continue;
        auto* const p = purchases.of(e);
        auto const rest = p == nullptr ? money{} : events[p->place].amount - p->given;
        if (p == nullptr || (p->any && rest == money{})) {
            held.push_back(e);
            leave_out(e);
            continue;
        }
        if (e.amount > rest) keep_to(e, rest);
        p->any = true;
        p->given += e.amount;
        p->whole = p->whole || detail::takes_all(e) || p->given == events[p->place].amount;
        p->last = i;
    }
    // Of a purchase that was wholly given back is only left what was kept of it, in the place of the last
    // refund.
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto& e = events[i];
        if (e.at == instant::never() || !takes_back(e)) continue;
        auto const& p = *purchases.of(e);
        auto& purchase = events[p.place];
        if (p.whole && i == p.last && p.given != purchase.amount) {
            detail::turn_into_what_was_kept(e, purchase, purchase.amount - p.given);
        } else if (p.whole) {
            leave_out(e);
        } else if (i < p.place) {
            purchase.amount = purchase.amount - e.amount;
            leave_out(e);
        }
    }
    purchases.each([&](detail::named_purchase const& p) {
        if (p.whole) leave_out(events[p.place]);
    });
    std::size_t left = 0;
    money spent{};
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto& e = events[i];
        if (e.at == instant::never()) continue;
        if (e.kind == event_kind::purchase) spent = spent + e.amount;
        if (e.kind == event_kind::refund) {
            bool const is_too_much = e.amount > spent;
            if (is_too_much) keep_to(e, spent);
            if (is_too_much && spent == money{}) continue;
            spent = spent - e.amount;
            if (e.of != 0 && e.amount >= money{}) {
                e.bought = purchases.of(e)->at;
                e.mark = static_cast<std::uint8_t>(e.mark | detail::in_part_mark);
                e.of = 0;  // dealt with
            }
        }
        events[left++] = e;
    }
    events.resize(left);
}

}  // namespace v0
}  // namespace rung
