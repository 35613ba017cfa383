// Columns of Arrow read many rows at once: the same as row by row, and where a row cannot be an event,
// exactly those before it are.

#include "catch.hpp"

#include "interop/arrow_by_hand.hpp"

#include <rung/interop/arrow_column.hpp>
#include <rung/interop/arrow_events.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t many = 700;  // more than are read at once

std::string dice_bits(std::mt19937_64& dice, std::size_t count, unsigned one_in) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += dice() % one_in == 0 ? '0' : '1';
    return out;
}

/// `read` rows at once and one by one come to the same values, and stop at the same row.
template <class T>
void check_same_rows(rung::arrow::column const& c, std::int64_t first, std::size_t count, T const& null) {
    std::vector<T> at_once(count, null), one_by_one;
    auto const read = c.each<T>(
        first, count, [&](std::size_t i, T const& value) { at_once[i] = value; }, null);
    for (std::size_t i = 0; i < count; ++i) {
        auto const row = first + static_cast<std::int64_t>(i);
        auto value = null;
        if (!c.is_null(row) && !c.read(row, value)) break;
        one_by_one.push_back(value);
    }
    REQUIRE(read == one_by_one.size());
    at_once.resize(read);
    bool const same = at_once == one_by_one;
    CHECK(same);
}

/// All readers of a column: with nulls in it and whole rows null, behind offsets of both.
void check_column(by_hand::column of, std::mt19937_64& dice, unsigned one_in) {
    INFO(of.format << ", one of " << one_in << " is null");
    auto const rows = of.length - 5;
    of.offset = 2;
    if (one_in != 0)
        of.buffers[0] = by_hand::bits(dice_bits(dice, static_cast<std::size_t>(of.length), one_in));
    by_hand::batch b{{std::move(of)}, rows, 3, {}};
    if (one_in != 0) b.valid = dice_bits(dice, static_cast<std::size_t>(rows) + 3, 50);
    auto raw_schema = by_hand::schema_of(b);
    auto raw_array = by_hand::array_of(b);
    rung::arrow::owned_schema const schema{raw_schema};
    rung::arrow::owned_array const array{raw_array};
    rung::arrow::column c;
    REQUIRE(c.open(*schema->children[0], *array->children[0], *array));
    for (std::int64_t first : {0, 1, 77}) {
        auto const count = static_cast<std::size_t>(rows - first) - static_cast<std::size_t>(first);
        check_same_rows<std::uint64_t>(c, first, count, 42);
        check_same_rows<std::int64_t>(c, first, count, -42);
        check_same_rows<double>(c, first, count, 0.5);
        check_same_rows<rung::instant>(c, first, count, rung::instant::forever());
        check_same_rows<rung::money>(c, first, count, rung::money{7});
        check_same_rows<std::string_view>(c, first, count, "nothing");
    }
}

template <class T>
by_hand::column dice_numbers(char const* format, std::mt19937_64& dice, std::int64_t from, std::int64_t to) {
    std::vector<T> values;
    for (std::size_t i = 0; i < many; ++i)
        values.push_back(static_cast<T>(
            from + static_cast<std::int64_t>(dice() % (static_cast<std::uint64_t>(to - from) + 1))));
    return by_hand::of_numbers("c", format, values);
}
by_hand::column dice_decimals(char const* format, std::mt19937_64& dice, std::int64_t parts, bool is_wide) {
    std::vector<std::int64_t> halves;
    for (std::size_t i = 0; i < many; ++i) {
        auto const n = (static_cast<std::int64_t>(dice() % 2'000'001) - 1'000'000) * parts;
        halves.push_back(n);
        halves.push_back(is_wide && dice() % 300 == 0 ? 5 : n < 0 ? -1 : 0);
    }
    auto c = by_hand::of_numbers("c", format, halves);
    c.length = many;
    return c;
}

}  // namespace

