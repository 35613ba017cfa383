#include "catch.hpp"
#include "threads/last_words.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

using namespace rung::literals;
using rung::insight::spend_census;
using rung::ladders::service_stage;

namespace {

constexpr rung::instant day(std::int64_t n) { return rung::utc(2026, 1, 1) + 1_days * n; }

}  // namespace

TEST_CASE("spend: what the clients of each rung have spent, together (001.3, 002.10)") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    (void)base.apply(rung::contact{.client = 1, .at = day(0)});
    (void)base.apply(rung::purchase{.client = 2, .at = day(0), .amount = 10.00_money});
    (void)base.apply(rung::purchase{.client = 3, .at = day(0), .amount = 5.50_money});
    for (std::int64_t n = 0; n < 3; ++n)
        (void)base.apply(rung::purchase{.client = 4, .at = day(n), .amount = 100.01_money});

    spend_census const spend{base};
    CHECK(spend[service_stage::potential] == rung::money{0});
    CHECK(spend[service_stage::visitor] == rung::money{0});
    CHECK(spend[service_stage::buyer] == rung::money{15'50});
    CHECK(spend[service_stage::client] == rung::money{300'03});
    CHECK(spend.total() == rung::money{315'53});

    // It shows one moment: the base goes on without it.
    (void)base.apply(rung::refund{.client = 4, .at = day(3), .amount = 100.01_money, .bought = day(2)});
    CHECK(spend[service_stage::client] == rung::money{300'03});
    spend_census const later{base};
    CHECK(later[service_stage::client] == rung::money{0});
    CHECK(later[service_stage::buyer] == rung::money{215'52});
    CHECK(later.total() == rung::money{215'52});
}

TEST_CASE("spend: those who left keep theirs, at the exit; and two add up") {
    using rung::ladders::loyalty_stage;
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty()}};
    (void)base.apply(rung::purchase{.client = 1, .at = day(0), .amount = 7.00_money});
    (void)base.apply(rung::loss{.client = 1, .at = day(1)});
    rung::client_base other{rung::lifecycle{rung::ladders::loyalty()}};
    (void)other.apply(rung::purchase{.client = 2, .at = day(0), .amount = 3.00_money});

    spend_census sum{base};
    CHECK(sum[loyalty_stage::lost] == rung::money{7'00});
    CHECK(sum[loyalty_stage::buyer] == rung::money{0});
    CHECK_FALSE(sum == spend_census<loyalty_stage>{});
    sum += spend_census{other};
    CHECK(sum[loyalty_stage::lost] == rung::money{7'00});
    CHECK(sum[loyalty_stage::buyer] == rung::money{3'00});
    CHECK(sum.total() == rung::money{10'00});
    CHECK(spend_census<>{}.total() == rung::money{0});
}

TEST_CASE("spend: on the lowest rung too") {
    using rung::ladders::loyalty_stage;
    rung::client_base base{rung::lifecycle{rung::ladders::loyalty({.buyer_purchases = 2})}};
    (void)base.apply(rung::purchase{.client = 1, .at = day(0), .amount = 4.00_money});
    spend_census sum{base};
    sum += sum;
    CHECK(sum[loyalty_stage::potential] == rung::money{8'00});
    CHECK(sum.total() == rung::money{8'00});
}

TEST_CASE("spend: nothing is read for a place that no ladder has") {
    spend_census<> const spend;
    CHECK(spend[rung::stage_id{rung::max_places - 1}] == rung::money{0});
    CHECK(last_words([&] { (void)spend[rung::stage_id{rung::max_places}]; }) ==
          "rung: no ladder has a stage of this number: it was not taken from one\n");
}
