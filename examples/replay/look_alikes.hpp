#pragma once

#include "counted.hpp"
#include "numbering.hpp"
#include "replay.hpp"

#include <algorithm>
#include <cstdint>
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
