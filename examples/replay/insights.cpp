#include "insights.hpp"

#include "print.hpp"

#include <rung/insight/in_common.hpp>
#include <rung/insight/rung_times.hpp>
#include <rung/insight/stays.hpp>
#include <rung/report/attribution.hpp>
#include <rung/report/clock.hpp>
#include <rung/report/golden.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/ladder_sheets.hpp>
#include <rung/report/ledger.hpp>
#include <rung/report/retention.hpp>
#include <rung/report/sheet_json.hpp>
#include <rung/report/sheet_text.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <utility>

namespace {

namespace insight = rung::insight;
namespace report = rung::report;
using insight::kinds;

constexpr std::size_t shown_golden = 10;
constexpr std::size_t most_periods = 13;

// Amounts are in minor units of as many decimals as the log has.
report::sheet with_decimals(report::sheet s, unsigned decimals) {
    for (auto& c : s.columns) {
        if (c.form == report::form::money) c.decimals = static_cast<std::uint8_t>(decimals);
    }
    return s;
}

}  // namespace

namespace {

std::vector<std::int64_t> spend_of(retail_replay const& r) {
    std::vector<std::int64_t> out;
    r.each_in_order([](auto const&) { return std::optional<std::int64_t>{0}; },
                    [&](auto const& c) { out.push_back(c.facts().spend().minor_units); }, r.clients());
    return out;
}

}  // namespace

// Cohorts by the first purchase, in a log without purchases by the first event; by months, in a short log by
// weeks or days.
insight::retention_terms insights::retention_of(retail_replay const& r) {
    bool has_purchases = false;
    auto first = rung::instant::forever();
    r.tell_lives([&](insight::life const& l) {
        for (auto const& m : l.marks) {
            first = std::min(first, m.at());
            has_purchases = has_purchases || kinds{rung::event_kind::purchase}.has(m.kind);
        }
    });
    insight::retention_terms out{.as_of = r.as_of()};
    auto const days = first == rung::instant::forever() ? 0 : (r.as_of() - first).seconds / 86'400;
    out.periods = insight::periods{days >= 120  ? rung::period::month
                                   : days >= 28 ? rung::period::week
                                                : rung::period::day};
    if (first != rung::instant::forever()) {
        auto const periods = out.periods.number(r.as_of()) - out.periods.number(first) + 1;
        out.columns = std::min(most_periods, static_cast<std::size_t>(periods));
    }
    if (has_purchases) out.begins = out.active = kinds{rung::event_kind::purchase};
    return out;
}

insights::insights(retail_replay const& r)
    : book{r.ladder()}, clock{r.ladder()}, of_{r}, credits_{{.touches = insight::retail_touches}},
      triangle_{retention_of(r)}, few_{spend_of(r)}, came_by_(r.client_names() + 1) {
    moves = insight::flow_by_period<>{triangle_.terms().periods};
    r.tell_insights(*this);
}

void insights::operator()(insight::life const& life) {
    credits_(life);
    triangle_(life);
    for (auto const& m : life.marks) {
        if (m.channel == 0) continue;
        came_by_[life.client] = m.channel;
        break;
    }
}

