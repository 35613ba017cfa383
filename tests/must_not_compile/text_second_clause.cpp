// expect-gcc: {"1:42: \'enter\' is given twice for \'b\'"}
// expect-clang-14: mistake_in_the_text<'1', ':', '4', '2', ':', ' '
// expect-clang-14: '\'', 'e', 'n', 't', 'e', 'r', '\'', ' ', 'i', 's', ' ', 'g', 'i', 'v', 'e', 'n', ' '
// expect-clang-19: {"1:42: \'enter\' is given twice for \'b\'"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
constexpr auto club = rung::parse_ladder<"stage guest stage b enter purchases >= 2 keep purchases >= 1">();
#else
constexpr auto club = rung::parse_ladder<"stage guest stage b enter purchases >= 2 enter purchases >= 1">();
#endif
