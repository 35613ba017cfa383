#include "stamps.hpp"

#include "dialect.hpp"
#include "stamp_offset.hpp"
#include "stamp_pattern.hpp"
#include "usual_stamps.hpp"

#include <rung/notation/values.hpp>

// Names of months and AM and PM in English whatever the locale; and g++ 12's time_get loses PM.
#define ONLY_C_LOCALE 1
#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <sstream>
#include <stdexcept>

namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

[[nodiscard]] bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// `10:61` is no time, and of a part that is missing the date library would read a number that was never set.
bool is_clock(std::string_view text) {
    for (bool first = true;; first = false) {
        auto const part = text.substr(0, text.find(':'));
        if (part.empty() || part.size() > 2 || !all_digits(part)) return false;
        if (!first && part.size() == 2 && part[0] >= '6') return false;
        if (part.size() == text.size()) return true;
        text.remove_prefix(part.size() + 1);
    }
}
// 3/4/2024: days or months first.
[[nodiscard]] bool may_be_day_or_month_first(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits < 1 || digits > 2 || digits == text.size()) return false;
    return text[digits] == '/' || text[digits] == '.' || text[digits] == '-';
}

constexpr std::string_view wrong = "wrong date", unsupported = "unsupported date";

[[nodiscard]] std::string_view hint_of(stamp_form form) {
    switch (form) {
    case stamp_form::iso:
        return "2026-01-31, 2026-01-31T08:26:00Z and the like are read; for others see --date-format";
    case stamp_form::dmy: return "31/01/2026, 31.01.2026 8:26 and the like are read";
    case stamp_form::mdy: return "01/31/2026, 1/31/2026 8:26 AM and the like are read";
    case stamp_form::epoch: return "seconds since 1970 are read, such as 1769847960";
    case stamp_form::epoch_ms: return "milliseconds since 1970 are read, such as 1769847960000";
    case stamp_form::excel: return "days since 1899-12-30 are read, such as 46053.35";
    case stamp_form::pattern: return "the pattern of --date-format is read";
    }
    return {};
}

}  // namespace

stamp_format stamp_format_of(std::string_view text) {
    constexpr std::pair<std::string_view, stamp_form> words[] = {
        {"iso", stamp_form::iso},     {"dmy", stamp_form::dmy},           {"mdy", stamp_form::mdy},
        {"epoch", stamp_form::epoch}, {"epoch_ms", stamp_form::epoch_ms}, {"excel", stamp_form::excel}};
    for (auto const& [word, form] : words) {
        if (word == text) return {form, {}, {}};
    }
    if (text.find('%') == std::string_view::npos)
        throw std::runtime_error{
            "write iso, dmy, mdy, epoch, epoch_ms, excel, or a pattern such as \"%d %b %Y\""};
    return {stamp_form::pattern, checked_pattern(text), {}};
}

struct stamp_reader::state {
    stamp_format format;
    minutes offset{0};
    date::time_zone const* zone = nullptr;
    std::uint64_t twice = 0;
    std::istringstream in;
    usual_stamps usual;

    // What the zone's clocks showed from when to when, with what offset: of the last time that was read.
    date::local_seconds from{}, until{};
    seconds offset_then{};

    explicit state(stamp_format const& f) : format{f} {
        in.imbue(std::locale::classic());
        if (format.zone.empty() || format.zone == "UTC" || format.zone == "Z") return;
        if (auto const fixed = offset_of(format.zone)) {
            offset = *fixed;
            return;
        }
        try {
            zone = date::locate_zone(format.zone);
        } catch (std::exception const&) {
            throw std::runtime_error{
                "no such zone; write an offset, such as +05:30, or a name, such as Europe/Berlin"};
        }
    }

    [[nodiscard]] answer wrong_date() const { return {{}, wrong, hint_of(format.form)}; }

