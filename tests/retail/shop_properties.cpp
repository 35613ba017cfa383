#include "catch.hpp"

#include <rung/retail/measures.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <vector>

namespace {

namespace m = rung::measures;

// All facts of the retail schema, in its order.
using rows =
    rung::measured<m::contacts, m::purchases, m::addons, m::spend, m::tenure, m::silence, m::since_2nd_last,
                   m::since_3rd_last, m::since_4th_last, m::silence_ratio, m::since_contact, m::waiting,
                   m::recommendations, m::referred, m::evaluations, m::last_score, m::mean_score,
                   m::bad_scores, m::awareness_level, m::need_level, m::process_step, m::wallet_share,
                   m::price_rises, m::own_contacts, m::complaints, m::competitor_purchases, m::lost>;

static_assert(sizeof(rows::facts) == sizeof(rung::retail::facts));

rung::retail_event random_event(std::mt19937_64& random, rung::instant at,
                                std::vector<rung::instant> const& bought) {
    auto const roll = [&](std::uint64_t n) { return random() % n; };
    rung::retail_event e;
    e.at = at;
    e.kind = static_cast<rung::event_kind>(roll(rung::event_kind_count - 1));
    if (roll(3) == 0) e.kind = rung::event_kind::purchase;
    e.amount = rung::money{static_cast<std::int64_t>(roll(10'000))};
    auto const& limits = rung::detail::event_kinds[static_cast<std::size_t>(e.kind)];
    e.detail =
        static_cast<std::uint8_t>(limits.least_detail + roll(limits.most_detail - limits.least_detail + 1u));
    e.mark = static_cast<std::uint8_t>(roll(limits.most_mark + 1u));
    if (e.kind == rung::event_kind::refund && roll(4) != 0 && !bought.empty())
        e.bought = bought[bought.size() - 1 - roll(bought.size() < 6 ? bought.size() : 6)];
    return e;
}

}  // namespace

TEST_CASE("the rows of measures answer as the retail schema does, refunds included") {
    std::mt19937_64 random{11};
    for (std::size_t i = 0; i < rows::size; ++i) {
        auto const& a = rows::vocabulary[i];
        auto const& b = rung::retail::vocabulary[i];
        CHECK(a.name == b.name);
        CHECK(a.measure == b.measure);
        CHECK(a.ages == b.ages);
        CHECK(a.falls == b.falls);
        CHECK(a.most == b.most);
    }
    for (int client = 0; client < 300; ++client) {
        rung::retail::facts one{};
        rows::facts other{};
        auto now = rung::instant::from_unix(1'500'000'000);
        std::vector<rung::instant> bought;
        int const events = client % 50 == 0 ? 400 : static_cast<int>(random() % 60);
        for (int i = 0; i < events; ++i) {
            now = now + rung::duration{static_cast<std::int64_t>(random() % (30 * 86'400))};
            auto const e = random_event(random, now, bought);
            REQUIRE(rows::check(e) == rung::refusal::none);
            if (e.kind == rung::event_kind::purchase) bought.push_back(now);
            rung::retail::fold(one, e);
            rows::fold(other, e);
            bool same = true;
            for (std::size_t k = 0; k < rows::size; ++k) {
                auto const later = now + rung::duration{static_cast<std::int64_t>(random() % (100 * 86'400))};
                auto const of_retail = static_cast<rung::retail::fact>(k);
                auto const of_rows = static_cast<rows::fact>(k);
                same = same && rung::retail::read(one, of_retail, later) == rows::read(other, of_rows, later);
                if (!rung::retail::vocabulary[k].ages) continue;
                auto const value = static_cast<std::int64_t>(random() % (200 * 86'400));
                same = same &&
                       rung::retail::reaches(one, of_retail, value) == rows::reaches(other, of_rows, value);
            }
            CHECK(same);
        }
    }
}
