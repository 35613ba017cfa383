// What several threads do together, and what comes of one that throws.

#include "catch.hpp"
#include "threads/last_words.hpp"
#include "threads/work.hpp"

#include <rung/base/in_parallel.hpp>
#include <rung/base/threads.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

using work::contents;
using work::day;
using work::life;
using work::log_of;
using work::shards;
using work::shop;

namespace {

std::vector<rung::client_id> numbered(rung::client_id count) {
    std::vector<rung::client_id> all;
    for (rung::client_id c = 0; c < count; ++c) all.push_back(c);
    return all;
}

struct throws_at_a_loss {
    std::uint64_t moves = 0;
    void operator()(rung::transition<rung::ladders::patronage_stage> const& t) {
        if (t.to == rung::ladders::patronage_stage::gone) throw std::runtime_error{"somebody is lost"};
        ++moves;
    }
    throws_at_a_loss& operator+=(throws_at_a_loss const& other) {
        moves += other.moves;
        return *this;
    }
};

/// All jobs, by as many threads as there are shards and by fewer, against one base.
template <class Base>
void check_jobs(Base const& empty, std::vector<rung::retail_event> const& log, bool sorted) {
    auto one = empty;
    rung::insight::funnel funnel{one};
    rung::insight::flow flow{one};
    auto const expected = one.apply(log, funnel, flow);
    auto const settled = one.settle(day(300), funnel, flow);
    for (std::size_t const threads : {1u, 2u, 3u, 8u}) {
        for (std::size_t const n : {1u, 2u, 64u}) {
            INFO(threads << " threads, " << n << " shards");
            rung::sharded_base all{empty, n};
            rung::in_parallel job{all, rung::threads{threads}};
            rung::insight::funnel funnel_of_all{one};
            rung::insight::flow flow_of_all{one};
            auto const report = sorted ? job.apply_by_client(log, funnel_of_all, flow_of_all)
                                       : job.apply(log, funnel_of_all, flow_of_all);
            CHECK(report.applied == expected.applied);
            CHECK(report.moves == expected.moves);
            REQUIRE(report.refused.size() == expected.refused.size());
            for (std::size_t i = 0; i < report.refused.size(); ++i)
                CHECK(report.refused[i].event == expected.refused[i].event);
            CHECK(job.settle(day(300), funnel_of_all, flow_of_all) == settled);
            CHECK(funnel_of_all == funnel);
            CHECK(flow_of_all == flow);
            CHECK(all.census() == one.census());
            bool const same = contents(all) == contents(one);
            CHECK(same);
            auto const spend = job.sum([](auto const& b) { return rung::insight::spend_census{b}; });
            CHECK(spend == rung::insight::spend_census{one});
        }
    }
}

}  // namespace

TEST_CASE("threads: each task is run once, by at most so many threads") {
    for (std::size_t const threads : {0u, 1u, 2u, 5u}) {
        std::vector<std::atomic<int>> runs(100);
        std::atomic<int> at_once{0}, most{0};
        rung::threads{threads}(runs.size(), [&](std::size_t i) {
            auto const now = ++at_once;
            for (auto before = most.load(); before < now && !most.compare_exchange_weak(before, now);) {
            }
            ++runs[i];
            --at_once;
        });
        for (auto const& n : runs) CHECK(n == 1);
        CHECK(static_cast<std::size_t>(most) <= std::max<std::size_t>(threads, 1));
        CHECK(rung::threads{threads}.concurrency() == std::max<std::size_t>(threads, 1));
    }
    rung::threads{3}(0, [](std::size_t) { FAIL("there is no task"); });
    CHECK(rung::threads{}.concurrency() >= 1);
}

TEST_CASE("threads: the exception of a task comes out when all tasks are done") {
    for (std::size_t const threads : {1u, 4u}) {
        std::vector<std::atomic<int>> runs(50);
        CHECK_THROWS_AS(rung::threads{threads}(runs.size(),
                                               [&](std::size_t i) {
                                                   ++runs[i];
                                                   if (i % 10 == 3) throw std::runtime_error{"no"};
                                               }),
                        std::runtime_error);
        for (auto const& n : runs) CHECK(n == 1);
    }
}

