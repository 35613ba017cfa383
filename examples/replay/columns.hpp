#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a column of a log can hold. The first eight, in this order, are the columns of a log in its canonical
/// form.
enum column : std::size_t {
    column_id,
    column_client,
    column_at,
    column_kind,
    column_amount,
    column_channel,
    column_score,
    column_of,
    column_currency,
    column_time,
    column_refunded,
    column_quantity,
    column_price,
    column_refund_to,
    column_category,
    column_name,
    column_value,
    column_count
};
inline constexpr std::size_t canonical_columns = 8;
inline constexpr std::array<std::string_view, column_count> column_names{
    "id",   "client",   "at",       "kind",  "amount",    "channel",  "score", "of",   "currency",
    "time", "refunded", "quantity", "price", "refund_to", "category", "name",  "value"};

/// The column of a name; column_count if there is none.
std::size_t find_column(std::string_view name);
/// Their names, for people.
std::string column_list();

/// One column of a log as the user names it: `kind=Financial Status`, `at=2`, `channel=none`.
struct column_choice {
    std::size_t what = column_count;
    std::string name;        ///< in the header line; empty where there is a number
    std::size_t number = 0;  ///< counted from 1; 0 and no name: the log has none

    friend bool operator==(column_choice const&, column_choice const&) = default;
};

/// Where the columns of a log are.
struct column_places {
    /// The number of each column, counted from 1; 0 for a missing one.
    std::array<std::size_t, column_count> number{};
    /// More columns that say what kind of event a line is, after number[column_kind].
    std::vector<std::size_t> more_kinds;
    /// The names in the header line; empty without one.
    std::vector<std::string> header;
    /// Whether the header line is that of the canonical form: its names in its order, all of the first five.
    bool is_canonical = false;
};

/// Whether two names of columns are the same but for case and blanks around them.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

/// Whether a line could be the header line: it names all columns that are chosen by name, and the needed
/// ones.
[[nodiscard]] bool is_header(std::span<std::string_view const> fields, std::span<column_choice const> chosen);

/// Finds the chosen columns, and those that have the names above. Throws unreadable, in words about «the
/// first line».
/// `asked`: more columns that tell themselves by name, since the ladder asks about them.
column_places find_columns(std::span<std::string_view const> header, std::span<column_choice const> chosen,
                           std::span<column const> asked = {});
/// The same where there is no header line.
column_places columns_by_number(std::span<column_choice const> chosen);

/// Remarks on the columns that are not used: which they are, which of them may be misspelt, and which would
/// change the meaning.
std::vector<std::string> remarks_on_columns(column_places const& places);
/// A remark for each column that the ladder asks about and the log does not have: it would be zero, or no
/// name.
std::vector<std::string> remarks_on_missing(column_places const& places, std::span<column const> asked);
/// The name of a column that is not used and seems to say what kind of event a line is; empty if there is
/// none.
std::string_view unused_kind(column_places const& places);
/// `client='Customer Email', at=2`
std::string columns_in_words(column_places const& places);
