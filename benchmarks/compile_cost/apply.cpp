// The same, and events applied: the engine is instantiated for the ladder and compiled to code.
#include <rung/core/lifecycle.hpp>
#include <rung/core/retail.hpp>

using namespace rung::facts;

constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{"member", purchases >= 1},
    rung::stage{"gold", (purchases >= 10 and spend >= 1'000'00) or recommendations >= 5},
};
constexpr auto life = rung::lifecycle{club};


int main() {
    rung::client c;
    return static_cast<int>(rung::fixed<life>{}.apply(c, rung::purchase{.at = rung::instant::from_unix(1)}).answer());
}
