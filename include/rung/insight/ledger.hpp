#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>
#include <rung/core/money.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/jackknife.hpp>
#include <rung/insight/place.hpp>
#include <rung/insight/reading.hpp>
#include <rung/insight/rung_account.hpp>
#include <rung/insight/wide.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What each rung brings in and costs: clients, moves, time, purchases, money. An observer of a base of this
/// kind of stage: `ledger book{base}`, `ledger book{base, costs}`. On a base that keeps history by
/// insight::apply and insight::tell. Two of them add up with +=; a count is below zero where something was
/// taken back that another ledger had counted: together they are right.
///
/// An event belongs to the rung on which the client stood when it came: the first purchase of a visitor is
/// revenue of the rung of visitors, which led to it.
///
/// Clients fall by their ids into 32 groups, each with an account of its own. How far the groups differ says
/// how sure a mean is (the delete-a-group jackknife), although nothing is kept for each client and a client's
/// purchases depend on each other.
template <stage_name Stage = stage_id, class Costs = no_costs>
class ledger {
public:
    static constexpr std::size_t groups = 32;

    /// Empty, for a ladder, a lifecycle or a base.
    template <detail::has_stages Of>
    explicit ledger(Of const& of, Costs costs = {})
        : costs_{std::move(costs)}, accounts_(places_of(of) * groups) {}
    /// An empty one for the same ladder, with the same costs.
    [[nodiscard]] ledger anew() const { return ledger{costs_, accounts_.size()}; }

    void joined(client_id id, instant at) noexcept { enter(account(0, id), at, 1); }
    void left(client_id id, instant joined_at) noexcept { enter(account(0, id), joined_at, -1); }

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
    template <has_money Event>
    void happened(Event const& e, Stage at) {
        count<1>(e, at);
    }
    template <has_money Event>
    void withdrawn(Event const& e, Stage at) {
        count<-1>(e, at);
    }

    /// Rungs and exits of the ladder.
    [[nodiscard]] std::size_t places() const noexcept { return accounts_.size() / groups; }
    /// All of a rung, as of an instant: not before the last thing that it was told. As of an earlier one:
    /// insight::tell_until.
    [[nodiscard]] rung_account at(Stage s, instant as_of) const {
        rung_account sum;
        for (std::size_t g = 0; g < groups; ++g) sum += group_account(s, g);
        sum.seconds += wide::product(sum.clients, as_of.unix_seconds);
        return sum;
    }
    /// The cost to serve, that of days included: so much a day that clients spent there.
    [[nodiscard]] money serve_cost(Stage s, instant as_of) const {
        auto const a = at(s, as_of);
        return money{(a.serve + of_days(s, a.seconds)).to_int64()};
    }
    /// Revenue less the cost of goods, to serve and to win.
    [[nodiscard]] money profit(Stage s, instant as_of) const {
        return money{profit_of(s, at(s, as_of)).to_int64()};
    }
    /// The profit, in minor units, of a client's stay on the rung: for each time that somebody came to it. n:
    /// the stays.
    [[nodiscard]] estimate profit_per_stay(Stage s, instant as_of, confidence c = {}) const {
        return ratio(
            s, as_of, c, [&](rung_account const& a) { return profit_of(s, a).to_double(); },
            [](rung_account const& a) { return static_cast<double>(a.entries); });
    }
    /// The profit, in minor units, of a day of a client on the rung. n: the stays.
    [[nodiscard]] estimate profit_per_day(Stage s, instant as_of, confidence c = {}) const {
        return ratio(
            s, as_of, c, [&](rung_account const& a) { return profit_of(s, a).to_double(); }, days_of);
    }
    /// The same of revenue alone.
    [[nodiscard]] estimate revenue_per_day(Stage s, instant as_of, confidence c = {}) const {
        return ratio(
            s, as_of, c, [](rung_account const& a) { return a.revenue.to_double(); }, days_of);
    }
    /// Cost to serve a day of a client.
    [[nodiscard]] estimate serve_per_day(Stage s, instant as_of, confidence c = {}) const {
        return ratio(
            s, as_of, c, [&](rung_account const& a) { return (a.serve + of_days(s, a.seconds)).to_double(); },
            days_of);
    }
    /// How much more a day of a client on the upper rung brings in than one on the lower: "the higher the
    /// rung the more profit" (002.10) holds where the whole interval is above zero. Both means are of the
    /// same groups of clients. n: the stays on the rung that has fewer.
    [[nodiscard]] estimate profit_gain(Stage lower, Stage upper, instant as_of, confidence c = {}) const;

