#include "catch.hpp"

#include <rung/base/kept_history.hpp>
#include <rung/insight/flow_by_period.hpp>
#include <rung/insight/tell.hpp>
#include <rung/ladders/service.hpp>
#include <rung/rung.hpp>

#include <cstdint>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using namespace rung::literals;

namespace {

std::string monthly_moves(rung::insight::flow_by_period<rung::ladders::service_stage> const& all) {
    constexpr auto ladder = rung::ladders::service();
    std::ostringstream out;
    all.each([&](std::int64_t period, auto from, auto to, std::int64_t n) {
        out << all.periods().date(period).month << ' ' << ladder.name(from) << '>' << ladder.name(to) << ' '
            << n << "; ";
    });
    return out.str();
}

std::vector<rung::retail_event> two_months_of(rung::client_id first) {
    std::vector<rung::retail_event> out;
    for (auto id = first; id < first + 3; ++id) {
        out.push_back(rung::contact{.id = id * 10, .client = id, .at = rung::utc(2026, 1, 5)});
        out.push_back(
            rung::purchase{.id = id * 10 + 1, .client = id, .at = rung::utc(2026, id % 2 == 0 ? 1 : 2, 9)});
    }
    return out;
}

}  // namespace

TEST_CASE("flow by period: how many moves there were in each month, and parts add up") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    rung::insight::flow_by_period all{base, rung::insight::periods{rung::period::month}};
    auto one = all, other = all;
    CHECK(monthly_moves(all).empty());
    (void)base.apply(two_months_of(1), all);
    (void)base.apply(two_months_of(4), all);
    CHECK(monthly_moves(all) == "1 potential>visitor 6; 1 visitor>buyer 3; 2 visitor>buyer 3; ");

    rung::client_base first{rung::lifecycle{rung::ladders::service()}}, second = first;
    (void)first.apply(two_months_of(1), one);
    (void)second.apply(two_months_of(4), other);
    CHECK((other += one) == all);
}

TEST_CASE("flow by period: a move that did not happen is taken back, by a late event and by hand the same") {
    rung::client_base base{rung::lifecycle{rung::ladders::service()}, rung::history::kept{}};
    rung::insight::flow_by_period followed{base, rung::insight::periods{rung::period::month}};
    auto told = followed, by_hand = followed;
    (void)base.apply(rung::contact{.id = 1, .client = 1, .at = rung::utc(2026, 3, 1)}, followed);
    (void)base.apply(rung::purchase{.id = 2, .client = 1, .at = rung::utc(2026, 2, 1)}, followed);
    rung::insight::tell(base, told);
    by_hand.add(rung::utc(2026, 2, 1), rung::ladders::service_stage::potential,
                rung::ladders::service_stage::buyer);
    CHECK(monthly_moves(followed) == "2 potential>buyer 1; ");
    CHECK(followed == told);
    CHECK(followed == by_hand);
}
