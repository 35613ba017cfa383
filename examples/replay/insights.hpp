#pragma once

#include "replay.hpp"

#include <rung/insight/attribution.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/life.hpp>
#include <rung/insight/retention.hpp>
#include <rung/insight/survival.hpp>
#include <rung/report/chart.hpp>
#include <rung/report/sheet.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

/// What the events of a log say beyond where everybody stands: insights that a replay with history tells, and
/// their reports as data. What is of money and channels is of the retail schema alone: a ladder with measures
/// of its own need not know them.
template <class S>
class insights_of {
public:
    static constexpr bool knows_money = std::is_same_v<S, rung::retail>;

    /// Everything, told by a replay that keeps events.
    explicit insights_of(replay_of<S> const& r);

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
    /// When a client was first seen.
    [[nodiscard]] rung::instant first_seen(rung::client_id id) const { return first_seen_[id]; }
    /// The stays of all on each rung, since they came to it.
    [[nodiscard]] rung::insight::event_table stays() const;
    /// Which way clients leave each rung, within so many days as horizon() says.
    [[nodiscard]] rung::report::sheet ways_out() const;
    /// As it went in the last 30 days, six times over, with as many newcomers.
    [[nodiscard]] rung::report::chart forecast() const;

private:
    replay_of<S> const& of_;
    rung::insight::attribution credits_;
    rung::insight::retention triangle_;
    rung::insight::concentration few_;
    std::vector<std::uint16_t> came_by_;  // the first channel of each client, by id
    std::vector<rung::instant> first_seen_;

    /// A year, or in a short log so many days that it is known of as many rungs as can be what became of
    /// clients within them.
    [[nodiscard]] int horizon(rung::insight::event_table const& table) const;
    [[nodiscard]] static rung::insight::retention_terms retention_of(replay_of<S> const& r);
};

/// A picture of one client: of their story.
template <class S>
[[nodiscard]] std::optional<rung::report::chart> picture_of(rung::client_id id, replay_of<S> const& r,
                                                            bool has_all_places = false);
/// What is not told of a ladder with measures of its own, and why; empty of the retail schema.
template <class S>
[[nodiscard]] rung::report::wording left_out();
/// The census, the funnel and the flow as data.
template <class S>
[[nodiscard]] std::vector<rung::report::sheet> ladder_sheets(replay_of<S> const& r);
/// The reports that --insight shows, as text for people.
template <class S>
void print_insight(std::ostream& out, replay_of<S> const& found);
/// The same and those of the ladder for programs: an object with each sheet by its name.
template <class S>
void print_insight_json(std::ostream& out, std::string const& ladder, replay_of<S> const& found);
