// The functions for other languages, called as these call them.

#include "catch.hpp"

#include "interop/arrow_by_hand.hpp"

#include <rung/interop/c_abi_define.hpp>
#include <rung/version.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t begin = 1'767'225'600;  // 2026-01-01

constexpr std::string_view club =
    "ladder club  stage guest  stage member enter purchases >= 1 keep silence <= 60d "
    " stage gold enter purchases >= 3";

struct ladder_handle {
    rung_ladder* raw;
    explicit ladder_handle(std::string_view text) : raw{rung_ladder_read(text.data(), text.size())} {}
    ~ladder_handle() { rung_ladder_release(raw); }
    ladder_handle(ladder_handle const&) = delete;
    ladder_handle& operator=(ladder_handle const&) = delete;
};
struct base_handle {
    rung_base* raw;
    explicit base_handle(bool with_history) {
        ladder_handle const l{club};
        raw = rung_base_open(l.raw, with_history ? 1 : 0);
        REQUIRE(raw != nullptr);
    }
    ~base_handle() { rung_base_release(raw); }
    base_handle(base_handle const&) = delete;
    base_handle& operator=(base_handle const&) = delete;

    rung_applied apply(by_hand::batch b) {
        auto stream = by_hand::stream(std::move(b));
        ArrowArrayStream theirs{};
        stream.move_to(theirs);
        rung_applied out{};
        failed = rung_base_apply(raw, &theirs, &out) != 0;
        CHECK(theirs.release == nullptr);
        CHECK(by_hand::alive == 0);
        return out;
    }
    [[nodiscard]] std::string why() const {
        auto const* const text = rung_base_why(raw);
        return text == nullptr ? "" : text;
    }
    bool failed = false;
};

by_hand::batch purchases(std::vector<std::string> const& who, std::vector<std::int64_t> days) {
    for (auto& d : days) d = begin + d * day;
    std::vector<std::uint64_t> ids;
    for (std::size_t i = 0; i < who.size(); ++i)
        ids.push_back(static_cast<std::uint64_t>(days[i]) * 10 + i % 10);
    auto const rows = static_cast<std::int64_t>(who.size());
    return {{by_hand::of_text("client", "u", who), by_hand::of_numbers<std::int64_t>("at", "tss:UTC", days),
             by_hand::of_numbers<std::uint64_t>("id", "L", ids)},
            rows};
}

std::string column_of(ArrowArrayStream& from, std::string_view name) {
    rung::arrow::batches rows{rung::arrow::owned_stream{from}};
    std::string out;
    while (rows.next()) {
        rung::arrow::column c;
        REQUIRE(rows.find(name, c));
        for (std::int64_t row = 0; row < rows.size(); ++row) {
            std::string_view text;
            std::int64_t n = 0;
            if (c.read(row, text))
                out += text;
            else if (c.read(row, n))
                out += std::to_string(n);
            out += ' ';
        }
    }
    return out + rows.why();
}
std::string table(base_handle const& b, char const* which, std::string_view column) {
    ArrowArrayStream out{};
    REQUIRE(rung_base_table(b.raw, which, &out) == 0);
    return column_of(out, column);
}
std::string clients(base_handle const& b, std::string_view column) {
    ArrowArrayStream out{};
    REQUIRE(rung_base_clients(b.raw, begin + 10 * day, &out) == 0);
    return column_of(out, column);
}

}  // namespace

TEST_CASE("C ABI: a ladder from text, or the sentence that says what is wrong with it") {
    CHECK(rung_version() == std::to_string(RUNG_VERSION_MAJOR) + '.' + std::to_string(RUNG_VERSION_MINOR) +
                                '.' + std::to_string(RUNG_VERSION_PATCH));
    ladder_handle const good{club};
    CHECK(rung_ladder_why(good.raw) == nullptr);
    CHECK(std::string_view{rung_ladder_text(good.raw)}.substr(0, 11) == "ladder club");
    ladder_handle const bad{"stage guest  stage member enter purchase >= 1"};
    REQUIRE(bad.raw != nullptr);
    CHECK(std::string_view{rung_ladder_why(bad.raw)} ==
          "1:33: unknown fact 'purchase'; did you mean 'purchases'?");
    CHECK(std::string_view{rung_ladder_text(bad.raw)}.empty());
    auto* const none = rung_base_open(bad.raw, 1);
    REQUIRE(none != nullptr);
    CHECK(std::string_view{rung_base_why(none)} == "the base was not opened, for want of a ladder");
    CHECK(rung_base_settle(none, begin, nullptr) != 0);
    CHECK(std::string_view{rung_base_why(none)} == "the base was not opened, for want of a ladder");
    rung_base_release(none);
    rung_base_release(nullptr);
    CHECK(rung_base_settle(nullptr, begin, nullptr) != 0);
    ladder_handle const empty{std::string_view{nullptr, 0}};
    CHECK(rung_ladder_why(empty.raw) != nullptr);
}

