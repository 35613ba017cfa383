#pragma once

#include "amount_reader.hpp"
#include "entry.hpp"
#include "kinds.hpp"
#include "line_fields.hpp"
#include "log.hpp"
#include "stamps.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The column of dates, with that of times of day where there is one.
class stamp_column {
public:
    explicit stamp_column(stamp_format const& format) : stamps_{format} {}

    [[nodiscard]] std::string_view text(line_fields const& line) {
        auto const date = line[column_at];
        if (!line.has(column_time)) return date;
        joined_.assign(trimmed(date)) += ' ';
        return joined_ += trimmed(line[column_time]);
    }
    [[nodiscard]] stamp_reader::answer read(line_fields const& line) { return stamps_.read(text(line)); }
    [[nodiscard]] stamp_reader::answer read(std::string_view text) { return stamps_.read(text); }
    /// Whether a text is the last one that was made of date and time.
    [[nodiscard]] bool made(std::string_view text) const noexcept {
        return !text.empty() && text.data() == joined_.data();
    }
    [[nodiscard]] std::uint64_t twice() const noexcept { return stamps_.twice(); }

private:
    stamp_reader stamps_;
    std::string joined_;
};

/// What the first line of an order says, and later ones may leave out.
struct order_start {
    std::string_view client{};
    rung::instant at{};
    rung::event_kind kind = rung::event_kind::purchase;
};

/// Makes entries of lines that are taken apart.
class entry_reader {
public:
    entry_reader(log_format const& format, column_places const& places, amount_format const& amounts);

    [[nodiscard]] line_fields& line() noexcept { return line_; }
    [[nodiscard]] line_fields const& line() const noexcept { return line_; }
    /// Reads the line. False if it says something impossible; then the entry says what. `order`: of the order
    /// that the line goes on; null if there is none. Throws unreadable if the log as a whole is not
    /// understood.
    bool read(entry& e, order_start const* order = nullptr);
    /// The amount as it stands, negative or not, becomes what the kind says.
    bool settle_sign(entry& e) const;
    /// Whether a text is none of the line's own, but of this reader.
    [[nodiscard]] bool made(std::string_view text) const noexcept { return at_.made(text); }

    /// How many lines had fewer fields than the header line.
    [[nodiscard]] std::uint64_t short_lines() const noexcept { return short_lines_; }
    [[nodiscard]] std::uint64_t twice() const noexcept { return at_.twice(); }

private:
    log_format format_;
    line_fields line_;
    stamp_column at_;
    kind_reader kinds_;
    amount_reader amounts_;
    std::uint64_t short_lines_ = 0;

    bool read_kind(entry& e, order_start const* order);
    bool read_score(entry& e) const;
    bool read_whole(entry& e, column c, std::uint32_t& out) const;
};
