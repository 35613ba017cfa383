#pragma once

#include <rung/core/config.hpp>
#include <rung/core/number.hpp>

#include <cstdint>

/// The id that an id_index without a seed mixes into these bits: the mixing undone. Those that agree in the
/// high half are all at home in one line.
RUNG_WRAPS constexpr rung::client_id unmixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 33)) * 0x9cb4b2f8129337dbU;  // the inverse of the second factor
    bits = (bits ^ (bits >> 33)) * 0x4f74430c22a54005U;  // and of the first
    return bits ^ (bits >> 33);
}
