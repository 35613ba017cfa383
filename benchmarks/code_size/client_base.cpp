// One event for one client of a base, on the ladder of fixed.cpp.
#include "input.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

int main() {
    rung::client_base base{rung::fixed<life>{}};
    return static_cast<int>(base.apply(input<rung::retail_event>()).answer());
}
