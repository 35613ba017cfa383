#pragma once

#include <rung/core/number.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// What ids the clients of a client_base have.
namespace ids {

/// Any 64-bit numbers. A client costs his record, his id, and 26 bytes of an index (base/id_index.hpp)
/// in a base that was reserved, up to 38 in one that grew.
struct hashed {
    /// Begins the mixing of ids: a secret one keeps others from making look-ups slow.
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