TEST_CASE("C ABI: events in; clients, moves and counts out; explained") {
    for (bool const with_history : {false, true}) {
        base_handle b{with_history};
        auto const done = b.apply(purchases({"ann", "bob", "ann", "ann"}, {0, 1, 2, 3}));
        CHECK_FALSE(b.failed);
        CHECK(done.events == 4);
        CHECK(done.applied == 4);
        CHECK(done.moves == 3);
        CHECK(clients(b, "client") == "ann bob ");
        CHECK(clients(b, "stage") == "gold member ");
        CHECK(clients(b, "purchases") == "3 1 ");
        CHECK(table(b, "moves", "client") ==
              (with_history ? "ann ann bob " : "ann bob ann "));            // client by client
        CHECK(table(b, "moves", "kind") == "purchase purchase purchase ");  // asked twice, the same
        CHECK(table(b, "census", "clients") == "0 1 1 ");
        CHECK(table(b, "funnel", "reached") == "2 2 1 ");
        CHECK(table(b, "flow", "moves") == "2 1 ");

        std::uint64_t moves = 0;
        CHECK(rung_base_settle(b.raw, begin + 100 * day, &moves) == 0);
        CHECK(moves == 2);
        CHECK(table(b, "moves", "to") == "guest guest ");
        auto const* text = rung_base_explain(b.raw, "ann", 3, begin + 100 * day, 0);
        REQUIRE(text != nullptr);
        CHECK(std::string_view{text}.substr(0, 5) == "guest");
        CHECK(rung_base_explain(b.raw, "joe", 3, begin, 0) == nullptr);
        CHECK(b.why() == "the base has no client 'joe'");
        CHECK(rung_base_explain(b.raw, "bob", 3, begin, 1) != nullptr);
        CHECK(b.why().empty());
        CHECK(rung_base_settle(b.raw, -1, nullptr) != 0);
        CHECK(b.why() ==
              "the moment is outside of the range from 1970-01-01T00:00:01 to 2106-02-07T06:28:14");
        ArrowArrayStream out{};
        CHECK(rung_base_table(b.raw, "sums", &out) != 0);
        CHECK(b.why() == "there is no table 'sums': there are moves, census, funnel, flow, ledger, "
                         "retention, states and refused");
        CHECK(out.release == nullptr);
    }
}

TEST_CASE("C ABI: late events with and without history; what was not taken is a table") {
    base_handle facts{false};
    (void)facts.apply(purchases({"ann"}, {5}));
    auto const late = facts.apply(purchases({"ann", "bob"}, {1, 1}));
    CHECK(late.applied == 1);
    CHECK(late.refused == 1);
    CHECK(table(facts, "refused", "client") == "ann ");
    CHECK(table(facts, "refused", "why") == "time going backwards ");
    (void)facts.apply(purchases({"bob"}, {2}));
    CHECK(table(facts, "refused", "why").empty());

    base_handle kept{true};
    (void)kept.apply(purchases({"ann"}, {5}));
    (void)kept.apply(purchases({"ann"}, {1}));
    CHECK(kept.apply(purchases({"ann"}, {1})).repeated == 1);
    CHECK(table(kept, "moves", "withdrawn") == "0 1 0 ");
    CHECK(table(kept, "funnel", "reached") == "1 1 0 ");
}

