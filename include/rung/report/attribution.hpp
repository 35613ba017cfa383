#pragma once

#include <rung/core/language.hpp>
#include <rung/insight/attribution.hpp>
#include <rung/report/grid.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace report {

namespace detail::attribution_words {

inline constexpr phrase channel{"channel", "канал"};
inline constexpr phrase no_touch{"(no touch)", "(без касаний)"};
inline constexpr phrase moves{"moves", "переходов"};
inline constexpr phrase cost{"cost", "расход"};
inline constexpr phrase credited{"moves", "переходов"};
inline constexpr phrase per_move{"per move", "за переход"};
inline constexpr phrase models[insight::model_count] = {
    {"first", "первое"},      {"last", "последнее"}, {"linear", "поровну"}, {"position", "по месту"},
    {"decay", "по давности"}, {"shapley", "Шепли"},  {"markov", "Марков"}};

}  // namespace detail::attribution_words

/// Names channels by their numbers, where a host gives no names.
struct channel_numbers {
    [[nodiscard]] std::string operator()(std::uint16_t channel) const { return std::to_string(channel); }
};

/// What each channel is credited with, by each model; then the moves that no touch came before, and all.
/// `name_of(channel)`: the text for a channel.
template <text_sink Out, class NameOf = channel_numbers>
void table(Out& out, insight::attribution const& a, language l = language::en, NameOf const& name_of = {}) {
    namespace words = detail::attribution_words;
    detail::text_rows g;
    g.row(words::channel.in(l));
    for (auto const& m : words::models) g.cell(m.in(l));
    std::vector<std::vector<insight::channel_credit>> credited;
    credited.reserve(insight::model_count);
    for (std::size_t m = 0; m < insight::model_count; ++m)
        credited.push_back(a.by_channel(static_cast<insight::model>(m)));
    for (std::size_t i = 0; i < credited.front().size(); ++i) {
        g.row(name_of(credited.front()[i].channel));
        for (auto const& of_model : credited) g.cell(report::decimal(of_model[i].credited.value(), 2));
    }
    auto const same_in_all = [&](phrase const& name, std::int64_t moves) {
        g.row(name.in(l));
        for (std::size_t m = 0; m < insight::model_count; ++m)
            g.cell(report::decimal(static_cast<double>(moves), 2));
    };
    same_in_all(words::no_touch, a.untouched());
    same_in_all(words::moves, a.moves());
    g.write(out);
}

/// What a move cost by each channel, by one model. `cost_of(channel)`: what a host has spent on it.
template <text_sink Out, class CostOf, class NameOf = channel_numbers>
void costs(Out& out, insight::attribution const& a, insight::model m, CostOf const& cost_of,
           language l = language::en, NameOf const& name_of = {}) {
    namespace words = detail::attribution_words;
    detail::text_rows g;
    g.row(words::channel.in(l))
        .cell(words::cost.in(l))
        .cell(words::credited.in(l))
        .cell(words::per_move.in(l));
    for (auto const& [channel, credited] : a.by_channel(m)) {
        money const cost = cost_of(channel);
        g.row(name_of(channel)).cell(detail::grouped(cost)).cell(report::decimal(credited.value(), 2));
        auto const each = insight::cost_per_move(cost, credited);
        g.cell(each ? detail::grouped(*each).view() : std::string_view{"?"});
    }
    g.write(out);
}

}  // namespace report
}  // namespace v0
}  // namespace rung
