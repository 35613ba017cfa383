#pragma once

#include <rung/core/condition.hpp>
#include <rung/core/judge.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// What can make something true that is not true yet.
enum class remedy : std::uint8_t {
    none,    ///< nothing is needed: it is true
    time,    ///< time alone brings it
    events,  ///< something has to happen
    never,   ///< nothing can bring it any more, unless what happened is taken back
};

/// A condition measured on a client: what they have, what it asks, what is missing, and what time alone does
/// to it.
template <schema S>
struct measured_condition {
    basic_condition<S> need{};
    std::int64_t have = 0;
    /// What has to be added to the fact, in its unit: above zero up to `need.low`, below zero down to
    /// `need.high`; 0 where the condition holds.
    std::int64_t missing = 0;
    /// If nothing happens it holds from `from` until `until`, which is the first second at which it does not.
    /// If it holds already, `from` is the instant asked about; if time does not bring it, both are forever().
    instant from = instant::forever();
    instant until = instant::forever();
    /// If time lowers the fact so that it ceases to hold: what it is then, at `until`.
    std::int64_t then = 0;

    [[nodiscard]] constexpr bool holds() const noexcept { return missing == 0; }

    /// What would make it hold.
    [[nodiscard]] constexpr remedy to_hold() const noexcept {
        if (holds()) return remedy::none;
        if (from != instant::forever()) return remedy::time;
        return missing > 0 || rung::describe<S>(need.fact).falls ? remedy::events : remedy::never;
    }
    /// What would make it cease to hold.
    [[nodiscard]] constexpr remedy to_cease() const noexcept {
        if (!holds()) return remedy::none;
        if (until != instant::forever()) return remedy::time;
        return can_end() ? remedy::events : remedy::never;
    }
    /// Whether an event could end it, once it holds.
    [[nodiscard]] constexpr bool can_end() const noexcept {
        auto const& w = rung::describe<S>(need.fact);
        return (need.low > w.least && w.falls) || need.high < w.most;
    }

    friend constexpr bool operator==(measured_condition const&, measured_condition const&) = default;
};

/// Measures a condition on the facts of a client at an instant.
template <schema S>
[[nodiscard]] constexpr measured_condition<S> measure(basic_condition<S> const& c, typename S::facts const& f,
                                                      instant now) noexcept {
    measured_condition<S> m{.need = c, .have = S::read(f, c.fact, now)};
    auto const& w = rung::describe<S>(c.fact);
    if (m.have > c.high) m.missing = rung::subtract_saturated(c.high, m.have);
    if (m.have < c.low) m.missing = rung::subtract_saturated(c.low, m.have);
    if (detail::shrinks(c)) {
        m.from = m.holds() ? now : detail::next_flip(c, f, now);
        if (m.from != instant::forever()) m.until = detail::next_flip(c, f, m.from);
        if (m.until != instant::forever()) m.then = S::read(f, c.fact, m.until);
        return m;
    }
    if (m.missing < 0) return m;
    m.from = m.holds() ? now : w.ages ? rung::reaches<S>(f, c.fact, c.low, now) : instant::forever();
    if (w.ages && m.from != instant::forever() && c.high < w.most)
        m.until = rung::reaches<S>(f, c.fact, rung::add_saturated(c.high, 1), now);
    return m;
}

/// What a route asks of a client, by default: for each condition that needs events, the share of the way that
/// is still to go, in thousandths of it. A host may have its own prices: a function object that takes a
/// measured condition which does not hold and returns what it costs to fulfil it, not below zero.
struct share_missing {
    template <schema S>
    [[nodiscard]] constexpr std::int64_t operator()(measured_condition<S> const& c) const noexcept {
        if (c.to_hold() == remedy::time) return 0;
        auto const bound = c.missing > 0 ? c.need.low : c.need.high;
        auto const way = bound < 0 ? rung::subtract_saturated(0, bound) : bound;
        auto const gap = c.missing < 0 ? rung::subtract_saturated(0, c.missing) : c.missing;
        auto const share = rung::multiply_saturated(gap, 1000);
        return share == unlimited ? gap : share / (way > 0 ? way : 1) + 1;
    }
};

