#pragma once

#include "amounts.hpp"
#include "columns.hpp"
#include "dialect.hpp"
#include "held_records.hpp"
#include "log.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the first lines of a log say about all of it.
struct log_beginning {
    dialect characters;
    column_places places;
    amount_format amounts;
    std::vector<std::string> notes;  ///< for people
};

/// Looks at the first lines, and leaves the records at the first that is data. Throws unreadable, in words
/// about «the first line», where they leave open what has to be known.
log_beginning begin_log(held_records& records, log_format const& format, log_limits const& limits);

/// How the first line that can be read is understood; what it could be, if none of the first can.
std::vector<std::string> first_line_in_words(held_records& records, log_beginning const& found,
                                             log_format const& format);
