#pragma once

#include "replay.hpp"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>

/// Which clients to list, and how.
struct list_terms {
    std::string stage;                  ///< a stage of the ladder, or all; empty: no list of stages
    std::string where;                  ///< a rule, as in the text of a ladder; empty: everybody
    std::string sort;                   ///< a fact, the highest first; empty: in the order of the log
    std::size_t top = 0;                ///< so many at most; 0: all
    bool json = false;                  ///< instead of CSV
    std::optional<rung::duration> due;  ///< instead: who will move within that time, the first first

    [[nodiscard]] bool is_given() const noexcept { return !stage.empty() || due.has_value(); }
};

/// Checks what needs the ladder, before a long log is played. Throws usage_error.
template <class S>
void check_list(list_terms const& terms, replay_of<S> const& r);
/// Clients as CSV or JSON: stage, since, facts, when time alone next changes something, and what is missing
/// for the next rung; or with `due` who moves when, from where to where, and by which condition.
template <class S>
void print_list(std::ostream& out, list_terms const& terms, replay_of<S> const& r);
