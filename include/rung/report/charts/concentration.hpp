#pragma once

#include <rung/insight/concentration.hpp>
#include <rung/report/charts/common.hpp>
#include <rung/report/figures.hpp>

#include <cstddef>
#include <string>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// The curve of Lorenz: what part of all the clients have together who have least. On the dashed line all
/// would have the same; the further below it, the more comes from few.
[[nodiscard]] inline chart lorenz(insight::concentration const& c) {
    chart out{.data = {.name = "lorenz", .title = {"How much comes from few", "Сколько приносят немногие"}}};
    if (auto const gini = c.gini_unbiased(); gini.known()) {
        auto const value = detail::number_words(std::string{report::figure(gini, 2).view()});
        out.data.remark = {"Gini " + value.en, "Джини " + value.ru};
    }
    out.data.columns = {
        detail::share_column("clients", {"clients, those with least first", "клиенты, начиная с наименьших"}),
        detail::share_column("of_all", {"have together", "имеют вместе"}), detail::silent_column("line")};
    out.data.add({0.0, 0.0, "equal"}).add({1.0, 1.0, "equal"});
    auto const curve = c.lorenz();
    auto const n = static_cast<double>(c.n());
    auto const all = c.sum().to_double();
    auto const apart = curve.size() / 150 + 1;
    for (std::size_t k = 0; k < curve.size() && all > 0; ++k) {
        // Where few have most the curve is steep: there each client is a point.
        if (k % apart != 0 && k + 50 < curve.size()) continue;
        out.data.add({static_cast<double>(k) / n, curve[k].to_double() / all, "lorenz"});
    }
    std::vector<shown> const place{{.channel = channel::x, .column = "clients"},
                                   {.channel = channel::y, .column = "of_all"}};
    only const is_curve{only::kind::equal, "line", "lorenz"};
    out.layers = {{.mark = mark::band, .shows = place, .rows = is_curve, .opacity = 0.15},
                  {.mark = mark::line, .shows = place, .rows = is_curve},
                  {.mark = mark::line,
                   .shows = place,
                   .rows = {only::kind::equal, "line", "equal"},
                   .color = "#808080",
                   .is_dashed = true}};
    out.width = 320;
    out.height = 320;
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
