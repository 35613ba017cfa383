#pragma once

#include "log_batch.hpp"

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The columns of a log, in the order of its canonical form.
enum column : std::size_t {
    column_id,
    column_client,
    column_at,
    column_kind,
    column_amount,
    column_channel,
    column_score,
    column_of,
    column_count
};
inline constexpr std::array<std::string_view, column_count> column_names{"id",     "client",  "at",    "kind",
                                                                         "amount", "channel", "score", "of"};

/// The column of a name; column_count if there is none.
std::size_t find_column(std::string_view name);
/// Their names, for people.
std::string column_list();

/// What a log looks like, for people.
std::string about_logs();

/// How a log is written.
struct log_format {
    bool header = true;
    /// Without a header: the number of each column, counted from 1; 0 for a missing one.
    std::array<std::size_t, column_count> position{};
    /// 0: guess from the first line; a blank: runs of blanks.
    char delimiter = 0;
    /// If there is no column for it.
    rung::event_kind kind = rung::event_kind::purchase;
};

/// How much of a log is held at once.
struct log_limits {
    std::size_t longest_line = std::size_t{1} << 24;  ///< one that is longer is refused
    std::size_t block = std::size_t{1} << 18;         ///< what is read at once
};

/// The log cannot be read at all.
struct unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads a log, some lines at a time, and holds no more of it than it must. Empty lines are skipped.
class log_reader {
public:
    /// "-" is standard input. Throws unreadable.
    log_reader(std::string const& file, log_format const& format);
    /// An open file, which it closes; null: it could not be opened. The name is for messages.
    log_reader(std::FILE* file, std::string const& name, log_format const& format,
               log_limits const& limits = {});
    log_reader(log_reader&&) noexcept;
    ~log_reader();

    /// The next lines, readable or not, as many as there is room for; false at the end. Throws unreadable.
    bool next(log_batch& out);
    /// Remarks on a header line that can be read.
    [[nodiscard]] std::vector<std::string> const& notes() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};
