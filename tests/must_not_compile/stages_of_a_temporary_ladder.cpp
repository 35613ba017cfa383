// A range looks into the ladder, which is gone at the end of the line.
// expect-gcc: use of deleted function
// expect-clang: call to deleted member function 'stages'
#include <rung/rung.hpp>

std::size_t count() {
#ifdef RUNG_CORRECTED
    auto const service = rung::ladders::service();
    auto const stages = service.stages();
#else
    auto const stages = rung::ladders::service().stages();
#endif
    return stages.size();
}
