#include "report_page.hpp"

#include "insights.hpp"
#include "print.hpp"

#include <rung/insight/concentration.hpp>
#include <rung/ladders/advise.hpp>
#include <rung/ladders/playbooks.hpp>
#include <rung/notation/measures.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/charts/attribution.hpp>
#include <rung/report/charts/concentration.hpp>
#include <rung/report/charts/curves.hpp>
#include <rung/report/charts/flow.hpp>
#include <rung/report/charts/funnel.hpp>
#include <rung/report/charts/ledger.hpp>
#include <rung/report/charts/moves.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/charts/retention.hpp>
#include <rung/report/charts/tasks.hpp>
#include <rung/report/charts/ways_out.hpp>
#include <rung/report/explain.hpp>
#include <rung/report/moves.hpp>
#include <rung/report/page.hpp>
#include <rung/report/quantity.hpp>
#include <rung/report/tasks.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace report = rung::report;
using rung::language;

std::string read_script(std::string const& folder, char const* name) {
    std::ifstream in{folder + "/" + name, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in || text.empty())
        throw std::runtime_error{
            "--vega " + folder + ": no " + name +
            " there; npm install vega@6.4.0 vega-lite@6.5.0 vega-interpreter@1.2.1 makes "
            "such a folder, node_modules"};
    return text;
}

std::vector<report::page_script> scripts_in(std::string const& folder) {
    if (folder.empty()) return report::scripts_of_network();
    std::vector<report::page_script> out;
    for (auto const* const name : report::script_files) out.push_back({.text = read_script(folder, name)});
    return out;
}

auto const& words = report::retail_lexicon;

report::wording count_words(std::uint64_t n) {
    return report::in_words({}, report::cell{static_cast<std::int64_t>(n)});
}

// What became of the lines, those that there are.
report::sheet events_sheet(replay const& r) {
    report::sheet out{
        .name = "events",
        .title = {"What was read, refused and corrected", "Что прочитано, отвергнуто и исправлено"},
        .shape = report::text_shape::record};
    std::vector<report::cell> cells;
    auto const add = [&](char const* name, report::wording label, std::uint64_t n, bool always = false) {
        if (n == 0 && !always) return;
        out.columns.push_back({.name = name, .label = std::move(label)});
        cells.emplace_back(n);
    };
    auto const& e = r.events();
    add("read", {"lines read", "строк прочитано"}, e.read, true);
    add("applied", {"applied", "принято"}, e.applied, true);
    add("repeated", {"repeated, word for word", "повторено слово в слово"}, e.repeated);
    add("conflicts", {"with the id of another event", "с номером другого события"}, e.conflicts);
    add("later", {"later than this page", "позже этой страницы"}, e.later);
    add("skipped", {"passed over", "пропущено"}, e.skipped);
    add("joined", {"further lines of an order", "дальнейшие строки заказа"}, e.joined);
    add("held_aside", {"refunds of purchases that are not known", "возвраты неизвестных покупок"},
        e.loose_refunds);
    add("refused", {"refused", "отвергнуто"}, e.refused, true);
    for (auto const& [reason, n] : e.reasons) add(reason.c_str(), "refused: " + reason, n);
    add("withdrawn",
        {"moves taken back, since lines came late or purchases were refunded",
         "переходов отменено: строки пришли поздно или был возврат"},
        e.withdrawn);
    add("issued", {"moves made instead", "переходов сделано взамен"}, e.issued);
    out.add(std::move(cells));
    return out;
}

// The day of an instant: in a list the time of day only makes it wider.
report::cell day_of(rung::instant at) {
    if (!at.is_moment()) return {};
    return rung::instant::from_unix(std::int64_t{at.unix_seconds} / 86'400 * 86'400);
}

// A client's story, a line for each event and each move.
template <class S>
std::string story_of(typename replay_of<S>::story const& s, replay_of<S> const& r, language l) {
    constexpr std::size_t most = 40;
    std::ostringstream out;
    std::vector<std::pair<rung::instant, std::string>> lines;
    for (auto const& e : s.events) {
        std::string line{words.kind(rung::kind_name<S>(rung::kind_of<S>(e)), l)};
        if (e.amount.minor_units != 0 && r.terms().decimals == 2)
            (line += ' ') += report::quantity(rung::unit::money, e.amount.minor_units, l).view();
        if (insights_of<S>::knows_money && e.channel != 0)
            line += " (" + printable(r.channel_name(e.channel)) + ")";
        lines.emplace_back(e.at, std::move(line));
    }
    for (auto const& m : s.moves) {
        std::string line{"  → "};
        lines.emplace_back(m.at, line += words.stage(r.ladder().name(m.to), l));
    }
    std::ranges::stable_sort(lines, {}, [](auto const& line) { return line.first; });
    auto const first = lines.size() > most ? lines.size() - most : 0;
    if (first != 0) out << "...\n";
    for (auto i = first; i < lines.size(); ++i)
        out << report::date(lines[i].first, rung::instant::forever()).view() << "  " << lines[i].second
            << '\n';
    return out.str();
}

