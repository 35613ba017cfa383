#include "asked.hpp"

#include "catalog.hpp"
#include "options.hpp"

#include <CLI/CLI.hpp>

std::optional<asked> read_asked(int argc, char** argv, int& status) {
    asked out;
    std::vector<std::string> settings;
    std::string as_of, language = "en";

    CLI::App app{"Replays an event log, in any order, on a ladder and says whom to turn to first, why, and "
                 "what to do. "
                 "Without LOG, a simulated shop."};
    app.name("next_best_action");
    app.add_option("LOG", out.file, "the log, with a header line; - for standard input");
    app.add_option("--ladder", out.ladder, ladder_list() + " (default: service)");
    app.add_option("--set", settings,
                   "a threshold of the ladder, such as regular_within=90d; may be repeated")
        ->type_size(1)
        ->allow_extra_args(false);
    app.add_option("--as-of", as_of,
                   "today: a date, of which it is the morning, or an instant (default: the last event)");
    app.add_flag("--per-day", out.terms.per_day, "the purchases of one client on one day (UTC) count as one");
    app.add_option("--top", out.top, "how many clients (default: 20)");
    app.add_option("--lang", language, "en or ru (default: en)")->check(CLI::IsMember({"en", "ru"}));

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        status = app.exit(e) == 0 ? 0 : 2;
        return std::nullopt;
    }
    for (auto const& s : settings) {
        auto const sign = s.find('=');
        if (sign == std::string::npos || sign == 0)
            throw usage_error{"--set " + s + ": write name=value, such as client_purchases=3"};
        out.thresholds.emplace_back(s.substr(0, sign), s.substr(sign + 1));
    }
    if (!as_of.empty()) {
        out.terms.as_of = rung::parse_instant(as_of);
        if (!out.terms.as_of) throw usage_error{"--as-of " + as_of + ": not a date, such as 1997-09-30"};
    }
    if (language == "ru") out.language = rung::language::ru;
    return out;
}
