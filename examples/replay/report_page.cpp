#include "report_page.hpp"

#include "insights.hpp"
#include "print.hpp"

#include <rung/insight/concentration.hpp>
#include <rung/insight/stays.hpp>
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
#include <rung/report/explain.hpp>
#include <rung/report/page.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <system_error>
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

report::wording count_words(std::uint64_t n) {
    return report::text_of({}, report::cell{static_cast<std::int64_t>(n)});
}

// What became of the lines, those that there are.
report::sheet events_sheet(retail_replay const& r) {
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
std::string story_of(replay::story const& s, retail_replay const& r, language l) {
    constexpr std::size_t most = 60;
    std::ostringstream out;
    auto const& words = report::retail_lexicon;
    std::vector<std::pair<rung::instant, std::string>> lines;
    for (auto const& e : s.events) {
        std::string line{words.kind(rung::kind_name<rung::retail>(rung::kind_of<rung::retail>(e)), l)};
        if (e.amount.minor_units != 0 && r.terms().decimals == 2)
            (line += ' ') += rung::to_text(e.amount).view();
        if (e.channel != 0) line += " (" + printable(r.channel_name(e.channel)) + ")";
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

report::wording about(retail_replay::client_type const& c, retail_replay const& r) {
    report::wording out;
    auto const story = r.story_of(c.id());
    auto const explanation = c.explain(r.as_of());
    for (auto const l : {language::en, language::ru}) {
        std::ostringstream text;
        report::explain(text, explanation, l);
        text << '\n' << story_of(story, r, l);
        (l == language::en ? out.en : out.ru) = text.str();
    }
    return out;
}

void add_clients(report::page& p, insights const& told, retail_replay const& r, std::size_t top) {
    using report::form;
    p.clients = {.name = "clients",
                 .title = {"Clients, one by one", "Клиенты по одному"},
                 .columns = {{.name = "client", .label = {"client", "клиент"}, .form = form::text},
                             {.name = "stage", .label = {"stage", "ступень"}, .form = form::text},
                             {.name = "since", .label = {"since", "с"}, .form = form::instant},
                             {.name = "channel", .label = {"came by", "канал"}, .form = form::text},
                             {.name = "cohort", .label = {"first seen", "впервые"}, .form = form::text},
                             {.name = "purchases", .label = {"purchases", "покупки"}},
                             {.name = "spend",
                              .label = {"spend", "сумма покупок"},
                              .form = form::money,
                              .decimals = static_cast<std::uint8_t>(r.terms().decimals)},
                             {.name = "silence", .label = {"days since a purchase", "дней с покупки"}},
                             {.name = "next_change",
                              .label = {"next change by time", "изменится со временем"},
                              .form = form::instant}}};
    p.filters = {"stage", "channel", "cohort"};
    auto const now = r.as_of();
    r.each_in_order(
        [](auto const& c) { return std::optional{c.facts().spend().minor_units}; },
        [&](retail_replay::client_type const& c) {
            auto const fact = [&](rung::retail::fact k) { return rung::retail::read(c.facts(), k, now); };
            auto const purchases = fact(rung::retail::fact::purchases);
            auto const story = r.story_of(c.id());
            auto const first = story.events.empty() ? c.since() : story.events.front().at;
            auto const channel = told.came_by(c.id());
            auto const until = c.explain(now).until();
            p.clients.add(
                {printable(r.client_name(c.id())),
                 report::stage_words(c.stage_name(), report::retail_lexicon), day_of(c.since()),
                 printable(channel == 0 ? std::string_view{} : r.channel_name(channel)),
                 std::string{rung::to_text(first).view().substr(0, 7)}, purchases, c.facts().spend(),
                 purchases == 0 ? report::cell{} : report::cell{fact(rung::retail::fact::silence) / 86'400},
                 day_of(until)});
            p.about_clients.push_back(about(c, r));
        },
        top);
    if (p.clients.rows.size() < r.clients()) {
        auto const shown = report::text_of({}, report::cell{p.clients.rows.size()});
        auto const all = report::text_of({}, report::cell{r.clients()});
        p.clients.remark = {"Of " + all + " clients, the " + shown + " who spent most.",
                            "Из " + all + " клиентов — " + shown + " с наибольшей суммой покупок."};
    }
}

void add_sections(report::page& p, insights const& told, retail_replay const& r) {
    namespace charts = report::charts;
    auto const& ladder = r.ladder();
    auto const spend = r.spend().value_or(rung::insight::spend_census<>{});
    auto const add = [&](report::sheet s, std::optional<report::chart> picture = std::nullopt) {
        p.sections.push_back({std::move(s), std::move(picture)});
    };
    std::map<std::string, report::sheet> sheets;
    for (auto const& all : {ladder_sheets(r), told.sheets()}) {
        for (auto const& s : all) sheets[s.name] = s;
    }
    add(sheets["pyramid"], charts::pyramid(ladder, r.census(), &spend));
    add(sheets["funnel"], charts::funnel(ladder, r.funnel()));
    add(sheets["flow"], charts::flow(ladder, r.flow()));
    if (r.as_of() == rung::instant::never()) return;
    auto const moves = charts::moves(ladder, told.moves);
    if (!moves.data.rows.empty()) add(moves.data, moves);
    add(sheets["rung_times"],
        charts::tenure(
            ladder, rung::insight::count_stays(
                        ladder, told.clock, {.as_of = r.as_of(), .start = rung::insight::clock_start::entry})
                        .table()));
    add(sheets["ledger"], charts::ledger(ladder, told.book, r.as_of()));
    if (sheets["attribution"].rows.size() > 2)
        add(sheets["attribution"], charts::attribution(told.credits(), [&](std::uint16_t channel) {
                return printable(r.channel_name(channel));
            }));
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

void write_report(page_terms const& terms, std::string const& ladder, retail_replay const& r) {
    insights const told{r};
    report::page p;
    p.title = {"Where clients stand: " + printable(ladder), "Где стоят клиенты: " + printable(ladder)};
    auto const at = std::string{rung::to_text(r.as_of()).view().substr(0, 10)};
    p.subtitle = {"as of " + at + " (UTC), written by rung", "на " + at + " (UTC), составлено rung"};
    auto const spend = r.spend().value_or(rung::insight::spend_census<>{});
    std::int64_t revenue = 0;
    for (auto const stage : r.ladder().places()) revenue += spend[stage].minor_units;
    report::column const money{.form = report::form::money,
                               .decimals = static_cast<std::uint8_t>(r.terms().decimals)};
    auto const top = r.ladder().stage_count() - 1;
    auto const on_top = r.census()[rung::stage_at<rung::stage_id>(top)];
    auto const top_name =
        report::stage_words(r.ladder().name(rung::stage_at<rung::stage_id>(top)), report::retail_lexicon);
    p.headline = {
        {{"clients", "клиенты"}, count_words(r.clients())},
        {{"events", "события"}, count_words(r.events().applied)},
        {{"spend", "сумма покупок"}, report::text_of(money, report::cell{revenue})},
        {{"on the top rung: " + top_name.en, "на верхней ступени: " + top_name.ru}, count_words(on_top)},
        {{"refused", "отвергнуто"}, count_words(r.events().refused)}};
    add_sections(p, told, r);
    add_clients(p, told, r, terms.top);
    std::ostringstream text;
    rung::write_text(text, r.lifecycle());
    p.ladder = text.str();
    p.scripts = scripts_in(terms.vega);

    std::ofstream out{terms.file, std::ios::binary};
    report::write_page(out, p);
    out.close();
    if (!out) throw std::runtime_error{"--report " + terms.file + ": " + std::strerror(errno)};
}