template <class S>
report::wording about(typename replay_of<S>::client_type const& c, replay_of<S> const& r) {
    report::wording out;
    auto const story = r.story_of(c.id());
    auto const explanation = c.explain(r.as_of());
    for (auto const l : {language::en, language::ru}) {
        std::ostringstream text;
        report::explain(text, explanation, l, words);
        text << '\n' << story_of<S>(story, r, l);
        (l == language::en ? out.en : out.ru) = text.str();
    }
    return out;
}

// ---- groups: by stage, channel and when clients were first seen

// Beyond so many a filter is none any more.
constexpr std::size_t most_channels = 40;
constexpr std::size_t most_cohorts = 60;
report::wording const others{"(others)", "(прочие)"};

// What a client belongs to.
template <class S>
class grouping {
public:
    grouping(insights_of<S> const& told, replay_of<S> const& r) : told_{told}, r_{r} {
        std::map<std::uint16_t, std::size_t> sizes;
        std::set<std::string> months;
        for (rung::client_id id = 1; id <= r.client_names(); ++id) {
            if (told.came_by(id) != 0) ++sizes[told.came_by(id)];
            months.insert(month(id));
        }
        has_years_ = months.size() > most_cohorts;
        std::vector<std::pair<std::size_t, std::uint16_t>> by_size;
        for (auto const& [channel, n] : sizes) by_size.emplace_back(n, channel);
        std::ranges::sort(by_size, std::greater<>{});
        if (by_size.size() > most_channels) by_size.resize(most_channels - 1);
        for (auto const& [n, channel] : by_size) shown_.insert(channel);
    }
    [[nodiscard]] bool has_channels() const noexcept { return !shown_.empty(); }
    [[nodiscard]] report::wording channel(rung::client_id id) const {
        auto const channel = told_.came_by(id);
        if (channel == 0) return {};
        return shown_.count(channel) != 0 ? report::wording{printable(r_.channel_name(channel))} : others;
    }
    [[nodiscard]] std::string cohort(rung::client_id id) const {
        return has_years_ ? month(id).substr(0, 4) : month(id);
    }

private:
    insights_of<S> const& told_;
    replay_of<S> const& r_;
    std::set<std::uint16_t> shown_;
    bool has_years_ = false;

    [[nodiscard]] std::string month(rung::client_id id) const {
        auto const at = told_.first_seen(id);
        return at.is_moment() ? std::string{rung::to_text(at).view().substr(0, 7)} : std::string{};
    }
};

template <class S>
void add_groups(report::page& p, grouping<S> const& groups, replay_of<S> const& r) {
    struct sums {
        std::int64_t clients = 0;
        std::int64_t spend = 0;
        report::wording channel{};
    };
    std::map<std::tuple<rung::stage_id, std::string, std::string>, sums> all;
    r.each_in_order([](auto const&) { return std::optional<std::int64_t>{0}; },
                    [&](auto const& c) {
                        auto channel = groups.channel(c.id());
                        auto& group = all[{c.stage(), channel.en, groups.cohort(c.id())}];
                        ++group.clients;
                        if constexpr (insights_of<S>::knows_money)
                            group.spend += c.facts().spend().minor_units;
                        group.channel = std::move(channel);
                    },
                    r.clients());
    p.groups.columns = {{.name = "stage", .form = report::form::text},
                        {.name = "cohort", .form = report::form::text},
                        {.name = "clients"}};
    if (groups.has_channels()) p.groups.columns.push_back({.name = "channel", .form = report::form::text});
    if (insights_of<S>::knows_money)
        p.groups.columns.push_back({.name = "spend",
                                    .form = report::form::money,
                                    .decimals = static_cast<std::uint8_t>(r.terms().decimals)});
    for (auto const& [key, group] : all) {
        std::vector<report::cell> cells{report::stage_words(r.ladder().name(std::get<0>(key)), words),
                                        std::get<2>(key), group.clients};
        if (groups.has_channels()) cells.emplace_back(group.channel);
        if (insights_of<S>::knows_money) cells.emplace_back(group.spend);
        p.groups.add(std::move(cells));
    }
}

