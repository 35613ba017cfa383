#pragma once

#include <rung/base/id_index.hpp>
#include <rung/base/members.hpp>
#include <rung/insight/life.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What happened to each client, as short as it can be kept: 16 bytes an event, 16 a move. It is an observer
/// of moves, and is told of events beside them:
///
///     rung::insight::lives seen{base};
///     auto const report = seen.apply(base, events);  // takes them, and notes those that were taken
///     seen.each(credits);
///
/// Events may come late or twice, moves may be withdrawn: what is read afterwards is a function of the set.
/// A base that keeps history has all of this itself: `each_life(base, visit)` reads it from there, and
/// `lives_of(base)` makes what an observer would have collected (insight/histories.hpp).
template <class Stage = stage_id, schema S = retail>
class lives {
public:
    using schema_type = S;
    using event_type = typename S::event;

    lives() = default;
    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    explicit lives(Of const&) noexcept {}

    template <class Ladder>
    void
    operator()(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        count(t, 1);
    }
    template <class Ladder>
    void
    withdrawn(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        count(t, -1);
    }

    /// An event that a base took. One that has an id counts once, however often it is told.
    void event(event_type const& e) {
        auto& c = of(e.client);
        auto const m = detail::mark_of<S>(e);
        if (!put(c.marks, m)) return;
        if (auto const by = detail::referrer_of<S>(e); by != no_client)
            put(c.referrals, sent_by{m.order, by});
    }
    /// An event that a base took back (retract): it stays out also when it comes later, or again.
    void taken_back(client_id under, event_id id) {
        auto& gone = of(under).gone;
        auto const at = std::ranges::lower_bound(gone, id);
        if (at == gone.end() || *at != id) gone.insert(at, id);
    }
    /// Two ids turned out to be one person, or not to be: what base.merge(into, from) and base.split(from)
    /// did.
    void merged(client_id into, client_id from) {
        into = person(into);
        from = person(from);
        if (into == from) return;
        (void)of(into);
        into_[from] = into;
    }
    void split(client_id from) {
        (void)of(from);
        into_.erase(from);
    }

    /// Takes events in a base, and notes those that it took.
    template <class Base, class... Observers>
    [[nodiscard]] typename Base::report_type apply(Base& base, std::span<event_type const> events,
                                                   Observers&&... more) {
        auto report = base.apply(events, *this, more...);
        taken(events, report);
        return report;
    }
    /// The events of a span that a report says were taken.
    template <class Report>
    void taken(std::span<event_type const> events, Report const& report) {
        auto refused = report.refused.begin();
        for (auto const& e : events) {
            if (refused != report.refused.end() && rung::detail::equal(refused->event, e))
                ++refused;
            else
                event(e);
        }
        if constexpr (requires { report.conflicts; }) {
            for (auto const& c : report.conflicts) {
                dropped(c.dropped);
                event(c.kept);
            }
        }
    }

    /// How many clients anything was heard of.
    [[nodiscard]] std::size_t size() const {
        std::size_t n = 0;
        each([&](life const&) { ++n; });
        return n;
    }
    /// Calls visit(life) for each client, in the order in which they were first heard of.
    template <class Visit>
    void each(Visit&& visit) const {
        std::map<client_id, std::vector<record const*>> people;
        for (auto const& c : all_) {
            if (!into_.empty()) people[person(c.client)].push_back(&c);
        }
        std::vector<std::pair<client_id, mark>> marks;
        std::vector<mark> in_order;
        std::vector<step> steps;
        std::vector<sent_by> referrals;
        for (auto const& c : all_) {
            auto const known = people.find(c.client);
            if (!into_.empty() && known == people.end()) continue;  // read with whom they were merged into
            marks.clear();
            steps.clear();
            referrals.clear();
            auto const gather = [&](record const& r) {
                for (auto const& m : r.marks) {
                    if (!r.is_gone(m.order)) marks.emplace_back(r.client, m);
                }
                for (auto const& s : r.steps) steps.push_back(s);
                for (auto const& s : r.referrals) {
                    if (!r.is_gone(s.order)) referrals.push_back(s);
                }
            };
            if (known == people.end())
                gather(c);
            else
                for (auto const* r : known->second) gather(*r);
            if (marks.empty() && steps.empty()) continue;
            if (known != people.end()) {
                detail::in_order(marks);
                std::ranges::sort(steps, {}, &step::key);
                std::ranges::sort(referrals, {}, detail::referral_key);
            }
            in_order.clear();
            for (auto const& [under, m] : marks) in_order.push_back(m);
            visit(life{c.client, in_order, steps, referrals});
        }
    }

