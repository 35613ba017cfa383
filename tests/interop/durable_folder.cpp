#include "allocations.hpp"
#include "catch.hpp"

#include "interop/killed_child.hpp"
#include "interop/shop.hpp"
#include "interop/temporary_folder.hpp"

#include <rung/interop/durable_folder.hpp>
#include <rung/ladders/service.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace shops;
namespace fs = std::filesystem;

std::set<std::string> files(std::string const& folder) {
    std::set<std::string> all;
    for (auto const& f : fs::directory_iterator{folder}) all.insert(f.path().filename().string());
    return all;
}

void copy(std::string const& from, std::string const& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

std::vector<std::byte> read(std::string const& path) {
    std::vector<std::byte> bytes;
    auto const failed = rung::read_file(path, bytes);
    INFO(failed.message());
    REQUIRE(failed.ok());
    return bytes;
}

void write(std::string const& path, std::span<std::byte const> bytes) {
    fs::remove(path);
    rung::posix_file f;
    REQUIRE(f.create(path));
    REQUIRE(f.write(bytes));
}

bool says(std::string const& text, std::string const& part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a base in a folder is back when the folder is opened again") {
    temporary_folder const place;
    auto const folder = place / "shop";
    kept_base const empty{patient, rung::history::kept{}};
    std::uint64_t calls = 0;
    for (int round = 0; round < 6; ++round) {
        rung::durable_folder<kept_base> shop;
        CHECK_FALSE(shop.is_open());
        auto const opened = shop.open(folder, empty);
        INFO(opened.why);
        REQUIRE(opened);
        CHECK(shop.ok());
        CHECK(shop.why().empty());
        CHECK(opened.had_snapshot == (round > 3));
        CHECK(opened.redone == (round > 3 ? 0 : records_of(empty, calls)));
        CHECK(opened.cut == 0);
        CHECK(written(shop.base()) == written(lived(empty, calls)));
        for (int i = 0; i < 20; ++i) call(shop, calls++);
        REQUIRE(shop.sync());
        if (round == 3) {
            REQUIRE(shop.checkpoint());
            auto const expected = std::set<std::string>{
                "lock", "snapshot", "journal." + std::to_string(records_of(empty, calls))};
            CHECK(files(folder) == expected);
            REQUIRE(shop.checkpoint());  // nothing to do but the snapshot
            CHECK(files(folder) == expected);
        }
        if (round > 3) REQUIRE(shop.checkpoint());
    }
}

TEST_CASE("a folder can be open only once") {
    temporary_folder const place;
    rung::durable_folder<facts_base> one, two;
    REQUIRE(one.open(place.path(), facts_base{patient}));
    auto const refused = two.open(place.path(), facts_base{patient});
    CHECK_FALSE(refused);
    CHECK(refused.why == "'" + place.path() + "' is open already, here or in another program");
    CHECK(two.why() == refused.why);
    CHECK_FALSE(two.is_open());
    CHECK_FALSE(two.ok());
    one.close();
    CHECK(one.why() == "the folder is not open");
    CHECK(two.open(place.path(), facts_base{patient}));
}

TEST_CASE("what cannot be opened is refused with the name of the file, and left unchanged") {
    temporary_folder const place;
    auto const folder = place / "shop";
    facts_base const empty{patient};
    {
        rung::durable_folder<facts_base> shop;
        auto const nowhere = shop.open(place / "no/where", empty);
        CHECK(says(nowhere.why, "mkdir of '" + place / "no/where" + "' failed"));
        REQUIRE(shop.open(folder, empty));
        for (std::uint64_t n = 0; n < 20; ++n) call(shop, n);
        REQUIRE(shop.checkpoint());
        for (std::uint64_t n = 20; n < 30; ++n) call(shop, n);
        REQUIRE(shop.sync());
    }
    auto const broken = place / "broken";
    auto const journal = [&] {
        for (auto const& f : files(folder))
            if (f.rfind("journal.", 0) == 0) return f;
        return std::string{};
    }();
    REQUIRE_FALSE(journal.empty());
    auto const refused = [&](auto base, std::string const& file, std::string const& why) {
        auto const before = files(broken);
        rung::durable_folder<decltype(base)> shop;
        auto const opened = shop.open(broken, base);
        CHECK_FALSE(opened);
        CHECK(says(opened.why, broken + "/" + file));
        CHECK(says(opened.why, why));
        CHECK(files(broken) == before);
        CHECK_FALSE(shop.is_open());
        return opened.other_ladder;
    };
    copy(folder, broken);
    CHECK(refused(facts_base{strict}, "snapshot", "of another ladder"));
    refused(kept_base{patient, rung::history::kept{}}, "snapshot", "without history");

    auto bytes = read(folder + "/snapshot");
    bytes[bytes.size() / 2] ^= std::byte{1};
    write(broken + "/snapshot", bytes);
    refused(empty, "snapshot", "not what was written");
    fs::remove(broken + "/snapshot");
    refused(empty, journal, "records are missing");

    copy(folder, broken);
    bytes = read(folder + "/" + journal);
    bytes[60] ^= std::byte{1};
    write(broken + "/" + journal, bytes);
    refused(empty, journal, "not what was written");

    copy(folder, broken);
    fs::rename(broken + "/" + journal, broken + "/journal.3");
    refused(empty, "journal.3", "not the one in its name");

    fs::remove_all(broken);
    write(place / "file", {});
    rung::durable_folder<facts_base> shop;
    CHECK(says(shop.open(place / "file", empty).why, place / "file"));
}

TEST_CASE("whatever a crash within a checkpoint leaves can be opened") {
    temporary_folder const place;
    auto const folder = place / "shop";
    auto const crashed = place / "crashed";
    kept_base const empty{patient, rung::history::kept{}};
    std::string const before = place / "before";
    {
        rung::durable_folder<kept_base> shop;
        REQUIRE(shop.open(folder, empty));
        for (std::uint64_t n = 0; n < 30; ++n) call(shop, n);
        REQUIRE(shop.checkpoint());
        for (std::uint64_t n = 30; n < 50; ++n) call(shop, n);
        REQUIRE(shop.sync());
        copy(folder, before);
        REQUIRE(shop.checkpoint());
    }
    auto const old_journal = [&] {
        for (auto const& f : files(before))
            if (f.rfind("journal.", 0) == 0) return f;
        return std::string{};
    }();
    auto const new_journal = [&] {
        for (auto const& f : files(folder))
            if (f.rfind("journal.", 0) == 0) return f;
        return std::string{};
    }();
    REQUIRE(old_journal != new_journal);
    auto const snapshot = read(folder + "/snapshot");
    auto const begun = read(folder + "/" + new_journal);
    auto const all = lived(empty, 50);

    auto const opens = [&](std::string const& what) {
        INFO(what);
        for (int twice = 0; twice < 2; ++twice) {
            rung::durable_folder<kept_base> shop;
            auto const opened = shop.open(crashed, empty);
            INFO(opened.why);
            REQUIRE(opened);
            CHECK(files(crashed).size() == 3);
            if (twice == 0) {
                CHECK(written(shop.base()) == written(all));
                call(shop, 50);
                REQUIRE(shop.sync());
                continue;
            }
            CHECK(written(shop.base()) == written(lived(empty, 51)));
            REQUIRE(shop.checkpoint());
            CHECK(files(crashed).size() == 3);
            CHECK(shop.ok());
        }
        rung::durable_folder<kept_base> shop;
        REQUIRE(shop.open(crashed, empty));
        CHECK(written(shop.base()) == written(lived(empty, 51)));
    };
    copy(before, crashed);
    opens("nothing done");
    for (std::size_t part : {std::size_t{0}, std::size_t{1}, snapshot.size() / 2, snapshot.size()}) {
        copy(before, crashed);
        write(crashed + "/snapshot.new.17.0", std::span{snapshot}.first(part));
        opens("the new snapshot beside the old one");
    }
    for (std::size_t part = 0; part <= begun.size(); ++part) {
        copy(before, crashed);
        write(crashed + "/snapshot", snapshot);
        if (part == 0) opens("the new snapshot, no new journal");
        copy(before, crashed);
        write(crashed + "/snapshot", snapshot);
        write(crashed + "/" + new_journal, std::span{begun}.first(part));
        opens("the new snapshot, a part of the new journal, and the old one");
        if (part % 8 != 0) continue;
        auto zeros = begun;
        std::fill(zeros.begin() + static_cast<std::ptrdiff_t>(part), zeros.end(), std::byte{0});
        copy(before, crashed);
        write(crashed + "/snapshot", snapshot);
        if (part == 0) {  // a header is too small to be written in parts
            write(crashed + "/" + new_journal, zeros);
            opens("zeros instead of the new journal");
        }
        copy(before, crashed);
        write(crashed + "/snapshot", snapshot);
        write(crashed + "/" + new_journal, begun);
        fs::remove(crashed + "/" + old_journal);
        opens("all but the return");
    }
    // A checkpoint that failed at its new journal, and the old one went on.
    copy(before, crashed);
    {
        rung::durable_folder<kept_base> shop;
        REQUIRE(shop.open(crashed, empty));
        call(shop, 50);
        REQUIRE(shop.sync());
    }
    write(crashed + "/snapshot", snapshot);
    write(crashed + "/" + new_journal, begun);
    rung::durable_folder<kept_base> shop;
    REQUIRE(shop.open(crashed, empty));
    CHECK(written(shop.base()) == written(lived(empty, 51)));
}

TEST_CASE("a checkpoint that cannot be made leaves the base working, and says why") {
    temporary_folder const place;
    auto const folder = place / "shop";
    facts_base const empty{patient};
    rung::durable_folder<facts_base> shop;
    REQUIRE(shop.open(folder, empty));
    std::uint64_t calls = 0;
    for (; calls < 10; ++calls) call(shop, calls);
    fs::create_directory(folder + "/snapshot");  // nothing can be renamed to this
    CHECK_FALSE(shop.checkpoint());
    CHECK(says(shop.why(), "rename of '" + folder + "/snapshot' failed"));
    CHECK(shop.ok());
    fs::remove(folder + "/snapshot");
    auto const next = folder + "/journal." + std::to_string(records_of(empty, 10));
    fs::create_directory(next);
    CHECK_FALSE(shop.checkpoint());
    CHECK(says(shop.why(), next));
    CHECK(shop.ok());
    for (; calls < 20; ++calls) call(shop, calls);
    fs::remove(next);
    write(folder + "/journal." + std::to_string(records_of(empty, 20)),
          std::vector<std::byte>(17));  // a try that left its beginning
    copy(folder, place / "copy");
    REQUIRE(shop.checkpoint());
    for (auto const& there : {folder, place / "copy"}) {
        shop.close();
        REQUIRE(shop.open(there, empty));
        CHECK(written(shop.base()) == written(lived(empty, calls)));
    }
}

TEST_CASE("a snapshot whose journal is missing, empty or too short is refused, unless the loss is accepted") {
    temporary_folder const place;
    facts_base const empty{patient};
    auto const folder = place / "shop";
    auto const journal = folder + "/journal." + std::to_string(records_of(empty, 20));
    rung::durable_folder<facts_base> shop;
    REQUIRE(shop.open(folder, empty));
    for (std::uint64_t n = 0; n < 10; ++n) call(shop, n);
    REQUIRE(shop.sync());
    copy(folder, place / "early");
    for (std::uint64_t n = 10; n < 20; ++n) call(shop, n);
    REQUIRE(shop.checkpoint());
    for (std::uint64_t n = 20; n < 30; ++n) call(shop, n);
    REQUIRE(shop.sync());
    shop.close();
    fs::copy_file(folder + "/snapshot", place / "early/snapshot");
    auto const whole = read(journal);

    auto const lost = [&](std::string const& what, std::string const& broken) {
        INFO(what);
        auto const before = files(broken);
        auto opened = shop.open(broken, empty);
        CHECK_FALSE(opened);
        CHECK_FALSE(opened.lost);
        CHECK(says(opened.why, broken + "/journal."));
        CHECK(says(opened.why, "records that were safe may be lost"));
        CHECK(says(opened.why, "folder_options{.accept_loss = true}"));
        CHECK(files(broken) == before);
        opened = shop.open(broken, empty, {.accept_loss = true});
        REQUIRE(opened);
        CHECK(opened.lost);
        CHECK(written(shop.base()) == written(lived(empty, 20)));
        // It is whole again: what comes then is there when it is opened as always.
        for (std::uint64_t n = 20; n < 30; ++n) call(shop, n);
        REQUIRE(shop.sync());
        shop.close();
        opened = shop.open(broken, empty);
        REQUIRE(opened);
        CHECK_FALSE(opened.lost);
        CHECK(written(shop.base()) == written(lived(empty, 30)));
        shop.close();
    };
    lost("one that ends before", place / "early");
    auto const broken = place / "broken";
    copy(folder, broken);
    auto const name = broken + journal.substr(folder.size());
    fs::remove(name);
    lost("none", broken);
    for (auto const size : {std::size_t{0}, std::size_t{1}, whole.size(), std::size_t{200'000}}) {
        copy(folder, broken);
        write(name, std::vector<std::byte>(size));
        lost(std::to_string(size) + " zeros", broken);
    }
    for (auto const size : {1, 8, 31}) {
        copy(folder, broken);
        auto torn = std::vector<std::byte>(whole.begin(), whole.begin() + size);
        write(name, torn);
        lost("a part of the header", broken);
        copy(folder, broken);
        torn.resize(whole.size());
        write(name, torn);
        lost("a part of the header and zeros", broken);
    }
    // Accepting a loss is not accepting damage, and where nothing is lost it says so.
    copy(folder, broken);
    auto damaged = whole;
    damaged[50] ^= std::byte{1};
    write(name, damaged);
    CHECK(says(shop.open(broken, empty, {.accept_loss = true}).why, "not what was written"));
    copy(folder, broken);
    auto const opened = shop.open(broken, empty, {.accept_loss = true});
    REQUIRE(opened);
    CHECK_FALSE(opened.lost);
    CHECK(written(shop.base()) == written(lived(empty, 30)));
}

TEST_CASE("a journal whose snapshot is missing is refused, even if it has no record yet") {
    temporary_folder const place;
    facts_base const empty{patient};
    auto const folder = place / "shop";
    rung::durable_folder<facts_base> shop;
    REQUIRE(shop.open(folder, empty));
    for (std::uint64_t n = 0; n < 10; ++n) call(shop, n);
    REQUIRE(shop.checkpoint());
    shop.close();
    fs::remove(folder + "/snapshot");
    CHECK(says(shop.open(folder, empty).why, "records are missing"));
    write(folder + "/journal." + std::to_string(records_of(empty, 10)), {});
    CHECK(says(shop.open(folder, empty, {.accept_loss = true}).why, "the snapshot before it is missing"));
}

TEST_CASE("what is not a file, or is too large, is refused with a sentence before it is read") {
    temporary_folder const place;
    facts_base const empty{patient};
    auto const folder = place / "shop";
    rung::durable_folder<facts_base> shop;
    REQUIRE(shop.open(folder, empty));
    for (std::uint64_t n = 0; n < 10; ++n) call(shop, n);
    REQUIRE(shop.checkpoint());
    for (std::uint64_t n = 10; n < 20; ++n) call(shop, n);
    REQUIRE(shop.sync());
    shop.close();
    auto const journal = "journal." + std::to_string(records_of(empty, 10));
    auto const broken = place / "broken";
    for (auto const& name : {std::string{"lock"}, std::string{"snapshot"}, journal}) {
        auto const file = broken + "/" + name;
        copy(folder, broken);
        fs::remove(file);
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        CHECK(says(shop.open(broken, empty).why, "'" + file + "' is not a regular file"));
        fs::remove(file);
        fs::create_symlink("/dev/full", file);
        CHECK(says(shop.open(broken, empty).why, "'" + file + "' is not a regular file"));
        fs::remove(file);
        fs::create_directory(file);
        CHECK(says(shop.open(broken, empty).why, "'" + file + "' is not a regular file"));
    }
    // Sparse files of 200 GB: one of zeros takes no room to read, if some time; one with a right beginning is
    // above the limit.
    constexpr std::uint64_t huge = 200'000'000'000;
    copy(folder, broken);
    fs::resize_file(broken + "/snapshot", huge);
    CHECK(says(shop.open(broken, empty).why,
               "'" + broken +
                   "/snapshot' has 200000000000 bytes, and at most 17179869184 are read: see "
                   "folder_options::most_bytes"));
    copy(folder, broken);
    fs::resize_file(broken + "/" + journal, huge);
    CHECK(says(shop.open(broken, empty).why, "folder_options::most_bytes"));
    copy(folder, broken);
    write(broken + "/snapshot", {});
    fs::resize_file(broken + "/snapshot", 20'000'000);
    CHECK(says(shop.open(broken, empty, {.most_bytes = 100'000}).why, "only zeros"));
    // A journal that begins right and then has zeros is torn where these begin.
    copy(folder, broken);
    fs::resize_file(broken + "/" + journal, 1'000'000);
    auto const opened = shop.open(broken, empty);
    REQUIRE(opened);
    CHECK(opened.cut > 900'000);
    CHECK(written(shop.base()) == written(lived(empty, 20)));
    CHECK(fs::file_size(broken + "/" + journal) < 100'000);
    // Gigabytes of them are not read into memory.
    auto const sound = fs::file_size(broken + "/" + journal);
    shop.close();
    fs::resize_file(broken + "/" + journal, 2'000'000'000);
    largest_request = 0;
    auto const again = shop.open(broken, empty);
    auto const asked = largest_request.load();
    REQUIRE(again);
    CHECK(again.cut == 2'000'000'000 - sound);
    CHECK(asked < 200'000);
    CHECK(written(shop.base()) == written(lived(empty, 20)));
    CHECK(fs::file_size(broken + "/" + journal) == sound);
}

TEST_CASE("another ladder takes a folder over") {
    temporary_folder const place;
    auto const folder = place / "shop";
    facts_base const empty{patient};
    rung::adoption_terms const terms{.at = at(60), .how = rung::adoption::grandfathering};
    {
        rung::durable_folder<facts_base> shop;
        REQUIRE(shop.open(folder, empty));
        for (std::uint64_t n = 0; n < 50; ++n) call(shop, n);
        (void)shop.settle(at(60));
        REQUIRE(shop.sync());
    }
    rung::durable_folder<facts_base> shop;
    auto opened = shop.migrate(folder, facts_base{strict}, terms);
    CHECK(says(opened.why, "open the folder with the previous ladder, and make a checkpoint"));
    REQUIRE(shop.open(folder, empty));
    REQUIRE(shop.checkpoint());
    shop.close();
    auto const before = place / "before";
    copy(folder, before);
    opened = shop.open(folder, facts_base{strict});
    CHECK_FALSE(opened);
    CHECK(opened.other_ladder);
    opened = shop.migrate(folder, facts_base{strict}, terms);
    INFO(opened.why);
    REQUIRE(opened);
    auto old = lived(empty, 50);
    (void)old.settle(at(60));
    auto const expected = written(std::move(old).adopt(strict, terms));
    CHECK(written(shop.base()) == expected);
    (void)shop.apply(rung::purchase{.id = 999, .client = 99, .at = at(70)});
    REQUIRE(shop.sync());
    auto const on = written(shop.base());
    shop.close();
    REQUIRE(shop.open(folder, facts_base{strict}));
    CHECK(written(shop.base()) == on);
    shop.close();

    // The crash between the new snapshot and the new journal.
    fs::copy_file(folder + "/snapshot", before + "/snapshot", fs::copy_options::overwrite_existing);
    REQUIRE(shop.open(before, facts_base{strict}));
    CHECK(written(shop.base()) == expected);
}

namespace {

// Does its calls and checkpoints until it is killed, and tells how many calls are safe.
[[noreturn]] void live_for_ever(std::string const& folder, int tell, std::uint64_t batch,
                                std::uint64_t done) {
    rung::durable_folder<kept_base> shop;
    if (!shop.open(folder, kept_base{patient, rung::history::kept{}})) ::_exit(3);
    for (;;) {
        for (std::uint64_t i = 0; i < batch; ++i) call(shop, done++);
        if (!(done % 5 == 0 ? shop.checkpoint() : shop.sync())) ::_exit(4);
        if (::write(tell, &done, sizeof done) != sizeof done) ::_exit(5);
    }
}

}  // namespace

TEST_CASE("a program killed at any time finds in its folder all that it had synced, and no half calls") {
    temporary_folder const place;
    auto const folder = place / "shop";
    kept_base const empty{patient, rung::history::kept{}};
    std::mt19937 random{2025};
    auto known = empty;       // after `calls` calls
    std::uint64_t calls = 0;  // that are there for sure
    std::uint64_t more = 0;   // that were there without being synced
    int told = 0;
    for (int round = 0; round < 40; ++round) {
        auto const safe = kill_at_work(
            [&](int tell) { live_for_ever(folder, tell, 1 + static_cast<std::uint64_t>(round) % 4, calls); },
            random, 5'000, calls, told);

        rung::durable_folder<kept_base> shop;
        auto const opened = shop.open(folder, empty);
        INFO(opened.why);
        REQUIRE(opened);
        for (; calls < safe; ++calls) call(known, calls);
        auto const found = written(shop.base());
        // The calls since then may be there too, as far as they came.
        for (int i = 0; i < 8 && written(known) != found; ++i, ++more) call(known, calls++);
        REQUIRE(written(known) == found);
    }
    INFO(calls << " calls, " << told << " times told, " << more << " not synced and yet there");
    CHECK(told > 40);
}
