// The same, bound at compile time, and events applied.
#include <rung/core/lifecycle.hpp>
#include <rung/core/retail.hpp>

using namespace rung::facts;

constexpr rung::ladder tall{
    rung::stage{"s0"},
    rung::stage{"s1", purchases >= 1},
    rung::stage{"s2", purchases >= 2},
    rung::stage{"s3", purchases >= 3},
};
constexpr auto life = rung::lifecycle{tall};


int main() {
    rung::client c;
    return static_cast<int>(rung::fixed<life>{}.apply(c, rung::purchase{.at = rung::instant::from_unix(1)}).answer());
}
