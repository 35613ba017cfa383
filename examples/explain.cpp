// Why a client stands where they do, what is missing, and what to do about it: a value, and its text in
// English and in Russian.
#include <rung/ladders/advise.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/report/advise.hpp>
#include <rung/rung.hpp>

#include <iostream>

using namespace rung::literals;
using rung::utc;

constexpr auto service = rung::lifecycle{rung::ladders::service()};

int main() {
    using rung::ladders::service_stage;
    rung::decided_client ann;  // a client about whom somebody may decide by hand
    service.apply(ann, rung::contact{.at = utc(2026, 1, 1), .channel = 3});
    service.apply(ann, rung::purchase{.at = utc(2026, 1, 3), .amount = 1'990.00_money});

    auto const e = service.explain(ann, utc(2026, 2, 9));
    std::cout << e << '\n';
    rung::report::explain(std::cout, e, rung::language::ru);

    // The same in code: what the cheapest route to the next rung lacks.
    auto const rule = e.enter(*e.next());
    for (auto const& c : rule[0]) {
        if (c.holds()) continue;
        std::cout << "\nto become a " << service.ladder().name(*e.next()) << ", " << c.missing << " more of "
                  << rung::describe<rung::retail>(c.need.fact).name << '\n';
    }

    // What to do next for her, and who does it.
    std::cout << '\n' << rung::advise(service, rung::playbooks::service, ann, utc(2026, 2, 9)) << '\n';

    // Somebody knows better: until the summer she is treated as an advocate.
    service.apply(ann, rung::manual_decision{.at = utc(2026, 2, 10),
                                             .what = rung::decree::floor,
                                             .stage = service.ladder().place_of(service_stage::advocate),
                                             .until = utc(2026, 6, 1),
                                             .author = 17,
                                             .reason = 3});
    std::cout << service.explain(ann, utc(2026, 3, 1));
}
