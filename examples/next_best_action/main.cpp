// Which clients to turn to today: replays an event log on a ladder of the catalog, asks what to do next for
// every client, and prints the most urgent. `next_best_action --help` says how to use it.
#include "asked.hpp"
#include "catalog.hpp"
#include "play_log.hpp"
#include "print.hpp"
#include "replay.hpp"
#include "tasks.hpp"

#include <iostream>

int main(int argc, char** argv) {
    constexpr int cannot = 2;
    try {
        auto const wanted = read_asked(argc, argv);
        if (!wanted) return 0;
        auto const replayed = make_replay(make_lifecycle(wanted->ladder, wanted->thresholds), wanted->terms);
        auto& shop = *replayed;
        if (wanted->file.empty())
            play_simulated_shop(shop);
        else
            play_log(shop, wanted->file, {});
        print_remarks(std::cerr, shop);
        if (!wanted->file.empty() && shop.events().read != 0) require_a_line(shop, wanted->file);
        print_tasks(std::cout, tasks_for(shop, wanted->ladder), shop, wanted->top, wanted->language);
        if (std::cout.flush()) return 0;
        std::cerr << "next_best_action: the output could not be written\n";
    } catch (std::exception const& e) {
        std::cerr << "next_best_action: " << printable(e.what()) << '\n';
    }
    return cannot;
}
