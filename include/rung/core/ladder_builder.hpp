#pragma once

#include <rung/core/config.hpp>
#include <rung/core/defect.hpp>
#include <rung/core/ladder_table.hpp>
#include <rung/core/printable.hpp>
#include <rung/core/rule.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/stage.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

/// Fills the table of a ladder, stage by stage, and checks what it is given: returns the first defect.
template <class S>
class ladder_builder {
public:
    using table = ladder_table<S>;

    constexpr explicit ladder_builder(table& made) noexcept : made_{made} {}

    /// The ladder's own name and all of its stages. Never inlined: nobody waits for it, and inside its caller
    /// it would be too much for g++ 12.
    RUNG_NO_INLINE constexpr defect add_all(std::string_view name, basic_stage<S> const* first,
                                            std::size_t count) {
        if (auto const k = add_name(name); k != defect_kind::none) return {k};
        if (count == 0) return {defect_kind::no_stages};
        for (std::size_t i = 0; i < count; ++i) {
            if (auto const k = add(first[i]); k != defect_kind::none) return {k, i};
        }
        return {};
    }

    constexpr defect_kind add_name(std::string_view name) { return keep_text(name, made_.name_); }

    /// The next stage or exit.
    constexpr defect_kind add(basic_stage<S> const& s) {
        using enum defect_kind;
        std::size_t const i = made_.place_count();
        if (i == 0 && s.exit) return no_stages;
        if (s.name.empty()) return nameless_stage;
        auto const name_hash = table::hash(s.name);
        if (test_and_set(seen_names_[name_hash >> 28], name_hash >> 22) &&
            made_.position(s.name, name_hash) != i)
            return two_stages_of_one_name;
        if (i == 0 && (s.enter.given() || s.keep.given() || s.door.given() || s.wait.given()))
            return first_stage_with_rule;
        if (i != 0 && !s.enter.given()) return stage_without_rule;
        bool const limited = s.grace.given() || s.guaranteed.given() || s.wait.given();
        if (limited && s.grace.is_negative()) return negative_grace;
        if (s.exit && (s.keep.given() || s.door.given() || limited)) return exit_with_more_than_a_rule;
        if (!s.exit && made_.exit_count_ != 0) return stage_after_exit;
        if (!s.exit && made_.stage_count_ == max_stages) return too_many_stages;
        if (s.exit && made_.exit_count_ == max_exits) return too_many_exits;

        typename table::place p{.name_hash = name_hash, .driver = s.driver};
        if (auto const k = keep_text(s.name, p.name); k != none) return k;
        if (!s.source.empty()) {
            if (auto const k = keep_text(s.source, p.source); k != none) return k;
        }
        if (limited) {
            if (auto const k = add_limits(s, p); k != none) return k;
            made_.waits_ |= std::uint64_t{s.wait.given()} << i;
        }
        auto const owner = s.exit ? made_.exit_count_ : made_.stage_count_;
        if (auto const k = add(s.enter, owner, s.exit ? role::exit : role::enter, p.enter); k != none)
            return k;
        if (s.door.given()) {
            if (auto const k = add(s.door, owner, role::door, p.door); k != none) return k;
        }
        p.keep = p.enter;
        if (s.keep.given()) {
            if (auto const k = add(s.keep, owner, role::keep, p.keep); k != none) return k;
            if (!made_.implied(p.enter, p.keep)) return keep_stricter_than_enter;
            made_.own_keep_ |= std::uint64_t{1} << owner;
            for (std::size_t r = p.keep.first; r < made_.route_count_; ++r) {
                if (made_.routes_[r].conditions == 0) made_.always_kept_ |= std::uint64_t{1} << owner;
            }
        }
        if constexpr (requires { S::asks_about_moves(); }) {
            if (auto const k = rules_about_moves<S>::add(made_, s, owner, p); k != none) return k;
        }
        made_.places_[i] = p;
        ++(s.exit ? made_.exit_count_ : made_.stage_count_);
        return none;
    }

private:
    using condition = typename table::condition;
    using role = typename table::role;
    using rule_span = typename table::rule_span;

    table& made_;
    // What may have been seen before, one bit for many values. A tall ladder costs its compiler little only
    // if most values are known to be new without a search.
    std::uint64_t seen_names_[16]{};
    std::uint64_t seen_bounds_ = 0;

    static constexpr bool test_and_set(std::uint64_t& set, std::uint64_t bit) noexcept {
        auto const mask = std::uint64_t{1} << bit % 64;
        bool const was = (set & mask) != 0;
        set |= mask;
        return was;
    }

