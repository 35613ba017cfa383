#pragma once

#include <rung/measures/run_time_table.hpp>
#include <rung/notation/measure_reader.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write_measures.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// Whether a word stands somewhere in a text.
[[nodiscard]] constexpr bool mentions(std::string_view text, std::string_view word) noexcept {
    lexer all{text};
    for (auto found = all.take(); found.kind != token_kind::end; found = all.take()) {
        if (found.is(word)) return true;
    }
    return false;
}

/// The model's measures that a text mentions. What they count is counted up to 65,535.
template <text_model Model>
constexpr bool add_known(measure_list<Model>& into, std::string_view text) noexcept {
    for (auto const* known : Model::known) {
        if (!detail::mentions(text, known->name)) continue;
        auto m = *known;
        if (m.what == form::count && m.most > 1) m.most = 65'535;
        if (!into.add_known(m)) return false;
    }
    return true;
}

struct head_of_text {
    std::string_view name{};
    token title{};
    std::size_t end = 0;
};

// The head of a text into a list. The name may be in the reader.
template <text_model Model>
constexpr bool read_head(measure_reader<Model>& reader, measure_list<Model>& list, std::string_view text,
                         policies* allowed, head_of_text& out) noexcept {
    if (!reader.read(out.name, allowed)) return false;
    out.title = reader.title();
    out.end = reader.place();
    return detail::add_known(list, text.substr(out.end));
}

// Takes the measures of a text into use, and has its stages read; if there is a mistake, those before are
// used again.
template <made_at_run_time S, class Result, class Read>
[[nodiscard]] Result read_with_measures(std::string_view text, policies* allowed, Read const& read) {
    using list_type = typename S::list_type;
    list_type list;
    measure_reader<typename S::model> head{text, list};
    head_of_text found;
    if (!detail::read_head(head, list, text, allowed, found)) {
        if (!head.failed()) return head.too_much(0, S::words);
        return head.error();
    }
    if (S::fault_of(list) != table_fault::none) {
        std::size_t enough = 0;
        while (enough < list.size() && S::fault_of(list, enough + 1) == table_fault::none) ++enough;
        return head.too_much(enough, S::words);
    }
    list_type const before = S::list();
    (void)S::use(list);
    ladder_reader<S> stages{text};
    stages.go_on_at(found.end, found.title);
    Result out = read(stages, found);
    if (!out) (void)S::use(before);
    return out;
}

}  // namespace detail

/// Reads the measures that stand before the first stage of a ladder's text, of which the rest is not read;
/// with them those of the model that the rest mentions. See try_parse_lifecycle.
template <text_model Model>
[[nodiscard]] constexpr result<measure_list<Model>, notation_error>
try_parse_measures(std::string_view text) noexcept {
    measure_list<Model> list;
    detail::measure_reader<Model> reader{text, list};
    detail::head_of_text found;
    detail::policies ignored;
    if (!detail::read_head(reader, list, text, &ignored, found))
        return reader.failed() ? reader.error() : reader.too_much(0, list.max_size);
    return list;
}

/// Reads a lifecycle whose ladder brings its measures along, for a table that is made at run time
/// (run_time_table): takes them into use, and reads the stages with them. Before the first stage stand, in
/// any order, each policy and each of the other lines once, and the measures:
///
///     ladder hotel
///       offset +03:00         # where days begin; weeks from sunday, years from april
///       measure nights        sum quantity of stay in calendar year
///       measure nights_last   sum quantity of stay in calendar year 1 ago
///       measure spend_12m     sum amount of purchase less refund in 12 months
///       measure active_days   days with visit or purchase in 100 days
///       measure dinners       count of purchase where category = dinner in 90 days
///       measure paid_months   streak of calendar months with purchase
///       measure points        sum quantity of award less redeem oldest first in 4 years with room for 60
///       days
///                             at most 100 a day
///       measure quiet         since last complaint
///       measure country       last value of attribute where name = country
///       stage member
///       stage silver  enter nights >= 10 or nights_last >= 10
///
/// A kind of event that the model does not know is known by its mention. The model's own measures, of
/// shop_model the facts of the retail schema, can be asked about beside them. If there is a mistake, the
/// measures that were in use before stay in use.
template <made_at_run_time S, stage_name Stage = stage_id>
[[nodiscard]] result<chosen_lifecycle<basic_ladder<S, Stage>>, notation_error>
try_parse_lifecycle(std::string_view text) noexcept {
    using life = chosen_lifecycle<basic_ladder<S, Stage>>;
    using read_life = result<life, notation_error>;
    detail::policies chosen;
    return detail::read_with_measures<S, read_life>(
        text, &chosen, [&](detail::ladder_reader<S>& stages, detail::head_of_text const& head) -> read_life {
            auto const read = detail::read_stages<basic_ladder<S, Stage>>(stages, head.name);
            if (!read) return read.error();
            auto const made = life::try_make(*read, chosen.ascent, chosen.descent, chosen.comeback);
            if (!made) return stages.explain(made.error());
            return *made;
        });
}

/// The same for a ladder alone.
template <made_at_run_time S, stage_name Stage = stage_id>
[[nodiscard]] result<basic_ladder<S, Stage>, notation_error>
try_parse_ladder(std::string_view text) noexcept {
    using read_ladder = result<basic_ladder<S, Stage>, notation_error>;
    return detail::read_with_measures<S, read_ladder>(
        text, nullptr,
        [&](detail::ladder_reader<S>& stages, detail::head_of_text const& head) -> read_ladder {
            return detail::read_stages<basic_ladder<S, Stage>>(stages, head.name);
        });
}

}  // namespace v0
}  // namespace rung
