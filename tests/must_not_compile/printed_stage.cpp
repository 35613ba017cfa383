// expect: a stage is a number without its ladder: print ladder.name(stage)
#include <rung/rung.hpp>

#include <iostream>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

void say(rung::client const& c) {
#ifdef RUNG_CORRECTED
    std::cout << life.ladder().name(life.stage(c));
#else
    std::cout << life.stage(c);
#endif
}
