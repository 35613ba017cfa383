#include "catch.hpp"

#include "interop/arrow_by_hand.hpp"

#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_events.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using by_hand::batch;
using by_hand::column;
using by_hand::of_numbers;
using by_hand::of_text;
using rung::arrow::owned_array;
using rung::arrow::owned_stream;

constexpr std::int64_t second = 1'700'000'000;

column clients(std::vector<std::int64_t> ids) { return of_numbers("client", "l", std::move(ids)); }
column moments(std::size_t rows) {
    return of_numbers("at", "tss:UTC", std::vector<std::int64_t>(rows, second));
}
// A batch of one row, which is sound but for what is in the columns given.
batch row_with(std::vector<column> columns) {
    bool client = false;
    bool at = false;
    for (auto const& c : columns) {
        client = client || c.name == "client";
        at = at || c.name == "at";
    }
    if (!client) columns.push_back(clients({7}));
    if (!at) columns.push_back(moments(1));
    return {std::move(columns), 1};
}

struct answer {
    std::vector<rung::retail_event> events{};
    std::string why{};
};
template <class... ClientOf>
answer read(owned_stream from, ClientOf... client_of) {
    answer out;
    auto const done = rung::arrow::read_events(
        std::move(from), [&](auto some) { out.events.insert(out.events.end(), some.begin(), some.end()); },
        client_of...);
    CHECK(done.events == out.events.size());
    CHECK(static_cast<bool>(done) == done.why.empty());
    out.why = done.why;
    CHECK(by_hand::alive == 0);
    return out;
}
template <class... ClientOf>
answer read(batch b, ClientOf... client_of) {
    return read(by_hand::stream(std::move(b)), client_of...);
}
rung::retail_event only(batch b) {
    auto const a = read(std::move(b));
    INFO(a.why);
    REQUIRE(a.events.size() == 1);
    REQUIRE(a.why.empty());
    return a.events.front();
}

}  // namespace

TEST_CASE("arrow: an owner releases once, and a move copies and marks its source") {
    ArrowArray raw = by_hand::array_of(row_with({}));
    REQUIRE(by_hand::alive == 3);  // the base and two children, which are released with it
    owned_array a{raw};
    CHECK(raw.release == nullptr);
    CHECK(raw.private_data == a->private_data);
    owned_array b{std::move(a)};
    CHECK_FALSE(a);
    CHECK(b);
    auto& same = b;
    b = std::move(same);
    CHECK(b);
    owned_array c;
    CHECK_FALSE(c);
    c = std::move(b);
    CHECK_FALSE(b);
    b.reset();
    CHECK(by_hand::alive == 3);
    ArrowArray theirs{};
    c.move_to(theirs);
    CHECK_FALSE(c);
    CHECK(by_hand::alive == 3);
    c = owned_array{theirs};
    c = owned_array{};
    CHECK(by_hand::alive == 0);
    {
        auto made = by_hand::array_of(row_with({}));
        owned_array const d{made};
    }
    CHECK(by_hand::alive == 0);
    // A child that was moved out outlives its base.
    auto base = by_hand::array_of(row_with({}));
    owned_array child{*base.children[0]};
    base.release(&base);
    CHECK(by_hand::alive == 1);
    CHECK(*static_cast<std::int64_t const*>(child->buffers[1]) == 7);
    child.reset();
    CHECK(by_hand::alive == 0);
}

