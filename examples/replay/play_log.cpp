#include "play_log.hpp"

#include "progress.hpp"
#include "simulate.hpp"

#include <filesystem>
#include <system_error>

void play_simulated_shop(replay& r) {
    simulated_shop const shop;
    progress bar{"a simulated shop", shop.events().size()};
    for (auto const& e : shop.events()) {
        r.take(e);
        bar.show(r.events().read, r);
    }
    r.finish();
    bar.finish(r);
}

void play_log(replay& r, std::string const& file, log_format const& format) {
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
