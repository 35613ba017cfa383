#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/client_states.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/moments.hpp>
#include <rung/insight/place.hpp>
#include <rung/insight/reading.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// The scores that one thing got, 1 (bad) to 5 (good), and what became of the clients who gave them.
struct score_counts {
    std::array<std::int64_t, 5> given{};    ///< of each score
    std::array<std::int64_t, 5> regular{};  ///< by clients who then became regular,
    std::array<std::int64_t, 5> gone{};     ///< or left the ladder; of the others it is not yet known

    [[nodiscard]] std::int64_t n() const noexcept { return sum(given, 1, 5); }
    [[nodiscard]] estimate mean(confidence c = {}) const {
        moments m;
        for (std::size_t i = 0; i < 5; ++i) m.add(static_cast<std::int64_t>(i) + 1, given[i]);
        return m.mean(c);
    }
    /// The share of 4 and 5, and that of 1 and 2.
    [[nodiscard]] estimate top_two(confidence c = {}) const {
        return insight::wilson(sum(given, 4, 5), n(), c);
    }
    [[nodiscard]] estimate bottom_two(confidence c = {}) const {
        return insight::wilson(sum(given, 1, 2), n(), c);
    }
    /// With a score of 4 or 5 against a lower one: became regular (yes), or left.
    [[nodiscard]] crossed good_and_regular() const noexcept { return cross(4, 5, regular, gone); }
    /// With a score of 1 or 2 against a higher one: left (yes), or became regular.
    [[nodiscard]] crossed bad_and_gone() const noexcept { return cross(1, 2, gone, regular); }

    score_counts& operator+=(score_counts const& b) noexcept {
        for (std::size_t i = 0; i < 5; ++i) {
            given[i] += b.given[i];
            regular[i] += b.regular[i];
            gone[i] += b.gone[i];
        }
        return *this;
    }
    friend bool operator==(score_counts const&, score_counts const&) = default;

private:
    using scores = std::array<std::int64_t, 5>;
    [[nodiscard]] static std::int64_t sum(scores const& of, std::size_t from, std::size_t to) noexcept {
        std::int64_t all = 0;
        for (auto i = from; i <= to; ++i) all += of[i - 1];
        return all;
    }
    [[nodiscard]] static crossed cross(std::size_t from, std::size_t to, scores const& yes,
                                       scores const& no) noexcept {
        crossed t{.with_yes = sum(yes, from, to), .with_no = sum(no, from, to)};
        t.without_yes = sum(yes, 1, 5) - t.with_yes;
        t.without_no = sum(no, 1, 5) - t.with_no;
        return t;
    }
};

/// What clients evaluate (004.3), by attribute: the time to the invoice, the advice, the good, as the host
/// numbers them; and the fork after it (004.4): which evaluations go with becoming regular, that is with
/// coming to stand on `regular` or above, and which with leaving the ladder by an exit. An evaluation counts
/// for the fork if the client stood below `regular` when they gave it; of several of one attribute the last.
///
/// An observer; on a base that keeps history by insight::tell and insight::apply. Two of them add up with +=.
/// It remembers the evaluations of clients for whom the fork is still open.
template <stage_name Stage = stage_id>
class evaluations {
public:
    /// All events of a client are to be told to one of them: parts are of different clients.
    static constexpr bool remembers_clients = true;

    explicit evaluations(Stage regular) : regular_{regular} {}

    template <class Ladder>
    void
    operator()(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        move(t, 1);
    }
    template <class Ladder>
    void
    withdrawn(named_transition<Ladder> const& t) requires std::same_as<typename Ladder::stage_type, Stage> {
        move(t, -1);
    }
    template <has_evaluations Event>
    void happened(Event const& e, Stage at) {
        take(e, at, 1);
    }
    template <has_evaluations Event>
    void withdrawn(Event const& e, Stage at) {
        take(e, at, -1);
    }
    void left(client_id id, instant) {
        states_.forget(id);
        last_ = {};
    }
    /// An event of this client will come soon.
    void expect(client_id id) const noexcept { states_.prefetch(id); }

    /// The attributes that were evaluated, by number.
    [[nodiscard]] std::vector<std::uint16_t> attributes() const {
        std::vector<std::uint16_t> out;
        out.reserve(by_attribute_.size());
        for (auto const& [attribute, counts] : by_attribute_) out.push_back(attribute);
        return out;
    }
    /// What one of them got; an attribute that nobody evaluated is refused.
    [[nodiscard]] score_counts const& operator[](std::uint16_t attribute) const {
        auto const at = by_attribute_.find(attribute);
        if (at == by_attribute_.end())
            RUNG_ASSERT("nobody evaluated an attribute of this number: attributes() lists those that were");
        return at->second;
    }
    /// All of them together, or those that `is_of(attribute)` says: of one department.
    template <class IsOf>
    [[nodiscard]] score_counts of(IsOf const& is_of) const {
        score_counts sum;
        for (auto const& [attribute, counts] : by_attribute_)
            if (is_of(attribute)) sum += counts;
        return sum;
    }

