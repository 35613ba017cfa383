#pragma once

#include <rung/base/fwd.hpp>
#include <rung/base/history.hpp>
#include <rung/base/ids.hpp>
#include <rung/core/number.hpp>

#include <type_traits>

namespace rung {
inline namespace v0 {

/// Many clients on one ladder, by 64-bit id. `History` says whether their events are kept: see
/// base/history.hpp. `Ids` says which ids they have: see base/ids.hpp.
template <class Lifecycle, class History, class Ids>
class client_base {
    static_assert(sizeof(Lifecycle) == 0 || std::is_same_v<Ids, ids::hashed>,
                  "a base that keeps history has hashed ids, any 64-bit numbers: leave ids::dense out");
    static_assert(sizeof(Lifecycle) == 0 || !std::is_same_v<Ids, ids::hashed>,
                  "a base that keeps history: include <rung/base/kept_history.hpp>");

public:
    // Not for deduction: the guides are below.
    template <class... Any>
    explicit client_base(std::type_identity_t<Lifecycle>, Any...) {}
};

namespace detail {

/// Of a ladder in the place of a lifecycle.
template <class Ladder>
struct base_of_a_ladder {
    static_assert(sizeof(Ladder) == 0,
                  "a base moves its clients by a lifecycle, a ladder and how clients rise and fall on it: "
                  "client_base{rung::lifecycle{ladder}}");

    template <class... Any>
    explicit base_of_a_ladder(Any const&...) {}
};

}  // namespace detail

template <class S, class Stage, class Ids>
class client_base<basic_ladder<S, Stage>, history::none, Ids>
    : detail::base_of_a_ladder<basic_ladder<S, Stage>> {
public:
    using detail::base_of_a_ladder<basic_ladder<S, Stage>>::base_of_a_ladder;
};
template <class S, class Stage>
class client_base<basic_ladder<S, Stage>, history::kept> : detail::base_of_a_ladder<basic_ladder<S, Stage>> {
public:
    using detail::base_of_a_ladder<basic_ladder<S, Stage>>::base_of_a_ladder;
};

template <class Lifecycle>
client_base(Lifecycle) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, ids::hashed) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, ids::dense) -> client_base<Lifecycle, history::none, ids::dense>;
template <class Lifecycle>
client_base(Lifecycle, history::none) -> client_base<Lifecycle>;
template <class Lifecycle>
client_base(Lifecycle, history::kept) -> client_base<Lifecycle, history::kept>;
template <class Lifecycle>
client_base(Lifecycle, history::kept, ids::hashed) -> client_base<Lifecycle, history::kept>;
// These are refused with a sentence.
template <class Lifecycle, whole_number Number>
client_base(Lifecycle, Number) -> client_base<Lifecycle>;
template <class Lifecycle, whole_number Number>
client_base(Lifecycle, history::kept, Number) -> client_base<Lifecycle, history::kept>;
template <class Lifecycle>
client_base(Lifecycle, history::kept, ids::dense) -> client_base<Lifecycle, history::kept, ids::dense>;
template <class Lifecycle>
client_base(Lifecycle, ids::dense, history::kept) -> client_base<Lifecycle, history::kept, ids::dense>;

namespace detail {

/// A number given to a base with its lifecycle.
template <class Number>
constexpr void refuse_number() {
    static_assert(sizeof(Number) == 0,
                  "a number beside the lifecycle says neither what it counts nor what it seeds: for room "
                  "base.reserve(clients), for a seed client_base{life, rung::ids::hashed{.seed = secret}}");
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