    /// What a client has brought in so far, in minor units, on all rungs together: what a channel's clients
    /// are worth, in a ledger by first channel. n: the clients.
    [[nodiscard]] estimate profit_per_client(instant as_of, confidence c = {}) const {
        std::array<double, groups> profit{};
        std::array<std::int64_t, groups> clients{};
        std::array<bool, groups> used{};
        double all = 0;
        std::int64_t n = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            wide sum;
            for (std::size_t i = 0; i < places(); ++i) {
                auto const s = rung::stage_at<Stage>(i);
                auto a = group_account(s, g);
                a.seconds += wide::product(a.clients, as_of.unix_seconds);
                sum += profit_of(s, a);
                clients[g] += a.clients;
            }
            profit[g] = sum.to_double();
            used[g] = clients[g] != 0;
            all += profit[g];
            n += clients[g];
        }
        if (n <= 0) return estimate{n};
        return detail::jackknife(n, all / static_cast<double>(n), used, c, [&](std::size_t g) {
            return (all - profit[g]) / static_cast<double>(n - clients[g]);
        });
    }
    /// All rungs and exits, the lowest rung first.
    [[nodiscard]] std::vector<ledger_line<Stage>> lines(instant as_of, confidence c = {}) const {
        std::vector<ledger_line<Stage>> out;
        for (std::size_t i = 0; i < places(); ++i) {
            auto const s = rung::stage_at<Stage>(i);
            out.push_back({s, at(s, as_of), serve_cost(s, as_of), profit(s, as_of),
                           revenue_per_day(s, as_of, c), serve_per_day(s, as_of, c),
                           profit_per_day(s, as_of, c), profit_per_stay(s, as_of, c)});
        }
        return out;
    }

    ledger& operator+=(ledger const& other) {
        if (accounts_.size() != other.accounts_.size())
            RUNG_ASSERT("ledgers of two ladders of different height do not add up");
        for (std::size_t i = 0; i < accounts_.size(); ++i) accounts_[i] += other.accounts_[i];
        return *this;
    }
    friend bool operator==(ledger const& a, ledger const& b) { return a.accounts_ == b.accounts_; }

