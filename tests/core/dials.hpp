#pragma once

// A schema for tests: a handful of facts that do not influence each other, so that a test can do to one of
// them exactly what is missing.

#include <rung/core/schema.hpp>

#include <array>
#include <cstdint>

struct dials {
    enum class fact : std::uint8_t { apples, pears, plums, cherries, wait, idle };
    /// Adds to a counter, or sets a timer to zero.
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
        dials::fact of{};
        std::int64_t amount = 0;
    };
    struct facts {
        std::int64_t counters[4]{};
        rung::instant timers[2]{};
    };

    static constexpr void fold(facts& f, event const& e) noexcept {
        auto const i = static_cast<std::size_t>(e.of);
        if (i < 4) {
            auto const& w = vocabulary[i];
            auto const sum = f.counters[i] + e.amount;
            f.counters[i] = sum < w.least ? w.least : sum > w.most ? w.most : sum;
        } else {
            f.timers[i - 4] = e.at;
        }
    }
    static constexpr std::int64_t read(facts const& f, fact k, rung::instant now) noexcept {
        auto const i = static_cast<std::size_t>(k);
        if (i < 4) return f.counters[i];
        // nobody waits before asking; what was never done is longer ago than anything
        if (k == fact::wait && f.timers[0] == rung::instant::never()) return 0;
        return rung::age(f.timers[i - 4], now);
    }

    static constexpr std::array<rung::word, 6> vocabulary{{
        {.name = "apples", .most = 50},
        {.name = "pears", .measure = rung::unit::money, .least = -50, .most = 50},
        {.name = "plums", .falls = false, .most = 50},
        {.name = "cherries", .measure = rung::unit::percent, .falls = false, .most = 50},
        {.name = "wait", .measure = rung::unit::time, .ages = true},
        {.name = "idle", .measure = rung::unit::time, .ages = true},
    }};
};
static_assert(rung::schema<dials>);
