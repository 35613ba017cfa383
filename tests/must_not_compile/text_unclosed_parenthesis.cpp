// expect-gcc: {"1:27: this \'(\' is not closed: expected \')\', found \'keep\'"}
// expect-clang-14: mistake_in_the_text<'1', ':', '2', '7', ':', ' '
// expect-clang-14: 't', 'h', 'i', 's', ' ', '\'', '(', '\'', ' ', 'i', 's', ' ', 'n', 'o', 't', ' ', 'c'
// expect-clang-19: {"1:27: this \'(\' is not closed: expect"}
// expect-clang-19: {"ed \')\', found \'keep\'"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
constexpr auto club = rung::parse_ladder<"stage guest stage b enter (purchases >= 2) keep purchases >= 1">();
#else
constexpr auto club = rung::parse_ladder<"stage guest stage b enter (purchases >= 2 keep purchases >= 1">();
#endif
