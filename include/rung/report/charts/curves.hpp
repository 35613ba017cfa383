#pragma once

#include <rung/insight/occupancy.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>
#include <rung/report/charts/common.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// A sheet of curves, to be drawn as steps with their bands.
[[nodiscard]] inline chart chart_of_curves(std::string name, wording title, wording curves, wording share,
                                           wording time) {
    chart out{.data = {.name = std::move(name), .title = std::move(title)}};
    out.data.columns = {count_column("time", std::move(time)), text_column("curve", std::move(curves)),
                        share_column("share", std::move(share))};
    std::vector<shown> const line{{.channel = channel::x, .column = "time"},
                                  {.channel = channel::y, .column = "share"},
                                  {.channel = channel::color, .column = "curve"}};
    std::vector<shown> const band{{.channel = channel::x, .column = "time"},
                                  {.channel = channel::y, .column = "share", .end = end::low},
                                  {.channel = channel::y2, .column = "share", .end = end::high},
                                  {.channel = channel::color, .column = "curve"}};
    out.layers = {{.mark = mark::step_band, .shows = band, .opacity = 0.2},
                  {.mark = mark::steps, .shows = line}};
    return out;
}

/// Of so many steps those that a picture can show: about one for each fifth pixel, the last with them.
template <class Take>
void each_step_seen(std::size_t steps, Take const& take) {
    constexpr std::size_t most = 100;
    auto const apart = steps / most + 1;
    for (std::size_t i = 0; i < steps; ++i) {
        if (i % apart == 0 || i + 1 == steps) take(i);
    }
}

/// A value without an interval has a band without width.
[[nodiscard]] inline insight::estimate with_band(insight::estimate const& e) {
    return !e.known() || e.has_interval() ? e : insight::estimate{e.n(), e.value(), e.value(), e.value()};
}

}  // namespace detail

namespace charts {

/// For each rung that anybody left, the share of those who are still there, after so long, with its band: the
/// estimate of Kaplan and Meier of stays since clients came to it (clock_start::entry). `time`: what the
/// table's times are.
template <class Ladder>
[[nodiscard]] chart tenure(Ladder const& ladder, insight::event_table const& table,
                           wording const& time = {"days on the rung", "дни на ступени"},
                           lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    auto out = detail::chart_of_curves(
        "tenure", {"How long clients stay on each rung", "Сколько клиенты остаются на ступени"},
        {"stage", "ступень"}, {"still there", "ещё там"}, time);
    std::vector<std::size_t> left;
    for (auto const place : detail::from_the_top(ladder)) {
        if (place >= ladder.stage_count()) continue;
        auto const curve = insight::kaplan_meier(table, place);
        if (curve.steps.empty()) continue;
        left.push_back(place);
        auto const name = detail::place_words(ladder, place, words_of);
        auto const begin = table.at_risk(place, curve.steps.front().time);
        out.data.add({std::int64_t{0}, name, insight::estimate{begin, 1, 1, 1}});
        detail::each_step_seen(curve.steps.size(), [&](std::size_t i) {
            auto const& s = curve.steps[i];
            out.data.add({s.time, name, detail::with_band(insight::interval_of(s))});
        });
        // As far as anybody was there to be seen.
        auto const& last = curve.steps.back();
        if (curve.last > last.time)
            out.data.add({curve.last, name, detail::with_band(insight::interval_of(last))});
    }
    out.orders = {detail::in_order(ladder, left, "curve", words_of)};
    return out;
}

/// What becomes of those who come to a rung: the shares that have climbed, fallen and been lost after so
/// long, with their bands, and of those who are still there; together they are all of them. They compete: who
/// has climbed cannot fall from there any more.
template <class Ladder>
[[nodiscard]] chart
ways_out(Ladder const& ladder, insight::event_table const& table, std::size_t place,
         wording const& time = {"days on the rung", "дни на ступени"},
         lexicon const& words_of = report::usual_lexicon<typename Ladder::schema_type>()) {
    auto const name = detail::place_words(ladder, place, words_of);
    auto out = detail::chart_of_curves(
        "ways_out", {"Which way clients leave: " + name.en, "Куда уходят со ступени: " + name.ru},
        {"way", "путь"}, {"of all who came", "от всех пришедших"}, time);
    wording const ways[] = {
        {"still there", "ещё там"}, {"climbed", "поднялись"}, {"fell", "опустились"}, {"lost", "потеряны"}};
    std::vector<std::uint8_t> group(table.places);
    for (std::size_t to = 0; to < table.places; ++to)
        group[to] = to == place ? 0 : to >= ladder.stage_count() ? 3 : to > place ? 1 : 2;
    auto const ways_table = insight::ways_out(table, place, group);
    auto const curves = insight::occupancy_from(ways_table, 0);
    std::int64_t last = 0;
    for (auto const& c : ways_table.crowds) last = c.time > last ? c.time : last;
    auto const n = ways_table.at_risk(0, 0);
    ordered order{.column = "curve"};
    constexpr char const* colors[] = {"#808080", "#009e73", "#e69f00", "#d55e00"};
    for (std::size_t way = 0; way < ways_table.places; ++way) {
        auto const& end = curves.times.back();
        if (way != 0 && !(curves.share(way, end) > 0)) continue;
        order.texts.push_back(ways[way]);
        order.colors.emplace_back(colors[way]);
        detail::each_step_seen(curves.times.size(), [&](std::size_t i) {
            auto const e = curves.at(way, curves.times[i]);
            auto const t = curves.times[i] < 0 ? 0 : curves.times[i];  // all are there before the first moves
            out.data.add(
                {t, ways[way], detail::with_band(insight::interval_of_share(n, e.value, e.variance))});
        });
        if (last > end) {
            auto const e = curves.at(way, end);
            out.data.add(
                {last, ways[way], detail::with_band(insight::interval_of_share(n, e.value, e.variance))});
        }
    }
    out.orders = {order};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
