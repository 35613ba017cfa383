#pragma once

#include "counted.hpp"
#include "numbering.hpp"
#include "replay.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

/// A name without what may differ by mistake: blanks, and case of Latin letters.
[[nodiscard]] inline std::string without_blanks_and_case(std::string_view name) {
    std::string out;
    for (char const c : name) {
        if (c == ' ' || c == '\t') continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

/// Whether an id is a number that a spreadsheet has cut: `1.23457E+11`. Others may have become the same.
[[nodiscard]] inline bool is_cut_number(std::string_view id) noexcept {
    auto const digits = [&] {
        auto const n = std::min(id.find_first_not_of("0123456789"), id.size());
        id.remove_prefix(n);
        return n;
    };
    auto const take = [&](std::string_view marks) {
        if (id.empty() || marks.find(id.front()) == std::string_view::npos) return false;
        id.remove_prefix(1);
        return true;
    };
    if (digits() != 1) return false;
    if (take(".,") && digits() == 0) return false;
    return take("eE") && take("+") && digits() != 0 && id.empty();
}

/// Whether an id is what programs write where there is none.
[[nodiscard]] inline bool stands_for_nobody(std::string_view id) {
    constexpr std::string_view words[] = {"null", "(null)", "nil", "none",     "nan",       "<na>",
                                          "n/a",  "#n/a",   "\\n", "(notset)", "undefined", "-"};
    constexpr std::size_t longest = 12;
    if (id.size() > longest || (!id.empty() && id.front() >= '0' && id.front() <= '9')) return false;
    return std::find(std::begin(words), std::end(words), without_blanks_and_case(id)) != std::end(words);
}

/// Remarks on clients who may not be one client each: whose id was cut, or stands for nobody.
[[nodiscard]] inline std::vector<std::string> doubtful_clients(replay const& r) {
    std::vector<std::string> out;
    std::string cut;
    std::uint64_t count = 0;
    for (rung::client_id id = 1; id <= r.client_names(); ++id) {
        auto const name = r.client_name(id);
        if (is_cut_number(name) && count++ == 0) cut = name;
        if (stands_for_nobody(name))
            out.push_back("the client '" + std::string{name} +
                          "' seems to stand for nobody: all lines without a client would be one client");
    }
    if (count != 0)
        out.push_back(counted(count, "client has", "clients have") + " an id such as '" + cut +
                      "', a number that a spreadsheet has cut: different clients may have become one");
    return out;
}

/// Remarks on clients whose names differ by blanks or case alone: the first three, and how many there are.
/// They stay different clients.
[[nodiscard]] inline std::vector<std::string> look_alikes(replay const& r) {
    constexpr std::uint64_t most = 3;
    // Names without blanks and capitals are all that they can be.
    auto const may_be = [&](rung::client_id id) {
        auto const name = r.client_name(id);
        return std::any_of(name.begin(), name.end(),
                           [](char c) { return c == ' ' || c == '\t' || (c >= 'A' && c <= 'Z'); });
    };
    rung::client_id any = 1;
    while (any <= r.client_names() && !may_be(any)) ++any;
    if (any > r.client_names()) return {};

    numbering plain;
    std::vector<rung::client_id> first;  // who has a name first, by its number
    std::vector<std::string> out;
    std::uint64_t count = 0;
    for (rung::client_id id = 1; id <= r.client_names(); ++id) {
        auto const name = r.client_name(id);
        auto const known = plain.size();
        auto const number = plain[without_blanks_and_case(name)];
        if (number > known) {
            first.push_back(id);
            continue;
        }
        if (++count <= most)
            out.push_back("two clients whose ids differ by blanks or case alone: '" +
                          std::string{r.client_name(first[number - 1])} + "' and '" + std::string{name} +
                          "'");
    }
    if (count > most)
        out.push_back("... and " + counted(count - most, "more such client", "more such clients"));
    return out;
}
