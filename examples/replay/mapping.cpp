#include "mapping.hpp"

#include <rung/notation/suggestion.hpp>

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

[[noreturn]] void fail(std::string const& file, toml::source_region const& at, std::string const& what) {
    throw std::runtime_error{file + ":" + std::to_string(at.begin.line) + ":" +
                             std::to_string(at.begin.column) + ": " + what};
}

// A value as an option has it.
std::string text_of(std::string const& file, toml::node const& value) {
    if (auto const* const text = value.as_string()) return text->get();
    if (auto const* const number = value.as_integer()) return std::to_string(number->get());
    if (auto const* const flag = value.as_boolean()) return flag->get() ? "true" : "false";
    fail(file, value.source(), "write a text, a number, true or false");
}

// The names and values of a table, in the order in which they stand; of a list, each of its values by the one
// name.
mapping::pairs pairs_of(std::string const& file, toml::node const& node, std::string const& name) {
    auto const* const table = node.as_table();
    if (table == nullptr)
        fail(file, node.source(), "write a table: [" + name + "], and a line for each of them");
    std::vector<std::pair<std::string, toml::node const*>> in_order;
    for (auto const& [key, value] : *table) {
        if (auto const* const list = value.as_array()) {
            for (auto const& one : *list) in_order.emplace_back(key.str(), &one);
        } else {
            in_order.emplace_back(key.str(), &value);
        }
    }
    auto const place = [](auto const& p) {
        auto const& at = p.second->source().begin;
        return std::pair{at.line, at.column};
    };
    std::stable_sort(in_order.begin(), in_order.end(),
                     [&](auto const& a, auto const& b) { return place(a) < place(b); });
    mapping::pairs out;
    for (auto const& [key, value] : in_order) out.emplace_back(key, text_of(file, *value));
    return out;
}

}  // namespace

mapping read_mapping(std::string const& file, std::vector<std::string_view> const& known) {
    std::ifstream in{file, std::ios::binary};
    std::stringstream text;
    if (in) text << in.rdbuf();
    if (!in || text.fail()) throw std::runtime_error{file + ": " + std::strerror(errno)};
    mapping out;
    try {
        auto const all = toml::parse(text, file);
        for (auto const& [key, value] : all) {
            std::string const name{key.str()};
            if (name == "columns") {
                out.columns = pairs_of(file, value, name);
            } else if (name == "kinds") {
                out.kinds = pairs_of(file, value, name);
            } else if (std::find(known.begin(), known.end(), name) != known.end()) {
                out.options[name] = text_of(file, value);
            } else {
                rung::suggestion meant{name};
                std::string list = "columns, kinds";
                for (auto const k : known) {
                    meant.consider(k);
                    (list += ", ") += k;
                }
                fail(file, value.source(),
                     "no option '" + name + "'; " +
                         (meant.best().empty() ? "known: " + list
                                               : "did you mean '" + std::string{meant.best()} + "'?"));
            }
        }
    } catch (toml::parse_error const& e) {
        fail(file, e.source(), std::string{e.description()});
    }
    return out;
}