TEST_CASE("C ABI: a stream with a mistake says where; what came before it was taken") {
    base_handle b{true};
    auto broken = purchases({"ann", "bob"}, {0, 1});
    broken.columns[1] = by_hand::of_numbers<std::int64_t>("at", "tss:UTC", {begin, begin}, "10");
    CHECK(b.apply(std::move(broken)).applied == 1);
    CHECK(b.failed);
    CHECK(b.why() == "batch 1, row 2: the column 'at' is null");

    auto numbers = purchases({"ann"}, {0});
    numbers.columns[0] = by_hand::of_numbers<std::int64_t>("client", "l", {7});
    (void)b.apply(numbers);
    CHECK(b.why() == "the clients of this base are texts, and these are numbers");
    base_handle other{true};
    (void)other.apply(std::move(numbers));
    CHECK(clients(other, "client") == "7 ");
    CHECK(rung_base_explain(other.raw, "7", 1, begin, 0) != nullptr);
    CHECK(rung_base_explain(other.raw, "x", 1, begin, 0) == nullptr);
    (void)other.apply(purchases({"ann"}, {0}));
    CHECK(other.why() == "the clients of this base are numbers, and these are texts");

    // A table of which no event was read does not say how clients are called.
    base_handle later{true};
    CHECK(later.apply(purchases({}, {})).events == 0);
    CHECK_FALSE(later.failed);
    (void)later.apply({{by_hand::of_numbers<double>("client", "g", {7}),
                        by_hand::of_numbers<std::int64_t>("at", "tss:UTC", {begin})},
                       1});
    CHECK(later.why() == "the column 'client' is of floats, and should be of whole numbers, or of text");
    auto unread = purchases({"ann"}, {0});
    unread.columns[1] = by_hand::of_numbers<std::int64_t>("at", "tss:UTC", {begin}, "0");
    (void)later.apply(unread);
    CHECK(later.why() == "batch 1, row 1: the column 'at' is null");
    unread.columns[0] = by_hand::of_numbers<std::int64_t>("client", "l", {7});
    (void)later.apply(unread);
    CHECK(later.apply(purchases({"bob"}, {0})).applied == 1);
    CHECK(clients(later, "client") == "bob ");

    rung_applied out{};
    CHECK(rung_base_apply(b.raw, nullptr, &out) != 0);
    CHECK(b.why() == "the stream was read or released already; a stream is read once");
}

TEST_CASE("C ABI: a stream of clients outlives its handle, and does not outlive a change") {
    ArrowArrayStream out{};
    {
        base_handle b{true};
        (void)b.apply(purchases({"ann", "bob"}, {0, 1}));
        REQUIRE(rung_base_clients(b.raw, begin, &out) == 0);
    }
    CHECK(column_of(out, "client") == "ann bob ");
    base_handle b{true};
    (void)b.apply(purchases({"ann", "bob"}, {0, 1}));
    REQUIRE(rung_base_clients(b.raw, begin, &out) == 0);
    CHECK(rung_base_settle(b.raw, begin + 50 * day, nullptr) == 0);
    CHECK(column_of(out, "client") == "the stream's get_next failed with 5: the base changed while its "
                                      "clients were read: ask for them again");
}

TEST_CASE("C ABI: a base is saved and restored, with the texts of its clients") {
    for (bool const with_history : {false, true}) {
        base_handle b{with_history};
        (void)b.apply(purchases({"ann", "bob", "ann", "ann"}, {0, 1, 2, 3}));
        std::size_t size = 0;
        auto const* const bytes = rung_base_save(b.raw, &size);
        REQUIRE(bytes != nullptr);
        std::vector<unsigned char> const saved{bytes, bytes + size};

        base_handle back{with_history};
        REQUIRE(rung_base_restore(back.raw, saved.data(), saved.size()) == 0);
        CHECK(clients(back, "client") == "ann bob ");
        CHECK(clients(back, "stage") == clients(b, "stage"));
        CHECK(table(back, "census", "clients") == "0 1 1 ");
        CHECK(table(back, "funnel", "reached") == (with_history ? "2 2 1 " : "0 0 0 "));
        (void)back.apply(purchases({"joe", "bob"}, {4, 4}));
        CHECK(clients(back, "client") == "ann bob joe ");
        auto const* const again = rung_base_save(b.raw, &size);
        CHECK(std::vector<unsigned char>(again, again + size) == saved);

        CHECK(rung_base_restore(back.raw, saved.data(), saved.size()) != 0);
        CHECK(back.why() == "a saved base is read into an empty one, and this one has had clients");
        // Each byte counts, and so does the end.
        for (std::size_t i = 0; i < saved.size(); ++i) {
            auto damaged = saved;
            damaged[i] = static_cast<unsigned char>(damaged[i] ^ 0x10);
            base_handle empty{with_history};
            if (rung_base_restore(empty.raw, damaged.data(), damaged.size()) == 0) FAIL_CHECK("byte " << i);
            base_handle cut{with_history};
            if (rung_base_restore(cut.raw, saved.data(), i) == 0) FAIL_CHECK("only " << i << " bytes");
        }
        base_handle other{!with_history};
        CHECK(rung_base_restore(other.raw, saved.data(), saved.size()) != 0);
        CHECK_FALSE(other.why().empty());
    }
}

