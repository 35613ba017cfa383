#pragma once

#include "entry_reader.hpp"
#include "log_batch.hpp"
#include "numbering.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The lines of an order until it is over.
struct open_order {
    entry first{};
    std::uint64_t lines = 0;
    std::string id, client, channel, category, name;  // what the first line says; of is not an order's
    std::string wrong;                                // of the line that is refused
    std::int64_t amount = 0, refunded = 0, quantity = 0;
    bool is_refused = false;
    order_start start;
};

/// Makes one entry of the lines of an order, which stand together and have its id: with the amounts of all,
/// and else what the first of them says.
class order_joiner {
public:
    explicit order_joiner(log_format const& format) : format_{format} {}

    /// What the open order begins with, if the line goes it on; else null.
    [[nodiscard]] order_start const* continued_by(line_fields const& line) const {
        return order_ && trimmed(line[column_id]) == order_->id ? &order_->start : nullptr;
    }
    /// Takes the line that was read last up in its order. The batch's last entry is either the line itself,
    /// if it is of no order, or goes. Throws unreadable, if the lines of an order are not together.
    void add(entry_reader& reader, log_batch& out);
    /// Ends the open order: its entry becomes the last of the batch. False if there is none.
    bool close(entry_reader& reader, log_batch& out);

private:
    log_format const& format_;
    std::optional<open_order> order_;
    std::string skipped_;  // the order that was passed over last, by the kind of its first line
    numbering known_;

    [[nodiscard]] bool is_skipped(entry_reader& reader, log_batch& out);
    void begin(entry const& e, std::string_view id);
    void check_like_first(line_fields const& line, entry& e) const;
};
