// A ladder that is not in the program: read from a file, with its policies, checked like one in C++, and
// written again. Mistakes in a text are reported with line and column.
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/rung.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

using namespace rung::literals;

int main(int argc, char** argv) {
    std::string const file = argc > 1 ? argv[1] : RUNG_EXAMPLES_DIR "/ladder_file.ladder";
    std::ifstream in{file};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    auto const club = rung::try_parse_lifecycle(text);
    if (!club) {
        std::cerr << file << ':' << club.error() << '\n';
        return 1;
    }

    // As the library writes it: the same ladder, with the defaults that the file left out.
    rung::write_text(std::cout, *club);

    rung::client joe;
    auto const print = [](auto const& moved) { std::cout << moved << '\n'; };
    club->apply(joe, rung::purchase{.at = rung::utc(2026, 1, 5), .amount = 80.00_money}, print);
    club->apply(joe, rung::recommendation{.at = rung::utc(2026, 1, 7)}, print);
    club->apply(joe, rung::recommendation{.at = rung::utc(2026, 1, 9)}, print);
    club->settle(joe, rung::utc(2026, 12, 31), print);

    // The same text, with a typo.
    auto broken = text;
    broken.replace(broken.find("recommendations"), 15, "recomendations");
    std::cout << "ladder_file.ladder:" << rung::try_parse_lifecycle(broken).error() << '\n';
}
