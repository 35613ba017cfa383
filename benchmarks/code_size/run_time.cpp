// One event for one client, on the same ladder, made at run time with thresholds of the moment.
#include "input.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>

int main() {
    auto const life =
        rung::lifecycle{rung::ladders::service({.client_purchases = input<unsigned char>() + 2})};
    auto c = input<rung::client>();
    return static_cast<int>(life.apply(c, input<rung::retail_event>()).answer());
}
