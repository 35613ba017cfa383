#pragma once

#include "amounts.hpp"
#include "bytes.hpp"
#include "columns.hpp"
#include "dialect.hpp"
#include "kinds.hpp"
#include "log_batch.hpp"
#include "stamps.hpp"

#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a log looks like, for people.
std::string about_logs();

/// What becomes of a purchase with a negative amount.
enum class negative_amount : std::uint8_t { refuse, refund, skip };

/// How a log is written. As it stands, a log in its canonical form.
struct log_format {
    std::vector<column_choice> columns;
    /// Whether there is a header line. Without an answer there is one, unless all columns are chosen by
    /// number and the first line has a date.
    std::optional<bool> header;
    dialect characters;
    stamp_format stamps;
    amount_format amounts;
    /// The one currency that counts, where there are several.
    std::string currency;
    negative_amount negative = negative_amount::refuse;
    std::vector<kind_rule> kinds;
    /// Of lines without a column for it; purchase, if nothing is said.
    std::optional<rung::event_kind> kind;
    std::string kind_named;  ///< the same as it was written, until the ladder that is asked knows it
    /// The lines of one id are one purchase, with the amounts of all.
    bool per_order = false;
    /// The kinds that the ladder's measures mention beside those of the library, and of which columns of that
    /// name they ask.
    std::vector<std::string> own_kinds;
    bool asks_amount = false;
    bool asks_channel = false;
    bool asks_score = false;
    bool asks_quantity = false;
    bool asks_category = false;
    bool asks_name = false;
    bool asks_value = false;
};

/// How much of a log is held at once.
struct log_limits {
    std::size_t longest_line = std::size_t{1} << 24;  ///< one that is longer is refused
    std::size_t block = std::size_t{1} << 18;         ///< what is read at once
    std::size_t look_ahead = 65'536;                  ///< lines that wait for a decimal mark
};

/// Reads a log, some lines at a time, and holds no more of it than it must. Empty lines are skipped.
class log_reader {
public:
    /// "-" is standard input. Throws unreadable.
    log_reader(std::string const& file, log_format const& format);
    /// An open file, which it closes; null: it could not be opened. The name is for messages.
    log_reader(std::FILE* file, std::string const& name, log_format const& format,
               log_limits const& limits = {});
    /// A text that comes from elsewhere.
    log_reader(std::unique_ptr<byte_source> text, std::string const& name, log_format const& format,
               log_limits const& limits = {});
    log_reader(log_reader&&) noexcept;
    ~log_reader();

    /// The next lines, readable or not, as many as there is room for; false at the end. Throws unreadable.
    bool next(log_batch& out);
    /// How the log was understood: the columns that are used and not used, and the first line.
    [[nodiscard]] std::vector<std::string> const& notes() const;
    /// At the end: what is to be known about all of it.
    [[nodiscard]] std::vector<std::string> remarks() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};
