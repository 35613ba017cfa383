// expect: compare looks at one base, and a sharded one has many: base.each_shard(
#include <rung/base/sharded_base.hpp>
#include <rung/insight/compare.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

void f(rung::sharded_base<rung::client_base<decltype(rung::lifecycle{rung::ladders::service()})>> const& base,
       rung::instant now) {
    rung::insight::impact<rung::ladders::service_stage> all;
#ifdef RUNG_CORRECTED
    base.each_shard([&](auto const& shard) { all += rung::insight::compare(shard, life, {.at = now}); });
#else
    all += rung::insight::compare(base, life, {.at = now});
#endif
}
