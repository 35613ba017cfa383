#include "catch.hpp"

#include <rung/core/retail_refunds.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace {

using events = std::vector<rung::retail_event>;

rung::instant at(std::int64_t second) { return rung::instant::from_unix(second); }

struct netted {
    events left;
    events held{};
};

netted net(events of) {
    netted out{std::move(of)};
    rung::retail::net(out.left, out.held);
    return out;
}

}  // namespace

TEST_CASE("without refunds nothing changes") {
    events const all{rung::purchase{.id = 1, .at = at(1), .amount = 5}, rung::contact{.id = 2, .at = at(2)}};
    CHECK(net(all).left == all);
    CHECK(net(all).held.empty());
    CHECK(net({}).left.empty());
}

TEST_CASE("a refund is set off against its own purchase alone") {
    rung::retail_event const kept = rung::purchase{.id = 1, .at = at(1), .amount = 10};
    rung::retail_event const part = rung::refund{.id = 3, .at = at(3), .amount = 4, .of = 1};
    auto lowered = part;
    lowered.of = 0;  // lowers the spend, and is dealt with
    auto const out = net({kept, rung::purchase{.id = 2, .at = at(2), .amount = 7}, part,
                          rung::refund{.id = 4, .at = at(4), .amount = 7, .of = 2}});
    CHECK(out.left == events{kept, lowered});
    CHECK(out.held.empty());

    // In the other order, and where only the sum of both would be enough for one of them.
    auto const both = net({rung::refund{.id = 3, .at = at(3), .amount = 4, .of = 1}, kept,
                           rung::refund{.id = 4, .at = at(4), .amount = 6, .of = 9}});
    CHECK(both.left == events{lowered, kept});
    REQUIRE(both.held.size() == 1);
    CHECK(both.held[0].id == 4);
}

TEST_CASE("parts that add up take the purchase back, at whatever place they stand") {
    for (rung::money const last : {6, 7, 9}) {
        auto const out = net({rung::refund{.id = 3, .at = at(1), .amount = 4, .of = 1},
                              rung::purchase{.id = 1, .at = at(2), .amount = 10},
                              rung::refund{.id = 4, .at = at(3), .amount = last, .of = 1}});
        CHECK(out.held.empty());
        if (last == 6) {
            CHECK(out.left.empty());
            continue;
        }
        // What was given back too much, in the place of the last refund.
        REQUIRE(out.left.size() == 1);
        CHECK(out.left[0].id == 4);
        CHECK(out.left[0].amount == last - 6);
        CHECK(out.left[0].of == 0);
        CHECK(out.left[0].bought == rung::instant::never());
    }
}

TEST_CASE("one of the refunds that names the instant is enough, whichever it is") {
    for (bool const first : {true, false}) {
        auto const whole = at(2);
        auto const no = rung::instant::never();
        auto const out =
            net({rung::purchase{.id = 1, .at = at(2), .amount = 10},
                 rung::refund{.id = 3, .at = at(3), .amount = 2, .of = 1, .bought = first ? whole : no},
                 rung::refund{.id = 4, .at = at(4), .amount = 3, .of = 1, .bought = first ? no : whole}});
        // A fee of 5 was kept: a refund of less than nothing.
        REQUIRE(out.left.size() == 1);
        CHECK(out.left[0].id == 4);
        CHECK(out.left[0].amount == rung::money{-5});
        CHECK(out.held.empty());
    }
}

TEST_CASE("a refund of what is not known is held, one that names nothing stays") {
    rung::retail_event const loose = rung::refund{.id = 5, .at = at(5), .amount = 1};
    // A contact of that number is no purchase.
    rung::retail_event const contact = rung::contact{.id = 9, .at = at(1)};
    rung::retail_event const unknown = rung::refund{.id = 6, .at = at(6), .amount = 1, .of = 9};
    auto const out = net({contact, loose, unknown});
    CHECK(out.left == events{contact, loose});
    CHECK(out.held == events{unknown});
}
