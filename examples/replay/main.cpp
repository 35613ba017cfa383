// Replays an event log on one of the catalog's ladders: where everybody stands, how he came there, and what
// was wrong with the log. `replay --help` says how to ask.
#include "catalog.hpp"
#include "options.hpp"
#include "play_log.hpp"
#include "print.hpp"
#include "replay.hpp"

#include <iostream>

int main(int argc, char** argv) {
    constexpr int cannot = 2;
    try {
        int status = 0;
        auto const asked = read_options(argc, argv, status);
        if (!asked) return status;
        replay r{make_lifecycle(asked->ladder, asked->thresholds), asked->as_of, asked->per_day};
        if (asked->file.empty())
            play_simulated_shop(r);
        else
            play_log(r, asked->file, asked->format);

        print_refused(std::cerr, r);
        (asked->json ? print_json : print_tables)(std::cout, asked->ladder, r);
        if (std::cout.flush()) return 0;
        std::cerr << "replay: the output could not be written\n";
    } catch (std::exception const& e) {
        std::cerr << "replay: " << e.what() << '\n';
    }
    return cannot;
}
