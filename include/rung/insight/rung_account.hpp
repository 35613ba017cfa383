#pragma once

#include <rung/core/money.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/wide.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// A host that knows no costs.
struct no_costs {
    friend constexpr bool operator==(no_costs, no_costs) = default;
};

// The costs of a host: a class with those of these members that it has an answer for.
//     money goods(event)           what the goods of a purchase cost: revenue less this is the margin
//     money to_serve(event, stage) what the event costs us, with a client who stood there: to serve them
//     money to_win(event, stage)   ... to win them: advertising, a call, a gift
//     money a_day(stage)           what a client costs who stands there for 24 hours, in any case

/// What a rung has brought in and cost.
struct rung_account {
    std::int64_t clients = 0;    ///< who stand there now
    std::int64_t entries = 0;    ///< how often somebody came to stand there; who come back count again
    std::int64_t climbs = 0;     ///< how many left it upwards (back onto the ladder, for an exit),
    std::int64_t falls = 0;      ///< downwards,
    std::int64_t losses = 0;     ///< and by an exit
    std::int64_t purchases = 0;  ///< made by clients who stood there
    wide seconds{};              ///< that clients have spent there
    wide revenue{};              ///< minor units: purchases less refunds
    wide goods{};                ///< cost of goods
    wide serve{};                ///< cost to serve, without that of days
    wide win{};                  ///< cost to win

    constexpr rung_account& operator+=(rung_account const& b) noexcept {
        clients += b.clients;
        entries += b.entries;
        climbs += b.climbs;
        falls += b.falls;
        losses += b.losses;
        purchases += b.purchases;
        seconds += b.seconds;
        revenue += b.revenue;
        goods += b.goods;
        serve += b.serve;
        win += b.win;
        return *this;
    }
    friend constexpr bool operator==(rung_account const&, rung_account const&) = default;
};

/// A rung of a ledger as of an instant: what a table or a chart has in a row. Money in minor units.
template <class Stage>
struct ledger_line {
    Stage stage{};
    rung_account account{};
    money serve{};               ///< cost to serve, that of days included
    money profit{};              ///< revenue less the cost of goods, to serve and to win
    estimate revenue_per_day{};  ///< of a client's day on the rung; n: the stays
    estimate serve_per_day{};
    estimate profit_per_day{};
    estimate profit_per_stay{};
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
