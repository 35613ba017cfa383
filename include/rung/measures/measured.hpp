#pragma once

#include <rung/measures/rule.hpp>
#include <rung/measures/sound.hpp>
#include <rung/measures/table.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {

namespace detail {

// Not constexpr on purpose: the compiler stops here and prints its name.
inline void the_measure_of_this_rule_is_not_in_the_table_of_the_ladder_add_it_to_measured() {}

/// Which measures a table is made of, each sound by itself and all of them together: a sentence for each
/// mistake.
template <class Model, auto const&... Measures>
struct sound_measures {
    static constexpr std::size_t size = sizeof...(Measures);
    static constexpr measure_row const* rows[size] = {&Measures...};

    template <class Test>
    [[nodiscard]] static constexpr bool all(Test test) noexcept {
        for (auto const* m : rows) {
            if (!test(*m)) return false;
        }
        return true;
    }
    [[nodiscard]] static constexpr bool names_differ() noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if (rows[i]->name == rows[k]->name) return false;
            }
        }
        return true;
    }
    static constexpr bool named = all(sound::named);
    static constexpr bool of_events = all(sound::of_events);
    static constexpr bool kinds_once = all(sound::kinds_once);
    static constexpr bool can_happen = all(sound::can_happen);
    static constexpr bool windows = all(sound::window_is_possible);
    static constexpr bool days = all(sound::days_are_possible);
    static constexpr bool ago = all(sound::ago_is_possible);
    static constexpr bool young = all(sound::young_is_possible);
    static constexpr bool own_days = all(sound::own_day_is_possible);
    static constexpr bool periods = all(sound::has_periods);
    static constexpr bool taken_back = all(sound::less_is_possible);
    static constexpr bool a_day = all(sound::a_day_is_possible);
    static constexpr bool limits = all(sound::limit_is_possible);
    static constexpr bool means = all(sound::mean_is_possible);
    static constexpr bool values = all(sound::values_are_possible);
    static constexpr bool gives = all(sound::gives_where_valued);
    static constexpr bool silences = all(sound::silence_is_possible);
    static constexpr bool nth = all(sound::nth_is_possible);
    static constexpr bool calendars = all(sound::calendar_is_possible);
    static constexpr bool room = all(detail::has_room_for_moves<Model>);
    static constexpr bool of_moves =
        !all([](measure_row const& m) { return !detail::is_of_moves<Model>(m); });

    static_assert(named, "each measure needs a name of its own, by .named(...)");
    static_assert(names_differ(), "two measures have one name: give the second another by .named(...)");
    static_assert(of_events, "a measure says which events it is made of: rung::sum(amount).of(purchase)");
    static_assert(
        kinds_once,
        "a kind of event stands in two parts of a selection only if their conditions exclude each other, or "
        "an event of it would count twice");
    static_assert(can_happen, "two conditions on one field contradict each other: no event passes both");
    static_assert(
        windows, "a count, a sum and days_with can be asked .in(a window); largest, last, mean and what says "
                 "how long ago something was cannot");
    static_assert(days, "days_with is counted .in(rung::last_days(n)) or in calendar periods, not in rolling "
                        "months or years");
    static_assert(ago, "only calendar windows can be asked .ago(n)");
    static_assert(young, "only a rolling window can be asked .days_ago(n), of fewer days than it has");
    static_assert(own_days, "only a calendar window can be .since_first(events)");
    static_assert(periods, "a window is of at least one period");
    static_assert(taken_back, "only a sum can be .less(others)");
    static_assert(a_day, "only a count and a sum can be .at_most_a_day(n)");
    static_assert(limits, "only what is counted without a window, and a mean, can be .up_to(n)");
    static_assert(means, "a mean is .up_to(16'777'215) events at most");
    static_assert(values,
                  "an event stands .as(n) for what the field can be at most, where its last, largest or "
                  "mean value is asked");
    static_assert(gives,
                  "an event stands .as(n) for a number in a sum, or a largest, last or mean value; a count "
                  "counts it once, and .after(...) only asks whether it happened");
    static_assert(silences,
                  "only a count or a sum of all time begins anew .after_silence(rung::last_months(n), "
                  "events)");
    static_assert(nth, "since_last goes back to the 32nd last at most");
    static_assert(
        calendars,
        "days begin less than 24 hours from UTC's, weeks on a weekday from 0 to 6, years in a month "
        "from 1 to 12; the changes of a zone are in order");
    static_assert(room, "a move finds room in its window always: ask .with_room_for(each day of it)");
};

}  // namespace detail

