// expect-gcc: {"1:19: stage \'b\': every stage above the first, and every exit, needs a rule to enter"}
// expect-clang-14: mistake_in_the_text<'1', ':', '1', '9', ':', ' '
// expect-clang-14: 's', 't', 'a', 'g', 'e', ' ', '\'', 'b', '\'', ':', ' ', 'e', 'v', 'e', 'r', 'y', ' '
// expect-clang-19: {"1:19: stage \'b\': every stage above t"}
// expect-clang-19: {"he first, and every exit, needs a ru"}
// expect-clang-19: {"le to enter"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
constexpr auto club = rung::parse_ladder<"stage guest stage b enter always">();
#else
constexpr auto club = rung::parse_ladder<"stage guest stage b">();
#endif
