// expect-gcc: cannot convert 'rung::v0::driver' to 'rung::v0::ladders::service_stage'
// expect-clang: cannot initialize a parameter of type 'rung::ladders::service_stage' with an rvalue of type
// 'rung::driver'
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

auto count(rung::insight::funnel<rung::ladders::service_stage> const& funnel) {
#ifdef RUNG_CORRECTED
    return funnel.reached(rung::ladders::service_stage::buyer);
#else
    return funnel.reached(rung::driver::care);
#endif
}
