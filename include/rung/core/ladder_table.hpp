#pragma once

#include <rung/core/config.hpp>
#include <rung/core/rule.hpp>
#include <rung/core/stage.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace detail {

template <class S>
class ladder_builder;
template <class S>
struct rules_about_moves;  // in core/moves.hpp, which schemas with moves include

/// The stages and exits of a ladder with their rules as plain rows, by number: what a ladder is without the
/// type that names its stages. Read here, filled by ladder_builder.
template <class S>
class ladder_table {
    static_assert(is_whole<S>);

public:
    using condition = basic_condition<S>;

    static constexpr std::size_t max_conditions = 64;
    static constexpr std::size_t max_routes = 128;
    static constexpr std::size_t max_text = 4096;
    /// Different graces, guarantees and waits.
    static constexpr std::size_t max_limits = 64;

    /// What a route is for.
    enum class role : std::uint8_t { enter, keep, door, exit };

    /// A way to satisfy a rule. Bit i of a set is condition_at(i).
    struct route {
        /// All that it looks at.
        std::uint64_t conditions = 0;
        /// Of these, those of which `least` must hold; all others must hold.
        std::uint64_t counted = 0;
        std::uint8_t least = 0;
        /// Whose rule it is: the number of the rung, or of the exit among the exits.
        std::uint8_t owner = 0;
        role use{};

        [[nodiscard]] constexpr std::uint64_t required() const noexcept { return conditions & ~counted; }
        /// Whether it holds where a set of conditions does.
        [[nodiscard]] constexpr bool holds(std::uint64_t found) const noexcept {
            return (found & required()) == required() &&
                   (counted == 0 || detail::popcount(found & counted) >= least);
        }
        /// Whether it says the same as another, of whatever rule.
        [[nodiscard]] constexpr bool asks_as(route const& other) const noexcept {
            return conditions == other.conditions && counted == other.counted && least == other.least;
        }
        friend constexpr bool operator==(route const&, route const&) = default;
    };

    /// A rule inside a ladder: its routes are route_at(first) to route_at(first + count - 1).
    struct rule_span {
        std::uint8_t first = 0;
        std::uint8_t count = 0;
        friend constexpr bool operator==(rule_span, rule_span) = default;
    };

    /// The ladder's own name; empty if it was given none.
    [[nodiscard]] constexpr std::string_view name() const noexcept { return view(name_); }
    [[nodiscard]] constexpr std::size_t stage_count() const noexcept { return stage_count_; }
    [[nodiscard]] constexpr std::size_t exit_count() const noexcept { return exit_count_; }
    [[nodiscard]] constexpr std::size_t place_count() const noexcept {
        return stage_count_ + std::size_t{exit_count_};
    }
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

    /// The rungs for which a client has to have stood on the rung below for a while, one bit each.
    [[nodiscard]] constexpr std::uint64_t waits() const noexcept { return waits_; }

    /// Whether any stage has a grace, a guarantee or a wait of its own.
    [[nodiscard]] constexpr bool has_limits() const noexcept { return limit_count_ != 0; }
    /// The days, weeks and years by which its graces, guarantees and waits go.
    [[nodiscard]] constexpr calendar_rules calendar() const noexcept {
        for (std::size_t i = 0; i < limit_count_; ++i) {
            if (limits_[i] < 0) return time_limit::from_code(limits_[i]).calendar();
        }
        return {};
    }

    /// Whether no limit goes by another calendar.
    [[nodiscard]] constexpr bool goes_by(calendar_rules const& c) const noexcept {
        for (std::size_t i = 0; i < limit_count_; ++i) {
            if (limits_[i] < 0) return calendar() == c;
        }
        return true;
    }

    /// The rungs whose own rule to keep is `always`, one bit each: nobody who reached one falls below it.
    [[nodiscard]] constexpr std::uint64_t always_kept() const noexcept { return always_kept_; }
    /// The highest of these up to a rung; 0, the lowest rung, if there is none.
    [[nodiscard]] constexpr std::size_t floor_of(std::size_t rung) const noexcept {
        auto const below = rung < 63 ? always_kept_ & ((std::uint64_t{2} << rung) - 1) : always_kept_;
        return below == 0 ? 0 : static_cast<std::size_t>(detail::bit_width(below) - 1);
    }
    /// The rungs that nobody on `rung` can lose, one bit each: up to the highest that is always kept.
    [[nodiscard]] constexpr std::uint64_t never_lost(std::size_t rung) const noexcept {
        return always_kept_ == 0 ? 0 : (std::uint64_t{2} << floor_of(rung)) - 1;
    }

    /// The first stage that nobody can reach when all the rungs below must hold too; stage_count() if there
    /// is none.
    [[nodiscard]] constexpr std::size_t first_unreachable() const noexcept {
        if (!has_upper_bound_) return stage_count_;
        std::size_t past_doors = stage_count_;  // a door passes all rungs up to its own
        while (past_doors > 1 && places_[past_doors - 1].door.count == 0) --past_doors;
        for (std::size_t upper = past_doors; upper < stage_count_; ++upper) {
            auto const floor = floor_of(upper - 1);  // who is there needs none of the rules below
            for (auto lower = floor > past_doors ? floor : past_doors; lower < upper; ++lower) {
                if (contradict(places_[upper].enter, places_[lower].keep)) return upper;
            }
        }
        return stage_count_;
    }

protected:
    struct text {
        std::uint16_t first = 0;
        std::uint16_t size = 0;
    };
    struct place {
        text name{};
        text source{};
        std::uint32_t name_hash = 0;  // it alone tells most different names apart
        rule_span enter{};
        rule_span keep{};
        rule_span door{};
        rung::driver driver{};
        // The limits that are given, numbered from 1; 0: none.
        std::uint8_t grace = 0;
        std::uint8_t guaranteed = 0;
        std::uint8_t wait = 0;
    };

