// One event for one client, on a ladder that is read from text at run time.
#include "input.hpp"

#include <rung/core/lifecycle.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <string_view>

int main(int, char** arguments) {
    auto const ladder = rung::try_parse_ladder(std::string_view{arguments[1]});
    if (!ladder) return 1;
    auto const life = rung::lifecycle<rung::ladder>::try_make(*ladder);
    if (!life) return 2;
    auto c = input<rung::client>();
    return static_cast<int>(life->apply(c, input<rung::retail_event>()).answer());
}
