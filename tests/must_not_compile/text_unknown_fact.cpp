// expect-gcc: {"4:23: unknown fact \'purchase\'; did you mean \'purchases\'?"}
// expect-clang-14: mistake_in_the_text<'4', ':', '2', '3', ':', ' '
// expect-clang-14: 'u', 'n', 'k', 'n', 'o', 'w', 'n', ' ', 'f', 'a', 'c', 't', ' ', '\'', 'p', 'u', 'r'
// expect-clang-19: {"4:23: unknown fact \'purchase\'; did y"}
// expect-clang-19: {"ou mean \'purchases\'?"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
#define FACT "purchases"
#else
#define FACT "purchase"
#endif
constexpr auto club = rung::parse_ladder<R"(
ladder club
  stage guest
  stage member  enter )" FACT R"( >= 1
)">();
