#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/familiarity.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/patronage.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/print.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <sstream>
#include <string>

using namespace rung::literals;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

/// The least that can be written to.
struct memory {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

template <class T>
std::string printed(T const& value) {
    memory out;
    out << value;
    std::ostringstream stream;
    stream << value;
    CHECK(stream.str() == out.text);
    return out.text;
}

constexpr auto service = rung::lifecycle{rung::ladders::service()};

}  // namespace

TEST_CASE("print: instants and money, to a stream and to anything that has write()") {
    CHECK(printed(rung::utc(2026, 1, 31)) == "2026-01-31");
    CHECK(printed(rung::utc(2026, 1, 31, 8, 26)) == "2026-01-31T08:26:00");
    CHECK(printed(rung::instant::never()) == "never");
    CHECK(printed(rung::instant::forever()) == "forever");
    CHECK(printed(rung::money{19'90}) == "19.90");
    CHECK(printed(rung::money{-5}) == "-0.05");

    memory out;
    out << day(0) << rung::money{1};
    CHECK(out.text == "2026-01-010.01");
    std::ostringstream stream;
    stream << "at " << day(0) << ": " << rung::money{1} << '\n';
    CHECK(stream.str() == "at 2026-01-01: 0.01\n");
}

TEST_CASE("print: a transition says when, from where to where and why") {
    rung::client c;
    CHECK(printed(*service.apply(c, rung::contact{.at = day(0)})) ==
          "2026-01-01 potential -> visitor (contact)");
    CHECK(printed(*service.apply(c, rung::purchase{.at = day(2)})) ==
          "2026-01-03 visitor -> buyer (purchase)");
    (void)service.apply(c, rung::purchase{.at = day(3)});
    CHECK(printed(*service.apply(c, rung::purchase{.at = day(4) + 90_minutes})) ==
          "2026-01-05T01:30:00 buyer -> client (purchase)");
    std::string fell;
    service.settle(c, day(1'000), [&](auto const& t) { fell = printed(t); });
    CHECK(fell == "2026-04-05T01:30:01 client -> buyer (time)");
}

TEST_CASE("print: rungs passed over are named, lowest first") {
    rung::client one;
    CHECK(printed(*service.apply(one, rung::purchase{.at = day(0)})) ==
          "2026-01-01 potential -> buyer (purchase, past visitor)");

    constexpr auto quick = rung::lifecycle{rung::ladders::service({.client_purchases = 1})};
    rung::client two;
    CHECK(printed(*quick.apply(two, rung::purchase{.at = day(0)})) ==
          "2026-01-01 potential -> client (purchase, past visitor and buyer)");
    rung::client three;
    (void)quick.apply(three, rung::recommendation{.at = day(0)});
    CHECK(printed(*quick.apply(three, rung::purchase{.at = day(1)})) ==
          "2026-01-02 potential -> advocate (purchase, past visitor and buyer and client)");

    // Downwards nothing is passed over.
    std::string fell;
    quick.settle(three, day(1'000), [&](auto const& t) { fell = printed(t); });
    CHECK(fell == "2026-04-02T00:00:01 advocate -> buyer (time)");
}

TEST_CASE("print: to an exit and back from it") {
    constexpr auto patronage = rung::lifecycle{rung::ladders::patronage()};
    rung::client c;
    (void)patronage.apply(c, rung::purchase{.at = day(0)});
    std::string left;
    auto const back = patronage.apply(c, rung::purchase{.at = day(400)}, [&](auto const& t) {
        if (left.empty()) left = printed(t);
    });
    CHECK(left == "2027-01-01 client -> gone (time)");
    CHECK(printed(*back) == "2027-02-05 gone -> regular (purchase, past prospective and client)");
}

TEST_CASE("print: an outcome of each answer") {
    rung::client c;
    CHECK(printed(service.apply(c, rung::contact{.at = day(5)})) ==
          "2026-01-06 potential -> visitor (contact)");
    CHECK(printed(service.apply(c, rung::contact{.at = day(6)})) == "stayed");
    CHECK(printed(service.apply(c, rung::contact{.at = day(0)})) == "refused: time going backwards");
    CHECK(printed(service.apply(c, rung::purchase{.at = day(7), .amount = -0.01_money})) ==
          "refused: wrong amount");
    CHECK(printed(service.apply(c, rung::evaluation{.at = day(7), .score = 6})) == "refused: wrong score");
    CHECK(printed(service.apply(c, rung::contact{.at = rung::instant::never()})) ==
          "refused: time out of range");
    CHECK(printed(service.apply(c, rung::contact{.id = 1, .at = day(7)})) == "stayed");
    CHECK(printed(service.apply(c, rung::contact{.id = 1, .at = day(7)})) == "refused: repeated event");
}

TEST_CASE("print: a held outcome says what held the client") {
    constexpr auto familiarity = rung::lifecycle{rung::ladders::familiarity()};
    rung::client in_grace;
    (void)familiarity.apply(in_grace, rung::awareness{.at = day(0), .level = rung::knows::us});
    (void)familiarity.apply(in_grace, rung::purchase{.at = day(0)});
    (void)familiarity.apply(in_grace, rung::purchase{.at = day(10)});
    CHECK(printed(familiarity.apply(in_grace, rung::contact{.at = day(40)})) == "held: grace");

    constexpr auto loyalty = rung::lifecycle{rung::ladders::loyalty()};
    rung::client lost;
    CHECK(printed(loyalty.apply(lost, rung::loss{.at = day(0)})) == "2026-01-01 potential -> lost (loss)");
    CHECK(printed(loyalty.apply(lost, rung::offer{.at = day(1)})) == "held: exit");

    constexpr auto kind =
        rung::lifecycle{rung::ladders::service(), rung::ascent::leap{}, rung::descent::never{}};
    rung::client kept;
    (void)kind.apply(kept, rung::purchase{.at = day(0)});
    CHECK(printed(kind.apply(kept, rung::refund{.at = day(1), .bought = day(0)})) == "held: descent policy");

    // A host's own ascent: nobody rises.
    struct closed : rung::ascent::leap {
        [[nodiscard]] static constexpr std::uint8_t step(std::uint8_t from, std::uint8_t) noexcept {
            return from;
        }
    };
    auto const full = rung::lifecycle{rung::ladders::service(), closed{}};
    rung::client waits;
    CHECK(printed(full.apply(waits, rung::purchase{.at = day(0)})) == "held: ascent policy");
}

namespace {

// A schema that has no names for its kinds of event.
struct visits {
    enum class fact : std::uint8_t { count };
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
    };
    struct facts {
        std::int64_t count = 0;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "count"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.count; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.count; }
};

}  // namespace

TEST_CASE("print: with a schema without names for its events, and stages named in any script") {
    constexpr rung::basic_ladder<visits> club{
        rung::basic_stage<visits>{.name = "гость"},
        rung::basic_stage<visits>{.name = "член клуба",
                                  .enter = rung::fact<visits, visits::fact::count> >= 1}};
    rung::lifecycle const membership{club};
    rung::basic_client<visits> c;
    CHECK(printed(membership.apply(c, {.at = day(0)})) == "2026-01-01 гость -> член клуба (event)");
}

TEST_CASE("a text from outside is written so that it can be shown") {
    std::ostringstream out;
    rung::write_printable(out, "ann\x1B]0;root\x07, \xC2\x9B"
                               "2J жук\u202E\xFF\n");
    CHECK(out.str() == "ann?]0;root?, ?2J жук???");
}

TEST_CASE("print: enumerations that have words") {
    CHECK(printed(rung::refusal::late) == to_string(rung::refusal::late));
    CHECK(printed(rung::hold::grace) == "grace");
    CHECK(printed(rung::answer::held) == "held");
    CHECK(printed(rung::cause::time) == to_string(rung::cause::time));
    CHECK(printed(rung::decree::floor) == to_string(rung::decree::floor));
    CHECK(printed(rung::driver::care) == "care");
}

TEST_CASE("print: a client of a base: the id, where they stand and since when") {
    rung::client_base base{service};
    (void)base.apply(rung::purchase{.client = 7, .at = day(2)});
    CHECK(printed(*base.find(7)) == "7 buyer since 2026-01-03");
}

TEST_CASE("print: a census, lowest rung first") {
    rung::client_base base{service};
    CHECK(printed(base.census()) == "0 clients: 0, 0, 0, 0, 0");
    (void)base.apply(rung::purchase{.client = 1, .at = day(0)});
    CHECK(printed(base.census()) == "1 client: 0, 0, 1, 0, 0");
    (void)base.apply(rung::contact{.client = 2, .at = day(0)});
    CHECK(printed(base.census()) == "2 clients: 0, 1, 1, 0, 0");
}

TEST_CASE("print: what became of a span of events") {
    rung::retail_event const events[] = {rung::purchase{.id = 2, .client = 1, .at = day(2)},
                                         rung::contact{.id = 1, .client = 1, .at = day(1)},
                                         rung::contact{.id = 1, .client = 1, .at = day(1)}};
    rung::client_base facts{service};
    CHECK(printed(facts.apply(events)) == "applied 1, refused 2, moves 1");
    rung::client_base histories{service, rung::history::kept{}};
    (void)histories.apply(std::span{events}.first(1));
    CHECK(printed(histories.apply(std::span{events}.subspan(1))) ==
          "applied 1, refused 0, moves 2, repeated 1, conflicts 0, withdrawn 1, issued 2");
}
