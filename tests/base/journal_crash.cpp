#include "catch.hpp"

#include "interop/killed_child.hpp"
#include "interop/temporary_folder.hpp"

#include <rung/base/journal.hpp>
#include <rung/interop/posix_file.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using rung::journal_state;
using buffer = std::vector<std::byte>;

// The payload of a record follows from its number, so that nobody needs to remember it.
buffer payload_of(std::uint64_t number) {
    std::mt19937_64 random{number};
    buffer out(1 + random() % (number % 16 == 0 ? 20'000 : 60));
    for (auto& b : out) b = static_cast<std::byte>(random() % 3 == 0 ? 0 : random());
    return out;
}

// Reads as many records as there are; each has to be the one that was written.
rung::journal_end read_all(std::span<std::byte const> bytes) {
    rung::journal_reader r{bytes};
    auto next = std::uint64_t{0};
    while (auto const record = r.next()) {
        if (next == 0) next = r.header().first;
        REQUIRE(record->number == next);
        auto const expected = payload_of(next);
        REQUIRE(std::equal(record->payload.begin(), record->payload.end(), expected.begin(), expected.end()));
        ++next;
    }
    return r.end();
}

// Dies at a byte: what is before it arrives, and then nothing any more. Or it dies when it is to sync.
struct dying_sink {
    std::size_t room = 0;
    int syncs = 1'000'000;
    buffer bytes{};
    int calls_after_death = 0;
    bool dead = false;

    [[nodiscard]] bool write(std::span<std::byte const> more) {
        if (dead) ++calls_after_death;
        auto const fits = std::min(room - bytes.size(), more.size());
        auto const part = more.first(fits);
        bytes.insert(bytes.end(), part.begin(), part.end());
        dead = dead || fits < more.size();
        return !dead;
    }
    [[nodiscard]] bool sync() {
        if (dead) ++calls_after_death;
        dead = dead || syncs-- == 0;
        return !dead;
    }
};

constexpr rung::journal_header header{77, 1};
constexpr std::uint64_t records = 12;

}  // namespace

TEST_CASE("a journal whose sink dies at any byte says so, and has all that it said was safe") {
    std::vector<std::size_t> ends;  // of each record; first of the header
    rung::journal_writer all{rung::memory_sink{}, header};
    ends.push_back(all.sink().bytes.size());
    for (std::uint64_t n = 1; n <= records; ++n) {
        REQUIRE(all.append(payload_of(n)));
        ends.push_back(all.sink().bytes.size());
    }
    auto const whole = ends.back();
    for (std::size_t room = 0; room <= whole; ++room) {
        INFO("room for " << room);
        rung::journal_writer w{dying_sink{room}, header};
        std::uint64_t appended = 0;
        bool failed = !w.ok();
        for (std::uint64_t n = 1; n <= records; ++n) {
            bool const taken = w.append(payload_of(n));
            REQUIRE(taken == (room >= ends[n]));  // once failed, always failed
            REQUIRE(w.next() == 1 + appended + (taken ? 1 : 0));
            bool const well = w.sync();
            REQUIRE(well == taken);
            failed = failed || !well;
            if (well) ++appended;
        }
        CHECK(failed == (room < whole));
        CHECK(w.ok() != failed);
        CHECK(w.why().empty() != failed);
        CHECK(w.sink().calls_after_death == 0);
        CHECK(w.synced() == 1 + appended);

        auto const end = read_all(w.sink().bytes);
        CHECK(end.state != journal_state::damaged);
        CHECK((end.state == journal_state::clean) == (room != 0 && end.offset == room));
        CHECK((end.offset == 0 ? 1 : end.next) == 1 + appended);
    }
}

TEST_CASE("after a failed sync everything fails") {
    for (int good = 0; good < 5; ++good) {
        rung::journal_writer w{dying_sink{100'000, good}, header};
        for (std::uint64_t n = 1; n <= 6; ++n) {
            bool const well = w.append(payload_of(n)) && w.sync();
            CHECK(well == (n <= static_cast<std::uint64_t>(good)));
        }
        CHECK(w.synced() == 1 + static_cast<std::uint64_t>(good));
        CHECK(w.why() == "the journal could not be synced");
        CHECK(w.sink().calls_after_death == 0);
        CHECK(read_all(w.sink().bytes).next == 2 + static_cast<std::uint64_t>(good));
    }
}

namespace {

// Opens the journal as after a crash: reads it, cuts what is torn, goes on.
rung::journal_writer<rung::posix_file> reopen(std::string const& path) {
    rung::posix_file file;
    REQUIRE(file.open(path));
    buffer bytes;
    auto const why = rung::read_file(path, bytes);
    INFO(why.message());
    REQUIRE(why.ok());
    auto const end = read_all(bytes);
    REQUIRE(end.state != journal_state::damaged);
    if (end.state == journal_state::torn) REQUIRE(file.cut(end.offset));
    if (end.offset == 0) return {std::move(file), header};
    return {std::move(file), end};
}

// Appends and syncs until it is killed, and tells each number that is safe.
[[noreturn]] void append_for_ever(std::string const& path, int tell, std::uint64_t batch) {
    auto w = reopen(path);
    while (w.ok()) {
        for (std::uint64_t i = 0; i < batch && w.append(payload_of(w.next())); ++i) {
        }
        if (!w.sync()) break;
        auto const safe = w.synced();
        if (::write(tell, &safe, sizeof safe) != sizeof safe) break;
    }
    ::_exit(3);
}

}  // namespace

TEST_CASE("a program killed at any time loses no record that it had synced") {
    temporary_folder const folder;
    auto const path = folder / "journal";
    std::mt19937 random{2024};  // the same waits each time, and yet never the same kill
    std::uint64_t safe = 1;
    int torn = 0;
    int told = 0;
    for (int round = 0; round < 50; ++round) {
        safe = kill_at_work(
            [&](int tell) { append_for_ever(path, tell, 1 + static_cast<std::uint64_t>(round) % 7); }, random,
            6'000, safe, told);

        buffer bytes;
        auto const why = rung::read_file(path, bytes);
        if (why.number == ENOENT && safe == 1) continue;  // killed before it made the file
        REQUIRE(why.ok());
        auto const end = read_all(bytes);
        REQUIRE(end.state != journal_state::damaged);
        torn += end.state == journal_state::torn ? 1 : 0;
        CHECK((end.offset == 0 ? 1 : end.next) >= safe);

        // What a crash of the whole system may leave besides: a part of the next record, or zeros.
        if (round % 3 != 0 && end.offset != 0) {
            auto w = reopen(path);
            buffer frame;
            rung::byte_writer next{frame};
            rung::detail::write_record(next, rung::detail::header_checksum(end.header), w.next(),
                                       payload_of(w.next()));
            auto const part = random() % frame.size();
            REQUIRE(w.sink().write(std::span{frame}.first(part)));
            if (round % 3 == 2) REQUIRE(w.sink().write(buffer(1 + random() % 5000)));
            REQUIRE(w.sink().sync());
        }
    }
    auto const w = reopen(path);
    CHECK(w.ok());
    CHECK(w.next() >= safe);
    CHECK(told > 50);
    CHECK(safe > 50);
    UNSCOPED_INFO("torn by the kill itself: " << torn);
}
