#include "orders.hpp"

#include "bytes.hpp"

#include <rung/core/number.hpp>

#include <algorithm>

void order_joiner::add(entry_reader& reader, log_batch& out) {
    auto e = out.entries().back();
    auto const& line = reader.line();
    auto const id = trimmed(line[column_id]);
    if (e.refused == "line too long" || e.refused == "unclosed quote" || id.empty() ||
        is_skipped(reader, out))
        return;
    out.drop_last();
    if (continued_by(line) == nullptr) {
        (void)close(reader, out);
        auto const known = known_.size();
        if (known_[id] <= known)
            throw unreadable{"the lines of the order '" + std::string{id} +
                             "' are not together: it goes on in line " + std::to_string(e.line) +
                             "; sort the file by it first"};
        begin(e, id);
    } else if (e.refused.empty() && !order_->is_refused) {
        check_like_first(line, e);
    }
    auto& order = *order_;
    ++order.lines;
    if (!e.refused.empty()) {
        if (!order.is_refused) {
            order.first = e;
            order.is_refused = true;
            order.wrong = e.wrong;
        }
        return;
    }
    order.amount = rung::add_saturated(order.amount, e.amount.minor_units);
    order.quantity = rung::add_saturated(order.quantity, std::int64_t{e.quantity});
    order.refunded = rung::add_saturated(order.refunded, e.refunded.minor_units);
    if (!order.is_refused) order.first.at = order.start.at = std::min(order.first.at, e.at);
}

// Whether the line is passed over by its own kind, or leaves out the kind of an order that is.
bool order_joiner::is_skipped(entry_reader& reader, log_batch& out) {
    auto e = out.entries().back();
    auto const id = trimmed(reader.line()[column_id]);
    if (!e.skipped.empty()) {
        if (e.skipped == skipped_by_kind) skipped_ = id;
        return true;
    }
    if (e.refused != without_kind || id != skipped_) return false;
    e.refused = e.wrong = e.hint = {};
    e.skipped = skipped_by_kind;
    out.drop_last();
    out.add() = e;
    return true;
}

void order_joiner::begin(entry const& e, std::string_view id) {
    auto& order = order_.emplace();
    order.first = e;
    order.id = id;
    order.client = e.client;
    order.channel = e.channel;
    order.category = e.category;
    order.name = e.name;
    order.start = {order.client, e.at, e.kind};
}

// An order is one event, with one client, one kind, and one of what a measure asks about. What a line leaves
// out, the first one says.
void order_joiner::check_like_first(line_fields const& line, entry& e) const {
    auto const& order = *order_;
    auto const differs = [&](bool asks, column c, auto const& says, auto const& first) {
        return asks && !trimmed(line[c]).empty() && says != first;
    };
    constexpr std::string_view hint = "the ladder asks about it; without --per-order each line counts";
    if (e.client != order.client)
        (void)refuse(e, "an order of two clients", e.client);
    else if (e.kind != order.start.kind)
        (void)refuse(e, "an order of two kinds");
    else if (differs(format_.asks_category, column_category, e.category, order.category))
        (void)refuse(e, "an order of two categories", e.category, hint);
    else if (differs(format_.asks_name, column_name, e.name, order.name))
        (void)refuse(e, "an order of two names", e.name, hint);
    else if (differs(format_.asks_channel, column_channel, e.channel, order.channel))
        (void)refuse(e, "an order of two channels", e.channel, hint);
    else if (differs(format_.asks_value, column_value, e.value, order.first.value))
        (void)refuse(e, "an order of two values", line[column_value], hint);
}

bool order_joiner::close(entry_reader& reader, log_batch& out) {
    if (!order_) return false;
    auto const& order = *order_;
    auto& e = out.add();
    e = order.first;
    e.lines = order.lines;
    auto const keep = [&](std::string_view text) { return std::string_view{out.keep(text), text.size()}; };
    e.client = keep(order.client);
    e.channel = keep(order.channel);
    e.category = keep(order.category);
    e.name = keep(order.name);
    e.quantity = static_cast<std::uint32_t>(std::min(order.quantity, std::int64_t{UINT32_MAX}));
    e.id_text = e.id == 0 ? keep(order.id) : std::string_view{};
    e.of_text = {};
    if (order.is_refused) {
        e.wrong = keep(order.wrong);
    } else {
        e.amount = rung::money{order.amount};
        e.refunded = rung::money{order.refunded};
        reader.line().fields.clear();  // they are of another line
        (void)reader.settle_sign(e);
    }
    order_.reset();
    return true;
}
