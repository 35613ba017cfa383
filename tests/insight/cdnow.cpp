// A replay of a real shop's log against the counts that others published of it: 1/10 of the buyers of a
// music shop who first bought early in 1997, with all their purchases until the middle of 1998.

#include "catch.hpp"
#include "insight/cdnow_log.hpp"
#include "ladders/golden.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cmath>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using cdnow::by_day;
using cdnow::purchases_of_the_log;
using namespace rung::literals;
using rung::ladders::service_stage;

namespace {

std::vector<rung::retail_event> until(std::vector<rung::retail_event> const& events, rung::instant end) {
    std::vector<rung::retail_event> out;
    for (auto const& e : events) {
        if (e.at < end) out.push_back(e);
    }
    return out;
}

// Three purchases whenever they were: the published counts ask for no regularity.
constexpr auto whenever = rung::lifecycle{rung::ladders::service({.regular_within = 3'650_days})};
using shop = rung::client_base<std::remove_const_t<decltype(whenever)>>;

constexpr auto first_day = rung::utc(1997, 1, 1);
constexpr auto calibration_ends = rung::utc(1997, 10, 1);

/// What the file expects of a quantity, in a window where it is given.
std::string expected(std::vector<golden::row> const& rows, std::string const& quantity,
                     std::string const& window = {}) {
    for (auto const& r : rows) {
        if (r.at("quantity") == quantity && (window.empty() || r.at("window") == window))
            return r.at("expected");
    }
    FAIL("the file has no row for " << quantity);
    return {};
}

}  // namespace

TEST_CASE("golden: the clients of a real shop by their repeat purchases after nine months") {
    auto const rows = golden::read("cdnow_replay.csv");
    auto const log = purchases_of_the_log();
    if (rows.empty() || log.empty()) return;
    CHECK(std::to_string(log.size()) == expected(rows, "transactions rows"));

    auto const events = until(by_day(log), calibration_ends);
    shop base{whenever};
    auto const report = base.apply(std::span<rung::retail_event const>{events});
    base.settle(calibration_ends - 1_seconds);
    CHECK(report.refused.empty());
    CHECK(report.applied == events.size());
    CHECK(std::to_string(base.size()) == expected(rows, "customers"));

    std::array<std::uint64_t, 8> repeats{};
    base.each([&](auto const& client) {
        auto const n = client.facts().purchases - 1u;
        ++repeats[n < 7 ? n : 7];
    });
    for (std::size_t n = 0; n < repeats.size(); ++n) {
        auto const bin = std::to_string(n) + (n == 7 ? "+" : "");
        INFO("repeats " << bin);
        CHECK(std::to_string(repeats[n]) == expected(rows, "customers with repeat purchase-days = " + bin));
    }

    auto const& census = base.census();
    CHECK(std::to_string(census[service_stage::client]) ==
          expected(rows, "stage: >=3 purchase-days (seed 000 client count rule)"));
    CHECK(census[service_stage::buyer] ==
          std::stoull(expected(rows, "stage: exactly 1 purchase-day by 1997-09-30 (buyer)")) +
              std::stoull(expected(rows, "stage: exactly 2 purchase-days")));
    CHECK(census[service_stage::potential] == 0);
    CHECK(census[service_stage::visitor] == 0);
    CHECK(census[service_stage::advocate] == 0);
}

TEST_CASE("golden: the same shop week by week, with its clients' moves settled each week") {
    auto const rows = golden::read("cdnow_replay.csv");
    auto const log = purchases_of_the_log();
    if (rows.empty() || log.empty()) return;
    auto const events = by_day(log);
    shop base{whenever};
    std::size_t next = 0;
    std::uint64_t before = 0;
    int compared = 0;
    int refused = 0;
    for (int week = 1; week <= 39; ++week) {
        auto const end = first_day + 1_weeks * week;
        for (; next < events.size() && events[next].at < end; ++next)
            refused += base.apply(events[next]).answer() == rung::answer::refused ? 1 : 0;
        base.settle(end - 1_seconds);
        std::uint64_t purchases = 0;
        base.each([&](auto const& client) { purchases += client.facts().purchases; });
        auto const repeats = purchases - base.size();
        for (auto const& r : rows) {
            if (r.at("window") != "week " + std::to_string(week)) continue;
            INFO(r.at("window") << ", " << r.at("quantity"));
            auto const have =
                r.at("quantity") == "cumulative repeat purchase-days" ? repeats : repeats - before;
            CHECK(std::to_string(have) == r.at("expected"));
            ++compared;
        }
        before = repeats;
    }
    CHECK(compared == 12);
    CHECK(refused == 0);
}

TEST_CASE("golden: how often the clients of the same shop bought in the nine months after") {
    auto const rows = golden::read("cdnow_replay.csv");
    auto const log = purchases_of_the_log();
    if (rows.empty() || log.empty()) return;
    auto const events = by_day(log);
    shop base{whenever};
    (void)base.apply(std::span<rung::retail_event const>{until(events, calibration_ends)});
    shop later{whenever};
    (void)later.apply(std::span<rung::retail_event const>{events});
    auto const bought_after = [&](rung::client_id id) {
        return later.find(id)->facts().purchases - base.find(id)->facts().purchases;
    };

    std::array<double, 8> bought{};
    std::array<double, 8> clients{};
    std::vector<rung::client_id> ids;
    base.each([&](auto const& client) {
        auto const n = client.facts().purchases - 1u;
        bought[n < 7 ? n : 7] += bought_after(client.id());
        clients[n < 7 ? n : 7] += 1;
        ids.push_back(client.id());
    });
    for (std::size_t n = 0; n < bought.size(); ++n) {
        auto const bin = std::to_string(n) + (n == 7 ? "+" : "");
        INFO("bin " << bin);
        CHECK(golden::close(bought[n] / clients[n],
                            std::stod(expected(rows, "mean holdout purchase-days in bin " + bin))));
    }

    // Single clients, numbered as they came: repeats | weeks from the first to the last purchase |
    // weeks from the first to the end | purchases after it.
    int compared = 0;
    for (auto const& r : rows) {
        if (r.at("window").rfind("cust ", 0) != 0) continue;
        INFO(r.at("window"));
        auto const id = ids.at(std::stoul(r.at("window").substr(5)) - 1);
        auto const& facts = base.find(id)->facts();
        auto const weeks = [](rung::duration d) { return static_cast<double>(d.seconds) / 604'800; };
        auto const last_day = calibration_ends - 1_days;
        std::array<double, 4> const have{
            facts.purchases - 1.0, weeks(facts.last_purchases[0] - facts.first_purchase),
            weeks(last_day - facts.first_purchase), static_cast<double>(bought_after(id))};
        std::istringstream values{r.at("expected")};
        std::string value;
        for (std::size_t i = 0; std::getline(values, value, '|'); ++i) {
            INFO("number " << i);
            CHECK(std::abs(have.at(i) - std::stod(value)) < 1e-5);
            ++compared;
        }
    }
    CHECK(compared == 15);
}

TEST_CASE("golden: all that the clients of the same shop spent, to the cent") {
    auto const rows = golden::read("cdnow_replay.csv");
    auto const log = purchases_of_the_log();
    if (rows.empty() || log.empty()) return;
    for (auto const& events : {log, by_day(log)}) {
        shop base{whenever};
        auto const report = base.apply(std::span<rung::retail_event const>{events});
        CHECK(report.refused.empty());
        rung::insight::spend_census const spend{base};
        CHECK(spend.total() == rung::money{24'409'194});
        CHECK(spend.total() == *rung::parse_money(expected(rows, "total spend")));
        CHECK(spend[service_stage::buyer] + spend[service_stage::client] == spend.total());
    }
}
