// Any bytes at all are read as a log, the way the example replay reads one. Nothing crashes; each line that
// is not empty is read or refused with a reason, in order, with the number it has in the file; texts are of
// their line.
//
// The first byte says how the log is written: see format_of. Blocks have 64 bytes instead of 256 KB, and
// lines at most 300, so that some are longer than a block and some are too long.

#include "log.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

/// '0' to '7': with a header line; '8' and '9': without. Other bytes make others of it.
log_format format_of(unsigned byte) {
    constexpr char delimiters[] = {0, ',', ';', '\t', ' ', '|', 'a', '\x1A'};
    log_format f;
    f.header = (byte & 8) == 0;
    f.delimiter = delimiters[byte & 7];
    if (!f.header) {
        for (std::size_t c = 0; c < column_count; ++c)
            f.position[c] = (c + byte / 16 + 6) % (column_count + 2);
        f.position[column_client] = std::max(f.position[column_client], std::size_t{1});
        f.position[column_at] = std::max(f.position[column_at], std::size_t{1});
    }
    if (byte >= 128) f.kind = rung::event_kind::contact;
    return f;
}

/// The lines as the reader is to see them: BOM and the CR of CRLF left out, SUB instead of NUL.
std::vector<std::string> lines_of(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        std::replace(lines.back().begin(), lines.back().end(), '\0', '\x1A');
        if (lines.back().ends_with('\r')) lines.back().pop_back();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

constexpr log_limits limits{.longest_line = 300, .block = 64};

bool is_empty(std::string const& line) {
    return line.size() <= limits.longest_line && line.find_first_not_of(" \t\r") == std::string::npos;
}

/// Whether the characters of a text stand in a line, in order: quotes may be left out.
bool within(std::string_view text, std::string_view line) {
    std::size_t at = 0;
    for (char const c : text) {
        at = line.find(c, at);
        if (at == std::string_view::npos) return false;
        ++at;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2) return 0;
    auto const format = format_of(data[0]);
    std::string text{reinterpret_cast<char const*>(data + 1), size - 1};
    auto const lines = lines_of(text);

    std::size_t next = 0;  // the line that is due
    auto const pass_empty = [&] {
        while (next < lines.size() && is_empty(lines[next])) ++next;
    };
    try {
        log_reader log{fmemopen(text.data(), text.size(), "rb"), "fuzz", format, limits};
        pass_empty();
        auto const header = next;
        if (format.header && next < lines.size()) ++next;
        for (auto const& note : log.notes())
            must(format.header && (note.starts_with("the column '") || note[0] == '.'));
        must(next == header || lines[header].size() <= limits.longest_line);
        std::uint64_t bytes = 0;
        log_batch batch{3};
        while (log.next(batch)) {
            must(!batch.entries().empty() && batch.entries().size() <= 3);
            must(batch.bytes() > bytes && batch.bytes() <= text.size() + 1);
            bytes = batch.bytes();
            for (auto const& e : batch.entries()) {
                pass_empty();
                must(next < lines.size() && e.line == next + 1);
                auto const& line = lines[next++];
                must((e.refused == "line too long") == (line.size() > limits.longest_line));
                must(within(e.client, line) && within(e.channel, line) && within(e.wrong, line));
                if (!e.refused.empty()) continue;
                must(!e.client.empty() && e.at.is_moment() && e.kind != rung::event_kind::decision);
                must(to_string(e.kind) != "?");
            }
        }
        pass_empty();
        must(next == lines.size());
    } catch (unreadable const& e) {
        std::string_view const why = e.what();
        must(why.substr(0, 6) == "fuzz: ");
        // Only of the header line.
        must(format.header && next == 0 && why.substr(6, 14) == "the first line");
    }
    return 0;
}
