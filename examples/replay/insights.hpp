#pragma once

#include "replay.hpp"

#include <rung/insight/attribution.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/retention.hpp>
#include <rung/report/sheet.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

/// What the events of a log say beyond where everybody stands: insights that a replay with history tells, and
/// their reports as data.
class insights {
public:
    /// Everything, told by a replay that keeps events.
    explicit insights(retail_replay const& r);

    // What a base tells.
    void operator()(rung::insight::life const& life);
    rung::insight::ledger<> book;
    rung::insight::ladder_clock<> clock;
    rung::insight::flow_by_period<> moves;

    /// The ledger, the clock, golden clients and what they have in common, attribution, retention,
    /// concentration.
    [[nodiscard]] std::vector<rung::report::sheet> sheets() const;

    [[nodiscard]] rung::insight::attribution const& credits() const noexcept { return credits_; }
    [[nodiscard]] rung::insight::retention const& triangle() const noexcept { return triangle_; }
    /// Of what all clients spent.
    [[nodiscard]] rung::insight::concentration const& few() const noexcept { return few_; }
    /// The first channel of a client; 0 if there is none.
    [[nodiscard]] std::uint16_t came_by(rung::client_id id) const { return came_by_[id]; }

private:
    retail_replay const& of_;
    rung::insight::attribution credits_;
    rung::insight::retention triangle_;
    rung::insight::concentration few_;
    std::vector<std::uint16_t> came_by_;  // the first channel of each client, by id

    [[nodiscard]] static rung::insight::retention_terms retention_of(retail_replay const& r);
    [[nodiscard]] std::vector<rung::report::sheet> golden_sheets() const;
};

/// The census, the funnel and the flow as data.
[[nodiscard]] std::vector<rung::report::sheet> ladder_sheets(retail_replay const& r);
/// The reports that --insight shows, as text for people.
void print_insight(std::ostream& out, retail_replay const& found);
/// The same and those of the ladder for programs: an object with each sheet by its name.
void print_insight_json(std::ostream& out, std::string const& ladder, retail_replay const& found);
