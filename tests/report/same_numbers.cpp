// Of every report of the library: text, CSV and JSON say the same numbers. What CSV and JSON say is read
// back, and written as people read it; that is what the text has.

#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/insight/bg_nbd.hpp>
#include <rung/insight/compare.hpp>
#include <rung/insight/histories.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/log_rank.hpp>
#include <rung/insight/pyramid_ahead.hpp>
#include <rung/insight/tell.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/report/attribution.hpp>
#include <rung/report/care.hpp>
#include <rung/report/clock.hpp>
#include <rung/report/compare.hpp>
#include <rung/report/forecast.hpp>
#include <rung/report/golden.hpp>
#include <rung/report/ladder_sheets.hpp>
#include <rung/report/ledger.hpp>
#include <rung/report/retention.hpp>
#include <rung/report/sheet_csv.hpp>
#include <rung/report/sheet_json.hpp>
#include <rung/report/sheet_text.hpp>
#include <rung/report/word_of_mouth.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using namespace rung::literals;
using rung::language;
using rung::ladders::loyalty_stage;
using rung::report::cell;
using rung::report::cell_kind;
using rung::report::column;
using rung::report::form;
using rung::report::sheet;

// ---- reading back

/// The fields of each line of CSV.
std::vector<std::vector<std::string>> read_csv(std::string const& text) {
    std::vector<std::vector<std::string>> out(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '"' && quoted && text[i + 1] == '"')
            out.back().back() += text[i++];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            out.back().emplace_back();
        else if (c == '\n' && !quoted)
            out.emplace_back(1);
        else
            out.back().back() += c;
    }
    out.pop_back();
    return out;
}

/// A value of a sheet, read from what was written: the texts of NAME, NAME_low, ...; unset where there are
/// none.
struct written {
    std::optional<std::string> value{}, low{}, high{}, part{}, n{};
};

double number_of(std::string const& text) { return std::strtod(text.c_str(), nullptr); }

/// The cell that was written, or nothing where nothing can be told.
cell read_back(written const& w, column const& of, cell_kind kind, double parts) {
    auto const scaled = [&](std::string const& text) { return number_of(text) * parts; };
    switch (kind) {
    case cell_kind::blank: return {};
    case cell_kind::text: return {*w.value};
    case cell_kind::whole:
        if (of.form == form::instant) return {};
        return {static_cast<std::int64_t>(std::llround(scaled(*w.value)))};
    case cell_kind::part:
        return rung::report::part_of{static_cast<std::int64_t>(number_of(*w.part)),
                                     static_cast<std::int64_t>(number_of(*w.n))};
    case cell_kind::range: return rung::report::range_of{scaled(*w.low), scaled(*w.high)};
    case cell_kind::unknown: return cell::unknown();
    case cell_kind::estimate: break;
    }
    if (!w.n) return {scaled(*w.value)};
    auto const n = static_cast<std::int64_t>(number_of(*w.n));
    if (!w.low) return {rung::insight::estimate{n, scaled(*w.value)}};
    return {rung::insight::estimate{n, scaled(*w.value), scaled(*w.low), scaled(*w.high)}};
}

// ---- looking

/// Each value as people read it stands in the text, one after the other.
class reader_of_text {
public:
    explicit reader_of_text(std::string text) : text_{std::move(text)} {}
    void sees(std::string const& what) {
        auto const at = text_.find(what, from_);
        INFO(what << " in\n" << text_);
        REQUIRE(at != std::string::npos);
        from_ = at + what.size();
    }

private:
    std::string text_;
    std::size_t from_ = 0;
};

