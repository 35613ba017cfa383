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

/// Buy till you die, where clients may drop out after each purchase. Rates of purchase differ between clients
/// by a gamma distribution (shape r, rate alpha, per unit of time), chances to drop out by a beta
/// distribution (a, b). `AtOnce`: whether they may drop out after the first purchase too.
///
/// Sources: Fader, Hardie & Lee 2005 (BG/NBD); Batislam, Denizel & Filiztekin 2007, Hoppe & Wagner 2007
/// (MBG/NBD). Times are in the unit of the data. Expectations are sums of terms above 0 over how often
/// somebody would buy who never drops out: there is no pole at a = 1, and nothing turns negative (the usual
/// formula with the hypergeometric function has both).
template <bool AtOnce>
struct beta_geometric_nbd {
    static constexpr std::size_t parameters = 4;
    static constexpr std::string_view names[] = {"r", "alpha", "a", "b"};

    double r = 1;
    double alpha = 1;
    double a = 1;
    double b = 1;

    [[nodiscard]] std::array<double, 4> values() const noexcept { return {r, alpha, a, b}; }
    [[nodiscard]] static beta_geometric_nbd of(std::array<double, 4> const& v) noexcept {
        return {v[0], v[1], v[2], v[3]};
    }

    /// ln of the likelihood of one client's history.
    [[nodiscard]] double log_likelihood(buyer_history const& h) const noexcept {
        auto one = h;
        one.clients = 1;
        return log_likelihood(std::span{&one, 1});
    }
    /// Of all, in the order of alike_as_one. `slope`, if it is not empty, gets the derivatives in r, alpha,
    /// a, b.
    [[nodiscard]] double log_likelihood(std::span<buyer_history const> all,
                                        std::span<double> slope = {}) const noexcept {
        double sum = 0;
        std::array<double, 4> g{};
        // What depends on the number of purchases alone is computed once for each.
        double part = 0, of_r = 0, of_a = 0, of_b = 0, x = -1, c = 0;
        for (auto const& h : all) {
            if (static_cast<double>(h.repeats) != x) {
                x = static_cast<double>(h.repeats);
                c = chances(x);
                using namespace detail;
                part = log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) + log_beta(a, b + c) -
                       log_beta(a, b);
                if (!slope.empty()) {
                    of_r = digamma(r + x) - digamma(r) + std::log(alpha);
                    of_a = digamma(a + b) - digamma(a + b + c);
                    of_b = digamma(b + c) - digamma(b) + of_a;
                }
            }
            auto const n = static_cast<double>(h.clients);
            auto const end = std::log(alpha + h.observed), last = std::log(alpha + h.last);
            auto const alive = -(r + x) * end;
            if (c == 0) {
                sum += n * (part + alive);
                g[0] += n * (of_r - end);
                g[1] += n * (r / alpha - (r + x) / (alpha + h.observed));
                continue;
            }
            auto const gone = std::log(a / (b + c - 1)) - (r + x) * last;
            auto const both = detail::log_add(alive, gone);
            sum += n * (part + both);
            if (slope.empty()) continue;
            auto const u = std::exp(alive - both), v = std::exp(gone - both);
            g[0] += n * (of_r - u * end - v * last);
            g[1] += n * (r / alpha - (r + x) * (u / (alpha + h.observed) + v / (alpha + h.last)));
            g[2] += n * (of_a + v / a);
            g[3] += n * (of_b - v / (b + c - 1));
        }
        for (std::size_t i = 0; i < slope.size(); ++i) slope[i] += g[i];
        return sum;
    }

    /// The probability that a client of this history has not dropped out.
    [[nodiscard]] double alive(buyer_history const& h) const noexcept {
        auto const x = static_cast<double>(h.repeats);
        auto const c = chances(x);
        if (c == 0) return 1;
        auto const odds =
            std::log(a / (b + c - 1)) + (r + x) * (std::log(alpha + h.observed) - std::log(alpha + h.last));
        return 1 / (1 + std::exp(odds));
    }
    /// How many purchases a client of this history is expected to make in the next t.
    [[nodiscard]] double expected(buyer_history const& h, double t) const {
        auto const x = static_cast<double>(h.repeats);
        return alive(h) * of_living(r + x, alpha + h.observed, b + chances(x), t);
    }
    /// How many repeat purchases somebody new is expected to make by t.
    [[nodiscard]] double expected(double t) const {
        return (AtOnce ? b / (a + b) : 1) * of_living(r, alpha, b + chances(0), t);
    }
    /// The probability that somebody new makes n repeat purchases by t.
    [[nodiscard]] double probability(std::int64_t n, double t) const {
        if (n < 0 || !(t >= 0))
            RUNG_ASSERT("a probability is asked for 0 or more purchases in a time from 0 on");
        auto const x = static_cast<double>(n);
        auto const c = chances(x);
        auto const log_in = t == 0 ? -HUGE_VAL : std::log(t / (alpha + t));
        auto const bought = [&](double j) {
            using namespace detail;
            return std::exp(log_gamma(r + j) - log_gamma(r) - log_gamma(j + 1) +
                            r * std::log(alpha / (alpha + t)) + (j == 0 ? 0 : j * log_in));
        };
        auto const part = [&](double more_a, double more_b) {
            return std::exp(detail::log_beta(a + more_a, b + more_b) - detail::log_beta(a, b));
        };
        auto sum = part(0, c) * bought(x);
        if (c == 0) return sum;
        double fewer = 0;
        for (std::int64_t j = 0; j < n; ++j) fewer += bought(static_cast<double>(j));
        return sum + part(1, c - 1) * (1 - fewer);
    }

    /// The most likely parameters. `find`: an optimizer of the host's own.
    template <class Optimizer = quasi_newton>
    [[nodiscard]] static fitted<beta_geometric_nbd> fit(std::vector<buyer_history> data,
                                                        beta_geometric_nbd start = of({1, 1, 1, 1}),
                                                        Optimizer const& find = {}) {
        auto const all = insight::alike_as_one(std::move(data));
        std::int64_t clients = 0;
        for (auto const& h : all) clients += h.clients;
        return detail::fit<beta_geometric_nbd>(
            [&](beta_geometric_nbd const& m, std::span<double> slope) {
                return m.log_likelihood(all, slope);
            },
            clients, start, find);
    }

