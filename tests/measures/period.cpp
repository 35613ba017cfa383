#include "../catch.hpp"

#include <rung/measures/sound.hpp>
#include <rung/retail/measures.hpp>

#include <chrono>
#include <cstdint>
#include <initializer_list>

namespace {

namespace detail = rung::detail;
using rung::period;

constexpr std::int64_t last_day = 49'710;  // 2106-02-07

}  // namespace

TEST_CASE("months and their days are those of the calendar, on each day that an instant can have") {
    bool same = true;
    for (std::int64_t d = -1; d <= last_day + 400; ++d) {
        std::chrono::year_month_day const ymd{std::chrono::sys_days{std::chrono::days{d}}};
        auto const month =
            static_cast<int>(ymd.year()) * 12L + static_cast<long>(static_cast<unsigned>(ymd.month())) - 1;
        auto const day = static_cast<unsigned>(ymd.day()) - 1;
        auto const civil = detail::civil_of(d);
        same =
            same && civil.month == month && civil.day == day && detail::first_day_of_month(month) == d - day;
    }
    CHECK(same);
}

TEST_CASE("the first day that still counts is the first whose end has not come") {
    bool same = true;
    bool long_enough = true;
    for (auto p : {period::day, period::week, period::month, period::quarter, period::year}) {
        for (std::int64_t n : {1, 5, 12}) {
            for (std::int64_t d = n % 3; d < last_day; d += 3) {
                auto const first = detail::first_that_counts(p, n, d);
                same = same && detail::end_of_rolling(p, n, first) > d &&
                       detail::end_of_rolling(p, n, first - 1) <= d;
                long_enough = long_enough && detail::end_of_rolling(p, n, d) - d >= detail::least_days(p) * n;
            }
        }
    }
    CHECK(same);
    CHECK(long_enough);
}

TEST_CASE("periods begin where the ones before them end, at any offset and beginning of week and year") {
    for (auto p : {period::day, period::week, period::month, period::quarter, period::year}) {
        for (auto const& rules :
             {rung::calendar_rules{}, rung::calendar_rules{330, 6, 7}, rung::calendar_rules{-1439, 3, 12}}) {
            for (std::uint32_t second : {1'000'000u, 951'782'400u, 1'709'164'800u, 4'000'000'000u}) {
                auto const n = detail::period_of(p, rules, second);
                auto const begin = detail::begin_of(p, rules, n);
                auto const end = detail::begin_of(p, rules, n + 1);
                CHECK(begin <= second);
                CHECK(second < end);
                CHECK(detail::period_of(p, rules, begin) == n);
                CHECK(detail::period_of(p, rules, end - 1) == n);
                CHECK(detail::period_of(p, rules, end) == n + 1);
            }
        }
    }
    // before and after what an instant can be
    CHECK(detail::begin_of(period::year, {}, 1969) == 0);
    CHECK(detail::begin_of(period::year, {}, 2107) == UINT32_MAX);
}

TEST_CASE(
    "periods of one's own begin on the same day of the month, or on its last, each reckoned from the first") {
    for (auto p : {period::day, period::week, period::month, period::quarter, period::year}) {
        for (std::int64_t own : {19'782, 19'753, 19'813, 10'000}) {  // 29 February, 31 January, 31 March 2024
            std::int64_t k = 0;
            bool same = true;
            for (auto day = own; day < own + 4'000; ++day) {
                if (day == detail::end_of_rolling(p, k + 1, own)) ++k;
                same = same && detail::own_period_of(p, own, day) == k;
            }
            CHECK(same);
            CHECK(detail::own_period_of(p, own, own - 1) == -1);
        }
    }
}

TEST_CASE("what counts for months ends on the same day of the month, or on its last") {
    auto const day = [](int y, unsigned m, unsigned d) {
        return std::int64_t{
            std::chrono::sys_days{std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d}}
                .time_since_epoch()
                .count()};
    };
    CHECK(detail::end_of_rolling(period::month, 1, day(2024, 1, 31)) == day(2024, 2, 29));
    CHECK(detail::end_of_rolling(period::month, 1, day(2025, 1, 31)) == day(2025, 2, 28));
    CHECK(detail::end_of_rolling(period::year, 1, day(2024, 2, 29)) == day(2025, 2, 28));
    CHECK(detail::end_of_rolling(period::year, 4, day(2024, 2, 29)) == day(2028, 2, 29));
    CHECK(detail::end_of_rolling(period::quarter, 1, day(2024, 11, 30)) == day(2025, 2, 28));
}

TEST_CASE("no number given to a measure or a window is cut to another one") {
    auto const far = [](std::int64_t n) {
        volatile std::int64_t at_run_time = n;  // in a constant each of these does not compile
        return std::int64_t{at_run_time};
    };
    auto const purchases = rung::count(rung::kinds::purchase).named("n");
    auto const sound = [](rung::measure_row const& m) { return detail::is_sound(m); };
    auto const in = [&](rung::window const& w) { return sound(purchases.in(w)); };
    for (auto const last : {rung::last_days, rung::last_weeks, rung::last_months, rung::last_years}) {
        CHECK(in(last(far(65'535))));
        CHECK_FALSE(in(last(far(65'536 + 12))));
        CHECK_FALSE(in(last(far(-1))));
    }
    CHECK(in(far(3) * rung::calendar_month));
    CHECK_FALSE(in(far(65'536 + 3) * rung::calendar_month));
    CHECK_FALSE(in(far(INT64_MAX) * (2 * rung::calendar_month)));
    CHECK(in(rung::calendar_year.ago(far(255))));
    CHECK_FALSE(in(rung::calendar_year.ago(far(256 + 1))));
    CHECK_FALSE(in(rung::calendar_year.ago(far(-1))));
    CHECK_FALSE(sound(purchases.in(rung::calendar_year).ago(far(257))));
    CHECK(in(rung::last_years(1).days_ago(far(14))));
    CHECK_FALSE(in(rung::last_years(1).days_ago(far(256 + 14))));
    CHECK(in(rung::last_years(1).with_room_for(far(65'535))));
    CHECK_FALSE(in(rung::last_years(1).with_room_for(far(65'536 + 60))));
    CHECK(sound(purchases.at_offset(far(330))));
    CHECK_FALSE(sound(purchases.at_offset(far(65'536 + 60))));
    CHECK(sound(purchases.weeks_from(far(6)).years_from(far(4))));
    CHECK_FALSE(sound(purchases.weeks_from(far(256 + 6))));
    CHECK_FALSE(sound(purchases.years_from(far(256 + 4))));
    CHECK(sound(purchases.up_to(far(UINT32_MAX))));
    CHECK_FALSE(sound(purchases.up_to(far(4'294'967'296 + 5))));
    CHECK(sound(purchases.at_most_a_day(far(UINT32_MAX))));
    CHECK_FALSE(sound(purchases.at_most_a_day(far(4'294'967'296 + 5))));
    CHECK(sound(rung::since_last(rung::kinds::purchase, far(32)).named("n")));
    CHECK_FALSE(sound(rung::since_last(rung::kinds::purchase, far(256 + 2)).named("n")));
}
