#include "../catch.hpp"

#include <rung/measures/period.hpp>

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
