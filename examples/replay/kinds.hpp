#pragma once

#include "columns.hpp"
#include "dialect.hpp"
#include "entry.hpp"
#include "kind_words.hpp"

#include <rung/retail/event.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a value in a column of kinds means.
struct kind_rule {
    enum class meaning { kind, skip, pass };

    std::string value;   ///< case and blanks around it do not count; `*` is any other value
    std::string column;  ///< of this name only; empty: of each
    meaning means = meaning::kind;
    rung::event_kind kind = rung::event_kind::purchase;
    std::string named{};  ///< the kind as it was written, until the ladder that is asked knows it

    friend bool operator==(kind_rule const&, kind_rule const&) = default;
};

/// The kind that a log can name: none is a decision, which needs more than a line has.
[[nodiscard]] inline std::optional<rung::event_kind> log_kind_of(std::string_view text) {
    std::string lower{trimmed(text)};
    if (lower.size() > 40) return std::nullopt;
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    auto const kind = rung::event_kind_of(lower);
    if (!kind || *kind == rung::event_kind::decision) return std::nullopt;
    return *kind;
}

/// The same, or one of those that a ladder brings along: they are the numbers after those of the library.
[[nodiscard]] inline std::optional<rung::event_kind> kind_of_ladder(std::string_view text,
                                                                    std::vector<std::string> const& own) {
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (same_name(own[i], text)) return static_cast<rung::event_kind>(rung::event_kind_count + i);
    }
    return log_kind_of(text);
}

/// What kind of event a line is, by its columns of kinds. Each has to be understood; one that says skip
/// decides, those that say pass say nothing, and the others must agree.
class kind_reader {
public:
    struct answer {
        std::optional<rung::event_kind> kind{};
        bool skip = false;
        std::string_view refused{};
        std::string_view wrong{};
    };

    /// `own`: the names of the kinds after those of the library.
    explicit kind_reader(std::vector<kind_rule> rules, std::vector<std::string> own = {})
        : rules_{std::move(rules)}, own_{std::move(own)} {}

    /// `next(i, name, value)`: the name and the value of the i-th column of kinds; false after the last.
    template <class Next>
    [[nodiscard]] answer read(Next const& next) const {
        answer out;
        std::string_view name, value;
        for (std::size_t i = 0; next(i, name, value); ++i) {
            auto const one = meaning_of(name, trimmed(value));
            if (one.skip) return one;
            if (!out.refused.empty()) continue;
            if (!one.refused.empty())
                out = one;
            else if (one.kind && out.kind && *out.kind != *one.kind)
                out = {{}, false, "two kinds in one line", value};
            else if (one.kind)
                out.kind = one.kind;
        }
        if (!out.kind && out.refused.empty()) out.refused = "no kind";
        return out;
    }

private:
    std::vector<kind_rule> rules_;
    std::vector<std::string> own_;

    [[nodiscard]] static answer answer_of(kind_rule const& r) {
        answer out;
        out.skip = r.means == kind_rule::meaning::skip;
        if (r.means == kind_rule::meaning::kind) out.kind = r.kind;
        return out;
    }

    [[nodiscard]] answer meaning_of(std::string_view name, std::string_view value) const {
        if (rules_.empty()) {
            if (auto const exact = kind_of_word(value); exact && *exact != rung::event_kind::decision)
                return {*exact};
        }
        kind_rule const* other = nullptr;
        for (auto const& r : rules_) {
            if (!r.column.empty() && !same_name(r.column, name)) continue;
            if (r.value == "*")
                other = other == nullptr || !r.column.empty() ? &r : other;
            else if (same_name(r.value, value))
                return answer_of(r);
        }
        if (auto const known = kind_of_ladder(value, own_)) return {known};
        if (other != nullptr) return answer_of(*other);
        return {{}, false, value.empty() ? without_kind : "unknown kind", value};
    }
};
