#include "catch.hpp"

#include <rung/core/config.hpp>

#include <cstdint>
#include <vector>

namespace {

struct answer {
    bool overflows = false;
    std::int64_t value = 0;
    friend bool operator==(answer const&, answer const&) = default;
};
using operation = bool (*)(std::int64_t, std::int64_t, std::int64_t&) noexcept;
answer ask(operation f, std::int64_t a, std::int64_t b) {
    answer out;
    out.overflows = f(a, b, out.value);
    return out;
}

// The limits, their roots, and what lies beside them.
std::vector<std::int64_t> edges() {
    std::vector<std::int64_t> out;
    for (std::int64_t const centre :
         {INT64_MIN + 3, INT64_MIN / 2, std::int64_t{-3'037'000'500}, std::int64_t{0},
          std::int64_t{3'037'000'500}, INT64_MAX / 2, INT64_MAX - 3}) {
        for (std::int64_t n = -3; n <= 3; ++n) out.push_back(centre + n);
    }
    return out;
}

}  // namespace

TEST_CASE("plain C++ finds the same overflows, and the same values, as what the compiler has for it") {
    using namespace rung::detail;
    for (auto const a : edges()) {
        for (auto const b : edges()) {
            CAPTURE(a, b);
            CHECK(ask(plain::add_overflows, a, b) == ask(add_overflows, a, b));
            CHECK(ask(plain::subtract_overflows, a, b) == ask(subtract_overflows, a, b));
            CHECK(ask(plain::multiply_overflows, a, b) == ask(multiply_overflows, a, b));
        }
    }
}

TEST_CASE("a result does not fit, or is right") {
    using namespace rung::detail;
    CHECK(ask(plain::add_overflows, INT64_MAX, 1) == answer{true, INT64_MIN});
    CHECK(ask(plain::subtract_overflows, INT64_MIN, 1) == answer{true, INT64_MAX});
    CHECK(ask(plain::subtract_overflows, 0, INT64_MIN) == answer{true, INT64_MIN});
    CHECK(ask(plain::multiply_overflows, INT64_MIN, -1) == answer{true, INT64_MIN});
    CHECK(ask(plain::multiply_overflows, -1, INT64_MIN) == answer{true, INT64_MIN});
    CHECK(ask(plain::multiply_overflows, 3, -4) == answer{false, -12});
    static_assert([] {
        std::int64_t out = 0;
        return !plain::multiply_overflows(-1, INT64_MAX, out) && out == -INT64_MAX;
    }());
}
