#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/interval.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace insight {

/// The facts of these clients have the last evaluation, 1 to 5, 0 before the first; those of the retail
/// schema do.
template <class Client>
concept has_last_score = requires(Client const& c) {
    { c.facts().last_score == 5 } -> std::convertible_to<bool>;
};

/// How many people hear of us, and what: a satisfied client tells 3, a dissatisfied one 7 to 50 (document
/// 004). Taken from a base at one moment, by the last evaluation of each client: 4 and 5 are satisfied, 1 and
/// 2 are not. Two of them add up with +=.
class word_of_mouth {
public:
    static constexpr std::int64_t told_by_satisfied = 3;
    static constexpr std::int64_t told_by_dissatisfied_least = 7;
    static constexpr std::int64_t told_by_dissatisfied_most = 50;

    constexpr word_of_mouth() = default;
    template <class Base>
    explicit word_of_mouth(Base const& base) {
        base.each([this](auto const& client) {
            static_assert(has_last_score<decltype(client)>,
                          "the facts of this schema have no last_score: count with add(is_satisfied)");
            auto const score = client.facts().last_score;
            if (score >= 4) add(true);
            if (score == 1 || score == 2) add(false);
        });
    }
    /// One client who said whether they are satisfied.
    constexpr void add(bool is_satisfied, std::int64_t times = 1) noexcept {
        (is_satisfied ? satisfied_ : dissatisfied_) += times;
    }

    [[nodiscard]] constexpr std::int64_t satisfied() const noexcept { return satisfied_; }
    [[nodiscard]] constexpr std::int64_t dissatisfied() const noexcept { return dissatisfied_; }
    /// The share of the satisfied among those who are one or the other.
    [[nodiscard]] estimate share(confidence c = {}) const noexcept {
        return insight::wilson(satisfied_, satisfied_ + dissatisfied_, c);
    }
    /// How many hear good of us, and how many hear bad, at least and at most.
    [[nodiscard]] constexpr std::int64_t hear_good() const noexcept { return satisfied_ * told_by_satisfied; }
    [[nodiscard]] constexpr std::int64_t hear_bad_at_least() const noexcept {
        return dissatisfied_ * told_by_dissatisfied_least;
    }
    [[nodiscard]] constexpr std::int64_t hear_bad_at_most() const noexcept {
        return dissatisfied_ * told_by_dissatisfied_most;
    }
    /// The share of satisfied clients at which as many hear good as bad, if a dissatisfied one tells so many.
    [[nodiscard]] static constexpr double break_even(double told_by_dissatisfied) {
        if (!(told_by_dissatisfied >= 0)) RUNG_ASSERT("nobody tells fewer than none");
        return told_by_dissatisfied / (told_by_dissatisfied + static_cast<double>(told_by_satisfied));
    }

    constexpr word_of_mouth& operator+=(word_of_mouth const& b) noexcept {
        satisfied_ += b.satisfied_;
        dissatisfied_ += b.dissatisfied_;
        return *this;
    }
    friend constexpr bool operator==(word_of_mouth const&, word_of_mouth const&) = default;

private:
    std::int64_t satisfied_ = 0;
    std::int64_t dissatisfied_ = 0;
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
