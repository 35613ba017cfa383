// expect: a_review_is_written_review_each_and_an_end_until_end_of
// A review at each begin of a month, or the rest of this one?
#include <rung/core/lifecycle.hpp>
#include <rung/retail/retail.hpp>

using namespace rung::facts;

#ifdef RUNG_CORRECTED
constexpr rung::stage gold{
    .name = "gold", .enter = purchases >= 3, .grace = rung::review_each(rung::period::month)};
#else
constexpr rung::stage gold{.name = "gold", .enter = purchases >= 3, .grace = rung::period::month};
#endif
