#include "insights.hpp"

#include "print.hpp"

#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/in_common.hpp>
#include <rung/insight/rung_times.hpp>
#include <rung/insight/stays.hpp>
#include <rung/report/attribution.hpp>
#include <rung/report/charts/forecast.hpp>
#include <rung/report/charts/story.hpp>
#include <rung/report/clock.hpp>
#include <rung/report/golden.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/ladder_sheets.hpp>
#include <rung/report/ledger.hpp>
#include <rung/report/retention.hpp>
#include <rung/report/sheet_json.hpp>
#include <rung/report/sheet_text.hpp>
#include <rung/report/ways_out.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

namespace {

namespace insight = rung::insight;
namespace report = rung::report;
using insight::kinds;

constexpr std::size_t shown_golden = 10;
constexpr std::size_t most_periods = 13;

// `within a year`, `within 30 days`
report::wording within(int days) {
    if (days == 365) return {"within a year", "за год"};
    if (days == 1) return {"within a day", "за день"};
    auto const number = std::to_string(days);
    return {"within " + number + " days", "за " + number + (days == 3 ? " дня" : " дней")};
}

// Amounts are in minor units of as many decimals as the log has.
report::sheet with_decimals(report::sheet s, unsigned decimals) {
    for (auto& c : s.columns) {
        if (c.form == report::form::money) c.decimals = static_cast<std::uint8_t>(decimals);
    }
    return s;
}

template <class S>
std::vector<std::int64_t> spend_of(replay_of<S> const& r) {
    std::vector<std::int64_t> out;
    if constexpr (insights_of<S>::knows_money)
        r.each_in_order([](auto const&) { return std::optional<std::int64_t>{0}; },
                        [&](auto const& c) { out.push_back(c.facts().spend().minor_units); }, r.clients());
    return out;
}

std::vector<report::sheet> golden_sheets(insights_of<rung::retail> const& told, retail_replay const& r) {
    std::vector<insight::ranked_client> all;
    double sum = 0;
    r.each_in_order([](auto const& c) { return std::optional{c.facts().spend().minor_units}; },
                    [&](auto const& c) {
                        all.push_back({c.id(), c.facts().spend()});
                        sum += static_cast<double>(c.facts().spend().minor_units);
                    },
                    r.clients());
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
        r.visit(all[i].client, [&](auto const& c) {
            top.add({printable(r.client_name(c.id())),
                     report::stage_words(c.stage_name(), report::retail_lexicon), all[i].value,
                     sum > 0 ? report::cell{static_cast<double>(all[i].value.minor_units) / sum}
                             : report::cell::unknown()});
        });
    }
    insight::in_common<std::uint16_t> shared;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const channel = told.came_by(all[i].client);
        shared.add(i < golden, channel == 0 ? std::vector<std::uint16_t>{} : std::vector{channel});
    }
    auto common = report::findings_sheet(
        shared.all(), [&](std::uint16_t channel) { return printable(r.channel_name(channel)); });
    common.name = "golden_came_by";
    common.title = {"By which channel the golden clients came, against the others",
                    "По какому каналу пришли золотые клиенты, в сравнении с другими"};
    auto concentration = report::sheet_of(
        told.few(), rung::phrase{"clients, those who bought nothing included", "клиентов, и кто не купил"});
    return {std::move(top), std::move(common), std::move(concentration)};
}

}  // namespace

