#include "charts.hpp"

#include "arguments.hpp"
#include "insights.hpp"
#include "print.hpp"

#include <rung/insight/absorbing_chain.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/stays.hpp>
#include <rung/report/chart_vega.hpp>
#include <rung/report/charts/attribution.hpp>
#include <rung/report/charts/concentration.hpp>
#include <rung/report/charts/curves.hpp>
#include <rung/report/charts/flow.hpp>
#include <rung/report/charts/forecast.hpp>
#include <rung/report/charts/funnel.hpp>
#include <rung/report/charts/ledger.hpp>
#include <rung/report/charts/moves.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/charts/retention.hpp>
#include <rung/report/charts/story.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace charts = rung::report::charts;
namespace insight = rung::insight;
using rung::report::chart;

insight::event_table stays_of(insights const& all, retail_replay const& r) {
    return insight::count_stays(r.ladder(), all.clock,
                                {.as_of = r.as_of(), .start = insight::clock_start::entry})
        .table();
}

chart pyramid(chart_terms const&, retail_replay const& r) {
    auto const spend = r.spend();
    return charts::pyramid(r.ladder(), r.census(), spend ? &*spend : nullptr);
}
chart funnel(chart_terms const&, retail_replay const& r) { return charts::funnel(r.ladder(), r.funnel()); }
chart flow(chart_terms const&, retail_replay const& r) { return charts::flow(r.ladder(), r.flow()); }

chart moves(chart_terms const&, retail_replay const& r) {
    return charts::moves(r.ladder(), insights{r}.moves);
}
chart tenure(chart_terms const&, retail_replay const& r) {
    return charts::tenure(r.ladder(), stays_of(insights{r}, r));
}

// The rung that was asked for, or the one that clients leave both ways most often, or most left.
chart ways_out(chart_terms const& terms, retail_replay const& r) {
    auto const rungs = r.ladder().stages();
    auto chosen = rung::stage_at<rung::stage_id>(0);
    auto const ways = [&](rung::stage_id from) {
        std::int64_t up = 0;
        for (auto const to : rungs)
            up += rung::index_of(to) > rung::index_of(from) ? r.flow().count(from, to) : 0;
        auto const all = r.flow().out_of(from);
        return std::pair{std::min(up, all - up), rung::index_of(from) == 0 ? 0 : all};
    };
    for (auto const stage : rungs) {
        if (ways(stage) > ways(chosen)) chosen = stage;
    }
    if (!terms.of.empty()) {
        std::string known;
        auto const found = std::find_if(rungs.begin(), rungs.end(), [&](auto const stage) {
            (known += known.empty() ? "" : ", ") += stage.name();
            return stage.name() == terms.of;
        });
        if (found == rungs.end())
            throw usage_error{"--of " + terms.of + ": no such rung; there are " + known};
        chosen = *found;
    }
    return charts::ways_out(r.ladder(), stays_of(insights{r}, r), rung::index_of(chosen));
}
chart retention(chart_terms const&, retail_replay const& r) {
    return charts::retention(insights{r}.triangle());
}
chart lorenz(chart_terms const&, retail_replay const& r) {
    std::vector<std::int64_t> spend;
    r.each_in_order([](auto const&) { return std::optional<std::int64_t>{0}; },
                    [&](auto const& c) { spend.push_back(c.facts().spend().minor_units); }, r.clients());
    return charts::lorenz(insight::concentration{std::move(spend)});
}
chart ledger(chart_terms const&, retail_replay const& r) {
    return charts::ledger(r.ladder(), insights{r}.book, r.as_of());
}
chart attribution(chart_terms const&, retail_replay const& r) {
    return charts::attribution(insights{r}.credits(),
                               [&](std::uint16_t channel) { return printable(r.channel_name(channel)); });
}

// As it went in the last 30 days, six times over, with as many newcomers.
chart forecast(chart_terms const&, retail_replay const& r) {
    constexpr auto period = rung::duration{30 * 86'400};
    insights const all{r};
    auto const begin = r.as_of() + rung::duration{-period.seconds};
    double newcomers = 0;
    (void)all.clock.each_path([&](auto const& path) { newcomers += path.joined > begin ? 1 : 0; });
    std::vector<std::int64_t> now;
    for (auto const& at : r.census()) now.push_back(static_cast<std::int64_t>(at.clients));
    auto const moves = insight::shares_of(all.clock.between(begin, r.as_of()), r.ladder().place_count());
    return charts::forecast(r.ladder(), moves, now, 6, newcomers,
                            {"periods of 30 days ahead", "периодов по 30 дней вперёд"});
}

// The client that was asked for, or the one with most moves.
chart story(chart_terms const& terms, retail_replay const& r) {
    auto chosen = r.client_named(terms.of);
    if (!terms.of.empty() && !chosen) throw usage_error{"--of " + terms.of + ": no such client"};
    std::size_t most = 0;
    if (terms.of.empty()) {
        (void)insights{r}.clock.each_path([&](auto const& path) {
            if (chosen && path.steps.size() <= most) return;
            chosen = path.client;
            most = path.steps.size();
        });
    }
    std::optional<chart> out;
    if (chosen) {
        auto const happened = r.story_of(*chosen);
        r.visit(*chosen, [&](auto const& client) {
            rung::report::client_story<retail_replay::lifecycle_type> of{
                .who = printable(r.client_name(*chosen)),
                .events = happened.events,
                .moves = happened.moves,
                .as_of = r.as_of()};
            of.look_ahead(r.lifecycle(), client.decided_client());
            out = charts::story(r.lifecycle(), of);
        });
    }
    if (!out) throw usage_error{"--chart story: no event of such a client counts"};
    return *std::move(out);
}

struct named_chart {
    std::string_view name;
    chart (*make)(chart_terms const& terms, retail_replay const& r);
    bool is_of_events;
};
constexpr named_chart all_charts[]{
    {"pyramid", pyramid, false},        {"funnel", funnel, false},      {"flow", flow, false},
    {"lorenz", lorenz, false},          {"moves", moves, true},         {"tenure", tenure, true},
    {"ways_out", ways_out, true},       {"retention", retention, true}, {"ledger", ledger, true},
    {"attribution", attribution, true}, {"forecast", forecast, true},   {"story", story, true}};

named_chart const* chart_named(std::string_view name) {
    auto const found = std::find_if(std::begin(all_charts), std::end(all_charts),
                                    [&](auto const& c) { return c.name == name; });
    return found == std::end(all_charts) ? nullptr : found;
}

}  // namespace

std::string chart_list() {
    std::string out;
    for (auto const& c : all_charts) (out += out.empty() ? "" : ", ") += c.name;
    return out;
}

void check_chart(chart_terms const& terms) {
    if (chart_named(terms.name) == nullptr)
        throw usage_error{"--chart " + terms.name + ": write one of " + chart_list()};
    if (!terms.of.empty() && terms.name != "ways_out" && terms.name != "story")
        throw usage_error{"--of is for the charts ways_out and story"};
}

bool is_of_events(chart_terms const& terms) { return chart_named(terms.name)->is_of_events; }

void print_chart(std::ostream& out, chart_terms const& terms, retail_replay const& r) {
    if (r.as_of() == rung::instant::never()) throw usage_error{"--chart: nothing happened"};
    auto picture = chart_named(terms.name)->make(terms, r);
    for (auto& c : picture.data.columns) {
        if (c.form == rung::report::form::money) c.decimals = static_cast<std::uint8_t>(r.terms().decimals);
    }
    rung::report::write_vega(out, picture, terms.language, rung::report::json_style::indented);
}