    lives& operator+=(lives const& other) {
        for (auto const& r : other.all_) {
            auto& c = of(r.client);
            for (auto const& m : r.marks) (void)put(c.marks, m);
            for (auto const& s : r.steps) put(c.steps, s);
            for (auto const& s : r.referrals) put(c.referrals, s);
            for (auto const id : r.gone) taken_back(r.client, id);
        }
        for (auto const& [from, into] : other.into_) into_[from] = into;
        return *this;
    }
    /// The memory of it.
    [[nodiscard]] std::size_t bytes() const noexcept {
        auto sum = index_.bytes() + all_.capacity() * sizeof(record);
        for (auto const& c : all_)
            sum += c.marks.capacity() * sizeof(mark) + c.steps.capacity() * sizeof(step) +
                   c.referrals.capacity() * sizeof(sent_by) + c.gone.capacity() * sizeof(event_id);
        return sum;
    }

private:
    struct record {
        client_id client = no_client;
        std::vector<mark> marks{};
        std::vector<step> steps{};
        std::vector<sent_by> referrals{};
        std::vector<event_id> gone{};

        [[nodiscard]] bool is_gone(event_order o) const noexcept {
            return has_id(o) && std::ranges::binary_search(gone, o.id() + 1);
        }
    };

    id_index index_;
    std::vector<record> all_;
    std::map<client_id, client_id> into_;  // merged ids, each with the one that it was merged into

    [[nodiscard]] record& of(client_id id) {
        auto const known = index_.find(id);
        if (known != id_index::none) return all_[known];
        index_.reserve(all_.size() + 1);
        all_.push_back({.client = id});
        index_.insert_in_room(id, static_cast<std::uint32_t>(all_.size() - 1));
        return all_.back();
    }
    [[nodiscard]] client_id person(client_id id) const {
        for (auto it = into_.find(id); it != into_.end(); it = into_.find(id)) id = it->second;
        return id;
    }
    template <class Ladder>
    void count(named_transition<Ladder> const& t, std::int32_t times) {
        auto s = step::of(t);
        s.times = times;
        put(of(t.client).steps, s);
    }
    // As place_of() numbers them: one without an id comes last in its second.
    [[nodiscard]] static bool has_id(event_order o) noexcept { return o.id() != ~event_id{0}; }
    // False if it is known.
    static bool put(std::vector<mark>& all, mark const& m) {
        if (!has_id(m.order)) {
            all.insert(std::upper_bound(all.begin(), all.end(), m, detail::comes_before), m);
            return true;
        }
        // Most events come next.
        bool const is_next = all.empty() || all.back().order < m.order;
        auto const at = is_next ? all.end() : std::ranges::lower_bound(all, m.order, {}, &mark::order);
        if (at != all.end() && at->order == m.order) return false;
        all.insert(at, m);
        return true;
    }
    static void put(std::vector<step>& all, step const& s) {
        auto const at = std::ranges::lower_bound(all, s.key(), {}, &step::key);
        if (at == all.end() || at->key() != s.key())
            all.insert(at, s);
        else if ((at->times += s.times) == 0)
            all.erase(at);
    }
    static void put(std::vector<sent_by>& all, sent_by const& s) {
        auto const at = std::ranges::lower_bound(all, detail::referral_key(s), {}, detail::referral_key);
        if (at == all.end() || !(*at == s)) all.insert(at, s);
    }
    // The loser of two events of one id.
    void dropped(event_type const& e) {
        auto& c = of(e.client);
        auto const order = rung::detail::place_of(e);
        std::erase_if(c.marks, [&](mark const& m) { return m.order == order; });
        std::erase_if(c.referrals, [&](sent_by const& s) { return s.order == order; });
    }
};

template <detail::has_stages Of>
requires requires { typename Of::schema_type; }
lives(Of const&)->lives<typename Of::stage_type, typename Of::schema_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
