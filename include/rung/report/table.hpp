#pragma once

#include <rung/base/census.hpp>
#include <rung/core/ladder.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/report/columns.hpp>
#include <rung/report/print.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail {

using rung::detail::put;

/// `69,659`
[[nodiscard]] constexpr small_text<27> grouped(std::uint64_t n) noexcept {
    small_text<20> digits;
    digits.number(n);
    small_text<27> out;
    for (std::size_t i = 0; i < digits.length; ++i) {
        if (i > 0 && (digits.length - i) % 3 == 0) out += ',';
        out += digits.characters[i];
    }
    return out;
}

/// `118,759.27`
[[nodiscard]] constexpr small_text<32> grouped(money m) noexcept {
    small_text<32> out;
    auto const negative = m.minor_units < 0;
    auto const minor = static_cast<std::uint64_t>(m.minor_units);
    auto const absolute = negative ? ~minor + 1 : minor;
    if (negative) out += '-';
    out += grouped(absolute / 100);
    return (out += '.').number(absolute % 100, 2);
}

/// `12.5 %` of a whole, rounded to the nearest tenth.
[[nodiscard]] constexpr small_text<24> percent(std::uint64_t part, std::uint64_t whole) noexcept {
    small_text<24> out;
    auto const tenths = whole == 0 ? 0 : (part * 2'000 + whole) / (2 * whole);
    out.number(tenths / 10) += '.';
    return out.number(tenths % 10) += " %";
}

template <class Ladder>
[[nodiscard]] std::string_view name(Ladder const& ladder, std::size_t place) {
    return ladder.name(stage_at<typename Ladder::stage_type>(place));
}

template <class Ladder>
[[nodiscard]] std::size_t name_columns(Ladder const& ladder) {
    std::size_t widest = 0;
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        if (auto const w = width(name(ladder, i)); w > widest) widest = w;
    }
    return widest;
}

}  // namespace detail

/// The census as a pyramid: a bar for each rung, the highest on top, then the exits. `columns`: of the
/// longest bar.
template <text_sink Out, class Ladder>
void pyramid(Out& out, Ladder const& ladder, census<typename Ladder::stage_type> const& census,
             insight::spend_census const* spend = nullptr, std::size_t columns = 40) {
    using namespace detail;
    using stage_type = typename Ladder::stage_type;
    auto const names = name_columns(ladder);
    std::uint64_t most = 1;
    for (auto const& e : census) most = e.clients > most ? e.clients : most;

    auto const row = [&](stage_type stage) {
        auto const clients = census[stage];
        auto const bar = static_cast<std::size_t>((clients * columns + most - 1) / most);
        left(out, ladder.name(stage), names);
        right(out, grouped(clients), 11);
        right(out, percent(clients, census.total()), 9);
        if (spend != nullptr) right(out, grouped((*spend)[stage]), 16);
        if (bar != 0) pad(out, 2 + (columns - bar) / 2);
        for (std::size_t i = 0; i < bar; ++i) put(out, "█");
        put(out, "\n");
    };
    left(out, "stage", names);
    right(out, "clients", 11);
    right(out, "share", 9);
    if (spend != nullptr) right(out, "spend", 16);
    put(out, "\n");
    for (std::size_t i = ladder.stage_count(); i-- > 0;) row(stage_at<stage_type>(i));
    for (std::size_t i = ladder.stage_count(); i < ladder.place_count(); ++i) row(stage_at<stage_type>(i));
}

/// The funnel: for each rung how many clients reached it, how many of those stood on it on their way up, and
/// the share of those on the rung below that came so far.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::funnel const& funnel) {
    using namespace detail;
    auto const names = name_columns(ladder);
    left(out, "stage", names);
    right(out, "reached", 11);
    right(out, "landed", 11);
    right(out, "of below", 10);
    put(out, "\n");
    for (std::size_t i = 0; i < ladder.stage_count(); ++i) {
        auto const stage = stage_at<typename Ladder::stage_type>(i);
        left(out, ladder.name(stage), names);
        right(out, grouped(funnel.reached(stage)), 11);
        right(out, grouped(funnel.landed(stage)), 11);
        if (i > 0) {
            auto const below = stage_at<typename Ladder::stage_type>(i - 1);
            right(out, percent(funnel.reached(stage), funnel.reached(below)), 10);
        }
        put(out, "\n");
    }
}

namespace detail {

/// A row for each place of one ladder that somebody left, a column for each of the other that somebody came
/// to.
template <text_sink Out, class From, class To>
void matrix(Out& out, From const& from_ladder, To const& to_ladder, insight::flow const& flow) {
    auto const widest = name_columns(from_ladder);
    auto const names = widest < 9 ? std::size_t{9} : widest;
    auto const at = [](std::size_t i) { return stage_id{static_cast<std::uint8_t>(i)}; };
    auto const columns = [&](std::size_t place) {
        auto const w = width(name(to_ladder, place));
        return (w < 7 ? std::size_t{7} : w) + 2;
    };
    std::uint64_t moves = 0;
    for (std::size_t to = 0; to < to_ladder.place_count(); ++to) moves += flow.into(at(to));
    if (moves == 0) return put(out, "nobody moved\n");
    left(out, "from \\ to", names);
    for (std::size_t to = 0; to < to_ladder.place_count(); ++to) {
        if (flow.into(at(to)) != 0) right(out, name(to_ladder, to), columns(to));
    }
    put(out, "\n");
    for (std::size_t from = 0; from < from_ladder.place_count(); ++from) {
        if (flow.out_of(at(from)) == 0) continue;
        left(out, name(from_ladder, from), names);
        for (std::size_t to = 0; to < to_ladder.place_count(); ++to) {
            if (flow.into(at(to)) == 0) continue;
            auto const n = flow.count(at(from), at(to));
            right(out, n == 0 ? small_text<27>{{'.'}, 1} : grouped(n), columns(to));
        }
        put(out, "\n");
    }
}

}  // namespace detail

/// The flow: a row for each place that somebody left, a column for each that somebody came to.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::flow const& flow) {
    detail::matrix(out, ladder, ladder, flow);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
