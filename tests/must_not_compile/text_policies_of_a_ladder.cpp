// expect-gcc: {"1:13: \'ascent\' is a policy of a lifecycle: read the text with parse_lifecycle"}
// expect-clang-14: mistake_in_the_text<'1', ':', '1', '3', ':', ' '
// expect-clang-14: '\'', 'a', 's', 'c', 'e', 'n', 't', '\'', ' ', 'i', 's', ' ', 'a', ' ', 'p', 'o', 'l'
// expect-clang-19: {"1:13: \'ascent\' is a policy of a life"}
// expect-clang-19: {"cycle: read the text with parse_life"}
// expect-clang-19: {"cycle"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
constexpr auto club = rung::parse_lifecycle<"ladder club ascent one_step stage guest">();
#else
constexpr auto club = rung::parse_ladder<"ladder club ascent one_step stage guest">();
#endif
