#pragma once

#include <rung/measures/make_plan.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/notation/measure_reader.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write_measures.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

namespace detail {

/// Where a text first compares a fact, from some place on; its size if nowhere. The name alone may be
/// another's: of a stage, say.
[[nodiscard]] constexpr std::size_t find_comparison(std::string_view text, std::size_t from,
                                                    std::string_view fact) noexcept {
    lexer all{text, from};
    for (auto found = all.take(); found.kind != token_kind::end;) {
        auto const next = all.take();
        bool const is_it = found.kind == token_kind::quoted
                               ? found.text.substr(1, found.text.size() - 2) == fact
                               : found.is(fact);
        if (is_it && next.kind == token_kind::sign) return found.at;
        found = next;
    }
    return text.size();
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
    // The model's measures that the rest compares. What they count is counted up to 65,535.
    for (auto const* known : Model::known) {
        auto const at = detail::find_comparison(text, out.end, known->name);
        if (at == text.size()) continue;
        auto m = *known;
        if (m.what == form::count && m.most > 1) m.most = 65'535;
        if (!list.add_known(m)) return reader.fail_known(m.name, at);
    }
    return true;
}

// Of which period more windows are asked for than turn together; false if it is not that.
[[nodiscard]] constexpr bool has_too_many_windows(plan const& all, period& of) noexcept {
    for (auto const& c : all.clocks) {
        if (c.ring_count != period_clock::max_rings || all.step_count != 0) continue;
        of = c.each;
        return true;
    }
    return false;
}

// A table does not hold the measures up to one: why, and what would be right.
template <made_at_run_time S>
[[nodiscard]] notation_error too_much(notation_error e, typename S::list_type const& list,
                                      std::size_t measure) noexcept {
    constexpr std::string_view less_of_facts =
        "fewer measures, for shorter calendar windows, or for less room, such as 'with room for 10 days'";
    constexpr std::string_view less_of_history =
        "fewer measures or for shorter windows, or keep no history, without which a window takes less room "
        "(replay --facts-only)";
    measure_row rows[S::list_type::max_size];
    measure_row const* at[S::list_type::max_size]{};
    for (std::size_t i = 0; i <= measure; ++i) {
        rows[i] = list[i];
        rows[i].in.room = 1;  // it takes words, and these are counted by the table
        at[i] = &rows[i];
    }
    auto const back = detail::reversal_of<typename S::model>();
    e.say(list.is_known(measure) ? "with this fact " : "with this measure ");
    // What is too much alone is too large.
    if (S::fault_of(list, measure + 1) == table_fault::many &&
        detail::make_plan(at + measure, 1, back).fits) {
        period of{};
        if (!detail::has_too_many_windows(detail::make_plan(at, measure + 1, back), of))
            return e.say("there is more to keep than a table can hold: ask for fewer measures, or for fewer "
                         "parts, 'less' and 'after' in them");
        e.say("there are more than ")
            .say(rung::value_to_text(unit::count, std::int64_t{period_clock::max_rings}))
            .say(" windows that go by calendar ")
            .say(period_words[static_cast<std::size_t>(of)]);
        return e.say(": ask for fewer of them");
    }
    e.say("a client's record is too small: it has ")
        .say(rung::value_to_text(unit::count, std::int64_t{S::words}))
        .say(" words of four bytes; ask for ")
        .say(detail::may_be_full<S>() ? less_of_facts : less_of_history);
    return e;
}

// Takes the measures of a text into use, and has its stages read; if there is a mistake, those before are
// used again.
template <made_at_run_time S, class Result, class Read>
[[nodiscard]] Result read_with_measures(std::string_view text, policies* allowed, Read const& read) {
    using list_type = typename S::list_type;
    list_type list;
    measure_reader<typename S::model> head{text, list};
    head_of_text found;
    if (!detail::read_head(head, list, text, allowed, found)) return head.error();
    if (S::fault_of(list) != table_fault::none) {
        std::size_t enough = 0;
        while (enough < list.size() && S::fault_of(list, enough + 1) == table_fault::none) ++enough;
        auto const place = list.is_known(enough) ? detail::find_comparison(text, found.end, list[enough].name)
                                                 : head.place_of(enough);
        return detail::too_much<S>(rung::error_at(text, place, mistake::measure), list, enough);
    }
    list_type const before = S::list();
    (void)S::use(list);
    ladder_reader<S> stages{text};
    stages.go_on_at(found.end, found.title);
    stages.go_by(head.calendar());
    Result out = read(stages, found);
    if (!out) (void)S::use(before);
    return out;
}

}  // namespace detail

/// Reads the measures that stand before the first stage of a ladder's text, of which the rest is not read;
/// with them those of the model that the rest compares. See try_parse_lifecycle.
template <text_model Model>
[[nodiscard]] constexpr result<measure_list<Model>, notation_error>
try_parse_measures(std::string_view text) noexcept {
    measure_list<Model> list;
    detail::measure_reader<Model> reader{text, list};
    detail::head_of_text found;
    detail::policies ignored;
    if (!detail::read_head(reader, list, text, &ignored, found)) return reader.error();
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
