// expect: it refers to the ladder: give the lifecycle a name
// expect-gcc: use of deleted function
// expect-clang: call to deleted function 'advise'
#include <rung/ladders/advise.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/rung.hpp>

rung::instant by(rung::client const& c) {
#ifdef RUNG_CORRECTED
    rung::lifecycle const life{rung::ladders::service()};
    auto const task = rung::advise(life, rung::playbooks::service, c, rung::utc(2026, 1, 1));
#else
    auto const task = rung::advise(rung::lifecycle{rung::ladders::service()}, rung::playbooks::service, c,
                                   rung::utc(2026, 1, 1));
#endif
    return task.by;
}
