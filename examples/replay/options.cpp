#include "options.hpp"

#include "arguments.hpp"
#include "catalog.hpp"
#include "mapping.hpp"
#include "pairs.hpp"

#include <rung/notation/values.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

namespace {

using texts = std::vector<std::string>;
using pairs = mapping::pairs;

pairs pairs_of(texts const& all, std::string const& option, char const* example) {
    pairs out;
    for (auto const& text : all) {
        auto const some = read_pairs(text);
        if (!some) throw usage_error{option + " " + text + ": write name=value, such as " + example};
        out.insert(out.end(), some->begin(), some->end());
    }
    return out;
}

std::vector<column_choice> read_columns(pairs const& all) {
    std::vector<column_choice> out;
    for (auto const& [name, value] : all) {
        column_choice c;
        c.what = find_column(name);
        if (c.what == column_count)
            throw usage_error{"--columns: no column '" + name + "'; known: " + column_list()};
        auto const number = rung::parse_count(value);
        if (number && (*number < 1 || *number > 10'000))
            throw usage_error{"--columns " + name + "=" + value + ": columns are counted from 1"};
        if (value.empty()) throw usage_error{"--columns " + name + "=: say which column, by name or number"};
        if (number)
            c.number = static_cast<std::size_t>(*number);
        else if (value != "none")
            c.name = value;
        for (auto const& other : out) {
            if (other.what == c.what && c.what != column_kind)
                throw usage_error{"--columns: '" + name + "' is given twice"};
            if (other.number != 0 && other.number == c.number && other.what != column_kind &&
                c.what != column_kind)
                throw usage_error{"--columns: '" + std::string{column_names[other.what]} + "' and '" + name +
                                  "' cannot both be column " + value};
        }
        out.push_back(std::move(c));
    }
    // Where there is no header line, all that is needed has to be said.
    bool const by_number = std::any_of(out.begin(), out.end(), [](auto const& c) { return c.number != 0; }) &&
                           std::all_of(out.begin(), out.end(), [](auto const& c) { return c.name.empty(); });
    for (auto const needed : {column_client, column_at}) {
        auto const has = std::any_of(out.begin(), out.end(), [&](auto const& c) {
            return c.what == needed && (c.number != 0 || !c.name.empty());
        });
        auto const asked =
            std::any_of(out.begin(), out.end(), [&](auto const& c) { return c.what == needed; });
        if (!has && (by_number || asked))
            throw usage_error{"--columns: '" + std::string{column_names[needed]} + "' is missing"};
    }
    return out;
}

std::vector<kind_rule> read_kinds(pairs const& all, std::vector<column_choice> const& columns) {
    std::vector<kind_rule> out;
    for (auto const& [value, means] : all) {
        kind_rule r;
        r.value = value;
        // `Status:paid`, where Status is a column of kinds.
        for (auto const& c : columns) {
            if (c.what != column_kind || c.name.empty() || value.size() <= c.name.size() ||
                value[c.name.size()] != ':' || !same_name(value.substr(0, c.name.size()), c.name))
                continue;
            r.column = c.name;
            r.value = value.substr(c.name.size() + 1);
        }
        if (same_name(means, "skip")) {
            r.means = kind_rule::meaning::skip;
        } else if (same_name(means, "pass")) {
            r.means = kind_rule::meaning::pass;
        } else {
            r.named = means;
        }
        for (auto const& other : out) {
            if (same_name(other.value, r.value) && same_name(other.column, r.column))
                throw usage_error{"--kinds: '" + value + "' is given twice"};
        }
        out.push_back(std::move(r));
    }
    return out;
}

char read_delimiter(std::string const& text) {
    if (text == "tab" || text == "\\t") return '\t';
    if (text == "blank" || text == " ") return ' ';
    if (text.size() == 1 && text != "\"" && text != "\n" && text != "\r") return text.front();
    throw usage_error{"--delimiter " + text + ": one character, tab or blank"};
}

void check_word(std::string const& option, std::string const& text,
                std::initializer_list<std::string_view> words) {
    if (text.empty() || std::find(words.begin(), words.end(), text) != words.end()) return;
    std::string list;
    for (auto const word : words) (list += list.empty() ? "" : ", ") += word;
    throw usage_error{option + " " + text + ": write one of " + list};
}

// How a log is written, by the options for it.
struct format_options {
    texts columns, kinds;
    std::string kind, header, delimiter, quote, date_format, zone, amounts, decimal, decimals, currency,
        negative;
    bool per_order = false;
    mapping file;

    // The options that a file may hold beside columns and kinds, and where each goes.
    struct named {
        char const* name;
        std::string format_options::*to;
    };
    static constexpr std::array by_name{named{"kind", &format_options::kind},
                                        named{"header", &format_options::header},
                                        named{"delimiter", &format_options::delimiter},
                                        named{"quote", &format_options::quote},
                                        named{"date-format", &format_options::date_format},
                                        named{"zone", &format_options::zone},
                                        named{"amounts", &format_options::amounts},
                                        named{"decimal", &format_options::decimal},
                                        named{"decimals", &format_options::decimals},
                                        named{"currency", &format_options::currency},
                                        named{"negative", &format_options::negative}};

    // What the command line does not say, the file says. Its columns stand but for those named anew.
    void take(mapping const& m, CLI::App& app) {
        file = m;
        for (auto const& [name, to] : by_name) {
            auto const said = m.options.find(std::string_view{name});
            auto const option = std::string{"--"} + name;
            if (said == m.options.end() || app.count(option) != 0) continue;
            this->*to = said->second;
            if (said->second.empty())
                throw usage_error{std::string{"--mapping: "} + name + ": the text is empty"};
        }
        if (auto const said = m.options.find("per-order"); said != m.options.end())
            per_order = per_order || said->second == "true";
    }

    void add_to(CLI::App& app) {
        auto const many = [&](char const* name, texts& to, char const* help) {
            app.add_option(name, to, help)->type_size(1)->allow_extra_args(false)->group("The log");
        };
        auto const one = [&](char const* name, auto& to, char const* help) {
            return app.add_option(name, to, help)->group("The log");
        };
        many("--columns", columns,
             "which column is which, by the name in the header line or by number: client=\"Customer "
             "Email\",at=2,amount=Total; none for a column that is not to be used; may be repeated");
        many(
            "--kinds", kinds,
            "what the words in the column kind mean: paid=purchase,refunded=refund,view=contact,voided=skip; "
            "*=skip for all others");
        one("--kind", kind, "the kind of event where the log has no column for it (default: purchase)");
        one("--header", header, "yes or no: whether the log has a header line");
        one("--delimiter", delimiter, "one character, tab or blank (default: by the first line)");
        one("--quote", quote, "double (default), single, or none");
        one("--date-format", date_format,
            "iso (default), dmy, mdy, epoch, epoch_ms, excel, or a pattern such as \"%d %b %Y %H:%M\"");
        one("--zone", zone,
            "of times that do not say theirs: +05:30 or Europe/Berlin (default: UTC); days begin at midnight "
            "UTC "
            "nevertheless");
        one("--amounts", amounts, "money (19.90) or minor units (1990), for the whole log");
        one("--decimal", decimal, "the decimal mark, . or ,");
        one("--decimals", decimals, "how many decimals an amount has: 0 for yen (default: 2)");
        one("--currency", currency, "the one that counts, where there are several: EUR");
        one("--negative", negative,
            "what a negative amount, also one in parentheses, is: refuse (default), refund or skip");
        app.add_flag("--per-order", per_order,
                     "the lines of one id are one event, with the amounts of all; they stand together")
            ->group("The log");
    }

    [[nodiscard]] log_format read() const {
        check_word("--header", header, {"yes", "no"});
        check_word("--quote", quote, {"double", "single", "none"});
        check_word("--amounts", amounts, {"money", "minor"});
        check_word("--decimal", decimal, {".", ","});
        check_word("--decimals", decimals, {"0", "1", "2", "3"});
        check_word("--negative", negative, {"refuse", "refund", "skip"});
        log_format f;
        auto chosen = pairs_of(columns, "--columns", "client=1,at=2 or client=\"Customer Email\"");
        auto const anew = chosen;
        for (auto const& c : file.columns) {
            if (std::none_of(anew.begin(), anew.end(), [&](auto const& a) { return a.first == c.first; }))
                chosen.push_back(c);
        }
        f.columns = read_columns(chosen);
        auto rules = pairs_of(kinds, "--kinds", "paid=purchase,refunded=refund,voided=skip");
        f.kinds = read_kinds(rules.empty() ? file.kinds : rules, f.columns);
        f.kind_named = kind;
        if (!header.empty()) f.header = header == "yes";
        if (f.header == false &&
            (f.columns.empty() ||
             std::any_of(f.columns.begin(), f.columns.end(), [](auto const& c) { return !c.name.empty(); })))
            throw usage_error{"--header no: choose the columns by number, such as --columns client=1,at=2"};
        if (!delimiter.empty()) f.characters.separator = read_delimiter(delimiter);
        if (quote == "single") f.characters.quote = '\'';
        if (quote == "none") f.characters.quote = 0;
        if (!date_format.empty()) {
            try {
                f.stamps = stamp_format_of(date_format);
            } catch (std::exception const& e) {
                throw usage_error{"--date-format " + date_format + ": " + e.what()};
            }
        }
        f.stamps.zone = zone;
        try {
            stamp_reader const known{f.stamps};
        } catch (std::exception const& e) {
            throw usage_error{"--zone " + zone + ": " + e.what()};
        }
        if (amounts == "money") f.amounts.unit = amount_unit::money;
        if (amounts == "minor") f.amounts.unit = amount_unit::minor;
        if (!decimal.empty()) {
            f.amounts.decimal = decimal.front();
            if (f.amounts.unit == amount_unit::minor)
                throw usage_error{"--decimal: minor units have no decimal mark"};
        }
        if (!decimals.empty()) f.amounts.decimals = static_cast<unsigned>(decimals.front() - '0');
        f.currency = currency;
        if (negative == "refund") f.negative = negative_amount::refund;
        if (negative == "skip") f.negative = negative_amount::skip;
        f.per_order = per_order;
        return f;
    }
};

// What a log may name: the ladder's own kinds first.
std::string kind_list(std::vector<std::string> const& own) {
    std::string out;
    for (auto const& name : own) (out += out.empty() ? "" : ", ") += name;
    for (std::size_t i = 0; i < rung::event_kind_count; ++i) {
        auto const kind = static_cast<rung::event_kind>(i);
        if (kind != rung::event_kind::decision) (out += out.empty() ? "" : ", ") += to_string(kind);
    }
    return out;
}

}  // namespace

void find_kinds(log_format& f) {
    for (auto& r : f.kinds) {
        if (r.named.empty() || r.means != kind_rule::meaning::kind) continue;
        auto const kind = kind_of_ladder(r.named, f.own_kinds);
        if (!kind)
            throw usage_error{"--kinds " + r.value + "=" + r.named + ": unknown kind; the ladder knows " +
                              kind_list(f.own_kinds) +
                              "; or write skip for lines that do not count, or pass where another column "
                              "decides"};
        r.kind = *kind;
    }
    if (f.kind_named.empty()) return;
    f.kind = kind_of_ladder(f.kind_named, f.own_kinds);
    if (!f.kind)
        throw usage_error{"--kind " + f.kind_named + ": unknown kind; the ladder knows " +
                          kind_list(f.own_kinds)};
}

std::optional<options> read_options(int argc, char** argv) {
    options out;
    format_options format;
    texts settings;
    std::string as_of, on_conflict, mapping_file, language;

    CLI::App app{"Replays an event log, in any order, on a ladder and shows where the clients stand. Without "
                 "FILE, a simulated shop."};
    app.name("replay");
    app.footer(about_logs());
    app.add_option("FILE", out.file, "the log, with a header line; - for standard input");
    app.add_option("--ladder", out.ladder,
                   ladder_list() + ", or a file with a ladder as text (default: service)");
    app.add_option("--set", settings,
                   "a threshold of the ladder, such as regular_within=90d; may be repeated")
        ->type_size(1)
        ->allow_extra_args(false);
    format.add_to(app);
    app.add_option("--mapping", mapping_file,
                   "a TOML file with these options; those of the command line go first")
        ->group("The log");
    app.add_option("--guess", out.guess, "print a mapping for this file, to be looked through and saved")
        ->group("The log");
    auto* const sql =
        app.add_option("--sql", out.sql.query,
                       "read the rows of this query, with the columns that a log has, through DuckDB: "
                       "\"select ... from 'orders.parquet'\"; FILE is then a database of DuckDB, or left out")
            ->group("The log");
    app.add_option("--duckdb", out.sql.library,
                   "the path of DuckDB's library, libduckdb.so (default: where the system finds it)")
        ->needs(sql)
        ->group("The log");
    app.add_flag("--per-day", out.terms.per_day, "the purchases of one client on one day (UTC) count as one")
        ->group("The log");
    app.add_option("--as-of", as_of,
                   "look at the end of this day, or at this instant (default: the last event)");
    auto* const conflict =
        app.add_option(
               "--on-conflict", on_conflict,
               "where two lines of a client have the same id and say different things: first or last of "
               "them counts, or refuse the last (default: first)")
            ->check(CLI::IsMember({"first", "last", "refuse"}));
    app.add_flag(
           "--facts-only", out.terms.facts_only,
           "keep no events, for a log that is in order: lines that come late are refused, also repeated "
           "ones, and a refund of a purchase that is not known lowers the spend, instead of being held "
           "aside until the purchase is known")
        ->excludes(conflict);
    app.add_option("--refused", out.refused, "write the lines that are refused into this file, as CSV");
    app.add_flag("--strict", out.strict, "exit status 1 if a line is refused");
    app.add_flag("--quiet", out.quiet, "say nothing on standard error but what ends the run");
    std::string due, as;
    auto const list = [&](char const* name, auto& to, char const* help) {
        return app.add_option(name, to, help)->group("Lists");
    };
    auto* const stage =
        list("--list", out.list.stage, "the clients of this stage, or all, instead of tables");
    list("--due", due,
         "who will move by time alone within so long, such as 14d, where to, and by which condition")
        ->excludes(stage);
    list("--as", as, "csv (default) or json");
    list("--where", out.list.where,
         "only clients of whom this holds: \"spend >= 100.00 and silence >= 60d\"");
    list("--sort", out.list.sort, "by this fact, the highest first: spend")->needs(stage);
    auto* const top = list("--top", out.list.top, "so many at most; of --report, 300 if this is not said")
                          ->check(CLI::PositiveNumber);
    list("--moves", out.moves, "write every move into this file, as CSV");
    list("--expect", out.expect,
         "compare with this file (CSV: client, at, stage) instead of printing tables; each difference is "
         "explained, and makes the exit status 1")
        ->excludes(stage);
    app.add_option(
        "--diagram", out.diagram,
        "instead of tables: the ladder for Graphviz (dot) or as Mermaid (mermaid), or the moves as "
        "a Sankey diagram for Mermaid (sankey)");
    app.add_option("--chart", out.chart.name,
                   "instead of tables: a picture for Vega-Lite, with its numbers: " + chart_list());
    app.add_option("--of", out.chart.of, "of the chart ways_out the rung, of story the client");
    app.add_option("--language", language, "of a chart's words: en (default) or ru");
    app.add_flag(
        "--insight", out.insight,
        "instead of tables: what each rung brings in, for how long clients stay on it, golden clients, what "
        "led to the climbs, who comes again, how much comes from few");
    auto* const page = app.add_option("--report", out.page.file,
                                      "instead of tables: write all of it as a page of HTML into this file");
    app.add_option("--vega", out.page.vega,
                   "with --report: a folder of npm packages (vega, vega-lite, vega-interpreter) whose "
                   "scripts go into "
                   "the page, so that it needs no network")
        ->needs(page);
    app.add_flag("--json", out.json, "write all of it as JSON");

    if (!parse_arguments(app, argc, argv)) return std::nullopt;
    if (!due.empty()) {
        out.list.due = rung::parse_duration(due);
        if (!out.list.due) throw usage_error{"--due " + due + ": write a length of time, such as 14d or 12h"};
    }
    check_word("--as", as, {"csv", "json"});
    check_word("--language", language, {"en", "ru"});
    if (language == "ru") out.chart.language = rung::language::ru;
    if (out.chart.name.empty() && (!out.chart.of.empty() || !language.empty()))
        throw usage_error{"--of and --language are for a chart: say --chart " + chart_list()};
    if (!out.chart.name.empty()) {
        check_chart(out.chart);
        if (out.json || out.insight || out.page.is_given() || out.list.is_given() || !out.expect.empty() ||
            !out.diagram.empty())
            throw usage_error{"--chart stands alone: without --report, --json, --insight, --list, --due, "
                              "--expect and --diagram"};
        if (out.terms.facts_only && is_of_events(out.chart))
            throw usage_error{"--chart " + out.chart.name +
                              " looks back, which takes the events: leave --facts-only out"};
    }
    check_word("--diagram", out.diagram, {"dot", "mermaid", "sankey"});
    if (!out.diagram.empty() && (out.json || out.list.is_given() || !out.expect.empty()))
        throw usage_error{"--diagram stands alone: without --json, --list, --due and --expect"};
    out.list.json = as == "json";
    if (out.page.is_given()) {
        if (out.insight || out.json || out.list.is_given() || !out.expect.empty() || !out.diagram.empty())
            throw usage_error{
                "--report stands alone: without --insight, --json, --list, --due, --expect and --diagram"};
        if (out.terms.facts_only)
            throw usage_error{"--report looks back, which takes the events: leave --facts-only out"};
        if (top->count() != 0) out.page.top = std::exchange(out.list.top, 0);
    }
    if (!out.list.is_given() && (!as.empty() || !out.list.where.empty() || out.list.top != 0))
        throw usage_error{
            "--as, --where and --top are for a list: say --list STAGE, --list all or --due 14d"};
    if (out.list.is_given() && out.json)
        throw usage_error{"--json is for the tables: for a list say --as json"};
    if (!out.expect.empty() && (out.json || out.list.is_given()))
        throw usage_error{"--expect stands alone: without --json, --list and --due"};
    if (!out.expect.empty() && out.terms.facts_only)
        throw usage_error{"--expect looks back, which takes the events: leave --facts-only out"};
    if (out.insight && (out.list.is_given() || !out.expect.empty() || !out.diagram.empty()))
        throw usage_error{
            "--insight stands alone or with --json: without --list, --due, --expect and --diagram"};
    if (out.insight && out.terms.facts_only)
        throw usage_error{"--insight looks back, which takes the events: leave --facts-only out"};
    if (!out.sql.query.empty()) out.sql.database = out.file;
    out.thresholds = read_settings(settings);
    if (!mapping_file.empty()) {
        std::vector<std::string_view> known{"per-order", "per-day"};
        for (auto const& [name, to] : format_options::by_name) known.push_back(name);
        auto const file = read_mapping(mapping_file, known);
        format.take(file, app);
        if (auto const said = file.options.find("per-day"); said != file.options.end())
            out.terms.per_day = out.terms.per_day || said->second == "true";
    }
    out.format = format.read();
    out.terms.decimals = std::max(out.format.amounts.decimals, 2u);
    if (app.count("--as-of") != 0) out.terms.as_of = read_as_of(as_of, rung::duration{86'399});
    if (on_conflict == "last") out.terms.on_conflict = rung::history::conflict::keep_last;
    if (on_conflict == "refuse") out.terms.on_conflict = rung::history::conflict::refuse;
    return out;
}
