#pragma once

// What the bases behind the handles of c_abi.hpp tell beyond counts, as sheets and as charts.

#include <rung/base/kept_history.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/lives.hpp>
#include <rung/insight/retention.hpp>
#include <rung/insight/tell.hpp>
#include <rung/interop/arrow_events.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/report/charts/flow.hpp>
#include <rung/report/charts/funnel.hpp>
#include <rung/report/charts/ledger.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/charts/retention.hpp>
#include <rung/report/ledger.hpp>
#include <rung/report/retention.hpp>
#include <rung/report/sheet.hpp>

#include <string_view>
#include <utility>

namespace rung {
inline namespace v0 {
namespace c_abi {

/// Calls of_ledger(ledger, as_of) or of_retention(triangle) with what the base tells of its history until it
/// was settled; the status says why it does not.
template <class Base, class OfLedger, class OfRetention>
[[nodiscard]] arrow::status tell(Base const& base, std::string_view which, OfLedger const& of_ledger,
                                 OfRetention const& of_retention) {
    if constexpr (!Base::keeps_history) {
        return {"a base without history does not tell it: open it with history"};
    } else {
        auto const as_of = base.settled_until();
        if (!as_of.is_moment()) return {"settle the base first: what it tells is as of then"};
        if (which == "ledger") {
            insight::ledger book{base};
            insight::tell_until(base, as_of, book);
            of_ledger(book, as_of);
        } else {
            insight::lives seen{base};
            insight::tell_until(base, as_of, seen);
            insight::retention triangle{{.as_of = as_of}};
            seen.each(triangle);
            of_retention(triangle);
        }
        return {};
    }
}

[[nodiscard]] constexpr bool is_told(std::string_view which) noexcept {
    return which == "ledger" || which == "retention";
}

/// The ledger or the retention of a base.
template <class Base>
[[nodiscard]] arrow::status told_sheet(Base const& base, std::string_view which, report::sheet& out) {
    auto const& on = base.lifecycle().ladder();
    return c_abi::tell(
        base, which, [&](auto const& book, instant as_of) { out = report::sheet_of(on, book, as_of); },
        [&](auto const& triangle) { out = report::sheet_of(triangle); });
}

/// A picture of what a base has counted or tells.
template <class Base>
[[nodiscard]] arrow::status chart_of(Base const& base, std::string_view which,
                                     insight::funnel<> const& funnel, insight::flow<> const& flow,
                                     report::chart& out) {
    namespace charts = report::charts;
    auto const& on = base.lifecycle().ladder();
    if (which == "census")
        out = charts::pyramid(on, base.census());
    else if (which == "funnel")
        out = charts::funnel(on, funnel);
    else if (which == "flow")
        out = charts::flow(on, flow);
    else if (c_abi::is_told(which))
        return c_abi::tell(
            base, which, [&](auto const& book, instant as_of) { out = charts::ledger(on, book, as_of); },
            [&](auto const& triangle) { out = charts::retention(triangle); });
    else
        return {"there is no chart of '" + arrow::detail::shown(which) +
                "': there are census, funnel, flow, ledger and retention"};
    return {};
}

}  // namespace c_abi
}  // namespace v0
}  // namespace rung
