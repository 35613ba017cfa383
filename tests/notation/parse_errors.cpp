// What each mistake in a text is answered with: the place and the sentence.

#include "catch.hpp"

#include <rung/notation/parse.hpp>
#include <rung/report/print.hpp>

#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>

using rung::defect_kind;
using rung::mistake;
using rung::try_parse_ladder;
using rung::try_parse_lifecycle;

namespace {

/// The whole sentence, read as a ladder and as a lifecycle, which must agree.
std::string said(std::string_view text) {
    auto const ladder = try_parse_ladder(text);
    auto const lifecycle = try_parse_lifecycle(text);
    if (ladder.has_value() != lifecycle.has_value()) return "a ladder and a lifecycle disagree";
    if (ladder) return "no error";
    std::ostringstream out;
    out << ladder.error();
    CHECK(out.str() == lifecycle.error().message().view());
    return out.str();
}
std::string said_of_lifecycle(std::string_view text) {
    auto const read = try_parse_lifecycle(text);
    return read ? "no error" : std::string{read.error().message().view()};
}
/// What is said of the second stage's clauses.
std::string said_of(std::string_view clauses) { return said("stage a\nstage b " + std::string{clauses}); }

mistake kind(std::string_view text) { return try_parse_ladder(text).error().kind; }

}  // namespace

TEST_CASE("mistakes: facts") {
    CHECK(said_of("enter purchase >= 1") == "2:15: unknown fact 'purchase'; did you mean 'purchases'?");
    CHECK(said_of("enter Purchases >= 1") == "2:15: unknown fact 'Purchases'; did you mean 'purchases'?");
    CHECK(said_of("enter stairs >= 1") == "2:15: unknown fact 'stairs'");
    CHECK(said_of("enter \"purchase\" >= 1") == "2:15: unknown fact 'purchase'; did you mean 'purchases'?");
    CHECK(said_of("enter keep >= 1") == "2:15: expected a fact, 'always' or '(', found 'keep'");
    CHECK(said_of("enter") == "2:14: expected a fact, 'always' or '(', found the end of the text");
    CHECK(said_of("enter >= 3") == "2:15: expected a fact, 'always' or '(', found '>='");
    CHECK(said_of("enter purchases >= 1 and") ==
          "2:33: expected a fact, 'always' or '(', found the end of the text");
    CHECK(kind("stage a stage b enter x") == mistake::unknown_fact);
}

TEST_CASE("mistakes: comparisons and values") {
    CHECK(said_of("enter purchases 3") == "2:25: expected >=, <=, >, < or =, found '3'");
    CHECK(said_of("enter purchases => 3") == "2:25: did you mean '>='?");
    CHECK(said_of("enter purchases == 3") == "2:25: write '=' instead of '=='");
    CHECK(said_of("enter purchases != 3") == "2:25: there is no 'not': turn the comparison around");
    CHECK(said_of("enter purchases >=") == "2:27: expected a value, found the end of the text");
    CHECK(said_of("enter purchases >= keep") == "2:28: expected a value, found 'keep'");
    CHECK(said_of("enter purchases >= (3)") == "2:28: expected a value, found '('");
    CHECK(said_of("enter purchases >= 3d") ==
          "2:28: purchases is a count: write it as a whole number, such as 3, not as '3d'");
    CHECK(said_of("enter spend >= 1000") ==
          "2:24: spend is money: write it with a decimal point, such as 1000.00, not as '1000'");
    CHECK(said_of("enter silence <= 90") ==
          "2:26: silence is a length of time: write it with its unit, such as 90d, 12h or 15m, not as '90'");
    CHECK(said_of("enter wallet_share >= 80") ==
          "2:31: wallet_share is a percentage: write it with its sign, such as 80%, not as '80'");
    CHECK(said_of("enter mean_score >= 4") ==
          "2:29: mean_score has two decimals: write them, such as 4.50, not as '4'");
    CHECK(said_of("enter purchases >= 99999999999999999999") ==
          "2:28: '99999999999999999999' is too large a number");
    CHECK(said_of("grace 99999999999999999999d") == "2:15: '99999999999999999999d' is too large a number");
    CHECK(kind("stage a stage b enter spend >= 1") == mistake::wrong_value);
    CHECK(kind("stage a grace 9999999999999999999d") == mistake::value_too_large);
}

