// expect: a mean is of a field that is a whole number: an integer or an enumeration
#include <rung/retail/measures.hpp>

namespace kinds = rung::kinds;

#ifdef RUNG_CORRECTED
constexpr auto mean = rung::mean(kinds::score).of(kinds::evaluation);
#else
constexpr auto mean = rung::mean(kinds::amount).of(kinds::purchase);
#endif
