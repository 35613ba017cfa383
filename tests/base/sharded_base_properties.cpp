// A base in shards against one base: the same log, cut anywhere, with decisions and settling in between.

#include "base/crowds.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <vector>

namespace {

using crowds::chance;
using crowds::contents;
using crowds::diary;
using crowds::draw;
using crowds::one_base;
using crowds::random_life;
using crowds::random_log;

template <class Report>
auto refused_by_client(Report const& report) {
    std::map<rung::client_id, std::vector<std::tuple<rung::event_id, rung::instant, rung::refusal>>> all;
    for (auto const& r : report.refused) all[r.event.client].emplace_back(r.event.id, r.event.at, r.why);
    return all;
}

}  // namespace

TEST_CASE("sharded_base: random logs, cuts and shards: the same as one base") {
    REQUIRE(rc::check("shards", [] {
        auto const l = random_life();
        RC_PRE(l.has_value());
        auto const log = random_log(l->ladder().place_count());
        RC_LOG() << worlds::text(log);

        one_base one{*l};
        rung::sharded_base shards{
            one_base{*l, rung::ids::hashed{.seed = static_cast<std::uint64_t>(draw(0, 9))}},
            static_cast<std::size_t>(draw(1, 40))};
        diary of_one, of_shards;
        rung::insight::funnel funnel_of_one{one}, funnel_of_shards{one};
        rung::insight::flow flow_of_one{one}, flow_of_shards{one};
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
