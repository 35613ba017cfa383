// Random ladders written as text and read again; and texts that somebody has damaged.

#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using worlds::chance;
using worlds::draw;

/// A random ladder with words; nothing is said of the policies.
rung::ladder random_ladder() {
    auto const plain = worlds::with_words(worlds::random_ladder());
    auto const name = chance(80) ? worlds::random_name() : std::string{};
    auto const stages = worlds::to_stages(plain);
    auto const made = rung::ladder::try_make(stages.data(), stages.size(), name);
    RC_PRE(made.has_value());
    return *made;
}

template <class Value>
std::string written(Value const& value) {
    std::ostringstream out;
    rung::write_text(out, value);
    RC_ASSERT(out.str().size() == rung::text_size(value));
    return out.str();
}

rung::chosen_lifecycle<rung::ladder> random_lifecycle() {
    auto const ladder = random_ladder();
    using namespace rung;
    auto const up = static_cast<ascent::kind>(draw(0, 2));
    auto const back = static_cast<comeback::kind>(draw(0, 2));
    descent::chosen down;
    if (chance(30))
        down = descent::never{};
    else if (chance(50))
        down = descent::at_once{chance(50) ? one_down : to_qualified};
    else
        down = descent::after{duration{draw(1, 1'000'000)}, chance(50) ? one_down : to_qualified};
    auto const made = chosen_lifecycle<rung::ladder>::try_make(ladder, up, down, back);
    RC_PRE(made.has_value());
    return *made;
}

/// Changes a few characters or words, as a slip of the hand does, or worse.
std::string damaged(std::string text) {
    constexpr std::string_view rubbish[]{"(",
                                         ")",
                                         "\"",
                                         "\\",
                                         "\n",
                                         "#",
                                         "and",
                                         "or",
                                         "always",
                                         "stage",
                                         "exit x",
                                         "<=",
                                         ">",
                                         "=",
                                         "-",
                                         "90d",
                                         "1.00",
                                         "80%",
                                         "\xD0",
                                         "ascent",
                                         "enter",
                                         "source",
                                         "99999999999999999999",
                                         "ladder a",
                                         "\"a\"",
                                         "driver care",
                                         "descent after 3d"};
    for (auto n = draw(1, 3); n > 0 && !text.empty(); --n) {
        auto const at = static_cast<std::size_t>(draw(0, std::ssize(text) - 1));
        auto const some = static_cast<std::size_t>(draw(1, 12));
        switch (draw(0, 4)) {
        case 0: text.erase(at, 1); break;
        case 1: text.erase(at, some); break;
        case 2:
            text.insert(at, text.substr(static_cast<std::size_t>(draw(0, std::ssize(text) - 1)), some));
            break;
        case 3: text[at] = static_cast<char>(draw(-128, 127)); break;
        default: {
            auto const& word = rubbish[static_cast<std::size_t>(draw(0, std::ssize(rubbish) - 1))];
            text.insert(at, chance(50) ? " " + std::string{word} + " " : std::string{word});
        }
        }
    }
    return text;
}

/// The place is inside the text, or right after it.
bool points_into(std::string_view text, rung::notation_error const& e) {
    std::size_t const lines = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (e.line < 1 || e.line > lines || e.column < 1) return false;
    for (std::size_t i = 1; i < e.line; ++i) text.remove_prefix(text.find('\n') + 1);
    return e.column <= std::min(text.find('\n'), text.size()) + 1;
}

bool is_readable(rung::notation_error const& e) {
    auto const message = e.message();
    auto const words = message.view();
    return e.kind != rung::mistake::none && e.sentence.length > 10 &&
           e.sentence.length < sizeof e.sentence.characters &&  // or it may have been cut
           std::none_of(words.begin(), words.end(), [](char c) { return c >= 0 && c < ' '; });
}

}  // namespace

TEST_CASE("text: a ladder that is written is read as the same ladder") {
    REQUIRE(rc::check("a ladder, there and back", [] {
        auto const ladder = random_ladder();
        auto const text = written(ladder);
        RC_LOG() << text;
        auto const read = rung::try_parse_ladder(text);
        if (!read) RC_LOG() << std::string{read.error().message().view()};
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == ladder);
        RC_ASSERT(written(*read) == text);
    }));
}

TEST_CASE("text: a lifecycle that is written is read as the same lifecycle") {
    REQUIRE(rc::check("a lifecycle, there and back", [] {
        auto const life = random_lifecycle();
        auto const text = written(life);
        RC_LOG() << text;
        auto const read = rung::try_parse_lifecycle(text);
        if (!read) RC_LOG() << std::string{read.error().message().view()};
        RC_ASSERT(read.has_value());
        RC_ASSERT(read->ladder() == life.ladder());
        RC_ASSERT(read->ascent() == life.ascent());
        RC_ASSERT(read->descent() == life.descent());
        RC_ASSERT(read->comeback() == life.comeback());
        RC_ASSERT(written(*read) == text);
    }));
}

TEST_CASE("text: a damaged one is read, or refused with a place inside it") {
    REQUIRE(rc::check("damaged texts", [] {
        auto const text = damaged(chance(50) ? written(random_ladder()) : written(random_lifecycle()));
        RC_LOG() << text;
        auto const read = rung::try_parse_lifecycle(text);
        if (read) {
            auto const again = rung::try_parse_lifecycle(written(*read));
            RC_ASSERT(again.has_value());
            RC_ASSERT(again->ladder() == read->ladder());
        } else {
            RC_LOG() << std::string{read.error().message().view()};
            RC_ASSERT(points_into(text, read.error()));
            RC_ASSERT(is_readable(read.error()));
        }
        // The ladder alone is in order where the lifecycle is, but for its policies.
        auto const alone = rung::try_parse_ladder(text);
        if (!alone) {
            RC_ASSERT(points_into(text, alone.error()));
            RC_ASSERT(is_readable(alone.error()));
            RC_ASSERT(!read || alone.error().kind == rung::mistake::policy_in_ladder);
        }
    }));
}
