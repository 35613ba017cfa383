#pragma once

#include "replay.hpp"

#include <cstddef>
#include <string>

/// A page of HTML about a log.
struct page_terms {
    std::string file{};  ///< where it is written
    std::string vega{};  ///< a folder of npm packages whose scripts go into the page; empty: from a network
    std::size_t top = 300;  ///< so many clients at most, those with the highest spend first

    [[nodiscard]] bool is_given() const noexcept { return !file.empty(); }
};

/// Checks, before a long log is played, that the page can be written and the scripts read. Throws
/// std::runtime_error.
void check_page(page_terms const& terms);
/// Writes it. Throws std::runtime_error if that fails.
template <class S>
void write_report(page_terms const& terms, std::string const& ladder, replay_of<S> const& r);
