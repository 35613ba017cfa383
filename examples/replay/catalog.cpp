#include "catalog.hpp"

#include "arguments.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <system_error>

namespace {

using settings = std::vector<std::pair<std::string, std::string>>;

// The stages of a catalog ladder can also make a rung::ladder, whose stages are numbers. So one type serves
// for all five, and the replay is compiled once.
template <class Thresholds, std::size_t N>
any_lifecycle make(std::array<rung::stage, N> (*stages)(Thresholds const&), std::string const& name,
                   settings const& wanted) {
    Thresholds thresholds;
    for (auto const& [threshold, value] : wanted) {
        auto const answer = rung::set_threshold(thresholds, threshold, value);
        if (answer == rung::setting::done) continue;
        auto sentence = "--set " + threshold;
        sentence += "=" + value + ": ";
        if (answer != rung::setting::unknown_name)
            throw usage_error{sentence + threshold + " " + std::string{rung::to_string(answer)}};
        sentence += "the ladder " + name + " has no such threshold; known:";
        Thresholds::each(thresholds,
                         [&](std::string_view known, auto const&) { (sentence += ' ') += known; });
        throw usage_error{sentence};
    }
    auto const all = stages(thresholds);
    auto const refuse = [&](rung::defect d) {
        throw usage_error{"the ladder " + name + " with these thresholds, stage '" +
                          std::string{all[d.stage].name} + "': " + d.message()};
    };
    auto const ladder = rung::ladder::try_make(all, name);
    if (!ladder) refuse(ladder.error());
    auto const made = any_lifecycle::try_make(*ladder);
    if (!made) refuse(made.error());
    return *made;
}

struct choice {
    std::string_view name;
    any_lifecycle (*make)(std::string const& name, settings const& wanted);
};

constexpr choice choices[] = {
    {"service", [](auto const& name, auto const& s) { return make(rung::ladders::service_stages, name, s); }},
    {"familiarity",
     [](auto const& name, auto const& s) { return make(rung::ladders::familiarity_stages, name, s); }},
    {"loyalty", [](auto const& name, auto const& s) { return make(rung::ladders::loyalty_stages, name, s); }},
    {"journey", [](auto const& name, auto const& s) { return make(rung::ladders::journey_stages, name, s); }},
    {"patronage",
     [](auto const& name, auto const& s) { return make(rung::ladders::patronage_stages, name, s); }},
};

any_lifecycle read_file(std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    std::string const text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) throw usage_error{file + ": the ladder cannot be read"};
    auto const read = rung::try_parse_lifecycle(text);
    if (read) return *read;
    std::ostringstream sentence;
    sentence << file << ':' << read.error();
    throw usage_error{sentence.str()};
}

}  // namespace

any_lifecycle make_lifecycle(std::string const& name, settings const& thresholds) {
    for (auto const& c : choices) {
        if (c.name == name) return c.make(name, thresholds);
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(name, ignored))
        throw usage_error{"--ladder " + name + ": unknown ladder; known: " + ladder_list() +
                          ", or the path of a file with one"};
    if (!thresholds.empty())
        throw usage_error{"--set " + thresholds.front().first +
                          ": a ladder read from a file has its thresholds there; change them in " + name};
    return read_file(name);
}

std::string ladder_list() {
    std::string out;
    for (auto const& c : choices) (out += out.empty() ? "" : ", ") += c.name;
    return out;
}
