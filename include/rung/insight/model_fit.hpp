#pragma once

#include <rung/core/assert.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/matrix.hpp>
#include <rung/insight/minimize.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// A model with its parameters, as likely as they can be for the data.
template <class Model>
struct fitted {
    static constexpr std::size_t parameters = Model::parameters;

    Model model{};
    double log_likelihood = 0;
    std::int64_t clients = 0;
    /// False: the optimizer did not get to the bottom; the parameters are then only the best that it saw.
    bool converged = false;
    int steps = 0;
    /// Of the logarithms of the parameters, from the curvature at the optimum; no number where the data do
    /// not determine them.
    matrix covariance{};

    /// A parameter with its interval, which is symmetrical for its logarithm.
    [[nodiscard]] estimate parameter(std::size_t i, confidence c = {}) const {
        auto const value = model.values()[i];
        auto const e = c.z() * std::sqrt(covariance(i, i));
        if (!(e >= 0) || !std::isfinite(e)) return {clients, value};
        return {clients, value, value * std::exp(-e), value * std::exp(e)};
    }
    [[nodiscard]] double error(std::size_t i) const {
        return model.values()[i] * std::sqrt(covariance(i, i));
    }
};

namespace detail {

/// Fits a model by its log-likelihood, over the logarithms of its parameters: all of them are above 0.
/// `log_likelihood(model, slope)` adds to `slope`, if there is one, the derivative in each parameter.
template <class Model, class LogLikelihood, class Optimizer>
[[nodiscard]] fitted<Model> fit(LogLikelihood const& log_likelihood, std::int64_t clients, Model const& start,
                                Optimizer const& find) {
    constexpr auto n = Model::parameters;
    if (clients <= 0) RUNG_ASSERT("a model is fitted to clients, and there are none");
    auto const scale = -1 / static_cast<double>(clients);
    auto const model_at = [&](std::span<double const> logs) {
        std::array<double, n> values{};
        for (std::size_t i = 0; i < n; ++i) values[i] = std::exp(logs[i]);
        return Model::of(values);
    };
    auto const objective = [&](std::span<double const> at, std::span<double> slope) {
        auto const model = model_at(at);
        std::array<double, n> g{};
        auto const value = scale * log_likelihood(model, g);
        for (std::size_t i = 0; i < n; ++i) slope[i] = scale * g[i] * model.values()[i];
        return std::isfinite(value) ? value : HUGE_VAL;
    };
    static_assert(
        optimizer<Optimizer, decltype(objective)>,
        "an optimizer is called with a function and a place to begin at, and returns a minimum: see "
        "insight/minimize.hpp");
    std::vector<double> logs;
    for (auto const v : start.values()) logs.push_back(std::log(v));
    minimum const found = find(objective, logs);

    fitted<Model> out{.model = model_at(found.at),
                      .log_likelihood = found.value / scale,
                      .clients = clients,
                      .converged = found.converged,
                      .steps = found.steps};
    matrix curvature{n, n};
    for (std::size_t i = 0; i < n; ++i) {
        constexpr auto h = 1e-4;
        auto at = found.at;
        std::array<double, n> above{}, below{};
        at[i] = found.at[i] + h;
        (void)objective(at, above);
        at[i] = found.at[i] - h;
        (void)objective(at, below);
        for (std::size_t j = 0; j < n; ++j) curvature(i, j) = (above[j] - below[j]) / (2 * h) / -scale;
    }
    auto covariance = insight::inverse(curvature);
    out.covariance = covariance ? *covariance : matrix{n, n};
    for (std::size_t i = 0; i < n; ++i) {
        // Not a bowl: then there is no variance, and not one of 0.
        if (!(out.covariance(i, i) > 0)) out.covariance(i, i) = HUGE_VAL;
    }
    return out;
}

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
