// What happens in a shop whose base lives in a folder, the same each time.
#pragma once

#include "base/two_loyalties.hpp"
#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace shops {

using namespace two_loyalties;

// The call of a number, the same each time: events of several clients, late ones too; time; merges, splits,
// erasures. Each is one record of the journal.
template <class Base>
void call(Base& base, std::uint64_t number) {
    std::mt19937_64 random{number};
    auto const now = static_cast<std::int64_t>(number);
    auto const some = [&] { return rung::client_id{1 + random() % 9}; };
    switch (random() % 8) {
    case 0: (void)base.settle(at(now)); return;
    case 1:
        if constexpr (
            requires { base.base().history(); } || requires { base.history(); }) {
            rung::history_report<life> report;
            auto const into = some();
            (void)base.merge(into, some(), report);
            return;
        }
        break;
    case 2:
        if constexpr (
            requires { base.base().history(); } || requires { base.history(); }) {
            rung::history_report<life> report;
            (void)base.split(some(), report);
            return;
        }
        break;
    case 3:
        if (random() % 4 == 0) {
            (void)base.erase(some());
            return;
        }
        break;
    default: break;
    }
    std::vector<rung::retail_event> events;
    for (auto n = 1 + random() % 4; n > 0; --n) {
        auto const second = at(now - static_cast<std::int64_t>(random() % 4));
        auto const id = number * 8 + n;
        if (random() % 5 == 0)
            events.push_back(rung::refund{.id = id,
                                          .client = some(),
                                          .at = second,
                                          .amount = rung::money{3},
                                          .of = random() % (number * 8)});
        else
            events.push_back(
                rung::purchase{.id = id, .client = some(), .at = second, .amount = rung::money{7}});
    }
    (void)base.apply(events);
}

template <class Base>
std::vector<std::byte> written(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    return sink.bytes;
}

// The base of the first so many calls.
template <class Base>
Base lived(Base base, std::uint64_t calls) {
    for (std::uint64_t n = 0; n < calls; ++n) call(base, n);
    return base;
}

// How many records so many calls are: one each, but for those that change nothing.
template <class Base>
std::uint64_t records_of(Base const& empty, std::uint64_t calls) {
    rung::durable_base base{empty, rung::journal_writer{rung::memory_sink{}, rung::journal_header{}}};
    for (std::uint64_t n = 0; n < calls; ++n) call(base, n);
    return base.journal().next();
}

}  // namespace shops