TEST_CASE("arrow: events of a stream with offsets in batch and columns, without validity, and nulls that are "
          "not counted") {
    auto client = clients({0, 0, 0, 11, 12, 13});
    client.offset = 1;
    auto at = of_numbers<std::int64_t>(
        "at", "tsm:", {-1, 1, 1'699'999'999'999, 1'700'000'000'000, 1'700'000'001'999});
    auto kind = of_text("kind", "u", {"?", "?", "contact", "ignored", "evaluation"}, "11101");
    auto score = of_numbers<std::uint8_t>("score", "C", {9, 9, 9, 9, 4}, "00001");
    auto amount = of_numbers<double>("amount", "g", {0, 0, 0, 19.9, 0}, "00010");
    auto id = of_numbers<std::uint64_t>("id", "L", {0, 0, 1, UINT64_MAX, 3});
    auto extra = of_numbers<std::int32_t>("colour", "i", {0, 0, 0, 0, 0});
    // Row 1 of the batch is row 2 of its columns; there the kind is null.
    auto const a = read(batch{{client, at, kind, score, amount, id, extra}, 3, 2});
    CHECK(a.why == "batch 1, row 2: the column 'kind' has a value that cannot be that of an event");
    REQUIRE(a.events.size() == 1);
    CHECK(a.events[0] == rung::contact{.id = 1, .client = 11, .at = rung::instant::from_unix(second - 1)});

    kind = of_text("kind", "u", {"?", "?", "contact", "purchase", "evaluation"});
    kind.null_count = 0;
    auto const b = read(batch{{client, at, kind, score, amount, id, extra}, 3, 2});
    CHECK(b.why.empty());
    REQUIRE(b.events.size() == 3);
    CHECK(b.events[1] == rung::purchase{.id = UINT64_MAX,
                                        .client = 12,
                                        .at = rung::instant::from_unix(second),
                                        .amount = rung::money{1990}});
    CHECK(b.events[2] ==
          rung::evaluation{.id = 3, .client = 13, .at = rung::instant::from_unix(second + 1), .score = 4});

    // A row that is null as a whole has nothing.
    auto const c = read(batch{{client, at, kind}, 3, 2, "11011"});
    CHECK(c.why == "batch 1, row 1: the column 'client' is null");
    auto const d = read(batch{{client, at, kind}, 3, 2, "11110"});
    CHECK(d.why == "batch 1, row 3: the column 'client' is null");
    CHECK(d.events.size() == 2);
}

