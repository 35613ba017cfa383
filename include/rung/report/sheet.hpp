#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/language.hpp>
#include <rung/core/money.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/interval.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

/// A text in each language that the library speaks to people in.
struct wording {
    std::string en{};
    std::string ru{};

    wording() = default;
    wording(std::string english, std::string russian) : en{std::move(english)}, ru{std::move(russian)} {}
    wording(phrase const& p) : en{p.in(language::en)}, ru{p.in(language::ru)} {}
    /// The same in both: a name, a date.
    wording(std::string_view same) : en{same}, ru{same} {}
    wording(std::string const& same) : wording{std::string_view{same}} {}
    wording(char const* same) : wording{std::string_view{same}} {}

    [[nodiscard]] std::string const& in(language l) const noexcept { return l == language::ru ? ru : en; }
    [[nodiscard]] bool empty() const noexcept { return en.empty() && ru.empty(); }
    friend bool operator==(wording const&, wording const&) = default;
};

/// How the values of a column are to be read.
enum class form : std::uint8_t {
    text,         ///< words: a stage, a channel, a period
    count,        ///< how many: clients, moves, days
    number,       ///< a number with decimals: a mean, an odds ratio
    money,        ///< in minor units
    share,        ///< of a whole: 0.123 is 12.3 %
    part,         ///< the same, read as `41/150`
    probability,  ///< of chance alone: a p-value
    time,         ///< seconds
    instant,      ///< seconds since 1970-01-01 UTC
};

/// For which side of a column one is glad.
enum class better : std::uint8_t { neither, more, less };

/// What a value of a sheet is.
enum class cell_kind : std::uint8_t {
    blank,     ///< nothing belongs here
    unknown,   ///< not yet known, which is never 0
    text,      ///< words
    whole,     ///< a whole number: count(), minor units, seconds
    part,      ///< so many of so many
    estimate,  ///< a number with decimals, perhaps from n cases and with an interval
    range,     ///< between two numbers
};

/// So many of so many.
struct part_of {
    std::int64_t part = 0;
    std::int64_t whole = 0;
};
/// From so many to so many.
struct range_of {
    double low = 0;
    double high = 0;
};

/// One value of a sheet. What it counts, in which unit, its column says.
class cell {
public:
    cell() = default;
    cell(wording text) : text_{std::move(text)}, kind_{cell_kind::text} {}
    cell(phrase const& text) : cell{wording{text}} {}
    cell(std::string_view text) : cell{wording{text}} {}
    cell(std::string const& text) : cell{wording{text}} {}
    cell(char const* text) : cell{wording{text}} {}
    template <std::integral Number>
    cell(Number n) noexcept : whole_{static_cast<std::int64_t>(n)}, kind_{cell_kind::whole} {}
    cell(money m) noexcept : cell{m.minor_units} {}
    cell(duration d) noexcept : cell{d.seconds} {}
    cell(instant t) noexcept : cell{t.unix_seconds} {}
    template <std::floating_point Number>
    cell(Number n) noexcept : value_{static_cast<double>(n)}, kind_{cell_kind::estimate} {}
    /// With its n, and its interval if it has one.
    cell(insight::estimate const& e) noexcept
        : of_{e.n()}, has_n_{true}, kind_{e.known() ? cell_kind::estimate : cell_kind::unknown} {
        if (e.known()) value_ = e.value();
        if (!e.has_interval()) return;
        has_interval_ = true;
        low_ = e.low();
        high_ = e.high();
    }
    cell(part_of p) noexcept
        : whole_{p.part}, of_{p.whole}, has_n_{true}, kind_{p.part >= 0 && p.whole > 0 ? cell_kind::part
                                                                                       : cell_kind::unknown} {
    }
    cell(range_of r) noexcept : low_{r.low}, high_{r.high}, kind_{cell_kind::range} {}
    /// Not yet known, if there is none.
    template <class Value>
    cell(std::optional<Value> const& v) : kind_{cell_kind::unknown} {
        if (v) *this = cell{*v};
    }
    [[nodiscard]] static cell unknown() noexcept {
        cell out;
        out.kind_ = cell_kind::unknown;
        return out;
    }