    [[nodiscard]] answer at(date::sys_seconds t) const {
        auto const s = t.time_since_epoch().count();
        if (s <= 0 || s >= 0xFFFF'FFFF)
            return {{}, unsupported, "from 1970-01-01T00:00:01 to 2106-02-07T06:28:14"};
        return {rung::instant::from_unix(s)};
    }

    // A time of the zone's clocks.
    [[nodiscard]] answer at(date::local_seconds t) {
        if (zone == nullptr) return at(date::sys_seconds{t.time_since_epoch() - offset});
        if (t < from || t >= until) {
            // The zone's rules are known for these years, and the others are not supported.
            if (t < date::local_days{date::year{1969} / 1 / 1} ||
                t > date::local_days{date::year{2107} / 1 / 1})
                return {{}, unsupported, "from 1970-01-01T00:00:01 to 2106-02-07T06:28:14"};
            auto const info = zone->get_info(t);
            if (info.result == date::local_info::nonexistent)
                return {{}, "a time that does not exist", "clocks went forward over it"};
            if (info.result == date::local_info::ambiguous) {
                ++twice;
                return at(date::sys_seconds{t.time_since_epoch() - info.first.offset});
            }
            // Away from the changes of clocks, where times are unique.
            constexpr auto day = std::chrono::hours{24};
            offset_then = info.first.offset;
            from = date::local_seconds{std::max(info.first.begin,
                                                date::sys_seconds{date::sys_days{date::year{1900} / 1 / 1}})
                                           .time_since_epoch() +
                                       offset_then} +
                   day;
            until = date::local_seconds{std::min(info.first.end,
                                                 date::sys_seconds{date::sys_days{date::year{2200} / 1 / 1}})
                                            .time_since_epoch() +
                                        offset_then} -
                    day;
            if (t < from || t >= until) {
                from = t;
                until = t + seconds{1};
            }
        }
        return at(date::sys_seconds{t.time_since_epoch() - offset_then});
    }

    // What a pattern says of a whole text.
    template <class Time>
    bool parse(std::string const& text, char const* pattern, Time& out, minutes* off = nullptr) {
        in.clear();
        in.str(text);
        std::string abbreviation;
        date::from_stream(in, pattern, out, &abbreviation, off);
        return !in.fail() && (in.peek(), in.eof()) &&
               (abbreviation.empty() || abbreviation == "UTC" || abbreviation == "GMT");
    }

    [[nodiscard]] answer read_civil(std::string_view text) {
        if (text.size() > 64) return wrong_date();
        auto rest = text;
        // The date ends at the T or the blank.
        auto end = rest.find_first_of(" \tTt");
        auto day = std::string{rest.substr(0, end)};
        std::string clock;
        std::optional<minutes> said;
        if (end != std::string_view::npos) {
            auto time = trimmed(rest.substr(end + 1));
            said = take_offset(time);
            // Fractions are passed over: instants are whole seconds.
            if (auto const point = time.find_first_of(".,");
                point != std::string_view::npos &&
                std::count(time.begin(), time.begin() + static_cast<std::ptrdiff_t>(point), ':') == 2) {
                auto after = point + 1;
                while (after < time.size() && is_digit(time[after])) ++after;
                if (after == point + 1) return wrong_date();
                clock = std::string{time.substr(0, point)} + std::string{time.substr(after)};
            } else {
                clock = time;
            }
            if (clock.empty()) return wrong_date();
        }
        if (format.form == stamp_form::iso) {
            std::replace(day.begin(), day.end(), '/', '-');
        } else {
            std::replace(day.begin(), day.end(), '.', '/');
            std::replace(day.begin(), day.end(), '-', '/');
        }
        // The library reads signs, blanks and years of any length; here they are none.
        auto const digits_and = [](std::string_view s, char c) {
            return std::all_of(s.begin(), s.end(), [&](char x) { return is_digit(x) || x == c; });
        };
        auto const mark = format.form == stamp_form::iso ? '-' : '/';
        auto const year_at =
            format.form == stamp_form::iso ? 0 : day.size() - std::min<std::size_t>(day.size(), 4);
        if (!digits_and(day, mark) || day.size() < 8 || !all_digits(std::string_view{day}.substr(year_at, 4)))
            return wrong_date();
        bool const is_compact = format.form == stamp_form::iso && day.size() == 8 && all_digits(day);
        if (!is_compact && std::count(day.begin(), day.end(), mark) != 2) return wrong_date();
        date::local_seconds t;
        date::local_days d;
        auto const* const pattern = is_compact                       ? "%Y%m%d"
                                    : format.form == stamp_form::iso ? "%Y-%m-%d"
                                    : format.form == stamp_form::dmy ? "%d/%m/%Y"
                                                                     : "%m/%d/%Y";
        if (!parse(day, pattern, d)) return wrong_date();
        t = d;
        if (!clock.empty()) {
            for (auto& c : clock) c = upper(c);
            auto const half = clock.ends_with("AM") || clock.ends_with("PM");
            auto const digits = std::string_view{clock}.substr(0, clock.size() - (half ? 2 : 0));
            auto const colons = std::count(digits.begin(), digits.end(), ':');
            if (!is_clock(trimmed(digits))) return wrong_date();
            seconds time{};
            auto const* const form = half ? (colons == 2   ? "%I:%M:%S %p"
                                             : colons == 1 ? "%I:%M %p"
                                                           : "%I %p")
                                          : (colons == 2 ? "%H:%M:%S" : "%H:%M");
            if (colons > 2 || (colons == 0 && !half) || !parse(clock, form, time) || time >= seconds{86'400})
                return wrong_date();
            t += time;
        }
        if (said) return at(date::sys_seconds{t.time_since_epoch() - *said});
        return at(t);
    }

    // Whether there are digits where the pattern has seconds: where there are none, the library reads a
    // number that was never set.
    [[nodiscard]] bool has_seconds(std::string const& text) {
        auto const& pattern = format.pattern;
        std::size_t at = 0;
        while (at + 1 < pattern.size() && !(pattern[at] == '%' && pattern[at + 1] == 'S'))
            at += pattern[at] == '%' ? 2u : 1u;
        if (at + 1 >= pattern.size()) return true;
        date::local_time<microseconds> unused;
        (void)parse(text, pattern.substr(0, at).c_str(), unused);
        in.clear();  // a part of a date is no date
        return is_digit(static_cast<char>(in.peek()));
    }

    [[nodiscard]] answer read_pattern(std::string_view text) {
        if (text.size() > 256) return wrong_date();
        date::local_time<microseconds> t;
        minutes off{-100'000};
        if (!has_seconds(std::string{text})) return wrong_date();
        if (!parse(std::string{text}, format.pattern.c_str(), t, &off)) return wrong_date();
        auto const local = date::floor<seconds>(t);
        if (off != minutes{-100'000}) return at(date::sys_seconds{local.time_since_epoch() - off});
        return at(local);
    }

    // `1769847960.25` in so many to a second.
    [[nodiscard]] answer read_epoch(std::string_view text, std::int64_t to_second) const {
        auto const point = text.find('.');
        auto const count = text.substr(0, point);
        if (point != std::string_view::npos && !all_digits(text.substr(point + 1))) return wrong_date();
        if (!all_digits(count) || count.size() > 15) return wrong_date();
        auto const n = whole<std::int64_t>(count);
        // Seconds taken for milliseconds would be days of January 1970.
        if (!n || (to_second == 1'000 && *n < 100'000'000'000)) return wrong_date();
        return at(date::sys_seconds{seconds{*n / to_second}});
    }

    [[nodiscard]] answer read_excel(std::string_view text) {
        auto const point = text.find_first_of(".,");  // a comma, where Excel writes its numbers so
        auto const days = whole<int>(text.substr(0, point));
        if (!days || !all_digits(text.substr(0, point)) || text.size() > 30) return wrong_date();
        std::int64_t part = 0, of = 1;
        if (point != std::string_view::npos) {
            auto const digits = text.substr(point + 1, 12);
            if (!all_digits(text.substr(point + 1))) return wrong_date();
            part = *whole<std::int64_t>(digits);
            for (std::size_t i = 0; i < digits.size(); ++i) of *= 10;
        }
        if (*days > 80'000) return {{}, unsupported, hint_of(format.form)};
        seconds const time{(part * 86'400 + of / 2) / of};
        constexpr date::local_days origin{date::year{1899} / 12 / 30};
        return at(date::local_seconds{origin} + date::days{*days} + time);
    }

    [[nodiscard]] answer read(std::string_view text) {
        if (format.form == stamp_form::iso && offset == minutes{0} && zone == nullptr) {
            if (auto const common = usual.read(text)) return {common};
            if (auto const common = rung::parse_instant(text)) return {common};
        }
        text = trimmed(text);
        switch (format.form) {
        case stamp_form::pattern: return read_pattern(text);
        case stamp_form::epoch: return read_epoch(text, 1);
        case stamp_form::epoch_ms: return read_epoch(text, 1'000);
        case stamp_form::excel: return read_excel(text);
        default: break;
        }
        auto const out = read_civil(text);
        if (out.at || out.why != wrong || format.form != stamp_form::iso) return out;
        if (may_be_day_or_month_first(text))
            return {{}, "day or month first", "say which, with --date-format dmy or mdy"};
        auto const before_point = text.substr(0, text.find_first_of(".,"));
        if (all_digits(before_point) && text.size() < 32)
            return {{}, "a number as a date", "say which it is, with --date-format epoch, epoch_ms or excel"};
        return out;
    }
};

stamp_reader::stamp_reader(stamp_format const& format) : state_{std::make_unique<state>(format)} {}
stamp_reader::stamp_reader(stamp_reader&&) noexcept = default;
stamp_reader& stamp_reader::operator=(stamp_reader&&) noexcept = default;
stamp_reader::~stamp_reader() = default;

stamp_reader::answer stamp_reader::read(std::string_view text) { return state_->read(text); }
std::uint64_t stamp_reader::twice() const noexcept { return state_->twice; }

std::string instant_in_full(rung::instant at) {
    if (!at.is_moment()) return {};
    std::string text{rung::to_text(at).view()};
    return text + (text.size() == 10 ? "T00:00:00Z" : "Z");
}
