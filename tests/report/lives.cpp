#include "insight/lives.hpp"
#include "catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/attribution.hpp>
#include <rung/report/retention.hpp>
#include <rung/report/word_of_mouth.hpp>

#include <sstream>
#include <string>
#include <vector>

using namespace rung::literals;
using rung::language;
using rung::utc;
using rung::insight::kinds;
using rung::insight::period;
using rung::insight::periods;

namespace {

// The texts below begin with a line break, so that their columns stand below each other here.
template <class... Arguments>
std::string table(Arguments const&... arguments) {
    std::ostringstream out;
    rung::report::table(out, arguments...);
    return "\n" + out.str();
}

/// Three clients of two cohorts, with their channels.
rung::client_base<std::remove_cvref_t<decltype(rung::lifecycle{rung::ladders::service()})>,
                  rung::history::kept>
shop() {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    std::vector<rung::retail_event> const events{
        rung::contact{.id = 1, .client = 1, .at = utc(2026, 1, 5), .channel = 1},
        rung::offer{.id = 2, .client = 1, .at = utc(2026, 1, 6), .channel = 2},
        rung::purchase{.id = 3, .client = 1, .at = utc(2026, 1, 7), .amount = 5.00_money},
        rung::purchase{.id = 4, .client = 1, .at = utc(2026, 2, 7), .amount = 5.00_money},
        rung::evaluation{.id = 5, .client = 1, .at = utc(2026, 2, 8), .score = 5},
        rung::purchase{.id = 6, .client = 2, .at = utc(2026, 1, 9), .amount = 5.00_money},
        rung::referral{.id = 7, .client = 3, .at = utc(2026, 2, 9), .by = 1},
        rung::purchase{.id = 8, .client = 3, .at = utc(2026, 2, 9), .amount = 5.00_money},
        rung::evaluation{.id = 9, .client = 3, .at = utc(2026, 2, 9), .score = 2},
    };
    (void)base.apply(events);
    return base;
}

}  // namespace

TEST_CASE("003.S6: what hooked whom, as text") {
    auto const base = shop();
    rung::insight::attribution a{
        {.touches = rung::insight::retail_touches,
         .into = base.lifecycle().ladder().place_of(rung::ladders::service_stage::buyer)}};
    rung::insight::each_life(base, a);
    CHECK(table(a) == R"(
channel     first  last  linear  position  decay  shapley  markov
1            1.00  0.00    0.50      0.50   0.48     0.50    0.50
2            0.00  1.00    0.50      0.50   0.52     0.50    0.50
(no touch)   2.00  2.00    2.00      2.00   2.00     2.00    2.00
moves        3.00  3.00    3.00      3.00   3.00     3.00    3.00
)");
    auto const name = [](std::uint16_t channel) { return channel == 1 ? "сайт" : "письмо"; };
    CHECK(table(a, language::ru, name) == R"(
канал          первое  последнее  поровну  по месту  по давности  Шепли  Марков
сайт             1,00       0,00     0,50      0,50         0,48   0,50    0,50
письмо           0,00       1,00     0,50      0,50         0,52   0,50    0,50
(без касаний)    2,00       2,00     2,00      2,00         2,00   2,00    2,00
переходов        3,00       3,00     3,00      3,00         3,00   3,00    3,00
)");
    std::ostringstream out;
    rung::report::costs(out, a, rung::insight::model::first, [](std::uint16_t) { return 1'200.00_money; });
    CHECK("\n" + out.str() == R"(
channel      cost  moves  per move
1        1,200.00   1.00  1,200.00
2        1,200.00   0.00         ?
)");
}

TEST_CASE("retention: the triangle as text; what is not known yet is no zero") {
    auto const base = shop();
    rung::insight::retention r{{.as_of = utc(2026, 3, 15),
                                .columns = 3,
                                .begins = kinds{rung::event_kind::purchase},
                                .active = kinds{rung::event_kind::purchase}}};
    rung::insight::each_life(base, r);
    CHECK(table(r) == R"(
cohort    clients        0       1  2
2026-01         2  100.0 %  50.0 %  ?
2026-02         1  100.0 %       ?  ?
all             3  100.0 %  50.0 %  ?
n                        3       2  0
at least            43.9 %   9.5 %  ?
at most            100.0 %  90.5 %  ?
)");
    CHECK(table(r, language::ru) == R"(
когорта    клиентов        0       1  2
2026-01           2  100,0 %  50,0 %  ?
2026-02           1  100,0 %       ?  ?
все               3  100,0 %  50,0 %  ?
n                          3       2  0
не меньше             43,9 %   9,5 %  ?
не больше            100,0 %  90,5 %  ?
)");
}

TEST_CASE("activity as text: nobody is dormant yet in the period that runs") {
    auto const base = shop();
    rung::insight::activity a{{.as_of = utc(2026, 3, 15), .active = kinds{rung::event_kind::purchase}}};
    rung::insight::each_life(base, a);
    CHECK(table(a) == R"(
period   active  new  returning  more  same  less  resurrecting  dormant
2026-01       2    2          0     0     0     0             0        0
2026-02       2    1          1     0     1     0             0        1
2026-03       0    0          0     0     0     0             0        ?  (runs)
)");
    CHECK(table(a, language::ru) == R"(
период   всего  новые  остались  чаще  так же  реже  ожили  пропали
2026-01      2      2         0     0       0     0      0        0
2026-02      2      1         1     0       1     0      0        1
2026-03      0      0         0     0       0     0      0        ?  (идёт)
)");
}

TEST_CASE("004.5: word of mouth and referrals as text") {
    auto const base = shop();
    CHECK(table(rung::insight::word_of_mouth{base}) == R"(
satisfied               1
dissatisfied            1
share of the satisfied  50.0 % [9.5, 90.5], n = 2
hear good               3
hear bad                7 - 50
breaks even at          70.0 % - 94.3 %
)");
    CHECK(table(rung::insight::word_of_mouth{base}, language::ru) == R"(
довольны          1
недовольны        1
доля довольных    50,0 % [9,5; 90,5], n = 2
услышат хорошее   3
услышат плохое    7 - 50
поровну при доле  70,0 % - 94,3 %
)");
    rung::insight::referrals sent{{.as_of = utc(2026, 4, 6)}};
    rung::insight::each_life(base, sent);
    CHECK(table(sent.forest()) == R"(
steps from the first  clients
0                           2
1                           1
a client sends       1.00, n = 1
referrals not taken  0
)");
    CHECK(table(sent.forest(), language::ru) == R"(
шагов от первого  клиентов
0                        2
1                        1
клиент приводит          1,00; n = 1
рекомендаций не принято  0
)");
}

TEST_CASE("periods are named by what tells them apart") {
    auto const name = [](period p) {
        return rung::report::period_name(periods{p}, periods{p}.number(utc(2026, 5, 7)));
    };
    CHECK(name(period::day) == "2026-05-07");
    CHECK(name(period::week) == "2026-05-04");
    CHECK(name(period::month) == "2026-05");
    CHECK(name(period::quarter) == "2026-Q2");
    CHECK(name(period::year) == "2026");
}
