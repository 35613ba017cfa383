// expect: counts the stages of another ladder: `rung::insight::flow moves{base}` counts those of this base
#include <rung/rung.hpp>

void count(std::span<rung::retail_event const> events) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
#ifdef RUNG_CORRECTED
    rung::insight::flow moves{base};
#else
    rung::insight::flow<rung::ladders::loyalty_stage> moves;
#endif
    (void)base.apply(events, moves);
}
