#pragma once

#include <rung/base/census.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/lives.hpp>
#include <rung/insight/retention.hpp>
#include <rung/insight/tell.hpp>
#include <rung/interop/arrow_run_row.hpp>
#include <rung/interop/arrow_table.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// What a run with history tells of all that ever happened: what each rung brings in, and who is still there
/// after so many months. Numbers that add up over partitions.
template <class Base>
class run_tellings {
    using stage_type = typename Base::stage_type;

public:
    run_tellings(typename Base::lifecycle_type const& l, instant as_of)
        : as_of_{as_of}, book_{l}, triangle_{{.as_of = as_of}} {}

    /// A base of clients who are told once, and were settled.
    void add(Base const& base) {
        insight::lives seen{base};
        insight::tell_until(base, as_of_, book_, seen);
        seen.each(triangle_);
    }
    template <class Ladder>
    void write(batch_builder& out, Ladder const& ladder) const {
        for (auto const place : ladder.places()) {
            auto const a = book_.at(place, as_of_);
            auto const add = [&](std::string_view what, std::int64_t n) {
                if (n == 0) return;
                run_row_writer{out, "ledger"}
                    .set(run_stage, place.name())
                    .set(run_why, what)
                    .set(run_count, n);
            };
            add("clients", a.clients);
            add("entries", a.entries);
            add("climbs", a.climbs);
            add("falls", a.falls);
            add("losses", a.losses);
            add("purchases", a.purchases);
            add("seconds", a.seconds.to_int64());
            add("revenue", a.revenue.to_int64());
        }
        auto const& terms = triangle_.terms();
        for (auto const cohort : triangle_.cohorts()) {
            for (std::size_t k = 0; k < terms.columns; ++k) {
                auto const cell = triangle_.at(cohort, k);
                auto const add = [&](std::string_view what, std::int64_t n) {
                    if (n == 0) return;
                    run_row_writer row{out, "retention"};
                    row.set(run_at, terms.periods.begin(cohort))
                        .set(run_number, static_cast<std::int64_t>(k));
                    row.set(run_why, what).set(run_count, n);
                };
                add("retained", cell.retained);
                add("ripe", cell.ripe);
                add("unripe", cell.unripe);
            }
        }
    }

private:
    instant as_of_;
    insight::ledger<stage_type> book_;
    insight::retention triangle_;
};

/// Without history nothing is told.
struct no_tellings {
    template <class Lifecycle>
    no_tellings(Lifecycle const&, instant) noexcept {}
    template <class Base>
    void add(Base const&) const noexcept {}
    template <class Ladder>
    void write(batch_builder&, Ladder const&) const noexcept {}
};
template <class Base, bool KeepsHistory = Base::keeps_history>
struct tellings_of {
    using type = no_tellings;
};
template <class Base>
struct tellings_of<Base, true> {
    using type = run_tellings<Base>;
};

/// What a run counts. Its funnel and flow are observers.
template <class Base>
struct run_counts {
    using lifecycle_type = typename Base::lifecycle_type;
    using stage_type = typename Base::stage_type;

    run_counts(lifecycle_type const& l, instant as_of) : census{l.ladder().place_count()}, told{l, as_of} {}

    rung::census<stage_type> census;
    insight::funnel<stage_type> funnel{};
    insight::flow<stage_type> flow{};
    typename tellings_of<Base>::type told;
    std::uint64_t refused = 0;

    void note(typename Base::report_type const& report) {
        applied_ += report.applied;
        if constexpr (Base::keeps_history) {
            repeated_ += report.repeated;
            conflicts_ += report.conflicts.size();
        }
    }
    void write(batch_builder& out, typename lifecycle_type::ladder_type const& ladder) const {
        auto const add = [&](std::string_view what, std::string_view stage, std::int64_t n) {
            run_row_writer{out, what}.set(run_stage, stage).set(run_count, n);
        };
        for (auto const& [stage, clients] : census)
            add("census", ladder.name(stage), static_cast<std::int64_t>(clients));
        for (auto const stage : ladder.stages()) {
            add("reached", stage.name(), funnel.reached(stage));
            add("landed", stage.name(), funnel.landed(stage));
        }
        for (auto const from : ladder.places()) {
            for (auto const to : ladder.places()) {
                if (auto const n = flow.count(from, to); n != 0)
                    run_row_writer{out, "flow"}
                        .set(run_from, from.name())
                        .set(run_to, to.name())
                        .set(run_count, n);
            }
        }
        told.write(out, ladder);
        auto const event = [&](std::string_view what, std::uint64_t n) {
            run_row_writer{out, "events"}.set(run_why, what).set(run_count, static_cast<std::int64_t>(n));
        };
        event("applied", applied_);
        event("repeated", repeated_);
        event("conflicts", conflicts_);
        event("refused", refused);
    }

private:
    std::uint64_t applied_ = 0;
    std::uint64_t repeated_ = 0;
    std::uint64_t conflicts_ = 0;
};

}  // namespace detail
}  // namespace arrow
}  // namespace v0
}  // namespace rung
