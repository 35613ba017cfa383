// expect: an enumerator compares only with the fact that has this enumeration for its values
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = need_level >= rung::urgency::now;
#else
constexpr rung::rule r = purchases >= rung::urgency::now;
#endif