TEST_CASE("C ABI: clients move between bases by their states") {
    for (bool const with_history : {false, true}) {
        base_handle b{with_history};
        (void)b.apply(purchases({"ann", "bob", "ann", "ann"}, {0, 1, 2, 3}));
        REQUIRE(rung_base_settle(b.raw, begin + 10 * day, nullptr) == 0);
        auto const states_of = [](base_handle const& from) {
            ArrowArrayStream out{};
            REQUIRE(rung_base_table(from.raw, "states", &out) == 0);
            return out;
        };
        base_handle back{with_history};
        auto states = states_of(b);
        REQUIRE(rung_base_add_states(back.raw, &states) == 0);
        CHECK(states.release == nullptr);
        CHECK(clients(back, "client") == "ann bob ");
        CHECK(clients(back, "stage") == clients(b, "stage"));
        CHECK(table(back, "census", "clients") == "0 1 1 ");
        auto const state = table(b, "states", "state");
        CHECK(table(back, "states", "state") == state);
        auto again = states_of(b);
        CHECK(rung_base_add_states(back.raw, &again) != 0);
        CHECK(back.why() == "batch 1, row 1: the base has this client already");

        base_handle neither{!with_history};
        auto third = states_of(b);
        CHECK(rung_base_add_states(neither.raw, &third) != 0);
        CHECK(neither.why().find("history") != std::string::npos);
        CHECK(rung_base_add_states(neither.raw, nullptr) != 0);
    }
}

TEST_CASE("C ABI: clients with merged ids, which are numbers, come to a base whose clients are numbers") {
    rung::client_base kept{*rung::try_parse_lifecycle(club), rung::history::kept{}};
    for (std::uint64_t who = 1; who < 4; ++who)
        (void)kept.apply(rung::purchase{.id = who, .client = who, .at = rung::instant::from_unix(begin)});
    decltype(kept)::report_type report;
    REQUIRE(kept.merge(2, 3, report) == rung::merge_answer::done);
    ArrowArrayStream states{};
    rung::arrow::states(kept).move_to(states);
    base_handle numbers{true};
    REQUIRE(rung_base_add_states(numbers.raw, &states) == 0);
    CHECK(clients(numbers, "client") == "1 2 ");
    CHECK(table(numbers, "states", "state").size() > 20);

    rung::arrow::states(kept, [](rung::client_id id) { return "c" + std::to_string(id); }).move_to(states);
    base_handle texts{true};
    CHECK(rung_base_add_states(texts.raw, &states) != 0);
    CHECK(texts.why() ==
          "batch 1, row 2: ids were merged into the client, which are numbers, and the clients of this base "
          "are texts");
    CHECK(clients(texts, "client") == "c1 ");
}

