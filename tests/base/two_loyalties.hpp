// Two lifecycles of one ladder that differ in one threshold: what the tests of files are written with, and
// what they are read with.
#pragma once

#include <rung/base/kept_history.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>
#include <type_traits>

namespace two_loyalties {

using namespace rung::literals;

inline constexpr rung::lifecycle patient{rung::ladders::loyalty({.patience = 20_seconds}),
                                         rung::ascent::leap{}, rung::descent::after{5_seconds}};
inline constexpr rung::lifecycle strict{rung::ladders::loyalty({.patience = 10_seconds}),
                                        rung::ascent::leap{}, rung::descent::after{5_seconds}};
using life = std::remove_const_t<decltype(patient)>;
using facts_base = rung::client_base<life>;
using kept_base = rung::client_base<life, rung::history::kept>;

inline rung::instant at(std::int64_t second) { return rung::instant::from_unix(1'000'000 + second); }

}  // namespace two_loyalties
