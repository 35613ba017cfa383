// expect: a move finds room in its window always
#include <rung/retail/measures.hpp>

#ifdef RUNG_CORRECTED
constexpr auto falls =
    rung::count(rung::kinds::fall).in(rung::last_days(60).with_room_for(60)).named("falls");
#else
constexpr auto falls = rung::count(rung::kinds::fall).in(rung::last_days(60)).named("falls");
#endif
constexpr auto words = sizeof(rung::measured<falls>::facts);
