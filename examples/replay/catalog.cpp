#include "catalog.hpp"

#include "arguments.hpp"

#include <rung/notation/measures.hpp>

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

std::string text_of(std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) throw usage_error{file + ": the ladder cannot be read"};
    return text;
}
[[noreturn]] void refuse(std::string const& file, rung::notation_error const& e) {
    std::ostringstream sentence;
    sentence << file << ':' << e;
    throw usage_error{sentence.str()};
}

// Whether the name is one of the catalog's; if not, it has to be that of a file.
choice const* choice_of(std::string const& name, settings const& thresholds) {
    for (auto const& c : choices) {
        if (c.name == name) return &c;
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(name, ignored))
        throw usage_error{"--ladder " + name + ": unknown ladder; known: " + ladder_list() +
                          ", or the path of a file with one"};
    if (!thresholds.empty())
        throw usage_error{"--set " + thresholds.front().first +
                          ": a ladder read from a file has its thresholds there; change them in " + name};
    return nullptr;
}

// Whether a text defines something before its first stage.
bool has_measures(std::string_view text) {
    rung::detail::lexer all{text};
    for (auto found = all.take(); found.kind != rung::detail::token_kind::end; found = all.take()) {
        if (found.is("stage") || found.is("exit")) return false;
        if (rung::detail::begins_a_head_line(found.text)) return true;
    }
    return false;
}

template <class S>
any_replayed read_measures(std::string const& file, std::string const& text) {
    auto const read = rung::try_parse_lifecycle<S>(text);
    if (!read) refuse(file, read.error());
    return *read;
}

}  // namespace

any_lifecycle make_lifecycle(std::string const& name, settings const& thresholds) {
    if (auto const* c = choice_of(name, thresholds)) return c->make(name, thresholds);
    auto const read = rung::try_parse_lifecycle(text_of(name));
    if (!read) refuse(name, read.error());
    return *read;
}

any_replayed make_replayed(std::string const& name, settings const& thresholds, bool facts_only) {
    if (auto const* c = choice_of(name, thresholds)) return c->make(name, thresholds);
    auto const text = text_of(name);
    if (!has_measures(text)) {
        auto const read = rung::try_parse_lifecycle(text);
        if (read) return *read;
        // A threshold above what a counter of the retail schema holds: as a measure it counts further.
        if (read.error().kind != rung::mistake::wrong_value || !rung::try_parse_lifecycle<facts_table>(text))
            refuse(name, read.error());
    }
    return facts_only ? read_measures<facts_table>(name, text) : read_measures<history_table>(name, text);
}

std::string ladder_list() {
    std::string out;
    for (auto const& c : choices) (out += out.empty() ? "" : ", ") += c.name;
    return out;
}
