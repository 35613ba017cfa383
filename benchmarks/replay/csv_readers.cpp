// csv_readers WHICH LOG [LIBDUCKDB]: takes a log apart with one of the readers that could be used, touches
// every field and does nothing with it: `libcsv`, `fccp` (fast-cpp-csv-parser), `ours` (records.hpp and
// dialect.hpp of the example replay), `log` (its whole reader, to entries), `duckdb` (adds up by a query, on
// as many threads as it likes).
#include "../../examples/replay/log.hpp"
#include "../../examples/replay/records.hpp"
#include "../../examples/replay/sql.hpp"

#include <csv.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

// libcsv's header has the name of the other library's.
extern "C" {
struct csv_parser;
int csv_init(csv_parser*, unsigned char);
std::size_t csv_parse(csv_parser*, void const*, std::size_t, void (*)(void*, std::size_t, void*),
                      void (*)(int, void*), void*);
int csv_fini(csv_parser*, void (*)(void*, std::size_t, void*), void (*)(int, void*), void*);
void csv_free(csv_parser*);
}

namespace {

struct seen {
    std::uint64_t lines = 0;
    std::uint64_t fields = 0;
    std::uint64_t sum = 0;  // so that nothing is left out

    void field(std::string_view text) {
        ++fields;
        sum += text.empty() ? 0 : static_cast<unsigned char>(text.front());
    }
};

seen by_libcsv(char const* file) {
    seen all;
    alignas(16) char space[256]{};  // more than its parser takes
    auto* const parser = reinterpret_cast<csv_parser*>(space);
    csv_init(parser, 0);
    auto const field = [](void* text, std::size_t size, void* to) {
        static_cast<seen*>(to)->field({static_cast<char const*>(text), size});
    };
    auto const line = [](int, void* to) { ++static_cast<seen*>(to)->lines; };
    std::ifstream in{file, std::ios::binary};
    std::vector<char> block(1 << 18);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0)
        csv_parse(parser, block.data(), static_cast<std::size_t>(in.gcount()), field, line, &all);
    csv_fini(parser, field, line, &all);
    csv_free(parser);
    return all;
}

seen by_fccp(char const* file) {
    seen all;
    io::CSVReader<8, io::trim_chars<>, io::double_quote_escape<',', '"'>> log{file};
    char* f[8];
    while (log.read_row(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7])) {
        ++all.lines;
        for (auto const* text : f) all.field(text);
    }
    return all;
}

seen by_ours(char const* file) {
    seen all;
    record_reader records{line_reader{text_of(bytes_of(std::fopen(file, "rb"))), 1 << 24, 1 << 18}};
    splitter fields;
    std::string text;
    while (auto const record = records.next({',', '"'})) {
        text.assign(record->text);
        text.append(8, '\0');
        (void)fields.split(text.data(), record->text.size(), {',', '"'});
        ++all.lines;
        for (auto const& field : fields.fields()) all.field(field);
    }
    return all;
}

seen by_log(char const* file) {
    seen all;
    log_reader log{file, log_format{}};
    log_batch batch;
    while (log.next(batch)) {
        for (auto const& e : batch.entries()) {
            ++all.lines;
            all.fields += 8;
            all.sum += e.id + e.at.unix_seconds;
        }
    }
    return all;
}

seen by_duckdb(char const* file, char const* library) {
    auto const query = "select count(*), sum(id), max(client), max(\"at\"), max(kind), sum(amount), "
                       "max(channel), sum(score), sum(\"of\") from read_csv('" +
                       std::string{file} + "')";
    auto const text = text_of_query({query, library, {}});
    std::string out;
    for (char c = 0; text->read(&c, 1) == 1;) out += c;
    seen all;
    auto const row = out.substr(out.find('\n') + 1);
    all.lines = std::stoull(row.substr(1));
    all.fields = all.lines * 8;
    return all;
}

}  // namespace

int main(int argc, char** argv) try {
    std::string_view const which = argc > 2 ? argv[1] : "";
    auto const all = which == "libcsv"               ? by_libcsv(argv[2])
                     : which == "fccp"               ? by_fccp(argv[2])
                     : which == "ours"               ? by_ours(argv[2])
                     : which == "log"                ? by_log(argv[2])
                     : which == "duckdb" && argc > 3 ? by_duckdb(argv[2], argv[3])
                                                     : seen{};
    std::printf("%llu lines, %llu fields, sum %llu\n", static_cast<unsigned long long>(all.lines),
                static_cast<unsigned long long>(all.fields), static_cast<unsigned long long>(all.sum));
    return all.lines == 0 ? 2 : 0;
} catch (std::exception const& e) {
    std::fprintf(stderr, "csv_readers: %s\n", e.what());
    return 2;
}
