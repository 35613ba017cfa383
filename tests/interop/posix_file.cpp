#include "catch.hpp"

#include "interop/failing_calls.hpp"
#include "interop/temporary_folder.hpp"

#include <rung/base/byte_sink.hpp>
#include <rung/interop/posix_file.hpp>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using failing_calls::how;

static_assert(rung::byte_sink<rung::posix_file>);

std::span<std::byte const> bytes_of(std::string_view text) { return std::as_bytes(std::span{text}); }

std::string content(std::string const& path) {
    std::vector<std::byte> bytes;
    auto const why = rung::read_file(path, bytes);
    INFO(why.message());
    REQUIRE(why.ok());
    std::string text;
    for (auto const b : bytes) text += static_cast<char>(b);
    return text;
}

void put(std::string const& path, std::string_view text) {
    rung::posix_file f;
    REQUIRE(f.create(path));
    REQUIRE(f.write(bytes_of(text)));
    REQUIRE(f.close());
}

}  // namespace

TEST_CASE("a file is made, written at its end, and read whole") {
    temporary_folder const folder;
    auto const path = folder / "a";
    {
        rung::posix_file f;
        CHECK_FALSE(f.is_open());
        REQUIRE(f.open(path));
        CHECK(f.is_open());
        CHECK(f.path() == path);
        CHECK(f.size() == 0);
        CHECK(f.write(bytes_of("one")));
        CHECK(f.write({}));
        CHECK(f.sync());
        CHECK(f.size() == 3);
        CHECK(f.close());
        CHECK_FALSE(f.is_open());
        CHECK(f.close());
    }
    rung::posix_file f;
    REQUIRE(f.open(path));
    CHECK(f.size() == 3);
    CHECK(f.write(bytes_of(" two")));
    CHECK(f.error().ok());
    CHECK(content(path) == "one two");
}

TEST_CASE("create makes a file only where there is none") {
    temporary_folder const folder;
    put(folder / "a", "x");
    rung::posix_file f;
    CHECK_FALSE(f.create(folder / "a"));
    CHECK(f.error().number == EEXIST);
    CHECK(f.error().path == folder / "a");
    CHECK(content(folder / "a") == "x");
}

TEST_CASE("a file is cut, and later writes go to the new end") {
    temporary_folder const folder;
    rung::posix_file f;
    REQUIRE(f.open(folder / "a"));
    REQUIRE(f.write(bytes_of("123456")));
    CHECK(f.cut(6));
    CHECK(f.cut(2));
    CHECK(f.size() == 2);
    CHECK(f.write(bytes_of("x")));
    CHECK(content(folder / "a") == "12x");
    CHECK_FALSE(f.cut(4));  // never longer
    CHECK(f.error().number == EINVAL);
    CHECK(content(folder / "a") == "12x");
}

TEST_CASE("an error says which call failed on which file, and why") {
    temporary_folder const folder;
    auto const path = folder / "none/a";
    rung::posix_file f;
    CHECK_FALSE(f.open(path));
    CHECK_FALSE(f.is_open());
    CHECK(f.error().number == ENOENT);
    CHECK(f.error().message() == "open of '" + path + "' failed: No such file or directory (2)");
    CHECK(rung::file_error{}.message().empty());

    std::vector<std::byte> bytes(3);
    auto const why = rung::read_file(path, bytes);
    CHECK(why.number == ENOENT);
    CHECK(bytes.empty());
    CHECK(rung::read_file(folder.path(), bytes).number == EISDIR);
}

TEST_CASE("a file that is not open takes nothing") {
    rung::posix_file f;
    CHECK_FALSE(f.write(bytes_of("x")));
    CHECK(f.error().number == EBADF);
    CHECK_FALSE(f.sync());
    CHECK_FALSE(f.cut(0));
}

TEST_CASE("a file is open for writing only once") {
    temporary_folder const folder;
    rung::posix_file first;
    REQUIRE(first.open(folder / "a"));
    rung::posix_file second;
    CHECK_FALSE(second.open(folder / "a"));
    CHECK(second.error().number == EWOULDBLOCK);
    CHECK(std::string{second.error().call} == "flock");

    rung::posix_file moved = std::move(first);
    CHECK_FALSE(first.is_open());  // NOLINT: this is what is tested
    CHECK_FALSE(second.open(folder / "a"));
    CHECK(moved.write(bytes_of("x")));
    REQUIRE(moved.close());
    CHECK(second.open(folder / "a"));
}

