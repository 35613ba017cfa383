// The same by `import rung;`, beside headers of the standard library.
#include <iostream>

import rung;

using namespace rung::facts;
using namespace rung::literals;

constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{"member", purchases >= 1},
    rung::stage{"gold", (purchases >= 2 and silence <= 90_days) or recommendations >= 5},
};
constexpr auto life = rung::lifecycle{club};

int main() {
    rung::client ann;
    for (auto const day : {3u, 9u})
        if (auto const moved =
                life.apply(ann, rung::purchase{.at = rung::utc(2026, 1, day), .amount = 19.90_money}))
            std::cout << *moved << '\n';
    rung::client_base base{rung::fixed<life>{}, rung::history::kept{}};
    static_cast<void>(base.apply(rung::purchase{.id = 1, .client = 42, .at = rung::utc(2026, 1, 3)}));
    std::cout << life.explain(ann, rung::utc(2026, 2, 9));
    return base.find(42)->stage_name() == "member" && ann.standing.place == 2 ? 0 : 1;
}
