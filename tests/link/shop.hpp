#pragma once

// What both translation units have in common. All of the standard library comes before the hostile macros,
// all of rung after them; interop is not among the headers.
#include <standard_headers.hpp>

#include <cstdio>
#include <string>

#include "hostile_macros.hpp"

#include <rung_headers.hpp>

inline constexpr auto service = rung::lifecycle{rung::ladders::service()};
using shop = rung::client_base<std::remove_const_t<decltype(service)>>;

constexpr char const club_text[] = R"(
ladder club
  stage guest
  stage member  enter purchases >= 1
  stage gold    enter spend >= 1000.00 and recommendations >= 1
                keep silence <= 120d
                grace 30d
)";

namespace here {
namespace {

// Compiled in each translation unit on its own, by the same library.

constexpr auto club = rung::parse_ladder<R"(
stage guest
stage member  enter purchases >= 1
stage gold    enter spend >= 1000.00 and recommendations >= 1
)">();
static_assert(club.place_count() == 3);

/// Two clients on two ladders: all that the library has to say of them.
std::string story(shop& base) {
    using namespace rung::literals;
    std::string said;
    auto const sink = [&](auto const& t) {
        said += std::to_string(t.client) + ' ' + std::string{t.ladder->name(t.to)} + '\n';
    };
    auto const first = rung::utc(2026, 1, 1);
    for (std::int64_t n = 0; n < 5; ++n) {
        (void)base.apply(rung::purchase{.client = 1, .at = first + 10_days * n, .amount = 19.90_money}, sink);
        (void)base.apply(rung::contact{.client = 2, .at = first + 1_days * n, .awaits_answer = n == 4}, sink);
    }
    (void)base.settle(rung::utc(2026, 12, 31), sink);

    auto const read = rung::try_parse_lifecycle(club_text);
    if (!read) return "the text does not parse";
    rung::client joe;
    (void)read->apply(joe, rung::purchase{.client = 3, .at = first, .amount = 2'000.00_money}, sink);
    (void)read->apply(joe, rung::recommendation{.client = 3, .at = first + 1_days}, sink);

    struct text {
        std::string& all;
        void write(char const* from, std::ptrdiff_t size) {
            all.append(from, static_cast<std::size_t>(size));
        }
    } out{said};
    rung::report::explain(out, base.find(1)->explain(rung::utc(2026, 12, 31)), rung::language::en);
    rung::report::explain(out, read->explain(joe, first + 2_days), rung::language::ru);
    rung::write_text(out, *read);
    out << rung::advise(service, rung::playbooks::service, base.find(2)->decided_client(),
                        rung::utc(2026, 12, 31));
    return said;
}

}  // namespace
}  // namespace here
