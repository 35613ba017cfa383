#pragma once

// Where the clients of a base are, and the moves that it tells of, to compare bases by.

#include <rung/core/fwd.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace places {

using place = std::tuple<rung::client_id, std::string, std::uint32_t>;

/// Each client with the name of the rung and since when, by id.
template <class Base>
std::vector<place> of(Base const& base) {
    std::vector<place> out;
    base.each([&](auto const& c) {
        out.emplace_back(c.id(), std::string(c.stage_name()), c.since().unix_seconds);
    });
    std::sort(out.begin(), out.end());
    return out;
}

/// An observer that notes who came where, and when.
inline auto into(std::vector<place>& out) {
    return [&out](auto const& t) {
        out.emplace_back(t.client, std::string(t.ladder->name(t.to)), t.at.unix_seconds);
    };
}

}  // namespace places
