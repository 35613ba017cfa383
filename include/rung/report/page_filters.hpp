#pragma once

#include <rung/core/language.hpp>
#include <rung/report/html.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/page_base.hpp>
#include <rung/report/page_contents.hpp>
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
class page_filters : private page_base<Out> {
public:
    using page_base<Out>::page_base;

    void write() {
        if (page_.filters.empty()) return;
        auto const& of = has_groups() ? page_.groups : page_.clients;
        put(R"(<form class="needs-script" id="filters" aria-label="Filters / Отбор"><strong>)");
        words(choose);
        put("</strong>");
        for (auto const& name : page_.filters) write_filter(of, name);
        put("<div class=\"count\" id=\"chosen\" role=\"status\"></div></form>\n");
        if (has_groups()) write_groups();
    }
    // Which columns are sums, and which the shares of the first of them.
    void write_followed(std::string const& id, sheet const& s) {
        put(R"(<script type="application/json" class="follows")");
        attribute("id", id + "-follows");
        put(">");
        json_writer json{out_};
        json.begin_object().member("key", s.columns[0].name).key("keys").begin_array();
        for (auto const& row : s.rows)
            json.value(std::string_view{row.is_total ? std::string_view{} : row.cells[0].text().en});
        json.end_array().key("columns").begin_array();
        std::size_t place = 0;
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            auto const& c = s.columns[i];
            if (i != 0 && c.label.empty()) continue;  // in no table
            auto const in_groups = std::find_if(page_.groups.columns.begin(), page_.groups.columns.end(),
                                                [&](column const& g) { return g.name == c.name; });
            json.begin_object().member("name", c.name).member("cell", place++);
            if (in_groups != page_.groups.columns.end() && c.form != form::text)
                json.member("sum", in_groups - page_.groups.columns.begin());
            else if (c.form == form::share)
                json.member("share", true).member("decimals", c.decimals);
            json.end_object();
        }
        json.end_array().end_object();
        put("</script>\n");
    }

private:
    using base = page_base<Out>;
    using base::attribute;
    using base::has_groups;
    using base::out_;
    using base::page_;
    using base::put;
    using base::words;

    static constexpr phrase all{"all", "все"};
    static constexpr phrase choose{"Show only", "Показать только"};

    // An option cannot hold a text in each language: it has both.
    void write_filter(sheet const& of, std::string const& name) {
        auto const column = of.column_named(name);
        auto const in_list = page_.clients.column_named(name);
        auto const id = "filter-" + std::to_string(in_list);
        put("<div><label");
        attribute("for", id);
        put(">");
        words(page_.clients.columns[in_list].label);
        put("</label><select");
        attribute("id", id);
        attribute("data-column", std::to_string(in_list));
        attribute("data-group", std::to_string(column));
        put("><option value=\"\">");
        put(all.en);
        put(" / ");
        put(all.ru);
        put("</option>");
        for (auto const& text : options_of(name, texts_of(of, column))) {
            put("<option");
            attribute("value", text.en);
            put(">");
            report::write_html(out_,
                               std::string_view{text.en == text.ru ? text.en : text.en + " / " + text.ru});
            put("</option>");
        }
        put("</select></div>\n");
    }
    // As in a section that follows, if they are its rows; else sorted.
    [[nodiscard]] std::vector<wording> options_of(std::string const& name, std::vector<wording> texts) const {
        std::vector<wording> order;
        for (auto const& s : page_.sections) {
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
        auto const& of = page_.groups;
        std::vector<std::map<std::string, std::size_t>> places(of.columns.size());
        put(R"(<script type="application/json" id="groups">)");
        json_writer json{out_};
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
        put("</script>\n");
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
