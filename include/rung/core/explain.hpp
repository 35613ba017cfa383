#pragma once

#include <rung/core/lifecycle.hpp>
#include <rung/core/measure.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace rung {
inline namespace v0 {

namespace detail {

/// When time alone first moves a client to a place for which `test` is true; forever() if never.
template <class Mover, class Client, class Test>
[[nodiscard]] constexpr instant first_move(Mover const& life, Client c, Test test) {
    for (;;) {
        auto const at = life.next_change(c);  // later each time, and facts change a few times only by time
        if (at == instant::forever()) return at;
        life.settle(c, at);
        if (test(c.standing.place)) return at;
    }
}

}  // namespace detail

/// Where a client stands at an instant and why: what keeps them there and until when, what is missing for the
/// next rung, what would take them off the ladder or back. A plain value without allocations, of about 3 KB.
/// It refers to the ladder, which must outlive it.
///
///     auto const e = life.explain(ann, now);
///     for (auto const& route : e.enter(*e.next()))       // the cheapest route first
///         for (auto const& c : route) ... c.have, c.need, c.missing, c.from
template <class Ladder>
class explanation {
public:
    using schema_type = typename Ladder::schema_type;
    using stage_type = typename Ladder::stage_type;
    using condition = measured_condition<schema_type>;

    /// Conditions that must all hold, or so many of them.
    using route = measured_route<schema_type>;
    /// Routes of which one must hold.
    class rule;

    /// Made by a lifecycle's explain(): the client at `now`, after all that fell due before. An instant
    /// before the last event or move counts as that one's.
    template <class Mover, class Client, class Price = share_missing>
    [[nodiscard]] static constexpr explanation of(Mover const& life, Client c, instant now,
                                                  Price const& price = {});

    [[nodiscard]] constexpr Ladder const& ladder() const noexcept { return *ladder_; }
    /// The instant it is true for.
    [[nodiscard]] constexpr instant at() const noexcept { return at_; }
    /// Nothing is known of the client.
    [[nodiscard]] constexpr bool is_new() const noexcept { return is_new_; }

    [[nodiscard]] constexpr stage_type stage() const noexcept {
        return rung::stage_at<stage_type>(standing_.place);
    }
    [[nodiscard]] constexpr instant since() const noexcept { return standing_.since; }
    /// What moved the client here, and the kind of event if it was one; not given() if they never moved.
    [[nodiscard]] constexpr move_cause moved_by() const noexcept { return standing_.moved_by; }
    /// When time alone next changes the standing; forever() if it does not.
    [[nodiscard]] constexpr instant until() const noexcept { return until_; }
    /// When time alone moves the client to another place; forever() if it does not. Later than until() if a
    /// grace comes first.
    [[nodiscard]] constexpr instant moves_at() const noexcept { return moves_at_; }
    [[nodiscard]] constexpr bool is_out() const noexcept { return ladder_->is_exit(stage()); }
    [[nodiscard]] constexpr bool in_grace() const noexcept { return standing_.in_grace(); }
    /// When the grace that is running ends.
    [[nodiscard]] constexpr instant grace_until() const noexcept {
        return in_grace() ? standing_.due : instant::never();
    }
    /// Until when the client's rung is guaranteed: until then nobody falls from it. never() if it is not, or
    /// no longer.
    [[nodiscard]] constexpr instant guaranteed_until() const noexcept { return guaranteed_until_; }
    /// When the client has stood on their rung as long as the next one asks; never() if it asks for nothing,
    /// or they have.
    [[nodiscard]] constexpr instant waits_until() const noexcept { return waits_until_; }
    /// The decision by hand that is in force, if one is.
    [[nodiscard]] constexpr std::optional<rung::decision> decision() const noexcept {
        if (!decision_.in_force(at_)) return std::nullopt;
        return decision_;
    }

    /// The place that the rules alone would give the client now.
    [[nodiscard]] constexpr stage_type by_rules() const noexcept {
        return rung::stage_at<stage_type>(by_rules_);
    }
    /// What keeps the client from it; hold::none if they stand there on a rung, hold::exit if they are out.
    [[nodiscard]] constexpr rung::hold hold() const noexcept { return hold_; }

    /// Whether the descent policy lets anybody fall. If so, a client who is held by it falls on at the next
    /// occasion.
    [[nodiscard]] constexpr bool falls() const noexcept { return falls_; }

    /// The rung above the client's; nothing on the top rung. For a client who is out: where they would begin
    /// again.
    [[nodiscard]] constexpr std::optional<stage_type> next() const noexcept {
        if (is_out()) return rung::stage_at<stage_type>(back_);
        if (standing_.place + std::size_t{1} >= ladder_->stage_count()) return std::nullopt;
        return rung::stage_at<stage_type>(standing_.place + std::size_t{1});
    }

    /// The rules of a stage, measured on the client, the cheapest route first. A rule without routes asks for
    /// nothing (the first rung).
    [[nodiscard]] constexpr rule enter(stage_type s) const& { return {*this, ladder_->enter(s)}; }
    [[nodiscard]] constexpr rule keep(stage_type s) const& { return {*this, ladder_->keep(s)}; }
    [[nodiscard]] constexpr rule door(stage_type s) const& { return {*this, ladder_->door(s)}; }
    // They look into the explanation, so it has to have a name.
    void enter(stage_type s) const&& = delete;
    void keep(stage_type s) const&& = delete;
    void door(stage_type s) const&& = delete;
    void operator[](std::size_t i) const&& = delete;

    /// Every condition of the ladder, by its number there.
    [[nodiscard]] constexpr condition const& operator[](std::size_t i) const& {
        if (i >= ladder_->condition_count())
            RUNG_ASSERT("the ladder has no condition of that number: condition_count() says how many it has");
        return conditions_[i];
    }

private:
    Ladder const* ladder_ = nullptr;
    standing standing_{};
    rung::decision decision_{};
    instant at_{};
    instant until_{};
    instant moves_at_ = instant::forever();
    instant guaranteed_until_ = instant::never();
    instant waits_until_ = instant::never();
    std::uint8_t by_rules_ = 0;
    std::uint8_t back_ = 0;
    rung::hold hold_ = rung::hold::none;
    bool is_new_ = false;
    bool falls_ = true;
    condition conditions_[Ladder::max_conditions]{};
    std::uint8_t order_[Ladder::max_routes]{};  // routes of each rule, the cheapest first

    constexpr explanation() = default;

    [[nodiscard]] constexpr route measured(std::size_t number) const noexcept {
        auto const& r = ladder_->route_at(number);
        return {conditions_, r.conditions, at_, r.counted, r.least};
    }
    template <class Price>
    constexpr void put_in_order(Price const& price);
};

template <class Ladder>
class explanation<Ladder>::rule {
public:
    class iterator {
    public:
        constexpr iterator(rule const& of, std::size_t i) noexcept : rule_{of}, i_{i} {}
        [[nodiscard]] constexpr route operator*() const noexcept { return rule_[i_]; }
        constexpr iterator& operator++() noexcept {
            ++i_;
            return *this;
        }
        friend constexpr bool operator==(iterator const& a, iterator const& b) noexcept {
            return a.i_ == b.i_;
        }

    private:
        rule rule_;
        std::size_t i_;
    };

    constexpr rule(explanation const& of, typename Ladder::rule_span routes) noexcept
        : of_{&of}, routes_{routes} {}

    [[nodiscard]] constexpr iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {*this, size()}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return routes_.count; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }
    /// The i-th cheapest route. A rule that asks for nothing has none.
    [[nodiscard]] constexpr route operator[](std::size_t i) const {
        if (i >= size())
            RUNG_ASSERT(
                "a rule has no route with that number: size() says how many it has; a rule that asks for "
                "nothing has none");
        return of_->measured(of_->order_[routes_.first + i]);
    }

    [[nodiscard]] constexpr bool holds() const noexcept {
        bool any = empty();
        for (auto const r : *this) any = any || r.holds();
        return any;
    }
    /// If nothing happens: when it begins to hold, and how long it then holds (or holds from now on) without
    /// a break.
    [[nodiscard]] constexpr instant from() const noexcept {
        if (empty()) return of_->at_;
        auto first = instant::forever();
        for (auto const r : *this) first = r.from() < first ? r.from() : first;
        return first;
    }
    [[nodiscard]] constexpr instant until() const noexcept {
        if (empty() || from() == instant::forever()) return instant::forever();
        auto end = from();
        for (bool longer = true; longer;) {
            longer = false;
            for (auto const r : *this) {
                if (end == instant::forever() || !r.holds_at(end)) continue;
                end = r.until(end);
                longer = true;
            }
        }
        return end;
    }
    /// What would make it hold: what its easiest route needs.
    [[nodiscard]] constexpr remedy to_hold() const noexcept {
        if (empty()) return remedy::none;
        auto best = remedy::never;
        for (auto const r : *this) best = r.to_hold() < best ? r.to_hold() : best;
        return best;
    }
    /// What would make it cease to hold, all routes at once: `never` if one of them, once it holds, holds for
    /// good.
    [[nodiscard]] constexpr remedy to_cease() const noexcept {
        if (empty()) return remedy::never;
        if (!holds()) return remedy::none;
        if (until() != instant::forever()) return remedy::time;
        for (auto const r : *this) {
            if (r.from() != instant::forever() && r.until() == instant::forever() && !r.can_end())
                return remedy::never;
        }
        return remedy::events;
    }

private:
    explanation const* of_;
    typename Ladder::rule_span routes_;
};

