#pragma once

// The log of a music shop: 1/10 of the buyers who first bought early in 1997, with all their purchases until
// the middle of 1998.

#include "catch.hpp"
#include "ladders/golden.hpp"

#include <rung/notation/values.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cdnow {

/// The purchases of the log, in its order. Its clients are numbers.
[[nodiscard]] inline std::vector<rung::retail_event> purchases_of_the_log() {
    std::string const command =
        "xz -dc '" + std::string{RUNG_SHARED_DIR} + "/data/cdnow_sample.events.csv.xz' 2>/dev/null";
    struct closer {
        void operator()(std::FILE* f) const noexcept { pclose(f); }
    };
    std::unique_ptr<std::FILE, closer> const unpacked{popen(command.c_str(), "r")};
    std::vector<rung::retail_event> events;
    std::array<char, 256> line{};
    while (unpacked && std::fgets(line.data(), static_cast<int>(line.size()), unpacked.get()) != nullptr) {
        auto const f = golden::fields(line.data());  // id,client,at,kind,amount,channel,score,of
        if (f[0] == "id") continue;
        auto const at = rung::parse_instant(f.size() == 8 ? f[2] : "");
        if (!at || f[3] != "purchase") FAIL("a line of the log is not as expected: " << line.data());
        events.push_back(rung::purchase{.id = std::stoull(f[0]),
                                        .client = std::stoull(f[1]),
                                        .at = *at,
                                        .amount = rung::money{std::stoll(f[4])}});
    }
    if (events.empty())
        WARN("skipped: the shared folder has no data/cdnow_sample.events.csv.xz, or xz is missing");
    return events;
}

/// A client's purchases of one day as one.
[[nodiscard]] inline std::vector<rung::retail_event> by_day(std::vector<rung::retail_event> const& events) {
    std::vector<rung::retail_event> merged;
    std::map<std::pair<rung::client_id, std::uint32_t>, std::size_t> place;
    for (auto const& e : events) {
        auto const [at, is_new] = place.try_emplace({e.client, e.at.unix_seconds / 86'400}, merged.size());
        if (is_new)
            merged.push_back(e);
        else
            merged[at->second].amount += e.amount;
    }
    return merged;
}

}  // namespace cdnow
