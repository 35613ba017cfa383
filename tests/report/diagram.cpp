#include "catch.hpp"

#include <rung/ladders/ladders.hpp>
#include <rung/notation/parse.hpp>
#include <rung/report/diagram.hpp>
#include <rung/report/sankey.hpp>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using rung::language;
using namespace std::string_view_literals;

namespace {

std::string stored_diagram(std::string const& name) {
    std::ifstream in{std::string{RUNG_SOURCE_DIR} + "/tests/report/diagrams/" + name, std::ios::binary};
    REQUIRE(in);
    return {std::istreambuf_iterator<char>{in}, {}};
}

template <class Ladder>
std::string in_dot(Ladder const& ladder, language l = language::en) {
    std::ostringstream out;
    rung::report::dot(out, ladder, l);
    return out.str();
}
template <class Ladder>
std::string in_mermaid(Ladder const& ladder, language l = language::en) {
    std::ostringstream out;
    rung::report::mermaid(out, ladder, l);
    return out.str();
}

/// Counts what is written to it, in a constant expression too.
struct diagram_size {
    std::size_t bytes = 0;
    constexpr void write(char const*, std::ptrdiff_t size) { bytes += static_cast<std::size_t>(size); }
};

}  // namespace

TEST_CASE("diagram: the ladders of the catalog are drawn as the stored diagrams say") {
    auto const check = [](std::string const& name, auto const& ladder) {
        CAPTURE(name);
        CHECK(in_dot(ladder) == stored_diagram(name + ".dot"));
        CHECK(in_mermaid(ladder) == stored_diagram(name + ".mmd"));
    };
    check("service", rung::ladders::service());
    check("familiarity", rung::ladders::familiarity());
    check("loyalty", rung::ladders::loyalty());
    check("journey", rung::ladders::journey());
    check("patronage", rung::ladders::patronage());
    check("purchase", rung::ladders::purchase());
    CHECK(in_dot(rung::ladders::patronage(), language::ru) == stored_diagram("patronage_ru.dot"));
    CHECK(in_mermaid(rung::ladders::patronage(), language::ru) == stored_diagram("patronage_ru.mmd"));
}

TEST_CASE("diagram: what a name holds ends no quotes and is no markup") {
    // Both languages, and HTML, Markdown and Mermaid's directives within them.
    constexpr rung::ladder odd{
        "a \"b\" %%{init: {}}%%",
        {{.name = "1. \\N &lt; <b>"}, {.name = "`- #1; |\"]", .enter = rung::facts::purchases >= 1}}};
    CHECK(in_dot(odd) ==
          "digraph ladder {\n"
          "  graph [rankdir=BT, compound=true, nodesep=0.9, bgcolor=transparent, labelloc=t, "
          "label=\"a \\\"b\\\" %%{init: {}}%%\"]\n"
          "  graph [fontname=\"sans-serif\", color=\"#767676\", fontcolor=\"#767676\"]\n"
          "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"]\n"
          "  edge [fontname=\"sans-serif\", fontsize=11, color=\"#767676\", "
          "fontcolor=\"#767676\"]\n"
          "  p0 [label=\"1. \\\\N &amp;lt; <b>\\ncompany\", group=rungs, fillcolor=\"#deebf7\", "
          "color=\"#3182bd\"]\n"
          "  p1 [label=\"`- #1; |\\\"]\\ncompany\", group=rungs, fillcolor=\"#deebf7\", "
          "color=\"#3182bd\"]\n"
          "  p0 -> p1 [label=\"  purchases ≥ 1  \\l\", weight=8]\n"
          "}\n");
    CHECK(in_mermaid(odd) == "flowchart BT\n"
                             "  subgraph rungs [\"a #34;b#34; #37;#37;#123;init: #123;#125;#125;#37;#37;\"]\n"
                             "    p0[\"1#46; #92;N #38;lt#59; #60;b#62;<br>company\"]\n"
                             "    p1[\"#96;#45; #35;1#59; #124;#34;#93;<br>company\"]\n"
                             "  end\n"
                             "  p0 -->|\"purchases ≥ 1\"| p1\n");
}

TEST_CASE("diagram: control characters and marks of direction in the host's words are shown as ?") {
    static constexpr rung::report::lexicon::entry stages[]{{"potential", {"a\nb\xE2\x80\xAE", ""}}};
    constexpr rung::report::lexicon words{.stages = stages};
    std::ostringstream dot, mermaid;
    rung::report::dot(dot, rung::ladders::service(), language::en, words);
    rung::report::mermaid(mermaid, rung::ladders::service(), language::en, words);
    CHECK(dot.str().find("[label=\"a?b?\\nlife\"") != std::string::npos);
    CHECK(mermaid.str().find("[\"a#63;b#63;<br>life\"]") != std::string::npos);
}

