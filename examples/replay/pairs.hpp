#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// `client=Customer Email,at="Created, at"` taken apart. In double quotes a text may have commas and equal
/// signs, and a quote written twice. Nothing if a part has no equal sign or a quote is not closed.
[[nodiscard]] inline std::optional<std::vector<std::pair<std::string, std::string>>>
read_pairs(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> out;
    std::size_t i = 0;
    auto const pass_blanks = [&] {
        while (i < text.size() && text[i] == ' ') ++i;
    };
    // A text that ends before such a character; false if it does not end.
    auto const take = [&](char end, std::string& to) {
        pass_blanks();
        if (i < text.size() && text[i] == '"') {
            for (++i;; to += text[i++]) {
                if (i == text.size()) return false;
                if (text[i] == '"' && (++i == text.size() || text[i] != '"')) break;
            }
            pass_blanks();
        } else {
            while (i < text.size() && text[i] != end && text[i] != ',') to += text[i++];
            while (!to.empty() && to.back() == ' ') to.pop_back();
        }
        return end == ',' ? i == text.size() || text[i] == ',' : i < text.size() && text[i] == end;
    };
    while (true) {
        std::string name, value;
        if (!take('=', name)) return std::nullopt;
        ++i;
        if (!take(',', value)) return std::nullopt;
        out.emplace_back(std::move(name), std::move(value));
        if (i == text.size()) return out;
        ++i;
        pass_blanks();
        if (i == text.size()) return out;
    }
}