    evaluations& operator+=(evaluations const& other) {
        if (regular_ != other.regular_)
            RUNG_ASSERT("evaluations with another rung of the regular clients do not add up");
        states_ += other.states_;
        for (auto const& [attribute, counts] : other.by_attribute_) {
            auto const at = by_attribute_.try_emplace(attribute).first;
            at->second += counts;
            if (at->second == score_counts{}) by_attribute_.erase(at);
        }
        return *this;
    }
    friend bool operator==(evaluations const& a, evaluations const& b) {
        return a.regular_ == b.regular_ && a.by_attribute_ == b.by_attribute_ && a.states_ == b.states_;
    }

private:
    enum class fork : std::uint8_t { open, regular, gone };
    struct score {
        std::uint16_t attribute = 0;
        std::uint8_t value = 0;
        friend bool operator==(score const&, score const&) = default;
    };
    // The scores of a client for whom the fork is open: one of an attribute, the last. Few evaluate more than
    // three, for whom alone something is allocated.
    class state {
    public:
        void put(score s) {
            for (std::size_t i = 0; i < n_; ++i)
                if (first_[i].attribute == s.attribute) return void(first_[i] = s);
            for (auto& m : more_)
                if (m.attribute == s.attribute) return void(m = s);
            if (n_ < first_.size())
                first_[n_++] = s;
            else
                more_.push_back(s);
        }
        template <class Visit>
        void each(Visit const& visit) const {
            for (std::size_t i = 0; i < n_; ++i) visit(first_[i]);
            for (auto const& m : more_) visit(m);
        }
        friend bool operator==(state const&, state const&) = default;

    private:
        std::array<score, 3> first_{};
        std::uint8_t n_ = 0;
        std::vector<score> more_{};
    };
    // The move that an event made is told before that event, and is of no event after it.
    struct last_move {
        client_id client = no_client;
        instant at{};
        Stage from{};
        fork became = fork::open;
    };

    Stage regular_;
    std::map<std::uint16_t, score_counts> by_attribute_{};
    detail::few_client_states<state> states_{};
    last_move last_{};

    [[nodiscard]] score_counts& counts_of(std::uint16_t attribute) { return by_attribute_[attribute]; }
    void drop_empty(std::uint16_t attribute) {
        auto const at = by_attribute_.find(attribute);
        if (at != by_attribute_.end() && at->second == score_counts{}) by_attribute_.erase(at);
    }
    void count(score const& s, fork became, std::int64_t one) {
        auto& c = counts_of(s.attribute);
        (became == fork::regular ? c.regular : c.gone)[s.value - 1u] += one;
    }
    template <class Ladder>
    void move(named_transition<Ladder> const& t, std::int64_t one) {
        auto const became = t.ladder->is_exit(t.to)                            ? fork::gone
                            : rung::index_of(t.to) >= rung::index_of(regular_) ? fork::regular
                                                                               : fork::open;
        last_ = {t.client, t.at, t.from, became};
        if (became != fork::open && states_.may_have(t.client, one < 0)) close(t.client, became, one);
    }
    // The fork of a client, if they gave any scores before it.
    void close(client_id id, fork became, std::int64_t one) {
        bool const out = one < 0;
        auto* const known = states_.find(id, out);
        if (known == nullptr) return;
        auto& s = *known;
        s.each([&](score const& given) {
            count(given, became, one);
            drop_empty(given.attribute);
        });
        s = {};
        states_.tidy(id, s, out);
    }
    template <class Event>
    void take(Event const& e, Stage at, std::int64_t one) {
        std::uint8_t const value = reading<Event>::score(e);
        if (value >= 1 && value <= 5)
            evaluated(e.client, e.at, {reading<Event>::attribute(e), value}, at, one);
        last_.client = no_client;
    }
    void evaluated(client_id id, instant when, score s, Stage at, std::int64_t one) {
        counts_of(s.attribute).given[s.value - 1u] += one;
        bool const is_below = rung::index_of(at) < rung::index_of(regular_);
        bool const moved = last_.client == id && last_.at == when && last_.from == at;
        if (is_below && moved && last_.became != fork::open) {
            count(s, last_.became, one);
        } else if (is_below) {
            bool const out = one < 0;
            states_.of(id, out).put(s);
        }
        drop_empty(s.attribute);
    }
};

template <stage_name Stage>
evaluations(Stage) -> evaluations<Stage>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
