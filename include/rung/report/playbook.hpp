#pragma once

#include <rung/ladders/playbook.hpp>
#include <rung/report/print.hpp>

#include <cstddef>

#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

[[nodiscard]] constexpr std::string_view in(aim a, language l) noexcept {
    if (l == language::en) return to_string(a);
    switch (a) {
    case aim::climb: return "поднять";
    case aim::hold: return "удержать";
    case aim::remind: return "напомнить";
    case aim::win_back: return "вернуть";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view in(driver d, language l) noexcept {
    if (l == language::en) return to_string(d);
    switch (d) {
    case driver::life: return "жизнь";
    case driver::marketing: return "маркетинг";
    case driver::sales: return "продажи";
    case driver::care: return "забота";
    case driver::company: return "вся компания";
    case driver::client: return "сам клиент";
    }
    return "?";
}

/// A text inside a cell of a Markdown table: nothing in it ends the cell or the row.
template <text_sink Out>
void put_cell(Out& out, std::string_view text) {
    for (char const c : text) {
        if (c == '|') rung::detail::put(out, "\\");
        rung::detail::put(out, c == '\n' || c == '\r' ? std::string_view{" "} : std::string_view{&c, 1});
    }
}

template <text_sink Out>
void put_hints(Out& out, list<hint> hints, language l) {
    for (std::size_t i = 0; i < hints.size(); ++i) {
        if (i > 0) rung::detail::put(out, "<br>");
        put_cell(out, hints[i].text.in(l));
        if (hints[i].source.empty()) continue;
        rung::detail::put(out, " (");
        put_cell(out, hints[i].source);
        rung::detail::put(out, ")");
    }
}

}  // namespace detail

/// A playbook as a Markdown table, a row for each play. Behind each hint stands where it comes from.
template <text_sink Out>
void playbook(Out& out, rung::playbook const& book, language l = language::en) {
    using rung::detail::put;
    put(out, l == language::en ? "| stage | aim | who | goal | do | never |\n"
                               : "| ступень | задача | кто | цель | что делать | чего не делать |\n");
    put(out, "|---|---|---|---|---|---|\n");
    for (auto const& p : book) {
        put(out, "| ");
        detail::put_cell(out, p.stage);
        for (auto const word : {detail::in(p.aim, l), detail::in(p.who, l)}) {
            put(out, " | ");
            put(out, word);
        }
        put(out, " | ");
        detail::put_cell(out, p.goal.in(l));
        for (auto const hints : {p.todo, p.never}) {
            put(out, " | ");
            detail::put_hints(out, hints, l);
        }
        put(out, " |\n");
    }
}

}  // namespace report
}  // namespace v0
}  // namespace rung