/// A route of a client: conditions that must all hold, and some of which a number must. A view of an array of
/// them, which must outlive it.
template <schema S>
class measured_route {
public:
    using condition = measured_condition<S>;

    class iterator {
    public:
        constexpr iterator(condition const* all, std::uint64_t left) noexcept : all_{all}, left_{left} {}
        [[nodiscard]] constexpr condition const& operator*() const noexcept {
            return all_[detail::countr_zero(left_)];
        }
        constexpr iterator& operator++() noexcept {
            left_ &= left_ - 1;
            return *this;
        }
        friend constexpr bool operator==(iterator const& a, iterator const& b) noexcept {
            return a.left_ == b.left_;
        }

    private:
        condition const* all_;
        std::uint64_t left_;
    };

    /// Those of all conditions whose bit is set; measured at `at`. Of those that are `counted` too, `least`
    /// must hold; of the others all.
    constexpr measured_route(condition const* all, std::uint64_t conditions, instant at,
                             std::uint64_t counted = 0, std::size_t least = 0) noexcept
        : all_{all}, set_{conditions}, counted_{counted}, at_{at}, least_{static_cast<std::uint8_t>(least)} {}

    /// All that it looks at.
    [[nodiscard]] constexpr iterator begin() const noexcept { return {all_, set_}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {all_, 0}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        return static_cast<std::size_t>(detail::popcount(set_));
    }

    /// Without those that are counted; these alone; and how many of these must hold: 0 where none is counted.
    [[nodiscard]] constexpr measured_route required() const noexcept { return {all_, set_ & ~counted_, at_}; }
    [[nodiscard]] constexpr measured_route counted() const noexcept {
        return {all_, counted_, at_, counted_, least_};
    }
    [[nodiscard]] constexpr std::size_t least() const noexcept { return least_; }
    /// How many more of those that are counted must hold.
    [[nodiscard]] constexpr std::size_t more() const noexcept {
        auto const held = static_cast<std::size_t>(detail::popcount(holding() & counted_));
        return held < least_ ? least_ - held : 0;
    }

