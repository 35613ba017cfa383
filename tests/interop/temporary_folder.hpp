#pragma once

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/types.h>
#include <unistd.h>

/// A folder of its own for one test, gone with it. Those of programs that were killed are gone with the first
/// of a later one.
class temporary_folder {
public:
    temporary_folder() {
        static bool const swept = sweep(std::filesystem::temp_directory_path());
        (void)swept;
        auto const name = std::string{prefix} + std::to_string(::getpid()) + "_XXXXXX";
        auto pattern = (std::filesystem::temp_directory_path() / name).string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        path_ = pattern;
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() { remove(path_); }

    [[nodiscard]] std::string operator/(std::string const& name) const { return path_ + "/" + name; }
    [[nodiscard]] std::string const& path() const { return path_; }
    [[nodiscard]] std::size_t files() const {
        auto const all = std::filesystem::directory_iterator{path_};
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

    static constexpr std::string_view prefix = "rung_test_";
    /// Removes the folders of programs that are no more. Those of the last hour stay: the program may be one
    /// that is not seen from here.
    static bool sweep(std::filesystem::path const& where) {
        std::error_code failed;
        auto const old = std::filesystem::file_time_type::clock::now() - std::chrono::hours{1};
        for (auto const& entry : std::filesystem::directory_iterator{where, failed}) {
            auto const name = entry.path().filename().string();
            ::pid_t program = 0;
            auto const number = std::string_view{name}.substr((std::min)(prefix.size(), name.size()));
            std::from_chars(number.data(), number.data() + number.size(), program);
            if (!name.starts_with(prefix) || program <= 0 || entry.last_write_time(failed) > old || failed)
                continue;
            if (::kill(program, 0) != 0 && errno == ESRCH) remove(entry.path());
        }
        return !failed;
    }

private:
    std::string path_;

    static void remove(std::filesystem::path const& folder) {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
};