TEST_CASE("mistakes: clauses") {
    CHECK(said_of("entre purchases >= 1") == "2:9: unknown word 'entre'; did you mean 'enter'?");
    CHECK(said_of("hold 3d") == "2:9: expected a clause (enter, keep, door, grace, guaranteed, review, wait, "
                                "driver, source) or a stage, found 'hold'");
    CHECK(said_of("enter purchases >= 1 adn spend >= 1.00") ==
          "2:30: unknown word 'adn'; did you mean 'and'?");
    CHECK(said_of("enter purchases >= 1 spend >= 1.00") == "2:30: expected 'and' or 'or', found 'spend'");
    CHECK(said_of("enter purchases >= 1 (always)") == "2:30: expected 'and' or 'or', found '('");
    CHECK(said_of("enter purchases >= 1 2") ==
          "2:30: expected 'and', 'or', a clause (enter, keep, door, grace, guaranteed, review, wait, driver, "
          "source) or a stage, found "
          "'2'");
    CHECK(said_of("enter always grace") ==
          "2:27: expected a length of time, such as 30d, found the end of the text");
    CHECK(said_of("enter always grace 30") == "2:28: expected a length of time, such as 30d, found '30'");
    CHECK(said_of("enter always driver salse") == "2:29: unknown word 'salse'; did you mean 'sales'?");
    CHECK(said_of("enter always driver nobody") ==
          "2:29: expected life, marketing, sales, care, company or client, found 'nobody'");
    CHECK(said_of("enter always source") == "2:28: expected a name, found the end of the text");
    CHECK(said_of("enter always driver care driver care") == "2:34: 'driver' is given twice for 'b'");
    CHECK(said("stage \"a b\" source x source y") == "1:22: 'source' is given twice for 'a b'");
    CHECK(kind("stage a grace 1d grace 1d") == mistake::given_twice);
    CHECK(kind("stage a entre") == mistake::unknown_word);
    CHECK(kind("stage a wait") == mistake::unexpected);
}