// ---- clients

// A client may have thousands of events: of a picture's the last, which is what a page has room for.
void keep_last_events(report::sheet& story) {
    constexpr std::size_t most = 100;
    std::size_t events = 0;
    for (auto row = story.rows.size(); row > 0; --row) {
        if (story.rows[row - 1].cells[0].text().en != "event" || ++events <= most) continue;
        story.rows.erase(story.rows.begin() + static_cast<std::ptrdiff_t>(row - 1));
    }
}

// What the list tells of a client: of the retail schema what people look for, of measures all of them.
template <class S>
std::vector<std::size_t> facts_shown() {
    std::vector<std::size_t> out;
    if constexpr (insights_of<S>::knows_money) {
        using fact = rung::retail::fact;
        for (auto const f : {fact::purchases, fact::spend, fact::silence})
            out.push_back(static_cast<std::size_t>(f));
    } else {
        for (std::size_t i = 0; i < S::list().size(); ++i) out.push_back(i);
    }
    return out;
}

report::column column_of(std::string name, rung::unit measure, unsigned decimals) {
    report::column out{.name = name, .label = name};
    for (auto const l : {language::en, language::ru})
        (l == language::en ? out.label.en : out.label.ru) = words.fact(name, l);
    switch (measure) {
    case rung::unit::money:
        out.form = report::form::money;
        out.decimals = static_cast<std::uint8_t>(decimals);
        break;
    case rung::unit::hundredths:
        out.form = report::form::money;
        out.decimals = 2;
        break;
    case rung::unit::time: out.form = report::form::time; break;
    case rung::unit::percent: out.unit = "%"; break;
    case rung::unit::count: break;
    }
    return out;
}

template <class S>
void add_clients(report::page& p, grouping<S> const& groups, replay_of<S> const& r, std::size_t top) {
    using report::form;
    p.clients = {.name = "clients",
                 .title = {"Clients, one by one", "Клиенты по одному"},
                 .columns = {{.name = "client", .label = {"client", "клиент"}, .form = form::text},
                             {.name = "stage", .label = {"stage", "ступень"}, .form = form::text},
                             {.name = "since", .label = {"since", "с"}, .form = form::instant},
                             {.name = "cohort", .label = {"first seen", "впервые"}, .form = form::text}}};
    p.filters = {"stage", "cohort"};
    if (groups.has_channels()) {
        p.clients.columns.push_back({.name = "channel", .label = {"came by", "канал"}, .form = form::text});
        p.filters.insert(p.filters.begin() + 1, "channel");
    }
    auto const facts = facts_shown<S>();
    for (auto const f : facts)
        p.clients.columns.push_back(
            column_of(std::string{S::vocabulary[f].name}, S::vocabulary[f].measure, r.terms().decimals));
    p.clients.columns.push_back({.name = "next_change",
                                 .label = {"next change by time", "изменится со временем"},
                                 .form = form::instant});
    auto const now = r.as_of();
    r.each_in_order(
        [](auto const& c) {
            if constexpr (insights_of<S>::knows_money)
                return std::optional{c.facts().spend().minor_units};
            else
                return std::optional{std::int64_t{rung::index_of(c.stage())}};
        },
        [&](typename replay_of<S>::client_type const& c) {
            std::vector<report::cell> cells{printable(r.client_name(c.id())),
                                            report::stage_words(c.stage_name(), words), day_of(c.since()),
                                            groups.cohort(c.id())};
            if (groups.has_channels()) cells.emplace_back(groups.channel(c.id()));
            for (auto const f : facts) {
                auto const value = S::read(c.facts(), static_cast<typename S::fact>(f), now);
                cells.push_back(value == rung::unlimited ? report::cell{} : report::cell{value});
            }
            cells.push_back(day_of(c.explain(now).until()));
            p.clients.add(std::move(cells));
            p.about_clients.push_back(about<S>(c, r));
            auto picture = picture_of(c.id(), r, true).value_or(report::chart{});
            keep_last_events(picture.data);
            p.pictures_of_clients.push_back(std::move(picture));
        },
        top);
    if (p.clients.rows.size() < r.clients()) {
        auto const shown = count_words(p.clients.rows.size()), all = count_words(r.clients());
        if (insights_of<S>::knows_money)
            p.clients.remark = {"Of " + all.en + " clients, the " + shown.en + " who spent most.",
                                "Из " + all.ru + " клиентов — " + shown.ru + " с наибольшей суммой покупок."};
        else
            p.clients.remark = {"Of " + all.en + " clients, " + shown.en + " who stand highest.",
                                "Из " + all.ru + " клиентов — " + shown.ru + " на высших ступенях."};
    }
}

