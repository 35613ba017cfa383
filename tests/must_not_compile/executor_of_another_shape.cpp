// expect: the function of run_by is called with (tasks, task), and must call task(i) for each i below tasks
#include <rung/base/in_parallel.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

void replay(std::span<rung::retail_event const> log) {
    rung::sharded_base base{rung::client_base{life}};
#ifdef RUNG_CORRECTED
    rung::run_by pool{2, [](std::size_t tasks, auto const& task) {
                          for (std::size_t i = 0; i < tasks; ++i) task(i);
                      }};
#else
    rung::run_by pool{2, [](auto const& task) { task(0); }};
#endif
    (void)rung::in_parallel{base, pool}.apply(log);
}