    constexpr ladder_table() = default;  // to be built

    [[nodiscard]] constexpr time_limit limit(std::uint8_t number) const noexcept {
        return number == 0 ? time_limit{} : time_limit::from_code(limits_[number - 1]);
    }

    [[nodiscard]] constexpr place const& at(std::size_t i) const {
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

    [[nodiscard]] static constexpr bool equal(ladder_table const& a, ladder_table const& b) noexcept {
        if (a.stage_count_ != b.stage_count_ || a.exit_count_ != b.exit_count_ ||
            a.condition_count_ != b.condition_count_ || a.route_count_ != b.route_count_ ||
            a.name() != b.name())
            return false;
        for (std::size_t i = 0; i < a.place_count(); ++i) {
            auto const& x = a.places_[i];
            auto const& y = b.places_[i];
            if (a.view(x.name) != b.view(y.name) || a.view(x.source) != b.view(y.source) ||
                x.enter != y.enter || x.keep != y.keep || x.door != y.door || x.driver != y.driver ||
                a.limit(x.grace) != b.limit(y.grace) || a.limit(x.guaranteed) != b.limit(y.guaranteed) ||
                a.limit(x.wait) != b.limit(y.wait))
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
    friend class ladder_builder<S>;
    friend struct rules_about_moves<S>;

    condition conditions_[max_conditions]{};
    route routes_[max_routes]{};
    place places_[max_places]{};
    char text_[max_text]{};
    std::int64_t limits_[max_limits]{};  // as time_limit::code(): the compiler pays for each member
    text name_{};
    std::uint64_t aging_ = 0;
    std::uint64_t own_keep_ = 0;
    std::uint64_t always_kept_ = 0;
    std::uint64_t waits_ = 0;
    std::uint16_t text_size_ = 0;
    std::uint8_t stage_count_ = 0;
    std::uint8_t exit_count_ = 0;
    std::uint8_t condition_count_ = 0;
    std::uint8_t route_count_ = 0;
    std::uint8_t limit_count_ = 0;
    bool has_upper_bound_ = false;

    // For every route to enter there is a route to keep that asks no more of the same facts.
    [[nodiscard]] constexpr bool implied(rule_span enter, rule_span keep) const noexcept {
        for (std::size_t e = enter.first; e < std::size_t{enter.first} + enter.count; ++e) {
            bool stays = false;
            for (std::size_t k = keep.first; k < std::size_t{keep.first} + keep.count; ++k)
                stays = stays || asks_no_more(routes_[k], routes_[e]);
            if (!stays) return false;
        }
        return true;
    }

    // Whoever fulfils `enter` fulfils `keep`, as far as it is about the same facts: fact by fact, at each
    // value where a condition begins or ceases to hold.
    [[nodiscard]] constexpr bool asks_no_more(route const& keep, route const& enter) const noexcept {
        constexpr int never = 1'000;
        // How few of those counted to keep hold where so many of those counted to enter do, or more.
        int fewest[17]{};
        for (int n = 1; n <= enter.least; ++n) fewest[n] = never;
        std::uint64_t asked = 0;
        for (auto rest = enter.conditions; rest != 0; rest &= ~asked) {
            auto const fact = conditions_[detail::countr_zero(rest)].fact;
            word const& limits = rung::describe<S>(fact);
            std::uint64_t about = 0;
            for (std::size_t i = 0; i < condition_count_; ++i)
                about |= std::uint64_t{conditions_[i].fact == fact} << i;
            about &= enter.conditions | keep.conditions;
            asked |= about;
            int then[17]{};
            for (int n = 0; n <= enter.least; ++n) then[n] = never;
            for (auto each = about; each != 0; each &= each - 1) {
                auto const& c = conditions_[detail::countr_zero(each)];
                for (auto value : {limits.least, c.low, c.high < limits.most ? c.high + 1 : c.low}) {
                    std::uint64_t held = 0;
                    for (auto some = about; some != 0; some &= some - 1) {
                        auto const i = detail::countr_zero(some);
                        held |= std::uint64_t{conditions_[i].holds(value)} << i;
                    }
                    auto const failed = about & ~held;
                    if ((failed & enter.required()) != 0) continue;
                    auto const kept =
                        (failed & keep.required()) != 0 ? -never / 2 : detail::popcount(held & keep.counted);
                    auto const entered = detail::popcount(held & enter.counted);
                    for (int n = 0; n <= enter.least; ++n) {
                        auto& least = then[n + entered < enter.least ? n + entered : enter.least];
                        if (fewest[n] < never && fewest[n] + kept < least) least = fewest[n] + kept;
                    }
                }
            }
            for (int n = 0; n <= enter.least; ++n) fewest[n] = then[n];
        }
        return fewest[enter.least] + detail::popcount(keep.counted & ~asked) >= keep.least;
    }

    // No client can satisfy a route of the one and a route of the other at once.
    [[nodiscard]] constexpr bool contradict(rule_span a, rule_span b) const noexcept {
        for (std::size_t i = a.first; i < std::size_t{a.first} + a.count; ++i) {
            for (std::size_t j = b.first; j < std::size_t{b.first} + b.count; ++j) {
                if (!any_pair(routes_[i].required(), routes_[j].required(),
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

}  // namespace detail
}  // namespace v0
}  // namespace rung
