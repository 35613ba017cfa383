#pragma once

#include <rung/ladders/playbook.hpp>
#include <rung/report/print.hpp>

#include <cstddef>

#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
/// What a play is for, in a word: `climb`.
[[nodiscard]] constexpr phrase in_words(aim a) noexcept {
    switch (a) {
    case aim::climb: return {"climb", "поднять"};
    case aim::hold: return {"hold", "удержать"};
    case aim::remind: return {"remind", "напомнить"};
    case aim::win_back: return {"win back", "вернуть"};
    }
    return {};
}

/// Who moves a client, in a word: `sales`.
[[nodiscard]] constexpr phrase in_words(driver d) noexcept {
    switch (d) {
    case driver::life: return {"life", "жизнь"};
    case driver::marketing: return {"marketing", "маркетинг"};
    case driver::sales: return {"sales", "продажи"};
    case driver::care: return {"care", "забота"};
    case driver::company: return {"company", "вся компания"};
    case driver::client: return {"client", "сам клиент"};
    }
    return {};
}

namespace detail {

/// A text inside a cell of a Markdown table: nothing in it ends the cell or the row.
template <text_sink Out>
void put_cell(Out& out, std::string_view text) {
    for (char const c : text) {
        if (c == '|') rung::detail::put(out, "\\");
        rung::detail::put(out, c == '\n' || c == '\r' ? std::string_view{" "}
                                                      : std::string_view{&c, std::size_t{1}});
    }
}

template <text_sink Out>
void put_hints(Out& out, list<hint> hints, language l) {
    for (std::size_t i = 0; i < hints.size(); ++i) {
        if (i > 0) rung::detail::put(out, "<br>");
        detail::put_cell(out, hints[i].text.in(l));
        if (hints[i].source.empty()) continue;
        rung::detail::put(out, " (");
        detail::put_cell(out, hints[i].source);
        rung::detail::put(out, ")");
    }
}

}  // namespace detail

/// A playbook as a Markdown table, a row for each play. Behind each hint stands where it comes from.
template <text_sink Out>
void playbook(Out& out, rung::playbook const& book, language l = language::en) {
    rung::detail::put(out, l == language::en
                               ? "| stage | aim | who | goal | do | never |\n"
                               : "| ступень | задача | кто | цель | что делать | чего не делать |\n");
    rung::detail::put(out, "|---|---|---|---|---|---|\n");
    for (auto const& p : book) {
        rung::detail::put(out, "| ");
        detail::put_cell(out, p.stage);
        for (auto const word : {report::in_words(p.aim).in(l), report::in_words(p.who).in(l)}) {
            rung::detail::put(out, " | ");
            rung::detail::put(out, word);
        }
        rung::detail::put(out, " | ");
        detail::put_cell(out, p.goal.in(l));
        for (auto const hints : {p.todo, p.never}) {
            rung::detail::put(out, " | ");
            detail::put_hints(out, hints, l);
        }
        rung::detail::put(out, " |\n");
    }
}

}  // namespace report
}  // namespace v0
}  // namespace rung
