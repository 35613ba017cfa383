#include "asked.hpp"

#include "arguments.hpp"
#include "catalog.hpp"
#include "log.hpp"

#include <CLI/CLI.hpp>

std::optional<asked> read_asked(int argc, char** argv) {
    asked out;
    std::vector<std::string> settings;
    std::string as_of, language = "en";

    CLI::App app{"Replays an event log, in any order, on a ladder and says whom to turn to first, why, and "
                 "what to do. "
                 "Without LOG, a simulated shop."};
    app.name("next_best_action");
    app.footer(about_logs());
    app.add_option("LOG", out.file, "the log, with a header line; - for standard input");
    app.add_option("--ladder", out.ladder, ladder_list() + " (default: service)");
    app.add_option("--set", settings,
                   "a threshold of the ladder, such as regular_within=90d; may be repeated")
        ->type_size(1)
        ->allow_extra_args(false);
    app.add_option("--as-of", as_of, "today: the morning of a date, or an instant (default: the last event)");
    app.add_flag("--per-day", out.terms.per_day, "the purchases of one client on one day (UTC) count as one");
    app.add_option("--top", out.top, "how many clients (default: 20)");
    app.add_option("--lang", language, "en or ru (default: en)")->check(CLI::IsMember({"en", "ru"}));

    if (!parse_arguments(app, argc, argv)) return std::nullopt;
    out.thresholds = read_settings(settings);
    if (app.count("--as-of") != 0) out.terms.as_of = read_as_of(as_of, rung::duration{});
    if (language == "ru") out.language = rung::language::ru;
    return out;
}
