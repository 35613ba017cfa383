#pragma once

#include <rung/core/config.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/sheet.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// A script that draws charts: its text, which makes the page work without a network, or where it is loaded
/// from, with the hash that it must have.
struct page_script {
    std::string text{};
    std::string url{};
    std::string integrity{};  ///< `sha384-...`
};

/// What draws the charts, from a content delivery network. `npm install vega@6.4.0 vega-lite@6.5.0
/// vega-interpreter@1.2.1` has the same files, to be put into the page as texts.
[[nodiscard]] inline std::vector<page_script> scripts_of_network() {
    return {{.url = "https://cdn.jsdelivr.net/npm/vega@6.4.0/build/vega.min.js",
             .integrity = "sha384-VKdcJr3ZaBIJMbVcopTAI/JEuUkSY6qnwVu9iLuw0DnQ9gQ1JjsfZJhXFQAgNi43"},
            {.url = "https://cdn.jsdelivr.net/npm/vega-lite@6.5.0/build/vega-lite.min.js",
             .integrity = "sha384-pV2l7nzmyxZh02knvUH7N8zvtyCYsYiGt+SsE/emG/dFiBI6G0YJZFZ2FzEX72P3"},
            {.url = "https://cdn.jsdelivr.net/npm/vega-interpreter@1.2.1/build/vega-interpreter.min.js",
             .integrity = "sha384-4378an+z4dV5Q/Q5N11pn5Ciqbz3pQNJgStRyHWBwVQEIkV3q4vQEyda7OkUJoMQ"}};
}
/// Where these files are in a folder of npm packages, in the order in which they are loaded.
inline constexpr char const* script_files[] = {"vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js",
                                               "vega-interpreter/build/vega-interpreter.min.js"};

/// What a page shows. The texts may come from outside: they are escaped.
struct page {
    /// One of the figures on top: `clients`, `4,000`.
    struct figure {
        wording label{};
        wording value{};
        /// The column of `groups` that it is the sum of: it follows the filters. Empty: it is of everybody.
        std::string sum_of{};
        /// Of those groups only that have this text in a column.
        only where{};
    };
    /// A report, and a picture of it if there is one.
    struct section {
        sheet data{};
        std::optional<chart> picture{};
        /// It follows the filters: its first column is one of theirs; of its other columns each that `groups`
        /// has too is a sum of that, and its shares are of the sum of the first such column.
        bool follows = false;
    };

    wording title{};
    wording subtitle{};
    std::vector<figure> headline{};
    std::vector<section> sections{};
    /// What is left out of the page, and why; empty: nothing.
    wording left_out{};
    /// A list of clients that can be searched and sorted, its first column who they are; of each of them what
    /// there is to say: an explanation, their story.
    sheet clients{};
    std::vector<wording> about_clients{};
    /// Of each of them a picture, all of one kind: they have the same columns, of texts, counts and instants,
    /// the same layers and the same orders, and differ by their titles and rows. Empty: none.
    std::vector<chart> pictures_of_clients{};
    /// Columns of the list by whose values the page can be filtered: of texts.
    std::vector<std::string> filters{};
    /// How many clients there are of each combination of these values, those who are not in the list
    /// included: the columns of `filters`, then sums, counts or money. Without rows the filters are of the
    /// list alone.
    sheet groups{};
    /// The ladder as text.
    std::string ladder{};
    std::vector<page_script> scripts = report::scripts_of_network();
};

}  // namespace report
}  // namespace v0
}  // namespace rung
