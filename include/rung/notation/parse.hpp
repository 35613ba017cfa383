#pragma once

#include <rung/core/lifecycle.hpp>
#include <rung/notation/ladder_reader.hpp>
#include <rung/retail/retail.hpp>

#include <string_view>

namespace rung {
inline namespace v0 {

/// A lifecycle whose policies are chosen at run time, as when it is read from text.
template <class Ladder>
using chosen_lifecycle = lifecycle<Ladder, ascent::chosen, descent::chosen, comeback::chosen>;

namespace detail {

// The stages of a text after its head has been read.
template <class Ladder, schema S>
[[nodiscard]] constexpr result<Ladder, notation_error> read_stages(ladder_reader<S>& reader,
                                                                   std::string_view name) noexcept {
    auto const made =
        Ladder::try_make_from(name, [&reader](basic_stage<S>& next) { return reader.next(next); });
    if (reader.failed() || !made) return reader.explain(made ? defect{} : made.error());
    return *made;
}

}  // namespace detail

/// Reads a ladder. The text:
///
///     ladder club                      # optional, the name too
///       stage guest   source "handbook 1"
///       stage member  enter purchases >= 1   driver sales
///       stage gold    enter (purchases >= 10 and spend >= 1000.00) or recommendations >= 5
///                     keep silence <= 120d   door referred = 1   grace 30d
///       exit lost     enter waiting >= 17m
///
/// Blanks and line ends only separate words; `#` begins a comment, which ends with the line. A stage has a
/// name and any of the clauses enter, keep, door, grace, driver, source, each once, in any order. `and` binds
/// tighter than `or`; there are parentheses, and `always` for a rule that always holds. Comparisons are >= <=
/// > < and
/// =. A value has the spelling of its unit: `3`, `1000.00`, `90d`, `80%`, `4.50`. A name is a word of
/// letters, digits, _ - and any character that is not ASCII, or "a text in quotes" with \" and \\. The text
/// is UTF-8 and has no control characters but tabs and line ends, and no marks that turn the direction of
/// writing.
///
/// Allocates nothing; the ladder owns its names.
template <schema S = retail, stage_name Stage = stage_id>
[[nodiscard]] constexpr result<basic_ladder<S, Stage>, notation_error>
try_parse_ladder(std::string_view text) noexcept {
    detail::ladder_reader<S> reader{text};
    std::string_view name;
    if (!reader.read_head(name, nullptr)) return reader.error();
    return detail::read_stages<basic_ladder<S, Stage>>(reader, name);
}

/// Reads a ladder and the policies before its first stage; a policy that is not given is the default:
///
///       ascent leap                    # or one_step, direct
///       descent at_once to_qualified   # or never, after 30d; with to_qualified (the default) or one_down
///       comeback requalify             # or resume, restart
template <schema S = retail, stage_name Stage = stage_id>
[[nodiscard]] constexpr result<chosen_lifecycle<basic_ladder<S, Stage>>, notation_error>
try_parse_lifecycle(std::string_view text) noexcept {
    detail::ladder_reader<S> reader{text};
    detail::policies policies;
    std::string_view name;
    if (!reader.read_head(name, &policies)) return reader.error();
    auto const read = detail::read_stages<basic_ladder<S, Stage>>(reader, name);
    if (!read) return read.error();
    auto const made = chosen_lifecycle<basic_ladder<S, Stage>>::try_make(*read, policies.ascent,
                                                                         policies.descent, policies.comeback);
    if (!made) return reader.explain(made.error());
    return *made;
}

/// Reads a rule alone, as it stands after `enter`: `spend >= 100.00 and silence > 60d`. For lists of clients,
/// say: `rule.holds(client.facts(), now)`.
template <schema S = retail>
[[nodiscard]] constexpr result<basic_rule<S>, notation_error> try_parse_rule(std::string_view text) noexcept {
    detail::ladder_reader<S> reader{text};
    basic_rule<S> read;
    if (!reader.read_only_rule(read)) return reader.error();
    return read;
}

}  // namespace v0
}  // namespace rung
