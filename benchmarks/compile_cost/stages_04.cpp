// A ladder of 4 stages.
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

#ifdef APPLY_AN_EVENT
int main() {
    rung::client c;
    auto const at = rung::instant::from_unix(1);
    return static_cast<int>(rung::fixed<life>{}.apply(c, rung::purchase{.at = at}).answer());
}
#else
int main() { return static_cast<int>(life.ladder().stages()); }
#endif
