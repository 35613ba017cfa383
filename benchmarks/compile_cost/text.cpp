// The ladder of core.cpp, as text.
#include <rung/notation/parse_text.hpp>
#include <rung/retail/retail.hpp>

constexpr auto life = rung::lifecycle{
    rung::parse_ladder<"ladder club stage guest stage member enter purchases >= 1 "
                       "stage gold enter (purchases >= 10 and spend >= 1000.00) or recommendations >= 5">()};

#include "main.hpp"
