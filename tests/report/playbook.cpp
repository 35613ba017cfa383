#include "catch.hpp"

#include <rung/ladders/playbooks.hpp>
#include <rung/report/playbook.hpp>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using rung::language;

std::string table(rung::playbook const& book, language l) {
    std::ostringstream out;
    rung::report::playbook(out, book, l);
    return out.str();
}

constexpr char const* page = RUNG_SOURCE_DIR "/docs/playbook.md";

std::string read(char const* path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

// The page with each table between `<!-- playbook NAME LANGUAGE -->` and `<!-- end -->` written anew.
std::string rewritten(std::string text, std::size_t& tables) {
    constexpr rung::playbook const* books[] = {&rung::playbooks::service,   &rung::playbooks::familiarity,
                                               &rung::playbooks::loyalty,   &rung::playbooks::journey,
                                               &rung::playbooks::patronage, &rung::playbooks::purchase};
    tables = 0;
    for (auto const* book : books) {
        for (auto const l : {language::en, language::ru}) {
            auto const mark = "<!-- playbook " + std::string{book->name()} +
                              (l == language::en ? " en -->\n" : " ru -->\n");
            auto const found = text.find(mark);
            if (found == std::string::npos) continue;
            auto const first = found + mark.size();
            auto const last = text.find("<!-- end -->", first);
            REQUIRE(last != std::string::npos);
            // A table is parted from HTML by empty lines.
            text.replace(first, last - first, "\n" + table(*book, l) + "\n");
            ++tables;
        }
    }
    return text;
}

}  // namespace

TEST_CASE("a playbook is written as a Markdown table in the chosen language") {
    static constexpr rung::hint todo[] = {{{"Greet them", "Поздоровайтесь"}, "7"},
                                          {{"Ask: tea | coffee?\nThen pour", "Спросите"}, {}}};
    static constexpr rung::hint never[] = {{{"Yawn", "Зевать"}, "8"}};
    constexpr rung::play plays[] = {{.stage = "guest",
                                     .aim = rung::aim::hold,
                                     .who = rung::driver::care,
                                     .goal = {"They sit down", "Он садится"},
                                     .todo = todo,
                                     .never = never}};
    constexpr rung::ladder house{rung::stage{"guest"}};
    auto const book = rung::playbook::try_make(house, plays);
    REQUIRE(book);
    CHECK(
        table(*book, language::en) ==
        "| stage | aim | who | goal | do | never |\n"
        "|---|---|---|---|---|---|\n"
        "| guest | hold | care | They sit down | Greet them (7)<br>Ask: tea \\| coffee? Then pour | Yawn (8) "
        "|\n");
    CHECK(table(*book, language::ru) ==
          "| ступень | задача | кто | цель | что делать | чего не делать |\n"
          "|---|---|---|---|---|---|\n"
          "| guest | удержать | забота | Он садится | Поздоровайтесь (7)<br>Спросите | Зевать (8) |\n");
}

TEST_CASE("docs/playbook.md shows the playbooks as they are") {
    auto const text = read(page);
    std::size_t tables = 0;
    auto const anew = rewritten(text, tables);
    CHECK(tables == 7);
    // If not: test_report "docs/playbook.md is written anew", and look at the difference.
    CHECK((text == anew));
}

TEST_CASE("docs/playbook.md is written anew", "[.]") {
    std::size_t tables = 0;
    auto const anew = rewritten(read(page), tables);
    std::ofstream{page, std::ios::binary} << anew;
}
