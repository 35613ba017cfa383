// The texts of the catalog's ladders in docs/notation.md are those of the ladders in C++, both ways.

#include "catch.hpp"

#include <rung/ladders/ladders.hpp>
#include <rung/notation/parse_text.hpp>
#include <rung/notation/write.hpp>

#include <fstream>
#include <map>
#include <string>

namespace {

using namespace rung::ladders;

/// The ```text block after each heading `### NAME`.
std::map<std::string, std::string> texts_of_the_page() {
    std::map<std::string, std::string> texts;
    std::ifstream page{RUNG_SOURCE_DIR "/docs/notation.md"};
    std::string heading;
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("### ")) heading = line.substr(4);
        if (inside && line == "```") heading.clear();
        inside = line == "```text" || (inside && line != "```");
        if (inside && line != "```text" && !heading.empty()) texts[heading] += line + '\n';
    }
    return texts;
}

template <class Ladder>
void is_on_the_page(std::map<std::string, std::string> const& texts, Ladder const& ladder) {
    std::string const name{ladder.name()};
    INFO(name);
    REQUIRE(texts.contains(name));
    auto const& text = texts.at(name);
    CHECK(text == rung::to_text(ladder).view());
    auto const read = rung::try_parse_ladder<rung::retail, typename Ladder::stage_type>(text);
    if (!read) FAIL(std::string{read.error().message().view()});
    CHECK(*read == ladder);
}

}  // namespace

TEST_CASE("the page shows the ladders of the catalog as they are") {
    auto const texts = texts_of_the_page();
    CHECK(texts.size() == 6);
    is_on_the_page(texts, service());
    is_on_the_page(texts, familiarity());
    is_on_the_page(texts, loyalty());
    is_on_the_page(texts, journey());
    is_on_the_page(texts, patronage());
    is_on_the_page(texts, purchase());
}

TEST_CASE("ladders of the catalog to text and back at compile time") {
    STATIC_REQUIRE(*rung::try_parse_ladder<rung::retail, service_stage>(rung::to_text(service())) ==
                   service());
    STATIC_REQUIRE(*rung::try_parse_ladder<rung::retail, journey_stage>(rung::to_text(journey())) ==
                   journey());
}
