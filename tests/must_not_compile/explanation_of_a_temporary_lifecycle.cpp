// An explanation refers to the ladder, which is gone with the lifecycle at the end of the line.
// expect: it refers to the ladder: give the lifecycle a name
// expect-gcc: use of deleted function
// expect-clang: call to deleted member function 'explain'
#include <rung/rung.hpp>

rung::instant since(rung::client const& c) {
#ifdef RUNG_CORRECTED
    rung::lifecycle const life{rung::ladders::service()};
    auto const e = life.explain(c, rung::utc(2026, 1, 1));
#else
    auto const e = rung::lifecycle{rung::ladders::service()}.explain(c, rung::utc(2026, 1, 1));
#endif
    return e.since();
}
