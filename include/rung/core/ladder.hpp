#pragma once

#include <rung/core/config.hpp>
#include <rung/core/defect.hpp>
#include <rung/core/enumerators.hpp>
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
class basic_ladder {
    static_assert(detail::is_whole<S>);
    static_assert(stage_name<Stage>, "the stages of a ladder are named by an enumeration, or by stage_id");

public:
    using schema_type = S;
    using stage_type = Stage;
    using condition = basic_condition<S>;

    static constexpr std::size_t max_conditions = 64;
    static constexpr std::size_t max_routes = 128;
    static constexpr std::size_t max_text = 4096;

    /// What a route is for.
    enum class role : std::uint8_t { enter, keep, door, exit };

    /// A way to satisfy a rule: all conditions of the set must hold. Bit i of `conditions` is
    /// condition_at(i).
    struct route {
        std::uint64_t conditions = 0;
        /// Whose rule it is: the number of the rung, or of the exit among the exits.
        std::uint8_t owner = 0;
        role use{};
        friend constexpr bool operator==(route const&, route const&) = default;
    };

    /// A rule inside a ladder: its routes are route_at(first) to route_at(first + count - 1).
    struct rule_span {
        std::uint8_t first = 0;
        std::uint8_t count = 0;
        friend constexpr bool operator==(rule_span, rule_span) = default;
    };

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
        seen_before seen;
        if (auto const k = made.keep_text(name, made.name_); k != defect_kind::none) return defect{k};
        for (basic_stage<S> s; next(s); s = {}) {
            if (auto const k = made.add(s, seen); k != defect_kind::none)
                return defect{k, made.place_count()};
        }
        if (made.place_count() == 0) return defect{defect_kind::no_stages};
        if (defect const d = made.compare_with_enumerators(); d.found()) return d;
        return made;
    }

    /// The rungs from the lowest up, the exits, and both in a row: `for (auto stage : club.stages())`. Each
    /// can be used as a Stage, knows its name(), driver() and so on, and prints its name.
    [[nodiscard]] constexpr ladder_places<basic_ladder> stages() const& noexcept {
        return {*this, 0, stage_count_};
    }
    [[nodiscard]] constexpr ladder_places<basic_ladder> exits() const& noexcept {
        return {*this, stage_count_, exit_count_};
    }
    [[nodiscard]] constexpr ladder_places<basic_ladder> places() const& noexcept {
        return {*this, 0, place_count()};
    }
    // They look into the ladder, so it has to have a name.
    void stages() const&& = delete;
    void exits() const&& = delete;
    void places() const&& = delete;
    [[nodiscard]] constexpr std::size_t stage_count() const noexcept { return stage_count_; }
    [[nodiscard]] constexpr std::size_t exit_count() const noexcept { return exit_count_; }
    [[nodiscard]] constexpr std::size_t place_count() const noexcept {
        return stage_count_ + std::size_t{exit_count_};
    }
    [[nodiscard]] constexpr bool is_exit(Stage s) const noexcept { return rung::index_of(s) >= stage_count_; }

    /// A stage by its number, for code that does not know the ladder: a decision by hand.
    [[nodiscard]] constexpr place_number place_of(Stage s) const noexcept {
        return stage_id{rung::index_of(s)};
    }

    /// The ladder's own name; empty if it was given none.
    [[nodiscard]] constexpr std::string_view name() const noexcept { return view(name_); }

    [[nodiscard]] constexpr std::string_view name(Stage s) const { return view(at(s).name); }
    [[nodiscard]] constexpr std::string_view source(Stage s) const { return view(at(s).source); }
    [[nodiscard]] constexpr rung::driver driver(Stage s) const { return at(s).driver; }
    [[nodiscard]] constexpr duration grace(Stage s) const { return at(s).grace; }

    /// The rules of a place. keep() is enter() if the stage has no rule to keep; door() may be empty.
    [[nodiscard]] constexpr rule_span enter(Stage s) const { return at(s).enter; }
    [[nodiscard]] constexpr rule_span keep(Stage s) const { return at(s).keep; }
    [[nodiscard]] constexpr rule_span door(Stage s) const { return at(s).door; }

    [[nodiscard]] constexpr std::size_t route_count() const noexcept { return route_count_; }
    [[nodiscard]] constexpr route const& route_at(std::size_t i) const noexcept { return routes_[i]; }
    [[nodiscard]] constexpr std::size_t condition_count() const noexcept { return condition_count_; }
    [[nodiscard]] constexpr condition const& condition_at(std::size_t i) const noexcept {
        return conditions_[i];
    }
    /// The conditions that time alone can change, one bit each.
    [[nodiscard]] constexpr std::uint64_t aging() const noexcept { return aging_; }
    /// The rungs that have a rule to keep of their own, one bit each.
    [[nodiscard]] constexpr std::uint64_t own_keep() const noexcept { return own_keep_; }

    /// The stage of a name. In a constant expression a name that the ladder does not have does not compile;
    /// for a name known only at run time use find.
    [[nodiscard]] constexpr Stage operator[](std::string_view name) const {
        std::size_t const i = position(name);
        if (i == place_count()) refuse({defect_kind::no_such_stage, i}, name);
        return rung::stage_at<Stage>(i);
    }
    /// The same as a result: a defect if there is none.
    [[nodiscard]] constexpr result<Stage, defect> find(std::string_view name) const {
        std::size_t const i = position(name);
        if (i == place_count()) return defect{defect_kind::no_such_stage, i};
        return rung::stage_at<Stage>(i);
    }

    /// The first stage that nobody can reach when all the rungs below must hold too; stage_count() if there
    /// is none.
    [[nodiscard]] constexpr std::size_t first_unreachable() const noexcept {
        if (!has_upper_bound_) return stage_count_;
        std::size_t past_doors = stage_count_;  // a door passes all rungs up to its own
        while (past_doors > 1 && places_[past_doors - 1].door.count == 0) --past_doors;
        for (std::size_t upper = past_doors; upper < stage_count_; ++upper) {
            for (std::size_t lower = past_doors; lower < upper; ++lower) {
                if (contradict(places_[upper].enter, places_[lower].keep)) return upper;
            }
        }
        return stage_count_;
    }

    friend constexpr bool operator==(basic_ladder const& a, basic_ladder const& b) noexcept {
        if (a.stage_count_ != b.stage_count_ || a.exit_count_ != b.exit_count_ ||
            a.condition_count_ != b.condition_count_ || a.route_count_ != b.route_count_ ||
            a.name() != b.name())
            return false;
        for (std::size_t i = 0; i < a.place_count(); ++i) {
            auto const& x = a.places_[i];
            auto const& y = b.places_[i];
            if (a.view(x.name) != b.view(y.name) || a.view(x.source) != b.view(y.source) ||
                x.enter != y.enter || x.keep != y.keep || x.door != y.door || x.grace != y.grace ||
                x.driver != y.driver)
                return false;
        }
        for (std::size_t i = 0; i < a.condition_count_; ++i) {
            if (!(a.conditions_[i] == b.conditions_[i])) return false;
        }
        for (std::size_t i = 0; i < a.route_count_; ++i) {
            if (!(a.routes_[i] == b.routes_[i])) return false;
        }
        return true;
    }

