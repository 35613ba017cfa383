// What the insights look like as text: the shape of each table, in both languages.

#include "catch.hpp"
#include "ladders/story.hpp"

#include <rung/base/client_base.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/care.hpp>
#include <rung/report/golden.hpp>
#include <rung/report/ledger.hpp>

#include <cstdint>
#include <span>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace rung::literals;
using rung::language;
using story::day;

constexpr rung::lifecycle service{rung::ladders::service()};

std::vector<rung::retail_event> log_of_two() {
    return {rung::contact{.id = 1, .client = 1, .at = day(0), .awaits_answer = true},
            rung::contact{.id = 2, .client = 2, .at = day(0), .awaits_answer = true},
            rung::offer{.id = 3, .client = 1, .at = day(0) + 5_minutes},
            rung::purchase{.id = 4, .client = 1, .at = day(2), .amount = 1'250.00_money},
            rung::evaluation{.id = 5, .client = 1, .at = day(3), .score = 4, .attribute = 2}};
}

struct costs {
    static constexpr rung::money goods(rung::retail_event const& e) {
        return rung::money{e.amount.minor_units / 2};
    }
};

}  // namespace

TEST_CASE("the ledger as text, in English and Russian") {
    rung::client_base base{service};
    rung::insight::ledger book{base, costs{}};
    CHECK(base.apply(log_of_two(), book).refused.empty());
    std::ostringstream out;
    rung::report::table(out, service.ladder(), book, day(4));
    CHECK(out.str() == R"(stage      clients  entries  climbs  falls  losses  days
potential        0        2       2      0       0     0
visitor          1        2       1      0       0     6
buyer            1        1       0      0       0     2
client           0        0       0      0       0     0
advocate         0        0       0      0       0     0

stage      purchases   revenue  margin  to serve  to win  profit       profit a client-day  n
potential          0      0.00    0.00      0.00    0.00    0.00                         ?  2
visitor            1  1,250.00  625.00      0.00    0.00  625.00  104.17 [-202.08, 410.41]  2
buyer              0      0.00    0.00      0.00    0.00    0.00                      0.00  1
client             0      0.00    0.00      0.00    0.00    0.00                         ?  0
advocate           0      0.00    0.00      0.00    0.00    0.00                         ?  0
)");
    std::ostringstream ru;
    rung::report::table(ru, service.ladder(), book, day(4), language::ru);
    CHECK(ru.str().find("посетитель") != std::string::npos);
    CHECK(ru.str().find("прибыль за день клиента") != std::string::npos);
}

TEST_CASE("concentration and what golden clients have in common, as text") {
    rung::insight::concentration const c{{0, 0, 0, 0, 100, 100, 200, 600, 1'000, 3'000}};
    std::ostringstream out;
    rung::report::table(out, c, "clients");
    CHECK(out.str().find("counted ") == 0);
    CHECK(out.str().find(" 10 clients\n") != std::string::npos);
    CHECK(out.str().find("the top 20 % have  80.0 % [") != std::string::npos);
    CHECK(out.str().find("Gini") != std::string::npos);
    rung::insight::in_common<int> shared;
    for (int i = 0; i < 40; ++i) shared.add(i < 10, std::vector<int>(i % 4 == 0 ? 1 : 0, 7));
    std::ostringstream found;
    rung::report::findings(found, shared.all(), [](int) { return std::string{"referred"}; });
    CHECK(found.str() == R"(trait     inside  outside               lift         odds ratio      q
referred    3/10     7/30  1.20 [0.54, 2.68]  1.46 [0.32, 6.63]  0.673
)");
    std::ostringstream few;
    rung::report::findings(
        few, shared.all({.least_cases = 50}), [](int) { return std::string{}; }, language::ru);
    CHECK(few.str() == "слишком мало случаев\n");
}

TEST_CASE("waiting, breaks and evaluations as text") {
    rung::client_base base{service};
    rung::insight::waiting waits;
    rung::insight::breaks breaks;
    rung::insight::evaluations scores{rung::ladders::service_stage::client};
    CHECK(base.apply(log_of_two(), waits, breaks, scores).refused.empty());
    std::ostringstream out;
    rung::report::table(out, waits, day(4));
    CHECK(out.str() == R"(waited        answered by then  came again  lost  not yet      lost of known  n
to 10 min  50.0 % [0.0, 100.0]           1     0        0  0.0 % [0.0, 79.3]  1
to 17 min  50.0 % [0.0, 100.0]           0     0        0                  ?  0
to 1 h     50.0 % [0.0, 100.0]           0     0        0                  ?  0
to 1 d     50.0 % [0.0, 100.0]           0     0        0                  ?  0
longer                                   0     0        0                  ?  0
questions 2, answered 1, lost while waiting 0
)");
    std::ostringstream away;
    rung::report::table(away, breaks, 30_days, day(4), language::ru);
    CHECK(away.str().find("с напоминанием") != std::string::npos);
    std::ostringstream given;
    rung::report::table(given, scores, [](std::uint16_t) { return std::string{"advice"}; });
    CHECK(given.str().find("advice     1  4.00") != std::string::npos);
}
