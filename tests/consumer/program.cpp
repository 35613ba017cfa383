// A stranger's program, larger than main.cpp: it ends with 0 if rung does what its pages say.
#include <rung/base/kept_history.hpp>
#include <rung/notation/parse_text.hpp>
#include <rung/rung.hpp>

#include <iostream>
#include <vector>

constexpr auto service = rung::lifecycle{rung::ladders::service()};
constexpr auto club = rung::parse_ladder<"ladder club  stage guest  stage member enter purchases >= 2">();

int main() {
    using rung::utc;
    std::vector<rung::retail_event> const events{
        rung::contact{.id = 1, .client = 42, .at = utc(2026, 1, 1)},
        rung::purchase{.id = 2, .client = 42, .at = utc(2026, 1, 3), .amount = rung::money{31'80}},
    };
    rung::client_base base{rung::fixed<service>{}, rung::history::kept{}};
    if (base.apply(events).done != 2) return 1;

    rung::client ann;
    auto const life = rung::lifecycle{club};
    for (auto const day : {3u, 9u})
        if (auto const moved = life.apply(ann, rung::purchase{.at = utc(2026, 1, day)}))
            std::cout << "ann: " << *moved << '\n';
    std::cout << "client 42: " << base.find(42)->stage_name() << '\n';
    return base.find(42)->stage_name() == "buyer" && ann.standing.place == 1 ? 0 : 1;
}