TEST_CASE("a full disk is reported, and so is one that cannot sync") {
    temporary_folder const folder;
    rung::posix_file f;
    REQUIRE(f.open(folder / "a"));
    auto const failing = [](char const* name, auto const& act) {
        for (std::size_t n = 0;; ++n) {
            failing_calls::watch const watch{n};
            act();
            if (watch.failed() == name) return;
            REQUIRE_FALSE(watch.failed().empty());
        }
    };
    failing("write", [&] { CHECK_FALSE(f.write(bytes_of("x"))); });
    CHECK(f.error().message() == "write of '" + (folder / "a") + "' failed: No space left on device (28)");
    failing("fdatasync", [&] { CHECK_FALSE(f.sync()); });
    CHECK(f.error().message() == "fsync of '" + (folder / "a") + "' failed: Input/output error (5)");
    CHECK(f.write(bytes_of("x")));
}

TEST_CASE("a file that cannot be locked is not opened: somebody else may have it") {
    temporary_folder const folder;
    for (std::size_t n = 0;; ++n) {
        auto const path = folder / std::to_string(n);
        rung::posix_file f;
        failing_calls::watch const watch{n};
        if (f.open(path)) FAIL("it was not locked");
        CHECK_FALSE(f.is_open());
        if (watch.failed() != "flock") continue;
        CHECK(f.error().message() == "flock of '" + path + "' failed: No locks available (37)");
        break;
    }
}

TEST_CASE("the lock of a file is kept by a child that was forked, until it ends") {
    temporary_folder const folder;
    rung::posix_file f;
    REQUIRE(f.open(folder / "a"));
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    auto const child = ::fork();
    REQUIRE(child != -1);
    if (child == 0) {
        char c = 0;
        ::close(ends[1]);
        (void)!::read(ends[0], &c, 1);  // until the parent is done
        ::_exit(0);
    }
    ::close(ends[0]);
    CHECK(f.close());
    CHECK_FALSE(f.open(folder / "a"));
    CHECK(f.error().number == EWOULDBLOCK);
    ::close(ends[1]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(f.open(folder / "a"));
}

TEST_CASE("what is not a regular file is neither written nor read") {
    temporary_folder const folder;
    auto const pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::vector<std::byte> bytes;
    for (auto const& path : {pipe, std::string{"/dev/full"}, folder.path()}) {
        rung::posix_file f;
        CHECK_FALSE(f.open(path));
        CHECK_FALSE(f.is_open());
        CHECK_FALSE(f.error().ok());
        auto const why = rung::read_file(path, bytes);
        CHECK(why.message() == "'" + path + "' is not a regular file");
    }
    // Also a pipe that somebody reads.
    int const reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK, 0);
    REQUIRE(reader != -1);
    rung::posix_file f;
    CHECK_FALSE(f.open(pipe));
    CHECK(f.error().message() == "'" + pipe + "' is not a regular file");
    ::close(reader);
}

TEST_CASE("a file that is too large is refused before it is read") {
    temporary_folder const folder;
    put(folder / "a", "123456");
    std::vector<std::byte> bytes;
    CHECK(rung::read_file(folder / "a", bytes, 6).ok());
    CHECK(bytes.size() == 6);
    auto const why = rung::read_file(folder / "a", bytes, 5);
    CHECK(why.message() == "'" + (folder / "a") + "' has 6 bytes, and at most 5 are read");
    CHECK(bytes.empty());
    // One that says that its size is 0.
    CHECK(rung::read_file("/proc/self/status", bytes, 10).number == EFBIG);
    CHECK(rung::read_file("/proc/self/status", bytes).ok());
}

