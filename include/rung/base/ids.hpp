#pragma once

#include <rung/core/number.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// Which ids the clients of a client_base have.
namespace ids {

/// Any 64-bit numbers. A client costs a record, an id, and 26 bytes of an index (base/id_index.hpp) in a base
/// that was reserved, up to 38 in one that grew.
///
///     rung::client_base base{life, rung::ids::hashed{.seed = random_bits}};
struct hashed {
    /// Begins the mixing of ids. If they come from outside (names, numbers that somebody can choose), the
    /// host should choose a secret one, a new one in each process: whoever knows the seed can send ids that
    /// slow down all look-ups. The default is for hosts that number their clients themselves; it is the same
    /// everywhere, so that a run can be repeated.
    std::uint64_t seed = 0;
};

/// The numbers from `first` on, `count` of them: a record for each, and nothing else. The first client makes
/// room for all. An event of another id is refused (refusal::client). Not for a base that keeps history.
///
///     rung::client_base base{life, rung::ids::dense{.first = 1, .count = 1'000'000}};
struct dense {
    client_id first = 0;
    std::size_t count = 0;
};

}  // namespace ids
}  // namespace v0
}  // namespace rung