TEST_CASE("arrow: moments in all units, floored, with and without zone; dates") {
    auto const ticks = [](char const* format, std::int64_t n) {
        return only(row_with({of_numbers<std::int64_t>("at", format, {n})})).at;
    };
    auto const expected = rung::instant::from_unix(second);
    for (std::string const zone : {"", "UTC", "Europe/Berlin"}) {
        CHECK(ticks(("tss:" + zone).c_str(), second) == expected);
        CHECK(ticks(("tsm:" + zone).c_str(), second * 1'000 + 999) == expected);
        CHECK(ticks(("tsu:" + zone).c_str(), second * 1'000'000 + 999'999) == expected);
        CHECK(ticks(("tsn:" + zone).c_str(), second * 1'000'000'000 + 999'999'999) == expected);
    }
    CHECK(ticks("tdm", second * 1'000) == expected);
    CHECK(only(row_with({of_numbers<std::int32_t>("at", "tdD", {2})})).at ==
          rung::instant::from_unix(2 * 86'400));
    // What is before 1970 or beyond instants is refused by a base, and not taken for another moment.
    CHECK(ticks("tss:", -1) == rung::instant::never());
    CHECK(ticks("tsn:", INT64_MIN) == rung::instant::never());
    CHECK(ticks("tss:", INT64_MAX) == rung::instant::forever());
    CHECK(only(row_with({of_numbers<std::int32_t>("at", "tdD", {INT32_MAX})})).at ==
          rung::instant::forever());
    CHECK(rung::arrow::detail::floored(-1, 1'000) == -1);
    CHECK(rung::arrow::detail::floored(-1'000, 1'000) == -1);
    CHECK(rung::arrow::detail::floored(-1'001, 1'000) == -2);
    CHECK(rung::arrow::detail::floored(1'999, 1'000) == 1);
}

TEST_CASE("arrow: whole numbers of every width; what does not fit is refused") {
    auto const client = [](column c) { return read(row_with({std::move(c)})); };
    CHECK(client(of_numbers<std::int8_t>("client", "c", {100})).events.at(0).client == 100);
    CHECK(client(of_numbers<std::uint8_t>("client", "C", {200})).events.at(0).client == 200);
    CHECK(client(of_numbers<std::int16_t>("client", "s", {30'000})).events.at(0).client == 30'000);
    CHECK(client(of_numbers<std::uint16_t>("client", "S", {60'000})).events.at(0).client == 60'000);
    CHECK(client(of_numbers<std::int32_t>("client", "i", {2'000'000'000})).events.at(0).client ==
          2'000'000'000);
    CHECK(client(of_numbers<std::uint32_t>("client", "I", {4'000'000'000})).events.at(0).client ==
          4'000'000'000);
    CHECK(client(of_numbers<std::uint64_t>("client", "L", {1ULL << 63})).events.at(0).client == 1ULL << 63);
    auto const no = "batch 1, row 1: the column 'client' has a value that cannot be that of an event";
    CHECK(client(of_numbers<std::int8_t>("client", "c", {-1})).why == no);
    CHECK(client(of_numbers<std::int64_t>("client", "l", {-1})).why == no);
    CHECK(only(row_with({of_numbers<std::uint16_t>("channel", "S", {513})})).channel == 513);
    CHECK(read(row_with({of_numbers<std::int32_t>("channel", "i", {70'000})})).why ==
          "batch 1, row 1: the column 'channel' has a value that cannot be that of an event");
    column truth{"mark", "b", 1, {{}, by_hand::bits("1")}};
    CHECK(only(row_with({truth})).mark == 1);
    column nothing{"channel", "n", 1, {}};
    CHECK(only(row_with({nothing})).channel == 0);
}

TEST_CASE("arrow: amounts as decimals are exact; whole numbers say that they are minor units") {
    auto const one = [](column c) {
        c.length = 1;
        return read(row_with({std::move(c)}));
    };
    auto const amount = [&](std::string format, std::int64_t high, std::uint64_t low) {
        return one(
            of_numbers<std::uint64_t>("amount", std::move(format), {low, static_cast<std::uint64_t>(high)}));
    };
    auto const cents = [](answer const& a) {
        INFO(a.why);
        REQUIRE(a.events.size() == 1);
        return a.events[0].amount.minor_units;
    };
    auto const no = "batch 1, row 1: the column 'amount' has a value that cannot be that of an event";
    CHECK(cents(amount("d:10,2", 0, 1990)) == 1990);
    CHECK(cents(amount("d:10,2,128", 0, 1990)) == 1990);
    CHECK(cents(amount("d:38,0", 0, 19)) == 1900);
    CHECK(cents(amount("d:10,1", 0, 199)) == 1990);
    CHECK(cents(amount("d:10,-2", 0, 3)) == 30'000);
    CHECK(cents(amount("d:38,10", 0, 199'000'000'000)) == 1990);
    CHECK(amount("d:38,10", 0, 199'000'000'001).why == no);  // less than a cent is not dropped
    // 19.90 with 30 digits behind the point: 199 * 10^29.
    CHECK(cents(amount("d:38,30", 1078781161623, 1418772981043167232U)) == 1990);
    CHECK(amount("d:38,2", 1, 0).why == no);
    CHECK(amount("d:38,2", 0, 1ULL << 63).why == no);
    CHECK(amount("d:38,0", 0, INT64_MAX).why == no);
    CHECK(cents(amount("d:10,2", -1, ~std::uint64_t{0} - 4)) == -5);  // a base refuses it
    CHECK(cents(amount("d:38,3", -1, ~std::uint64_t{0} - 49)) == -5);

    CHECK(only(row_with({of_numbers<double>("amount", "g", {0.29})})).amount == rung::money{29});
    CHECK(only(row_with({of_numbers<float>("amount", "f", {19.99F})})).amount == rung::money{1999});
    CHECK(only(row_with({of_numbers<double>("amount", "g", {-9'999'999'999.99})})).amount ==
          rung::money{-999'999'999'999});
    // A float32 holds cents up to where their neighbours are as near.
    CHECK(only(row_with({of_numbers<float>("amount", "f", {48'999.99F})})).amount == rung::money{4'899'999});
    CHECK(only(row_with({of_numbers<double>("amount", "g", {200'000.01})})).amount ==
          rung::money{20'000'001});
    for (float unheld : {70'000.555F, 200'000.01F, -200'000.01F})
        CHECK(read(row_with({of_numbers<float>("amount", "f", {unheld})})).why == no);
    // What is between two cents is not another number silently.
    for (double between : {-1.005, 19.987, 0.001})
        CHECK(read(row_with({of_numbers<double>("amount", "g", {between})})).why == no);
    CHECK(
        read(row_with({of_numbers<double>("amount", "g", {std::numeric_limits<double>::quiet_NaN()})})).why ==
        no);
    CHECK(read(row_with({of_numbers<double>("amount", "g", {1e13})})).why == no);
    CHECK(read(row_with({of_numbers<std::int64_t>("amount", "l", {1990})})).why ==
          "the column 'amount' is of whole numbers, and should be of decimals or floats; whole numbers of "
          "minor "
          "units (cents) are named 'amount_minor'");
    CHECK(only(row_with({of_numbers<std::int64_t>("amount_minor", "l", {1990})})).amount ==
          rung::money{1990});
    CHECK(read(row_with({of_numbers<double>("amount", "g", {1}),
                         of_numbers<std::int64_t>("amount_minor", "l", {1})}))
              .why == "there are both 'amount' and 'amount_minor': one says what an event is worth");
}

TEST_CASE(
    "arrow: text, large text, views and dictionaries read alike; ids of text by the host's dictionary") {
    std::map<std::string, rung::client_id, std::less<>> ids;
    auto const id_of = [&](std::string_view name) {
        return ids.try_emplace(std::string{name}, ids.size() + 1).first->second;
    };
    std::vector<std::string> const names{"ann", "bob", "somebody with a long name",
                                         "",    "ann", "another with a long one"};
    auto const as = [&](column c) {
        ids.clear();
        c.name = "client";
        auto const a = read(batch{{std::move(c), moments(6)}, 6}, id_of);
        INFO(a.why);
        std::vector<rung::client_id> out;
        for (auto const& e : a.events) out.push_back(e.client);
        return out;
    };
    std::vector<rung::client_id> const expected{1, 2, 3, 4, 1, 5};
    CHECK(as(of_text("", "u", names)) == expected);
    CHECK(ids.count("somebody with a long name") == 1);
    CHECK(as(of_text<std::int64_t>("", "U", names)) == expected);
    CHECK(as(by_hand::of_views("", names)) == expected);
    CHECK(ids.count("another with a long one") == 1);

    // The words have an offset of their own, and so do the indices.
    auto words = of_text(
        "", "u", {"(nobody)", "ann", "bob", "somebody with a long name", "", "another with a long one"});
    words.offset = 1;
    auto const coded = [&](std::string format, auto indices) {
        column c{"",
                 std::move(format),
                 static_cast<std::int64_t>(indices.size()),
                 {{}, by_hand::numbers(indices)}};
        c.offset = 1;
        c.words = std::make_shared<column>(words);
        return c;
    };
    CHECK(as(coded("c", std::vector<std::int8_t>{9, 0, 1, 2, 3, 0, 4})) == expected);
    CHECK(as(coded("I", std::vector<std::uint32_t>{9, 0, 1, 2, 3, 0, 4})) == expected);
    CHECK(as(coded("l", std::vector<std::int64_t>{9, 0, 1, 2, 3, 0, 4})) == expected);
    CHECK(as(coded("c", std::vector<std::int8_t>{9, 0, 1, 5, 3, 0, 4})).size() ==
          2);  // there is no such word
    CHECK(as(coded("c", std::vector<std::int8_t>{9, 0, -1, 2, 3, 0, 4})).size() == 1);
    words.buffers[0] = by_hand::bits("101111");
    CHECK(as(coded("c", std::vector<std::int8_t>{9, 1, 0, 2, 3, 0, 4})).size() == 1);  // a word that is null

    // Numbers may be words, too.
    column number{"client", "c", 1, {{}, by_hand::numbers<std::int8_t>({1})}};
    number.words = std::make_shared<column>(of_numbers<std::int64_t>("", "l", {5, 77}));
    CHECK(only(row_with({number})).client == 77);

    CHECK(
        read(batch{{of_text("client", "u", {"ann"}), moments(1)}, 1}).why ==
        "the column 'client' is of text, and nobody says which number a text is: give read_events a function "
        "from text to client_id");
    // The first word of a column is not taken for one that was read before it.
    CHECK(read(row_with({of_text("kind", "u", {""})})).why == "batch 1, row 1: '' is no kind of event");
    CHECK(only(row_with({of_text("kind", "u", {"purchase"})})).kind == rung::event_kind::purchase);
    // Damage that can be seen is not read.
    auto torn = of_text("kind", "u", {"purchase"});
    torn.buffers[1] = by_hand::numbers<std::int32_t>({8, 0});
    CHECK(read(row_with({torn})).why ==
          "batch 1, row 1: the column 'kind' has a value that cannot be that of an event");
    auto view = by_hand::of_views("kind", {"a kind that has a long name"});
    view.buffers[1][8] = 1;  // of a buffer that it does not have
    CHECK(read(row_with({view})).why ==
          "batch 1, row 1: the column 'kind' has a value that cannot be that of an event");
}

TEST_CASE("arrow: what is not read is refused by its name") {
    std::pair<char const*, char const*> const formats[] = {
        {"e", "a float of 16 bits"},
        {"vz", "a binary view"},
        {"w:16", "binary of a fixed size"},
        {"d:40,2,256", "a decimal that has not 128 bits"},
        {"d:7", "a decimal that has not 128 bits"},
        {"ttu", "a time of day"},
        {"tDs", "a length of time"},
        {"tiM", "an interval"},
        {"+l", "a list"},
        {"+vl", "a list view"},
        {"+s", "a struct"},
        {"+m", "a map"},
        {"+ud:0", "a union"},
        {"+r", "run-end encoded"},
        {"tsx:", "of an unknown type"},
        {"ts", "of an unknown type"},
        {"", "of an unknown type"},
    };
    for (auto const& [format, words] : formats) {
        auto const said = std::string{words} + " ('" + format + "'), which is not read";
        CHECK(read(row_with({of_numbers<std::int64_t>("id", format, {1, 1})})).why ==
              "the column 'id' is " + said);
        column coded{"id", "c", 1, {{}, by_hand::numbers<std::int8_t>({0})}};
        coded.words = std::make_shared<column>(of_numbers<std::int64_t>("", format, {1, 1}));
        CHECK(read(row_with({coded})).why == "the column 'id' is a dictionary of " + said);
    }
    auto const why = [](column c) { return read(row_with({std::move(c)})).why; };
    CHECK(why(of_text("at", "u", {"2026-01-01"})) ==
          "the column 'at' is of text, and should be of timestamps; parse text in the query that makes the "
          "stream");
    CHECK(why(of_numbers<std::int64_t>("kind", "l", {1})) ==
          "the column 'kind' is of whole numbers, and should be of text");
    CHECK(why(of_numbers<double>("client", "g", {1})) ==
          "the column 'client' is of floats, and should be of whole numbers, or of text");
    column by_float{"id", "g", 1, {{}, by_hand::numbers<double>({0})}};
    by_float.words = std::make_shared<column>(of_text("", "u", {"a"}));
    CHECK(why(by_float) == "the column 'id' has a dictionary whose indices are no whole numbers");
    column twice{"id", "c", 1, {{}, by_hand::numbers<std::int8_t>({0})}};
    twice.words = std::make_shared<column>(twice);
    twice.words->words = std::make_shared<column>(of_text("", "u", {"a"}));
    CHECK(why(twice) == "the column 'id' is a dictionary of a dictionary, which is not read");
}

TEST_CASE("arrow: arrays that are not what they say are refused") {
    auto const why = [](column c) { return read(row_with({std::move(c)})).why; };
    auto id = of_numbers<std::int64_t>("id", "l", {1});
    id.length = 0;
    CHECK(why(id) == "the column 'id' has fewer values than the batch has rows");
    id = of_numbers<std::int64_t>("id", "l", {1});
    id.offset = -1;
    CHECK(why(id) == "the column 'id' has fewer values than the batch has rows");
    id = of_numbers<std::int64_t>("id", "l", {1});
    id.buffer_count = 1;
    CHECK(why(id) == "the column 'id' does not have the buffers of its type");
    id = of_numbers<std::int64_t>("id", "l", {1});
    id.null_count = 1;
    CHECK(why(id) == "the column 'id' has nulls but does not say which");
    id = column{"id", "l", 1, {{}, {}}};
    CHECK(why(id) == "the column 'id' has no values");
    // Without rows there need be no values.
    CHECK(
        read(batch{{column{"client", "l", 0, {{}, {}}}, column{"at", "tss:", 0, {{}, {}}}}, 0}).why.empty());

    CHECK(read(batch{{clients({1})}, 1}).why == "there is no column 'at'; the columns are 'client'");
    CHECK(read(batch{{clients({1}), moments(1), moments(1)}, 1}).why ==
          "more than one column is named 'at'; the columns are 'client', 'at', 'at'");
    CHECK(read(row_with({of_numbers<std::int64_t>("id", "l", {1}), of_numbers<std::int64_t>("id", "l", {1})}))
              .why == "more than one column is named 'id'; the columns are 'id', 'id', 'client', 'at'");
    CHECK(read(row_with({of_text("kind", "u", {"purchas\x1b[2J"})})).why ==
          "batch 1, row 1: 'purchas?[2J' is no kind of event");
    CHECK(read(by_hand::stream({{row_with({}), batch{{clients({1})}, 1}}})).why ==
          "batch 2 does not have the columns of the stream");
    CHECK(read(batch{{clients({1, 2}), of_numbers<std::int64_t>("at", "tss:", {second, second}, "10")}, 2})
              .why == "batch 1, row 2: the column 'at' is null");
}

TEST_CASE("arrow: a stream that fails says why; a stream is read once") {
    CHECK(read(by_hand::stream({{row_with({})}, "the disk is on fire", true})).why ==
          "the stream's get_schema failed with 5: the disk is on fire");
    auto const late = read(by_hand::stream({{row_with({}), row_with({})}, "the disk is on fire"}));
    CHECK(late.why == "the stream's get_next failed with 5: the disk is on fire");
    CHECK(late.events.size() == 2);

    auto once = by_hand::stream(row_with({}));
    CHECK(read(std::move(once)).why.empty());
    CHECK(read(std::move(once)).why == "the stream was read or released already; a stream is read once");

    rung::arrow::batches rows{by_hand::stream(row_with({}))};
    CHECK(rows.next());
    CHECK(rows.size() == 1);
    CHECK_FALSE(rows.next());
    CHECK(rows.size() == 0);
    CHECK(by_hand::alive == 3);  // the schema with its children; the stream is gone with its end
    CHECK_FALSE(rows.next());
    CHECK(rows.why().empty());
    CHECK(rows.count() == 1);
}

TEST_CASE("arrow: a large batch is handed on in pieces") {
    std::vector<std::int64_t> ids(10'000);
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i + 1);
    std::vector<std::size_t> sizes;
    rung::client_id next = 1;
    auto const done =
        rung::arrow::read_events(by_hand::stream(batch{{clients(ids), moments(10'000)}, 10'000}),
                                 [&](std::span<rung::retail_event const> some) {
                                     sizes.push_back(some.size());
                                     for (auto const& e : some) CHECK(e.client == next++);
                                 });
    CHECK(done);
    CHECK(done.events == 10'000);
    CHECK(sizes == std::vector<std::size_t>{4'096, 4'096, 1'808});
}
