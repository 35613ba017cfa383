#pragma once

#include <rung/base/client_base.hpp>
#include <rung/core/money.hpp>
#include <rung/insight/place.hpp>

#include <array>
#include <cstddef>

namespace rung {
inline namespace v0 {
namespace insight {

/// What the clients at each place have spent, together. Taken from a base at one moment: `spend_census
/// spend{base}`. Two of them add up with +=.
template <stage_name Stage = stage_id>
class spend_census {
public:
    spend_census() = default;

    template <class Base>
    explicit spend_census(Base const& base) {
        base.each([this](auto const& client) {
            spend_[detail::place_of(client.stage())] += client.facts().spend();
        });
    }

    [[nodiscard]] money operator[](Stage s) const noexcept { return spend_[detail::place_of(s)]; }
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

template <class Lifecycle, class History, class Ids>
spend_census(client_base<Lifecycle, History, Ids> const&) -> spend_census<typename Lifecycle::stage_type>;

}  // namespace insight
}  // namespace v0
}  // namespace rung