std::vector<report::sheet> insights::golden_sheets() const {
    std::vector<insight::ranked_client> all;
    double sum = 0;
    of_.each_in_order([](auto const& c) { return std::optional{c.facts().spend().minor_units}; },
                      [&](auto const& c) {
                          all.push_back({c.id(), c.facts().spend()});
                          sum += static_cast<double>(c.facts().spend().minor_units);
                      },
                      of_.clients());
    auto const golden = std::size_t{all.size() / 10};
    report::sheet top{
        .name = "golden_clients",
        .title = {"Golden clients: the first of the top tenth by spend",
                  "Золотые клиенты: первые из десятой части по сумме покупок"},
        .columns = {{.name = "client", .label = {"client", "клиент"}, .form = report::form::text},
                    {.name = "stage", .label = {"stage", "ступень"}, .form = report::form::text},
                    {.name = "spend",
                     .label = {"spend", "сумма покупок"},
                     .form = report::form::money,
                     .better = report::better::more},
                    {.name = "share",
                     .label = {"share of all", "доля от всего"},
                     .form = report::form::share}},
        .n = static_cast<std::int64_t>(golden)};
    for (std::size_t i = 0; i < std::min(golden, shown_golden); ++i) {
        of_.visit(all[i].client, [&](auto const& c) {
            top.add({printable(of_.client_name(c.id())),
                     report::stage_words(c.stage_name(), report::retail_lexicon), all[i].value,
                     sum > 0 ? report::cell{static_cast<double>(all[i].value.minor_units) / sum}
                             : report::cell::unknown()});
        });
    }
    insight::in_common<std::uint16_t> shared;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const channel = came_by_[all[i].client];
        shared.add(i < golden, channel == 0 ? std::vector<std::uint16_t>{} : std::vector{channel});
    }
    auto common = report::findings_sheet(
        shared.all(), [&](std::uint16_t channel) { return printable(of_.channel_name(channel)); });
    common.name = "golden_came_by";
    common.title = {"By which channel the golden clients came, against the others",
                    "По какому каналу пришли золотые клиенты, в сравнении с другими"};
    auto concentration = report::sheet_of(
        few_, rung::phrase{"clients, those who bought nothing included", "клиентов, и кто не купил"});
    return {std::move(top), std::move(common), std::move(concentration)};
}

std::vector<report::sheet> insights::sheets() const {
    std::vector<report::sheet> out;
    if (of_.as_of() == rung::instant::never()) return out;  // nothing happened
    out.push_back(report::sheet_of(of_.ladder(), book, of_.as_of()));
    auto const stays = insight::count_stays(of_.ladder(), clock,
                                            {.as_of = of_.as_of(), .start = insight::clock_start::entry});
    out.push_back(report::sheet_of(of_.ladder(), insight::rung_times(of_.ladder(), stays.table(), 365)));
    out.back().title = {"How many days clients stay on each rung, and which way they leave it within a year",
                        "Сколько дней клиенты остаются на ступени и как с неё уходят за год"};
    for (auto& s : golden_sheets()) out.push_back(std::move(s));
    out.insert(out.end() - 1, report::sheet_of(credits_, [&](std::uint16_t channel) {
                   return printable(of_.channel_name(channel));
               }));
    out[out.size() - 2].title = {"What led to the climbs: the touches of the 30 days before",
                                 "Что привело к подъёмам: касания за 30 дней до них"};
    out.insert(out.end() - 1, report::sheet_of(triangle_));
    for (auto& s : out) s = with_decimals(std::move(s), of_.terms().decimals);
    return out;
}

std::vector<report::sheet> ladder_sheets(retail_replay const& r) {
    auto const spend = r.spend();
    std::vector<report::sheet> out{report::sheet_of(r.ladder(), r.census(), &*spend),
                                   report::sheet_of(r.ladder(), r.funnel()),
                                   report::sheet_of(r.ladder(), r.flow())};
    for (auto& s : out) s = with_decimals(std::move(s), r.terms().decimals);
    return out;
}

void print_insight(std::ostream& out, retail_replay const& found) {
    bool is_first = true;
    for (auto const& s : insights{found}.sheets()) {
        if (!is_first) out << '\n';
        is_first = false;
        out << s.title.en << "\n\n";
        report::write_text(out, s);
    }
}

void print_insight_json(std::ostream& out, std::string const& ladder, retail_replay const& found) {
    report::json_writer json{out, report::json_style::indented};
    json.begin_object().member("ladder", printable(ladder)).key("as_of");
    if (auto const at = instant_in_full(found.as_of()); at.empty())
        json.null();
    else
        json.value(at);
    json.member("clients", found.clients());
    for (auto const& sheets : {ladder_sheets(found), insights{found}.sheets()}) {
        for (auto const& s : sheets) {
            json.key(s.name);
            report::write_json(json, s);
        }
    }
    json.end_object();
    out << '\n';
}
