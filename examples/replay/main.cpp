// Replays an event log on one of the catalog's ladders or on one in a file: where everybody stands, how they
// came there, and what was wrong with the log. `replay --help` says how to use it.
#include "arguments.hpp"
#include "catalog.hpp"
#include "diagrams.hpp"
#include "expect.hpp"
#include "guess.hpp"
#include "insights.hpp"
#include "lists.hpp"
#include "look_alikes.hpp"
#include "moves_file.hpp"
#include "options.hpp"
#include "play_log.hpp"
#include "print.hpp"
#include "refused_file.hpp"
#include "replay.hpp"

#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

// What the ladder calls itself, or the file that it came from.
std::string ladder_name(std::string const& asked, replay const& r) {
    return r.ladder().name().empty() ? asked : std::string{r.ladder().name()};
}

// Whether a rule of the ladder asks for an amount.
bool asks_for_money(rung::ladder const& ladder) {
    for (std::size_t i = 0; i < ladder.condition_count(); ++i) {
        if (rung::describe<rung::retail>(ladder.condition_at(i).fact).measure == rung::unit::money)
            return true;
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int not_as_wanted = 1, cannot = 2;
    try {
        auto const asked = read_options(argc, argv);
        if (!asked) return 0;
        if (!asked->guess.empty()) {
            std::cout << guess_mapping(asked->guess);
            return std::cout.flush() ? 0 : cannot;
        }
        auto const replayed = make_replay(make_lifecycle(asked->ladder, asked->thresholds), asked->terms);
        auto& r = *replayed;
        if (draw_ladder(std::cout, asked->diagram, r.ladder())) return std::cout.flush() ? 0 : cannot;
        if (asked->terms.decimals > 2 && asks_for_money(r.ladder()))
            throw usage_error{"--decimals 3: the thresholds of this ladder have two decimals: choose a "
                              "ladder that does not "
                              "ask for amounts"};
        check_list(asked->list, r);
        std::optional<refused_file> refused;
        if (!asked->refused.empty()) {
            refused.emplace(asked->refused);
            r.on_refused([&](auto const& line) { refused->add(line); });
        }
        std::optional<moves_file> moves;
        if (!asked->moves.empty()) {
            moves.emplace(asked->moves, r);
            r.on_move([&](auto const& move) { moves->add(move); });
        }
        std::vector<std::string> remarks;
        bool const has_query = !asked->sql.query.empty();
        if (has_query)
            remarks = play_query(r, asked->sql, asked->format, asked->quiet);
        else if (asked->file.empty())
            play_simulated_shop(r, asked->quiet);
        else
            remarks = play_log(r, asked->file, asked->format, asked->quiet);
        if (refused) refused->close();
        if (moves) moves->close();

        if (!asked->quiet) {
            print_remarks(std::cerr, r);
            for (auto const& remark : remarks) std::cerr << printable(remark) << '\n';
            for (auto const& alike : look_alikes(r)) std::cerr << printable(alike) << '\n';
        }
        if (has_query || !asked->file.empty()) require_a_line(r, has_query ? "--sql" : asked->file);
        bool as_expected = true;
        if (!asked->expect.empty())
            as_expected = check_expected(std::cout, asked->expect, r);
        else if (asked->insight && asked->json)
            print_insight_json(std::cout, ladder_name(asked->ladder, r), r);
        else if (asked->insight)
            print_insight(std::cout, r);
        else if (!asked->diagram.empty())
            draw_moves(std::cout, r);
        else if (asked->list.is_given())
            print_list(std::cout, asked->list, r);
        else
            (asked->json ? print_json : print_tables)(std::cout, ladder_name(asked->ladder, r), r);
        if (std::cout.flush())
            return !as_expected || (asked->strict && r.events().refused != 0) ? not_as_wanted : 0;
        std::cerr << "replay: the output could not be written\n";
    } catch (std::exception const& e) {
        std::cerr << "replay: " << printable(e.what()) << '\n';
    }
    return cannot;
}
