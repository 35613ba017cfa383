#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

/// A folder of its own for one test, gone with it.
class temporary_folder {
public:
    temporary_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "rung_test_XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        path_ = pattern;
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string operator/(std::string const& name) const { return path_ + "/" + name; }
    [[nodiscard]] std::string const& path() const { return path_; }
    [[nodiscard]] std::size_t files() const {
        auto const all = std::filesystem::directory_iterator{path_};
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

private:
    std::string path_;
};