/// `value_at(row, column)`: what was written there.
template <class ValueAt>
void look_at(sheet const& s, language l, double money_parts, ValueAt const& value_at) {
    std::ostringstream out;
    rung::report::write_text(out, s, l);
    reader_of_text text{out.str()};
    std::size_t tables = 1;
    for (auto const& c : s.columns) tables += c.begins_table ? 1 : 0;
    for (std::size_t table = 0, from = 1; table < tables; ++table) {
        auto to = from + 1;
        while (to < s.columns.size() && !s.columns[to].begins_table) ++to;
        for (std::size_t row = 0; row < s.rows.size(); ++row) {
            for (std::size_t i = 0; i < s.columns.size(); ++i) {
                if (i != 0 && (i < from || i >= to)) continue;
                auto const& of = s.columns[i];
                auto const parts = of.form == form::money ? money_parts : 1;
                auto const kind = s.rows[row].cells[i].kind();
                text.sees(rung::report::text_of(of, read_back(value_at(row, i), of, kind, parts), l));
            }
        }
        from = to;
    }
}

void look_at_csv(sheet const& s, language l) {
    std::ostringstream out;
    rung::report::write_csv(out, s, l);
    auto const lines = read_csv(out.str());
    REQUIRE(lines.size() == s.rows.size() + 1);
    std::map<std::string, std::size_t> places;
    for (auto const& name : lines[0]) {
        auto const size = places.size();
        places[name] = size;
    }
    REQUIRE(places.size() == lines[0].size());  // each name once
    for (auto const& line : lines) REQUIRE(line.size() == lines[0].size());
    look_at(s, l, 100, [&](std::size_t row, std::size_t i) {
        written w;
        auto const read = [&](std::string const& end) -> std::optional<std::string> {
            auto const at = places.find(s.columns[i].name + end);
            if (at == places.end() || lines[row + 1][at->second].empty()) return std::nullopt;
            return lines[row + 1][at->second];
        };
        w.value = read("");
        w.low = read("_low");
        w.high = read("_high");
        w.part = read("_part");
        w.n = read("_n");
        return w;
    });
}

void look_at_json(sheet const& s, language l) {
    std::ostringstream out;
    rung::report::write_json(out, s, l);
    auto const json = nlohmann::json::parse(out.str());
    CHECK(json["title"] == s.title.in(l));
    std::vector<nlohmann::json> rows = json["rows"];
    if (json.contains("totals")) rows.insert(rows.end(), json["totals"].begin(), json["totals"].end());
    REQUIRE(rows.size() == s.rows.size());
    REQUIRE(json["columns"].size() == s.columns.size());
    auto const text = [](nlohmann::json const& v) { return v.is_string() ? v.get<std::string>() : v.dump(); };
    look_at(s, l, 1, [&](std::size_t row, std::size_t i) {
        written w;
        if (!rows[row].contains(s.columns[i].name)) return w;
        auto const& v = rows[row][s.columns[i].name];
        if (!v.is_object()) {
            if (!v.is_null()) w.value = text(v);
            return w;
        }
        auto const read = [&](char const* name) -> std::optional<std::string> {
            if (!v.contains(name) || v[name].is_null()) return std::nullopt;
            return text(v[name]);
        };
        w.value = read("value");
        w.low = read("low");
        w.high = read("high");
        w.part = read("part");
        w.n = read("n");
        return w;
    });
    CHECK((json.contains("notes") ? json["notes"].size() : 0) == s.notes.size());
    for (auto const& note : s.notes) CHECK(json["notes"].contains(note.of.name));
}

/// That all ways to write it say the same, that it has words in both languages, and rows.
void same_in_all(sheet const& s) {
    INFO(s.name);
    CHECK_FALSE(s.name.empty());
    CHECK_FALSE(s.title.en.empty());
    CHECK(s.title.en != s.title.ru);
    CHECK_FALSE(s.rows.empty());
    for (auto const l : {language::en, language::ru}) {
        look_at_csv(s, l);
        look_at_json(s, l);
    }
}

// ---- a shop

using told_shop = rung::client_base<std::remove_cvref_t<decltype(rung::lifecycle{rung::ladders::loyalty()})>,
                                    rung::history::kept>;

constexpr rung::instant first_day = rung::utc(2026, 1, 1);
constexpr rung::instant last_day = rung::utc(2026, 7, 1);

