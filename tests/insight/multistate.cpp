// Curves of clients on a ladder against numbers that others published: R's etm and survival.

#include "catch.hpp"
#include "ladders/golden.hpp"

#include <rung/insight/log_rank.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/passing.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using rung::insight::stay;
using rung::insight::still_there;
using rung::insight::transition_counts;

namespace {

std::vector<std::string> lines_of(std::string const& name) {
    std::ifstream file{std::string{RUNG_SHARED_DIR} + "/golden/" + name};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line[0] != '#') lines.push_back(line);
    if (lines.empty()) WARN("skipped: the shared folder has no golden/" << name);
    return lines;
}

/// Ventilation of patients who get infections (R's etm): they come and go between two states, and leave.
/// The time scale is half days. Its rows by id and time; of two at one time the earlier is half a day
/// earlier.
std::vector<stay> sir_cont() {
    struct row {
        std::int64_t id, time;
        std::uint8_t from, to;
    };
    std::vector<row> rows;
    for (auto const& line : lines_of("sir.cont.txt")) {
        std::istringstream in{line};
        std::string id, from, to, time;
        in >> id >> from >> to >> time;
        if (id == "\"id\"") continue;
        std::erase(to, '"');
        rows.push_back({std::stoll(id), static_cast<std::int64_t>(2 * std::stod(time)),
                        static_cast<std::uint8_t>(std::stoi(from)),
                        to == "cens" ? still_there : static_cast<std::uint8_t>(std::stoi(to))});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](row const& a, row const& b) { return a.id != b.id ? a.id < b.id : a.time < b.time; });
    std::vector<stay> stays;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i + 1 < rows.size() && rows[i + 1].id == rows[i].id && rows[i + 1].time == rows[i].time)
            --rows[i].time;
        bool const is_first = i == 0 || rows[i - 1].id != rows[i].id;
        stays.push_back({is_first ? 0 : rows[i - 1].time, rows[i].time, rows[i].from, rows[i].to});
    }
    return stays;
}

/// Patients of a hospital of whom some get an infection (1) before they are discharged (2) or die (3).
std::vector<stay> los_data() {
    std::vector<stay> stays;
    for (auto const& line : lines_of("los.data.csv")) {
        std::istringstream in{line};
        std::array<std::string, 7> f;
        for (auto& text : f) std::getline(in, text, ';');
        if (f[0] == "\"adm.id\"") continue;
        auto const time = [&](std::size_t i) { return f[i] == "Inf" ? std::int64_t{0} : std::stoll(f[i]); };
        if (time(1) == 0) {
            for (auto const to : {std::uint8_t{2}, std::uint8_t{3}})
                if (time(to) != 0) stays.push_back({0, time(to), 0, to});
            if (time(6) != 0) stays.push_back({0, time(6), 0, still_there});
            continue;
        }
        stays.push_back({0, time(1), 0, 1});
        for (auto const to : {std::uint8_t{2}, std::uint8_t{3}})
            if (time(to + 2u) != 0) stays.push_back({time(1), time(to + 2u), 1, to});
        if (time(6) != 0) stays.push_back({time(1), time(6), 1, still_there});
    }
    return stays;
}

rung::insight::event_table table_of(std::vector<stay> const& stays, std::size_t places) {
    transition_counts counts{places};
    for (auto const& s : stays) counts.add(s);
    return counts.table();
}

/// All rows of one case of multistate.csv; `unit`: of the time scale, to one of the file.
void compare(std::string const& name, rung::insight::event_table const& table, std::int64_t unit,
             std::size_t rows_in_all) {
    auto const rows = golden::read("multistate.csv");
    std::size_t compared = 0;
    std::map<std::pair<std::size_t, std::int64_t>, rung::insight::occupancy> from_place;
    for (auto const& r : rows) {
        if (r.at("case") != name) continue;
        INFO("case " << name << " from " << r.at("from") << " to " << r.at("to") << " s " << r.at("s")
                     << " t " << r.at("t") << " source " << r.at("source"));
        auto const from = std::stoul(r.at("from"));
        auto const to = std::stoul(r.at("to"));
        auto const s = std::stoll(r.at("s")) * unit;
        auto const t = static_cast<std::int64_t>(std::stod(r.at("t")) * static_cast<double>(unit));
        auto const& o = from_place.try_emplace({from, s}, occupancy_from(table, from, s)).first->second;
        auto const tolerance = r.at("tol").empty() ? 1e-9 : std::stod(r.at("tol"));
        auto const have = o.at(to, t);
        CHECK(std::abs(have.value - std::stod(r.at("P"))) <= tolerance);
        auto const variance = std::stod(r.at("variance"));
        CHECK(std::abs(have.variance - variance) <= 1e-7 * variance + 1e-18);
        CHECK(table.at_risk(from, t) == std::stoll(r.at("n_risk")));
        std::int64_t events = 0;
        for (auto const& m : table.moves)
            if (m.time == t && m.from == from && m.to == to) events += m.clients;
        CHECK(events == std::stoll(r.at("n_event")));
        ++compared;
    }
    CHECK(compared == rows_in_all);
}

}  // namespace

TEST_CASE(
    "golden: multistate.csv, sir.cont: shares, variances, numbers at risk of a process that goes both ways") {
    auto const stays = sir_cont();
    if (stays.empty()) return;
    compare("sir.cont", table_of(stays, 3), 2, 70);
}

