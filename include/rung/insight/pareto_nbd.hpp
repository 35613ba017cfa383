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
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// Gauss and Legendre's 12 points on -1 to 1, half of them.
inline constexpr double gauss_points[6] = {0.1252334085114689, 0.3678314989981802, 0.5873179542866175,
                                           0.7699026741943047, 0.9041172563704749, 0.9815606342467193};
inline constexpr double gauss_weights[6] = {0.2491470458134028, 0.2334925365383548, 0.2031674267230659,
                                            0.1600783285433462, 0.1069393259953184, 0.0471753363865118};

}  // namespace detail

/// Buy till you die, where clients may drop out at any time. Rates of purchase differ between clients by a
/// gamma distribution (shape r, rate alpha), rates to drop out by another (shape s, rate beta).
///
/// Source: Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005, "A note on deriving the Pareto/NBD
/// model". The integral over when a client dropped out is taken numerically, in logarithms: nothing cancels
/// out or overflows, whatever the number of purchases, and it has exact derivatives.
struct pareto_nbd {
    static constexpr std::size_t parameters = 4;
    static constexpr std::string_view names[] = {"r", "alpha", "s", "beta"};

    double r = 1;
    double alpha = 1;
    double s = 1;
    double beta = 1;

    [[nodiscard]] std::array<double, 4> values() const noexcept { return {r, alpha, s, beta}; }
    [[nodiscard]] static pareto_nbd of(std::array<double, 4> const& v) noexcept {
        return {v[0], v[1], v[2], v[3]};
    }

    [[nodiscard]] double log_likelihood(buyer_history const& h) const noexcept {
        auto one = h;
        one.clients = 1;
        return log_likelihood(std::span{&one, 1});
    }
    /// Of all, in the order of alike_as_one. `slope`, if it is not empty, gets the derivatives in r, alpha,
    /// s, beta.
    [[nodiscard]] double log_likelihood(std::span<buyer_history const> all,
                                        std::span<double> slope = {}) const noexcept {
        double sum = 0;
        std::array<double, 4> g{};
        double part = 0, of_r = 0, x = -1;
        for (auto const& h : all) {
            if (static_cast<double>(h.repeats) != x) {
                x = static_cast<double>(h.repeats);
                using namespace detail;
                part = log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) + s * std::log(beta);
                if (!slope.empty()) of_r = digamma(r + x) - digamma(r) + std::log(alpha);
            }
            auto const n = static_cast<double>(h.clients);
            auto const living = log_living(h);
            auto const gone = when_gone(h, !slope.empty());
            auto const both = detail::log_add(living, gone.log_of);
            sum += n * (part + both);
            if (slope.empty()) continue;
            auto const u = std::exp(living - both), v = std::exp(gone.log_of - both);
            g[0] += n * (of_r - u * std::log(alpha + h.observed) - v * gone.log_alpha);
            g[1] += n * (r / alpha - (r + x) * (u / (alpha + h.observed) + v * gone.over_alpha));
            g[2] += n * (std::log(beta) - u * std::log(beta + h.observed) + v * (1 / s - gone.log_beta));
            g[3] += n * (s / beta - u * s / (beta + h.observed) - v * (s + 1) * gone.over_beta);
        }
        for (std::size_t i = 0; i < slope.size(); ++i) slope[i] += g[i];
        return sum;
    }

    /// The probability that a client of this history has not dropped out.
    [[nodiscard]] double alive(buyer_history const& h) const noexcept {
        return 1 / (1 + std::exp(when_gone(h, false).log_of - log_living(h)));
    }
    /// How many purchases a client of this history is expected to make in the next t.
    [[nodiscard]] double expected(buyer_history const& h, double t) const {
        return alive(h) *
               of_living(r + static_cast<double>(h.repeats), alpha + h.observed, beta + h.observed, t);
    }
    /// How many repeat purchases somebody new is expected to make by t.
    [[nodiscard]] double expected(double t) const { return of_living(r, alpha, beta, t); }

    /// The most likely parameters. `find`: an optimizer of the host's own.
    template <class Optimizer = quasi_newton>
    [[nodiscard]] static fitted<pareto_nbd>
    fit(std::vector<buyer_history> data, pareto_nbd start = of({1, 1, 1, 1}), Optimizer const& find = {}) {
        auto const all = insight::alike_as_one(std::move(data));
        std::int64_t clients = 0;
        for (auto const& h : all) clients += h.clients;
        return detail::fit<pareto_nbd>(
            [&](pareto_nbd const& m, std::span<double> slope) { return m.log_likelihood(all, slope); },
            clients, start, find);
    }

