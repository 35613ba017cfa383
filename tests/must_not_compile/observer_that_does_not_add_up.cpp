// expect: each shard has an observer of its own, and in the end all are added up: an observer of
#include <rung/base/in_parallel.hpp>
#include <rung/base/threads.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

struct counter {
    std::uint64_t moves = 0;
    void operator()(auto const&) { ++moves; }
#ifdef RUNG_CORRECTED
    counter& operator+=(counter const& other) {
        moves += other.moves;
        return *this;
    }
#endif
};

void replay(std::span<rung::retail_event const> log, counter& count) {
    rung::sharded_base base{rung::client_base{life}};
    (void)rung::in_parallel{base, rung::threads{2}}.apply(log, count);
}