// ---- tasks

rung::playbook const* playbook_of(std::string_view ladder) {
    using namespace rung::playbooks;
    for (auto const* book : {&service, &familiarity, &loyalty, &journey, &patronage}) {
        if (book->name() == ladder) return book;
    }
    return nullptr;
}

// What to do next: how much for whom, and the most urgent. Of a million clients only these are kept.
void add_tasks(report::page& p, rung::playbook const& book, retail_replay const& r) {
    constexpr std::size_t shown = 20, held = 4'096;
    using task = rung::advice<rung::ladder>;
    auto const is_first = [](task const& a, task const& b) { return rung::more_urgent(a, b); };
    std::vector<task> urgent;
    report::task_tally tally;
    auto const keep = [&](std::size_t most) {
        std::ranges::sort(urgent, is_first);
        if (urgent.size() > most)
            urgent.erase(urgent.begin() + static_cast<std::ptrdiff_t>(most), urgent.end());
    };
    r.each_in_order([](auto const&) { return std::optional<std::int64_t>{0}; },
                    [&](auto const& client) {
                        urgent.push_back(rung::advise(r.lifecycle(), book, client, r.as_of()));
                        tally.add(urgent.back());
                        if (urgent.size() == held) keep(shown);
                    },
                    r.clients());
    keep(shown);
    if (urgent.empty()) return;
    p.sections.push_back({report::sheet_of(tally), report::charts::tasks(tally)});
    p.sections.push_back({report::sheet_of(
        urgent, [&](rung::client_id id) { return printable(r.client_name(id)); },
        {.name = "spend", .label = {"spend", "сумма покупок"}, .form = report::form::money}, shown)});
}

// ---- sections

// A forecast as people read it: a row for each place, a column for each period. Of now there is no interval.
report::sheet periods_side_by_side(report::sheet const& ahead) {
    report::sheet out{.name = ahead.name, .title = ahead.title, .columns = {ahead.columns[0]}};
    out.remark = {"periods of 30 days ahead; in brackets where the number will be 19 times of 20",
                  "периодов по 30 дней вперёд; в скобках — где число окажется 19 раз из 20"};
    auto const of = ahead.column_named("clients");
    std::map<std::string, std::size_t> place;
    for (auto const& row : ahead.rows) {
        auto const& name = row.cells[0];
        auto const period = row.cells[1].whole();
        auto const [at, is_new] = place.try_emplace(name.text().en, out.rows.size());
        if (is_new) out.rows.push_back({{name}});
        if (static_cast<std::size_t>(period) == out.columns.size() - 1) {
            auto const number = std::to_string(period);
            out.columns.push_back({.name = "ahead_" + number, .label = number, .form = report::form::number});
            if (period == 0) out.columns.back().label = {"now", "сейчас"};
        }
        auto const& value = row.cells[of];
        out.rows[at->second].cells.push_back(period == 0 ? report::cell{value.value()} : value);
    }
    return out;
}