private:
    RUNG_NO_UNIQUE_ADDRESS Costs costs_;
    std::vector<rung_account> accounts_;  // by place and group

    ledger(Costs costs, std::size_t accounts) : costs_{std::move(costs)}, accounts_(accounts) {}
    template <class Of>
    [[nodiscard]] static std::size_t places_of(Of const& of) {
        if constexpr (requires { of.place_count(); })
            return of.place_count();
        else if constexpr (requires { of.ladder(); })
            return of.ladder().place_count();
        else
            return of.lifecycle().ladder().place_count();
    }
    [[nodiscard]] std::size_t first_of(Stage s) const {
        auto const place = detail::place_of(s);
        if (place >= places()) RUNG_ASSERT("a ledger was asked for a stage that its ladder does not have");
        return place * groups;
    }
    [[nodiscard]] rung_account& account(std::size_t place, client_id id) noexcept {
        return accounts_[place * groups + detail::jackknife_group<groups>(id)];
    }
    [[nodiscard]] rung_account const& group_account(Stage s, std::size_t g) const {
        return accounts_[first_of(s) + g];
    }

    // Time is kept as the instants of leaving less those of coming; the present is added when asked.
    static void enter(rung_account& a, instant at, std::int64_t one) noexcept {
        a.clients += one;
        a.entries += one;
        a.seconds -= wide{one * std::int64_t{at.unix_seconds}};
    }
    template <class Ladder>
    void move(named_transition<Ladder> const& t, std::int64_t one) {
        auto const from = std::size_t{rung::index_of(t.from)};
        auto const to = std::size_t{rung::index_of(t.to)};
        if (from >= places() || to >= places())
            RUNG_ASSERT("a ledger was told a move of a ladder that it was not made for");
        auto& a = account(from, t.client);
        a.clients -= one;
        a.seconds += wide{one * std::int64_t{t.at.unix_seconds}};
        bool const was_out = t.ladder->is_exit(t.from);
        (t.ladder->is_exit(t.to) ? a.losses : was_out || to > from ? a.climbs : a.falls) += one;
        enter(account(to, t.client), t.at, one);
    }
    template <std::int64_t One, class Event>
    void count(Event const& e, Stage at) {
        auto& a = accounts_[first_of(at) + detail::jackknife_group<groups>(e.client)];
        auto const add = [](wide& sum, money m) {
            if constexpr (One > 0)
                sum += m.minor_units;
            else
                sum -= m.minor_units;
        };
        add(a.revenue, reading<Event>::paid(e));
        if (reading<Event>::is_purchase(e)) {
            a.purchases += One;
            if constexpr (requires { costs_.goods(e); }) add(a.goods, costs_.goods(e));
        }
        if constexpr (requires { costs_.to_serve(e, at); }) add(a.serve, costs_.to_serve(e, at));
        if constexpr (requires { costs_.to_win(e, at); }) add(a.win, costs_.to_win(e, at));
    }

    // The cost of so many seconds, cut to whole minor units in each account alike.
    [[nodiscard]] wide of_days([[maybe_unused]] Stage s, [[maybe_unused]] wide seconds) const {
        if constexpr (requires { costs_.a_day(s); })
            return wide::product(costs_.a_day(s).minor_units, seconds.to_int64() / 86'400);
        else
            return {};
    }
    [[nodiscard]] wide profit_of(Stage s, rung_account const& a) const {
        return a.revenue - a.goods - a.serve - a.win - of_days(s, a.seconds);
    }
    [[nodiscard]] static double days_of(rung_account const& a) noexcept {
        return a.seconds.to_double() / 86'400;
    }

    // The accounts of a rung as of an instant: of each group, and of all but that group.
    struct left_out {
        std::array<rung_account, groups> without{};
        rung_account all{};
        std::size_t used = 0;
        std::array<bool, groups> is_used{};
    };
    [[nodiscard]] left_out leave_out(Stage s, instant as_of) const {
        left_out j;
        for (std::size_t g = 0; g < groups; ++g) {
            auto a = group_account(s, g);
            a.seconds += wide::product(a.clients, as_of.unix_seconds);
            j.is_used[g] = !(a == rung_account{});
            j.all += a;
            for (std::size_t other = 0; other < groups; ++other)
                if (other != g) j.without[other] += a;
        }
        return j;
    }
    template <class Higher, class Lower>
    [[nodiscard]] estimate ratio(Stage s, instant as_of, confidence c, Higher const& above,
                                 Lower const& below) const {
        auto const j = leave_out(s, as_of);
        auto const n = j.all.entries;
        if (!(below(j.all) > 0)) return estimate{n};
        return detail::jackknife(n, above(j.all) / below(j.all), j.is_used, c,
                                 [&](std::size_t g) { return above(j.without[g]) / below(j.without[g]); });
    }
};

template <stage_name Stage, class Costs>
estimate ledger<Stage, Costs>::profit_gain(Stage lower, Stage upper, instant as_of, confidence c) const {
    auto const a = leave_out(lower, as_of);
    auto const b = leave_out(upper, as_of);
    auto const n = a.all.entries < b.all.entries ? a.all.entries : b.all.entries;
    auto const gain = [&](rung_account const& from, rung_account const& to) {
        return profit_of(upper, to).to_double() / days_of(to) -
               profit_of(lower, from).to_double() / days_of(from);
    };
    if (!(days_of(a.all) > 0) || !(days_of(b.all) > 0)) return estimate{n};
    std::array<bool, groups> used{};
    for (std::size_t g = 0; g < groups; ++g) used[g] = a.is_used[g] || b.is_used[g];
    return detail::jackknife(n, gain(a.all, b.all), used, c,
                             [&](std::size_t g) { return gain(a.without[g], b.without[g]); });
}

template <detail::has_stages Of>
ledger(Of const&) -> ledger<typename Of::stage_type>;
template <detail::has_stages Of, class Costs>
ledger(Of const&, Costs) -> ledger<typename Of::stage_type, Costs>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
