#pragma once

#include <rung/core/schema.hpp>
#include <rung/core/transition.hpp>
#include <rung/interop/arrow_clients.hpp>
#include <rung/interop/arrow_stream.hpp>
#include <rung/interop/arrow_table.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {

/// An observer that keeps each move as a row, until they are taken as a stream of record batches: client, at,
/// from, to, why ("event", "time", ...), kind (of the event; null if it was none), skipped, withdrawn (true:
/// a move that was told before turned out not to have happened).
///
///     rung::arrow::moves moved;
///     (void)base.apply(events, moved);
///     moved.take().move_to(for_python);   // what happened since the last take()
///
/// `name_of(client_id)`: as for arrow::clients.
template <class NameOf = ids_stay_numbers>
class moves {
public:
    explicit moves(NameOf name_of = {})
        : rows_{{{"client", detail::id_format<NameOf>},
                 {"at", format::timestamp},
                 {"from", format::text},
                 {"to", format::text},
                 {"why", format::text},
                 {"kind", format::text, true},
                 {"skipped", format::uint8},
                 {"withdrawn", format::boolean}}},
          name_of_{std::move(name_of)} {}

    template <class Ladder>
    void operator()(named_transition<Ladder> const& t) {
        add(t, false);
    }
    template <class Ladder>
    void withdrawn(named_transition<Ladder> const& t) {
        add(t, true);
    }

    /// How many are kept.
    [[nodiscard]] std::size_t size() const noexcept {
        return full_.size() * std::size_t{rows_of_batch} + static_cast<std::size_t>(rows_.rows());
    }
    /// All of them as a stream, which owns them; none are left.
    [[nodiscard]] owned_stream take() {
        if (rows_.rows() != 0) full_.push_back(rows_.take());
        return arrow::make_stream(rows_.fields(), std::exchange(full_, {}));
    }

private:
    batch_builder rows_;
    std::vector<owned_array> full_{};
    NameOf name_of_;

    template <class Ladder>
    void add(named_transition<Ladder> const& t, bool withdrawn) {
        detail::add_id(rows_[0], t.client, name_of_);
        rows_[1].add(t.at);
        rows_[2].add(t.ladder->name(t.from));
        rows_[3].add(t.ladder->name(t.to));
        rows_[4].add(rung::to_string(t.why));
        auto const kind = rung::kind_name<typename Ladder::schema_type>(t.kind);
        if (t.why != cause::event || kind.empty())
            rows_[5].add_null();
        else
            rows_[5].add(kind);
        rows_[6].add(t.skipped);
        rows_[7].add(withdrawn);
        rows_.end_row();
        if (rows_.rows() == rows_of_batch) full_.push_back(rows_.take());
    }
};

}  // namespace arrow
}  // namespace v0
}  // namespace rung
