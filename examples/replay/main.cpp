// Replays an event log on one of the catalog's ladders or on one in a file: where everybody stands, how he
// came there, and what was wrong with the log. `replay --help` says how to ask.
#include "catalog.hpp"
#include "log.hpp"
#include "options.hpp"
#include "print.hpp"
#include "progress.hpp"
#include "replay.hpp"
#include "simulate.hpp"

#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>

namespace {

void replay_shop(replay& r) {
    simulated_shop const shop;
    progress bar{"a simulated shop", shop.events().size()};
    for (auto const& e : shop.events()) {
        r.take(e);
        bar.show(r.events().read, r);
    }
    r.finish();
    bar.finish(r);
}

void replay_log(replay& r, std::string const& file, log_format const& format) {
    std::filesystem::path const path{file};
    std::error_code ignored;
    bool const has_size = std::filesystem::is_regular_file(path, ignored);
    log_reader log{file, format};
    progress bar{file == "-" ? "standard input" : path.filename().string(),
                 has_size ? std::filesystem::file_size(path, ignored) : 0};
    entry e;
    while (log.next(e)) {
        r.take(e);
        bar.show(log.bytes(), r);
    }
    r.finish();
    bar.finish(r);
}

// What the ladder calls itself, or the file that it came from.
std::string ladder_name(std::string const& asked, replay const& r) {
    return r.ladder().name().empty() ? asked : std::string{r.ladder().name()};
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int cannot = 2;
    try {
        int status = 0;
        auto const asked = read_options(argc, argv, status);
        if (!asked) return status;
        replay r{make_lifecycle(asked->ladder, asked->thresholds), asked->as_of, asked->per_day};
        if (asked->file.empty())
            replay_shop(r);
        else
            replay_log(r, asked->file, asked->format);

        print_refused(std::cerr, r);
        (asked->json ? print_json : print_tables)(std::cout, ladder_name(asked->ladder, r), r);
        if (std::cout.flush()) return 0;
        std::cerr << "replay: the output could not be written\n";
    } catch (std::exception const& e) {
        std::cerr << "replay: " << e.what() << '\n';
    }
    return cannot;
}
