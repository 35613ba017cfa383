// expect: ascent_policy
#include <rung/rung.hpp>

using namespace rung::facts;
using namespace rung::literals;

struct slowly {
    static constexpr bool cumulative = true;
    static constexpr std::uint8_t qualified(std::uint64_t rules) noexcept {
        return rung::ascent::leap::qualified(rules);
    }
#ifdef RUNG_CORRECTED
    static constexpr std::uint8_t step(std::uint8_t, std::uint8_t to) noexcept { return to; }
#endif
};

constexpr auto life = rung::lifecycle{rung::ladders::service(), slowly{}};
