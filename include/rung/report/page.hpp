#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/html.hpp>
#include <rung/report/page_clients.hpp>
#include <rung/report/page_contents.hpp>
#include <rung/report/page_filters.hpp>
#include <rung/report/page_output.hpp>
#include <rung/report/page_parts.hpp>
#include <rung/report/sha256.hpp>
#include <rung/report/sheet.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

/// Writes one page.
template <text_sink Out>
class page_writer {
public:
    page_writer(Out& out, page const& p) noexcept : to_{out, p} {}

    void write() {
        write_head();
        write_header();
        to_.put("<main id=\"main\">\n");
        page_filters<Out>{to_.out, to_.of}.write();
        write_headline();
        for (std::size_t i = 0; i < to_.of.sections.size(); ++i) write_section(i);
        if (!to_.of.left_out.empty()) {
            to_.put("<p class=\"note\">");
            to_.words(to_.of.left_out);
            to_.put("</p>\n");
        }
        if (!to_.of.clients.columns.empty()) page_clients<Out>{to_.out, to_.of}.write();
        write_ladder();
        to_.put("</main>\n");
        write_scripts();
        to_.put("</body>\n</html>\n");
    }

private:
    page_output<Out> to_;

    static constexpr phrase numbers{"The numbers", "Числа"};
    static constexpr phrase ladder{"The ladder", "Лестница"};
    static constexpr phrase skip{"Skip to the figures", "К показателям"};
    static constexpr phrase no_script{"Without scripts there are no charts; their numbers are all here.",
                                      "Без скриптов диаграмм нет; все их числа здесь."};