TEST_CASE("a file at its limit takes a part of a write and says so") {
    temporary_folder const folder;
    auto const child = ::fork();
    REQUIRE(child != -1);
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::rlimit const limit{10, 10};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        rung::posix_file f;
        bool const as_it_should = f.open(folder / "a") && f.write(bytes_of("123456")) &&
                                  !f.write(bytes_of("789abcdef")) && f.error().number == EFBIG &&
                                  f.size() == 10;
        ::_exit(as_it_should ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(content(folder / "a") == "123456789a");
}

TEST_CASE("what is written in pieces or interrupted by signals arrives whole") {
    temporary_folder const folder;
    std::string sent;
    for (int i = 0; i < 600; ++i) sent += std::to_string(i) + ' ';
    rung::posix_file f;
    REQUIRE(f.open(folder / "a"));
    {
        failing_calls::watch const watch{0, how::in_pieces};
        CHECK(f.write(bytes_of(sent)));
        CHECK(f.sync());
        CHECK(watch.calls() > 600);
        CHECK((content(folder / "a") == sent));
        CHECK(f.close());
    }
    CHECK((content(folder / "a") == sent));
}

TEST_CASE("a large file is read whole") {
    temporary_folder const folder;
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += std::to_string(i);
    put(folder / "a", text);
    CHECK((content(folder / "a") == text));
    put(folder / "empty", "");
    CHECK(content(folder / "empty").empty());
    CHECK_FALSE(content("/proc/self/status").empty());  // says that its size is 0
}

TEST_CASE("a replaced file is the new one, with the rights of the old one, and nothing is left beside it") {
    temporary_folder const folder;
    auto const path = folder / "a";
    for (auto const* const text : {"first", "second and longer", "3"}) {
        CHECK(rung::replace_file(path, [&](rung::posix_file& f) { return f.write(bytes_of(text)); }).ok());
        CHECK(content(path) == text);
        CHECK(folder.files() == 1);
        REQUIRE(::chmod(path.c_str(), 0640) == 0);
    }
    struct ::stat about {};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0640);
}

TEST_CASE("a file whose replacement fails stays as it was") {
    temporary_folder const folder;
    auto const path = folder / "a";
    put(path, "old");

    auto why = rung::replace_file(path, [](rung::posix_file& f) {
        CHECK(f.write(bytes_of("half of the n")));
        return false;
    });
    CHECK(why.number == ECANCELED);
    CHECK(content(path) == "old");
    CHECK(folder.files() == 1);

    why = rung::replace_file(path, [](rung::posix_file& f) {
        CHECK(f.close());
        return f.write(bytes_of("x"));
    });
    CHECK(why.number == EBADF);
    CHECK(content(path) == "old");

    CHECK_THROWS_AS((void)rung::replace_file(path, [](rung::posix_file&) -> bool { throw 7; }), int);
    CHECK(content(path) == "old");
    CHECK(folder.files() == 1);

    CHECK(rung::replace_file(folder / "none/a", [](rung::posix_file&) { return true; }).number == ENOENT);
    REQUIRE(::mkdir((folder / "folder").c_str(), 0700) == 0);
    why = rung::replace_file(folder / "folder", [](rung::posix_file&) { return true; });
    CHECK(why.number == EISDIR);
    CHECK(std::string{why.call} == "rename");
    CHECK(folder.files() == 2);
}

TEST_CASE("a file that was being replaced when the program died is the old one or the new one") {
    temporary_folder const folder;
    auto const path = folder / "a";
    std::string const old(50'000, 'o'), fresh(50'000, 'n');
    put(path, old);
    int replaced = 0;
    for (int round = 0; round < 30; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        auto const child = ::fork();
        REQUIRE(child != -1);
        if (child == 0) {
            ::close(ends[0]);
            for (;;) {
                for (auto const& text : {fresh, old}) {
                    (void)rung::replace_file(path, [&](rung::posix_file& f) {
                        for (std::size_t i = 0; i < text.size(); i += 1000) {
                            if (!f.write(bytes_of(text).subspan(i, 1000))) return false;
                        }
                        return true;
                    });
                    (void)!::write(ends[1], "", 1);
                }
            }
        }
        ::close(ends[1]);
        // Killed before the first is replaced, or some time after some were, however slow the disk is.
        char told = 0;
        for (int n = round % 4; n > 0; --n) REQUIRE(::read(ends[0], &told, 1) == 1);
        ::usleep(static_cast<::useconds_t>(173 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        ::close(ends[0]);
        auto const now = content(path);
        CHECK((now == old || now == fresh));
        replaced += now == fresh ? 1 : 0;
    }
    CHECK(replaced > 0);
}