    [[nodiscard]] constexpr bool holds() const noexcept { return suffice(holding()); }
    /// If nothing happens all that must hold does from here on...
    [[nodiscard]] constexpr instant from() const noexcept {
        if (least_ != 0) {
            auto first = instant::forever();
            if (holds_at(at_)) return at_;
            for (auto const& c : *this) {
                if (c.from > at_ && c.from < first && holds_at(c.from)) first = c.from;
            }
            return first;
        }
        auto latest = at_;
        auto end = instant::forever();
        for (auto const& c : *this) {
            latest = c.from > latest ? c.from : latest;
            end = c.until < end ? c.until : end;
        }
        return latest < end ? latest : instant::forever();
    }
    /// ...until here; forever() if it never does.
    [[nodiscard]] constexpr instant until() const noexcept {
        auto const start = from();
        return start == instant::forever() ? start : until(start);
    }
    /// If nothing happens: whether it holds at an instant from now on, and if it does, until when. One that
    /// counts can cease to hold and hold again. Of a condition that time ends and brings again only the first
    /// time is known.
    [[nodiscard]] constexpr bool holds_at(instant t) const noexcept {
        std::uint64_t then = 0;
        for (auto rest = set_; rest != 0; rest &= rest - 1) {
            auto const& c = all_[detail::countr_zero(rest)];
            if (c.from <= t && t < c.until) then |= rest & (~rest + 1);
        }
        return suffice(then);
    }
    [[nodiscard]] constexpr instant until(instant start) const noexcept {
        auto end = instant::forever();
        for (auto const& c : *this) {
            if (c.until > start && c.until < end && (least_ == 0 || !holds_at(c.until))) end = c.until;
        }
        return end;
    }
    /// What would make it hold, so much of it at once as must. `never` if time brings each condition but
    /// never enough together, and nothing else can bring any.
    [[nodiscard]] constexpr remedy to_hold() const noexcept {
        if (holds()) return remedy::none;
        if (from() != instant::forever()) return remedy::time;
        std::uint64_t possible = 0;
        bool by_events = false;
        for (auto rest = set_; rest != 0; rest &= rest - 1) {
            auto const& c = all_[detail::countr_zero(rest)];
            auto const how = c.to_hold();
            if (how != remedy::never) possible |= rest & (~rest + 1);
            by_events = by_events || how == remedy::events || rung::describe<S>(c.need.fact).falls;
        }
        return by_events && suffice(possible) ? remedy::events : remedy::never;
    }
    /// What would make it cease to hold: the first of its conditions that can.
    [[nodiscard]] constexpr remedy to_cease() const noexcept {
        if (!holds()) return remedy::none;
        if (until() != instant::forever()) return remedy::time;
        std::uint64_t stay = 0;
        for (auto rest = set_; rest != 0; rest &= rest - 1) {
            if (all_[detail::countr_zero(rest)].to_cease() == remedy::never) stay |= rest & (~rest + 1);
        }
        return suffice(stay) ? remedy::never : remedy::events;
    }
    /// Whether an event could end it, once it holds.
    [[nodiscard]] constexpr bool can_end() const noexcept {
        auto const start = from();
        std::uint64_t stay = 0;
        for (auto rest = set_; rest != 0; rest &= rest - 1) {
            auto const& c = all_[detail::countr_zero(rest)];
            // Of those that are counted, all others may be what it needs.
            if (!c.can_end() && (least_ == 0 || (c.from <= start && c.until == instant::forever())))
                stay |= rest & (~rest + 1);
        }
        return !suffice(stay);
    }
    /// What has to be done: the conditions that must hold and do not, and of those that are counted the
    /// cheapest, as many as are missing.
    template <class Price = share_missing>
    [[nodiscard]] constexpr measured_route missing(Price const& price = {}) const {
        auto const open = set_ & ~holding();
        auto chosen = open & ~counted_;
        for (auto left = more(); left > 0; --left) {
            std::uint64_t best = 0;
            for (auto rest = open & counted_ & ~chosen; rest != 0; rest &= rest - 1) {
                if (best == 0 ||
                    is_cheaper(all_[detail::countr_zero(rest)], all_[detail::countr_zero(best)], price))
                    best = rest & (~rest + 1);
            }
            chosen |= best;
        }
        return {all_, chosen, at_};
    }
    /// What it costs to fulfil it.
    template <class Price = share_missing>
    [[nodiscard]] constexpr std::int64_t cost(Price const& price = {}) const {
        std::int64_t sum = 0;
        for (auto const& c : missing(price)) sum = rung::add_saturated(sum, price(c));
        return sum;
    }

private:
    condition const* all_;
    std::uint64_t set_;
    std::uint64_t counted_;
    instant at_;
    std::uint8_t least_;

    // Those that hold; and whether a set of conditions is enough.
    [[nodiscard]] constexpr std::uint64_t holding() const noexcept {
        std::uint64_t held = 0;
        for (auto rest = set_; rest != 0; rest &= rest - 1) {
            if (all_[detail::countr_zero(rest)].holds()) held |= rest & (~rest + 1);
        }
        return held;
    }
    [[nodiscard]] constexpr bool suffice(std::uint64_t conditions) const noexcept {
        auto const required = set_ & ~counted_;
        return (conditions & required) == required && detail::popcount(conditions & counted_) >= least_;
    }
    template <class Price>
    [[nodiscard]] static constexpr bool is_cheaper(condition const& a, condition const& b,
                                                   Price const& price) {
        bool const a_never = a.to_hold() == remedy::never;
        bool const b_never = b.to_hold() == remedy::never;
        return a_never != b_never ? b_never : price(a) < price(b);
    }
};

}  // namespace v0
}  // namespace rung