    // No script but those of the page itself, and nothing is loaded but those that it names.
    void write_head() {
        to_.put("<!DOCTYPE html>\n<html lang=\"en\"");
        to_.attribute("data-en", to_.of.title.en);
        to_.attribute("data-ru", to_.of.title.ru);
        to_.put(">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                "form-action 'none'; style-src 'sha256-");
        to_.put(report::sha256_base64(page_style));
        to_.put("'; script-src 'sha256-");
        to_.put(report::sha256_base64(page_script));
        to_.put("'");
        for (auto const& s : to_.of.scripts) {
            if (s.text.empty()) {
                to_.put(" ");
                write_source(s.url);
                continue;
            }
            to_.put(" 'sha256-");
            to_.put(report::sha256_base64(s.text));
            to_.put("'");
        }
        to_.put("\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
        report::write_html(to_.out, std::string_view{to_.of.title.en});
        to_.put("</title>\n<style>");
        to_.put(page_style);
        to_.put("</style>\n</head>\n<body>\n");
    }
    // An address in the policy, where a comma or a semicolon would end it.
    void write_source(std::string_view url) {
        std::string plain;
        for (char const c : url) {
            if (c == ',')
                plain += "%2C";
            else if (c == ';')
                plain += "%3B";
            else
                plain += c;
        }
        report::write_html(to_.out, std::string_view{plain});
    }
    void write_header() {
        to_.put(R"(<a class="skip" href="#main">)");
        to_.words(skip);
        to_.put("</a>\n<header>\n<div class=\"switch needs-script\" role=\"group\" aria-label=\"Language / "
                "Язык\">"
                "<button type=\"button\" value=\"en\" aria-pressed=\"true\"><bdi>English</bdi></button> "
                "<button type=\"button\" value=\"ru\" "
                "aria-pressed=\"false\"><bdi>Русский</bdi></button></div>\n<h1>");
        to_.words(to_.of.title);
        to_.put("</h1>\n<p class=\"subtitle\">");
        to_.words(to_.of.subtitle);
        to_.put("</p>\n<p class=\"note needs-no-script\">");
        to_.words(no_script);
        to_.put("</p>\n<nav aria-label=\"Contents / Содержание\"><ul>");
        for (std::size_t i = 0; i < to_.of.sections.size(); ++i)
            link("#section-" + std::to_string(i), to_.of.sections[i].data.title);
        if (!to_.of.clients.columns.empty()) link("#clients-heading", to_.of.clients.title);
        link("#ladder", ladder);
        to_.put("</ul></nav>\n</header>\n");
    }
    void link(std::string const& to, wording const& text) {
        to_.put("<li><a");
        to_.attribute("href", to);
        to_.put(">");
        to_.words(text);
        to_.put("</a></li>");
    }
    void write_headline() {
        to_.put("<dl class=\"headline\">");
        for (auto const& f : to_.of.headline) {
            to_.put("<div");
            if (!f.sum_of.empty() && to_.has_groups()) {
                to_.attribute("data-sum", std::to_string(to_.of.groups.column_named(f.sum_of)));
                if (f.where.of == only::kind::equal) {
                    to_.attribute("data-column", std::to_string(to_.of.groups.column_named(f.where.column)));
                    to_.attribute("data-is", f.where.text);
                }
            }
            to_.put("><dt>");
            to_.words(f.label);
            to_.put("</dt><dd>");
            to_.words(f.value);
            to_.put("</dd>");
            if (f.sum_of.empty()) to_.write_everybody("dd");
            to_.put("</div>");
        }
        to_.put("</dl>\n");
    }

    void write_section(std::size_t number) {
        auto const& s = to_.of.sections[number];
        auto const id = "section-" + std::to_string(number);
        to_.put("<section class=\"report\"");
        to_.attribute("aria-labelledby", id);
        to_.put("><h2");
        to_.attribute("id", id);
        to_.put(">");
        to_.words(s.data.title);
        to_.put("</h2>\n");
        if (s.follows && to_.has_groups())
            page_filters<Out>{to_.out, to_.of}.write_followed(id, s.data);
        else
            to_.write_everybody("p");
        if (s.picture) {
            to_.put("<figure>");
            write_chart("chart-" + std::to_string(number), *s.picture);
            to_.put("<details open><summary>");
            to_.words(numbers);
            to_.put("</summary>");
        }
        write_scrolled(s.data);
        to_.put(s.picture ? "</details></figure></section>\n" : "</section>\n");
    }
    void write_chart(std::string const& id, chart const& c) {
        to_.put("<div class=\"chart needs-script\"");
        to_.attribute("id", id);
        to_.put("><div></div></div>\n");
        to_.write_specification(id, c);
    }
    // A wide table scrolls by itself, by the keyboard too.
    void write_scrolled(sheet const& s) {
        to_.put(R"(<div class="scroll" tabindex="0" role="region")");
        to_.attribute("aria-label", s.title.en == s.title.ru ? s.title.en : s.title.en + " / " + s.title.ru);
        to_.put(">");
        report::write_html_table(to_.out, s);
        to_.put("</div>\n");
    }

    void write_ladder() {
        to_.put(R"(<section aria-labelledby="ladder"><h2 id="ladder">)");
        to_.words(ladder);
        to_.put("</h2>\n<pre tabindex=\"0\">");
        report::write_html(to_.out, std::string_view{to_.of.ladder});
        to_.put("</pre></section>\n");
    }
    void write_scripts() {
        for (auto const& s : to_.of.scripts) {
            if (s.text.empty()) {
                to_.put("<script");
                to_.attribute("src", s.url);
                to_.attribute("integrity", s.integrity);
                to_.put(" crossorigin=\"anonymous\"></script>\n");
            } else {
                to_.put("<script>");
                to_.put(s.text);
                to_.put("</script>\n");
            }
        }
        to_.put("<script>");
        to_.put(page_script);
        to_.put("</script>\n");
    }
};

// Whether a script's text would end or hide its element, in whatever case: HTML tells none apart.
[[nodiscard]] constexpr bool ends_its_element(std::string_view text) noexcept {
    constexpr std::string_view end = "</script";
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        auto const rest = text.substr(at);
        if (rest.starts_with("<!--")) return true;
        std::size_t same = 0;
        while (same < end.size() && same < rest.size() &&
               (rest[same] >= 'A' && rest[same] <= 'Z' ? static_cast<char>(rest[same] - 'A' + 'a')
                                                       : rest[same]) == end[same])
            ++same;
        if (same == end.size()) return true;
    }
    return false;
}

}  // namespace detail

/// A page of HTML that needs nothing else but what its scripts are: headline figures, reports with their
/// charts, a list of clients, the ladder; in English and Russian. Every chart has its numbers as a table
/// beside it. A script whose text holds the end of its element is refused.
template <text_sink Out>
void write_page(Out& out, page const& p) {
    for (auto const& s : p.scripts) {
        if (detail::ends_its_element(s.text))
            RUNG_ASSERT("a script that a page is to hold has </script or <!-- in it");
    }
    detail::page_writer<Out>{out, p}.write();
}

}  // namespace report
}  // namespace v0
}  // namespace rung