private:
    // How often a client could have dropped out who made x repeat purchases.
    [[nodiscard]] static double chances(double x) noexcept { return x + (AtOnce ? 1 : 0); }

    // The expected purchases in t of somebody who has not dropped out, with rates by gamma(shape, rate) and
    // chances to drop out by beta(a, stays): the sum over k of the probability that they would buy k times,
    // times how many of those they live to make.
    [[nodiscard]] double of_living(double shape, double rate, double stays, double t) const {
        if (!(t >= 0)) RUNG_ASSERT("purchases are expected in a time from 0 on");
        if (t == 0) return 0;
        auto const z = t / (rate + t);
        auto const mean = shape * t / rate;
        double made = 0, lives = 1, sum = 0, seen = 0;
        auto log_p = shape * std::log1p(-z);
        for (double k = 0;; k += 1) {
            auto const p = std::exp(log_p);
            sum += p * made;
            seen += p;
            // The rest of the distribution falls at least as fast as this, and made <= k + 1.
            auto const falls = z * (shape + k) / (k + 1);
            if (k > mean && falls < 1 && p * (k + 2) < 1e-17 * (1 - falls) * (1 - falls) * (sum + 1e-300))
                return sum;
            if (seen >= 1 && k > mean && p < 1e-300) return sum;
            made += lives;
            lives *= (stays + k) / (a + stays + k);
            log_p += std::log(falls);
        }
    }
};

/// The model as published (Fader, Hardie, Lee 2005): who has not bought again cannot have left.
using bg_nbd = beta_geometric_nbd<false>;
/// The modified one (Batislam, Denizel, Filiztekin 2007): the first purchase can be the last.
using mbg_nbd = beta_geometric_nbd<true>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
