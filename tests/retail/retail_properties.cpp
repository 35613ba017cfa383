#include "catch.hpp"
#include "core/random_worlds.hpp"

#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>

// What core/steady.hpp checks of the schemas of hosts while clients move, it takes for granted of this one.
TEST_CASE("no fact of the retail schema falls as time passes, and none changes that is not said to age") {
    using rung::retail;
    std::int64_t grown = 0;
    CHECK(rc::check([&] {
        retail::facts f;
        // also what no honest client does: a refund of what was never bought
        for (auto const& e :
             worlds::random_log(20, worlds::chance(20) ? 90'000'000 : 50, worlds::chance(70))) {
            if (rung::why_not<retail>(f, e) != rung::refusal::none) continue;
            retail::fold(f, e);
            auto const now = e.at;
            auto const later = now + rung::duration{worlds::draw(0, worlds::chance(20) ? 900'000'000 : 100)};
            auto const last = later + rung::duration{worlds::draw(0, worlds::chance(20) ? 900'000'000 : 100)};
            for (std::size_t i = 0; i < retail::vocabulary.size(); ++i) {
                auto const fact = static_cast<retail::fact>(i);
                auto const was = retail::read(f, fact, now);
                auto const is = retail::read(f, fact, later);
                auto const comes = retail::read(f, fact, last);
                RC_ASSERT(was <= is);
                RC_ASSERT(is <= comes);
                RC_ASSERT(retail::vocabulary[i].ages || was == comes);
                grown += was < comes ? 1 : 0;
            }
        }
    }));
    CHECK(grown > 1'000);
}
