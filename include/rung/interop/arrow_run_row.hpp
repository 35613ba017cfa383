#pragma once

#include <rung/interop/arrow_table.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// The columns of what a run gives; each row has those of its kind.
enum run_column : std::uint8_t {
    run_row,
    run_client,
    run_state,
    run_stage,
    run_since,
    run_next_change,
    run_in_grace,
    run_number,
    run_at,
    run_from,
    run_to,
    run_why,
    run_kind,
    run_skipped,
    run_withdrawn,
    run_id,
    run_amount_minor,
    run_count,
    run_columns
};

/// A row of a run, whose columns are null unless they are set.
class run_row_writer {
public:
    run_row_writer(batch_builder& to, std::string_view what) : to_{&to} { set(run_row, what); }
    ~run_row_writer() {
        for (std::size_t i = 0; i < run_columns; ++i) {
            if ((set_ >> i & 1) == 0) (*to_)[i].add_null();
        }
        to_->end_row();
    }
    run_row_writer(run_row_writer const&) = delete;
    run_row_writer& operator=(run_row_writer const&) = delete;

    template <class Value>
    run_row_writer& set(run_column c, Value const& value) {
        set_ |= 1u << c;
        (*to_)[c].add(value);
        return *this;
    }

private:
    batch_builder* to_;
    std::uint32_t set_ = 0;
};

/// The columns of a run, whose clients are texts, or whole numbers with a sign: Spark has no others.
[[nodiscard]] inline std::vector<field> run_fields(bool clients_are_text) {
    std::vector<field> out(run_columns);
    auto const add = [&](run_column c, std::string_view name, std::string_view format) {
        out[c].name = name;
        out[c].format = format;
        out[c].nullable = true;
    };
    add(run_row, "row", format::text);
    add(run_client, "client", clients_are_text ? format::text : format::int64);
    add(run_state, "state", format::binary);
    add(run_stage, "stage", format::text);
    add(run_since, "since", format::timestamp);
    add(run_next_change, "next_change", format::timestamp);
    add(run_in_grace, "in_grace", format::boolean);
    add(run_number, "number", format::int64);
    add(run_at, "at", format::timestamp);
    add(run_from, "from", format::text);
    add(run_to, "to", format::text);
    add(run_why, "why", format::text);
    add(run_kind, "kind", format::text);
    add(run_skipped, "skipped", format::int64);
    add(run_withdrawn, "withdrawn", format::boolean);
    add(run_id, "id", format::int64);
    add(run_amount_minor, "amount_minor", format::int64);
    add(run_count, "count", format::int64);
    return out;
}

}  // namespace detail
}  // namespace arrow
}  // namespace v0
}  // namespace rung
