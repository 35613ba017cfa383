#pragma once

#include <rung/measures/measure_list.hpp>
#include <rung/measures/sound.hpp>
#include <rung/measures/table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What a table made at run time does where a rolling window may have more days than its list has room for.
enum class room : std::uint8_t {
    /// An event that finds no room is refused, as by a table of constants: for bases of facts.
    as_said,
    /// Each window gets room for each of its days, or is refused when the table is made: for a base that
    /// keeps history, whose events come in any order.
    for_each_day,
};

/// Why a table cannot be made.
enum class table_fault : std::uint8_t {
    none,
    many,     ///< of measures, or of kinds of windows
    large,    ///< a client's record has not so many words
    unsound,  ///< a measure that is none: see measured<...>
};

namespace detail {

/// A plan that is interpreted: for each kind of event the steps that it takes, in order.
template <measurable Model>
class interpreted_plan {
public:
    using event = typename Model::event;

    constexpr void make(measure_row const* const* rows, std::size_t count) noexcept {
        plan_ = detail::make_plan(rows, count, detail::reversal_of<Model>());
        std::uint16_t next = 0;
        for (std::size_t kind = 0; kind < 64; ++kind) {
            first_[kind] = next;
            for (std::size_t i = 0; i < plan_.step_count && plan_.fits; ++i) {
                if ((plan_.steps[i].when.kinds >> kind & 1) != 0) nth_[next++] = static_cast<std::uint8_t>(i);
            }
        }
        first_[64] = next;
        may_be_full_ = detail::may_be_full(plan_);
    }
    [[nodiscard]] constexpr plan const& what() const noexcept { return plan_; }
    [[nodiscard]] constexpr bool may_be_full() const noexcept { return may_be_full_; }

    constexpr void fold(words_of_client w, event const& e) const noexcept {
        std::uint32_t undone = 0;
        each(e, [&](step const& s) { detail::run<Model>(s, plan_.clocks, w, e, undone); });
    }
    [[nodiscard]] constexpr std::int64_t read(const_words_of_client w, std::size_t k,
                                              instant now) const noexcept {
        return detail::read(plan_.reads[k], plan_.clocks, w, now);
    }
    [[nodiscard]] constexpr instant reaches(const_words_of_client w, std::size_t k,
                                            std::int64_t value) const noexcept {
        return detail::reaches(plan_.reads[k], w, value);
    }
    [[nodiscard]] constexpr instant flips(const_words_of_client w, std::size_t k, std::int64_t low,
                                          std::int64_t high, instant after) const noexcept {
        return detail::flips(plan_.reads[k], plan_.clocks, w, low, high, after);
    }
    [[nodiscard]] constexpr bool has_no_room(const_words_of_client w, event const& e) const noexcept {
        bool full = false;
        if (may_be_full_) {
            each(e, [&](step const& s) {
                if (full || s.code != step::list_add || !detail::has_no_room<Model>(s, w, e)) return;
                // An event with which a measure begins anew empties its list before it is added.
                full = true;
                each(e, [&](step const& other) {
                    if (detail::empties(other, s) && detail::is_emptied_by<Model>(other, e)) full = false;
                });
            });
        }
        return full;
    }

private:
    plan plan_{};
    std::uint16_t first_[65]{};
    std::uint8_t nth_[64 * plan::max_steps]{};
    bool may_be_full_ = false;

    template <class Do>
    constexpr void each(event const& e, Do const& to_do) const noexcept {
        auto const kind = Model::kind(e) & 63u;
        for (std::size_t i = first_[kind]; i < first_[kind + 1]; ++i) to_do(plan_.steps[nth_[i]]);
    }
};

}  // namespace detail

/// A table of measures as a schema whose measures are given at run time, from text for instance: what
/// measured<...> does with constants, it does by interpreting the same plan. A schema is a type, so its table
/// belongs to the type: one at a time for each combination of arguments, given by use() before the first
/// ladder and the first client are made. A program that needs two at once tells them apart by `Tag`.
///
/// A client's record has `Words` words of four bytes, whatever of them the measures need.
///
///     using club = rung::run_time_table<rung::shop_model>;
///     auto const life = rung::try_parse_lifecycle<club>(text);  // with <rung/notation/measures.hpp>
///     rung::client_base base{*life};
///
/// use() must not be called while clients or ladders of an earlier table are still in use, nor while another
/// thread uses the schema.
template <text_model Model, std::size_t Words = 64, room Room = room::as_said, class Tag = void>
struct run_time_table : detail::schema_of<Model> {
    using model = Model;
    using event = typename Model::event;
    using list_type = measure_list<Model>;
    enum class fact : std::uint8_t {};

    struct facts {
        std::uint32_t words[Words]{};
        friend constexpr bool operator==(facts const&, facts const&) = default;
    };

    static constexpr std::size_t words = Words;
    static constexpr bool may_be_full = Room == room::as_said;

    /// The words of the facts; those without a name are not used.
    static inline std::array<word, list_type::max_size> vocabulary{};

    /// The measures in use.
    [[nodiscard]] static list_type const& list() noexcept { return table_.list; }

