// The engine and a ladder of the host's own.
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

using namespace rung::facts;
using namespace rung::literals;

constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{"member", purchases >= 1},
    rung::stage{"gold", (purchases >= 10 and spend >= 1'000.00_money) or recommendations >= 5},
};
constexpr auto life = rung::lifecycle{club};

#include "main.hpp"
