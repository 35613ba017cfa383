#pragma once

#include <rung/base/id_index.hpp>
#include <rung/insight/life.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What happened to each client, as short as it can be kept: 16 bytes an event, 16 a move. It is told of
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
        auto& c = of(e.client);
        auto const m = detail::mark_of<S>(e);
        add(c.marks, c.marks_owed, m);
        if (auto const by = detail::referrer_of(e); by != no_client)
            add(c.referrals, c.referrals_owed, sent_by{m.order, by});
    }
    void withdrawn(event_type const& e, Stage) {
        auto& c = of(e.client);
        auto const m = detail::mark_of<S>(e);
        add(c.marks_owed, c.marks, m);
        if (auto const by = detail::referrer_of(e); by != no_client)
            add(c.referrals_owed, c.referrals, sent_by{m.order, by});
    }

    /// How many clients there is anything of.
    [[nodiscard]] std::size_t size() const noexcept {
        std::size_t n = 0;
        for (auto const& c : all_) n += c.is_empty() ? 0u : 1u;
        return n;
    }
    /// Calls visit(life) for each client, in the order in which they were first heard of.
    template <class Visit>
    void each(Visit&& visit) const {
        for (auto const& c : all_) {
            if (!c.is_empty()) visit(life{c.client, c.marks, c.steps, c.referrals});
        }
    }

    lives& operator+=(lives const& other) {
        for (auto const& r : other.all_) {
            auto& c = of(r.client);
            for (auto const& m : r.marks) add(c.marks, c.marks_owed, m);
            for (auto const& m : r.marks_owed) add(c.marks_owed, c.marks, m);
            for (auto const& s : r.steps) count(c.steps, s);
            for (auto const& s : r.referrals) add(c.referrals, c.referrals_owed, s);
            for (auto const& s : r.referrals_owed) add(c.referrals_owed, c.referrals, s);
        }
        return *this;
    }
    /// Forgets all; keeps the memory.
    void clear() noexcept {
        for (auto const& c : all_) index_.erase(c.client);
        all_.clear();
    }
    /// The memory of it.
    [[nodiscard]] std::size_t bytes() const noexcept {
        auto const of_list = [](auto const& list) { return list.capacity() * sizeof(list[0]); };
        auto sum = index_.bytes() + of_list(all_);
        for (auto const& c : all_)
            sum += of_list(c.marks) + of_list(c.marks_owed) + of_list(c.steps) + of_list(c.referrals) +
                   of_list(c.referrals_owed);
        return sum;
    }
    /// By the clients there is anything of.
    friend bool operator==(lives const& a, lives const& b) {
        return a.size() == b.size() && std::ranges::all_of(a.all_, [&](record const& c) {
                   auto const other = b.index_.find(c.client);
                   return c.is_empty() || (other != id_index::none && b.all_[other] == c);
               });
    }

private:
    struct record {
        client_id client = no_client;
        std::vector<mark> marks{};
        std::vector<step> steps{};
        std::vector<sent_by> referrals{};
        // What was taken back that another part had heard of: together they are right.
        std::vector<mark> marks_owed{};
        std::vector<sent_by> referrals_owed{};

        [[nodiscard]] bool is_empty() const noexcept {
            return marks.empty() && steps.empty() && marks_owed.empty();
        }
        friend bool operator==(record const&, record const&) = default;
    };

    id_index index_;
    std::vector<record> all_;

    [[nodiscard]] record& of(client_id id) {
        auto const known = index_.find(id);
        if (known != id_index::none) return all_[known];
        index_.reserve(all_.size() + 1);
        all_.push_back({.client = id});
        index_.insert_in_room(id, static_cast<std::uint32_t>(all_.size() - 1));
        return all_.back();
    }
    // One more in a list in order, or one fewer in the opposite list.
    template <class T>
    static void add(std::vector<T>& list, std::vector<T>& opposite, T const& one) {
        if (!opposite.empty()) {
            auto const at = std::ranges::lower_bound(opposite, one, detail::comes_before{});
            if (at != opposite.end() && *at == one) {
                opposite.erase(at);
                return;
            }
        }
        // Most come next.
        bool const is_next = list.empty() || detail::comes_before{}(list.back(), one);
        list.insert(is_next ? list.end() : std::ranges::upper_bound(list, one, detail::comes_before{}), one);
    }
    template <class Ladder>
    void count(named_transition<Ladder> const& t, std::int32_t times) {
        auto s = step::of(t);
        s.times = times;
        count(of(t.client).steps, s);
    }
    static void count(std::vector<step>& all, step const& s) {
        auto const at = std::ranges::lower_bound(all, s.key(), {}, &step::key);
        if (at == all.end() || at->key() != s.key())
            all.insert(at, s);
        else if ((at->times += s.times) == 0)
            all.erase(at);
    }
};

template <detail::has_stages Of>
requires requires { typename Of::schema_type; }
lives(Of const&)->lives<typename Of::stage_type, typename Of::schema_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