template <class S>
void add_sections(report::page& p, insights_of<S> const& told, std::string const& ladder_name,
                  replay_of<S> const& r) {
    namespace charts = report::charts;
    auto const& ladder = r.ladder();
    auto const spend = r.spend();
    auto const add = [&](report::sheet s, std::optional<report::chart> picture = std::nullopt,
                         bool follows = false) {
        p.sections.push_back({std::move(s), std::move(picture), follows});
    };
    std::map<std::string, report::sheet> sheets;
    for (auto const& all : {ladder_sheets(r), told.sheets()}) {
        for (auto const& s : all) sheets[s.name] = s;
    }
    add(sheets["pyramid"], charts::pyramid(ladder, r.census(), spend ? &*spend : nullptr, words), true);
    add(sheets["funnel"], charts::funnel(ladder, r.funnel(), words));
    add(sheets["flow"], charts::flow(ladder, r.flow(), words));
    if (r.as_of() == rung::instant::never()) return;
    auto const moves = charts::moves(ladder, told.moves, words);
    if (!moves.data.rows.empty()) add(report::sheet_of(ladder, told.moves), moves);
    auto const stays = told.stays();
    auto const tenure = charts::tenure(ladder, stays, {"days on the rung", "дни на ступени"}, words);
    if (!tenure.data.rows.empty()) add(sheets["rung_times"], tenure);
    auto ways = told.ways_out();
    if (!ways.rows.empty()) {
        auto picture = charts::ways_out(ways);
        add(std::move(ways), std::move(picture));
    }
    auto const ahead = told.forecast();
    if (!ahead.data.rows.empty()) add(periods_side_by_side(ahead.data), ahead);
    if constexpr (insights_of<S>::knows_money) {
        if (auto const* book = playbook_of(ladder_name)) add_tasks(p, *book, r);
        add(sheets["ledger"], charts::ledger(ladder, told.book, r.as_of(), words));
        if (sheets["attribution"].rows.size() > 2)
            add(sheets["attribution"], charts::attribution(told.credits(), [&](std::uint16_t channel) {
                    return printable(r.channel_name(channel));
                }));
    }
    if (!sheets["retention"].rows.empty()) add(sheets["retention"], charts::retention(told.triangle()));
    if (told.few().sum().to_double() > 0) add(sheets["concentration"], charts::lorenz(told.few()));
    for (auto const* const name : {"golden_clients", "golden_came_by"}) {
        if (!sheets[name].rows.empty()) add(sheets[name]);
    }
    add(events_sheet(r));
    for (auto& s : p.sections) {
        for (auto* data : {&s.data, s.picture ? &s.picture->data : nullptr}) {
            if (data == nullptr) continue;
            for (auto& c : data->columns) {
                if (c.form == report::form::money) c.decimals = static_cast<std::uint8_t>(r.terms().decimals);
            }
        }
    }
}

}  // namespace

void check_page(page_terms const& terms) {
    (void)scripts_in(terms.vega);
    // A page that is there stays until the new one is written: the log may be unreadable.
    std::error_code unknown;
    bool const is_new = !std::filesystem::exists(terms.file, unknown) && !unknown;
    std::ofstream out{terms.file, std::ios::binary | std::ios::app};
    if (!out) throw std::runtime_error{"--report " + terms.file + ": " + std::strerror(errno)};
    out.close();
    if (is_new) std::filesystem::remove(terms.file, unknown);
}

template <class S>
void write_report(page_terms const& terms, std::string const& ladder, replay_of<S> const& r) {
    insights_of<S> const told{r};
    report::page p;
    p.title = {"Where clients stand: " + printable(ladder), "Где стоят клиенты: " + printable(ladder)};
    auto const at = std::string{rung::to_text(r.as_of()).view().substr(0, 10)};
    p.subtitle = {"as of " + at + " (UTC), written by rung", "на " + at + " (UTC), составлено rung"};
    auto const top = rung::stage_at<rung::stage_id>(r.ladder().stage_count() - 1);
    auto const top_name = report::stage_words(r.ladder().name(top), words);
    p.headline = {{.label = {"clients", "клиенты"}, .value = count_words(r.clients()), .sum_of = "clients"},
                  {.label = {"on the top rung: " + top_name.en, "на верхней ступени: " + top_name.ru},
                   .value = count_words(r.census()[top]),
                   .sum_of = "clients",
                   .where = {report::only::kind::equal, "stage", top_name.en}}};
    if (auto const spend = r.spend()) {
        std::int64_t revenue = 0;
        for (auto const stage : r.ladder().places()) revenue += (*spend)[stage].minor_units;
        report::column const money{.form = report::form::money,
                                   .decimals = static_cast<std::uint8_t>(r.terms().decimals)};
        p.headline.insert(p.headline.begin() + 1, {.label = {"spend", "сумма покупок"},
                                                   .value = report::in_words(money, report::cell{revenue}),
                                                   .sum_of = "spend"});
    }
    p.headline.push_back({.label = {"events", "события"}, .value = count_words(r.events().applied)});
    p.headline.push_back({.label = {"refused", "отвергнуто"}, .value = count_words(r.events().refused)});
    grouping<S> const groups{told, r};
    add_groups(p, groups, r);
    add_sections(p, told, ladder, r);
    p.left_out = left_out<S>();
    add_clients(p, groups, r, terms.top);
    std::ostringstream text;
    rung::write_text(text, r.lifecycle());
    p.ladder = text.str();
    p.scripts = scripts_in(terms.vega);

    std::ofstream out{terms.file, std::ios::binary};
    report::write_page(out, p);
    out.close();
    if (!out) throw std::runtime_error{"--report " + terms.file + ": " + std::strerror(errno)};
}

template void write_report(page_terms const&, std::string const&, replay_of<rung::retail> const&);
template void write_report(page_terms const&, std::string const&, replay_of<history_table> const&);