    [[nodiscard]] cell_kind kind() const noexcept { return kind_; }
    /// A whole number, a part, a number with decimals: it has a value().
    [[nodiscard]] bool is_number() const noexcept {
        return kind_ == cell_kind::whole || kind_ == cell_kind::part || kind_ == cell_kind::estimate;
    }
    /// Of cell_kind::text.
    [[nodiscard]] wording const& text() const noexcept { return text_; }
    /// A whole number as it is.
    [[nodiscard]] std::int64_t whole() const noexcept { return whole_; }
    /// Of cell_kind::part: so many of n().
    [[nodiscard]] std::int64_t part() const noexcept { return whole_; }
    /// A number as such, in the unit of its column: minor units, seconds, a share from 0 to 1.
    [[nodiscard]] double value() const {
        if (!is_number()) RUNG_ASSERT("a cell without a number was asked for it: ask is_number() first");
        if (kind_ == cell_kind::whole) return static_cast<double>(whole_);
        if (kind_ == cell_kind::part) return static_cast<double>(whole_) / static_cast<double>(of_);
        return value_;
    }
    /// The interval of an estimate, or the ends of a range.
    [[nodiscard]] bool has_interval() const noexcept { return has_interval_ || kind_ == cell_kind::range; }
    [[nodiscard]] double low() const noexcept { return low_; }
    [[nodiscard]] double high() const noexcept { return high_; }
    /// From how many cases; also of what is not yet known.
    [[nodiscard]] bool has_n() const noexcept { return has_n_; }
    [[nodiscard]] std::int64_t n() const noexcept { return of_; }

private:
    wording text_{};
    double value_ = 0;
    double low_ = 0;
    double high_ = 0;
    std::int64_t whole_ = 0;
    std::int64_t of_ = 0;
    bool has_interval_ = false;
    bool has_n_ = false;
    cell_kind kind_ = cell_kind::blank;
};

/// What stands in a column of a sheet.
struct column {
    std::string name{};  ///< for programs, one of a kind in its sheet: `profit_per_client_day`
    wording label{};     ///< for people: `profit a client-day`
    report::form form = report::form::count;
    report::better better = report::better::neither;
    std::uint8_t decimals = 0;  ///< that people see; of money: of how many decimals the minor units are
    wording unit{};             ///< what is counted, if the label does not say it: `days`
    // As a text table.
    bool shows_interval = true;
    bool shows_n = false;
    bool begins_table = false;  ///< a table of its own from here on, with the first column again
};

/// How a sheet looks as text.
enum class text_shape : std::uint8_t {
    table,   ///< a row is a line, the first column to the left, numbers to the right
    record,  ///< one row, written downwards: `label  value`, the value to the right
    facts,   ///< the same, the value to the left
};

/// A report as data: what every report of the library is first. Text, CSV and JSON are ways to write it
/// (sheet_text.hpp, sheet_csv.hpp, sheet_json.hpp), charts and pages are others.
struct sheet {
    struct row {
        std::vector<cell> cells{};
        bool is_total = false;  ///< of all rows before it
    };
    /// Something that is said of the whole beside its rows.
    struct note {
        column of{};
        report::cell cell{};
    };

    std::string name{};  ///< for programs: `ledger`
    wording title{};     ///< `What each rung brings in and costs`
    std::vector<column> columns{};
    std::vector<row> rows{};
    std::vector<note> notes{};
    wording remark{};                 ///< a sentence below it: what to be careful with
    std::optional<std::int64_t> n{};  ///< of how many clients it is, where that is one number for all of it
    double confidence = 0.95;         ///< of its intervals
    text_shape shape = text_shape::table;
    /// The notes of a text table are a line: `questions 12, answered 7`; otherwise a line for each of them.
    bool notes_are_a_line = false;
    /// Below the totals of a text table, their n and the ends of their intervals in lines of their own.
    bool totals_have_intervals_below = false;

    sheet& add(std::initializer_list<cell> cells) { return add(std::vector<cell>{cells}); }
    sheet& add(std::vector<cell> cells, bool is_total = false) {
        if (cells.size() != columns.size())
            RUNG_ASSERT("a row of a sheet has not as many cells as the sheet has columns");
        rows.push_back({std::move(cells), is_total});
        return *this;
    }
    [[nodiscard]] std::size_t column_named(std::string_view wanted) const {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].name == wanted) return i;
        }
        RUNG_ASSERT("a sheet has no column of that name");
        return columns.size();
    }
    [[nodiscard]] cell const& at(std::size_t row_number, std::string_view column_name) const {
        return rows[row_number].cells[column_named(column_name)];
    }
};

}  // namespace report
}  // namespace v0
}  // namespace rung
