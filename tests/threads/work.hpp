#pragma once

// Logs for several threads, and threads that begin at once.

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/ladders/patronage.hpp>
#include <rung/retail/retail.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <thread>
#include <type_traits>
#include <vector>

namespace work {

using namespace rung::literals;

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

// A ladder with an exit for silence, and a grace: much of what happens on it happens by time alone.
inline constexpr rung::lifecycle life{
    rung::ladders::patronage({.regular_within = 40_days, .gone_after = 60_days}), rung::ascent::leap{},
    rung::descent::after{5_days}};
using shop = rung::client_base<std::remove_const_t<decltype(life)>>;
using shards = rung::sharded_base<shop>;

/// The same numbers each time.
class numbers {
public:
    explicit numbers(std::uint64_t seed) : state_{seed * 2 + 1} {}
    std::int64_t below(std::int64_t n) {
        state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return static_cast<std::int64_t>(state_ >> 33) % n;
    }

private:
    std::uint64_t state_;
};

/// What happens to some clients from one day to another, in the order of time: contacts, purchases, refunds,
/// decisions, losses. The ids of events grow.
inline std::vector<rung::retail_event> log_of(std::vector<rung::client_id> const& clients, std::int64_t from,
                                              std::int64_t to, std::uint64_t seed = 1) {
    std::vector<rung::retail_event> log;
    numbers random{seed};
    auto id = static_cast<rung::event_id>(from) * 1'000'000;
    for (auto n = from; n < to; ++n) {
        for (auto const c : clients) {
            auto const at = day(n);
            ++id;
            switch (random.below(24)) {
            case 0:
            case 1:
                log.push_back(rung::purchase{.id = id, .client = c, .at = at, .amount = 10.00_money});
                break;
            case 2: log.push_back(rung::contact{.id = id, .client = c, .at = at}); break;
            case 3: log.push_back(rung::evaluation{.id = id, .client = c, .at = at, .score = 5}); break;
            case 4: log.push_back(rung::refund{.id = id, .client = c, .at = at, .amount = 1.00_money}); break;
            case 5:
                log.push_back(rung::evaluation{.id = id, .client = c, .at = at, .score = 9});
                break;  // wrong
            case 6:
                if (random.below(4) != 0) break;
                log.push_back(rung::manual_decision{.id = id,
                                                    .client = c,
                                                    .at = at,
                                                    .what = rung::decree::floor,
                                                    .stage = rung::stage_id{2},
                                                    .until = at + 20_days});
                break;
            default: break;
            }
        }
    }
    return log;
}

/// All that is kept of everybody.
template <class Base>
std::map<rung::client_id, rung::decided_client> contents(Base const& b) {
    std::map<rung::client_id, rung::decided_client> all;
    b.each([&](auto const& v) { all.emplace(v.id(), v.decided_client()); });
    return all;
}

/// Calls f(0) to f(count - 1), each in a thread of its own, and waits for all of them. They begin together.
template <class F>
void in_threads(std::size_t count, F const& f) {
    std::atomic<std::size_t> waiting{count};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&waiting, &f, i] {
            for (--waiting; waiting != 0;) std::this_thread::yield();
            f(i);
        });
    }
    for (auto& t : threads) t.join();
}

}  // namespace work