private:
    // A client who dropped out after the last purchase: ln of the integral of s (alpha + y)^-(r + x)
    // (beta + y)^-(s + 1) over when they did, and means over it.
    struct dropped {
        double log_of = 0;
        double log_alpha = 0, log_beta = 0;    // of ln(alpha + y), ln(beta + y)
        double over_alpha = 0, over_beta = 0;  // of 1 / (alpha + y), 1 / (beta + y)
    };

    [[nodiscard]] double log_living(buyer_history const& h) const noexcept {
        return -(r + static_cast<double>(h.repeats)) * std::log(alpha + h.observed) -
               s * std::log(beta + h.observed);
    }
    [[nodiscard]] dropped when_gone(buyer_history const& h, bool with_means) const noexcept {
        dropped out;
        if (!(h.observed > h.last)) {
            out.log_of = -HUGE_VAL;
            return out;
        }
        auto const x = static_cast<double>(h.repeats);
        auto const at_last = -(r + x) * std::log(alpha + h.last) - (s + 1) * std::log(beta + h.last);
        // Over w = ln((c + y) / (c + last)), in which the integrand falls by no more than e^(r + x + s) for
        // each unit; 12 points on a piece of e^8 are exact to the last digits.
        auto const c = alpha < beta ? alpha : beta;
        auto const whole = std::log1p((h.observed - h.last) / (c + h.last));
        auto const steep = (r + x + s + 1) / 8;
        auto const pieces = std::ceil(whole * (steep > 1 ? steep : 1));
        auto const width = whole / pieces;
        double sum = 0;
        for (double piece = 0; piece < pieces; piece += 1) {
            double add = 0;
            for (int i = 0; i < 12; ++i) {
                auto const point = i < 6 ? detail::gauss_points[i] : -detail::gauss_points[i - 6];
                auto const w = width * (piece + 0.5 + point / 2);
                auto const y = h.last + (c + h.last) * std::expm1(w);
                auto const la = std::log(alpha + y), lb = std::log(beta + y);
                auto const f = detail::gauss_weights[i % 6] * width / 2 * (c + y) *
                               std::exp(-(r + x) * la - (s + 1) * lb - at_last);
                add += f;
                if (!with_means) continue;
                out.log_alpha += f * la;
                out.log_beta += f * lb;
                out.over_alpha += f / (alpha + y);
                out.over_beta += f / (beta + y);
            }
            sum += add;
            if (add < 1e-18 * sum) break;
        }
        out.log_alpha /= sum;
        out.log_beta /= sum;
        out.over_alpha /= sum;
        out.over_beta /= sum;
        out.log_of = std::log(s) + std::log(sum) + at_last;
        return out;
    }
    // (1 - q^(s - 1)) / (s - 1), q = beta / (beta + t), which has a limit at s = 1.
    [[nodiscard]] double of_living(double shape, double rate, double out, double t) const {
        if (!(t >= 0)) RUNG_ASSERT("purchases are expected in a time from 0 on");
        auto const log_q = -std::log1p(t / out);
        auto const e = (s - 1) * log_q;
        auto const part = std::abs(e) < 1e-8 ? -log_q * (1 + e / 2) : -std::expm1(e) / (s - 1);
        return shape * out / rate * part;
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
