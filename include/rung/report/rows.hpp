#pragma once

#include <rung/report/columns.hpp>
#include <rung/report/measured.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

// Rows are told twice, first to column_widths, then to row_writer: so columns are aligned without keeping
// the rows.

/// The text before a row: a phrase, with a name where it leaves a place open.
struct label {
    frame text;
    std::string_view name{};

    constexpr label(phrase const& p, language l, std::string_view between = {}) noexcept
        : text{p, l}, name{between} {}
    [[nodiscard]] constexpr std::size_t columns() const noexcept {
        return width(text.before) + width(name) + width(text.after);
    }
};

/// Lets small pieces of text go to a sink with +=.
template <text_sink Out>
struct appender {
    Out& out;
    void operator+=(std::string_view text) { detail::put(out, text); }
};

/// Takes the rows of an explanation and remembers how wide its columns have to be.
struct column_widths {
    std::size_t before = 0;
    std::size_t fact = 16;
    std::size_t have = 12;

    constexpr void row(label const& of, measured_words const& m) noexcept {
        widen(before, of.columns());
        widen(fact, width(m.fact));
        widen(have, width(m.have));
    }
    template <class Write>
    constexpr void note(label const& of, Write const&) noexcept {
        widen(before, of.columns());
    }

private:
    static constexpr void widen(std::size_t& column, std::size_t needed) noexcept {
        if (needed > column) column = needed;
    }
};

/// Writes them.
template <text_sink Out>
struct row_writer {
    Out& out;
    column_widths const& columns;

    void row(label const& of, measured_words const& m) {
        put_label(of);
        detail::left(out, m.fact, columns.fact + 3);
        detail::left(out, m.have, m.remark.view().empty() ? 0 : columns.have + 4);
        detail::put(out, m.remark);
        detail::put(out, "\n");
    }
    template <class Write>
    void note(label const& of, Write const& write) {
        put_label(of);
        appender<Out> to{out};
        write(to);
        detail::put(out, "\n");
    }

private:
    void put_label(label const& of) {
        appender<Out> to{out};
        of.text.put(to, of.name);
        detail::pad(out, columns.before + 3 - of.columns());
    }
};

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
