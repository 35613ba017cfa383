#include "charts.hpp"

#include "arguments.hpp"
#include "insights.hpp"
#include "print.hpp"

#include <rung/insight/concentration.hpp>
#include <rung/report/chart_vega.hpp>
#include <rung/report/charts/attribution.hpp>
#include <rung/report/charts/concentration.hpp>
#include <rung/report/charts/curves.hpp>
#include <rung/report/charts/flow.hpp>
#include <rung/report/charts/funnel.hpp>
#include <rung/report/charts/ledger.hpp>
#include <rung/report/charts/moves.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/charts/retention.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace charts = rung::report::charts;
namespace insight = rung::insight;
using rung::report::chart;

auto const& words = rung::report::retail_lexicon;

template <class S>
chart pyramid(chart_terms const&, replay_of<S> const& r) {
    auto const spend = r.spend();
    return charts::pyramid(r.ladder(), r.census(), spend ? &*spend : nullptr, words);
}
template <class S>
chart funnel(chart_terms const&, replay_of<S> const& r) {
    return charts::funnel(r.ladder(), r.funnel(), words);
}
template <class S>
chart flow(chart_terms const&, replay_of<S> const& r) {
    return charts::flow(r.ladder(), r.flow(), words);
}
template <class S>
chart moves(chart_terms const&, replay_of<S> const& r) {
    return charts::moves(r.ladder(), insights_of<S>{r}.moves, words);
}
template <class S>
chart tenure(chart_terms const&, replay_of<S> const& r) {
    return charts::tenure(r.ladder(), insights_of<S>{r}.stays(), {"days on the rung", "дни на ступени"},
                          words);
}

// The rung that was asked for, or the one that clients leave both ways most often, or most left.
template <class S>
chart ways_out(chart_terms const& terms, replay_of<S> const& r) {
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
    return charts::ways_out(r.ladder(), insights_of<S>{r}.stays(), rung::index_of(chosen),
                            {"days on the rung", "дни на ступени"}, words);
}
template <class S>
chart retention(chart_terms const&, replay_of<S> const& r) {
    return charts::retention(insights_of<S>{r}.triangle());
}
template <class S>
chart forecast(chart_terms const&, replay_of<S> const& r) {
    return insights_of<S>{r}.forecast();
}

// The client that was asked for, or the one with most moves.
template <class S>
chart story(chart_terms const& terms, replay_of<S> const& r) {
    auto chosen = r.client_named(terms.of);
    if (!terms.of.empty() && !chosen) throw usage_error{"--of " + terms.of + ": no such client"};
    std::size_t most = 0;
    if (terms.of.empty()) {
        (void)insights_of<S>{r}.clock.each_path([&](auto const& path) {
            if (chosen && path.steps.size() <= most) return;
            chosen = path.client;
            most = path.steps.size();
        });
    }
    auto out = chosen ? picture_of(*chosen, r) : std::nullopt;
    if (!out) throw usage_error{"--chart story: no event of such a client counts"};
    return *std::move(out);
}

// Of money and channels.
chart lorenz(chart_terms const&, retail_replay const& r) {
    std::vector<std::int64_t> spend;
    r.each_in_order([](auto const&) { return std::optional<std::int64_t>{0}; },
                    [&](auto const& c) { spend.push_back(c.facts().spend().minor_units); }, r.clients());
    return charts::lorenz(insight::concentration{std::move(spend)});
}
chart ledger(chart_terms const&, retail_replay const& r) {
    return charts::ledger(r.ladder(), insights_of<rung::retail>{r}.book, r.as_of());
}
chart attribution(chart_terms const&, retail_replay const& r) {
    return charts::attribution(insights_of<rung::retail>{r}.credits(),
                               [&](std::uint16_t channel) { return printable(r.channel_name(channel)); });
}

struct named_chart {
    std::string_view name;
    bool is_of_events;
    bool is_of_retail;
};
constexpr named_chart all_charts[]{
    {"pyramid", false, false},   {"funnel", false, false},   {"flow", false, false},
    {"lorenz", false, true},     {"moves", true, false},     {"tenure", true, false},
    {"ways_out", true, false},   {"retention", true, false}, {"ledger", true, true},
    {"attribution", true, true}, {"forecast", true, false},  {"story", true, false}};

template <class S>
struct maker {
    std::string_view name;
    chart (*make)(chart_terms const& terms, replay_of<S> const& r);
};
template <class S>
constexpr maker<S> of_ladder[]{{"pyramid", pyramid<S>}, {"funnel", funnel<S>}, {"flow", flow<S>}};
template <class S>
constexpr maker<S> of_events[]{{"moves", moves<S>},       {"tenure", tenure<S>},
                               {"ways_out", ways_out<S>}, {"retention", retention<S>},
                               {"forecast", forecast<S>}, {"story", story<S>}};
constexpr maker<rung::retail> of_retail[]{
    {"lorenz", lorenz}, {"ledger", ledger}, {"attribution", attribution}};

template <class S>
chart make(chart_terms const& terms, replay_of<S> const& r) {
    auto const among = [&](auto const& makers) -> std::optional<chart> {
        for (auto const& m : makers) {
            if (m.name == terms.name) return m.make(terms, r);
        }
        return std::nullopt;
    };
    auto out = among(of_ladder<S>);
    if constexpr (!std::is_same_v<S, facts_table>) {
        if (!out) out = among(of_events<S>);
    }
    if constexpr (std::is_same_v<S, rung::retail>) {
        if (!out) out = among(of_retail);
    }
    return *std::move(out);
}

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

bool is_of_retail(chart_terms const& terms) { return chart_named(terms.name)->is_of_retail; }

template <class S>
void print_chart(std::ostream& out, chart_terms const& terms, replay_of<S> const& r) {
    if (r.as_of() == rung::instant::never()) throw usage_error{"--chart: nothing happened"};
    auto picture = make(terms, r);
    for (auto& c : picture.data.columns) {
        if (c.form == rung::report::form::money) c.decimals = static_cast<std::uint8_t>(r.terms().decimals);
    }
    rung::report::write_vega(out, picture, terms.language, rung::report::json_style::indented);
}

template void print_chart(std::ostream&, chart_terms const&, replay_of<rung::retail> const&);
template void print_chart(std::ostream&, chart_terms const&, replay_of<facts_table> const&);
template void print_chart(std::ostream&, chart_terms const&, replay_of<history_table> const&);
