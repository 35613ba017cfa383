#include "entry_reader.hpp"

#include "event_ids.hpp"

#include <rung/notation/values.hpp>

#include <cstddef>

namespace {

// Of an order that goes on, a line may leave out what the first one says.
[[nodiscard]] bool is_inherited(std::string_view text, order_start const* order) {
    return order != nullptr && trimmed(text).empty();
}

void read_id(std::string_view text, rung::event_id& number, std::string_view& as_text) {
    if (auto const plain = plain_id(trimmed(text)))
        number = *plain;
    else
        as_text = text;
}

}  // namespace

entry_reader::entry_reader(log_format const& format, column_places const& places,
                           amount_format const& amounts)
    : format_{format}, line_{places, {}}, at_{format.stamps}, kinds_{format.kinds, format.own_kinds},
      amounts_{amounts, format.currency} {}

bool entry_reader::read_kind(entry& e, order_start const* order) {
    if (!line_.has(column_kind)) {
        e.kind = format_.kind.value_or(rung::event_kind::purchase);
        return true;
    }
    if (is_inherited(line_[column_kind], order)) {
        e.kind = order->kind;
        return true;
    }
    auto const& places = line_.places;
    auto const found = kinds_.read([&](std::size_t i, std::string_view& column, std::string_view& value) {
        if (i > places.more_kinds.size()) return false;
        auto const number = i == 0 ? places.number[column_kind] : places.more_kinds[i - 1];
        column =
            number <= places.header.size() ? std::string_view{places.header[number - 1]} : std::string_view{};
        value = line_.field(number);
        return true;
    });
    if (!found.refused.empty())
        return refuse(e, found.refused, found.wrong,
                      format_.kinds.empty() ? "--kinds says what such words mean" : std::string_view{});
    if (found.skip) {
        e.skipped = skipped_by_kind;
        return true;
    }
    e.kind = *found.kind;
    return true;
}

// A number that is not negative; nothing for an empty field, which then says nothing.
bool entry_reader::read_score(entry& e) const {
    auto const text = trimmed(line_[column_score]);
    if (text.empty()) return true;
    auto const value = rung::parse_count(text);
    if (!value || *value < 0) return refuse(e, "wrong number", text);
    e.score = static_cast<std::uint8_t>(*value < 255 ? *value : 255);
    return true;
}

// A number of a measure; nothing for an empty field.
bool entry_reader::read_whole(entry& e, column c, std::uint32_t& out) const {
    auto const text = trimmed(line_[c]);
    if (text.empty()) return true;
    auto const value = rung::parse_count(text);
    if (!value || *value < 0 || *value > std::int64_t{UINT32_MAX})
        return refuse(e, "wrong number", text, "a whole number from 0 to 4294967295");
    out = static_cast<std::uint32_t>(*value);
    return true;
}

bool entry_reader::settle_sign(entry& e) const {
    auto const amount = e.amount.minor_units;
    bool const has_money = e.kind == rung::event_kind::purchase || e.kind == rung::event_kind::refund;
    if (has_money && amount < 0) {
        if (format_.negative == negative_amount::skip) {
            e.skipped = "of a negative amount";
            return true;
        }
        if (format_.negative == negative_amount::refuse)
            return refuse(e, "negative amount", line_[column_amount],
                          "--negative refund takes it for a refund");
        e.kind = rung::event_kind::refund;
        e.amount = rung::money{-amount};
    } else if (!has_money && amount < 0) {
        return refuse(e, "negative amount", line_[column_amount]);
    }
    auto& back = e.refunded.minor_units;
    if (back < 0) back = -back;  // some write what was given back as a loss
    if (back != 0 && e.kind == rung::event_kind::purchase && back > e.amount.minor_units)
        return refuse(e, "more given back than paid", line_[column_refunded]);
    if (e.kind != rung::event_kind::purchase) back = 0;
    return true;
}

bool entry_reader::read(entry& e, order_start const* order) {
    // For example an amount with a comma: everything after it would be in the wrong columns.
    auto const& fields = line_.fields.fields();
    auto const expected = line_.places.header.size();
    for (auto i = expected; i != 0 && i < fields.size(); ++i) {
        if (!trimmed(fields[i]).empty()) return refuse(e, "too many fields", fields[i]);
    }
    if (!read_kind(e, order)) return false;
    if (!e.skipped.empty()) return true;
    bool const to_client = e.kind == rung::event_kind::refund && line_.has(column_refund_to);
    e.client = line_[to_client ? column_refund_to : column_client];
    if (is_inherited(e.client, order))
        e.client = order->client;
    else if (trimmed(e.client).empty())
        return refuse(e, "missing client");
    if (line_.has(column_id)) {
        auto const id = line_[column_id];
        if (trimmed(id).empty()) return refuse(e, "missing id");
        read_id(id, e.id, e.id_text);
    }
    auto const stamp = at_.text(line_);
    if (is_inherited(stamp, order)) {
        e.at = order->at;
    } else {
        auto const at = at_.read(stamp);
        if (!at.at) return refuse(e, at.why, stamp, at.hint);
        e.at = *at.at;
    }
    if (auto const money = trimmed(line_[column_currency]);
        !money.empty() && !amounts_.same_currency(e, money))
        return !e.skipped.empty();
    std::int64_t amount = 0, back = 0;
    if (!(line_.has(column_price) ? amounts_.read_product(line_, e, amount)
                                  : amounts_.read(line_, column_amount, e, amount)) ||
        !amounts_.read(line_, column_refunded, e, back))
        return !e.skipped.empty();
    if (!read_score(e) || (format_.asks_quantity && !read_whole(e, column_quantity, e.quantity)) ||
        (format_.asks_value && !read_whole(e, column_value, e.value)))
        return false;
    e.category = trimmed(line_[column_category]);
    e.name = trimmed(line_[column_name]);
    e.amount = rung::money{amount};
    e.refunded = rung::money{back};
    // What was given back is a column: such a line stays a purchase, whatever its status says.
    if (line_.has(column_refunded) && e.kind == rung::event_kind::refund) e.kind = rung::event_kind::purchase;
    e.channel = trimmed(line_[column_channel]);
    if (auto const of = line_[column_of]; !trimmed(of).empty()) read_id(of, e.of, e.of_text);
    if (fields.size() < expected) ++short_lines_;
    return format_.per_order || settle_sign(e);
}
