#include "stamp_pattern.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>

namespace {

// What a conversion reads.
enum part : std::size_t { year, month, day, weekday, hour, hour_of_12, half, minute, second, offset, parts };
constexpr std::array<std::string_view, parts> part_names{
    "the year",       "the month", "the day",    "the day of the week", "the hour",
    "the hour of 12", "AM or PM",  "the minute", "the second",          "the offset"};

struct conversion {
    std::string_view text;
    part what;
};
constexpr conversion conversions[] = {
    {"%Y", year}, {"%y", year},   {"%m", month},   {"%b", month},   {"%B", month},   {"%h", month},
    {"%d", day},  {"%e", day},    {"%a", weekday}, {"%A", weekday}, {"%H", hour},    {"%I", hour_of_12},
    {"%p", half}, {"%M", minute}, {"%S", second},  {"%z", offset},  {"%Ez", offset}, {"%Z", offset}};

struct several {
    std::string_view text, spelt_out;
};
constexpr several together[] = {
    {"%F", "%Y-%m-%d"}, {"%D", "%m/%d/%y"}, {"%R", "%H:%M"}, {"%T", "%H:%M:%S"}, {"%r", "%I:%M:%S %p"}};

std::string spelt_out(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        auto two = text.substr(i++, 2);
        for (auto const& s : together) {
            if (s.text == two) two = s.spelt_out;
        }
        out += two;
    }
    return out;
}

}  // namespace

std::string checked_pattern(std::string_view text) {
    auto out = spelt_out(text);
    std::array<bool, parts> has{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] != '%') continue;
        auto const rest = std::string_view{out}.substr(i);
        if (rest.starts_with("%%") || rest.starts_with("%n") || rest.starts_with("%t")) {
            ++i;
            continue;
        }
        conversion const* found = nullptr;
        for (auto const& c : conversions) {
            if (rest.starts_with(c.text)) found = &c;
        }
        if (found == nullptr)
            throw std::runtime_error{"'" + std::string{rest.substr(0, 2)} +
                                     "' is not read; %Y %y %m %b %B %d %e %a %A %H %I %p %M %S %z %Ez %Z "
                                     "%F %D %R %T %r are (%S takes "
                                     "fractions)"};
        if (has[found->what])
            throw std::runtime_error{std::string{part_names[found->what]} + " stands in it twice"};
        has[found->what] = true;
        i += found->text.size() - 1;
    }
    auto const needs = [&](part one, part other) {
        if (has[one] && !has[other])
            throw std::runtime_error{std::string{part_names[one]} + " needs " +
                                     std::string{part_names[other]}};
    };
    if (!has[year] || !has[month] || !has[day])
        throw std::runtime_error{"a date has the year, the month and the day"};
    if (has[hour] && has[hour_of_12]) throw std::runtime_error{"the hour stands in it twice"};
    needs(hour_of_12, half);  // 8:26 would be in the morning
    needs(half, hour_of_12);  // %H:%M of 08:26 PM too
    if (!has[hour_of_12]) needs(minute, hour);
    needs(second, minute);
    return out;
}
