#pragma once

#include <rung/base/append.hpp>
#include <rung/insight/life.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

namespace detail {

/// Things of clients as they were told, and those that were taken back. Put in order, and set off against
/// each other, when somebody reads them: so telling is no more than writing to the end of a list.
template <class T>
struct notes {
    struct note {
        client_id client = no_client;
        T what{};
        friend bool operator==(note const&, note const&) = default;
    };
    std::vector<note> told{};
    std::vector<note> back{};

    [[nodiscard]] std::size_t size() const noexcept { return told.size() + back.size(); }
    void settle() {
        constexpr auto is_before = [](note const& a, note const& b) {
            return a.client != b.client ? a.client < b.client : detail::comes_before{}(a.what, b.what);
        };
        if (!std::ranges::is_sorted(told, is_before)) std::ranges::sort(told, is_before);
        if (back.empty()) return;
        std::ranges::sort(back, is_before);
        std::vector<note> left, owed;
        std::ranges::set_difference(told, back, std::back_inserter(left), is_before);
        std::ranges::set_difference(back, told, std::back_inserter(owed), is_before);
        told = std::move(left);
        back = std::move(owed);
    }
    notes& operator+=(notes const& b) {
        rung::detail::append(told, b.told);
        rung::detail::append(back, b.back);
        return *this;
    }
    friend bool operator==(notes const&, notes const&) = default;
};

}  // namespace detail

/// What happened to each client, as short as it can be kept: 24 bytes an event, 24 a move. It is told of
/// events and moves as any accumulator that counts both:
///
///     rung::insight::lives seen{base};
///     base.apply(events, seen);                           // a base of facts
///     rung::insight::apply(base, events, report, seen);   // one that keeps history
///     rung::insight::tell(base, seen);                    // one that does, once, at the end
///     seen.each(credits);
///
/// Events may come late, moves may be withdrawn: what is read afterwards is a function of the set. A base
/// that keeps history has all of this itself, and each_life(base, visit) reads it from there, client by
/// client, without keeping it again (insight/histories.hpp). Two of them add up with +=.
template <class Stage = stage_id, schema S = retail>
class lives {
public:
    using stage_type = Stage;
    using schema_type = S;
    using event_type = typename S::event;

    lives() = default;
    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    explicit lives(Of const&) noexcept {}

    template <class Ladder>
    requires std::same_as<typename Ladder::stage_type, Stage>
    void operator()(named_transition<Ladder> const& t) { count(t, 1); }
    template <class Ladder>
    requires std::same_as<typename Ladder::stage_type, Stage>
    void withdrawn(named_transition<Ladder> const& t) { count(t, -1); }
    void happened(event_type const& e, Stage) {
        auto const m = detail::mark_of<S>(e);
        marks_.told.push_back({e.client, m});
        if (auto const by = detail::referrer_of(e); by != no_client)
            referrals_.told.push_back({e.client, {m.order, by}});
    }
    void withdrawn(event_type const& e, Stage) {
        auto const m = detail::mark_of<S>(e);
        marks_.back.push_back({e.client, m});
        if (auto const by = detail::referrer_of(e); by != no_client)
            referrals_.back.push_back({e.client, {m.order, by}});
        // Whoever follows a base with history is told the same over and over.
        if (marks_.size() < settle_at_) return;
        settle();
        settle_at_ = (std::max)(settle_at_, 2 * marks_.size());
    }

    /// How many clients there is anything of.
    [[nodiscard]] std::size_t size() const {
        std::size_t n = 0;
        each([&](life const&) { ++n; });
        return n;
    }
    /// Calls visit(life) for each client, by id. It puts a copy of all in order first.
    template <class Visit>
    void each(Visit&& visit) const& {
        auto in_order = *this;
        in_order.settle();
        in_order.walk(visit);
    }
    /// The same without a copy: `std::move(seen).each(credits)`, if it is needed no more.
    template <class Visit>
    void each(Visit&& visit) && {
        settle();
        walk(visit);
    }

    lives& operator+=(lives const& other) {
        marks_ += other.marks_;
        referrals_ += other.referrals_;
        rung::detail::append(steps_, other.steps_);
        return *this;
    }
    /// Forgets all; keeps the memory.
    void clear() noexcept {
        for (auto* list : {&marks_.told, &marks_.back}) list->clear();
        for (auto* list : {&referrals_.told, &referrals_.back}) list->clear();
        steps_.clear();
    }
    /// The memory of it.
    [[nodiscard]] std::size_t bytes() const noexcept {
        auto const of_list = [](auto const& list) { return list.capacity() * sizeof(list[0]); };
        return of_list(marks_.told) + of_list(marks_.back) + of_list(referrals_.told) +
               of_list(referrals_.back) + of_list(steps_);
    }
    /// By what is left of them.
    friend bool operator==(lives a, lives b) {
        a.settle();
        b.settle();
        return a.marks_ == b.marks_ && a.referrals_ == b.referrals_ && a.steps_ == b.steps_;
    }

private:
    struct step_of {
        client_id client = no_client;
        step what{};
        [[nodiscard]] auto key() const noexcept { return std::tuple{client, what.key()}; }
        friend bool operator==(step_of const&, step_of const&) = default;
    };

    detail::notes<mark> marks_;
    detail::notes<sent_by> referrals_;
    std::vector<step_of> steps_;
    std::size_t settle_at_ = 4'096;

    template <class Ladder>
    void count(named_transition<Ladder> const& t, std::int32_t times) {
        steps_.push_back({t.client, step::of(t)});
        steps_.back().what.times = times;
    }
    void settle() {
        marks_.settle();
        referrals_.settle();
        constexpr auto is_before = [](step_of const& a, step_of const& b) { return a.key() < b.key(); };
        if (!std::ranges::is_sorted(steps_, is_before)) std::ranges::sort(steps_, is_before);
        std::size_t kept = 0;
        for (std::size_t i = 0; i < steps_.size();) {
            auto s = steps_[i];
            for (++i; i < steps_.size() && steps_[i].key() == s.key(); ++i)
                s.what.times += steps_[i].what.times;
            if (s.what.times != 0) steps_[kept++] = s;
        }
        steps_.resize(kept);
    }
    // Through lists in order.
    template <class Visit>
    void walk(Visit& visit) const {
        auto m = marks_.told.begin();
        auto s = steps_.begin();
        auto r = referrals_.told.begin();
        std::vector<mark> marks;
        std::vector<step> steps;
        std::vector<sent_by> referrals;
        auto const take = [](client_id client, auto& from, auto const& end, auto& to) {
            to.clear();
            for (; from != end && from->client == client; ++from) to.push_back(from->what);
        };
        while (m != marks_.told.end() || s != steps_.end()) {
            auto client = m != marks_.told.end() ? m->client : s->client;
            if (s != steps_.end() && s->client < client) client = s->client;
            take(client, m, marks_.told.end(), marks);
            take(client, s, steps_.end(), steps);
            take(client, r, referrals_.told.end(), referrals);
            visit(life{client, marks, steps, referrals});
        }
    }
};

template <detail::has_stages Of>
requires requires { typename Of::schema_type; }
lives(Of const&)->lives<typename Of::stage_type, typename Of::schema_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
