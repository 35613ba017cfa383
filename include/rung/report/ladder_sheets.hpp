#pragma once

#include <rung/base/census.hpp>
#include <rung/core/language.hpp>
#include <rung/core/stage.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/report/lexicon.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The data of what table.hpp prints, and the same as text in English or Russian. That header is a part of
// rung.hpp, and does not include what a sheet is made of (<string> alone would make rung.hpp a sixth dearer
// to compile); a test holds the two to the same text.

namespace rung {
inline namespace v0 {
namespace report {

/// The census as data: a row for each rung, the highest on top, then the exits. `spend`: what each has spent.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder, census<typename Ladder::stage_type> const& census,
                             insight::spend_census<typename Ladder::stage_type> const* spend = nullptr,
                             lexicon const& words_of = retail_lexicon) {
    sheet out{.name = "pyramid",
              .title = {"Where clients stand", "Где стоят клиенты"},
              .columns = {detail::stage_column(), detail::count_column("clients", {"clients", "клиенты"}),
                          detail::share_column("share", {"share", "доля"})},
              .n = static_cast<std::int64_t>(census.total())};
    if (spend != nullptr)
        out.columns.push_back(detail::money_column("spend", {"spend", "сумма покупок"}, better::more));
    for (std::size_t row = 0; row < ladder.place_count(); ++row) {
        auto const stage =
            rung::stage_at<typename Ladder::stage_type>(detail::place_from_top(ladder.stage_count(), row));
        std::vector<cell> cells{report::stage_words(ladder.name(stage), words_of), census[stage],
                                part_of{static_cast<std::int64_t>(census[stage]), *out.n}};
        if (spend != nullptr) cells.emplace_back((*spend)[stage]);
        out.add(std::move(cells));
    }
    return out;
}

/// The same as text in a language, with a bar for each place. `columns`: of the longest bar.
template <text_sink Out, class Ladder>
void pyramid(Out& out, Ladder const& ladder, census<typename Ladder::stage_type> const& census, language l,
             insight::spend_census<typename Ladder::stage_type> const* spend = nullptr,
             lexicon const& words_of = retail_lexicon, std::size_t columns = 40) {
    auto const data = report::sheet_of(ladder, census, spend, words_of);
    std::string lines;
    detail::string_sink to{lines};
    report::write_text(to, data, l);
    std::uint64_t most = 1;
    for (auto const& e : census) most = (std::max)(most, e.clients);
    std::size_t row = 0;
    for (std::string_view rest{lines}; !rest.empty(); ++row) {
        auto const end = rest.find('\n');
        rung::detail::put(out, rest.substr(0, end));
        rest.remove_prefix(end + 1);
        if (row != 0) {  // the first line has the columns' names
            auto const clients = static_cast<std::uint64_t>(data.at(row - 1, "clients").whole());
            auto const bar = static_cast<std::size_t>((clients * columns + most - 1) / most);
            if (bar != 0) detail::pad(out, 2 + (columns - bar) / 2);
            for (std::size_t n = 0; n < bar; ++n) rung::detail::put(out, "█");
        }
        rung::detail::put(out, "\n");
    }
}

/// The funnel as data: for each rung how many clients reached it, how many of those stood on it on their way
/// up, and the share of those on the rung below that came so far.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder, insight::funnel<typename Ladder::stage_type> const& funnel,
                             lexicon const& words_of = retail_lexicon) {
    using stage_type = typename Ladder::stage_type;
    sheet out{.name = "funnel",
              .title = {"How far up clients came", "Как высоко поднялись клиенты"},
              .columns = {detail::stage_column(),
                          detail::count_column("reached", {"reached", "дошли"}, better::more),
                          detail::count_column("landed", {"landed", "побывали"}, better::more),
                          detail::share_column("of_below", {"of below", "от ступени ниже"}, better::more)}};
    for (std::size_t i = 0; i < ladder.stage_count(); ++i) {
        auto const stage = rung::stage_at<stage_type>(i);
        out.add(
            {report::stage_words(ladder.name(stage), words_of), funnel.reached(stage), funnel.landed(stage),
             i == 0
                 ? cell{}
                 : cell{part_of{funnel.reached(stage), funnel.reached(rung::stage_at<stage_type>(i - 1))}}});
    }
    if (!out.rows.empty()) out.n = funnel.reached(rung::stage_at<stage_type>(0));
    return out;
}

/// The same as text in a language.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::funnel<typename Ladder::stage_type> const& funnel,
           language l, lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, funnel, words_of), l);
}

/// A flow between the places of two ladders as data: a row for each place that somebody left, a column for
/// each that somebody came to.
template <class From, class To>
[[nodiscard]] sheet flow_sheet(From const& from_ladder, To const& to_ladder,
                               insight::flow<typename From::stage_type, typename To::stage_type> const& flow,
                               lexicon const& words_of = retail_lexicon) {
    sheet out{.name = "flow",
              .title = {"Who moved from where to where", "Кто откуда куда перешёл"},
              .columns = {detail::text_column("from", {"from \\ to", "откуда \\ куда"})}};
    auto const count = [&](std::size_t from, std::size_t to) {
        return flow.count(rung::stage_at<typename From::stage_type>(from),
                          rung::stage_at<typename To::stage_type>(to));
    };
    std::vector<std::size_t> came_to;
    for (std::size_t to = 0; to < to_ladder.place_count(); ++to) {
        bool anybody = false;
        for (std::size_t from = 0; from < from_ladder.place_count(); ++from)
            anybody = anybody || count(from, to) != 0;
        if (!anybody) continue;
        came_to.push_back(to);
        auto const name = to_ladder.name(rung::stage_at<typename To::stage_type>(to));
        out.columns.push_back(
            detail::count_column("to_" + std::string{name}, report::stage_words(name, words_of)));
    }
    for (std::size_t from = 0; from < from_ladder.place_count(); ++from) {
        std::vector<cell> cells{
            report::stage_words(from_ladder.name(rung::stage_at<typename From::stage_type>(from)), words_of)};
        bool anybody = false;
        for (auto const to : came_to) {
            cells.emplace_back(count(from, to));
            anybody = anybody || count(from, to) != 0;
        }
        if (anybody) out.add(std::move(cells));
    }
    if (out.rows.empty()) out.remark = {"nobody moved", "никто не перешёл"};
    return out;
}

/// The flow on one ladder as data.
template <class Ladder>
[[nodiscard]] sheet sheet_of(Ladder const& ladder, insight::flow<typename Ladder::stage_type> const& flow,
                             lexicon const& words_of = retail_lexicon) {
    return report::flow_sheet(ladder, ladder, flow, words_of);
}

/// The same as text in a language.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::flow<typename Ladder::stage_type> const& flow, language l,
           lexicon const& words_of = retail_lexicon) {
    report::write_text(out, report::sheet_of(ladder, flow, words_of), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