private:
    struct text {
        std::uint16_t first = 0;
        std::uint16_t size = 0;
    };
    struct place {
        text name{};
        text source{};
        std::uint32_t name_hash = 0;  // it alone tells most different names apart
        duration grace{};
        rule_span enter{};
        rule_span keep{};
        rule_span door{};
        rung::driver driver{};
    };

    condition conditions_[max_conditions]{};
    route routes_[max_routes]{};
    place places_[max_places]{};
    char text_[max_text]{};
    text name_{};
    std::uint64_t aging_ = 0;
    std::uint64_t own_keep_ = 0;
    std::uint16_t text_size_ = 0;
    std::uint8_t stage_count_ = 0;
    std::uint8_t exit_count_ = 0;
    std::uint8_t condition_count_ = 0;
    std::uint8_t route_count_ = 0;
    bool has_upper_bound_ = false;

    constexpr basic_ladder() = default;  // to be built

    [[nodiscard]] constexpr place const& at(Stage s) const {
        std::size_t const i = rung::index_of(s);
        if (i >= place_count()) RUNG_ASSERT("a stage was asked for that the ladder does not have");
        return places_[i];
    }
    // With the size in the type that string_view has for it: else g++ looks at the constructor for iterators
    // too, and compiles all concepts of iterators for that, a twelfth of what it does for a small ladder.
    [[nodiscard]] constexpr std::string_view view(text t) const noexcept {
        return {text_ + t.first, std::size_t{t.size}};
    }

    [[nodiscard]] static constexpr std::uint32_t hash(std::string_view name) noexcept {
        std::uint32_t h = 2'166'136'261U;  // FNV-1a
        for (char const c : name) {
            std::uint64_t const product = std::uint64_t{h ^ static_cast<unsigned char>(c)} * 16'777'619U;
            h = static_cast<std::uint32_t>(product);
        }
        return h;
    }

    [[nodiscard]] constexpr std::size_t position(std::string_view name) const noexcept {
        return position(name, hash(name));
    }
    [[nodiscard]] constexpr std::size_t position(std::string_view name, std::uint32_t wanted) const noexcept {
        std::size_t const count = place_count();
        for (std::size_t i = 0; i < count; ++i) {
            if (places_[i].name_hash == wanted && view(places_[i].name) == name) return i;
        }
        return count;
    }

    // Never inlined: nobody waits for it, and inside its caller it would be too much for g++ 12.
    RUNG_NO_INLINE constexpr void make(std::string_view name, basic_stage<S> const* first,
                                       std::size_t count) {
        if (defect const d = build(name, first, count); d.found())
            rung::refuse(d, d.stage < count ? first[d.stage].name : std::string_view{});
    }

    // What may have been seen before, one bit for many values. A tall ladder costs its compiler little only
    // if most values are known to be new without a search.
    struct seen_before {
        std::uint64_t names[16]{};
        std::uint64_t conditions = 0;

        constexpr bool name(std::uint32_t hash) noexcept {
            return test_and_set(names[hash >> 28], (hash >> 22) % 64);
        }
        constexpr bool condition(std::int64_t low) noexcept {
            return test_and_set(conditions, static_cast<std::uint64_t>(low) % 64);
        }
        static constexpr bool test_and_set(std::uint64_t& set, std::uint64_t bit) noexcept {
            auto const mask = std::uint64_t{1} << bit;
            bool const was = (set & mask) != 0;
            set |= mask;
            return was;
        }
    };

    RUNG_NO_INLINE constexpr defect build(std::string_view name, basic_stage<S> const* first,
                                          std::size_t count) {
        if (auto const k = keep_text(name, name_); k != defect_kind::none) return {k};
        if (count == 0) return {defect_kind::no_stages};
        seen_before seen;
        for (std::size_t i = 0; i < count; ++i) {
            if (auto const k = add(first[i], seen); k != defect_kind::none) return {k, i};
        }
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
                if (enumerators.is_of_another(i, view(places_[i].name)))
                    return {defect_kind::enumerators_in_other_order, i};
            }
        }
        return {};
    }

    // Adds a stage, or returns what is wrong with it.
    constexpr defect_kind add(basic_stage<S> const& s, seen_before& seen) {
        using enum defect_kind;
        std::size_t const i = place_count();
        if (i == 0 && s.exit) return no_stages;
        if (s.name.empty()) return nameless_stage;
        auto const name_hash = hash(s.name);
        if (seen.name(name_hash) && position(s.name, name_hash) != i) return two_stages_of_one_name;
        if (i == 0 && (s.enter.given() || s.keep.given() || s.door.given())) return first_stage_with_rule;
        if (i != 0 && !s.enter.given()) return stage_without_rule;
        if (s.grace.seconds < 0) return negative_grace;
        if (s.exit && (s.keep.given() || s.door.given() || s.grace.seconds != 0))
            return exit_with_more_than_a_rule;
        if (!s.exit && exit_count_ != 0) return stage_after_exit;
        if (!s.exit && stage_count_ == max_stages) return too_many_stages;
        if (s.exit && exit_count_ == max_exits) return too_many_exits;

        place p{.name_hash = name_hash, .grace = s.grace, .driver = s.driver};
        if (auto const k = keep_text(s.name, p.name); k != none) return k;
        if (auto const k = keep_text(s.source, p.source); k != none) return k;
        auto const owner = s.exit ? exit_count_ : stage_count_;
        if (auto const k = add(s.enter, owner, s.exit ? role::exit : role::enter, p.enter, seen); k != none)
            return k;
        if (s.door.given()) {
            if (auto const k = add(s.door, owner, role::door, p.door, seen); k != none) return k;
        }
        p.keep = p.enter;
        if (s.keep.given()) {
            if (auto const k = add(s.keep, owner, role::keep, p.keep, seen); k != none) return k;
            if (!implied(p.enter, p.keep)) return keep_stricter_than_enter;
            own_keep_ |= std::uint64_t{1} << owner;
        }
        places_[i] = p;
        ++(s.exit ? exit_count_ : stage_count_);
        return none;
    }

    constexpr defect_kind keep_text(std::string_view t, text& where) {
        if (t.size() > max_text - text_size_) return defect_kind::names_too_long;
        where = {text_size_, static_cast<std::uint16_t>(t.size())};
        bool plain = true;  // ASCII that prints: seen while it is copied, since each look costs the compiler
        for (char const c : t) {
            plain = plain && c >= ' ' && c <= '~';
            text_[text_size_++] = c;
        }
        if (!plain && detail::find_unprintable(t) != std::string_view::npos)
            return defect_kind::unprintable_name;
        return defect_kind::none;
    }

    constexpr defect_kind add(basic_rule<S> const& rule, std::uint8_t owner, role use, rule_span& where,
                              seen_before& seen) {
        where = {route_count_, 0};
        for (std::size_t r = 0, routes = rule.route_count(); r < routes; ++r) {
            if (route_count_ == max_routes) return defect_kind::too_many_routes;
            std::uint64_t set = 0;
            for (std::size_t i = rule.begin_of(r), end = rule.end_of(r); i < end; ++i) {
                if (auto const k = add(rule[i], set, seen); k != defect_kind::none) return k;
            }
            routes_[route_count_++] = {set, owner, use};
            ++where.count;
        }
        return defect_kind::none;
    }

    // Adds to a set the number of an equal condition, or of a new one. Bounds are cut to the limits of the
    // fact: conditions that mean the same are the same.
    constexpr defect_kind add(condition const& given, std::uint64_t& set, seen_before& seen) {
        word const& meaning = rung::describe<S>(given.fact);
        if (given.low > given.high || given.high < meaning.least || given.low > meaning.most)
            return defect_kind::rule_never_holds;
        condition const c{given.fact, given.low < meaning.least ? meaning.least : given.low,
                          given.high > meaning.most ? meaning.most : given.high};
        std::size_t const count = condition_count_;
        std::size_t i = seen.condition(c.low) ? 0 : count;
        for (; i < count; ++i) {
            if (conditions_[i].low == c.low && conditions_[i].high == c.high && conditions_[i].fact == c.fact)
                break;
        }
        if (i == max_conditions) return defect_kind::too_many_conditions;
        auto const bit = std::uint64_t{1} << i;
        if (i == count) {
            if (meaning.ages || meaning.shrinks) aging_ |= bit;
            if (c.high < meaning.most) has_upper_bound_ = true;
            conditions_[condition_count_++] = c;
        }
        set |= bit;
        return defect_kind::none;
    }

    // For every route to enter there is a route to keep that asks no more of the same facts.
    [[nodiscard]] constexpr bool implied(rule_span enter, rule_span keep) const noexcept {
        for (std::size_t e = enter.first; e < std::size_t{enter.first} + enter.count; ++e) {
            bool stays = false;
            for (std::size_t k = keep.first; k < std::size_t{keep.first} + keep.count; ++k) {
                stays = stays || !any_pair(routes_[e].conditions, routes_[k].conditions,
                                           [](condition const& in, condition const& stay) {
                                               return in.low < stay.low || in.high > stay.high;
                                           });
            }
            if (!stays) return false;
        }
        return true;
    }

    // No client can satisfy a route of the one and a route of the other at once.
    [[nodiscard]] constexpr bool contradict(rule_span a, rule_span b) const noexcept {
        for (std::size_t i = a.first; i < std::size_t{a.first} + a.count; ++i) {
            for (std::size_t j = b.first; j < std::size_t{b.first} + b.count; ++j) {
                if (!any_pair(routes_[i].conditions, routes_[j].conditions,
                              [](condition const& x, condition const& y) {
                                  return x.high < y.low || y.high < x.low;
                              }))
                    return false;
            }
        }
        return true;
    }

    // Whether `test` is true of any two conditions on one fact, one from each route.
    template <class Test>
    [[nodiscard]] constexpr bool any_pair(std::uint64_t a, std::uint64_t b, Test test) const noexcept {
        for (std::size_t i = 0; i < condition_count_; ++i) {
            if ((a >> i & 1) == 0) continue;
            for (std::size_t j = 0; j < condition_count_; ++j) {
                if ((b >> j & 1) == 0 || conditions_[i].fact != conditions_[j].fact) continue;
                if (test(conditions_[i], conditions_[j])) return true;
            }
        }
        return false;
    }
};

}  // namespace v0
}  // namespace rung
