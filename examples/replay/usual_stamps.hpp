#pragma once

#include <rung/notation/values.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Reads `2026-01-31T08:26:00Z`, with or without the Z and with a blank for the T, as most logs have it; of
/// all others it says nothing. The day of the last one is known: the next is on the same day as a rule.
class usual_stamps {
public:
    [[nodiscard]] std::optional<rung::instant> read(std::string_view text) {
        if (text.size() != size && (text.size() != size + 1 || text[size] != 'Z')) return std::nullopt;
        auto const clock = seconds_of(text.data() + day_size + 1);
        if (!clock || (text[day_size] != 'T' && text[day_size] != ' ')) return std::nullopt;
        if (day_ != text.substr(0, day_size)) {
            auto const day = rung::parse_instant(text.substr(0, day_size));
            if (!day || text[4] != '-') return std::nullopt;
            day_ = text.substr(0, day_size);
            midnight_ = *day;
        }
        auto const out = midnight_ + rung::duration{*clock};
        return out.is_moment() ? std::optional{out} : std::nullopt;
    }

private:
    static constexpr std::size_t day_size = 10, size = 19;
    std::string day_;
    rung::instant midnight_{};

    [[nodiscard]] static std::optional<std::int64_t> seconds_of(char const* clock) {
        auto const digit = [&](std::size_t i) { return static_cast<unsigned>(clock[i] - '0'); };
        bool const is_clock = clock[2] == ':' && clock[5] == ':' && digit(0) < 3 && digit(1) < 10 &&
                              digit(3) < 6 && digit(4) < 10 && digit(6) < 6 && digit(7) < 10;
        auto const hours = digit(0) * 10 + digit(1);
        if (!is_clock || hours > 23) return std::nullopt;
        return std::int64_t{hours * 3'600 + (digit(3) * 10 + digit(4)) * 60 + digit(6) * 10 + digit(7)};
    }
};
