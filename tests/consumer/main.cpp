#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>
#include <rung/version.hpp>

constexpr auto service = rung::lifecycle{rung::ladders::service()};

int main() {
    rung::client ann;
    service.apply(ann, rung::purchase{.at = rung::utc(2026, 1, 3)});
    return ann.standing.place == 2 ? 0 : 1;
}
