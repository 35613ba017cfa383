#pragma once

#include <rung/base/apply_report.hpp>
#include <rung/base/client_store.hpp>
#include <rung/base/observer.hpp>
#include <rung/core/config.hpp>
#include <rung/core/decision.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/steady.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace rung {
inline namespace v0 {
namespace detail {

/// How the clients of a store take events, and what time does to them.
template <class Lifecycle, class Ids>
class event_taker {
public:
    using schema_type = typename Lifecycle::schema_type;
    using event_type = typename Lifecycle::event_type;
    using stage_type = typename Lifecycle::stage_type;
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
                report.done += this->taken() + (report.refused.size() - refused_before);
                report.applied += this->taken();
                report.moves += this->moves;
            }
        } count{report};
        auto ahead = clients_.look_ahead(events, [=](std::size_t i) { return event_at(i).client; });
        for (std::size_t i = 0; i < events; ++i) {
            auto const& e = event_at(i);
            if constexpr ((expects_clients<Observers> || ...)) {
                if (i + records_ahead < events)
                    (detail::tell_expected(observers, event_at(i + records_ahead).client), ...);
            }
            auto const why = take_next(ahead.number(i), e, count, observers...);
            if (why != refusal::none) [[unlikely]] {
                report.refused.push_back({e, why});
                listed(e);
            }
        }
    }

    /// Whether the facts are what their vocabulary says, in debug builds: if an assertion handler throws at
    /// one of them (core/steady.hpp), nobody was settled yet.
    void check_before_settling([[maybe_unused]] instant now) const {
        if constexpr (checks_schemas) {
            for (std::size_t i = 0; i < clients_.numbers(); ++i) {
                auto const& record = std::as_const(clients_)[i];
                if (record.standing.may_change_by(now))
                    detail::must_not_have_fallen(lifecycle().ladder(), record, now);
            }
        }
    }
    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&... observers) {
        tally count;
        if (!now.is_moment()) return 0;
        auto const moved = sink(count, observers...);
        for (std::size_t i = 0; i < clients_.numbers(); ++i) {
            auto& record = clients_[i];
            if (!record.standing.may_change_by(now)) continue;
            auto const settle_one = [&](auto& c) {
                return lifecycle().settle(c, now, moved, clients_.id_of(i));
            };
            record.standing.decided() ? clients_.with_decision(i, settle_one) : settle_one(record);
        }
        return count.moves;
    }

private:
    static constexpr std::uint32_t none = store_type::none;

    // How many events were taken, and how many moves were made.
    struct tally {
        std::uint64_t applied = 0;
        std::uint64_t moves = 0;
        bool is_telling = false;  ///< an observer was called, and has not returned
        bool is_silent = false;   ///< no observers are called any more

        // An event is taken even if an observer throws at it; not if an assertion handler does.
        [[nodiscard]] std::uint64_t taken() const noexcept { return applied + (is_telling ? 1 : 0); }
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
            auto const why = is_new ? refusal::none : lifecycle().why_not(c, e);
            if (why != refusal::none) return outcome_type{why};
            return take_sound(c, is_new, e, count, observers...);
        };
        return is_decision || clients_.is_decided(number) ? clients_.with_decision(number, take)
                                                          : take(clients_[number]);
    }

    // Takes an event that is sound and in order.
    template <class Client, class... Observers>
    outcome_type take_sound(Client& c, bool is_new, event_type const& e, tally& count,
                            Observers&... observers) {
        auto const settled = lead_to(c, is_new, e, count, observers...);
        [[maybe_unused]] auto const stood = lifecycle().stage(c);
        // All its moves have happened before observers are called.
        auto const out = lifecycle().apply_next(c, e, sink(count, observers...));
        ++count.applied;
        (detail::tell_happened(observers, e, stood), ...);
        return out ? outcome_type{*out, settled} : outcome_type{out.hold(), settled};
    }

    // What comes before an event: the newcomer, and moves by time; returns how many. If an observer throws at
    // one of them, the event is taken completely, and no more observers are called.
    template <class Client, class... Observers>
    std::size_t lead_to(Client& c, bool is_new, event_type const& e, tally& count, Observers&... observers) {
        auto const moved = sink(count, observers...);
        auto const settle = [&] { return lifecycle().settle(c, e.at, moved, e.client); };
        if constexpr (sizeof...(Observers) == 0) {
            return settle();
        } else {
            auto const take_it_all = [&] {
                (void)settle();
                (void)lifecycle().apply_next(c, e, moved);
            };
            struct in_any_case {
                tally& count;
                decltype(take_it_all) const& take;

                ~in_any_case() {
                    if (!count.is_telling) return;
                    count.is_silent = true;
                    take();
                }
            } const taken{count, take_it_all};
            if (is_new) {
                count.is_telling = true;
                (detail::tell_first(observers, e), ...);
                (detail::tell_joined(observers, e.client, e.at), ...);
                count.is_telling = false;
            }
            return settle();
        }
    }

    // The same as take(), for a place where most clients are there and under no decision. Returns only why
    // the event was not taken: an outcome is large.
    template <class... Observers>
    RUNG_FORCE_INLINE refusal take_next(std::uint32_t number, event_type const& e, tally& count,
                                        Observers&... observers) {
        if (number == none || may_be_decided(number, e))
            return take(number, e, count, observers...).refusal();
        auto& c = clients_[number];
        if (c.standing.may_change_by(e.at) && lifecycle().why_not(c, e) == refusal::none) [[unlikely]]
            (void)lead_to(c, false, e, count, observers...);
        if constexpr ((takes_events<Observers, event_type, stage_type> || ...)) {
            auto const stood = lifecycle().stage(c);
            auto const why = lifecycle().apply_inline(c, e, sink(count, observers...)).refusal();
            if (why != refusal::none) return why;
            ++count.applied;
            (detail::tell_happened(observers, e, stood), ...);
            return why;
        } else {
            auto const why = lifecycle().apply_inline(c, e, sink(count, observers...)).refusal();
            count.applied += why == refusal::none ? 1u : 0u;
            return why;
        }
    }

    // Whether there is a decision about a client, or an event will make one.
    [[nodiscard]] bool may_be_decided(std::uint32_t number, event_type const& e) const noexcept {
        return clients_.is_decided(number) || rung::decision_of<schema_type>(e).what != decree::none;
    }

    // What the lifecycle calls with each move. One type for all the ways in which a client moves: each type
    // has the whole lifecycle compiled once more.
    template <class... Observers>
    [[nodiscard]] auto sink(tally& count, Observers&... observers) noexcept {
        return [&clients = clients_, &count, &observers...](auto const& t) {
            ++count.moves;
            clients.note_move(t.from, t.to);
            if constexpr (sizeof...(Observers) != 0) {
                if (count.is_silent) [[unlikely]]
                    return;
                count.is_telling = true;
                (detail::tell(observers, t), ...);
                count.is_telling = false;
            }
        };
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
