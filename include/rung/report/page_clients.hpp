#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/html.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/page_contents.hpp>
#include <rung/report/page_output.hpp>
#include <rung/report/sheet.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// The list of clients, each with what there is to say, and a picture.
template <text_sink Out>
class page_clients {
public:
    page_clients(Out& out, page const& p) noexcept : to_{out, p} {}

    void write() {
        auto const& s = to_.of.clients;
        if (to_.of.about_clients.size() != s.rows.size())
            RUNG_ASSERT("a page says something of each client of its list, in the same order");
        to_.put(R"(<section aria-labelledby="clients-heading"><h2 id="clients-heading">)");
        to_.words(s.title);
        to_.put("</h2>\n");
        if (!s.remark.empty()) {
            to_.put("<p class=\"note\">");
            to_.words(s.remark);
            to_.put("</p>\n");
        }
        if (!to_.of.pictures_of_clients.empty()) write_pictures();
        to_.put(R"(<form class="needs-script" id="find" role="search"><div><label for="search">)");
        to_.words(find);
        to_.put("</label><input type=\"search\" id=\"search\" autocomplete=\"off\"></div>\n");
        to_.put("<div class=\"count\" id=\"count\" role=\"status\"></div></form>\n"
                "<div class=\"scroll\" tabindex=\"0\"><table id=\"clients\"><caption>");
        to_.words(s.title);
        to_.put("</caption><thead><tr>");
        for (auto const& c : s.columns) {
            to_.put(c.form == form::text ? R"(<th scope="col"><button type="button">)"
                                         : R"(<th scope="col" class="n"><button type="button">)");
            to_.words(c.label);
            to_.put("</button></th>");
        }
        to_.put("</tr></thead>\n");
        for (std::size_t i = 0; i < s.rows.size(); ++i) write_client(i);
        to_.put("</table></div></section>\n");
    }

private:
    page_output<Out> to_;

    static constexpr phrase find{"Find", "Найти"};

    // The name opens what there is to say, in a row of its own; without scripts it is open.
    void write_client(std::size_t number) {
        auto const& s = to_.of.clients;
        auto const& cells = s.rows[number].cells;
        to_.put(R"(<tbody><tr><th scope="row"><button type="button" aria-expanded="false">)");
        to_.words(report::in_words(s.columns[0], cells[0]));
        to_.put("</button></th>");
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (!is_filter(s.columns[i].name)) {
                detail::write_table_cell(to_.out, s.columns[i], cells[i], false);
                continue;
            }
            to_.put("<td");
            to_.attribute("data-key", cells[i].text().en);
            to_.put(">");
            if (!cells[i].text().empty()) to_.words(cells[i].text());
            to_.put("</td>");
        }
        to_.put("</tr>\n<tr class=\"about\"><td");
        to_.attribute("colspan", std::to_string(cells.size()));
        to_.put(">");
        if (!to_.of.pictures_of_clients.empty()) to_.put("<div class=\"story needs-script\"></div>");
        to_.put("<pre>");
        to_.words(to_.of.about_clients[number]);
        to_.put("</pre></td></tr></tbody>\n");
    }
    [[nodiscard]] bool is_filter(std::string const& name) const {
        for (auto const& f : to_.of.filters) {
            if (f == name) return true;
        }
        return false;
    }
    // The picture of the first client as a specification, and of each of them the rows that differ: its texts
    // by their number, its instants in seconds.
    void write_pictures() {
        auto const& all_pictures = to_.of.pictures_of_clients;
        if (all_pictures.size() != to_.of.clients.rows.size())
            RUNG_ASSERT("a page has a picture of each client of its list, in the same order, or of none");
        auto const& first = all_pictures.front();
        to_.write_specification("story", first);
        std::map<std::pair<std::string, std::string>, std::size_t> places;
        std::vector<wording> texts;
        to_.put(R"(<script type="application/json" id="stories">)");
        json_writer json{to_.out};
        json.begin_object().key("columns").begin_array();
        for (auto const& c : first.data.columns) {
            json.begin_object().member("name", c.name);
            json.member("form", c.form == form::text      ? "text"
                                : c.form == form::instant ? "instant"
                                                          : "count");
            json.end_object();
        }
        json.end_array().key("rows").begin_array();
        for (auto const& picture : all_pictures) {
            json.begin_array();
            for (auto const& row : picture.data.rows) {
                json.begin_array();
                for (auto const& c : row.cells) {
                    if (c.kind() == cell_kind::text) {
                        auto const [at, is_new] =
                            places.try_emplace({c.text().en, c.text().ru}, texts.size());
                        if (is_new) texts.push_back(c.text());
                        json.value(static_cast<std::int64_t>(at->second));
                    } else if (c.kind() == cell_kind::whole) {
                        json.value(c.whole());
                    } else {
                        json.null();
                    }
                }
                json.end_array();
            }
            json.end_array();
        }
        json.end_array().key("texts").begin_array();
        for (auto const& text : texts) {
            json.begin_array().value(text.en);
            if (text.en != text.ru) json.value(text.ru);
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
