#pragma once

#include <rung/core/language.hpp>
#include <rung/core/printable.hpp>
#include <rung/notation/text_sink.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_text.hpp>

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

/// A text that may come from outside as text of HTML, in an element or in an attribute in double quotes.
/// Control characters, marks that turn the direction of writing, and bytes that are not UTF-8 become '?';
/// line breaks and tabs stay.
template <text_sink Out>
void write_html(Out& out, std::string_view text) {
    auto const put = [&](std::string_view piece) {
        for (char const c : piece) {
            switch (c) {
            case '&': rung::detail::put(out, "&amp;"); break;
            case '<': rung::detail::put(out, "&lt;"); break;
            case '>': rung::detail::put(out, "&gt;"); break;
            case '"': rung::detail::put(out, "&quot;"); break;
            case '\'': rung::detail::put(out, "&#39;"); break;
            default: rung::detail::put(out, {&c, 1});
            }
        }
    };
    while (!text.empty()) {
        if (text[0] == '\n' || text[0] == '\t') {
            put(text.substr(0, 1));
            text.remove_prefix(1);
        } else {
            put(rung::detail::next_printable(text));
        }
    }
}

/// The same in each language: a page shows that of its own. A name, which has but one, stands for itself,
/// whichever way its letters run.
template <text_sink Out>
void write_html(Out& out, wording const& words) {
    if (words.en == words.ru) {
        rung::detail::put(out, "<bdi>");
        report::write_html(out, std::string_view{words.en});
        return rung::detail::put(out, "</bdi>");
    }
    for (auto const l : {language::en, language::ru}) {
        rung::detail::put(out, l == language::en ? "<span lang=\"en\">" : "<span lang=\"ru\">");
        report::write_html(out, std::string_view{words.in(l)});
        rung::detail::put(out, "</span>");
    }
}

namespace detail {

/// What rows are sorted by: a number, or nothing, where the text is.
template <text_sink Out>
void write_sort_value(Out& out, cell const& c) {
    if (!c.is_number() && c.kind() != cell_kind::range) return;
    char digits[32];
    auto const value = c.is_number() ? c.value() : c.low();
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    rung::detail::put(out, " data-value=\"");
    rung::detail::put(out, {digits, static_cast<std::size_t>(end - digits)});
    rung::detail::put(out, "\"");
}

template <text_sink Out>
void write_table_cell(Out& out, column const& of, cell const& c, bool is_heading) {
    rung::detail::put(out, is_heading ? "<th scope=\"row\"" : "<td");
    if (of.form != form::text) rung::detail::put(out, " class=\"n\"");
    detail::write_sort_value(out, c);
    rung::detail::put(out, ">");
    auto const words = report::in_words(of, c);
    if (!words.empty()) report::write_html(out, words);
    rung::detail::put(out, is_heading ? "</th>" : "</td>");
}

}  // namespace detail

/// A sheet as a table of HTML, with its title as the caption. Columns without a label are not shown.
template <text_sink Out>
void write_html_table(Out& out, sheet const& s) {
    auto const put = [&](std::string_view text) { rung::detail::put(out, text); };
    auto const is_shown = [&](column const& c, std::size_t i) { return i == 0 || !c.label.empty(); };
    put("<table><caption>");
    report::write_html(out, s.title);
    put("</caption>");
    if (s.shape != text_shape::table) {
        put("<tbody>");
        for (auto const& row : s.rows) {
            for (std::size_t i = 0; i < s.columns.size(); ++i) {
                put("<tr><th scope=\"row\">");
                report::write_html(out, s.columns[i].label);
                put("</th>");
                detail::write_table_cell(out, s.columns[i], row.cells[i], false);
                put("</tr>\n");
            }
        }
        return put("</tbody></table>\n");
    }
    put("<thead><tr>");
    for (std::size_t i = 0; i < s.columns.size(); ++i) {
        if (!is_shown(s.columns[i], i)) continue;
        put(s.columns[i].form == form::text ? R"(<th scope="col">)" : R"(<th scope="col" class="n">)");
        report::write_html(out, s.columns[i].label);
        put("</th>");
    }
    put("</tr></thead>\n<tbody>\n");
    for (auto const& row : s.rows) {
        put(row.is_total ? "<tr class=\"total\">" : "<tr>");
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            if (is_shown(s.columns[i], i)) detail::write_table_cell(out, s.columns[i], row.cells[i], i == 0);
        }
        put("</tr>\n");
    }
    put("</tbody></table>\n");
    if (s.notes.empty() && s.remark.empty()) return;
    put("<p class=\"note\">");
    for (auto const& note : s.notes) {
        report::write_html(out, note.of.label);
        put(": ");
        report::write_html(out, report::in_words(note.of, note.cell));
        put(". ");
    }
    if (!s.remark.empty()) report::write_html(out, s.remark);
    put("</p>\n");
}

}  // namespace report
}  // namespace v0
}  // namespace rung
