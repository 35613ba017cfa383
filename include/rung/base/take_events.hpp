#pragma once

#include <rung/base/apply_report.hpp>
#include <rung/base/client_store.hpp>
#include <rung/base/observer.hpp>
#include <rung/core/config.hpp>
#include <rung/core/decision.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

/// How the clients of a store take events, and what time does to them.
template <class Lifecycle, class Ids>
class event_taker {
public:
    using schema_type = typename Lifecycle::schema_type;
    using event_type = typename Lifecycle::event_type;
    using outcome_type = typename Lifecycle::outcome_type;
    using decided_client_type = typename Lifecycle::decided_client_type;
    using report_type = apply_report<event_type>;
    using store_type = client_store<Lifecycle, Ids>;

    explicit event_taker(store_type& clients) noexcept : clients_{clients} {}

    template <class... Observers>
    outcome_type take(event_type const& e, Observers&... observers) {
        tally unread;
        return take(clients_.find(e.client), e, unread, observers...);
    }

    /// Takes so many events, one after the other. Calls listed(event) after each that has added to the
    /// report's lists.
    template <class EventAt, class Listed, class... Observers>
    void take_all(report_type& report, std::size_t events, EventAt event_at, Listed listed,
                  Observers&... observers) {
        // Counted apart from the report, where it can stay in registers.
        struct counting : tally {
            report_type& report;
            std::size_t refused_before;

            explicit counting(report_type& r) noexcept : report{r}, refused_before{r.refused.size()} {}
            ~counting() {
                report.done += this->applied + (report.refused.size() - refused_before);
                report.applied += this->applied;
                report.moves += this->moves;
            }
        } count{report};
        auto ahead = clients_.look_ahead(events, [=](std::size_t i) { return event_at(i).client; });
        for (std::size_t i = 0; i < events; ++i) {
            auto const& e = event_at(i);
            auto const out = take_next(ahead.number(i), e, count, observers...);
            if (out.answer() == answer::refused) [[unlikely]] {
                report.refused.push_back({e, out.refusal()});
                listed(e);
            }
        }
    }

    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&... observers) {
        tally count;
        if (!now.is_moment()) return 0;
        auto const sink = [&](auto const& t) { moved(count, t, observers...); };
        for (std::size_t i = 0; i < clients_.numbers(); ++i) {
            auto& record = clients_[i];
            if (!record.standing.may_change_by(now)) continue;
            auto const settle_one = [&](auto& c) {
                return lifecycle().settle(c, now, sink, clients_.id_of(i));
            };
            record.standing.decided() ? clients_.with_decision(i, settle_one) : settle_one(record);
        }
        return count.moves;
    }

private:
    static constexpr std::uint32_t none = store_type::none;

    // How many events were taken, and how many moves were made, even if an observer threw.
    struct tally {
        std::uint64_t applied = 0;
        std::uint64_t moves = 0;
    };

    store_type& clients_;

    [[nodiscard]] Lifecycle const& lifecycle() const noexcept { return clients_.lifecycle(); }

    // Takes the event of the client with a number; without a number, it makes the client. It allocates before
    // anything changes.
    template <class... Observers>
    outcome_type take(std::uint32_t number, event_type const& e, tally& count, Observers&... observers) {
        bool const is_decision = rung::decision_of<schema_type>(e).what != decree::none;
        bool const is_new = number == none;
        if (is_new) {
            if (!clients_.has_room_for(e.client)) return outcome_type{refusal::client};
            if (auto const why = lifecycle().why_not(decided_client_type{}, e); why != refusal::none)
                return outcome_type{why};
        }
        if (is_decision) clients_.make_room_for_decision();
        if (is_new) number = clients_.add(e.client);
        auto const take = [&](auto& c) {
            if (auto const why = lifecycle().why_not(c, e); why != refusal::none) return outcome_type{why};
            return take_sound(c, is_new, e, count, observers...);
        };
        return is_decision || clients_.is_decided(number) ? clients_.with_decision(number, take)
                                                          : take(clients_[number]);
    }

    // Takes an event that is sound and in order.
    template <class Client, class... Observers>
    outcome_type take_sound(Client& c, bool is_new, event_type const& e, tally& count,
                            Observers&... observers) {
        ++count.applied;
        auto const settled = lead_to(c, is_new, e, count, observers...);
        // All its moves have happened before observers are called.
        auto const out = lifecycle().apply_next(c, e, [&](auto const& t) { moved(count, t, observers...); });
        return out ? outcome_type{*out, settled} : outcome_type{out.hold(), settled};
    }

    // What comes before an event: the newcomer, and moves by time; returns how many. If an observer throws at
    // one of them, the event is taken completely, and no more observers are called.
    template <class Client, class... Observers>
    std::size_t lead_to(Client& c, bool is_new, event_type const& e, tally& count, Observers&... observers) {
        struct in_any_case {
            event_taker& taker;
            Client& c;
            event_type const& e;
            tally& count;
            bool is_telling = false;  // not where an assertion handler throws: then nothing goes on

            ~in_any_case() {
                if (!is_telling) return;
                auto const silently = [&](auto const& t) { taker.moved(count, t); };
                taker.lifecycle().settle(c, e.at, silently, e.client);
                taker.lifecycle().apply_next(c, e, silently);
            }
        } taken{*this, c, e, count};
        taken.is_telling = true;
        if (is_new) (detail::tell_joined(observers, e.client, e.at), ...);
        taken.is_telling = false;
        auto const sink = [&](auto const& t) {
            taken.is_telling = true;
            moved(count, t, observers...);
            taken.is_telling = false;
        };
        return lifecycle().settle(c, e.at, sink, e.client);
    }

    // The same as take(), for a place where most clients are there and under no decision. The result does not
    // have the moves by time before the event.
    template <class... Observers>
    RUNG_FORCE_INLINE outcome_type take_next(std::uint32_t number, event_type const& e, tally& count,
                                             Observers&... observers) {
        if (number == none || may_be_decided(number, e)) return take(number, e, count, observers...);
        auto& c = clients_[number];
        ++count.applied;
        if (c.standing.may_change_by(e.at) && lifecycle().why_not(c, e) == refusal::none) [[unlikely]]
            (void)lead_to(c, false, e, count, observers...);
        auto const out =
            lifecycle().apply_inline(c, e, [&](auto const& t) { moved(count, t, observers...); });
        if (out.answer() == answer::refused) --count.applied;
        return out;
    }

    // Whether there is a decision about a client, or an event will make one.
    [[nodiscard]] bool may_be_decided(std::uint32_t number, event_type const& e) const noexcept {
        return clients_.is_decided(number) || rung::decision_of<schema_type>(e).what != decree::none;
    }

    template <class Transition, class... Observers>
    void moved(tally& count, Transition const& t, Observers&... observers) {
        ++count.moves;
        clients_.note_move(t.from, t.to);
        (detail::tell(observers, t), ...);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
