#pragma once

#include <rung/base/census.hpp>
#include <rung/core/stage.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/interop/arrow_stream.hpp>
#include <rung/interop/arrow_table.hpp>

#include <utility>

namespace rung {
inline namespace v0 {
namespace arrow {

/// How many clients stand where: stage, exit (whether it is one), clients; the lowest rung first.
template <class Ladder>
[[nodiscard]] owned_stream census(rung::census<typename Ladder::stage_type> const& counted,
                                  Ladder const& ladder) {
    batch_builder rows{{{"stage", format::text}, {"exit", format::boolean}, {"clients", format::uint64}}};
    for (auto const& [stage, clients] : counted) {
        rows[0].add(ladder.name(stage));
        rows[1].add(ladder.is_exit(stage));
        rows[2].add(clients);
        rows.end_row();
    }
    return arrow::make_stream(std::move(rows));
}

/// How far up clients came: stage, reached, landed; the lowest rung first.
template <class Ladder>
[[nodiscard]] owned_stream funnel(insight::funnel<typename Ladder::stage_type> const& counted,
                                  Ladder const& ladder) {
    batch_builder rows{{{"stage", format::text}, {"reached", format::int64}, {"landed", format::int64}}};
    for (auto const stage : ladder.stages()) {
        rows[0].add(stage.name());
        rows[1].add(counted.reached(stage));
        rows[2].add(counted.landed(stage));
        rows.end_row();
    }
    return arrow::make_stream(std::move(rows));
}

/// How many moves there were: from, to, moves; without those that nobody made.
template <class Ladder>
[[nodiscard]] owned_stream flow(insight::flow<typename Ladder::stage_type> const& counted,
                                Ladder const& ladder) {
    batch_builder rows{{{"from", format::text}, {"to", format::text}, {"moves", format::int64}}};
    for (auto const from : ladder.places()) {
        for (auto const to : ladder.places()) {
            auto const moves = counted.count(from, to);
            if (moves == 0) continue;
            rows[0].add(from.name());
            rows[1].add(to.name());
            rows[2].add(moves);
            rows.end_row();
        }
    }
    return arrow::make_stream(std::move(rows));
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
