// expect-gcc: no match for 'operator<='
// expect-clang: invalid operands to binary expression
#include <chrono>
#include <rung/rung.hpp>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::rule r = silence <= std::chrono::minutes{90};
#else
constexpr rung::rule r = silence <= std::chrono::milliseconds{1500};
#endif
