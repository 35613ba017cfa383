#pragma once

#include <rung/base/census.hpp>
#include <rung/core/ladder.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/columns.hpp>
#include <rung/report/numbers.hpp>
#include <rung/report/print.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

template <class Ladder>
[[nodiscard]] std::string_view name(Ladder const& ladder, std::size_t place) {
    return ladder.name(rung::stage_at<typename Ladder::stage_type>(place));
}

/// The columns of names under such a heading.
template <class Ladder>
[[nodiscard]] std::size_t name_columns(Ladder const& ladder, std::string_view heading) {
    std::size_t widest = detail::width(heading);
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        if (auto const w = detail::width(detail::name(ladder, i)); w > widest) widest = w;
    }
    return widest;
}

/// The columns of numbers: as many as are usual, or two more than the longest of them has.
template <class TextAt>
[[nodiscard]] std::size_t number_columns(std::size_t usual, std::size_t rows, TextAt const& text_at) {
    for (std::size_t i = 0; i < rows; ++i) {
        if (auto const w = detail::width(text_at(i)) + 2; w > usual) usual = w;
    }
    return usual;
}

}  // namespace detail

/// The census as a pyramid: a bar for each rung, the highest on top, then the exits. `columns`: of the
/// longest bar.
template <text_sink Out, class Ladder>
void pyramid(Out& out, Ladder const& ladder, census<typename Ladder::stage_type> const& census,
             insight::spend_census<typename Ladder::stage_type> const* spend = nullptr,
             std::size_t columns = 40) {
    using stage_type = typename Ladder::stage_type;
    auto const clients_at = [&](std::size_t i) {
        return detail::grouped(census[rung::stage_at<stage_type>(i)]);
    };
    auto const spend_at = [&](std::size_t i) {
        return spend != nullptr ? detail::grouped((*spend)[rung::stage_at<stage_type>(i)]) : small_text<32>{};
    };
    auto const names = detail::name_columns(ladder, "stage");
    auto const counts = detail::number_columns(11, ladder.place_count(), clients_at);
    auto const sums = detail::number_columns(16, ladder.place_count(), spend_at);
    std::uint64_t most = 1;
    for (auto const& e : census) most = e.clients > most ? e.clients : most;

    auto const row = [&](std::size_t i) {
        auto const clients = census[rung::stage_at<stage_type>(i)];
        auto const bar = static_cast<std::size_t>((clients * columns + most - 1) / most);
        detail::left(out, detail::name(ladder, i), names);
        detail::right(out, clients_at(i), counts);
        detail::right(
            out,
            detail::percent(static_cast<std::int64_t>(clients), static_cast<std::int64_t>(census.total())),
            9);
        if (spend != nullptr) detail::right(out, spend_at(i), sums);
        if (bar != 0) detail::pad(out, 2 + (columns - bar) / 2);
        for (std::size_t n = 0; n < bar; ++n) detail::put(out, "█");
        detail::put(out, "\n");
    };
    detail::left(out, "stage", names);
    detail::right(out, "clients", counts);
    detail::right(out, "share", 9);
    if (spend != nullptr) detail::right(out, "spend", sums);
    detail::put(out, "\n");
    for (std::size_t i = 0; i < ladder.place_count(); ++i)
        row(detail::place_from_top(ladder.stage_count(), i));
}

/// The funnel: for each rung how many clients reached it, how many of those stood on it on their way up, and
/// the share of those on the rung below that came so far.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::funnel<typename Ladder::stage_type> const& funnel) {
    auto const reached = [&](std::size_t i) {
        return funnel.reached(rung::stage_at<typename Ladder::stage_type>(i));
    };
    auto const landed = [&](std::size_t i) {
        return funnel.landed(rung::stage_at<typename Ladder::stage_type>(i));
    };
    auto const names = detail::name_columns(ladder, "stage");
    auto const counts = detail::number_columns(11, ladder.stage_count(),
                                               [&](std::size_t i) { return detail::grouped(reached(i)); });
    auto const parts = detail::number_columns(11, ladder.stage_count(),
                                              [&](std::size_t i) { return detail::grouped(landed(i)); });
    detail::left(out, "stage", names);
    detail::right(out, "reached", counts);
    detail::right(out, "landed", parts);
    detail::right(out, "of below", 10);
    detail::put(out, "\n");
    for (std::size_t i = 0; i < ladder.stage_count(); ++i) {
        detail::left(out, detail::name(ladder, i), names);
        detail::right(out, detail::grouped(reached(i)), counts);
        detail::right(out, detail::grouped(landed(i)), parts);
        if (i > 0) detail::right(out, detail::percent(reached(i), reached(i - 1)), 10);
        detail::put(out, "\n");
    }
}

namespace detail {

/// A row for each place of one ladder that somebody left, a column for each of the other that somebody came
/// to.
template <text_sink Out, class From, class To>
void matrix(Out& out, From const& from_ladder, To const& to_ladder,
            insight::flow<typename From::stage_type, typename To::stage_type> const& flow) {
    auto const rows = from_ladder.place_count();
    auto const columns = to_ladder.place_count();
    auto const names = detail::name_columns(from_ladder, "from \\ to");
    auto const count = [&](std::size_t from, std::size_t to) {
        return flow.count(rung::stage_at<typename From::stage_type>(from),
                          rung::stage_at<typename To::stage_type>(to));
    };
    auto const is_empty_row = [&](std::size_t from) {
        for (std::size_t to = 0; to < columns; ++to) {
            if (count(from, to) != 0) return false;
        }
        return true;
    };
    // No columns at all for a place that nobody came to.
    std::size_t widths[max_places] = {};
    bool any = false;
    for (std::size_t to = 0; to < columns; ++to) {
        for (std::size_t from = 0; from < rows; ++from) {
            auto const n = count(from, to);
            if (n == 0) continue;
            any = true;
            for (auto const w : {std::size_t{7}, detail::width(detail::name(to_ladder, to)),
                                 detail::width(detail::grouped(n))}) {
                if (w + 2 > widths[to]) widths[to] = w + 2;
            }
        }
    }
    if (!any) return detail::put(out, "nobody moved\n");
    detail::left(out, "from \\ to", names);
    for (std::size_t to = 0; to < columns; ++to) {
        if (widths[to] != 0) detail::right(out, detail::name(to_ladder, to), widths[to]);
    }
    detail::put(out, "\n");
    for (std::size_t from = 0; from < rows; ++from) {
        if (is_empty_row(from)) continue;
        detail::left(out, detail::name(from_ladder, from), names);
        for (std::size_t to = 0; to < columns; ++to) {
            if (widths[to] == 0) continue;
            auto const n = count(from, to);
            detail::right(out, n == 0 ? small_text<27>{{'.'}, 1} : detail::grouped(n), widths[to]);
        }
        detail::put(out, "\n");
    }
}

}  // namespace detail

/// The flow: a row for each place that somebody left, a column for each that somebody came to.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::flow<typename Ladder::stage_type> const& flow) {
    detail::matrix(out, ladder, ladder, flow);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
