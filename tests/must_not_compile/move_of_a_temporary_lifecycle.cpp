// The move that apply answers knows its ladder, which is gone with the lifecycle at the end of the line.
// expect: what it answers refers to the ladder: give the lifecycle a name
// expect-gcc: use of deleted function
// expect-clang: call to deleted member function 'apply'
#include <rung/rung.hpp>

rung::refusal why_not(rung::client& c, rung::retail_event const& e) {
#ifdef RUNG_CORRECTED
    rung::lifecycle const life{rung::ladders::service()};
    auto const out = life.apply(c, e);
#else
    auto const out = rung::lifecycle{rung::ladders::service()}.apply(c, e);
#endif
    return out.refusal();
}
