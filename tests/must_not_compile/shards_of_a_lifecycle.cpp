// expect: it is made of a base, not of a lifecycle or a ladder: sharded_base{rung::client_base{life}}
#include <rung/base/sharded_base.hpp>
#include <rung/rung.hpp>

constexpr auto life = rung::lifecycle{rung::ladders::service()};

#ifdef RUNG_CORRECTED
rung::sharded_base base{rung::client_base{life}};
#else
rung::sharded_base base{life};
#endif
