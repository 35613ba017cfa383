// expect: give the lifecycle a name
// expect-gcc: use of deleted function
// expect-clang: call to deleted member function 'ladder'
#include <rung/rung.hpp>

std::size_t count() {
#ifdef RUNG_CORRECTED
    rung::lifecycle const life{rung::ladders::service()};
    auto const& ladder = life.ladder();
#else
    auto const& ladder = rung::lifecycle{rung::ladders::service()}.ladder();
#endif
    return ladder.stage_count();
}
