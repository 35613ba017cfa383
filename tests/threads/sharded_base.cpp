#include "catch.hpp"
#include "threads/work.hpp"

#include <rung/core/explain.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

using work::contents;
using work::day;
using work::in_threads;
using work::life;
using work::log_of;
using work::shards;
using work::shop;

namespace {

/// What one thread saw.
struct seen {
    rung::insight::funnel<shop::stage_type> funnel{};
    rung::insight::flow<shop::stage_type> flow{};
    shop::report_type report{};

    seen& operator+=(seen const& other) {
        funnel += other.funnel;
        flow += other.flow;
        report += other.report;
        return *this;
    }
};

seen sum(std::vector<seen> const& all) {
    seen out;
    for (auto const& s : all) out += s;
    return out;
}

void check_same(shards const& all, seen const& of_all, shop const& one, seen const& of_one) {
    CHECK(of_all.funnel == of_one.funnel);
    CHECK(of_all.flow == of_one.flow);
    CHECK(of_all.report.applied == of_one.report.applied);
    CHECK(of_all.report.moves == of_one.report.moves);
    CHECK(of_all.report.refused.size() == of_one.report.refused.size());
    CHECK(all.size() == one.size());
    CHECK(all.census() == one.census());
    bool const same = contents(all) == contents(one);
    CHECK(same);
}

/// Applies in parts: now a span, now one by one.
void apply_in_parts(shards& all, std::span<rung::retail_event const> log, seen& mine) {
    for (std::size_t i = 0, part = 0; i < log.size(); ++part) {
        auto const n = std::min(log.size() - i, 1 + part % 50);
        if (part % 3 != 0) {
            mine.report += all.apply(log.subspan(i, n), mine.funnel, mine.flow);
        } else {
            for (auto const& e : log.subspan(i, n)) {
                auto const out = all.apply(e, mine.funnel, mine.flow);
                if (out.answer() == rung::answer::refused) {
                    mine.report.refused.push_back({e, out.refusal()});
                    continue;
                }
                ++mine.report.applied;
                mine.report.moves += out.settled() + (out ? 1u : 0u);
            }
        }
        i += n;
    }
}

}  // namespace

TEST_CASE("threads: each writes its own clients into shared shards") {
    for (std::size_t const writers : {2u, 3u, 4u}) {
        for (std::size_t const n : {1u, 2u, 16u}) {
            INFO(writers << " writers, " << n << " shards");
            std::vector<std::vector<rung::retail_event>> logs;
            for (std::size_t w = 0; w < writers; ++w) {
                std::vector<rung::client_id> clients;
                for (rung::client_id c = 0; c < 60; ++c) clients.push_back(c * writers + w);
                logs.push_back(log_of(clients, 1, 120, w));
            }
            shop one{life};
            seen of_one;
            for (auto const& log : logs) of_one.report += one.apply(log, of_one.funnel, of_one.flow);
            REQUIRE(of_one.report.moves > 100);
            of_one.report.moves += one.settle(day(150), of_one.funnel, of_one.flow);

            shards all{shop{life}, n};
            std::vector<seen> of_all(writers);
            in_threads(writers, [&](std::size_t w) { apply_in_parts(all, logs[w], of_all[w]); });
            of_all[0].report.moves += all.settle(day(150), of_all[0].funnel, of_all[0].flow);
            check_same(all, sum(of_all), one, of_one);
        }
    }
}

TEST_CASE("threads: all take turns with the events of a client, and all settle") {
    constexpr std::size_t writers = 4;
    constexpr std::int64_t turns = 24, length = 10;
    // log[group][turn]: in each turn a group of clients is another thread's.
    std::vector<std::vector<std::vector<rung::retail_event>>> logs(writers);
    for (std::size_t g = 0; g < writers; ++g) {
        std::vector<rung::client_id> clients;
        for (rung::client_id c = 0; c < 50; ++c) clients.push_back(c << 20 | g);
        for (std::int64_t t = 0; t < turns; ++t)
            logs[g].push_back(log_of(clients, 1 + t * length, 1 + (t + 1) * length, g + 1));
    }
    shop one{life};
    seen of_one;
    for (auto const& group : logs) {
        for (auto const& log : group) of_one.report += one.apply(log, of_one.funnel, of_one.flow);
    }
    of_one.report.moves += one.settle(day(300), of_one.funnel, of_one.flow);

    shards all{shop{life}, 8};
    std::vector<seen> of_all(writers);
    std::barrier end_of_turn{static_cast<std::ptrdiff_t>(writers)};
    in_threads(writers, [&](std::size_t w) {
        for (std::int64_t t = 0; t < turns; ++t) {
            auto const& log = logs[(w + static_cast<std::size_t>(t)) % writers][static_cast<std::size_t>(t)];
            // What fell due before the turn may happen at any time in it, and by anybody's hand.
            of_all[w].report.moves += all.settle(day(1 + t * length), of_all[w].funnel, of_all[w].flow);
            apply_in_parts(all, log, of_all[w]);
            end_of_turn.arrive_and_wait();
        }
        of_all[w].report.moves += all.settle(day(300), of_all[w].funnel, of_all[w].flow);
    });
    check_same(all, sum(of_all), one, of_one);
}

