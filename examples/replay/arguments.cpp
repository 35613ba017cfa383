#include "arguments.hpp"

#include <rung/notation/values.hpp>

#include <CLI/CLI.hpp>

bool parse_arguments(CLI::App& app, int argc, char const* const* argv) {
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() != 0) throw usage_error{std::string{e.what()} + " (--help lists all options)"};
        app.exit(e);
        return false;
    }
    for (auto const* option : app.get_options()) {
        for (auto const& text : option->results()) {
            if (text.empty()) throw usage_error{option->get_name() + ": the text is empty"};
        }
    }
    return true;
}

std::pair<std::string, std::string> name_and_value(std::string const& text, std::string const& option,
                                                   char const* example) {
    auto const sign = text.find('=');
    if (sign == std::string::npos || sign == 0)
        throw usage_error{option + " " + text + ": write name=value, such as " + example};
    return {text.substr(0, sign), text.substr(sign + 1)};
}

std::vector<std::pair<std::string, std::string>> read_settings(std::vector<std::string> const& texts) {
    std::vector<std::pair<std::string, std::string>> out;
    for (auto const& text : texts) {
        auto setting = name_and_value(text, "--set", "client_purchases=3");
        for (auto const& before : out) {
            if (before.first == setting.first)
                throw usage_error{"--set " + text + ": " + setting.first + " is set twice"};
        }
        out.push_back(std::move(setting));
    }
    return out;
}

rung::instant read_as_of(std::string const& text, rung::duration into_the_day) {
    if (!rung::parse_civil(text)) throw usage_error{"--as-of " + text + ": not a date, such as 1997-09-30"};
    bool const is_date = text.find_first_of("T ") == std::string::npos;
    auto at = rung::parse_instant(text);
    if (at && is_date) *at = *at + into_the_day;
    if (!at || !at->is_moment())
        throw usage_error{"--as-of " + text +
                          ": supported are instants from 1970-01-01T00:00:01 to 2106-02-07T06:28:14"};
    return *at;
}
