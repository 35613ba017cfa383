// expect: compare looks at a base of facts, not at one that keeps history: compare(base.as_of(now), next,
// terms)
#include <rung/base/kept_history.hpp>
#include <rung/insight/compare.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

void f(
    rung::client_base<decltype(rung::lifecycle{rung::ladders::service()}), rung::history::kept> const& base,
    rung::instant now) {
#ifdef RUNG_CORRECTED
    (void)rung::insight::compare(base.as_of(now), life, {.at = now});
#else
    (void)rung::insight::compare(base, life, {.at = now});
#endif
}
