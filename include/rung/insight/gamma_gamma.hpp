#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/minimize.hpp>
#include <rung/insight/model_fit.hpp>
#include <rung/insight/repeat_purchases.hpp>
#include <rung/insight/special.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What clients pay for a purchase: around a mean of their own, by a gamma distribution of shape p, and the
/// means differ between clients (q, v). What somebody pays has to do neither with how often they buy nor with
/// when they drop out; look at the correlation before you believe it.
///
/// Source: Fader & Hardie 2013, "The Gamma-Gamma model of monetary value". Money in units of the host's.
struct gamma_gamma {
    static constexpr std::size_t parameters = 3;
    static constexpr std::string_view names[] = {"p", "q", "v"};

    double p = 2;
    double q = 2;
    double v = 10;

    [[nodiscard]] std::array<double, 3> values() const noexcept { return {p, q, v}; }
    [[nodiscard]] static gamma_gamma of(std::array<double, 3> const& x) noexcept {
        return {x[0], x[1], x[2]};
    }

    /// Of the clients with a repeat purchase and a mean above 0; the others say nothing about it.
    /// `slope`, if it is not empty, gets the derivatives in p, q, v.
    [[nodiscard]] double log_likelihood(std::span<repeat_spend const> all,
                                        std::span<double> slope = {}) const noexcept {
        double sum = 0;
        std::array<double, 3> g{};
        auto const of_q = detail::log_gamma(q), log_v = std::log(v);
        auto const slope_q = detail::digamma(q);
        for (auto const& h : all) {
            if (!counts(h)) continue;
            auto const x = static_cast<double>(h.repeats), n = static_cast<double>(h.clients);
            auto const paid = x * h.mean;
            auto const all_log = std::log(paid + v);
            sum += n * (detail::log_gamma(p * x + q) - detail::log_gamma(p * x) - of_q + q * log_v +
                        (p * x - 1) * std::log(h.mean) + p * x * std::log(x) - (p * x + q) * all_log);
            if (slope.empty()) continue;
            auto const both = detail::digamma(p * x + q);
            g[0] += n * x * (both - detail::digamma(p * x) + std::log(paid) - all_log);
            g[1] += n * (both - slope_q + log_v - all_log);
            g[2] += n * (q / v - (p * x + q) / (paid + v));
        }
        for (std::size_t i = 0; i < slope.size(); ++i) slope[i] += g[i];
        return sum;
    }

    /// What a client is expected to pay for a purchase: their own mean, drawn towards that of all. Nothing
    /// where the distribution has no mean (q <= 1 and no repeat purchase).
    [[nodiscard]] std::optional<double> expected(repeat_spend const& h) const noexcept {
        auto const x = static_cast<double>(h.repeats);
        auto const below = p * x + q - 1;
        if (!(below > 0)) return std::nullopt;
        return p * (v + x * h.mean) / below;
    }

    template <class Optimizer = quasi_newton>
    [[nodiscard]] static fitted<gamma_gamma>
    fit(std::span<repeat_spend const> all, gamma_gamma start = of({2, 2, 10}), Optimizer const& find = {}) {
        std::int64_t clients = 0;
        for (auto const& h : all) clients += counts(h) ? h.clients : 0;
        return detail::fit<gamma_gamma>(
            [&](gamma_gamma const& m, std::span<double> slope) { return m.log_likelihood(all, slope); },
            clients, start, find);
    }

private:
    [[nodiscard]] static bool counts(repeat_spend const& h) noexcept { return h.repeats > 0 && h.mean > 0; }
};

/// What a client is worth in the next `periods` of so much time: purchases expected in each, times what they
/// are expected to bring in, discounted at the end of each period. `model`: any of the models of purchases.
/// `margin`: of a purchase, in units of money. A discount of 0.01 is 1 % a period.
template <class Model>
[[nodiscard]] double value_of(Model const& model, buyer_history const& h, double margin, int periods,
                              double period, double discount) {
    if (periods < 0 || !(period > 0) || !(discount > -1))
        RUNG_ASSERT("a value is that of 0 or more periods of some length, with a discount above -1");
    double sum = 0, before = 0, factor = 1;
    for (int i = 1; i <= periods; ++i) {
        auto const so_far = model.expected(h, period * i);
        factor /= 1 + discount;
        sum += (so_far - before) * factor;
        before = so_far;
    }
    return sum * margin;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