TEST_CASE("C ABI: the ledger and who stayed, as tables; pictures for Vega-Lite") {
    base_handle b{true};
    (void)b.apply(purchases({"ann", "bob", "ann", "ann"}, {0, 1, 40, 41}));
    ArrowArrayStream out{};
    CHECK(rung_base_table(b.raw, "ledger", &out) != 0);
    CHECK(b.why() == "settle the base first: what it tells is as of then");
    REQUIRE(rung_base_settle(b.raw, begin + 70 * day, nullptr) == 0);
    // As floats: a table of a report has estimates, too.
    CHECK(table(b, "ledger", "stage") == "guest member gold ");
    CHECK(table(b, "retention", "cohort") == "2026-01 all ");
    for (auto const* const which : {"census", "funnel", "flow", "ledger", "retention"}) {
        auto const* const chart = rung_base_chart(b.raw, which, 0);
        INFO(which << ": " << b.why());
        REQUIRE(chart != nullptr);
        CHECK(std::string_view{chart}.find("vega-lite") != std::string_view::npos);
        CHECK(rung_base_chart(b.raw, which, 1) != nullptr);
    }
    CHECK(rung_base_chart(b.raw, "sums", 0) == nullptr);
    CHECK(b.why() == "there is no chart of 'sums': there are census, funnel, flow, ledger and retention");

    base_handle facts{false};
    CHECK(rung_base_chart(facts.raw, "funnel", 0) != nullptr);
    CHECK(rung_base_chart(facts.raw, "retention", 0) == nullptr);
    CHECK(facts.why() == "a base without history does not tell it: open it with history");
}

TEST_CASE("C ABI: a run that cannot be says so as the error of its stream") {
    ladder_handle const bad{"stage guest  stage member enter purchase >= 1"};
    ladder_handle const good{club};
    auto const said = [](rung_ladder const* l, std::int64_t as_of, bool with_rows) {
        auto stream = by_hand::stream(purchases({"ann"}, {0}));
        ArrowArrayStream rows{};
        stream.move_to(rows);
        ArrowArrayStream out{};
        REQUIRE(rung_run(l, 0, as_of, with_rows ? &rows : nullptr, &out) == 0);
        if (rows.release != nullptr) rows.release(&rows);
        return column_of(out, "row");
    };
    constexpr std::string_view failed = "the stream's get_next failed with 5: ";
    CHECK(said(good.raw, begin + day, true).substr(0, 19) == "move client census ");
    CHECK(said(bad.raw, begin, true) == std::string{failed} + "there is no run for want of a ladder");
    CHECK(said(nullptr, begin, true) == std::string{failed} + "there is no run for want of a ladder");
    CHECK(said(good.raw, -1, true).find("the moment is outside of the range") != std::string::npos);
    CHECK(said(good.raw, begin, false).find("the stream was read or released already") != std::string::npos);
    CHECK(by_hand::alive == 0);
}

TEST_CASE("C ABI: calls of two threads get their own answers") {
    base_handle b{true};
    (void)b.apply(purchases({"ann"}, {0}));
    constexpr int calls = 500;
    int failed = 0;
    int told = 0;
    std::thread other{[&] {
        for (int i = 0; i < calls; ++i) failed += rung_base_settle(b.raw, -1, nullptr) != 0 ? 1 : 0;
    }};
    for (int i = 0; i < calls; ++i)
        told += rung_base_explain(b.raw, "ann", 3, begin + day, 0) != nullptr ? 1 : 0;
    other.join();
    CHECK(failed == calls);
    CHECK(told == calls);
}

TEST_CASE("C ABI: a stream that calls the base that reads it gets a sentence, and does not hang") {
    static rung_base* reading = nullptr;
    static std::string said;
    base_handle b{true};
    reading = b.raw;
    auto stream = by_hand::stream(purchases({"ann"}, {0}));
    ArrowArrayStream theirs{};
    stream.move_to(theirs);
    theirs.get_next = [](ArrowArrayStream* s, ArrowArray* to) {
        auto& me = by_hand::streamed::of(s);
        std::size_t size = 1;
        if (rung_base_save(reading, &size) == nullptr && size == 0) said = rung_base_why(reading);
        *to = me.at < me.batches.size() ? by_hand::array_of(me.batches[me.at++]) : ArrowArray{};
        return 0;
    };
    rung_applied out{};
    CHECK(rung_base_apply(b.raw, &theirs, &out) == 0);
    CHECK(said == "the base is in another call of this thread");
    CHECK(out.applied == 1);
    CHECK(b.why().empty());
    CHECK(clients(b, "client") == "ann ");
}
