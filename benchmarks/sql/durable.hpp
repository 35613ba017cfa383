#pragma once

// What the benchmarks of bases in databases have in common: a thousand events to a transaction.

#include <rung/base/client_base.hpp>
#include <rung/base/retail_codec.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>

#include <algorithm>
#include <cstddef>
#include <span>

namespace durable_benchmarks {

inline constexpr auto life = rung::lifecycle{rung::ladders::service()};
using base = rung::client_base<rung::fixed<life>>;
inline constexpr std::size_t batch = 1'000;

template <class Take>
void in_batches(std::span<rung::retail_event const> events, Take const& take) {
    for (; !events.empty(); events = events.subspan((std::min)(batch, events.size())))
        take(events.first((std::min)(batch, events.size())));
}

}  // namespace durable_benchmarks