TEST_CASE("mistakes: parentheses") {
    CHECK(said_of("enter (purchases >= 1\n  keep always") ==
          "2:15: this '(' is not closed: expected ')', found 'keep'");
    CHECK(said_of("enter ((always)") ==
          "2:15: this '(' is not closed: expected ')', found the end of the text");
    CHECK(said_of("enter always)") == "2:21: this ')' closes nothing");
    CHECK(said_of("enter ()") == "2:16: expected a fact, 'always' or '(', found ')'");
    auto const deep = [](std::size_t n) {
        return said_of("enter " + std::string(n, '(') + "always" + std::string(n, ')'));
    };
    CHECK(deep(32) == "no error");
    CHECK(deep(33) == "2:47: parentheses nest at most 32 deep");
    CHECK(deep(100'000) == "2:47: parentheses nest at most 32 deep");
    CHECK(kind("stage a stage b enter (always") == mistake::unclosed_bracket);
}

TEST_CASE("mistakes: a rule that is too large") {
    std::string routes = "purchases >= 1";
    for (int i = 2; i <= 8; ++i) routes += " or purchases >= " + std::to_string(i);
    CHECK(said_of("enter " + routes) == "no error");
    constexpr auto sentence =
        "this rule is too large: written without parentheses, a rule has at most 16 conditions and 8 routes";
    CHECK(said_of("enter " + routes + "\n or always") == std::string{"3:2: "} + sentence);
    CHECK(said_of("enter (always or always or always) and\n(always or always or always)") ==
          std::string{"2:44: "} + sentence);
    CHECK(kind("stage a stage b enter (" + routes + ") and (always or always)") == mistake::rule_too_large);
}

TEST_CASE("mistakes: names and quotes") {
    CHECK(said("stage") == "1:6: expected a name, found the end of the text");
    CHECK(said("stage stage a") ==
          "1:7: expected a name, found 'stage'; used as a name, this word needs quotes");
    CHECK(said("stage a.b") == "1:7: a name with '.' or '%' needs quotes, unlike 'a.b'");
    CHECK(said("ladder 100% stage a") == "1:8: a name with '.' or '%' needs quotes, unlike '100%'");
    CHECK(said("stage \"a b\n\"") == "1:7: this quote is not closed on its line");
    CHECK(said("stage \"a\\\"") == "1:7: this quote is not closed on its line");
    CHECK(said("stage \"a\\") == "1:7: this quote is not closed on its line");
    CHECK(said("ladder \"") == "1:8: this quote is not closed on its line");
    CHECK(said("stage a \"b") == "1:9: this quote is not closed on its line");
    CHECK(said("stage a stage b enter (always \"x") == "1:31: this quote is not closed on its line");
    CHECK(said(R"(stage "a\tb")") ==
          R"(1:9: unknown escape '\t': in quotes \" and \\ stand for a quote and a backslash)");
    CHECK(said(R"(stage "a\nb")") ==
          R"(1:9: unknown escape '\n': in quotes \" and \\ stand for a quote and a backslash)");
    CHECK(said("stage \"\"") == "1:7: stage '': every stage needs a name");
    CHECK(said("stage 'a'") == "1:7: names take double quotes");
    CHECK(kind("stage \"a") == mistake::unclosed_quote);
    CHECK(kind("stage \"\\a\"") == mistake::unknown_escape);
}

TEST_CASE("mistakes: before the first stage") {
    CHECK(said("") == "1:1: a ladder needs at least one stage");
    CHECK(said("# nothing\n\n") == "1:1: a ladder needs at least one stage");
    CHECK(said("ladder club\n") == "1:12: a ladder needs at least one stage");
    CHECK(said("laddder club stage a") == "1:1: unknown word 'laddder'; did you mean 'ladder'?");
    CHECK(said("ladder club stge a") == "1:13: unknown word 'stge'; did you mean 'stage'?");
    CHECK(said("ladder my club stage a") == "1:11: a name of several words needs quotes: \"my club\"");
    CHECK(said("stage a ladder b") == "1:9: 'ladder' belongs before the first stage");
    CHECK(said("stage a\nascent leap") == "2:1: 'ascent' belongs before the first stage");
    CHECK(kind("stage a descent never") == mistake::misplaced);
}

TEST_CASE("mistakes: policies") {
    CHECK(try_parse_ladder("ladder a\n  ascent leap stage a").error().message().view() ==
          "2:3: 'ascent' is a policy of a lifecycle: read the text with parse_lifecycle");
    CHECK(kind("comeback resume stage a") == mistake::policy_in_ladder);
    CHECK(said_of_lifecycle("ascent jump stage a") == "1:8: expected leap, one_step or direct, found 'jump'");
    CHECK(said_of_lifecycle("ascent onestep stage a") ==
          "1:8: unknown word 'onestep'; did you mean 'one_step'?");
    CHECK(said_of_lifecycle("descent stage a") == "1:9: expected never, at_once or after, found 'stage'");
    CHECK(said_of_lifecycle("descent afer 3d stage a") == "1:9: unknown word 'afer'; did you mean 'after'?");
    CHECK(said_of_lifecycle("descent after stage a") ==
          "1:15: expected a length of time, such as 30d, found 'stage'");
    CHECK(said_of_lifecycle("descent after -3d stage a") == "1:15: a wait cannot be negative");
    CHECK(said_of_lifecycle("descent at_once onedown stage a") ==
          "1:17: unknown word 'onedown'; did you mean 'one_down'?");
    CHECK(said_of_lifecycle("descent at_once 3d stage a") ==
          "1:17: expected to_qualified, one_down or a stage, found '3d'");
    CHECK(said_of_lifecycle("comeback resum stage a") ==
          "1:10: unknown word 'resum'; did you mean 'resume'?");
    CHECK(said_of_lifecycle("ascent leap\nascent leap stage a") == "2:1: 'ascent' is given twice");
    CHECK(said_of_lifecycle("ascent leap desent never stage a") ==
          "1:13: unknown word 'desent'; did you mean 'descent'?");
}

TEST_CASE("mistakes: a defect of a ladder is reported at the name of the stage") {
    CHECK(said("stage a\nstage b") ==
          "2:7: stage 'b': every stage above the first, and every exit, needs a rule to enter");
    CHECK(said("stage a\nstage b enter always\nstage a enter always") ==
          "3:7: stage 'a': two stages have the same name");
    CHECK(said("stage a enter always") ==
          "1:7: stage 'a': the first stage is open to everyone: it has no rule");
    CHECK(said("exit a enter always") == "1:1: a ladder begins with a stage: exits come after the stages");
    CHECK(kind("exit a enter always") == mistake::misplaced);
    CHECK(said("stage a exit b enter always stage c enter always") ==
          "1:35: stage 'c': exits come after the last stage");
    CHECK(said("stage a exit b enter always grace 3d") ==
          "1:14: stage 'b': an exit has a rule to enter and nothing else: no rule to keep, no door, no "
          "grace, no guarantee, no wait");
    CHECK(said("stage a grace -3d") == "1:7: stage 'a': a grace cannot be negative");
    CHECK(said_of("enter wallet_share > 100%") ==
          "2:7: stage 'b': a rule can never hold: a threshold is outside what its fact can be, or two of "
          "them contradict each other");
    CHECK(
        said_of("enter purchases >= 1 keep purchases >= 2") ==
        "2:7: stage 'b': the rule to keep a stage is stricter than the rule to enter it: a client who enters "
        "would fall at once");
    CHECK(said("stage a\nstage b enter purchases < 1 # not yet\nstage c enter purchases > 1\n") ==
          "a ladder and a lifecycle disagree");  // the ladder alone is in order
    CHECK(said_of_lifecycle("stage a\nstage b enter purchases < 1\nstage \"c d\" enter purchases > 1\n"
                            "stage e enter purchases > 1") ==
          "3:7: stage 'c d': a stage can never be reached: its rule contradicts one below it");
    CHECK(said_of_lifecycle(
              "ascent direct stage a stage b enter purchases < 1 stage c enter purchases > 1") == "no error");
    auto const e = try_parse_ladder("stage a stage a enter always").error();
    CHECK(e.kind == mistake::defect_of_ladder);
    CHECK(e.defect == defect_kind::two_stages_of_one_name);
    CHECK(kind("") == mistake::defect_of_ladder);
}

namespace {

enum class tier { guest, member, gold };

std::string said_of_tiers(std::string_view text) {
    auto const read = try_parse_ladder<rung::retail, tier>(text);
    return read ? "no error" : std::string{read.error().message().view()};
}

}  // namespace

TEST_CASE("a text whose stages are not those of its enumeration is refused at the stage") {
    CHECK(said_of_tiers("stage Guest stage member enter purchases >= 1 stage gold enter purchases >= 2") ==
          "no error");
    CHECK(said_of_tiers("stage guest\nstage gold enter purchases >= 1\nstage member enter purchases >= 2") ==
          "2:7: stage 'gold': a stage has the name of another one's enumerator: stages, then "
          "exits, "
          "stand in the order of their enumerators");
    CHECK(said_of_tiers("stage guest\nstage member enter purchases >= 1") ==
          "2:7: stage 'member': the enumeration of a ladder has one enumerator for each stage and "
          "exit, from 0 on");
    CHECK(said_of_tiers("stage guest stage member enter purchases >= 1 stage gold enter purchases >= 2\n"
                        "exit lost enter lost >= 1") ==
          "2:6: stage 'lost': the enumeration of a ladder has one enumerator for each stage and "
          "exit, "
          "from 0 on");
}

TEST_CASE("mistakes: a ladder that is too large") {
    auto const tall = [](int stages, int exits) {
        std::string text = "stage s0";
        for (int i = 1; i < stages; ++i) text += "\nstage s" + std::to_string(i) + " enter purchases >= 1";
        for (int i = 0; i < exits; ++i) text += "\nexit x" + std::to_string(i) + " enter lost >= 1";
        return said(text);
    };
    CHECK(tall(64, 8) == "no error");
    CHECK(tall(65, 0) == "65:7: stage 's64': a ladder has at most 64 stages");
    CHECK(tall(64, 9) == "73:6: stage 'x8': a ladder has at most 8 exits");
    std::string many = "stage a";
    for (int i = 1; i < 64; ++i)
        many += "\nstage s" + std::to_string(i) + " enter purchases >= " + std::to_string(i) +
                " and contacts >= " + std::to_string(i);
    CHECK(said(many) == "34:7: stage 's33': a ladder has at most 64 different conditions");

    std::string const long_name(4096, 'x');
    CHECK(said("stage " + long_name) == "no error");
    CHECK(said("stage x" + long_name) ==
          "1:7: stage 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...': the names and sources of a ladder have at "
          "most 4096 bytes");
    CHECK(said("ladder x" + long_name + " stage a") ==
          "1:8: the names and sources of a ladder have at most 4096 bytes");
    CHECK(said("stage \"\\\"" + long_name + "\"") ==
          "1:7: the names and sources of a ladder have at most 4096 bytes");
    CHECK(try_parse_ladder("stage \"\\\"" + long_name + "\"").error().defect == defect_kind::names_too_long);
}

TEST_CASE("mistakes: columns count characters, lines count line ends") {
    CHECK(said("ladder жук stage a stage б enter purchase >= 1") ==
          "1:34: unknown fact 'purchase'; did you mean 'purchases'?");
    CHECK(said("# жук\r\nstage \"ж\" 漢字") ==
          "2:11: expected a clause (enter, keep, door, grace, guaranteed, review, wait, driver, source) or a "
          "stage, found '漢字'");
    CHECK(said("\xEF\xBB\xBFstge a") == "1:1: unknown word 'stge'; did you mean 'stage'?");
    CHECK(said("stage a\n\n\n   x") == "4:4: expected a clause (enter, keep, door, grace, guaranteed, "
                                       "review, wait, driver, source) or a stage, found 'x'");
    // The end of a text is reported after its last word.
    CHECK(said("stage a stage b enter   # nothing\n\n") ==
          "1:22: expected a fact, 'always' or '(', found the end of the text");
}

TEST_CASE("mistakes: of a long or unprintable word the printable part is shown") {
    CHECK(said_of("enter " + std::string(50, 'x')) ==
          "2:15: unknown fact 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'");
    // Not cut within a character.
    CHECK(said_of("enter x" + [] {
              std::string s;
              for (int i = 0; i < 30; ++i) s += "ж";
              return s;
          }()) == "2:15: unknown fact 'xжжжжжжжжжжжжжжжжжж...'");
    CHECK(said_of("enter \"a\tb\"") == "2:15: unknown fact 'a?b'");
}

TEST_CASE("mistakes: characters that cannot be shown are nowhere in a ladder") {
    auto const refused = [](std::string_view character, std::string_view what) {
        // In a name, in quotes, in a comment, and where nothing could stand.
        for (std::string_view const before :
             {"ladder ж stage a", "stage \"a b ", "# ж\nstage a # ", "stage a "}) {
            auto const text = std::string{before}.append(character).append("\" \xFF");
            auto const line = before[0] == '#' ? 2 : 1;
            auto const characters = before[0] == '#'   ? 11
                                    : before[0] == 'l' ? 17
                                                       : static_cast<int>(before.size()) + 1;
            INFO(text);
            CHECK(said(text) ==
                  std::to_string(line) + ":" + std::to_string(characters) + ": " + std::string{what});
            CHECK(kind(text) == mistake::unprintable);
        }
    };
    auto const control = [&](std::string_view character, std::string_view code) {
        refused(character, "the control character " + std::string{code} + " may not stand in a ladder");
    };
    auto const invisible = [&](std::string_view character, std::string_view code) {
        refused(character, "the invisible character " + std::string{code} + " may not stand in a ladder");
    };
    auto const no_utf8 = [&](std::string_view bytes, std::string_view byte) {
        refused(bytes, "the byte " + std::string{byte} + " is not UTF-8: save the text as UTF-8");
    };
    control({"\0", 1}, "U+0000");
    control("\x08", "U+0008");
    control("\x0E", "U+000E");
    control("\x1B", "U+001B");
    control("\x1F", "U+001F");
    control("\x7F", "U+007F");
    control("\xC2\x80", "U+0080");
    control("\xC2\x9B", "U+009B");
    control("\xC2\x9F", "U+009F");
    invisible("\u061C", "U+061C");
    for (auto const& [character, code] :
         std::initializer_list<std::pair<char const*, char const*>>{{"\u200E", "U+200E"},
                                                                    {"\u200F", "U+200F"},
                                                                    {"\u2028", "U+2028"},
                                                                    {"\u2029", "U+2029"},
                                                                    {"\u202A", "U+202A"},
                                                                    {"\u202B", "U+202B"},
                                                                    {"\u202C", "U+202C"},
                                                                    {"\u202D", "U+202D"},
                                                                    {"\u202E", "U+202E"},
                                                                    {"\u2066", "U+2066"},
                                                                    {"\u2067", "U+2067"},
                                                                    {"\u2068", "U+2068"},
                                                                    {"\u2069", "U+2069"}})
        invisible(character, code);
    no_utf8("\xFF", "0xFF");
    no_utf8("\x80", "0x80");              // no beginning
    no_utf8("\xD0", "0xD0");              // cut off
    no_utf8("\xF0\x9F\x98", "0xF0");      // the same
    no_utf8("\xC0\x80", "0xC0");          // overlong: NUL in two bytes
    no_utf8("\xC1\x9B", "0xC1");          // overlong: ESC... in two bytes
    no_utf8("\xE0\x80\x9B", "0xE0");      // in three
    no_utf8("\xF0\x80\x80\x9B", "0xF0");  // in four
    no_utf8("\xED\xA0\x80", "0xED");      // half of a surrogate pair
    no_utf8("\xF4\x90\x80\x80", "0xF4");  // beyond the last character
    no_utf8("\xF8\x88\x80\x80\x80", "0xF8");
    CHECK(said("stage \"a\tb\"") ==
          "1:7: stage 'a?b': names and sources must be UTF-8, without control characters and without marks "
          "that turn the direction of writing");
    CHECK(said("ladder \"a\tb\" stage a") ==
          "1:8: names and sources must be UTF-8, without control characters and without marks that turn "
          "the direction of writing");
    CHECK(said("\xEF\xBB\xBFladder ж\r\n\tstage \u00A0 # \u2010\uFFFD\U0010FFFF") == "no error");
}

TEST_CASE("mistakes: a rule alone") {
    auto const says = [](std::string_view text) {
        auto const read = rung::try_parse_rule(text);
        return read ? "no error" : std::string{read.error().message().view()};
    };
    CHECK(says("") == "1:1: expected a fact, 'always' or '(', found the end of the text");
    CHECK(says("spnd >= 3") == "1:1: unknown fact 'spnd'; did you mean 'spend'?");
    CHECK(says("purchases >= 1 stage x") ==
          "1:16: expected 'and', 'or' or the end of the rule, found 'stage'");
    CHECK(says("purchases >= 1 adn spend >= 2.00") == "1:16: unknown word 'adn'; did you mean 'and'?");
    CHECK(says("purchases >= 1 spend >= 2.00") == "1:16: expected 'and' or 'or', found 'spend'");
    CHECK(says("purchases >= 1)") == "1:15: this ')' closes nothing");
    CHECK(says("purchases >= 3 and purchases <= 2") == "1:1: a rule can never hold: a threshold is outside "
                                                       "what its fact can be, or two of them contradict each "
                                                       "other");
    CHECK(says("purchases >= 1 \x01").substr(0, 5) == "1:16:");
}
