// A base in shards against one base: the same log, cut anywhere, with decisions and settling in between.

#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

namespace {

using worlds::chance;
using worlds::draw;
using worlds::seen;
using life =
    rung::lifecycle<rung::ladder, rung::ascent::chosen, rung::descent::chosen, rung::comeback::chosen>;
using one_base = rung::client_base<life>;

std::optional<life> random_life() {
    auto const plain = worlds::random_ladder();
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size());
    if (!made) return std::nullopt;
    auto const depth = chance(50) ? rung::one_down : rung::to_qualified;
    auto const l = life::try_make(*made, static_cast<rung::ascent::kind>(draw(0, 2)),
                                  rung::descent::after{rung::duration{draw(0, 20)}, depth},
                                  static_cast<rung::comeback::kind>(draw(0, 2)));
    if (!l) return std::nullopt;
    return *l;
}

/// The logs of some clients woven together; some events late, wrong or repeated, some decisions.
std::vector<rung::retail_event> random_log(std::size_t places) {
    std::vector<rung::retail_event> all;
    auto const step = rung::client_id{1} << draw(0, 40);
    for (auto client = draw(1, 12); client > 0; --client) {
        for (auto e : worlds::random_log(8, 25)) {
            e.client = static_cast<rung::client_id>(client) * step;
            if (chance(15))
                e = rung::manual_decision{
                    .id = e.id,
                    .client = e.client,
                    .at = e.at,
                    .what = static_cast<rung::decree>(draw(1, 4)),
                    .stage = rung::stage_id{static_cast<std::uint8_t>(draw(0, std::int64_t(places)))},
                    .until = e.at + rung::duration{draw(0, 40)}};
            if (chance(5)) e.at = e.at - rung::duration{draw(1, 30)};
            all.push_back(e);
            if (chance(5)) all.push_back(e);
        }
    }
    if (chance(50)) {
        std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    }
    return all;
}

/// What tells of all moves of all clients, each client's in order.
struct diary {
    std::map<rung::client_id, std::vector<seen>> moves{};
    std::map<rung::client_id, rung::instant> newcomers{};

    void operator()(seen const& t) { moves[t.client].push_back(t); }
    void joined(rung::client_id id, rung::instant at) { newcomers.emplace(id, at); }
    bool operator==(diary const&) const = default;
};

template <class Base>
auto contents(Base const& base) {
    std::map<rung::client_id, rung::decided_client> all;
    base.each([&](auto const& v) { RC_ASSERT(all.emplace(v.id(), v.decided_client()).second); });
    return all;
}

template <class Report>
auto refused_by_client(Report const& report) {
    std::map<rung::client_id, std::vector<std::tuple<rung::event_id, rung::instant, rung::refusal>>> all;
    for (auto const& r : report.refused) all[r.event.client].emplace_back(r.event.id, r.event.at, r.why);
    return all;
}

}  // namespace

TEST_CASE("sharded_base: random logs, cuts and shards: as one base") {
    REQUIRE(rc::check("shards", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const log = random_log(l->ladder().places());
        RC_LOG() << worlds::text(log);

        one_base one{*l};
        rung::sharded_base shards{one_base{*l, static_cast<std::uint64_t>(draw(0, 9))},
                                  static_cast<std::size_t>(draw(1, 40))};
        diary of_one, of_shards;
        rung::insight::funnel funnel_of_one, funnel_of_shards;
        rung::insight::flow flow_of_one, flow_of_shards;
        one_base::report_type report, sum;
        for (std::size_t i = 0; i < log.size();) {
            auto const n = std::min(log.size() - i, static_cast<std::size_t>(draw(1, 20)));
            auto const part = std::span{log}.subspan(i, n);
            i += n;
            report += one.apply(part, of_one, funnel_of_one, flow_of_one);
            if (chance(70)) {
                sum += shards.apply(part, of_shards, funnel_of_shards, flow_of_shards);
            } else {
                for (auto const& e : part) {
                    auto const out = shards.apply(e, of_shards, funnel_of_shards, flow_of_shards);
                    if (out.answer() == rung::answer::refused) {
                        sum.refused.push_back({e, out.refusal()});
                    } else {
                        ++sum.applied;
                        sum.moves += out.settled() + (out ? 1u : 0u);
                    }
                }
            }
            if (chance(25)) {
                auto const now = part.back().at + rung::duration{draw(0, 20)};
                RC_ASSERT(one.settle(now, of_one, funnel_of_one, flow_of_one) ==
                          shards.settle(now, of_shards, funnel_of_shards, flow_of_shards));
            }
        }
        RC_ASSERT(sum.applied == report.applied);
        RC_ASSERT(sum.moves == report.moves);
        RC_ASSERT(refused_by_client(sum) == refused_by_client(report));
        RC_ASSERT((of_shards == of_one));
        RC_ASSERT((funnel_of_shards == funnel_of_one));
        RC_ASSERT((flow_of_shards == flow_of_one));
        RC_ASSERT((shards.census() == one.census()));
        RC_ASSERT(shards.size() == one.size());
        RC_ASSERT((contents(shards) == contents(one)));
        for (auto const& e : log) {
            auto const a = shards.find(e.client);
            auto const b = one.find(e.client);
            RC_ASSERT(a.has_value() == b.has_value());
            if (!a) continue;
            RC_ASSERT((a->decided_client() == b->decided_client()));
            RC_ASSERT(a->next_change() == b->next_change());
            RC_ASSERT(a->stage() == b->stage());
        }
    }));
}
