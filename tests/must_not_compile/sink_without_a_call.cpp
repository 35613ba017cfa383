// expect: an observer is called with each move, so it needs a call operator that takes a transition of this
// ladder
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

void take(decltype(life)::client_type& client, rung::retail_event const& e) {
#ifdef RUNG_CORRECTED
    (void)life.apply(client, e, [](auto const&) {});
#else
    (void)life.apply(client, e, [](rung::client_id) {});
#endif
}
