#include "../catch.hpp"

#include <rung/notation/measures.hpp>
#include <rung/retail/shop.hpp>

#include <sstream>
#include <string>
#include <string_view>

// Measures of the client's own moves, in text.

namespace {

struct of_moves_in_text;
using moves_in_text = rung::run_time_table<rung::shop_model, 512, rung::room::as_said, of_moves_in_text>;

std::string text_after(auto const& value) {
    std::ostringstream out;
    rung::write_text(out, value);
    return out.str();
}
std::string said_of_moves(std::string const& text) {
    auto const read = rung::try_parse_lifecycle<moves_in_text>(text);
    if (read) return "understood";
    std::ostringstream out;
    out << read.error();
    return out.str();
}

constexpr std::string_view moving = R"(ladder club
  measure since_fall  since last fall
  measure highest     largest value of climb
  measure jumps       sum quantity of climb where value >= 2
  measure climbs      count of climb in 12 months
  stage guest
  stage gold  enter (purchases >= 3 and climbs <= 1) or (purchases >= 1 and since_fall <= 60d)
  stage top   enter at least 2 of (purchases >= 9, highest >= 1, jumps <= 0)
              keep silence <= 90d
)";

}  // namespace

TEST_CASE("measures of moves are read, and written as they mean") {
    auto const read = rung::try_parse_ladder<moves_in_text>(moving);
    if (!read) FAIL(std::string{read.error().message().view()});
    auto const list = moves_in_text::list();
    CHECK(list[0].of.kinds() == std::uint64_t{1} << rung::shop_model::fall);
    CHECK(list.own_kind_count() == 0);
    auto const text = text_after(*read);
    INFO(text);
    // What keeps gold is said: what it asks beside moves.
    CHECK(text.find("keep purchases >= 3 or purchases >= 1\n") != std::string::npos);
    auto const fingerprint = rung::fingerprint(*read);
    auto const again = rung::try_parse_ladder<moves_in_text>(text);
    REQUIRE(again);
    CHECK(moves_in_text::list() == list);
    CHECK(*again == *read);
    CHECK(rung::fingerprint(*again) == fingerprint);
    CHECK(text_after(*again) == text);
    // A window of moves has room for each of its days: none is refused.
    CHECK(moves_in_text::words_used() >= 366);
}

TEST_CASE("moves: mistakes are told with what would be right") {
    CHECK(said_of_moves("measure n count of falls stage a") ==
          "1:20: no kind of event 'falls'; did you mean 'fall'? A kind of your own of such a name needs "
          "quotes");
    auto const with = [](std::string const& clauses) {
        return said_of_moves("measure n count of fall stage a stage b enter purchases >= 1 " + clauses);
    };
    std::string const outside = ": only a stage's rule to enter asks about the client's own moves: a rule to "
                                "keep, a door or an exit would change with each of them";
    CHECK(with("and n >= 1") == "understood");
    CHECK(with("keep n <= 1") == "1:39: stage 'b'" + outside);
    CHECK(with("door n >= 1") == "1:39: stage 'b'" + outside);
    CHECK(with("exit c enter n >= 1") == "1:67: stage 'c'" + outside);
    CHECK(with("or n >= 1") ==
          "1:39: stage 'b': a rule to enter that may ask about nothing but the client's own moves "
          "needs a rule to keep beside it");
    CHECK(with("or n >= 1 keep always") == "understood");
}
