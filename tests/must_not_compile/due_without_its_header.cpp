// alone
// expect: who is due is told by a header of its own: #include <rung/base/due.hpp>
#include <rung/rung.hpp>
#ifdef RUNG_CORRECTED
#include <rung/base/due.hpp>
#endif

constexpr rung::lifecycle service{rung::ladders::service()};
auto soon(rung::client_base<std::remove_const_t<decltype(service)>> const& base, rung::instant now) {
    return base.due(now, rung::duration{86'400}).size();
}
