#include "allocations.hpp"
#include "catch.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/durable_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

constexpr rung::lifecycle service{rung::ladders::service()};

std::vector<rung::retail_event> log_of(std::size_t clients, rung::client_id step) {
    std::vector<rung::retail_event> log;
    for (std::size_t i = 0; i < 4 * clients; ++i)
        log.push_back(rung::purchase{.id = i + 1,
                                     .client = i * 7 % clients * step,
                                     .at = rung::instant::from_unix(1'000'000 + std::int64_t(i) * 60)});
    return log;
}

/// How often memory is asked for while a base that has room takes a log, all at once and one by one.
template <class Base>
std::size_t allocations_of(Base base, std::vector<rung::retail_event> const& log) {
    auto one_by_one = base;
    base.reserve(1'000);
    one_by_one.reserve(1'000);
    auto const before = allocations.load();
    auto const report = base.apply(std::span{log});
    for (auto const& e : log) (void)one_by_one.apply(e);
    base.settle(rung::instant::from_unix(900'000'000));
    auto const after = allocations.load();
    CHECK(report.applied == log.size());
    CHECK(report.moves > 1'000);
    CHECK(base.size() == 1'000);
    CHECK(one_by_one.size() == 1'000);
    return after - before;
}

}  // namespace

TEST_CASE("a base that has room allocates nothing for an event") {
    CHECK(allocations_of(rung::client_base{service}, log_of(1'000, 0x9e3779b97f4a7c15U)) == 0);
    CHECK(allocations_of(rung::client_base{rung::fixed<service>{}}, log_of(1'000, 1)) == 0);
    CHECK(allocations_of(rung::client_base{service, rung::ids::dense{.count = 1'000}}, log_of(1'000, 1)) ==
          0);
}

TEST_CASE("decisions about clients who are gone take no memory") {
    rung::client_base base{service};
    std::size_t before = 0;
    for (rung::client_id c = 1; c <= 500; ++c) {
        if (c == 10) before = allocations.load();
        auto const at = rung::instant::from_unix(1'000'000);
        (void)base.apply(rung::manual_decision{.client = c,
                                               .at = at,
                                               .what = rung::decree::pin,
                                               .stage = rung::stage_id{1},
                                               .until = at + rung::duration{9}});
        CHECK(base.find(c)->decided_client().decision.what == rung::decree::pin);
        CHECK(base.erase(c));
    }
    CHECK(allocations.load() == before);
}

TEST_CASE("a stray id allocates no client among dense ones") {
    rung::client_base base{service, rung::ids::dense{.count = 1'000'000'000}};
    auto const before = allocations.load();
    auto const out = base.apply(rung::purchase{.client = 1'000'000'000, .at = rung::instant::from_unix(9)});
    auto const after = allocations.load();
    CHECK(out.refusal() == rung::refusal::client);
    CHECK(after == before);
}

TEST_CASE("a client of a base with room takes at most 1.5 times a record and an id") {
    for (std::size_t const clients : {1'000u, 1'024u, 5'000u, 131'073u}) {
        rung::client_base base{service};
        base.reserve(clients);
        CHECK(base.bytes() <= clients * (sizeof(rung::client) * 3 / 2 + sizeof(rung::client_id)));
    }
}

namespace {

using buffer = std::vector<std::byte>;

/// A snapshot or journal of these records.
template <class... Record>
buffer file_of(Record const&... records) {
    rung::memory_sink sink;
    rung::journal_writer out{rung::detail::sink_reference{&sink},
                             rung::journal_header{rung::fingerprint(service), 0}};
    CHECK((out.append(records) && ...));
    return sink.bytes;
}
template <class Say>
buffer record(Say const& say) {
    buffer out;
    rung::byte_writer w{out};
    say(w);
    return out;
}
/// The first record of a base's snapshot.
template <class Base>
buffer head_of(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink));
    auto const payload = rung::journal_reader{sink.bytes}.next()->payload;
    return {payload.begin(), payload.end()};
}

/// Whether bytes are refused by `take` without more memory than small files need.
template <class Base, class Take>
void is_refused(Base base, buffer const& bytes, Take const& take) {
    largest_request = 0;
    rung::restored const out = take(base, bytes);
    auto const asked = largest_request.load();
    CHECK_FALSE(out);
    CHECK(asked < 10'000);
}

}  // namespace

TEST_CASE("a file that claims to be huge is refused without asking for memory") {
    auto const restore = [](auto& base, buffer const& bytes) { return rung::restore(base, bytes); };
    auto const redo = [](auto& base, buffer const& bytes) {
        rung::journal_reader journal{bytes};
        auto out = rung::redo_journal(base, journal, 0);
        // A record that ends too early is cut off: nothing was taken.
        if (out && journal.end().state == rung::journal_state::torn) out.why = journal.end().why;
        return out;
    };
    rung::client_base const facts{service};
    rung::client_base const kept{service, rung::history::kept{}};
    for (auto const huge : {std::uint64_t{1} << 31, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
        INFO(huge);
        auto const head = [&](std::uint8_t history, bool names_are) {
            return record([&](rung::byte_writer& w) {
                for (std::uint8_t const b : {std::uint8_t{1}, std::uint8_t{2}, history, std::uint8_t{0}})
                    w.u8(b);
                w.varint(0);
                w.u32(0);
                w.u8(255);
                w.u8(255);
                if (names_are) w.varint(huge);
                w.u8('x');
            });
        };
        is_refused(facts, file_of(head(0, true)), restore);
        is_refused(facts, file_of(head(0, false)), restore);

        auto const end = record([&](rung::byte_writer& w) {
            w.u8(rung::detail::snapshot_end);
            w.varint(huge);
        });
        is_refused(facts, file_of(head_of(facts), end), restore);
        is_refused(kept, file_of(head_of(kept), end), restore);

        auto const clients = [&](bool size_is, bool merged_are) {
            return record([&](rung::byte_writer& w) {
                w.u8(rung::detail::snapshot_clients);
                w.varint(7);
                w.varint(size_is ? huge : 0);
                if (merged_are) w.varint(huge);
                for (std::uint64_t id = 8; id < 12 && merged_are; ++id) {
                    w.varint(id);
                    w.varint(7);
                    w.varint(id == 11 ? huge : 0);
                }
            });
        };
        is_refused(kept, file_of(head_of(kept), clients(true, false), end), restore);
        is_refused(kept, file_of(head_of(kept), clients(false, true), end), restore);

        auto const one = record([](rung::byte_writer& w) {
            w.u8(rung::detail::snapshot_clients);
            for (auto const n : {7u, 0u, 0u}) w.varint(n);
        });
        auto const taken_back = record([&](rung::byte_writer& w) {
            w.u8(rung::detail::snapshot_taken_back);
            w.varint(7);
            w.varint(huge);
            for (auto const n : {1u, 2u, 3u}) w.varint(n);
        });
        is_refused(kept, file_of(head_of(kept), one, taken_back, end), restore);

        auto const events = record([&](rung::byte_writer& w) {
            w.u8(rung::detail::journal_events);
            w.varint(huge);
            w.u8(0);
        });
        is_refused(facts, file_of(events), redo);
        is_refused(kept, file_of(events), redo);
    }

    // The head of a record that claims 4 GB, with a right check.
    auto bytes = file_of();
    rung::byte_writer w{bytes};
    auto const begin = bytes.size();
    w.u32(0xFFFF'FFFF);
    w.u32(0);
    w.u32(rung::crc32c(
        w.written().subspan(begin),
        rung::detail::record_seed(rung::detail::header_checksum({rung::fingerprint(service), 0}), 0)));
    w.u32(0);
    is_refused(facts, bytes, restore);
    is_refused(facts, bytes, redo);
    is_refused(kept, bytes, redo);
}
