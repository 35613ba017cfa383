// expect: an event that is refused changes nothing: look at the report, or cast to void
// expect: false: nobody of that id was there, and nobody was erased
// expect: who is not known is neither merged nor split: look at the answer, or cast to void
// expect: an event without an id is not taken back: look at the answer, or cast to void
#include <rung/base/durable_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wunused-result"

using life = decltype(rung::lifecycle{rung::ladders::service()});
using kept = rung::client_base<life, rung::history::kept>;

void ignore(rung::durable_base<kept, rung::memory_sink>& base, kept::report_type& report) {
#ifdef RUNG_CORRECTED
    (void)base.apply(rung::purchase{.client = 1});
    (void)base.erase(1);
    (void)base.merge(1, 2, report);
    (void)base.retract(1, 7, report);
#else
    base.apply(rung::purchase{.client = 1});
    base.erase(1);
    base.merge(1, 2, report);
    base.retract(1, 7, report);
#endif
}

#pragma GCC diagnostic pop
