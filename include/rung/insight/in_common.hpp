#pragma once

#include <rung/insight/interval.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What the clients of a segment have in common: the golden ones, the loyal. For each trait (the first
/// channel is 3; bought from the category of tea; was referred; whatever a host knows, as a value that has an
/// order) it counts who of the segment and who of the others has it. Two of them add up with +=.
///
///     rung::insight::in_common<std::string> shared;
///     base.each([&](auto const& client) { shared.add(is_golden(client), traits_of(client)); });
///     for (auto const& t : shared.all({.least_cases = 30})) ...
template <class Trait>
class in_common {
public:
    struct finding {
        Trait trait{};
        crossed counts{};  ///< with the trait or without; yes: of the segment
        estimate lift{};   ///< how many times as frequent in the segment as among all
        estimate odds{};   ///< the odds of the segment with the trait against those without
        double p = 1;      ///< how likely a difference as large is by chance alone,
        double q = 1;      ///< corrected for how many traits were looked at (Benjamini & Hochberg)
    };
    struct terms {
        /// Traits that fewer clients have, or all but fewer, are not looked at: their figures say nothing.
        std::int64_t least_cases = 10;
        confidence sure{};
        double prior = 0.5;
    };

    /// A client, with each trait once.
    template <class Traits>
    void add(bool of_segment, Traits const& traits, std::int64_t times = 1) {
        (of_segment ? inside_ : outside_) += times;
        for (auto const& t : traits) {
            auto const at = counts_.try_emplace(t).first;
            (of_segment ? at->second.inside : at->second.outside) += times;
            if (at->second == count{}) counts_.erase(at);
        }
    }

    [[nodiscard]] std::int64_t inside() const noexcept { return inside_; }
    [[nodiscard]] std::int64_t outside() const noexcept { return outside_; }
    /// The counts of a trait; of one that nobody has, too.
    [[nodiscard]] crossed of(Trait const& t) const {
        auto const at = counts_.find(t);
        auto const c = at == counts_.end() ? count{} : at->second;
        return {.with_yes = c.inside,
                .with_no = c.outside,
                .without_yes = inside_ - c.inside,
                .without_no = outside_ - c.outside};
    }
    /// All traits that enough clients have, in their order.
    [[nodiscard]] std::vector<finding> all(terms const& how = {}) const {
        std::vector<finding> out;
        std::vector<double> p;
        for (auto const& [trait, c] : counts_) {
            auto const counts = of(trait);
            if (counts.with() < how.least_cases || counts.without() < how.least_cases) continue;
            p.push_back(insight::p_value(counts));
            out.push_back({trait, counts, insight::lift(counts, how.sure),
                           insight::odds_ratio(counts, how.sure, how.prior), p.back()});
        }
        auto const q = insight::benjamini_hochberg(p);
        for (std::size_t i = 0; i < q.size(); ++i) out[i].q = q[i];
        return out;
    }

    in_common& operator+=(in_common const& other) {
        inside_ += other.inside_;
        outside_ += other.outside_;
        for (auto const& [trait, c] : other.counts_) {
            auto const at = counts_.try_emplace(trait).first;
            at->second.inside += c.inside;
            at->second.outside += c.outside;
            if (at->second == count{}) counts_.erase(at);
        }
        return *this;
    }
    friend bool operator==(in_common const&, in_common const&) = default;

private:
    struct count {
        std::int64_t inside = 0;
        std::int64_t outside = 0;
        friend bool operator==(count const&, count const&) = default;
    };

    std::map<Trait, count> counts_{};
    std::int64_t inside_ = 0;
    std::int64_t outside_ = 0;
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
