#pragma once

#include <rung/insight/attribution.hpp>
#include <rung/report/attribution.hpp>
#include <rung/report/charts/common.hpp>

#include <cstddef>
#include <string>

namespace rung {
inline namespace v0 {
namespace report {
namespace charts {

/// What each channel is credited with by each model, a bar for each; the moves that no touch came before
/// last.
template <class NameOf = channel_numbers>
[[nodiscard]] chart attribution(insight::attribution const& a, NameOf const& name_of = {}) {
    namespace words = detail::attribution_words;
    chart out{.data = {.name = "attribution", .title = {"What led to the moves", "Что привело к переходам"}}};
    out.data.columns = {detail::text_column("channel", {"channel", "канал"}),
                        detail::text_column("model", {"model", "модель"}),
                        detail::number_column("moves", {"moves", "переходы"}, 2)};
    for (std::size_t m = 0; m < insight::model_count; ++m) {
        for (auto const& [channel, credited] : a.by_channel(static_cast<insight::model>(m)))
            out.data.add({wording{std::string{name_of(channel)}}, words::models[m], credited.value()});
        if (a.untouched() != 0)
            out.data.add({phrase{"(no touch)", "(без касаний)"}, words::models[m],
                          static_cast<double>(a.untouched())});
    }
    out.layers = {{.mark = mark::bar,
                   .shows = {{.channel = channel::y, .column = "channel"},
                             {.channel = channel::y_offset, .column = "model"},
                             {.channel = channel::x, .column = "moves"},
                             {.channel = channel::color, .column = "model"}}}};
    return out;
}

}  // namespace charts
}  // namespace report
}  // namespace v0
}  // namespace rung