    /// Takes measures into use; if that cannot be, says why, and those before stay.
    static table_fault use(list_type const& wanted) noexcept {
        if (auto const fault = fault_of(wanted); fault != table_fault::none) return fault;
        table_.list = wanted;
        measure_row rows[list_type::max_size];
        measure_row const* at[list_type::max_size]{};
        vocabulary = {};
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            rows[i] = sized(table_.list[i]);
            at[i] = &rows[i];
            vocabulary[i] = detail::word_of(rows[i]);
        }
        table_.of_moves = false;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            table_.of_moves = table_.of_moves || detail::is_of_moves<Model>(rows[i]);
        table_.plan.make(at, wanted.size());
        return table_fault::none;
    }
    /// Why these cannot be the measures of this table.
    [[nodiscard]] static constexpr table_fault fault_of(list_type const& wanted) noexcept {
        return fault_of(wanted, wanted.size());
    }
    /// The same of the first so many of them.
    [[nodiscard]] static constexpr table_fault fault_of(list_type const& wanted, std::size_t count) noexcept {
        measure_row rows[list_type::max_size];
        measure_row const* at[list_type::max_size]{};
        for (std::size_t i = 0; i < count; ++i) {
            rows[i] = sized(wanted[i]);
            at[i] = &rows[i];
            if (!detail::is_sound(rows[i])) return table_fault::unsound;
        }
        auto const plan = detail::make_plan(at, count, detail::reversal_of<Model>());
        if (!plan.fits) return plan.words > detail::plan::max_words ? table_fault::large : table_fault::many;
        return plan.words > Words ? table_fault::large : table_fault::none;
    }
    /// How many words of a client's record the measures need.
    [[nodiscard]] static std::size_t words_used() noexcept { return table_.plan.what().words; }

    /// The number of a measure by its name; for names that are not in the table, its size.
    [[nodiscard]] static fact fact_of(std::string_view name) noexcept {
        return static_cast<fact>(table_.list.find(name));
    }

    static void fold(facts& f, event const& e) noexcept { table_.plan.fold(f.words, e); }
    /// What the client's own moves change: see takes_in_moves.
    static void moved(facts& f, instant at, std::uint8_t from,
                      std::uint8_t to) noexcept requires detail::tells_moves<Model> {
        fold(f, Model::moved(at, from, to));
    }
    [[nodiscard]] static bool of_moves(fact k) noexcept {
        return detail::is_of_moves<Model>(table_.list[static_cast<std::size_t>(k)]);
    }
    [[nodiscard]] static bool asks_about_moves() noexcept requires detail::tells_moves<Model> {
        return table_.of_moves;
    }
    [[nodiscard]] static std::int64_t read(facts const& f, fact k, instant now) noexcept {
        return table_.plan.read(f.words, static_cast<std::size_t>(k), now);
    }
    [[nodiscard]] static instant reaches(facts const& f, fact k, std::int64_t value) noexcept {
        return table_.plan.reaches(f.words, static_cast<std::size_t>(k), value);
    }
    [[nodiscard]] static instant flips(facts const& f, fact k, std::int64_t low, std::int64_t high,
                                       instant after) noexcept {
        return table_.plan.flips(f.words, static_cast<std::size_t>(k), low, high, after);
    }
    [[nodiscard]] static refusal why_not(facts const& f, event const& e) noexcept {
        return may_be_full && table_.plan.has_no_room(f.words, e) ? refusal::full : refusal::none;
    }
    [[nodiscard]] static std::string_view kind_name(std::uint8_t k) noexcept {
        return table_.list.kind_name(k);
    }
    /// What the measures are made of, and the kinds and names that they mention.
    [[nodiscard]] static std::uint64_t fingerprint() noexcept {
        detail::fingerprint_of all;
        all.add(std::uint64_t{words});
        for (std::size_t i = 0; i < table_.list.size(); ++i) detail::add_measure(all, sized(table_.list[i]));
        for (std::size_t i = 0; i < table_.list.own_kind_count(); ++i)
            all.add(table_.list.kind_name(static_cast<std::uint8_t>(Model::own_kinds + i)));
        for (std::int64_t i = 1; !table_.list.value_name(i).empty(); ++i) all.add(table_.list.value_name(i));
        return all.value();
    }

private:
    struct in_use {
        list_type list{};
        detail::interpreted_plan<Model> plan{};
        bool of_moves = false;
    };
    static inline in_use table_{};

    // With the room that its window gets.
    [[nodiscard]] static constexpr measure_row sized(measure_row m) noexcept {
        if (m.in.how == window::shape::rolling &&
            (Room == room::for_each_day || !detail::has_room_for_moves<Model>(m))) {
            auto const days = detail::most_days(m.in.each, m.in.n);
            m.in.room = static_cast<std::uint16_t>(days < UINT16_MAX ? days : UINT16_MAX);
        }
        return m;
    }
};

/// Whether a schema is such a table.
template <class S>
concept made_at_run_time = schema<S> && requires(typename S::list_type const& l) {
    { S::list() } -> std::same_as<typename S::list_type const&>;
    { S::use(l) } -> std::same_as<table_fault>;
};

}  // namespace v0
}  // namespace rung
