#include "play_log.hpp"

#include "progress.hpp"
#include "read_ahead.hpp"
#include "simulate.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <span>
#include <system_error>

void play_simulated_shop(replay& r, bool quiet) {
    simulated_shop const shop;
    progress bar{"a simulated shop", shop.events().size(), quiet};
    constexpr std::size_t at_once = 4'096;
    for (std::span<entry const> rest{shop.events()}; !rest.empty();) {
        auto const n = std::min(at_once, rest.size());
        r.take(rest.first(n));
        rest = rest.subspan(n);
        bar.show(r.events().read, r.events().read, r.clients());
    }
    r.finish();
    bar.finish(r.events().read, r.clients());
}

namespace {

// `size`: of the file; 0 if that is not known.
std::vector<std::string> play(replay& r, log_reader log, std::string const& title, std::uint64_t size,
                              bool quiet) {
    if (!quiet) {
        for (auto const& note : log.notes()) std::cerr << printable(note) << '\n';
        if (r.terms().per_day) std::cerr << "--per-day: a day is one of UTC\n";
    }
    progress bar{title, size, quiet};
    // Lines are split and read on one thread while another applies what they say.
    read_ahead<log_batch> batches{[&](log_batch& next) { return log.next(next); }};
    while (auto const* const batch = batches.next()) {
        r.take(batch->entries());
        bar.show(batch->bytes(), r.events().read, r.clients());
    }
    r.finish();
    bar.finish(r.events().read, r.clients());
    return log.remarks();
}

}  // namespace

std::vector<std::string> play_log(replay& r, std::string const& file, log_format const& format, bool quiet) {
    std::filesystem::path const path{file};
    std::error_code ignored;
    bool const has_size = std::filesystem::is_regular_file(path, ignored);
    return play(r, log_reader{file, format}, file == "-" ? "standard input" : path.filename().string(),
                has_size ? std::filesystem::file_size(path, ignored) : 0, quiet);
}

std::vector<std::string> play_query(replay& r, sql_source const& asked, log_format const& format,
                                    bool quiet) {
    auto as_csv = format;
    as_csv.header = true;
    as_csv.characters = {',', '"'};
    return play(r, log_reader{text_of_query(asked), "--sql", as_csv}, "the rows of a query", 0, quiet);
}

void require_a_line(replay const& r, std::string const& file) {
    auto const name = file == "-" ? std::string{"standard input"} : file;
    auto const& events = r.events();
    if (events.read == 0) throw unreadable{name + ": there is no line after the header line"};
    if (events.refused + events.joined != events.read) return;
    auto const most = std::max_element(events.reasons.begin(), events.reasons.end(),
                                       [](auto const& a, auto const& b) { return a.second < b.second; });
    throw unreadable{name + ": not one line can be read, of " + grouped(events.read) +
                     "; for the most part: " + most->first};
}
