#pragma once

#include <rung/core/config.hpp>

#include <cmath>

namespace rung {
inline namespace v0 {
namespace insight {
namespace detail {

/// ln Gamma(x), x > 0: by Stirling's series above 10, and down to x by the product. Unlike std::lgamma it
/// writes nowhere, so that threads may call it at once.
[[nodiscard]] inline double log_gamma(double x) noexcept {
    double product = 1;
    for (; x < 10; x += 1) product *= x;
    auto const z = 1 / (x * x);
    auto const series =
        (1.0 / 12 -
         z * (1.0 / 360 -
              z * (1.0 / 1'260 - z * (1.0 / 1'680 - z * (1.0 / 1'188 - z * (691.0 / 360'360 - z / 156)))))) /
        x;
    return (x - 0.5) * std::log(x) - x + 0.918938533204672741780329736406 + series - std::log(product);
}

/// The derivative of ln Gamma, x > 0.
[[nodiscard]] inline double digamma(double x) noexcept {
    double sum = 0;
    for (; x < 10; x += 1) sum += 1 / x;
    auto const z = 1 / (x * x);
    auto const series =
        z * (1.0 / 12 -
             z * (1.0 / 120 -
                  z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 - z * (691.0 / 32'760 - z / 12))))));
    return std::log(x) - 0.5 / x - series - sum;
}

[[nodiscard]] inline double log_beta(double a, double b) noexcept {
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

/// ln(e^a + e^b) without leaving the range of numbers.
[[nodiscard]] inline double log_add(double a, double b) noexcept {
    return a > b ? a + std::log1p(std::exp(b - a)) : b + std::log1p(std::exp(a - b));
}

}  // namespace detail
}  // namespace insight
}  // namespace v0
}  // namespace rung
