// expect: an_event_stands_for_zero_or_more
#include <rung/retail/measures.hpp>

#ifdef RUNG_CORRECTED
constexpr auto complaint = rung::kinds::complaint.as(0);
#else
constexpr auto complaint = rung::kinds::complaint.as(-5);
#endif
