#include "catch.hpp"

#include "progress.hpp"

#include <string>
#include <vector>

namespace {

// Shows what would be on the terminal, at the times that the test says.
struct terminal {
    double now = 1'000;
    std::vector<std::string> lines;

    progress bar(std::uint64_t whole) {
        return {"log.csv", whole, [this] { return progress::seconds{now}; },
                [this](std::string const& line) { lines.push_back(line); }};
    }
    // The last line without what moves the cursor.
    [[nodiscard]] std::string last() const {
        auto line = lines.back();
        line.erase(0, line.find_first_not_of('\r'));
        return line.substr(0, line.find("\x1B[K"));
    }
};

}  // namespace

TEST_CASE("progress: how far, how fast, how long still") {
    terminal t;
    auto bar = t.bar(1'000);
    t.now += 2;
    bar.show(250, 5'000, 12);
    CHECK(t.last() ==
          "replaying log.csv  █████░░░░░░░░░░░░░░░  25%  5,000 events  12 clients  2,500/s  6 s left");
    t.now += 0.05;
    bar.show(300, 6'000, 12);
    CHECK(t.lines.size() == 1);  // ten times a second is enough
    t.now += 0.06;
    bar.show(1'000, 20'000, 13);
    CHECK(t.lines.size() == 2);
    CHECK(t.last().find(" 99%  20,000 events  13 clients") != std::string::npos);
    CHECK(t.last().find("left") == std::string::npos);
    t.now += 1.89;
    bar.finish(20'000, 13);
    CHECK(t.last() == "replaying log.csv  ████████████████████ 100%  20,000 events  13 clients  5,000/s");
    CHECK(t.lines.back().back() == '\n');
}

TEST_CASE("progress: of a pipe nobody knows how long it is") {
    terminal t;
    auto bar = t.bar(0);
    t.now += 0.2;
    bar.show(7, 1'234, 5);
    CHECK(t.last() == "replaying log.csv  1,234 events  5 clients");
    t.now += 9.8;
    bar.finish(10'000, 5);
    CHECK(t.last() == "replaying log.csv  10,000 events  5 clients  1,000/s");
}

TEST_CASE("progress: a title is cleaned, and without a terminal there is nothing to write to") {
    std::vector<std::string> lines;
    progress bar{"a\x1B[2Jb", 0, [] { return progress::seconds{}; },
                 [&](std::string const& line) { lines.push_back(line); }};
    bar.show(1, 1, 1);
    CHECK(lines.at(0).find("\x1B[2J") == std::string::npos);
    progress silent{"log.csv", 10, [] { return progress::seconds{}; }, {}};
    silent.show(1, 1, 1);
    silent.finish(1, 1);
    CHECK(lines.size() == 1);
}
