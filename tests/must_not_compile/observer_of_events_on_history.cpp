// expect: a base that keeps history does not tell observers of events, and this one counts them
#include <rung/base/kept_history.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/tell.hpp>
#include <rung/rung.hpp>

void count(std::span<rung::retail_event const> events) {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::ledger book{base};
#ifdef RUNG_CORRECTED
    rung::history_report<std::remove_cvref_t<decltype(base.lifecycle())>> report;
    rung::insight::apply(base, events, report, book);
#else
    (void)base.apply(events, book);
#endif
}