/// A table of measures as a schema: what a ladder may ask about, and so what is kept of a client. Each
/// measure is a named constant; they share what they have in common, and the facts are as many words as they
/// need.
///
///     using hotel = rung::measured<nights, nights_last, spend_12m>;
///     constexpr rung::basic_ladder<hotel> ladder{{.name = "member"}, {.name = "silver", .enter = nights >=
///     10}};
template <auto const& First, auto const&... Others>
struct measured : detail::schema_of<typename std::remove_cvref_t<decltype(First)>::model> {
    using model = typename std::remove_cvref_t<decltype(First)>::model;
    static_assert((std::is_same_v<model, typename std::remove_cvref_t<decltype(Others)>::model> && ...),
                  "all measures of a table are of events of one model");
    using event = typename model::event;
    enum class fact : std::uint8_t {};
    static constexpr std::size_t size = 1 + sizeof...(Others);

private:
    using rows = detail::sound_measures<model, First, Others...>;
    static constexpr detail::plan plan =
        detail::make_plan(rows::rows, sizeof(rows) != 0 ? size : 0, detail::reversal_of<model>());
    static_assert(
        plan.fits,
        "these measures need more than a client's record can hold: 48 measures, 1,024 words, 16 kinds "
        "of periods with 8 windows each, 192 steps; leave some out, or ask for shorter windows");
    static constexpr std::size_t words = plan.words == 0 ? 1 : plan.words;

public:
    /// Whether an event may find no room: then no history can be kept, whose events come in any order.
    static constexpr bool may_be_full = detail::may_be_full(plan);

    struct facts {
        std::uint32_t words[measured::words]{};
        friend constexpr bool operator==(facts const&, facts const&) = default;
    };

    static constexpr std::array<word, size> vocabulary = [] {
        std::array<word, size> v{};
        for (std::size_t i = 0; i < size; ++i) v[i] = detail::word_of(*rows::rows[i]);
        return v;
    }();

    /// The number of a measure in this table: for rules.
    [[nodiscard]] static constexpr fact fact_of(measure_row const& m) noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            if (*rows::rows[i] == m) return static_cast<fact>(i);
        }
        detail::the_measure_of_this_rule_is_not_in_the_table_of_the_ladder_add_it_to_measured();
        return {};
    }

    RUNG_FORCE_INLINE static constexpr void fold(facts& f, event const& e) noexcept {
        std::uint32_t undone = 0;
        fold(f.words, e, undone, std::make_index_sequence<kinds>{});
    }
    /// What the client's own moves change: see takes_in_moves. Of a table that asks about none there is
    /// nothing.
    static constexpr void moved(facts& f, instant at, std::uint8_t from,
                                std::uint8_t to) noexcept requires rows::of_moves {
        fold(f, model::moved(at, from, to));
    }
    [[nodiscard]] static constexpr bool of_moves(fact k) noexcept {
        return detail::is_of_moves<model>(*rows::rows[static_cast<std::size_t>(k)]);
    }
    [[nodiscard]] static constexpr bool asks_about_moves() noexcept requires rows::of_moves { return true; }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::int64_t read(facts const& f, fact k,
                                                                       instant now) noexcept {
        return read(f.words, static_cast<std::size_t>(k), now, std::make_index_sequence<size>{});
    }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant reaches(facts const& f, fact k,
                                                                     std::int64_t value) noexcept {
        return reaches(f.words, static_cast<std::size_t>(k), value, std::make_index_sequence<size>{});
    }
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant
    flips(facts const& f, fact k, std::int64_t low, std::int64_t high, instant after) noexcept {
        return flips(f.words, static_cast<std::size_t>(k), low, high, after,
                     std::make_index_sequence<size>{});
    }
    /// An event for which a rolling window has no room is refused.
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr refusal
    why_not([[maybe_unused]] facts const& f, [[maybe_unused]] event const& e) noexcept {
        if constexpr (may_be_full)
            return is_full(f.words, e, std::make_index_sequence<plan.step_count>{}) ? refusal::full
                                                                                    : refusal::none;
        else
            return refusal::none;
    }
    /// What the measures are made of, whatever they are called.
    [[nodiscard]] static constexpr std::uint64_t fingerprint() noexcept {
        detail::fingerprint_of all;
        for (auto const* m : rows::rows) detail::add_measure(all, *m);
        return all.value();
    }

