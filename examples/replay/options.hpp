#pragma once

#include "charts.hpp"
#include "lists.hpp"
#include "log.hpp"
#include "replay.hpp"
#include "report_page.hpp"
#include "sql.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

struct options {
    std::string file;   ///< empty: the simulated shop; "-": standard input
    sql_source sql;     ///< instead of a file, if it has a query; the file is its database
    std::string guess;  ///< a file for which a mapping is to be proposed
    std::string ladder = "service";
    std::vector<std::pair<std::string, std::string>> thresholds;  ///< name and value, as written
    log_format format;
    replay_terms terms;
    list_terms list;       ///< instead of tables, if it is given
    std::string refused;   ///< the file for the lines that are refused; empty: none
    std::string moves;     ///< the file for every move; empty: none
    page_terms page;       ///< a page of HTML, instead of tables, if it is given
    std::string expect;    ///< a file that says where clients should stand, instead of tables; empty: none
    chart_terms chart;     ///< instead of tables, if it has a name
    std::string diagram;   ///< dot, mermaid or sankey, instead of tables; empty: none
    bool insight = false;  ///< what the events say beyond where everybody stands, instead of tables
    bool json = false;
    bool quiet = false;
    bool strict = false;
};

/// Looks up the kinds of event that the options name, among those of the library and of the ladder. Throws
/// usage_error where there is none of that name.
void find_kinds(log_format& format);
/// The options; nothing if help was asked for, and printed. Throws usage_error.
std::optional<options> read_options(int argc, char** argv);
