// expect: the observer's joined() takes other arguments than it is called with: joined(client_id, instant)
#include <rung/rung.hpp>

struct counter {
    int clients = 0;
    void operator()(auto const&) {}
#ifdef RUNG_CORRECTED
    void joined(rung::client_id, rung::instant) { ++clients; }
#else
    void joined(rung::client_id) { ++clients; }
#endif
};

void count(std::span<rung::retail_event const> events, counter& clients) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    (void)base.apply(events, clients);
}