// Cohorts by the first purchase, in a log without purchases by the first event; by months, in a short log by
// weeks or days.
template <class S>
insight::retention_terms insights_of<S>::retention_of(replay_of<S> const& r) {
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

template <class S>
insights_of<S>::insights_of(replay_of<S> const& r)
    : book{r.ladder()}, clock{r.ladder()}, of_{r}, credits_{{.touches = insight::retail_touches}},
      triangle_{retention_of(r)}, few_{spend_of(r)}, came_by_(r.client_names() + 1),
      first_seen_(r.client_names() + 1) {
    moves = insight::flow_by_period<>{triangle_.terms().periods};
    r.tell_insights(*this);
}

template <class S>
void insights_of<S>::operator()(insight::life const& life) {
    if (!life.marks.empty()) first_seen_[life.client] = life.marks.front().at();
    credits_(life);
    triangle_(life);
    for (auto const& m : life.marks) {
        if (m.channel == 0) continue;
        came_by_[life.client] = m.channel;
        break;
    }
}

template <class S>
insight::event_table insights_of<S>::stays() const {
    return insight::count_stays(of_.ladder(), clock,
                                {.as_of = of_.as_of(), .start = insight::clock_start::entry})
        .table();
}

template <class S>
int insights_of<S>::horizon(insight::event_table const& table) const {
    int best = 365;
    std::ptrdiff_t most = -1;
    for (int const days : {365, 180, 90, 30, 14, 7, 3, 1}) {
        auto const rows = insight::rung_times(of_.ladder(), table, days);
        auto const known = std::ranges::count_if(rows, [](auto const& row) { return row.stay.known(); });
        if (known > most) {
            most = known;
            best = days;
        }
    }
    return best;
}

template <class S>
report::sheet insights_of<S>::ways_out() const {
    auto const table = stays();
    auto const days = horizon(table);
    return report::ways_out(of_.ladder(), table, days,
                            {"Which way clients leave each rung " + within(days).en,
                             "Как клиенты уходят с каждой ступени " + within(days).ru},
                            report::retail_lexicon);
}

template <class S>
report::chart insights_of<S>::forecast() const {
    constexpr auto period = rung::duration{30 * 86'400};
    auto const begin = of_.as_of() + rung::duration{-period.seconds};
    double newcomers = 0;
    (void)clock.each_path([&](auto const& path) { newcomers += path.joined > begin ? 1 : 0; });
    std::vector<std::int64_t> now;
    for (auto const& at : of_.census()) now.push_back(static_cast<std::int64_t>(at.clients));
    auto const shares = insight::shares_of(clock.between(begin, of_.as_of()), of_.ladder().place_count());
    return report::charts::forecast(of_.ladder(), shares, now, 6, newcomers,
                                    {"periods of 30 days ahead", "периодов по 30 дней вперёд"},
                                    report::retail_lexicon);
}

template <class S>
std::optional<report::chart> picture_of(rung::client_id id, replay_of<S> const& r, bool has_all_places) {
    std::optional<report::chart> out;
    auto const happened = r.story_of(id);
    r.visit(id, [&](auto const& client) {
        report::client_story<typename replay_of<S>::lifecycle_type> of{.who = printable(r.client_name(id)),
                                                                       .events = happened.events,
                                                                       .moves = happened.moves,
                                                                       .as_of = r.as_of(),
                                                                       .has_all_places = has_all_places};
        of.look_ahead(r.lifecycle(), client.decided_client());
        out = report::charts::story(r.lifecycle(), of, report::retail_lexicon);
    });
    return out;
}

template <class S>
report::wording left_out() {
    if (insights_of<S>::knows_money) return {};
    return {
        "Left out, since a ladder with measures of its own need not know money, channels and tasks: what "
        "each "
        "rung brings in, golden clients, what led to the climbs, how much comes from few, next best actions.",
        "Нет того, для чего нужны деньги, каналы и задачи, которых лестница со своими измерениями может не "
        "знать: что приносит каждая ступень, золотые клиенты, что привело к подъёмам, сколько приносят "
        "немногие, что делать дальше."};
}

template <class S>
std::vector<report::sheet> insights_of<S>::sheets() const {
    std::vector<report::sheet> out;
    if (of_.as_of() == rung::instant::never()) return out;  // nothing happened
    if constexpr (knows_money) out.push_back(report::sheet_of(of_.ladder(), book, of_.as_of()));
    auto const table = stays();
    auto const days = horizon(table);
    bool has_unknown = false;
    auto times = report::sheet_of(of_.ladder(), insight::rung_times(of_.ladder(), table, days));
    times.title = {"How many days clients stay on each rung, and which way they leave it " + within(days).en,
                   "Сколько дней клиенты остаются на ступени и как с неё уходят " + within(days).ru};
    times.remark = {
        "? is not known: no client was seen there for so long, or fewer than half were seen to leave",
        "? — не известно: никого не видели там так долго или на глазах ушло меньше половины"};
    for (auto& row : times.rows) {
        for (auto const& c : row.cells) has_unknown = has_unknown || c.kind() == report::cell_kind::unknown;
    }
    if (!has_unknown) times.remark = {};
    out.push_back(std::move(times));
    if (auto ways = ways_out(); !ways.rows.empty()) out.push_back(std::move(ways));
    if constexpr (knows_money) {
        auto golden = golden_sheets(*this, of_);
        auto concentration = std::move(golden.back());
        golden.pop_back();
        for (auto& s : golden) out.push_back(std::move(s));
        out.push_back(report::sheet_of(
            credits_, [&](std::uint16_t channel) { return printable(of_.channel_name(channel)); }));
        out.back().title = {"What led to the climbs: the touches of the 30 days before",
                            "Что привело к подъёмам: касания за 30 дней до них"};
        out.push_back(report::sheet_of(triangle_));
        out.push_back(std::move(concentration));
    } else {
        out.push_back(report::sheet_of(triangle_));
    }
    for (auto& s : out) s = with_decimals(std::move(s), of_.terms().decimals);
    return out;
}

template <class S>
std::vector<report::sheet> ladder_sheets(replay_of<S> const& r) {
    auto const spend = r.spend();
    std::vector<report::sheet> out{report::sheet_of(r.ladder(), r.census(), spend ? &*spend : nullptr),
                                   report::sheet_of(r.ladder(), r.funnel()),
                                   report::sheet_of(r.ladder(), r.flow())};
    for (auto& s : out) s = with_decimals(std::move(s), r.terms().decimals);
    return out;
}

template <class S>
void print_insight(std::ostream& out, replay_of<S> const& found) {
    bool is_first = true;
    for (auto const& s : insights_of<S>{found}.sheets()) {
        if (!is_first) out << '\n';
        is_first = false;
        out << s.title.en << "\n\n";
        report::write_text(out, s);
    }
    if (auto const missing = left_out<S>(); !missing.empty()) out << '\n' << missing.en << '\n';
}

template <class S>
void print_insight_json(std::ostream& out, std::string const& ladder, replay_of<S> const& found) {
    report::json_writer json{out, report::json_style::indented};
    json.begin_object().member("ladder", printable(ladder)).key("as_of");
    if (auto const at = instant_in_full(found.as_of()); at.empty())
        json.null();
    else
        json.value(at);
    json.member("clients", found.clients());
    if (auto const missing = left_out<S>(); !missing.empty()) json.member("left_out", missing.en);
    for (auto const& sheets : {ladder_sheets(found), insights_of<S>{found}.sheets()}) {
        for (auto const& s : sheets) {
            json.key(s.name);
            report::write_json(json, s);
        }
    }
    json.end_object();
    out << '\n';
}

template class insights_of<rung::retail>;
template class insights_of<history_table>;
template std::vector<report::sheet> ladder_sheets(replay_of<rung::retail> const&);
template std::vector<report::sheet> ladder_sheets(replay_of<history_table> const&);
template std::optional<report::chart> picture_of(rung::client_id, replay_of<rung::retail> const&, bool);
template std::optional<report::chart> picture_of(rung::client_id, replay_of<history_table> const&, bool);
template report::wording left_out<rung::retail>();
template report::wording left_out<history_table>();
template void print_insight(std::ostream&, replay_of<rung::retail> const&);
template void print_insight(std::ostream&, replay_of<history_table> const&);
template void print_insight_json(std::ostream&, std::string const&, replay_of<rung::retail> const&);
template void print_insight_json(std::ostream&, std::string const&, replay_of<history_table> const&);
