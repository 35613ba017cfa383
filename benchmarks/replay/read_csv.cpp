// read_csv LOG: reads a log in its canonical form with fast-cpp-csv-parser, as that library offers it, and
// does nothing with it: what `replay` is compared with.
#include <csv.h>

#include <cstdint>
#include <cstdio>

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::fputs("read_csv LOG\n", stderr);
        return 2;
    }
    io::CSVReader<8> log{argv[1]};
    log.read_header(io::ignore_no_column, "id", "client", "at", "kind", "amount", "channel", "score", "of");
    std::uint64_t id = 0, of = 0, lines = 0;
    std::int64_t amount = 0;
    unsigned score = 0;
    char const *client = nullptr, *at = nullptr, *kind = nullptr, *channel = nullptr;
    std::uint64_t sum = 0;  // so that nothing is left out
    while (log.read_row(id, client, at, kind, amount, channel, score, of)) {
        ++lines;
        sum += id ^ of ^ static_cast<std::uint64_t>(amount) ^ score;
        sum += static_cast<unsigned char>(*client ^ *at ^ *kind ^ *channel);
    }
    std::printf("%llu lines, check sum %llu\n", static_cast<unsigned long long>(lines),
                static_cast<unsigned long long>(sum));
    return 0;
} catch (std::exception const& e) {
    std::fprintf(stderr, "read_csv: %s\n", e.what());
    return 2;
}
