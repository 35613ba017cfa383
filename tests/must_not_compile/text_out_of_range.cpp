// expect-gcc: {"1:51: wallet_share is at most 100%"}
// expect-clang-14: mistake_in_the_text<'1', ':', '5', '1', ':', ' '
// expect-clang-19: {"1:51: wallet_share is at most 100%"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
#define SHARE "100%"
#else
#define SHARE "150%"
#endif
constexpr auto club = rung::parse_ladder<"stage guest  stage member enter wallet_share >=   " SHARE>();