private:
    // Copies: g++ 12 does not treat what it reads from an object as large as a plan as a constant.
    template <std::size_t Index>
    static constexpr detail::step step_at = plan.steps[Index];
    template <std::size_t Index>
    static constexpr detail::reading read_at = plan.reads[Index];

    // Of each kind of event, the steps that it takes, in order.
    static constexpr std::size_t kinds = [] {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < plan.step_count; ++i) all |= plan.steps[i].when.kinds;
        return static_cast<std::size_t>(std::bit_width(all));
    }();
    struct some_steps {
        std::uint8_t nth[detail::plan::max_steps]{};
        std::size_t size = 0;
    };
    template <class Test>
    [[nodiscard]] static constexpr some_steps steps_where(Test test) noexcept {
        some_steps out;
        for (std::size_t i = 0; i < plan.step_count; ++i) {
            if (test(plan.steps[i])) out.nth[out.size++] = static_cast<std::uint8_t>(i);
        }
        return out;
    }
    template <std::size_t Kind>
    static constexpr auto steps_of = steps_where([](detail::step const& s) {
        return (s.when.kinds >> Kind & 1) != 0;
    });

    template <std::size_t... Kind>
    RUNG_FORCE_INLINE static constexpr void fold(std::uint32_t* w, event const& e, std::uint32_t& undone,
                                                 std::index_sequence<Kind...>) noexcept {
        auto const kind = model::kind(e);
        (void)((kind == Kind &&
                (fold_kind<Kind>(w, e, undone, std::make_index_sequence<steps_of<Kind>.size>{}), true)) ||
               ...);
    }
    template <std::size_t Kind, std::size_t... Nth>
    RUNG_FORCE_INLINE static constexpr void
    fold_kind([[maybe_unused]] std::uint32_t* w, [[maybe_unused]] event const& e,
              [[maybe_unused]] std::uint32_t& undone, std::index_sequence<Nth...>) noexcept {
        (detail::run<model>(step_at<steps_of<Kind>.nth[Nth]>, plan.clocks, w, e, undone), ...);
    }

    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant reaches(std::uint32_t const* w, std::size_t k,
                                                                     std::int64_t value,
                                                                     std::index_sequence<Index...>) noexcept {
        instant t{};
        (void)((k == Index && (t = detail::reaches(read_at<Index>, w, value), true)) || ...);
        return t;
    }
    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant
    flips(std::uint32_t const* w, std::size_t k, std::int64_t low, std::int64_t high, instant after,
          std::index_sequence<Index...>) noexcept {
        instant t = instant::forever();
        (void)((k == Index && (t = flips<Index>(w, low, high, after), true)) || ...);
        return t;
    }
    template <std::size_t Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr instant
    flips([[maybe_unused]] std::uint32_t const* w, [[maybe_unused]] std::int64_t low,
          [[maybe_unused]] std::int64_t high, [[maybe_unused]] instant after) noexcept {
        if constexpr (vocabulary[Index].shrinks)
            return detail::flips(read_at<Index>, plan.clocks, w, low, high, after);
        else
            return instant::forever();
    }
    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr bool is_full(std::uint32_t const* w, event const& e,
                                                                  std::index_sequence<Index...>) noexcept {
        return (has_no_room<Index>(w, e) || ...);
    }
    template <std::size_t Index>
    [[nodiscard]] static constexpr bool has_no_room([[maybe_unused]] std::uint32_t const* w,
                                                    [[maybe_unused]] event const& e) noexcept {
        if constexpr (plan.steps[Index].code == detail::step::list_add) {
            return detail::has_no_room<model>(step_at<Index>, w, e) &&
                   !is_emptied<Index>(e, std::make_index_sequence<emptying<Index>.size>{});
        } else {
            return false;
        }
    }
    // An event with which a measure begins anew empties its list before it is added.
    template <std::size_t Index>
    static constexpr auto emptying = steps_where([](detail::step const& s) {
        return detail::empties(s, step_at<Index>);
    });
    template <std::size_t Index, std::size_t... Nth>
    [[nodiscard]] static constexpr bool is_emptied([[maybe_unused]] event const& e,
                                                   std::index_sequence<Nth...>) noexcept {
        return (detail::is_emptied_by<model>(step_at<emptying<Index>.nth[Nth]>, e) || ...);
    }
    template <std::size_t... Index>
    RUNG_FORCE_INLINE [[nodiscard]] static constexpr std::int64_t
    read(std::uint32_t const* w, std::size_t k, instant now, std::index_sequence<Index...>) noexcept {
        std::int64_t v = 0;
        (void)((k == Index && (v = detail::read(read_at<Index>, plan.clocks, w, now), true)) || ...);
        return v;
    }
};

}  // namespace v0
}  // namespace rung
