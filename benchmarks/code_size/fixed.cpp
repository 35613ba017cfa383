// One event for one client, on a ladder bound at compile time.
#include "input.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

int main() {
    auto c = input<rung::client>();
    return static_cast<int>(rung::fixed<life>{}.apply(c, input<rung::retail_event>()).answer());
}
