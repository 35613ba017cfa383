#pragma once

#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/chart_vega.hpp>
#include <rung/report/html.hpp>
#include <rung/report/page_contents.hpp>

#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// What all parts of a page write with.
template <text_sink Out>
struct page_output {
    Out& out;
    page const& of;

    void put(std::string_view text) { rung::detail::put(out, text); }
    void words(wording const& w) { report::write_html(out, w); }
    void attribute(std::string_view name, std::string_view value) {
        put(" ");
        put(name);
        put("=\"");
        report::write_html(out, value);
        put("\"");
    }

    void write_specification(std::string const& id, chart const& c) {
        for (auto const l : {language::en, language::ru}) {
            put("<script type=\"application/json\"");
            attribute("id", id + (l == language::en ? "-en" : "-ru"));
            put(">");
            json_writer json{out};  // which escapes the one character that could end the element
            report::write_vega(json, c, l);
            put("</script>\n");
        }
    }
    [[nodiscard]] bool has_groups() const { return !of.groups.rows.empty(); }
    /// What does not follow the filters says so as soon as there is one.
    void write_everybody(char const* element) {
        constexpr phrase everybody{"of all clients, whatever the filters say",
                                   "обо всех клиентах, независимо от отбора"};
        if (!has_groups()) return;
        put("<");
        put(element);
        put(" class=\"note everybody\" hidden>");
        words(everybody);
        put("</");
        put(element);
        put(">");
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