template <class Ladder>
template <class Mover, class Client, class Price>
constexpr explanation<Ladder> explanation<Ladder>::of(Mover const& life, Client c, instant now,
                                                      Price const& price) {
    auto const latest = c.frontier.at;
    now = now < latest ? latest : now;
    now = now < c.standing.since ? c.standing.since : now;
    life.settle(c, now);

    explanation e;
    e.ladder_ = &life.ladder();
    e.at_ = now;
    e.standing_ = c.standing;
    e.is_new_ = c.is_new();
    e.falls_ = life.descent().falls;
    e.until_ = life.next_change(c);
    e.moves_at_ = rung::detail::first_move(life, c, [&](auto place) { return place != c.standing.place; });
    if constexpr (requires { c.decision; }) e.decision_ = c.decision;
    for (std::size_t i = 0; i < e.ladder_->condition_count(); ++i)
        e.conditions_[i] = rung::measure<schema_type>(e.ladder_->condition_at(i), c.facts, now);
    e.put_in_order(price);

    auto const guaranteed = life.guaranteed_until(c.standing);
    if (guaranteed > now) e.guaranteed_until_ = guaranteed;
    bool const waits = !e.is_out() && (e.ladder_->waits() >> c.standing.place & 2) != 0;
    auto const opens = waits ? life.wait_over(c.standing) : instant::never();
    if (opens > now) e.waits_until_ = opens;

    auto const v = life.judge(c.facts, now);
    rung::detail::decided_place const places{e.decision_, now};
    e.back_ = life.judged_from(c.standing);
    auto const exit = life.exit_of(v, c.standing.place);
    e.by_rules_ = v.exits != 0 ? exit : life.qualified(v, e.back_);
    // where the client would stand if only the rules and the decision counted
    auto const from = places.pinned_out(e.ladder_->stage_count()) ? e.back_ : places.clamp(e.back_);
    auto const allowed = v.exits != 0 && !places.kept_in() ? exit : places.clamp(life.qualified(v, from));
    auto const place = c.standing.place;
    if (place == e.by_rules_)
        e.hold_ = e.is_out() ? rung::hold::exit : rung::hold::none;
    else if (place == allowed)
        e.hold_ = rung::hold::decision;
    else if (e.is_out())
        e.hold_ = rung::hold::exit;
    else if (e.in_grace())
        e.hold_ = guaranteed > now ? rung::hold::guarantee : rung::hold::grace;
    else if (allowed > place && life.open_to(v, place, c.standing, now) <= place)
        e.hold_ = rung::hold::wait;
    else
        e.hold_ = allowed > place ? rung::hold::ascent : rung::hold::descent;
    return e;
}

template <class Ladder>
template <class Price>
constexpr void explanation<Ladder>::put_in_order(Price const& price) {
    auto const dearer = [&](std::size_t a, std::size_t b) {
        auto const x = measured(a);
        auto const y = measured(b);
        bool const x_never = x.to_hold() == remedy::never;
        bool const y_never = y.to_hold() == remedy::never;
        if (x_never != y_never) return x_never;
        auto const cost_x = x.cost(price);
        auto const cost_y = y.cost(price);
        return cost_x != cost_y ? cost_x > cost_y : x.from() > y.from();
    };
    for (std::size_t i = 0; i < ladder_->route_count(); ++i) {
        auto const& r = ladder_->route_at(i);
        auto at = i;
        for (; at > 0; --at) {
            auto const& before = ladder_->route_at(at - 1);  // of the same rule, or a rule ends here
            if (before.owner != r.owner || before.use != r.use || !dearer(order_[at - 1], i)) break;
            order_[at] = order_[at - 1];
        }
        order_[at] = static_cast<std::uint8_t>(i);
    }
}

}  // namespace v0
}  // namespace rung
