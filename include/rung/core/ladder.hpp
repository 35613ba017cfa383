#pragma once

#include <rung/core/config.hpp>
#include <rung/core/defect.hpp>
#include <rung/core/enumerators.hpp>
#include <rung/core/ladder_builder.hpp>
#include <rung/core/ladder_table.hpp>
#include <rung/core/place.hpp>
#include <rung/core/result.hpp>
#include <rung/core/stage.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace rung {
inline namespace v0 {

/// Stages and exits in order, with their rules: a value. Plain data of fixed size that owns all it holds; the
/// same object whether it was written in C++, parsed from text at compile time or read from a file. Checked
/// when it is made.
///
/// `Stage` names the stages: stage_id, or the host's enumeration, which has one enumerator for each stage and
/// exit. Where the compiler names its enumerators, others in number or order are a defect.
template <class S, class Stage>
class basic_ladder : public detail::ladder_table<S> {
    using table = detail::ladder_table<S>;
    static_assert(stage_name<Stage>, "the stages of a ladder are named by an enumeration, or by stage_id");

public:
    using schema_type = S;
    using stage_type = Stage;
    using rule_span = typename table::rule_span;
    using table::exit_count;
    using table::name;
    using table::place_count;
    using table::stage_count;

    /// Stops at a defect: in a constant expression it is a compile error with a sentence in it.
    constexpr basic_ladder(std::initializer_list<basic_stage<S>> stages) {
        make({}, stages.begin(), stages.size());
    }
    /// The same with a name: `rung::ladder club{"club", {stage{"guest"}, ...}}`.
    constexpr basic_ladder(std::string_view name, std::initializer_list<basic_stage<S>> stages) {
        make(name, stages.begin(), stages.size());
    }

    /// The same from an array of stages.
    template <std::size_t N>
    constexpr explicit basic_ladder(std::array<basic_stage<S>, N> const& stages) {
        make({}, stages.data(), N);
    }
    template <std::size_t N>
    constexpr basic_ladder(std::string_view name, std::array<basic_stage<S>, N> const& stages) {
        make(name, stages.data(), N);
    }

    /// The same for stages known at run time: returns a defect instead of stopping.
    [[nodiscard]] static constexpr result<basic_ladder, defect>
    try_make(basic_stage<S> const* first, std::size_t count, std::string_view name = {}) {
        basic_ladder made;
        if (defect const d = made.build(name, first, count); d.found()) return d;
        return made;
    }
    template <std::size_t N>
    [[nodiscard]] static constexpr result<basic_ladder, defect>
    try_make(std::array<basic_stage<S>, N> const& stages, std::string_view name = {}) {
        return try_make(stages.data(), N, name);
    }

    /// The same for stages that come one by one: `next(stage)` fills in the next one and returns true, or
    /// returns false when there is none. Its texts must live until `next` is called again.
    template <class Next>
    [[nodiscard]] static constexpr result<basic_ladder, defect> try_make_from(std::string_view name,
                                                                              Next&& next) {
        basic_ladder made;
        detail::ladder_builder<S> builder{made};
        if (auto const k = builder.add_name(name); k != defect_kind::none) return defect{k};
        for (basic_stage<S> s; next(s); s = {}) {
            if (auto const k = builder.add(s); k != defect_kind::none) return defect{k, made.place_count()};
        }
        if (made.place_count() == 0) return defect{defect_kind::no_stages};
        if (defect const d = made.compare_with_enumerators(); d.found()) return d;
        return made;
    }

    /// The rungs from the lowest up, the exits, and both in a row: `for (auto stage : club.stages())`. Each
    /// can be used as a Stage, knows its name(), driver() and so on, and prints its name.
    [[nodiscard]] constexpr ladder_places<basic_ladder> stages() const& noexcept {
        return {*this, 0, stage_count()};
    }
    [[nodiscard]] constexpr ladder_places<basic_ladder> exits() const& noexcept {
        return {*this, stage_count(), exit_count()};
    }
    [[nodiscard]] constexpr ladder_places<basic_ladder> places() const& noexcept {
        return {*this, 0, place_count()};
    }
    // They look into the ladder, so it has to have a name.
    void stages() const&& = delete;
    void exits() const&& = delete;
    void places() const&& = delete;

    [[nodiscard]] constexpr bool is_exit(Stage s) const noexcept {
        return rung::index_of(s) >= stage_count();
    }

    /// A stage by its number, for code that does not know the ladder: a decision by hand.
    [[nodiscard]] constexpr place_number place_of(Stage s) const noexcept {
        return stage_id{rung::index_of(s)};
    }

    /// What the ladder says of a place: see basic_stage.
    [[nodiscard]] constexpr std::string_view name(Stage s) const { return this->view(row(s).name); }
    [[nodiscard]] constexpr std::string_view source(Stage s) const { return this->view(row(s).source); }
    [[nodiscard]] constexpr rung::driver driver(Stage s) const { return row(s).driver; }
    [[nodiscard]] constexpr time_limit grace(Stage s) const { return this->limit(row(s).grace); }
    [[nodiscard]] constexpr time_limit guaranteed(Stage s) const { return this->limit(row(s).guaranteed); }
    [[nodiscard]] constexpr time_limit wait(Stage s) const { return this->limit(row(s).wait); }

    /// The rules of a place. keep() is enter() if the stage has no rule to keep; door() may be empty.
    [[nodiscard]] constexpr rule_span enter(Stage s) const { return row(s).enter; }
    [[nodiscard]] constexpr rule_span keep(Stage s) const { return row(s).keep; }
    [[nodiscard]] constexpr rule_span door(Stage s) const { return row(s).door; }

    /// The stage of a name. In a constant expression a name that the ladder does not have does not compile;
    /// for a name known only at run time use find.
    [[nodiscard]] constexpr Stage operator[](std::string_view name) const {
        std::size_t const i = this->position(name);
        if (i == place_count()) refuse({defect_kind::no_such_stage, i}, name);
        return rung::stage_at<Stage>(i);
    }
    /// The same as a result: a defect if there is none.
    [[nodiscard]] constexpr result<Stage, defect> find(std::string_view name) const {
        std::size_t const i = this->position(name);
        if (i == place_count()) return defect{defect_kind::no_such_stage, i};
        return rung::stage_at<Stage>(i);
    }

    friend constexpr bool operator==(basic_ladder const& a, basic_ladder const& b) noexcept {
        return table::equal(a, b);
    }

private:
    constexpr basic_ladder() = default;  // to be built

    [[nodiscard]] constexpr auto const& row(Stage s) const { return table::at(rung::index_of(s)); }

    // Never inlined: nobody waits for it, and inside its caller it would be too much for g++ 12.
    RUNG_NO_INLINE constexpr void make(std::string_view name, basic_stage<S> const* first,
                                       std::size_t count) {
        if (defect const d = build(name, first, count); d.found())
            rung::refuse(d, d.stage < count ? first[d.stage].name : std::string_view{});
    }

    constexpr defect build(std::string_view name, basic_stage<S> const* first, std::size_t count) {
        if (defect const d = detail::ladder_builder<S>{*this}.add_all(name, first, count); d.found())
            return d;
        return compare_with_enumerators();
    }

    // An enumeration names the places by its enumerators' values: one for each, in their order.
    [[nodiscard]] constexpr defect compare_with_enumerators() const {
        if constexpr (detail::has_shown_values<Stage>) {
            auto const enumerators = detail::enumerators_of<Stage>(std::make_index_sequence<8>{});
            std::size_t const count = enumerators.count == 0 ? 0 : place_count();
            for (std::size_t i = 0; i < count || i < enumerators.count; ++i) {
                if (i >= count || !enumerators.has(i)) return {defect_kind::enumerators_of_other_number, i};
            }
            for (std::size_t i = 0; i < count; ++i) {
                if (enumerators.is_of_another(i, this->view(table::at(i).name)))
                    return {defect_kind::enumerators_in_other_order, i};
            }
        }
        return {};
    }
};

}  // namespace v0
}  // namespace rung