TEST_CASE("threads: concurrent readers see each client once, whole, and never going back") {
    constexpr std::size_t writers = 2, readers = 2;
    std::vector<rung::client_id> clients;
    for (rung::client_id c = 0; c < 150; ++c) clients.push_back(c);
    std::vector<std::vector<rung::retail_event>> logs;
    for (std::size_t w = 0; w < writers; ++w) {
        std::vector<rung::client_id> mine;
        for (auto const c : clients) {
            if (c % writers == w) mine.push_back(c);
        }
        logs.push_back(log_of(mine, 1, 600, w));
    }
    shop one{life};
    seen of_one;
    for (auto const& log : logs) of_one.report += one.apply(log, of_one.funnel, of_one.flow);

    shards all{shop{life}, 8};
    std::vector<seen> of_all(writers);
    std::atomic<std::size_t> writing{writers};
    std::atomic<std::uint64_t> wrong{0}, looks{0};
    auto const must = [&](bool holds) { wrong += holds ? 0u : 1u; };
    in_threads(writers + readers, [&](std::size_t i) {
        if (i < writers) {
            apply_in_parts(all, logs[i], of_all[i]);
            --writing;
            return;
        }
        std::map<rung::client_id, rung::decided_client> before;
        std::uint64_t counted_before = 0;
        auto const look_at = [&](rung::client_id id, rung::decided_client const& now) {
            auto& last = before[id];
            must(now.frontier >= last.frontier && now.facts.purchases >= last.facts.purchases);
            // as the lifecycle would have it: nothing is half done
            auto again = now;
            must(life.settle(again, rung::instant::from_unix(now.frontier.unix_seconds())) == 0);
            last = now;
            ++looks;
        };
        for (bool last_time = false; !last_time;) {
            last_time = writing == 0;
            auto const counted = all.census().total();
            must(counted >= counted_before && counted <= clients.size());
            must(all.size() >= counted);
            counted_before = counted;

            std::map<rung::client_id, int> visits;
            all.each([&](auto const& v) {
                ++visits[v.id()];
                look_at(v.id(), v.decided_client());
            });
            must(visits.size() >= counted && visits.size() <= clients.size());
            for (auto const& [id, n] : visits) must(n == 1 && id < clients.size());

            for (auto const id : clients) {
                if (auto const found = all.find(id)) {
                    look_at(id, found->decided_client());
                    must(found->explain(day(800)).at() == day(800));
                }
                must(all.with(id, [&](auto const& v) { look_at(v.id(), v.decided_client()); }) ||
                     before.find(id) == before.end());
            }
            rung::insight::spend_census<shop::stage_type> spend;
            std::uint64_t in_shards = 0;
            all.each_shard([&](shop const& b) {
                must(b.census().total() == b.size());  // a shard is always seen as a whole
                in_shards += b.size();
                spend += rung::insight::spend_census{b};
            });
            must(in_shards >= visits.size());
        }
    });
    CHECK(wrong == 0);
    CHECK(looks > 0);
    check_same(all, sum(of_all), one, of_one);
}

TEST_CASE("threads: with history all threads bring events of all clients, in any order") {
    constexpr std::size_t writers = 4;
    std::vector<rung::client_id> clients;
    for (rung::client_id c = 0; c < 60; ++c) clients.push_back(c);
    auto const log = log_of(clients, 1, 120);
    rung::client_base one{life, rung::history::kept{}};
    rung::insight::funnel funnel{one};
    rung::insight::flow flow{one};
    (void)one.apply(log, funnel, flow);
    one.settle(day(200), funnel, flow);

    rung::sharded_base all{rung::client_base{life, rung::history::kept{}}, 8};
    std::vector<seen> of_all(writers);
    std::vector<std::uint64_t> applied(writers);
    in_threads(writers, [&](std::size_t w) {
        std::vector<rung::retail_event> mine;
        for (std::size_t i = w; i < log.size(); i += writers) mine.push_back(log[i]);
        if (w % 2 == 0) std::reverse(mine.begin(), mine.end());
        for (std::size_t i = 0; i < mine.size(); i += 20) {
            auto const part = std::span{mine}.subspan(i, std::min<std::size_t>(20, mine.size() - i));
            applied[w] += all.apply(part, of_all[w].funnel, of_all[w].flow).applied;
            if (i % 100 == 0) (void)all.census();
        }
    });
    all.settle(day(200), of_all[0].funnel, of_all[0].flow);
    auto const total = sum(of_all);
    CHECK(total.funnel == funnel);
    CHECK(total.flow == flow);
    CHECK(all.census() == one.census());
    bool const same = contents(all) == contents(one);
    CHECK(same);
}
