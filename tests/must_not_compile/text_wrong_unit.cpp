// expect-gcc: {"3:29: spend is money: write it with a decimal point, such as 1000.00, not as \'1000\'"}
// expect-clang-14: mistake_in_the_text<'3', ':', '2', '9', ':', ' '
// expect-clang-14: 's', 'p', 'e', 'n', 'd', ' ', 'i', 's', ' ', 'm', 'o', 'n', 'e', 'y', ':', ' ', 'w'
// expect-clang-19: {"3:29: spend is money: write it with "}
// expect-clang-19: {"a decimal point, such as 1000.00, no"}
// expect-clang-19: {"t as \'1000\'"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
#define AMOUNT "1000.00"
#else
#define AMOUNT "1000"
#endif
constexpr auto club = rung::parse_lifecycle<R"(
  stage guest
  stage gold  enter spend > )" AMOUNT>();
