#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/report/sheet.hpp>
#include <rung/report/sheet_columns.hpp>
#include <rung/report/sheet_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail::attribution_words {

inline constexpr phrase models[insight::model_count] = {
    {"first", "первое"},      {"last", "последнее"}, {"linear", "поровну"}, {"position", "по месту"},
    {"decay", "по давности"}, {"shapley", "Шепли"},  {"markov", "Марков"}};

}  // namespace detail::attribution_words

/// Names channels by their numbers, where a host gives no names.
struct channel_numbers {
    [[nodiscard]] std::string operator()(std::uint16_t channel) const { return std::to_string(channel); }
};

/// What each channel is credited with, by each model, as data; then the moves that no touch came before, and
/// all, as totals. `name_of(channel)`: the text for a channel.
template <class NameOf = channel_numbers>
[[nodiscard]] sheet sheet_of(insight::attribution const& a, NameOf const& name_of = {}) {
    sheet out{.name = "attribution",
              .title = {"What led to the moves", "Что привело к переходам"},
              .columns = {detail::text_column("channel", {"channel", "канал"})},
              .n = a.moves()};
    std::vector<std::vector<insight::channel_credit>> credited;
    credited.reserve(insight::model_count);
    for (std::size_t m = 0; m < insight::model_count; ++m) {
        auto const of = static_cast<insight::model>(m);
        out.columns.push_back(detail::number_column(std::string{insight::to_string(of)},
                                                    detail::attribution_words::models[m], 2));
        credited.push_back(a.by_channel(of));
    }
    for (std::size_t i = 0; i < credited.front().size(); ++i) {
        std::vector<cell> cells{wording{name_of(credited.front()[i].channel)}};
        for (auto const& of_model : credited) cells.emplace_back(of_model[i].credited.value());
        out.add(std::move(cells));
    }
    auto const same_in_all = [&](phrase const& name, std::int64_t moves) {
        std::vector<cell> cells{name};
        cells.resize(insight::model_count + 1, cell{static_cast<double>(moves)});
        out.add(std::move(cells), true);
    };
    same_in_all({"(no touch)", "(без касаний)"}, a.untouched());
    same_in_all({"moves", "переходов"}, a.moves());
    return out;
}

/// The same as text.
template <text_sink Out, class NameOf = channel_numbers>
void table(Out& out, insight::attribution const& a, language l = language::en, NameOf const& name_of = {}) {
    report::write_text(out, report::sheet_of(a, name_of), l);
}

/// What a move cost by each channel, by one model, as data. `cost_of(channel)`: what a host has spent on it.
template <class CostOf, class NameOf = channel_numbers>
[[nodiscard]] sheet costs_sheet(insight::attribution const& a, insight::model m, CostOf const& cost_of,
                                NameOf const& name_of = {}) {
    sheet out{.name = "attribution_costs",
              .title = {"What a move cost, by channel", "Во что обошёлся переход, по каналам"},
              .columns = {detail::text_column("channel", {"channel", "канал"}),
                          detail::money_column("cost", {"cost", "расход"}, better::less),
                          detail::number_column("moves", {"moves", "переходов"}, 2, better::more),
                          detail::money_column("per_move", {"per move", "за переход"}, better::less)}};
    for (auto const& [channel, credited] : a.by_channel(m)) {
        money const cost = cost_of(channel);
        out.add({wording{name_of(channel)}, cost, credited.value(), insight::cost_per_move(cost, credited)});
    }
    return out;
}

/// The same as text.
template <text_sink Out, class CostOf, class NameOf = channel_numbers>
void costs(Out& out, insight::attribution const& a, insight::model m, CostOf const& cost_of,
           language l = language::en, NameOf const& name_of = {}) {
    report::write_text(out, report::costs_sheet(a, m, cost_of, name_of), l);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
