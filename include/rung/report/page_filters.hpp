#pragma once

#include <rung/core/language.hpp>
#include <rung/report/html.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/page_contents.hpp>
#include <rung/report/page_output.hpp>
#include <rung/report/sheet.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// What a page is filtered by, and the data of what follows.
template <text_sink Out>
class page_filters {
public:
    page_filters(Out& out, page const& p) noexcept : to_{out, p} {}

    void write() {
        if (to_.of.filters.empty()) return;
        auto const& of = to_.has_groups() ? to_.of.groups : to_.of.clients;
        to_.put(R"(<form class="needs-script" id="filters" aria-label="Filters / Отбор"><strong>)");
        to_.words(choose);
        to_.put("</strong>");
        for (auto const& name : to_.of.filters) write_filter(of, name);
        to_.put("<div class=\"count\" id=\"chosen\" role=\"status\"></div></form>\n");
        if (to_.has_groups()) write_groups();
    }
    // Which columns are sums, and which the shares of the first of them.
    void write_followed(std::string const& id, sheet const& s) {
        to_.put(R"(<script type="application/json" class="follows")");
        to_.attribute("id", id + "-follows");
        to_.put(">");
        json_writer json{to_.out};
        json.begin_object().member("key", s.columns[0].name).key("keys").begin_array();
        for (auto const& row : s.rows)
            json.value(std::string_view{row.is_total ? std::string_view{} : row.cells[0].text().en});
        json.end_array().key("columns").begin_array();
        std::size_t place = 0;
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            auto const& c = s.columns[i];
            if (i != 0 && c.label.empty()) continue;  // in no table
            auto const in_groups = std::find_if(to_.of.groups.columns.begin(), to_.of.groups.columns.end(),
                                                [&](column const& g) { return g.name == c.name; });
            json.begin_object().member("name", c.name).member("cell", place++);
            if (in_groups != to_.of.groups.columns.end() && c.form != form::text)
                json.member("sum", in_groups - to_.of.groups.columns.begin());
            else if (c.form == form::share)
                json.member("share", true).member("decimals", c.decimals);
            json.end_object();
        }
        json.end_array().end_object();
        to_.put("</script>\n");
    }

private:
    page_output<Out> to_;

    static constexpr phrase all{"all", "все"};
    static constexpr phrase choose{"Show only", "Показать только"};

    // It cannot hold a text in each language, as other elements do: the script puts in that of the page.
    void write_option(std::string_view value, wording const& text) {
        to_.put("<option");
        to_.attribute("value", value);
        if (text.en != text.ru) {
            to_.attribute("data-en", text.en);
            to_.attribute("data-ru", text.ru);
        }
        to_.put(">");
        report::write_html(to_.out, std::string_view{text.en});
        to_.put("</option>");
    }
    void write_filter(sheet const& of, std::string const& name) {
        auto const column = of.column_named(name);
        auto const in_list = to_.of.clients.column_named(name);
        auto const id = "filter-" + std::to_string(in_list);
        to_.put("<div><label");
        to_.attribute("for", id);
        to_.put(">");
        to_.words(to_.of.clients.columns[in_list].label);
        to_.put("</label><select");
        to_.attribute("id", id);
        to_.attribute("data-column", std::to_string(in_list));
        to_.attribute("data-group", std::to_string(column));
        to_.put(">");
        write_option("", all);
        for (auto const& text : options_of(name, texts_of(of, column))) write_option(text.en, text);
        to_.put("</select></div>\n");
    }
    // As in a section that follows, if they are its rows; else sorted.
    [[nodiscard]] std::vector<wording> options_of(std::string const& name, std::vector<wording> texts) const {
        std::vector<wording> order;
        for (auto const& s : to_.of.sections) {
            if (s.follows && s.data.columns[0].name == name) order = texts_of(s.data, 0);
        }
        auto const place = [&](wording const& text) {
            return std::ranges::find(order, text) - order.begin();
        };
        std::erase_if(texts, [](wording const& text) { return text.empty(); });
        std::ranges::sort(texts, [&](wording const& a, wording const& b) {
            auto const x = place(a), y = place(b);
            return x != y ? x < y : a.en < b.en;
        });
        return texts;
    }
    // In the order of the rows, each once.
    [[nodiscard]] static std::vector<wording> texts_of(sheet const& of, std::size_t column) {
        std::vector<wording> out;
        std::set<std::string> seen;
        for (auto const& row : of.rows) {
            auto const& text = row.cells[column].text();
            if (seen.insert(text.en).second) out.push_back(text);
        }
        return out;
    }
    // Texts by their number: [{"texts":["visitor","buyer"]},{"decimals":0}], [[0,12],[1,7]].
    void write_groups() {
        auto const& of = to_.of.groups;
        std::vector<std::map<std::string, std::size_t>> places(of.columns.size());
        to_.put(R"(<script type="application/json" id="groups">)");
        json_writer json{to_.out};
        json.begin_object().key("columns").begin_array();
        for (std::size_t i = 0; i < of.columns.size(); ++i) {
            json.begin_object().member("name", of.columns[i].name);
            if (of.columns[i].form == form::text) {
                json.key("texts").begin_array();
                for (auto const& text : texts_of(of, i)) {
                    places[i].emplace(text.en, places[i].size());
                    json.value(text.en);
                }
                json.end_array();
            } else {
                json.member("decimals", of.columns[i].form == form::money ? of.columns[i].decimals : 0);
            }
            json.end_object();
        }
        json.end_array().key("rows").begin_array();
        for (auto const& row : of.rows) {
            json.begin_array();
            for (std::size_t i = 0; i < of.columns.size(); ++i) {
                if (of.columns[i].form == form::text)
                    json.value(static_cast<std::int64_t>(places[i].find(row.cells[i].text().en)->second));
                else
                    json.value(row.cells[i].whole());
            }
            json.end_array();
        }
        json.end_array().end_object();
        to_.put("</script>\n");
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
