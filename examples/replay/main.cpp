// Replays an event log on one of the catalog's ladders or on one in a file: where everybody stands, how they
// came there, and what was wrong with the log. `replay --help` says how to use it.
#include "catalog.hpp"
#include "options.hpp"
#include "play_log.hpp"
#include "print.hpp"
#include "replay.hpp"

#include <iostream>
#include <string>

namespace {

// What the ladder calls itself, or the file that it came from.
std::string ladder_name(std::string const& asked, replay const& r) {
    return r.ladder().name().empty() ? asked : std::string{r.ladder().name()};
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int cannot = 2;
    try {
        auto const asked = read_options(argc, argv);
        if (!asked) return 0;
        auto const replayed = make_replay(make_lifecycle(asked->ladder, asked->thresholds), asked->terms);
        auto& r = *replayed;
        if (asked->file.empty())
            play_simulated_shop(r);
        else
            play_log(r, asked->file, asked->format);

        print_remarks(std::cerr, r);
        (asked->json ? print_json : print_tables)(std::cout, ladder_name(asked->ladder, r), r);
        if (std::cout.flush()) return 0;
        std::cerr << "replay: the output could not be written\n";
    } catch (std::exception const& e) {
        std::cerr << "replay: " << printable(e.what()) << '\n';
    }
    return cannot;
}