    // The compiler pays for each character: so it is seen to be ASCII that prints while it is copied, and the
    // size is kept in a variable.
    constexpr defect_kind keep_text(std::string_view t, typename table::text& where) {
        auto size = made_.text_size_;
        if (t.size() > table::max_text - size) return defect_kind::names_too_long;
        where = {size, static_cast<std::uint16_t>(t.size())};
        bool plain = true;
        for (char const c : t) {
            plain = plain && c >= ' ' && c <= '~';
            made_.text_[size++] = c;
        }
        made_.text_size_ = size;
        if (!plain && detail::find_unprintable(t) != std::string_view::npos)
            return defect_kind::unprintable_name;
        return defect_kind::none;
    }

    constexpr defect_kind add_limits(basic_stage<S> const& s, typename table::place& p) {
        using enum defect_kind;
        constexpr auto review = time_limit::shape::review;
        if (s.grace.has_no_calendar() || s.guaranteed.has_no_calendar() || s.wait.has_no_calendar())
            return unsound_calendar;
        if (!s.grace.is_sound() || !s.guaranteed.is_sound() || !s.wait.is_sound()) return limit_out_of_range;
        if (s.guaranteed.how() == review || s.wait.how() == review) return limit_out_of_range;
        auto k = add(s.grace, p.grace);
        if (k == none) k = add(s.guaranteed, p.guaranteed);
        return k == none ? add(s.wait, p.wait) : k;
    }
    constexpr defect_kind add(time_limit const& l, std::uint8_t& number) {
        if (!l.given()) return defect_kind::none;
        auto const code = l.code();
        if (code < 0 && !made_.goes_by(l.calendar())) return defect_kind::two_calendars;
        std::uint8_t i = 0;
        while (i < made_.limit_count_ && made_.limits_[i] != code) ++i;
        if (i == table::max_limits) return defect_kind::too_many_limits;
        if (i == made_.limit_count_) made_.limits_[made_.limit_count_++] = code;
        number = static_cast<std::uint8_t>(i + 1);
        return defect_kind::none;
    }

    constexpr defect_kind add(basic_rule<S> const& rule, std::uint8_t owner, role use, rule_span& where) {
        where = {made_.route_count_, 0};
        for (std::size_t r = 0, routes = rule.route_count(); r < routes; ++r) {
            if (made_.route_count_ == table::max_routes) return defect_kind::too_many_routes;
            std::uint64_t counted = 0;
            std::uint64_t required = 0;
            std::size_t i = rule.begin_of(r);
            for (std::size_t const end = rule.end_of_count(r); i < end; ++i) {
                auto const before = counted;
                if (auto const k = add(rule[i], counted); k != defect_kind::none) return k;
                if (counted == before) return defect_kind::condition_twice_in_a_count;
            }
            for (std::size_t const end = rule.end_of(r); i < end; ++i) {
                if (auto const k = add(rule[i], required); k != defect_kind::none) return k;
            }
            if ((counted & required) != 0) return defect_kind::condition_twice_in_a_count;
            made_.routes_[made_.route_count_++] = {counted | required, counted, rule.least_of(r), owner, use};
            ++where.count;
        }
        return defect_kind::none;
    }

    // Adds to a set the number of an equal condition, or of a new one. Bounds are cut to the limits of the
    // fact: conditions that mean the same are the same.
    constexpr defect_kind add(condition const& given, std::uint64_t& set) {
        word const& meaning = rung::describe<S>(given.fact);
        if (given.low > given.high || given.high < meaning.least || given.low > meaning.most)
            return defect_kind::rule_never_holds;
        condition const c{given.fact, given.low < meaning.least ? meaning.least : given.low,
                          given.high > meaning.most ? meaning.most : given.high};
        std::size_t const count = made_.condition_count_;
        std::size_t i = test_and_set(seen_bounds_, static_cast<std::uint64_t>(c.low)) ? 0 : count;
        for (; i < count; ++i) {
            condition const& known = made_.conditions_[i];
            if (known.low == c.low && known.high == c.high && known.fact == c.fact) break;
        }
        if (i == table::max_conditions) return defect_kind::too_many_conditions;
        auto const bit = std::uint64_t{1} << i;
        if (i == count) {
            if (meaning.ages || meaning.shrinks) made_.aging_ |= bit;
            if (c.high < meaning.most) made_.has_upper_bound_ = true;
            made_.conditions_[made_.condition_count_++] = c;
        }
        set |= bit;
        return defect_kind::none;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
