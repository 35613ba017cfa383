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
    return ladder.name(rung::stage_at<typename Ladder::stage_type>(place));
}

template <class Ladder>
[[nodiscard]] std::size_t name_columns(Ladder const& ladder) {
    std::size_t widest = 0;
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        if (auto const w = detail::width(detail::name(ladder, i)); w > widest) widest = w;
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
    auto const names = detail::name_columns(ladder);
    std::uint64_t most = 1;
    for (auto const& e : census) most = e.clients > most ? e.clients : most;

    auto const row = [&](stage_type stage) {
        auto const clients = census[stage];
        auto const bar = static_cast<std::size_t>((clients * columns + most - 1) / most);
        detail::left(out, ladder.name(stage), names);
        detail::right(out, detail::grouped(clients), 11);
        detail::right(out, detail::percent(clients, census.total()), 9);
        if (spend != nullptr) detail::right(out, detail::grouped((*spend)[stage]), 16);
        if (bar != 0) detail::pad(out, 2 + (columns - bar) / 2);
        for (std::size_t i = 0; i < bar; ++i) detail::put(out, "█");
        detail::put(out, "\n");
    };
    detail::left(out, "stage", names);
    detail::right(out, "clients", 11);
    detail::right(out, "share", 9);
    if (spend != nullptr) detail::right(out, "spend", 16);
    detail::put(out, "\n");
    for (std::size_t above = ladder.stage_count(); above > 0; --above)
        row(rung::stage_at<stage_type>(above - 1));
    for (auto const exit : ladder.exits()) row(exit);
}

/// The funnel: for each rung how many clients reached it, how many of those stood on it on their way up, and
/// the share of those on the rung below that came so far.
template <text_sink Out, class Ladder>
void table(Out& out, Ladder const& ladder, insight::funnel const& funnel) {
    using namespace detail;
    auto const names = detail::name_columns(ladder);
    detail::left(out, "stage", names);
    detail::right(out, "reached", 11);
    detail::right(out, "landed", 11);
    detail::right(out, "of below", 10);
    detail::put(out, "\n");
    for (std::size_t i = 0; i < ladder.stage_count(); ++i) {
        auto const stage = rung::stage_at<typename Ladder::stage_type>(i);
        detail::left(out, ladder.name(stage), names);
        detail::right(out, detail::grouped(funnel.reached(stage)), 11);
        detail::right(out, detail::grouped(funnel.landed(stage)), 11);
        if (i > 0) {
            auto const below = rung::stage_at<typename Ladder::stage_type>(i - 1);
            detail::right(out, detail::percent(funnel.reached(stage), funnel.reached(below)), 10);
        }
        detail::put(out, "\n");
    }
}

namespace detail {

/// A row for each place of one ladder that somebody left, a column for each of the other that somebody came
/// to.
template <text_sink Out, class From, class To>
void matrix(Out& out, From const& from_ladder, To const& to_ladder, insight::flow const& flow) {
    auto const widest = detail::name_columns(from_ladder);
    auto const names = widest < 9 ? std::size_t{9} : widest;
    auto const at = [](std::size_t i) { return stage_id{static_cast<std::uint8_t>(i)}; };
    auto const columns = [&](std::size_t place) {
        auto const w = detail::width(detail::name(to_ladder, place));
        return (w < 7 ? std::size_t{7} : w) + 2;
    };
    std::uint64_t moves = 0;
    for (std::size_t to = 0; to < to_ladder.place_count(); ++to) moves += flow.into(at(to));
    if (moves == 0) return detail::put(out, "nobody moved\n");
    detail::left(out, "from \\ to", names);
    for (std::size_t to = 0; to < to_ladder.place_count(); ++to) {
        if (flow.into(at(to)) != 0) detail::right(out, detail::name(to_ladder, to), columns(to));
    }
    detail::put(out, "\n");
    for (std::size_t from = 0; from < from_ladder.place_count(); ++from) {
        if (flow.out_of(at(from)) == 0) continue;
        detail::left(out, detail::name(from_ladder, from), names);
        for (std::size_t to = 0; to < to_ladder.place_count(); ++to) {
            if (flow.into(at(to)) == 0) continue;
            auto const n = flow.count(at(from), at(to));
            detail::right(out, n == 0 ? small_text<27>{{'.'}, 1} : detail::grouped(n), columns(to));
        }
        detail::put(out, "\n");
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
