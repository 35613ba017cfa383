#include "interop/temporary_folder.hpp"
#include "catch.hpp"

#include <chrono>
#include <filesystem>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

TEST_CASE("temporary folders of programs that were killed are removed by a later one") {
    namespace fs = std::filesystem;
    auto const ended = ::fork();
    REQUIRE(ended != -1);
    if (ended == 0) ::_exit(0);
    REQUIRE(::waitpid(ended, nullptr, 0) == ended);
    temporary_folder const here;
    auto const made = [&](std::string const& name, std::chrono::hours age) {
        auto const path = here / name;
        fs::create_directory(path);
        fs::last_write_time(path, fs::file_time_type::clock::now() - age);
        return path;
    };
    using std::chrono::hours;
    auto const left = made("rung_test_" + std::to_string(ended) + "_a", hours{2});
    auto const young = made("rung_test_" + std::to_string(ended) + "_b", hours{0});
    auto const used = made("rung_test_" + std::to_string(::getpid()) + "_c", hours{2});
    auto const other = made("rung_test_", hours{2});
    auto const others = made("r", hours{2});
    REQUIRE(temporary_folder::sweep(here.path()));
    CHECK_FALSE(fs::exists(left));
    for (auto const& stays : {young, used, other, others}) CHECK(fs::exists(stays));
    CHECK(fs::path{here.path()}.filename().string().starts_with("rung_test_" + std::to_string(::getpid())));
}
