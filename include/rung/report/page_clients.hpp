#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/html.hpp>
#include <rung/report/json_writer.hpp>
#include <rung/report/page_base.hpp>
#include <rung/report/page_contents.hpp>
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
class page_clients : private page_base<Out> {
public:
    using page_base<Out>::page_base;

    void write() {
        auto const& s = page_.clients;
        if (page_.about_clients.size() != s.rows.size())
            RUNG_ASSERT("a page says something of each client of its list, in the same order");
        put(R"(<section aria-labelledby="clients-heading"><h2 id="clients-heading">)");
        words(s.title);
        put("</h2>\n");
        if (!s.remark.empty()) {
            put("<p class=\"note\">");
            words(s.remark);
            put("</p>\n");
        }
        if (!page_.pictures_of_clients.empty()) write_pictures();
        put(R"(<form class="needs-script" id="find" role="search"><div><label for="search">)");
        words(find);
        put("</label><input type=\"search\" id=\"search\" autocomplete=\"off\"></div>\n");
        put("<div class=\"count\" id=\"count\" role=\"status\"></div></form>\n"
            "<div class=\"scroll\" tabindex=\"0\"><table id=\"clients\"><caption>");
        words(s.title);
        put("</caption><thead><tr>");
        for (auto const& c : s.columns) {
            put(c.form == form::text ? R"(<th scope="col"><button type="button">)"
                                     : R"(<th scope="col" class="n"><button type="button">)");
            words(c.label);
            put("</button></th>");
        }
        put("</tr></thead>\n");
        for (std::size_t i = 0; i < s.rows.size(); ++i) write_client(i);
        put("</table></div></section>\n");
    }

private:
    using base = page_base<Out>;
    using base::attribute;
    using base::out_;
    using base::page_;
    using base::put;
    using base::words;
    using base::write_specification;

    static constexpr phrase find{"Find", "Найти"};

    // The name opens what there is to say, in a row of its own; without scripts it is open.
    void write_client(std::size_t number) {
        auto const& s = page_.clients;
        auto const& cells = s.rows[number].cells;
        put(R"(<tbody><tr><th scope="row"><button type="button" aria-expanded="false">)");
        words(report::in_words(s.columns[0], cells[0]));
        put("</button></th>");
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (!is_filter(s.columns[i].name)) {
                detail::write_table_cell(out_, s.columns[i], cells[i], false);
                continue;
            }
            put("<td");
            attribute("data-key", cells[i].text().en);
            put(">");
            if (!cells[i].text().empty()) words(cells[i].text());
            put("</td>");
        }
        put("</tr>\n<tr class=\"about\"><td");
        attribute("colspan", std::to_string(cells.size()));
        put(">");
        if (!page_.pictures_of_clients.empty()) put("<div class=\"story needs-script\"></div>");
        put("<pre>");
        words(page_.about_clients[number]);
        put("</pre></td></tr></tbody>\n");
    }
    [[nodiscard]] bool is_filter(std::string const& name) const {
        for (auto const& f : page_.filters) {
            if (f == name) return true;
        }
        return false;
    }
    // The picture of the first client as a specification, and of each of them the rows that differ: its texts
    // by their number, its instants in seconds.
    void write_pictures() {
        auto const& all_pictures = page_.pictures_of_clients;
        if (all_pictures.size() != page_.clients.rows.size())
            RUNG_ASSERT("a page has a picture of each client of its list, in the same order, or of none");
        auto const& first = all_pictures.front();
        write_specification("story", first);
        std::map<std::pair<std::string, std::string>, std::size_t> places;
        std::vector<wording> texts;
        put(R"(<script type="application/json" id="stories">)");
        json_writer json{out_};
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
        put("</script>\n");
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