TEST_CASE("diagram: long rules are wrapped, and no line holds more than it may") {
    auto const read = rung::try_parse_ladder(
        "ladder l\n stage low\n stage high enter purchases >= 100 and spend >= 1000.00 "
        "and recommendations >= 3 and own_contacts >= 4 or silence <= 30d and purchases >= 3\n");
    REQUIRE(read);
    CHECK(
        in_mermaid(*read).find("|\"purchases ≥ 100<br>and spend ≥ 1000#46;00<br>and recommendations ≥ 3<br>"
                               "and own#95;contacts ≥ 4<br>or silence ≤ 30\u00A0d<br>and purchases ≥ 3\"|") !=
        std::string::npos);
    CHECK(in_dot(*read).find("\"  purchases ≥ 100 and spend ≥ 1000.00  \\l"
                             "  and recommendations ≥ 3  \\l  and own_contacts ≥ 4  \\l"
                             "  or silence ≤ 30\u00A0d and purchases ≥ 3  \\l\"") != std::string::npos);
}

TEST_CASE("diagram: a limit of time says whether it is reached or passed, a value with a name says it") {
    auto const read = rung::try_parse_ladder(
        "ladder l\n stage low\n stage high enter silence > 30d or silence < 90d or awareness_level >= 2 or "
        "need_level >= 1\n");
    REQUIRE(read);
    auto const text = in_dot(*read);
    for (auto const part : {"silence > 30\u00A0d"sv, "silence < 90\u00A0d"sv,
                            "awareness_level ≥ knows the kind of"sv, "need_level ≠ no"sv})
        CHECK(text.find(part) != std::string::npos);
}

TEST_CASE("diagram: so many of several conditions are not all of them") {
    auto const read = rung::try_parse_ladder("ladder l\n stage low\n stage high enter at least 2 of "
                                             "(purchases >= 3, contacts >= 9, evaluations >= 4) "
                                             "and spend >= 5.00 or addons >= 2\n");
    REQUIRE(read);
    CHECK(in_dot(*read).find("label=\"  spend ≥ 5.00 and at least 2 of:  \\l"
                             "  · purchases ≥ 3 · contacts ≥ 9  \\l  · evaluations ≥ 4  \\l"
                             "  or addons ≥ 2  \\l\"") != std::string::npos);
    CHECK(in_dot(*read, language::ru).find("не меньше 2 из:") != std::string::npos);
}

TEST_CASE("diagram: drawn in a constant expression, as the ladder is made") {
    constexpr auto of = [](auto const& draw) {
        diagram_size out;
        draw(out);
        return out.bytes;
    };
    constexpr auto dot = of([](auto& out) { rung::report::dot(out, rung::ladders::service()); });
    constexpr auto mermaid = of([](auto& out) { rung::report::mermaid(out, rung::ladders::service()); });
    CHECK(dot == in_dot(rung::ladders::service()).size());
    CHECK(mermaid == in_mermaid(rung::ladders::service()).size());
}

TEST_CASE("sankey: moves as bands, unless clients go in a circle") {
    auto const ladder = rung::ladders::loyalty();
    using stage = rung::ladders::loyalty_stage;
    rung::insight::flow<stage> flow;
    flow.add(stage::potential, stage::buyer);
    flow.add(stage::potential, stage::buyer);
    flow.add(stage::buyer, stage::client);
    flow.add(stage::potential, stage::lost);
    std::ostringstream out;
    CHECK(rung::report::sankey(out, ladder, flow).empty());
    CHECK(out.str() == "sankey-beta\n\n"
                       "\"potential\",\"buyer\",2\n"
                       "\"potential\",\"lost\",1\n"
                       "\"buyer\",\"client\",1\n");

    flow.add(stage::client, stage::supporter);
    flow.add(stage::supporter, stage::buyer);
    std::ostringstream none;
    CHECK(rung::report::sankey(none, ladder, flow) == std::vector<std::size_t>{1, 2, 3, 1});
    CHECK(none.str().empty());
    // One step back is a circle as well.
    rung::insight::flow<stage> back;
    back.add(stage::potential, stage::buyer);
    back.add(stage::buyer, stage::potential);
    CHECK(rung::report::sankey(none, ladder, back) == std::vector<std::size_t>{0, 1, 0});
}

TEST_CASE("sankey: a name that Mermaid cannot read is marked, and numbered") {
    constexpr rung::ladder odd{"odd",
                               {{.name = "гость"},
                                {.name = "a \"b\" %%", .enter = rung::facts::purchases >= 1},
                                {.name = "друг", .enter = rung::facts::purchases >= 2}}};
    rung::insight::flow<> flow{odd};
    flow.add(odd["гость"], odd["a \"b\" %%"]);
    flow.add(odd["гость"], odd["друг"]);
    std::ostringstream out;
    CHECK(rung::report::sankey(out, odd, flow).empty());
    CHECK(out.str() == "sankey-beta\n\n\"????? (1)\",\"a ?b? ?? (2)\",1\n\"????? (1)\",\"???? (3)\",1\n");
}
