#include "catch.hpp"

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
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

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

TEST_CASE("a file is cut, and what is written then stands at the new end") {
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

TEST_CASE("a disk that is full is told, and so is one that cannot sync") {
    rung::posix_file f;
    REQUIRE(f.open("/dev/full"));
    CHECK_FALSE(f.write(bytes_of("x")));
    CHECK(f.error().number == ENOSPC);
    CHECK_FALSE(f.sync());
    CHECK(f.error().number == EINVAL);  // not a file that can be synced
}

TEST_CASE("a file at its limit takes a part and says so") {
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

TEST_CASE("what is written in pieces or broken into by signals arrives whole") {
    // A pipe is small and its reader slow, so that one write takes many.
    temporary_folder const folder;
    auto const path = folder / "pipe";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    std::string sent;
    for (int i = 0; i < 60'000; ++i) sent += std::to_string(i) + ' ';

    auto const child = ::fork();
    REQUIRE(child != -1);
    if (child == 0) {
        static volatile std::sig_atomic_t signals = 0;
        struct ::sigaction count {};
        count.sa_handler = [](int) { signals = signals + 1; };  // without SA_RESTART
        ::sigaction(SIGALRM, &count, nullptr);
        ::itimerval const every{{0, 500}, {0, 500}};
        ::setitimer(ITIMER_REAL, &every, nullptr);
        rung::posix_file f;
        bool const as_it_should = f.open(path) && f.write(bytes_of(sent)) && f.close() && signals > 0;
        ::_exit(as_it_should ? 0 : 1);
    }
    std::string received;
    int const fd = ::open(path.c_str(), O_RDONLY);
    REQUIRE(fd != -1);
    char part[5000];
    for (;;) {
        ::usleep(300);
        auto const n = ::read(fd, part, sizeof part);
        if (n <= 0) break;
        received.append(part, static_cast<std::size_t>(n));
    }
    ::close(fd);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK((received == sent));
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

TEST_CASE("a file that is replaced when the program dies is the old one or the new one") {
    temporary_folder const folder;
    auto const path = folder / "a";
    std::string const old(50'000, 'o'), fresh(50'000, 'n');
    put(path, old);
    int replaced = 0;
    for (int round = 0; round < 30; ++round) {
        auto const child = ::fork();
        REQUIRE(child != -1);
        if (child == 0) {
            for (;;) {
                for (auto const& text : {fresh, old}) {
                    (void)rung::replace_file(path, [&](rung::posix_file& f) {
                        for (std::size_t i = 0; i < text.size(); i += 1000) {
                            if (!f.write(bytes_of(text).subspan(i, 1000))) return false;
                        }
                        return true;
                    });
                }
            }
        }
        ::usleep(static_cast<::useconds_t>(300 + 173 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        auto const now = content(path);
        CHECK((now == old || now == fresh));
        replaced += now == fresh ? 1 : 0;
    }
    CHECK(replaced > 0);
}
