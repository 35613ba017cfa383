// expect: an observer of a base that keeps history needs withdrawn(transition): a move that it was told
// expect: `rung::observer{on_move, on_withdrawn}` makes one of two functions
#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

void count(std::span<rung::retail_event const> events) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    int moves = 0;
    auto const up = [&](auto const&) { ++moves; };
#ifdef RUNG_CORRECTED
    (void)base.apply(events, rung::observer{up, [&](auto const&) { --moves; }});
#else
    (void)base.apply(events, up);
#endif
}
