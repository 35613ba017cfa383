// expect: try_parse_ladder(text)
#include <rung/notation/parse_text.hpp>

#include <string>

int main() {
#ifdef RUNG_CORRECTED
    constexpr char text[] = "stage guest  stage member enter purchases >= 1";
#else
    std::string const text = "stage guest  stage member enter purchases >= 1";
#endif
    (void)rung::parse_ladder<text>();
}
