// expect: an observer that remembers clients from one event to the next cannot be made anew for each job
#include <rung/base/in_parallel.hpp>
#include <rung/base/threads.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

void replay(std::span<rung::retail_event const> log, rung::insight::waiting& waits) {
    rung::sharded_base base{rung::client_base{life}};
#ifdef RUNG_CORRECTED
    (void)base.apply(log, waits);
#else
    (void)rung::in_parallel{base, rung::threads{2}}.apply(log, waits);
#endif
}
