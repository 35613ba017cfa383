#pragma once

#include <rung/core/printable.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/columns.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// What stands between double quotes in Graphviz' language.
struct dot_text {
    static constexpr std::size_t widest = 40;
    static constexpr std::string_view line_begin{}, line_end{}, line_break = "\\n";

    template <text_sink Out>
    static constexpr void put(Out& out, std::string_view text) {
        for (char const& c : text) {
            detail::put(out, c == '"'    ? std::string_view{"\\\""}
                             : c == '\\' ? std::string_view{"\\\\"}
                             : c == '&'  ? std::string_view{"&amp;"}  // it reads entities
                                         : std::string_view{&c, std::size_t{1}});
        }
    }
};

/// The same beside an edge: lines to the left, at a distance from what is drawn.
struct dot_edge_text : dot_text {
    static constexpr std::string_view line_begin = "  ", line_end = "  \\l", line_break = line_end;
};

/// What stands between double quotes in Mermaid's language, which reads them as HTML and as Markdown: all
/// that may mean something there is written by its number.
struct mermaid_text {
    static constexpr std::size_t widest = 26;  // it breaks lines of 200 pixels by itself, less well
    static constexpr std::string_view line_begin{}, line_end{}, line_break = "<br>";

    template <text_sink Out>
    static constexpr void put(Out& out, std::string_view text) {
        constexpr std::string_view harmless = " ,:()/='";
        for (char const& c : text) {
            auto const byte = static_cast<unsigned char>(c);
            auto const is_between = [&](unsigned char first, unsigned char last) {
                return byte >= first && byte <= last;
            };
            bool const stays = byte >= 0x80 || is_between('0', '9') || is_between('a', 'z') ||
                               is_between('A', 'Z') || harmless.find(c) != std::string_view::npos;
            if (stays) {
                detail::put(out, {&c, 1});
            } else {
                detail::put(out, ((small_text<8>{} += '#').number(byte)) += ';');
            }
        }
    }
};

/// Writes the text of a node or an edge piece by piece, each whole on a line if it fits there. A piece that
/// is wider than a line is broken at its blanks.
template <class Syntax, text_sink Out>
class label_writer {
public:
    constexpr explicit label_writer(Out& out) noexcept : out_{out} { detail::put(out_, "\""); }

    constexpr void piece(std::string_view text) {
        if (detail::width(text) > Syntax::widest) {
            while (!text.empty()) {
                auto const blank = text.find(' ', 1);
                auto const size = blank == std::string_view::npos ? text.size() : blank;
                whole(text.substr(0, size));
                text.remove_prefix(size);
            }
            return;
        }
        whole(text);
    }
    constexpr void line() {
        if (column_ == 0) return;
        detail::put(out_, Syntax::line_break);
        column_ = 0;
    }
    constexpr void end() {
        detail::put(out_, Syntax::line_end);
        detail::put(out_, "\"");
    }

private:
    Out& out_;
    std::size_t column_ = 0;

    constexpr void whole(std::string_view text) {
        auto const size = detail::width(text);
        if (column_ != 0 && column_ + size > Syntax::widest) line();
        if (column_ == 0) {
            detail::put(out_, Syntax::line_begin);
            if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        }
        column_ += size;
        while (!text.empty()) Syntax::put(out_, rung::detail::next_printable(text));
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
