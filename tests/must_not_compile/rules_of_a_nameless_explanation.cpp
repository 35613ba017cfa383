// A rule looks into its explanation; of one without a name it would look into nothing.
// expect-gcc: use of deleted function
// expect-clang: call to deleted member function 'enter'
#include <rung/rung.hpp>

constexpr auto service = rung::lifecycle{rung::ladders::service()};

bool is_client(rung::client const& c) {
    auto const stage = rung::ladders::service_stage::client;
#ifdef RUNG_CORRECTED
    auto const e = service.explain(c, rung::utc(2026, 1, 1));
    return e.enter(stage).holds();
#else
    return service.explain(c, rung::utc(2026, 1, 1)).enter(stage).holds();
#endif
}