TEST_CASE("arrow: many rows at once are what they are one by one") {
    std::mt19937_64 dice{5};
    for (unsigned const one_in : {0U, 3U, 200U}) {
        check_column(dice_numbers<std::int8_t>("c", dice, 0, 127), dice, one_in);
        check_column(dice_numbers<std::int8_t>("c", dice, -1, 127), dice, one_in);
        check_column(dice_numbers<std::uint8_t>("C", dice, 0, 255), dice, one_in);
        check_column(dice_numbers<std::int16_t>("s", dice, 0, 32'767), dice, one_in);
        check_column(dice_numbers<std::uint16_t>("S", dice, 0, 65'535), dice, one_in);
        check_column(dice_numbers<std::int32_t>("i", dice, -1, 1 << 8), dice, one_in);
        check_column(dice_numbers<std::uint32_t>("I", dice, 0, UINT32_MAX), dice, one_in);
        check_column(dice_numbers<std::int64_t>("l", dice, 0, INT64_MAX - 1), dice, one_in);
        check_column(dice_numbers<std::int64_t>("l", dice, -2, 1'000), dice, one_in);
        // Some with the highest bit.
        check_column(dice_numbers<std::uint64_t>("L", dice, -1, 300), dice, one_in);
        check_column(dice_numbers<float>("f", dice, -1'000, 1'000), dice, one_in);
        check_column(dice_numbers<double>("g", dice, -1'000, 1'000), dice, one_in);
        // The last moments too, and what is before or after all.
        check_column(dice_numbers<std::int64_t>("tss:", dice, 1, 4'294'967'294), dice, one_in);
        check_column(dice_numbers<std::int64_t>("tss:", dice, -9, 9), dice, one_in);
        check_column(dice_numbers<std::int64_t>("tss:UTC", dice, 4'294'967'290, 4'294'967'299), dice, one_in);
        check_column(dice_numbers<std::int64_t>("tsm:", dice, -1'500, 1'700'000'000'000), dice, one_in);
        check_column(dice_numbers<std::int64_t>("tsm:", dice, 4'294'967'293'000, 4'294'967'296'000), dice,
                     one_in);
        check_column(dice_numbers<std::int64_t>("tsu:UTC", dice, 1'000'000, 1'700'000'000'000'000), dice,
                     one_in);
        check_column(dice_numbers<std::int64_t>("tsn:", dice, 1'000'000'000, 1'700'000'000'000'000'000), dice,
                     one_in);
        check_column(dice_numbers<std::int64_t>("tsn:", dice, 999'999'990, 1'000'000'010), dice, one_in);
        check_column(dice_numbers<std::int64_t>("tdm", dice, -5'000, 1'700'000'000'000), dice, one_in);
        check_column(dice_numbers<std::int32_t>("tdD", dice, -2, 20'000), dice, one_in);
        check_column(dice_decimals("d:19,2", dice, 1, false), dice, one_in);
        check_column(dice_decimals("d:19,2", dice, 1, true), dice, one_in);
        check_column(dice_decimals("d:19,4", dice, 100, false), dice, one_in);
        check_column(dice_decimals("d:19,4", dice, 10, false), dice, one_in);
        check_column(dice_decimals("d:19,1", dice, 1, false), dice, one_in);
        check_column(
            {"c", "b", static_cast<std::int64_t>(many), {{}, by_hand::bits(dice_bits(dice, many, 2))}}, dice,
            one_in);
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < many; ++i) texts.emplace_back(dice() % 20, 'x');
        check_column(by_hand::of_text("c", "u", texts), dice, one_in);
        check_column(by_hand::of_text<std::int64_t>("c", "U", texts), dice, one_in);
        check_column(by_hand::of_views("c", texts), dice, one_in);
        auto torn = by_hand::of_text("c", "u", texts);
        torn.buffers[1][4 * 333 + 3] = '\x80';  // the end of a text is before its beginning
        check_column(torn, dice, one_in);
    }
    CHECK(by_hand::alive == 0);
}

TEST_CASE("arrow: of many rows those before the first that cannot be an event are handed on") {
    constexpr std::int64_t one_moment = 1'700'000'000;
    std::vector<std::int64_t> ids, moments(many, one_moment), scores, details;
    std::vector<std::int32_t> places;
    std::vector<std::string> names;
    std::vector<double> amounts;
    for (std::size_t i = 0; i < many; ++i) {
        ids.push_back(static_cast<std::int64_t>(i + 1));
        places.push_back(static_cast<std::int32_t>(i % 3));
        names.push_back("c" + std::to_string(i % 50));
        amounts.push_back(static_cast<double>(i) / 100);
        scores.push_back(static_cast<std::int64_t>(i % 3 == 2 ? i % 5 + 1 : 9'999));
        details.push_back(i % 3 == 1 ? 1 : 0);
    }
    // What is at a place is not what it should be: -1 asks for nothing wrong.
    struct fault {
        std::string column;
        std::int64_t row;
    };
    std::vector<std::string> asked;
    auto const read = [&](std::vector<fault> const& faults, bool by_words) {
        auto const wrong = [&](std::string const& column, auto values, auto value) {
            for (auto const& f : faults)
                if (f.column == column) values[static_cast<std::size_t>(f.row)] = value;
            return values;
        };
        std::vector<std::string> const words{"contact", "purchase", "evaluation", "purchas"};
        std::vector<std::string> texts;
        for (auto const p : wrong("kind", places, 3)) texts.push_back(words[static_cast<std::size_t>(p)]);
        auto kind = by_hand::of_text("kind", "u", texts);
        if (by_words) {
            kind = by_hand::of_numbers("kind", "i", wrong("kind", places, 3));
            kind.words = std::make_shared<by_hand::column>(by_hand::of_text("", "u", words));
        }
        std::string valid(many, '1');
        for (auto const& f : faults)
            if (f.column == "at") valid[static_cast<std::size_t>(f.row)] = '0';
        by_hand::batch b{{by_hand::of_text("client", "u", names),
                          by_hand::of_numbers("at", "tss:", moments, valid),
                          by_hand::of_numbers("id", "l", wrong("id", ids, std::int64_t{-1})), kind,
                          by_hand::of_numbers("amount", "g", wrong("amount", amounts, 0.001)),
                          by_hand::of_numbers("channel", "l", wrong("channel", ids, std::int64_t{65'536})),
                          by_hand::of_numbers("score", "l", wrong("score", scores, std::int64_t{256})),
                          by_hand::of_numbers("mark", "c", std::vector<std::int8_t>(many, 1))},
                         static_cast<std::int64_t>(many)};
        if (!by_words)
            b.columns.push_back(
                by_hand::of_numbers("detail", "l", wrong("detail", details, std::int64_t{-1})));
        asked.clear();
        std::pair<std::string, std::vector<rung::retail_event>> out;
        out.first = rung::arrow::read_events(
                        by_hand::stream(std::move(b)),
                        [&](auto some) { out.second.insert(out.second.end(), some.begin(), some.end()); },
                        [&](std::string_view name) {
                            asked.emplace_back(name);
                            return rung::client_id{name.size()};
                        })
                        .why;
        return out;
    };
    for (bool const by_words : {false, true}) {
        auto const whole = read({}, by_words);
        REQUIRE(whole.first.empty());
        REQUIRE(whole.second.size() == many);
        for (std::size_t i = 0; i < many; ++i) {
            auto const& e = whole.second[i];
            CHECK(e.id == i + 1);
            CHECK(e.amount.minor_units == static_cast<std::int64_t>(i));
            CHECK(e.kind == (i % 3 == 0   ? rung::event_kind::contact
                             : i % 3 == 1 ? rung::event_kind::purchase
                                          : rung::event_kind::evaluation));
            // The score of an evaluation; of others what 'detail' says, where it is there.
            CHECK(e.detail == (i % 3 == 2 ? i % 5 + 1 : i % 3 == 1 && !by_words ? 1 : 0));
        }
        auto const check = [&](std::vector<fault> const& faults, std::string const& says, std::size_t row) {
            INFO(says);
            auto const part = read(faults, by_words);
            CHECK(part.first == "batch 1, row " + std::to_string(row + 1) + ": " + says);
            bool const same = part.second == std::vector(whole.second.begin(),
                                                         whole.second.begin() + static_cast<long>(row));
            CHECK(same);
            CHECK(asked.size() == row);  // the host's dictionary does not learn who comes to no event
        };
        for (std::size_t const row : {std::size_t{0}, std::size_t{255}, std::size_t{256}, std::size_t{599}}) {
            auto const at = static_cast<std::int64_t>(row);
            auto const of = [](std::string const& name) {
                return "the column '" + name + "' has a value that cannot be that of an event";
            };
            check({{"id", at}}, of("id"), row);
            check({{"channel", at}}, of("channel"), row);
            check({{"amount", at}}, of("amount"), row);
            check({{"at", at}}, "the column 'at' is null", row);
            check({{"kind", at}}, "'purchas' is no kind of event", row);
            if (!by_words) check({{"detail", at}}, of("detail"), row);
            // Of several the first row counts, and in a row the first column.
            check({{"channel", at}, {"id", at + 1}}, of("channel"), row);
            check({{"channel", at + 1}, {"amount", at}}, of("amount"), row);
            check({{"channel", at}, {"id", at}}, of("id"), row);
        }
        check({{"score", 260}}, "the column 'score' has a value that cannot be that of an event", 260);
        CHECK(read({{"score", 261}}, by_words).first.empty());  // a purchase has no score
    }
}
