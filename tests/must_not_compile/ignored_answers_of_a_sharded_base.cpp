// expect: an event that is refused changes nothing: look at refusal(), or cast to void
// expect: false: nobody of that id was there, and nobody was erased
#include <rung/base/sharded_base.hpp>
#include <rung/rung.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wunused-result"

using life = decltype(rung::lifecycle{rung::ladders::service()});
void ignore(rung::sharded_base<rung::client_base<life>>& base) {
#ifdef RUNG_CORRECTED
    (void)base.apply(rung::purchase{.client = 1});
    (void)base.erase(1);
#else
    base.apply(rung::purchase{.client = 1});
    base.erase(1);
#endif
}

#pragma GCC diagnostic pop
