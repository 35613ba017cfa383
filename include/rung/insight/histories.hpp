#pragma once

#include <rung/insight/lives.hpp>
#include <rung/insight/tell.hpp>

#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// Calls visit(life) for each client of a base that keeps history: the lives that `lives` would have
/// collected, from what the base has, whether it is live, replayed or restored. No more than one is in memory
/// at a time.
template <detail::keeps_history Base, class Visit>
void each_life(Base const& base, Visit&& visit) {
    detail::life_teller<Base> teller{base};
    lives one{base};
    for (std::uint32_t n = 0; n < teller.numbers(); ++n) {
        one.clear();
        teller.template tell<false>(n, base.settled_until(), true, one);
        one.each(visit);
    }
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
