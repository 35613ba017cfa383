#pragma once

#include <rung/core/config.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// What an optimizer found.
struct minimum {
    std::vector<double> at;
    double value = 0;
    bool converged = false;
    int steps = 0;
};

/// A function to be minimized: it returns its value, and writes its slope in each direction.
template <class F>
concept differentiable = requires(F const& f, std::span<double const> at, std::span<double> slope) {
    { f(at, slope) } -> std::convertible_to<double>;
};

/// What finds the minimum of a function from a place to begin at: `quasi_newton`, or a host's own.
template <class O, class F>
concept optimizer = requires(O const& o, F const& f, std::vector<double> start) {
    { o(f, start) } -> std::convertible_to<minimum>;
};

/// The method of Broyden, Fletcher, Goldfarb and Shanno with steps that are halved until the value falls
/// enough (Nocedal & Wright 2006, ch. 6). Meant for a handful of parameters. The function may be infinite:
/// the step is halved there too.
struct quasi_newton {
    double slope = 1e-9;  ///< done when no slope is steeper
    int steps = 500;

    template <differentiable F>
    [[nodiscard]] minimum operator()(F const& f, std::vector<double> start) const {
        auto const n = start.size();
        minimum out{.at = std::move(start)};
        std::vector<double> g(n), next(n), g_next(n), direction(n), h(n * n), hy(n);
        out.value = f(out.at, g);
        auto const reset = [&] {
            for (std::size_t i = 0; i < n * n; ++i) h[i] = i % (n + 1) == 0 ? 1 : 0;
        };
        auto const steepest = [](std::vector<double> const& slopes) {
            double most = 0;
            for (auto const x : slopes) most = std::abs(x) > most ? std::abs(x) : most;
            return most;
        };
        reset();
        bool is_fresh = true;
        for (; out.steps < steps; ++out.steps) {
            out.converged = steepest(g) <= slope;
            if (out.converged) return out;
            double fall = 0, length = 0;
            for (std::size_t i = 0; i < n; ++i) {
                direction[i] = 0;
                for (std::size_t j = 0; j < n; ++j) direction[i] -= h[i * n + j] * g[j];
                fall += direction[i] * g[i];
                length += direction[i] * direction[i];
            }
            // No step is longer than 2: parameters are logarithms.
            auto step = length > 4 ? 2 / std::sqrt(length) : 1.0;
            double value = 0;
            bool is_lower = false;
            for (int halved = 0; halved < 30 && !is_lower; ++halved) {
                for (std::size_t i = 0; i < n; ++i) next[i] = out.at[i] + step * direction[i];
                value = f(next, g_next);
                // At the bottom the values no longer tell what is lower; the slopes still do.
                is_lower =
                    value <= out.value + 1e-4 * step * fall ||
                    (value <= out.value + 1e-13 * std::abs(out.value) && steepest(g_next) < steepest(g));
                if (!is_lower) step /= 2;
            }
            if (!is_lower && is_fresh) {
                // Nothing lower can be told apart by the digits of a double.
                out.converged = steepest(g) <= 1e3 * slope;
                return out;
            }
            if (!is_lower) {
                reset();
                is_fresh = true;
                continue;
            }
            update(h, hy, out.at, next, g, g_next);
            is_fresh = false;
            out.at = next;
            out.value = value;
            g = g_next;
        }
        return out;
    }

private:
    static void update(std::vector<double>& h, std::vector<double>& hy, std::vector<double> const& at,
                       std::vector<double> const& next, std::vector<double> const& g,
                       std::vector<double> const& g_next) {
        auto const n = at.size();
        double sy = 0, yhy = 0;
        for (std::size_t i = 0; i < n; ++i) {
            sy += (next[i] - at[i]) * (g_next[i] - g[i]);
            hy[i] = 0;
            for (std::size_t j = 0; j < n; ++j) hy[i] += h[i * n + j] * (g_next[j] - g[j]);
        }
        for (std::size_t i = 0; i < n; ++i) yhy += (g_next[i] - g[i]) * hy[i];
        if (!(sy > 1e-300)) return;  // no bowl here
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                auto const si = next[i] - at[i], sj = next[j] - at[j];
                h[i * n + j] += (1 + yhy / sy) * si * sj / sy - (hy[i] * sj + si * hy[j]) / sy;
            }
        }
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
