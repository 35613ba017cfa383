#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/language.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/html.hpp>
#include <rung/report/page_base.hpp>
#include <rung/report/page_clients.hpp>
#include <rung/report/page_contents.hpp>
#include <rung/report/page_filters.hpp>
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
class page_writer : private page_base<Out> {
public:
    using page_base<Out>::page_base;

    void write() {
        write_head();
        write_header();
        put("<main id=\"main\">\n");
        page_filters<Out>{out_, page_}.write();
        write_headline();
        for (std::size_t i = 0; i < page_.sections.size(); ++i) write_section(i);
        if (!page_.left_out.empty()) {
            put("<p class=\"note\">");
            words(page_.left_out);
            put("</p>\n");
        }
        if (!page_.clients.columns.empty()) page_clients<Out>{out_, page_}.write();
        write_ladder();
        put("</main>\n");
        write_scripts();
        put("</body>\n</html>\n");
    }

private:
    using base = page_base<Out>;
    using base::attribute;
    using base::has_groups;
    using base::out_;
    using base::page_;
    using base::put;
    using base::words;
    using base::write_everybody;
    using base::write_specification;

    static constexpr phrase numbers{"The numbers", "Числа"};
    static constexpr phrase ladder{"The ladder", "Лестница"};
    static constexpr phrase skip{"Skip to the figures", "К показателям"};
    static constexpr phrase no_script{"Without scripts there are no charts; their numbers are all here.",
                                      "Без скриптов диаграмм нет; все их числа здесь."};

    // No script but those of the page itself, and nothing is loaded but those that it names.
    void write_head() {
        put("<!DOCTYPE html>\n<html lang=\"en\"");
        attribute("data-en", page_.title.en);
        attribute("data-ru", page_.title.ru);
        put(">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
            "form-action 'none'; style-src 'sha256-");
        put(report::sha256_base64(page_style));
        put("'; script-src 'sha256-");
        put(report::sha256_base64(page_script));
        put("'");
        for (auto const& s : page_.scripts) {
            if (s.text.empty()) {
                put(" ");
                write_source(s.url);
                continue;
            }
            put(" 'sha256-");
            put(report::sha256_base64(s.text));
            put("'");
        }
        put("\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
        report::write_html(out_, std::string_view{page_.title.en});
        put("</title>\n<style>");
        put(page_style);
        put("</style>\n</head>\n<body>\n");
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
        report::write_html(out_, std::string_view{plain});
    }
    void write_header() {
        put(R"(<a class="skip" href="#main">)");
        words(skip);
        put("</a>\n<header>\n<div class=\"switch needs-script\" role=\"group\" aria-label=\"Language / "
            "Язык\">"
            "<button type=\"button\" value=\"en\" aria-pressed=\"true\"><bdi>English</bdi></button> "
            "<button type=\"button\" value=\"ru\" "
            "aria-pressed=\"false\"><bdi>Русский</bdi></button></div>\n<h1>");
        words(page_.title);
        put("</h1>\n<p class=\"subtitle\">");
        words(page_.subtitle);
        put("</p>\n<p class=\"note needs-no-script\">");
        words(no_script);
        put("</p>\n<nav aria-label=\"Contents / Содержание\"><ul>");
        for (std::size_t i = 0; i < page_.sections.size(); ++i)
            link("#section-" + std::to_string(i), page_.sections[i].data.title);
        if (!page_.clients.columns.empty()) link("#clients-heading", page_.clients.title);
        link("#ladder", ladder);
        put("</ul></nav>\n</header>\n");
    }
    void link(std::string const& to, wording const& text) {
        put("<li><a");
        attribute("href", to);
        put(">");
        words(text);
        put("</a></li>");
    }
    void write_headline() {
        put("<dl class=\"headline\">");
        for (auto const& f : page_.headline) {
            put("<div");
            if (!f.sum_of.empty() && has_groups()) {
                attribute("data-sum", std::to_string(page_.groups.column_named(f.sum_of)));
                if (f.where.of == only::kind::equal) {
                    attribute("data-column", std::to_string(page_.groups.column_named(f.where.column)));
                    attribute("data-is", f.where.text);
                }
            }
            put("><dt>");
            words(f.label);
            put("</dt><dd>");
            words(f.value);
            put("</dd>");
            if (f.sum_of.empty()) write_everybody("dd");
            put("</div>");
        }
        put("</dl>\n");
    }

    void write_section(std::size_t number) {
        auto const& s = page_.sections[number];
        auto const id = "section-" + std::to_string(number);
        put("<section class=\"report\"");
        attribute("aria-labelledby", id);
        put("><h2");
        attribute("id", id);
        put(">");
        words(s.data.title);
        put("</h2>\n");
        if (s.follows && has_groups())
            page_filters<Out>{out_, page_}.write_followed(id, s.data);
        else
            write_everybody("p");
        if (s.picture) {
            put("<figure>");
            write_chart("chart-" + std::to_string(number), *s.picture);
            put("<details open><summary>");
            words(numbers);
            put("</summary>");
        }
        write_scrolled(s.data);
        put(s.picture ? "</details></figure></section>\n" : "</section>\n");
    }
    void write_chart(std::string const& id, chart const& c) {
        put("<div class=\"chart needs-script\"");
        attribute("id", id);
        put("><div></div></div>\n");
        write_specification(id, c);
    }
    // A wide table scrolls by itself, by the keyboard too.
    void write_scrolled(sheet const& s) {
        put(R"(<div class="scroll" tabindex="0" role="region")");
        attribute("aria-label", s.title.en == s.title.ru ? s.title.en : s.title.en + " / " + s.title.ru);
        put(">");
        report::write_html_table(out_, s);
        put("</div>\n");
    }

    void write_ladder() {
        put(R"(<section aria-labelledby="ladder"><h2 id="ladder">)");
        words(ladder);
        put("</h2>\n<pre tabindex=\"0\">");
        report::write_html(out_, std::string_view{page_.ladder});
        put("</pre></section>\n");
    }
    void write_scripts() {
        for (auto const& s : page_.scripts) {
            if (s.text.empty()) {
                put("<script");
                attribute("src", s.url);
                attribute("integrity", s.integrity);
                put(" crossorigin=\"anonymous\"></script>\n");
            } else {
                put("<script>");
                put(s.text);
                put("</script>\n");
            }
        }
        put("<script>");
        put(page_script);
        put("</script>\n");
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
