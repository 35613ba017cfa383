#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/bg_nbd.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/rung_times.hpp>
#include <rung/insight/stays.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/report/clock.hpp>
#include <rung/report/forecast.hpp>
#include <rung/report/ways_out.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

using namespace rung::literals;
using rung::insight::clock_start;
using rung::ladders::loyalty_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

/// Clients of whom some are lost, and some are still there when the log ends.
struct shop {
    rung::client_base<rung::lifecycle<rung::ladder_of<loyalty_stage>, rung::ascent::leap,
                                      rung::descent::at_once, rung::comeback::requalify>>
        base{rung::lifecycle{rung::ladders::loyalty()}};
    rung::insight::ladder_clock<loyalty_stage> clock{base};

    shop() {
        for (rung::client_id c = 1; c <= 20; ++c) {
            auto const n = static_cast<std::int64_t>(c);
            (void)base.apply(rung::contact{.client = c, .at = day(0)}, clock);
            (void)base.apply(rung::purchase{.client = c, .at = day(n)}, clock);
            if (c % 4 == 0) (void)base.apply(rung::loss{.client = c, .at = day(2 * n)}, clock);
        }
    }
};

}  // namespace

TEST_CASE("report: how long clients stay on each rung, and which way they leave it") {
    shop s;
    auto const table = count_stays(s.base, s.clock, {.as_of = day(60), .start = clock_start::entry}).table();
    auto const& ladder = s.base.lifecycle().ladder();
    auto const rows = rung_times(s.base, table, 30);
    std::ostringstream out;
    rung::report::table(out, ladder, rows);
    CHECK(out.str() == "stage      stays  half left  from  to          mean time    climb   fall             "
                       "   loss                 stay\n"
                       "potential     20         10     5  15   10.5 [8.0, 13.0]  100.0 %  0.0 %             "
                       "  0.0 %                0.0 %\n"
                       "buyer         20          ?    20   ?  25.5 [21.9, 29.1]    0.0 %  0.0 %  25.0 % "
                       "[9.1, 44.9]  75.0 % [50.0, 88.7]\n"
                       "lost           5          ?     ?   ?               30.0    0.0 %  0.0 %             "
                       "  0.0 %              100.0 %\n");
    for (auto const& r : rows) {
        if (!r.stay.known()) continue;
        CHECK(r.stay.value() + r.climb.value() + r.fall.value() + r.loss.value() == Approx(1).epsilon(1e-12));
    }
    // After the last client who was seen there nothing is known.
    auto const late = rung_times(s.base, table, 61);
    CHECK_FALSE(late.at(1).stay.known());
    CHECK(late.at(0).stay.value() == 0);
}

TEST_CASE("report: which exits clients leave each rung by, the same shares as those of all exits together") {
    shop s;
    auto const table = count_stays(s.base, s.clock, {.as_of = day(60), .start = clock_start::entry}).table();
    auto const& ladder = s.base.lifecycle().ladder();
    std::ostringstream out;
    rung::report::write_text(out, rung::report::ways_out(ladder, table, 30));
    CHECK(out.str() == "stage      came  climbed   fell                lost          still there\n"
                       "buyer        20    0.0 %  0.0 %  25.0 % [9.1, 44.9]  75.0 % [50.0, 88.7]\n"
                       "potential    20  100.0 %  0.0 %               0.0 %                0.0 %\n");
    // After the last client who was seen there nothing is known.
    auto const late = rung::report::ways_out(ladder, table, 61);
    CHECK(late.at(0, "exit_lost").kind() == rung::report::cell_kind::unknown);
    CHECK(late.at(1, "climbed").value() == 1);
}

TEST_CASE("report: where clients are after so many days; a curve; a comparison") {
    shop s;
    auto const table = count_stays(s.base, s.clock, {.as_of = day(60)}).table();
    auto const& ladder = s.base.lifecycle().ladder();
    std::ostringstream out;
    std::array<std::int64_t, 4> const times{0, 10, 30, 90};
    rung::report::table(out, ladder, occupancy_from(table, 0), times, 20);
    CHECK(out.str() == "after            potential                buyer                lost\n"
                       "0                  100.0 %                0.0 %               0.0 %\n"
                       "10     50.0 % [27.1, 69.2]  45.0 % [23.1, 64.7]   5.0 % [0.3, 20.5]\n"
                       "30                   0.0 %  85.0 % [60.4, 94.9]  15.0 % [3.7, 33.5]\n"
                       "90                       ?                    ?                   ?\n");
    std::ostringstream curve;
    rung::insight::transition_counts counts{2};
    for (std::int64_t t = 1; t <= 4; ++t)
        counts.add({-1, t, 0, t == 3 ? rung::insight::still_there : std::uint8_t{1}});
    rung::report::table(curve, kaplan_meier(counts.table(), 0));
    CHECK(curve.str() == "after  at risk  left                 stay\n"
                         "1            4     1  75.0 % [12.8, 96.1]\n"
                         "2            3     1   50.0 % [5.8, 84.5]\n"
                         "4            1     1                0.0 %\n");
    std::ostringstream line;
    rung::report::line(line, rung::insight::comparison{7, 10.689, -1.8429, 0.0653});
    CHECK(line.str() == "7 left, 10.7 were expected: z -1.84, p 0.065\n");
}