/// Sixty clients who came by three channels, in three months; some never buy, some are lost.
told_shop told() {
    told_shop base{rung::lifecycle{rung::ladders::loyalty()}, rung::history::kept{}};
    std::vector<rung::retail_event> events;
    auto const add = [&](rung::client_id c, std::int64_t day, rung::retail_event e) {
        e.id = events.size() + 1;
        e.client = c;
        e.at = first_day + 1_days * day;
        events.push_back(e);
    };
    for (rung::client_id c = 1; c <= 60; ++c) {
        auto const n = static_cast<std::int64_t>(c);
        auto const day = n % 90;
        if (c % 7 == 0) add(c, day, rung::referral{.by = c / 7});
        add(c, day,
            rung::contact{.channel = static_cast<std::uint16_t>(1 + c % 3),
                          .by = rung::initiator::client,
                          .awaits_answer = true});
        add(c, day + (c % 5 == 0 ? 1 : 0), rung::offer{.channel = 2});
        for (std::int64_t k = 0; k < n % 6; ++k)
            add(c, day + 1 + k * 11, rung::purchase{.amount = rung::money{1'999 + 137 * n}});
        if (c % 6 > 2) {
            add(c, day + 60,
                rung::evaluation{.score = static_cast<std::uint8_t>(1 + c % 5),
                                 .attribute = static_cast<std::uint8_t>(1 + c % 2)});
        }
        if (c % 11 == 0) add(c, day + 70, rung::loss{.reason = rung::loss_reason::price});
    }
    REQUIRE(base.apply(std::span<rung::retail_event const>{events}).refused.empty());
    base.settle(last_day);
    return base;
}

struct told_costs {
    static constexpr rung::money goods(rung::retail_event const& e) {
        return rung::money{e.amount.minor_units / 3};
    }
    static constexpr rung::money a_day(loyalty_stage) { return 0.03_money; }
};

auto const channel_name = [](auto number) {
    return rung::phrase{number == 1 ? "site, \"new\"" : "letter", number == 1 ? "сайт" : "письмо"};
};

}  // namespace

TEST_CASE("all ways to write a report say the same: the ladder, the ledger, care") {
    auto const base = told();
    auto const& ladder = base.lifecycle().ladder();
    rung::insight::ledger book{base, told_costs{}};
    rung::insight::funnel funnel{base};
    rung::insight::flow flow{base};
    rung::insight::waiting waits;
    rung::insight::breaks breaks;
    rung::insight::evaluations scores{loyalty_stage::client};
    rung::insight::ledger revenue{base};
    rung::insight::tell(base, book, revenue, funnel, flow, waits, breaks, scores);

    rung::insight::spend_census const spend{base};
    same_in_all(rung::report::sheet_of(ladder, base.census(), &spend));
    same_in_all(rung::report::sheet_of(ladder, funnel));
    same_in_all(rung::report::sheet_of(ladder, flow));
    same_in_all(rung::report::sheet_of(ladder, book, last_day));
    auto const without_costs = rung::report::sheet_of(ladder, revenue, last_day);
    same_in_all(without_costs);
    CHECK(without_costs.at(1, "revenue_per_client_day").value() ==
          revenue.revenue_per_day(loyalty_stage::buyer, last_day).value());
    same_in_all(rung::report::sheet_of(waits, last_day));
    same_in_all(rung::report::sheet_of(breaks, 30_days, last_day));
    same_in_all(rung::report::sheet_of(scores, channel_name));
}

TEST_CASE("all ways to write a report say the same: attribution, retention, word of mouth, concentration") {
    auto const base = told();
    rung::insight::attribution a{{.touches = rung::insight::retail_touches,
                                  .into = base.lifecycle().ladder().place_of(loyalty_stage::buyer)}};
    rung::insight::retention r{{.as_of = last_day,
                                .columns = 4,
                                .begins = rung::insight::kinds{rung::event_kind::purchase},
                                .active = rung::insight::kinds{rung::event_kind::purchase}}};
    rung::insight::activity active{
        {.as_of = last_day, .active = rung::insight::kinds{rung::event_kind::purchase}}};
    rung::insight::each_life(base, a);
    rung::insight::each_life(base, r);
    rung::insight::each_life(base, active);
    same_in_all(rung::report::sheet_of(a, channel_name));
    same_in_all(rung::report::costs_sheet(
        a, rung::insight::model::linear, [](std::uint16_t) { return 1'200.00_money; }, channel_name));
    same_in_all(rung::report::sheet_of(r));
    same_in_all(rung::report::sheet_of(active));
    same_in_all(rung::report::sheet_of(rung::insight::word_of_mouth{base}));
    rung::insight::referrals sent{{.as_of = last_day}};
    rung::insight::each_life(base, sent);
    same_in_all(rung::report::sheet_of(sent.forest()));

    std::vector<std::int64_t> spend;
    rung::insight::in_common<std::uint32_t> shared;
    base.each([&](auto const& view) {
        spend.push_back(view.facts().spend().minor_units);
        shared.add(spend.back() > 20'000, std::vector{static_cast<std::uint32_t>(view.id() % 3)});
    });
    same_in_all(
        rung::report::sheet_of(rung::insight::concentration{spend}, rung::phrase{"clients", "клиентов"}));
    same_in_all(rung::report::findings_sheet(shared.all(), channel_name));
}

TEST_CASE("all ways to write a report say the same: the clock, forecasts, models, other thresholds") {
    auto const base = told();
    auto const& ladder = base.lifecycle().ladder();
    rung::insight::ladder_clock<loyalty_stage> clock{base};
    rung::insight::tell(base, clock);
    auto const places = ladder.place_count();
    auto const stays =
        count_stays(base, clock, {.as_of = last_day, .start = rung::insight::clock_start::entry}).table();
    same_in_all(rung::report::sheet_of(ladder, rung_times(base, stays, 60)));
    auto const since_joined = count_stays(base, clock, {.as_of = last_day}).table();
    std::array<std::int64_t, 4> const times{0, 10, 60, 900};
    same_in_all(rung::report::sheet_of(ladder, occupancy_from(since_joined, 0), times, 60));
    same_in_all(rung::report::sheet_of(kaplan_meier(stays, 0)));
    same_in_all(rung::report::sheet_of(rung::insight::comparison{7, 10.689, -1.8429, 0.0653}));

    auto moves = clock.between(first_day + 60_days, first_day + 90_days);
    moves += clock.between(first_day + 90_days, first_day + 120_days);
    auto const shares = shares_of(moves, places);
    std::vector<std::int64_t> now;
    for (auto const& [stage, clients] : base.census()) now.push_back(static_cast<std::int64_t>(clients));
    auto const ahead = pyramid_ahead(shares, now, 2, 5);
    REQUIRE(ahead);
    same_in_all(rung::report::sheet_of(ladder, now, *ahead));
    auto const chain = rung::insight::absorbing_chain::of(shares.shares);
    REQUIRE(chain);
    same_in_all(rung::report::sheet_of(ladder, *chain));
    std::vector<rung::insight::buyer_history> const data{{0, 0, 39, 40}, {1, 1, 39, 30}, {2, 3, 39, 10}};
    same_in_all(rung::report::sheet_of(
        rung::insight::bg_nbd::fit(data, {}, rung::insight::quasi_newton{.steps = 1})));

    rung::client_base facts{rung::lifecycle{rung::ladders::loyalty()}};
    for (rung::client_id c = 1; c <= 5; ++c) {
        for (rung::client_id k = 0; k < c; ++k)
            (void)facts.apply(rung::purchase{.client = c, .at = last_day, .amount = 5.00_money});
    }
    rung::lifecycle const stricter{rung::ladders::loyalty({.client_purchases = 4})};
    auto const impact = rung::insight::compare(facts, stricter, {.at = last_day});
    auto const as_data = rung::report::sheet_of(facts.lifecycle().ladder(), stricter.ladder(), impact);
    same_in_all(as_data);
    CHECK(as_data.notes[2].cell.whole() == static_cast<std::int64_t>(impact.down));
}

TEST_CASE("table.hpp prints what the sheets of the ladder hold, in the same order") {
    auto const base = told();
    auto const& ladder = base.lifecycle().ladder();
    rung::insight::funnel funnel{base};
    rung::insight::flow flow{base};
    rung::insight::tell(base, funnel, flow);
    rung::insight::spend_census const spend{base};
    // Without bars, with one blank for many, and a zero that the matrix has as a dot.
    auto const plain = [](std::string const& text) {
        std::string out;
        std::istringstream lines{text};
        for (std::string line; std::getline(lines, line); out += '\n') {
            std::istringstream words{line};
            for (std::string word; words >> word;)
                if (word.find("█") == std::string::npos) (out += word == "." ? "0" : word) += ' ';
        }
        return out;
    };
    auto const text = [&](sheet const& s) {
        std::ostringstream out;
        rung::report::write_text(out, s);
        return plain(out.str());
    };
    auto const printed = [&](auto const& print) {
        std::ostringstream out;
        print(out);
        return plain(out.str());
    };
    CHECK(text(rung::report::sheet_of(ladder, base.census(), &spend)) ==
          printed([&](auto& out) { rung::report::pyramid(out, ladder, base.census(), &spend); }));
    CHECK(text(rung::report::sheet_of(ladder, base.census())) ==
          printed([&](auto& out) { rung::report::pyramid(out, ladder, base.census()); }));
    CHECK(text(rung::report::sheet_of(ladder, funnel)) ==
          printed([&](auto& out) { rung::report::table(out, ladder, funnel); }));
    CHECK(text(rung::report::sheet_of(ladder, flow)) ==
          printed([&](auto& out) { rung::report::table(out, ladder, flow); }));
    rung::insight::flow<loyalty_stage> const nothing;
    CHECK(text(rung::report::sheet_of(ladder, nothing)) ==
          printed([&](auto& out) { rung::report::table(out, ladder, nothing); }));
}

TEST_CASE("the pyramid, the funnel and the flow are told in either language, with the same bars") {
    auto const base = told();
    auto const& ladder = base.lifecycle().ladder();
    rung::insight::funnel funnel{base};
    rung::insight::flow flow{base};
    rung::insight::tell(base, funnel, flow);
    rung::insight::spend_census const spend{base};
    auto const lines = [](auto const&... arguments) {
        std::ostringstream out;
        rung::report::pyramid(out, arguments...);
        std::vector<std::string> all;
        std::istringstream in{out.str()};
        for (std::string line; std::getline(in, line);) all.push_back(line);
        return all;
    };
    auto const usual = lines(ladder, base.census());
    for (auto const l : {language::en, language::ru}) {
        auto const told_in = lines(ladder, base.census(), l);
        REQUIRE(told_in.size() == usual.size());
        for (std::size_t i = 0; i < usual.size(); ++i) {
            auto const bar = [](std::string const& line) {
                auto const begin = line.find("█");
                return begin == std::string::npos ? std::string{} : line.substr(begin);
            };
            CHECK(bar(told_in[i]) == bar(usual[i]));
        }
    }
    CHECK(lines(ladder, base.census(), language::en, &spend)[0] == "stage      clients   share     spend");
    CHECK(lines(ladder, base.census(), language::ru, &spend)[0] ==
          "ступень        клиенты    доля  сумма покупок");
    std::ostringstream text;
    rung::report::table(text, ladder, funnel, language::ru);
    rung::report::table(text, ladder, flow, language::ru);
    CHECK(text.str().find("дошли") != std::string::npos);
    CHECK(text.str().find("откуда") != std::string::npos);
    CHECK(text.str().find("buyer") == std::string::npos);
}

TEST_CASE("a column of a stage is no other column, whatever stages are called") {
    using namespace rung::facts;
    rung::ladder const ladder{rung::stage{"stage"}, rung::stage{"periods", purchases >= 1}};
    auto const chain = rung::insight::absorbing_chain::of({{0.5, 0.5}, {0, 1}});
    REQUIRE(chain);
    auto const ends = rung::report::sheet_of(ladder, *chain);
    REQUIRE(ends.columns.size() == 3);
    CHECK(ends.columns[1].name == "periods");
    CHECK(ends.columns[2].name == "ends_periods");
}
