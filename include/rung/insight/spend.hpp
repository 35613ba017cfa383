#pragma once

#include <rung/base/client_base.hpp>
#include <rung/core/money.hpp>

#include <array>
#include <cstddef>

namespace rung {
inline namespace v0 {
namespace insight {

/// What the clients at each place have spent, together. Taken from a base at one moment; two of them add up
/// with +=.
class spend_census {
public:
    spend_census() = default;

    template <class Lifecycle, class History, class Ids>
    explicit spend_census(client_base<Lifecycle, History, Ids> const& base) {
        base.each(
            [this](auto const& client) { spend_[rung::index_of(client.stage())] += client.facts().spend(); });
    }

    template <stage_like Stage>
    [[nodiscard]] money operator[](Stage s) const noexcept {
        return spend_[rung::index_of(s)];
    }
    [[nodiscard]] money total() const noexcept {
        money sum;
        for (auto const& m : spend_) sum += m;
        return sum;
    }

    spend_census& operator+=(spend_census const& other) noexcept {
        for (std::size_t i = 0; i < max_places; ++i) spend_[i] += other.spend_[i];
        return *this;
    }
    friend bool operator==(spend_census const&, spend_census const&) = default;

private:
    std::array<money, max_places> spend_{};
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
