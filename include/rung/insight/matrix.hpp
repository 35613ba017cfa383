#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// A small matrix of doubles, row after row: of places by places, or of parameters.
class matrix {
public:
    matrix() = default;
    matrix(std::size_t rows, std::size_t columns) : columns_{columns}, values_(rows * columns) {}
    /// `matrix p{{.5, .5}, {0, 1}}`
    matrix(std::initializer_list<std::initializer_list<double>> rows)
        : columns_{rows.size() == 0 ? 0 : rows.begin()->size()} {
        for (auto const& row : rows) {
            if (row.size() != columns_) RUNG_ASSERT("the rows of a matrix are of one length");
            values_.insert(values_.end(), row.begin(), row.end());
        }
    }
    [[nodiscard]] static matrix identity(std::size_t n) {
        matrix out{n, n};
        for (std::size_t i = 0; i < n; ++i) out(i, i) = 1;
        return out;
    }

    [[nodiscard]] std::size_t rows() const noexcept { return columns_ == 0 ? 0 : values_.size() / columns_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] double& operator()(std::size_t i, std::size_t j) { return values_[cell(i, j)]; }
    [[nodiscard]] double operator()(std::size_t i, std::size_t j) const { return values_[cell(i, j)]; }
    [[nodiscard]] std::span<double const> row(std::size_t i) const {
        return {values_.data() + cell(i, 0), columns_};
    }

    friend matrix operator*(matrix const& a, matrix const& b) {
        if (a.columns_ != b.rows())
            RUNG_ASSERT("matrices multiply if one has as many columns as the other rows");
        matrix out{a.rows(), b.columns_};
        for (std::size_t i = 0; i < out.rows(); ++i)
            for (std::size_t k = 0; k < a.columns_; ++k)
                for (std::size_t j = 0; j < out.columns_; ++j) out(i, j) += a(i, k) * b(k, j);
        return out;
    }
    friend bool operator==(matrix const&, matrix const&) = default;

private:
    std::size_t columns_ = 0;
    std::vector<double> values_{};

    [[nodiscard]] std::size_t cell(std::size_t i, std::size_t j) const {
        auto const at = i * columns_ + j;
        if (j >= columns_ || at >= values_.size())
            RUNG_ASSERT("a matrix was asked for a cell that it does not have");
        return at;
    }
};

/// The inverse of a square matrix (Gauss and Jordan, with pivots); nothing if it has none.
[[nodiscard]] inline std::optional<matrix> inverse(matrix a) {
    auto const n = a.rows();
    if (n != a.columns()) RUNG_ASSERT("a matrix that is not square has no inverse");
    auto out = matrix::identity(n);
    for (std::size_t k = 0; k < n; ++k) {
        auto pivot = k;
        for (auto i = k + 1; i < n; ++i) {
            if (std::abs(a(i, k)) > std::abs(a(pivot, k))) pivot = i;
        }
        if (!(std::abs(a(pivot, k)) > 1e-300)) return std::nullopt;
        for (std::size_t j = 0; j < n; ++j) {
            std::swap(a(k, j), a(pivot, j));
            std::swap(out(k, j), out(pivot, j));
        }
        auto const scale = 1 / a(k, k);
        for (std::size_t j = 0; j < n; ++j) {
            a(k, j) *= scale;
            out(k, j) *= scale;
        }
        for (std::size_t i = 0; i < n; ++i) {
            auto const times = a(i, k);
            if (i == k || times == 0) continue;
            for (std::size_t j = 0; j < n; ++j) {
                a(i, j) -= times * a(k, j);
                out(i, j) -= times * out(k, j);
            }
        }
    }
    return out;
}

}  // namespace insight
}  // namespace v0
}  // namespace rung
