// Runs over sorted rows, as an engine such as Spark makes them, against a base that has all clients.

#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/state_bytes.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/lives.hpp>
#include <rung/insight/retention.hpp>
#include <rung/insight/tell.hpp>
#include <rung/interop/arrow.hpp>
#include <rung/interop/arrow_run.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace in_runs {

namespace arrow = rung::arrow;
using run_lifecycle = rung::chosen_lifecycle<rung::ladder>;
using facts_base = rung::client_base<run_lifecycle>;
using history_base = rung::client_base<run_lifecycle, rung::history::kept>;

constexpr std::int64_t day_length = 86'400;
constexpr std::int64_t first_day = 1'767'225'600;  // 2026-01-01

run_lifecycle club(std::string_view silence = "20d") {
    auto const text = "ladder club  stage guest  stage member enter purchases >= 1 keep silence <= " +
                      std::string{silence} + "  stage gold enter purchases >= 3 keep silence <= 40d";
    auto const read = rung::try_parse_lifecycle(text);
    REQUIRE(read);
    return *read;
}
rung::instant on_day(std::int64_t n) { return rung::instant::from_unix(first_day + n * day_length); }

// A row that goes into a run.
struct row_in {
    std::int64_t client = 0;
    std::string state{};  // empty: an event
    std::int64_t at = 0;
    std::int64_t id = 0;
    std::string_view kind = "purchase";
};
// In the order of the text of the client, state first.
void sort_rows(std::vector<row_in>& rows) {
    std::sort(rows.begin(), rows.end(), [](row_in const& a, row_in const& b) {
        auto const key = [](row_in const& r) {
            return std::tuple{std::to_string(r.client), r.state.empty(), r.at, r.id};
        };
        return key(a) < key(b);
    });
}
arrow::owned_stream stream_of(std::vector<row_in> const& rows, std::size_t at_once) {
    namespace format = arrow::format;
    arrow::batch_builder b{{{"client", format::text},
                            {"state", format::binary, true},
                            {"at", format::timestamp, true},
                            {"id", format::int64, true},
                            {"kind", format::text, true},
                            {"amount_minor", format::int64}}};
    std::vector<arrow::owned_array> batches;
    for (auto const& r : rows) {
        b[0].add(std::string_view{std::to_string(r.client)});
        if (r.state.empty()) {
            b[1].add_null();
            b[2].add(rung::instant::from_unix(r.at));
            b[3].add(r.id);
            b[4].add(r.kind);
        } else {
            b[1].add(std::as_bytes(std::span{r.state.data(), r.state.size()}));
            b[2].add_null();
            b[3].add_null();
            b[4].add_null();
        }
        b[5].add(std::int64_t{1'000});
        b.end_row();
        if (static_cast<std::size_t>(b.rows()) == at_once) batches.push_back(b.take());
    }
    batches.push_back(b.take());
    return arrow::make_stream(b.fields(), std::move(batches));
}

rung::retail_event to_event(row_in const& r) {
    rung::retail_event e;
    e.client = static_cast<rung::client_id>(r.client + 1);
    e.id = static_cast<rung::event_id>(r.id);
    e.at = rung::instant::from_unix(r.at);
    e.amount = rung::money{1'000};
    e.kind = *rung::event_kind_of(r.kind);
    return e;
}

// What came out: lines of text, those that count added up.
struct came {
    std::map<std::string, std::string> states{};  // by client
    std::vector<std::string> moves{};             // "client number at from to why withdrawn"
    std::vector<std::string> refused{};
    std::map<std::string, std::int64_t> counts{};  // without zeros
    std::string why{};
    friend bool operator==(came const&, came const&) = default;
};
std::string value_of(arrow::column const& c, std::int64_t row) {
    std::int64_t n = 0;
    std::string_view text;
    rung::instant at;
    if (c.is_null(row)) return "-";
    if (c.read(row, n)) return std::to_string(n);
    if (c.read(row, text)) return std::string{text};
    return c.read(row, at) ? std::to_string((at.unix_seconds - first_day) / day_length) : "?";
}
void add_to(came& all, arrow::owned_stream from) {
    arrow::batches rows{std::move(from)};
    while (rows.next()) {
        std::map<std::string, arrow::column> c;
        for (auto const* const name :
             {"row", "client", "state", "stage", "number", "at", "from", "to", "why", "withdrawn", "count"})
            REQUIRE(rows.find(name, c[name]));
        for (std::int64_t row = 0; row < rows.size(); ++row) {
            auto const line = [&](std::initializer_list<char const*> names) {
                std::string out;
                for (auto const* const name : names) out += (out.empty() ? "" : " ") + value_of(c[name], row);
                return out;
            };
            auto const what = value_of(c["row"], row);
            if (what == "client")
                all.states[value_of(c["client"], row)] = value_of(c["state"], row);
            else if (what == "move")
                all.moves.push_back(line({"client", "number", "at", "from", "to", "why", "withdrawn"}));
            else if (what == "refused")
                all.refused.push_back(line({"client", "at", "why"}));
            else if (std::int64_t n = 0; c["count"].read(row, n) && n != 0)
                all.counts[line({"row", "stage", "from", "to", "why", "at", "number"})] += n;
        }
    }
    if (all.why.empty()) all.why = rows.why();
}
// A run over so many partitions, as an engine would make it.
template <class Base>
came run(std::vector<row_in> rows, rung::instant as_of, std::size_t at_once = 1'000,
         std::int64_t partitions = 1, run_lifecycle const& l = club()) {
    sort_rows(rows);
    came all;
    for (std::int64_t p = 0; p < partitions; ++p) {
        std::vector<row_in> part;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(part),
                     [&](auto const& r) { return r.client % partitions == p; });
        add_to(all, arrow::run_sorted<Base>(l, as_of, stream_of(part, at_once)));
    }
    std::sort(all.moves.begin(), all.moves.end());
    return all;
}
void add_states(std::vector<row_in>& to, came const& from) {
    for (auto const& [client, state] : from.states) to.push_back({std::stoll(client), state});
}

// Some clients, some of them with many events, over sixty days.
std::vector<row_in> some_events(std::size_t count, std::int64_t clients, unsigned seed = 1) {
    std::mt19937 random{seed};
    std::vector<row_in> out;
    for (std::size_t i = 0; i < count; ++i) {
        auto const n = static_cast<std::int64_t>(random());
        auto const id = static_cast<std::int64_t>(i) + 1;
        auto const at = first_day + static_cast<std::int64_t>(random()) % (60 * day_length);
        out.push_back({n % 5 == 0 ? n % 3 : n % clients, "", at, id, n % 4 == 0 ? "contact" : "purchase"});
    }
    return out;
}

TEMPLATE_TEST_CASE(
    "runs: batches and partitions make no difference, and a base of all clients comes to the same", "",
    facts_base, history_base) {
    auto events = some_events(1'500, 60);
    auto const as_of = on_day(70);
    auto const one = run<TestType>(events, as_of);
    CHECK(one.why.empty());
    CHECK(run<TestType>(events, as_of, 1) == one);
    CHECK(run<TestType>(events, as_of, 97) == one);
    CHECK(run<TestType>(events, as_of, 97, 7) == one);

    sort_rows(events);
    std::vector<rung::retail_event> all;
    for (auto const& e : events) all.push_back(to_event(e));
    TestType base{club()};
    rung::insight::funnel<> reached;
    rung::insight::flow<> flow;
    std::vector<std::string> moves;
    std::map<rung::client_id, int> numbers;
    auto const line = [&](auto const& t, std::string_view withdrawn) {
        auto const day = std::to_string((t.at.unix_seconds - first_day) / day_length);
        moves.push_back(std::to_string(t.client - 1) + ' ' + std::to_string(++numbers[t.client]) + ' ' + day +
                        ' ' + std::string{t.ladder->name(t.from)} + ' ' + std::string{t.ladder->name(t.to)} +
                        ' ' + std::string{rung::to_string(t.why)} + ' ' + std::string{withdrawn});
    };
    rung::observer note{[&](auto const& t) { line(t, "0"); }, [&](auto const& t) { line(t, "1"); }};
    (void)base.apply(all, note, reached, flow);
    base.settle(as_of, note, reached, flow);
    std::sort(moves.begin(), moves.end());
    CHECK(one.moves == moves);
    CHECK(moves.size() > 60);
    rung::state_bytes<TestType> states{base};
    std::map<std::string, std::string> expected;
    base.each([&](auto const& c) {
        std::vector<std::byte> state;
        REQUIRE(states.write(base, c.id(), state));
        expected[std::to_string(c.id() - 1)] = {reinterpret_cast<char const*>(state.data()), state.size()};
    });
    CHECK((one.states == expected));
    auto const& ladder = base.lifecycle().ladder();
    for (auto const& [stage, clients] : base.census()) {
        auto const found = one.counts.find("census " + std::string{ladder.name(stage)} + " - - - - -");
        CHECK((found == one.counts.end() ? 0 : found->second) == static_cast<std::int64_t>(clients));
    }
    CHECK(one.counts.at("reached gold - - - - -") == reached.reached(*ladder.find("gold")));
    CHECK(one.counts.at("landed member - - - - -") == reached.landed(*ladder.find("member")));
    CHECK(one.counts.at("flow - guest member - - -") ==
          flow.count(*ladder.find("guest"), *ladder.find("member")));
    CHECK(one.counts.at("events - - - applied - -") == 1'500);
}

TEMPLATE_TEST_CASE("runs: day by day is all at once, whatever the partitions are", "", facts_base,
                   history_base) {
    auto const events = some_events(600, 25, 2);
    auto const one = run<TestType>(events, on_day(60));
    came before;
    std::map<std::string, std::int64_t> flows;
    std::size_t moves = 0;
    for (std::int64_t day = 1; day <= 60; ++day) {
        std::vector<row_in> rows;
        add_states(rows, before);
        for (auto const& e : events) {
            bool const is_of_day =
                e.at > first_day + (day - 1) * day_length && e.at <= first_day + day * day_length;
            if (is_of_day || (day == 1 && e.at == first_day)) rows.push_back(e);
        }
        before = run<TestType>(rows, on_day(day), 13, 1 + day % 4);
        REQUIRE(before.why.empty());
        moves += before.moves.size();
        for (auto const& [what, n] : before.counts) flows[what] += n;
        if (day == 30) {
            // The same day again, from its own states: nothing more happens, and nothing is applied.
            add_states(rows = {}, before);
            CHECK((run<TestType>(rows, on_day(day)).states == before.states));
        }
    }
    CHECK((before.states == one.states));
    CHECK(moves == one.moves.size());
    CHECK(flows["reached gold - - - - -"] == one.counts.at("reached gold - - - - -"));
    CHECK(flows["flow - member gold - - -"] == one.counts.at("flow - member gold - - -"));
}

TEST_CASE("runs: late events are refused without history, and get to their place with it") {
    std::vector<row_in> const on_time{{1, "", first_day + 10 * day_length, 2},
                                      {1, "", first_day + 11 * day_length, 3}};
    row_in const late{1, "", first_day + day_length, 1};
    std::vector<row_in> const in_all{late, on_time[0], on_time[1]};

    std::vector<row_in> second{late};
    add_states(second, run<facts_base>(on_time, on_day(12)));
    auto const refused = run<facts_base>(second, on_day(13));
    CHECK(refused.refused == std::vector<std::string>{"1 1 time going backwards"});
    CHECK(refused.counts.at("events - - - refused - -") == 1);

    second = {late, late};
    second[1].id = on_time[0].id;  // another event has it
    add_states(second, run<history_base>(on_time, on_day(12)));
    auto const corrected = run<history_base>(second, on_day(13));
    CHECK(corrected.why.empty());
    CHECK((corrected.states == run<history_base>(in_all, on_day(13)).states));
    CHECK(corrected.moves == std::vector<std::string>{"1 1 10 guest member event 1",
                                                      "1 2 1 guest member event 0",
                                                      "1 3 11 member gold event 0"});
    CHECK(corrected.counts.at("events - - - conflicts - -") == 1);
    CHECK_FALSE(corrected.counts.contains("flow - guest member - - -"));  // one taken back, one made

    CHECK(run<facts_base>(on_time, on_day(10)).refused ==
          std::vector<std::string>{"1 11 later than the run"});
}

TEST_CASE("runs: what cannot be is a sentence") {
    auto const states = run<facts_base>({{1, "", first_day, 1}}, on_day(1));
    std::vector<row_in> rows;
    add_states(rows, states);
    CHECK(run<facts_base>(rows, on_day(2), 10, 1, club("21d")).why ==
          "the stream's get_next failed with 5: batch 1, row 1: the state of the client '1' was not read: it "
          "is of "
          "another ladder, or of other thresholds");
    CHECK(run<history_base>(rows, on_day(2)).why == "the stream's get_next failed with 5: batch 1, row 1: "
                                                    "the state of the client '1' was not read: it is of a "
                                                    "run without history, and this one keeps it");
    for (std::size_t i = 0; i < rows[0].state.size(); ++i) {
        auto cut = rows;
        cut[0].state.resize(i);
        if (i != 0 && run<facts_base>(cut, on_day(2)).why.empty()) FAIL_CHECK("only " << i << " bytes");
    }
    auto twice = rows;
    twice.push_back(rows[0]);
    CHECK(run<facts_base>(twice, on_day(2))
              .why.find("row 2: the client '1' has a state that does not stand first") != std::string::npos);

    auto const unsorted = [](std::vector<row_in> const& some) {
        came all;
        add_to(all, arrow::run_sorted<facts_base>(club(), on_day(9), stream_of(some, 10)));
        return all.why;
    };
    CHECK(unsorted({{2, "", first_day, 1}, {1, "", first_day, 2}})
              .find("batch 1, row 2: the client '1' comes after the client '2': sort rows by client") !=
          std::string::npos);
    CHECK(unsorted({{1, "", first_day, 1, "gift"}}).find("row 1: 'gift' is no kind of event") !=
          std::string::npos);
    came nothing;
    add_to(nothing, arrow::run_sorted<facts_base>(club(), on_day(9), arrow::owned_stream{}));
    CHECK(nothing.why.find("the stream was read or released already") != std::string::npos);
    came none;
    add_to(none, arrow::run_sorted<facts_base>(club(), on_day(9),
                                               arrow::make_stream({{"client", "u"}, {"at", "tsu:UTC"}},
                                                                  std::vector<arrow::owned_array>{})));
    CHECK(none == came{});
}

TEST_CASE("runs: clients are numbers, too; a heavy one is taken some thousand events at a time") {
    namespace format = arrow::format;
    arrow::batch_builder b{{{"client", format::int64}, {"at", format::timestamp}, {"id", format::int64}}};
    for (std::int64_t i = 0; i < 9'000; ++i) {
        b[0].add(i < 8'999 ? std::int64_t{7} : std::int64_t{10});
        b[1].add(rung::instant::from_unix(first_day + i));
        b[2].add(i + 1);
        b.end_row();
    }
    came all;
    add_to(all, arrow::run_sorted<facts_base>(club(), on_day(9), arrow::make_stream(std::move(b))));
    CHECK(all.why.empty());
    CHECK(all.states.size() == 2);
    CHECK(all.states.contains("10"));
    CHECK(all.counts.at("events - - - applied - -") == 9'000);
    CHECK(all.moves.size() == 3);
}

TEST_CASE("runs: with history what each rung brings in and who stayed add up over partitions and days") {
    auto events = some_events(900, 40, 3);
    auto const as_of = on_day(100);
    auto const one = run<history_base>(events, as_of);
    auto const told = [](came const& all) {
        std::map<std::string, std::int64_t> out;
        for (auto const& [what, n] : all.counts)
            if (what.starts_with("ledger") || what.starts_with("retention")) out[what] = n;
        return out;
    };
    CHECK(told(run<history_base>(events, as_of, 97, 5)) == told(one));
    std::vector<row_in> early, late;
    for (auto const& e : events) (e.at <= on_day(30).unix_seconds ? early : late).push_back(e);
    add_states(late, run<history_base>(early, on_day(30)));
    CHECK(told(run<history_base>(late, as_of, 97, 3)) == told(one));
    CHECK(told(run<facts_base>(events, as_of)).empty());

    sort_rows(events);
    std::vector<rung::retail_event> all;
    for (auto const& e : events) all.push_back(to_event(e));
    history_base base{club()};
    (void)base.apply(all);
    base.settle(as_of);
    rung::insight::ledger book{base};
    rung::insight::lives seen{base};
    rung::insight::tell_until(base, as_of, book, seen);
    rung::insight::retention triangle{{.as_of = as_of}};
    seen.each(triangle);
    std::map<std::string, std::int64_t> expected;
    auto const& ladder = base.lifecycle().ladder();
    for (auto const place : ladder.places()) {
        auto const a = book.at(place, as_of);
        auto const add = [&](std::string_view what, std::int64_t n) {
            if (n != 0)
                expected["ledger " + std::string{place.name()} + " - - " + std::string{what} + " - -"] = n;
        };
        add("clients", a.clients);
        add("entries", a.entries);
        add("climbs", a.climbs);
        add("falls", a.falls);
        add("losses", a.losses);
        add("purchases", a.purchases);
        add("seconds", a.seconds.to_int64());
        add("revenue", a.revenue.to_int64());
    }
    for (auto const cohort : triangle.cohorts()) {
        auto const day = (triangle.terms().periods.begin(cohort).unix_seconds - first_day) / day_length;
        for (std::size_t k = 0; k < triangle.terms().columns; ++k) {
            auto const cell = triangle.at(cohort, k);
            auto const add = [&](std::string const& what, std::int64_t n) {
                if (n != 0)
                    expected["retention - - - " + what + " " + std::to_string(day) + " " +
                             std::to_string(k)] = n;
            };
            add("retained", cell.retained);
            add("ripe", cell.ripe);
            add("unripe", cell.unripe);
        }
    }
    CHECK(told(one) == expected);
    CHECK(expected.size() > 20);
}

TEST_CASE("runs: clients into whom others were merged go on as they are") {
    history_base base{club()};
    for (std::int64_t who = 1; who < 9; ++who)
        (void)base.apply(to_event({who, "", first_day + day_length * who, who}));
    history_base::report_type report;
    REQUIRE(base.merge(2, 3, report) == rung::merge_answer::done);
    REQUIRE(base.merge(5, 2, report) == rung::merge_answer::done);
    base.settle(on_day(10));
    auto const states_of = [](history_base const& of) {
        rung::state_bytes<history_base> states{of};
        std::map<std::string, std::string> out;
        of.each([&](auto const& c) {
            std::vector<std::byte> state;
            REQUIRE(states.write(of, c.id(), state));
            out[std::to_string(c.id())] = {reinterpret_cast<char const*>(state.data()), state.size()};
        });
        return out;
    };
    came before;
    before.states = states_of(base);
    std::vector<row_in> rows;
    add_states(rows, before);
    row_in const more{5, "", first_day + day_length * 11, 99};
    rows.push_back(more);
    auto const after = run<history_base>(rows, on_day(12));
    CHECK(after.why.empty());
    auto event = to_event(more);
    event.client = 5;
    (void)base.apply(event);
    base.settle(on_day(12));
    CHECK((after.states == states_of(base)));
    CHECK(after.states.size() == 6);
    CHECK(after.counts.at("census gold - - - - -") == 1);
}

}  // namespace in_runs