TEST_CASE("golden: multistate.csv, los.data: shares, variances, numbers at risk where two ways out compete") {
    auto const stays = los_data();
    if (stays.empty()) return;
    compare("los.data", table_of(stays, 4), 1, 51);
}

TEST_CASE("golden: insight_scalars.csv, clos: the change in the length of stay of those who pass a state") {
    auto const rows = golden::read("insight_scalars.csv");
    if (rows.empty()) return;
    auto const table = table_of(los_data(), 4);
    std::array<double, 4> const inside{1, 1, 0, 0};
    auto const change = change_by_passing_through(table, 0, 1, inside);
    REQUIRE(change);
    CHECK(change->passed == 124);
    int compared = 0;
    for (auto const& r : rows) {
        auto const& id = r.at("id");
        if (id.rfind("clos", 0) != 0) continue;
        INFO(id);
        auto const have = id == "clos"      ? change->of_all
                          : id == "clos-w1" ? change->of_passing
                                            : change->of_the_others;
        CHECK(std::abs(have - std::stod(r.at("expected"))) <= std::stod(r.at("tol")));
        ++compared;
    }
    CHECK(compared == 3);
}

TEST_CASE("golden: tiny_survival.csv: every share of every instant, with late entry") {
    auto const lines = lines_of("tiny_survival.csv");
    if (lines.empty()) return;
    std::map<std::string, std::uint8_t> const places{
        {"entry", 0}, {"a", 1}, {"b", 2}, {"c", 3}, {"censored", still_there}};
    transition_counts counts{4};
    for (auto const& line : lines) {
        auto const f = golden::fields(line);
        if (f[0] == "id") continue;
        counts.add({std::stoll(f[1]), std::stoll(f[2]), places.at(f[3]), places.at(f[4])});
    }
    // The shares are published in 32nds, in the line of comment at the end of the file. They begin with those
    // who are there at 1, all in entry.
    std::map<std::int64_t, std::array<double, 4>> const expected{
        {2, {24, 8, 0, 0}}, {3, {18, 8, 6, 0}},  {4, {12, 14, 6, 0}},     {5, {6, 14, 12, 0}},
        {8, {6, 7, 12, 7}}, {9, {0, 0, 19, 13}}, {10, {0, 9.5, 9.5, 13}}, {11, {0, 9.5, 9.5, 13}}};
    auto const o = occupancy_from(counts.table(), 0, 0);
    for (auto const& [t, shares] : expected) {
        for (std::size_t place = 0; place < 4; ++place) {
            INFO("t " << t << " place " << place);
            CHECK(std::abs(o.share(place, t) * 32 - shares[place]) < 1e-12);
        }
    }
}

TEST_CASE("golden: km.csv: Kaplan and Meier's curve with the interval of its logarithm") {
    auto const data = golden::read("km_data.csv");
    auto const rows = golden::read("km.csv");
    if (data.empty() || rows.empty()) return;
    std::map<std::string, transition_counts> counts;
    for (auto const& r : data) {
        auto& c = counts.try_emplace(r.at("group"), 2).first->second;
        c.add({-1, std::stoll(r.at("time")), 0, r.at("event") == "1" ? std::uint8_t{1} : still_there});
    }
    for (auto const& r : rows) {
        INFO(r.at("group") << " at " << r.at("time"));
        auto const curve = kaplan_meier(counts.at(r.at("group")).table(), 0);
        auto const* s = curve.step_at(std::stoll(r.at("time")));
        REQUIRE(s != nullptr);
        CHECK(s->time == std::stoll(r.at("time")));
        CHECK(s->at_risk == std::stoll(r.at("n_risk")));
        CHECK(s->left == std::stoll(r.at("n_event")));
        auto const digits = [](std::string const& text) {
            auto const point = text.find('.');
            return point == std::string::npos
                       ? 0.0005
                       : 0.5001 * std::pow(10, -static_cast<double>(text.size() - point - 1));
        };
        CHECK(std::abs(s->share - std::stod(r.at("survival"))) <= digits(r.at("survival")));
        auto const interval = interval_of(*s, rung::insight::band::log);
        if (r.at("std_err") == "NaN") {
            CHECK(s->share == 0);
            CHECK(interval.known());
            CHECK_FALSE(interval.has_interval());
            continue;
        }
        CHECK(std::abs(std::sqrt(s->variance) - std::stod(r.at("std_err"))) <= digits(r.at("std_err")));
        CHECK(std::abs(interval.low() - std::stod(r.at("lower95"))) <= digits(r.at("lower95")));
        CHECK(std::abs(interval.high() - std::stod(r.at("upper95"))) <= digits(r.at("upper95")));
    }
    // survdiff of the same two groups prints 10.69 expected, chi-squared 3.4, p 0.0653 (R survival).
    auto const a = counts.at("aml-maintained").table();
    auto const b = counts.at("aml-nonmaintained").table();
    auto const test = log_rank(a, b, 0);
    REQUIRE(test);
    CHECK(std::abs(test->chi_squared() - 3.396389) < 1e-6);
    CHECK(test->observed == 7);
    CHECK(std::abs(test->expected - 10.69) < 0.005);
    CHECK(std::abs(test->p - 0.0653393) < 1e-6);
    CHECK(log_rank(b, a, 0)->z == Approx(-test->z).epsilon(1e-12));
}
