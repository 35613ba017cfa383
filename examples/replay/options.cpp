#include "options.hpp"

#include "arguments.hpp"
#include "catalog.hpp"

#include <rung/notation/values.hpp>

#include <CLI/CLI.hpp>

#include <string_view>

namespace {

void read_columns(std::string_view text, log_format& format) {
    constexpr auto example = "client=1,at=2,amount=4";
    format.header = false;
    while (!text.empty()) {
        auto const part = text.substr(0, text.find(','));
        text.remove_prefix(part.size() < text.size() ? part.size() + 1 : part.size());
        auto const [name, value] = name_and_value(std::string{part}, "--columns", example);
        auto const column = find_column(name);
        if (column == column_count)
            throw usage_error{"--columns: no column '" + name + "'; known: " + column_list()};
        auto const number = rung::parse_count(value);
        if (!number || *number < 1 || *number > 10'000)
            throw usage_error{"--columns " + std::string{part} + ": columns are counted from 1"};
        if (format.position[column] != 0) throw usage_error{"--columns: '" + name + "' is given twice"};
        auto const position = static_cast<std::size_t>(*number);
        for (std::size_t other = 0; other < column_count; ++other) {
            if (format.position[other] == position)
                throw usage_error{"--columns: '" + std::string{column_names[other]} + "' and '" + name +
                                  "' cannot both be column " + value};
        }
        format.position[column] = position;
    }
    for (auto const needed : {column_client, column_at}) {
        if (format.position[needed] == 0)
            throw usage_error{"--columns: '" + std::string{column_names[needed]} + "' is missing"};
    }
}

char read_delimiter(std::string const& text) {
    if (text == "tab" || text == "\\t") return '\t';
    if (text == "blank" || text == " ") return ' ';
    if (text.size() == 1 && text != "\"" && text != "\n" && text != "\r") return text.front();
    throw usage_error{"--delimiter " + text + ": one character, tab or blank"};
}

}  // namespace

std::optional<options> read_options(int argc, char** argv) {
    options out;
    std::vector<std::string> settings;
    std::string columns, delimiter, kind, as_of, on_conflict;

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
    app.add_option(
        "--columns", columns,
        "for a log without header line: name=number,..., such as client=1,at=2,amount=4; an amount "
        "with a point is money, one without is in minor units");
    app.add_option("--delimiter", delimiter,
                   "one character, tab or blank (default: guessed from the first line)");
    app.add_option("--kind", kind,
                   "the kind of event where the log has no column for it (default: purchase)");
    app.add_flag("--per-day", out.terms.per_day, "the purchases of one client on one day (UTC) count as one");
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
    app.add_flag("--json", out.json, "write all of it as JSON");

    if (!parse_arguments(app, argc, argv)) return std::nullopt;
    out.thresholds = read_settings(settings);
    if (app.count("--columns") != 0) read_columns(columns, out.format);
    if (app.count("--delimiter") != 0) out.format.delimiter = read_delimiter(delimiter);
    if (app.count("--as-of") != 0) out.terms.as_of = read_as_of(as_of, rung::duration{86'399});
    if (on_conflict == "last") out.terms.on_conflict = rung::history::conflict::keep_last;
    if (on_conflict == "refuse") out.terms.on_conflict = rung::history::conflict::refuse;
    if (app.count("--kind") != 0) {
        auto const known = rung::event_kind_of(kind);
        if (!known || *known == rung::event_kind::decision)
            throw usage_error{"--kind " + kind + ": unknown kind"};
        out.format.kind = *known;
    }
    return out;
}
