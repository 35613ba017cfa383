// expect: an observer is called with each move, so it needs a call operator that takes a transition of this
// ladder
#include <rung/rung.hpp>

struct counter {
    int moves = 0;
#ifdef RUNG_CORRECTED
    void operator()(auto const&) { ++moves; }
#else
    void operator()(rung::client_id, rung::instant) { ++moves; }
#endif
};

void count(std::span<rung::retail_event const> events, counter& moves) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    (void)base.apply(events, moves);
}
