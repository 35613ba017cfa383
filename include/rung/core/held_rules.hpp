#pragma once

#include <rung/core/config.hpp>
#include <rung/core/watch.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// The rules and policies of a lifecycle held at run time.
template <class Ladder, ascent_policy Ascent, descent_policy Descent, comeback_policy Comeback>
class held_rules : public table_rules<Ladder> {
public:
    constexpr held_rules(Ladder const& of, Ascent up, Descent down, Comeback back) noexcept
        : table_rules<Ladder>{of}, watch_{detail::watch::of(of, up, down)},
          has_graces_{detail::has_graces(of, down)}, ascent_{up}, descent_{down}, comeback_{back} {}

    [[nodiscard]] constexpr Ascent const& ascent() const noexcept { return ascent_; }
    [[nodiscard]] constexpr Descent const& descent() const noexcept { return descent_; }
    [[nodiscard]] constexpr Comeback const& comeback() const noexcept { return comeback_; }
    [[nodiscard]] constexpr bool has_graces() const noexcept { return has_graces_; }
    static constexpr bool may_have_waits = true;
    static constexpr bool may_have_graces = true;
    [[nodiscard]] constexpr std::uint64_t waits() const noexcept { return this->ladder().waits(); }
    [[nodiscard]] constexpr std::uint64_t watched(std::size_t rung) const noexcept { return watch_.at(rung); }
    [[nodiscard]] constexpr bool is_sure(std::size_t rung) const noexcept { return watch_.is_sure(rung); }
    /// When time alone ends the rest on a rung, if that is certain (see detail::watch).
    RUNG_FORCE_INLINE [[nodiscard]] constexpr instant sure_end(typename Ladder::schema_type::facts const& f,
                                                               std::size_t rung, instant now) const noexcept {
        auto const watched = watch_.at(rung);
        if (watched == 0) return instant::forever();
        auto const& c = this->ladder().condition_at(static_cast<std::size_t>(detail::countr_zero(watched)));
        return detail::only_edge<typename Ladder::schema_type>(c, false, f, now);
    }

private:
    detail::watch watch_;
    bool has_graces_;
    RUNG_NO_UNIQUE_ADDRESS Ascent ascent_;
    RUNG_NO_UNIQUE_ADDRESS Descent descent_;
    RUNG_NO_UNIQUE_ADDRESS Comeback comeback_;
};

}  // namespace v0
}  // namespace rung
