// A ladder of 4 stages.
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

using namespace rung::facts;

constexpr rung::ladder tall{
    rung::stage{"s0"},
    rung::stage{"s1", purchases >= 1},
    rung::stage{"s2", purchases >= 2},
    rung::stage{"s3", purchases >= 3},
};
constexpr auto life = rung::lifecycle{tall};

#include "main.hpp"