TEST_CASE("report: the pyramid ahead, the chain, a fitted model") {
    shop s;
    auto const& ladder = s.base.lifecycle().ladder();
    auto moves = s.clock.between(day(0), day(15));
    moves += s.clock.between(day(15), day(30));
    auto const shares = shares_of(moves, ladder.place_count());
    std::vector<std::int64_t> now;
    for (auto const& [stage, clients] : s.base.census()) now.push_back(static_cast<std::int64_t>(clients));
    auto const ahead = pyramid_ahead(shares, now, 2, 5);
    REQUIRE(ahead);
    std::ostringstream out;
    rung::report::table(out, ladder, now, *ahead);
    CHECK(out.str() == "stage      now       ahead\n"
                       "supporter    0           0\n"
                       "client       0           0\n"
                       "buyer       15  15 [8, 22]\n"
                       "potential    0   6 [1, 11]\n"
                       "lost         5   9 [3, 15]\n");
    std::ostringstream ends;
    auto const chain = rung::insight::absorbing_chain::of(shares.shares);
    REQUIRE(chain);
    rung::report::table(ends, ladder, *chain);
    CHECK(ends.str() == "stage      periods  client  supporter     lost\n"
                        "potential      7.9   0.0 %      0.0 %  100.0 %\n"
                        "buyer          7.0   0.0 %      0.0 %  100.0 %\n");
    std::ostringstream model;
    std::vector<rung::insight::buyer_history> const data{{0, 0, 39, 40}, {1, 1, 39, 30},    {2, 3, 39, 10},
                                                         {8, 12, 39, 3}, {20, 38.5, 39, 8}, {10, 38, 39, 6},
                                                         {30, 10, 39, 2}};
    auto const fit = rung::insight::bg_nbd::fit(data);
    CHECK(fit.converged);
    rung::report::table(model, fit);
    CHECK(model.str() == "parameter                 value\n"
                         "r          0.257 [0.186, 0.357]\n"
                         "alpha      0.592 [0.332, 1.054]\n"
                         "a          0.257 [0.141, 0.468]\n"
                         "b          0.248 [0.110, 0.556]\n");
    std::ostringstream lazy;
    rung::report::table(lazy, rung::insight::bg_nbd::fit(data, {}, rung::insight::quasi_newton{.steps = 1}));
    CHECK(lazy.str().find("not converged: only the best that was seen\n") != std::string::npos);
}

TEST_CASE("report: the clock and the forecasts in Russian") {
    shop s;
    auto const& ladder = s.base.lifecycle().ladder();
    auto const ru = rung::language::ru;
    std::ostringstream out;
    auto const table = count_stays(s.base, s.clock, {.as_of = day(60), .start = clock_start::entry}).table();
    rung::report::table(out, ladder, rung_times(s.base, table, 30), ru);
    std::array<std::int64_t, 1> const times{10};
    rung::report::table(out, ladder, occupancy_from(table, 0), times, 20, ru);
    std::vector<std::int64_t> const now(ladder.place_count());
    rung::report::table(out, ladder, now, std::vector<rung::insight::place_ahead>(now.size()), ru);
    rung::report::line(out, rung::insight::comparison{7, 10.689, -1.8429, 0.00001}, ru);
    CHECK(out.str() == "ступень        пребывания  ушла половина  от  до      среднее время    вверх   вниз  "
                       "            потеря             остались\n"
                       "потенциальный          20             10   5  15   10,5 [8,0; 13,0]  100,0 %  0,0 %  "
                       "             0,0 %                0,0 %\n"
                       "покупатель             20              ?  20   ?  25,5 [21,9; 29,1]    0,0 %  0,0 %  "
                       "25,0 % [9,1; 44,9]  75,0 % [50,0; 88,7]\n"
                       "потерян                 5              ?   ?   ?               30,0    0,0 %  0,0 %  "
                       "             0,0 %              100,0 %\n"
                       "спустя        потенциальный           покупатель           потерян\n"
                       "10      50,0 % [27,1; 69,2]  47,4 % [25,8; 66,4]  2,6 % [0,4; 9,2]\n"
                       "ступень        сейчас  впереди\n"
                       "сторонник           0        0\n"
                       "клиент              0        0\n"
                       "покупатель          0        0\n"
                       "потенциальный       0        0\n"
                       "потерян             0        0\n"
                       "7 ушли, 10,7 ожидались: z -1,84; p < 0,0001\n");
}

TEST_CASE("report: figures are rounded to the nearest, grouped, and say what is not known") {
    using rung::report::decimal;
    CHECK(decimal(1234.567, 2).view() == "1,234.57");
    CHECK(decimal(-0.004, 2).view() == "0.00");
    CHECK(decimal(-1234567, 0).view() == "-1,234,567");
    CHECK(decimal(0.05, 1).view() == "0.1");
    CHECK(decimal(1e300, 1).view() == "-");
    CHECK(decimal(std::nan(""), 1).view() == "-");
    CHECK(rung::report::figure(rung::insight::estimate{3}, 1).view() == "?");
    CHECK(rung::report::figure(rung::insight::estimate{3, 2.5}, 1).view() == "2.5");
    CHECK(rung::report::share({3, .25, .1, .5}).view() == "25.0 % [10.0, 50.0]");
}
