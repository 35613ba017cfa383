// expect-gcc: {"1:21: unknown word \'entre\'; did you mean \'enter\'?"}
// expect-clang-14: mistake_in_the_text<'1', ':', '2', '1', ':', ' '
// expect-clang-14: 'u', 'n', 'k', 'n', 'o', 'w', 'n', ' ', 'w', 'o', 'r', 'd', ' ', '\'', 'e', 'n', 't'
// expect-clang-19: {"1:21: unknown word \'entre\'; did you "}
// expect-clang-19: {"mean \'enter\'?"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
constexpr auto club = rung::parse_ladder<"stage guest stage b enter purchases >= 1">();
#else
constexpr auto club = rung::parse_ladder<"stage guest stage b entre purchases >= 1">();
#endif