TEST_CASE("in_parallel: jobs of several threads come to what one base comes to") {
    auto const log = log_of(numbered(150), 1, 200);
    check_jobs(shop{life}, log, false);
    check_jobs(rung::client_base{life, rung::ids::dense{0, 150}}, log, false);
    check_jobs(rung::client_base{life, rung::ids::dense{20, 120}}, log, false);
    check_jobs(rung::client_base{life, rung::history::kept{}}, log, false);
}

TEST_CASE("in_parallel: a log sorted by client") {
    auto log = log_of(numbered(150), 1, 200);
    std::stable_sort(log.begin(), log.end(),
                     [](auto const& a, auto const& b) { return a.client < b.client; });
    check_jobs(rung::client_base{life, rung::ids::dense{0, 150}}, log, true);
    check_jobs(rung::client_base{life, rung::ids::dense{20, 120}}, log, true);
    check_jobs(shop{life}, log, true);
}

TEST_CASE(
    "in_parallel: a log said to be sorted that is not: no two threads at one client, and no event lost") {
    auto const log = log_of(numbered(150), 1, 100);
    for (std::size_t const threads : {2u, 4u}) {
        rung::sharded_base all{rung::client_base{life, rung::ids::dense{0, 150}}, 16};
        auto const report = rung::in_parallel{all, rung::threads{threads}}.apply_by_client(log);
        CHECK(report.applied + report.refused.size() == log.size());
        CHECK(report.count(rung::refusal::client) > 0);
    }
}

TEST_CASE("in_parallel: blocks of a log that is longer than one") {
    auto const log = log_of(numbered(2'000), 1, 60);
    REQUIRE(log.size() > 3 * 4'096);
    check_jobs(shop{life}, log, false);
}

TEST_CASE("in_parallel: an observer that throws") {
    auto const log = log_of(numbered(100), 1, 200);
    for (std::size_t const threads : {1u, 2u, 4u}) {
        shards all{shop{life}, 16};
        throws_at_a_loss moves;
        rung::in_parallel job{all, rung::threads{threads}};
        CHECK_THROWS_AS(job.apply(log, moves), std::runtime_error);
        CHECK(moves.moves == 0);
        CHECK(all.size() > 0);
    }
}

TEST_CASE("in_parallel: an executor that breaks its contract is stopped") {
    auto const log = log_of(numbered(100), 1, 50);
    auto const job_by = [&](auto run) {
        return last_words([&] {
            shards all{shop{life}, 16};
            (void)rung::in_parallel{all, rung::run_by{2, run}}.apply(log);
        });
    };
    CHECK(job_by([](std::size_t, auto const& task) { task(0); }) ==
          "rung: an executor returned before all tasks were done, or hid what one of them threw\n");
    CHECK(job_by([](std::size_t tasks, auto const& task) {
              for (std::size_t i = 0; i <= tasks; ++i) task(i);
          }) == "rung: an executor called a task twice, or one too many\n");
    CHECK(job_by([](std::size_t, auto const& task) {
              task(0);
              task(0);
          }) == "rung: an executor called a task twice, or one too many\n");
    CHECK(last_words([&] {
              shards all{shop{life}, 16};
              throws_at_a_loss moves;
              rung::run_by hiding{2, [](std::size_t tasks, auto const& task) {
                                      for (std::size_t i = 0; i < tasks; ++i) {
                                          try {
                                              task(i);
                                          } catch (...) {
                                          }
                                      }
                                  }};
              (void)rung::in_parallel{all, hiding}.apply(log_of(numbered(100), 1, 200), moves);
          }) == "rung: an executor returned before all tasks were done, or hid what one of them threw\n");
}

TEST_CASE("in_parallel: an executor that throws") {
    shards all{shop{life}, 16};
    rung::insight::funnel funnel{all};
    rung::in_parallel job{all, rung::run_by{2, [](std::size_t, auto const& task) {
                                                task(0);
                                                throw std::runtime_error{"the pool is closed"};
                                            }}};
    CHECK_THROWS_AS(job.apply(log_of(numbered(100), 1, 50), funnel), std::runtime_error);
    CHECK(funnel == rung::insight::funnel{all});
}
