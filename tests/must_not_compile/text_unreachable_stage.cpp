// expect-gcc: {"4:9: stage \'old\': a stage can never be reached: its rule contradicts one below it"}
// expect-clang-14: mistake_in_the_text<'4', ':', '9', ':', ' '
// expect-clang-14: 's', 't', 'a', 'g', 'e', ' ', '\'', 'o', 'l', 'd', '\'', ':', ' ', 'a', ' ', 's', 't'
// expect-clang-19: {"4:9: stage \'old\': a stage can never "}
// expect-clang-19: {"be reached: its rule contradicts one"}
// expect-clang-19: {" below it"}
#include <rung/notation/parse_text.hpp>

#ifdef RUNG_CORRECTED
#define POLICY "ascent direct"
#else
#define POLICY "ascent leap"
#endif
constexpr auto club = rung::parse_lifecycle<POLICY R"(
  stage guest
  stage new  enter purchases <= 3
  stage old  enter purchases >= 4
)">();
