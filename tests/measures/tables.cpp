#include "../catch.hpp"

#include <rung/core/calendar.hpp>
#include <rung/retail/measures.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

// Measures beside others: what they share is shared rightly, and where numbers end.

namespace {

using namespace rung::literals;
using rung::utc;

enum class what : std::uint8_t { visit, sale, redeem, leave };
struct event {
    rung::event_id id = 0;
    rung::client_id client = 1;
    rung::instant at;
    what kind{};
    std::uint8_t channel = 0;
    std::uint32_t points = 0;
    std::int16_t change = 0;
};
using shop = rung::event_model<event, &event::kind, &event::channel, &event::points, &event::change>;
constexpr auto visit = shop::of(what::visit);
constexpr auto sale = shop::of(what::sale);
constexpr auto redeem = shop::of(what::redeem);
constexpr auto leave = shop::of(what::leave);
constexpr auto channel = shop::field<&event::channel>;
constexpr auto points = shop::field<&event::points>;
constexpr auto change = shop::field<&event::change>;

constexpr auto capped = rung::count(visit).at_most_a_day(2).named("capped");
constexpr auto capped_there = rung::count(visit).at_most_a_day(2).at_offset(330).named("capped_there");
constexpr auto days = rung::days_with(visit).named("days");
constexpr auto days_since = rung::days_with(visit).after(leave).named("days_since");
constexpr auto days_month = rung::days_with(visit).in(rung::calendar_month).named("days_month");
constexpr auto days_before = rung::days_with(visit).in(3 * rung::calendar_month).ago(1).named("days_before");
constexpr auto days_week = rung::days_with(visit).in(rung::calendar_week).after(leave).named("days_week");
constexpr auto oldest_1 =
    rung::sum(points).of(sale).less(redeem).oldest_first().in(rung::calendar_month).named("oldest_1");
constexpr auto oldest_3 =
    rung::sum(points).of(sale).less(redeem).oldest_first().in(3 * rung::calendar_month).named("oldest_3");
constexpr auto newest_1 = rung::sum(points).of(sale).less(redeem).in(rung::calendar_month).named("newest_1");
constexpr auto newest_4 =
    rung::sum(points).of(sale).less(redeem).in(4 * rung::calendar_month).named("newest_4");
constexpr auto newest_ago = newest_1.ago(2).named("newest_ago");
constexpr auto mean_9 = rung::mean(channel).of(sale).up_to(9).named("mean_9");
constexpr auto mean_8 = rung::mean(channel).of(sale).up_to(8).named("mean_8");
constexpr auto mean_points = rung::mean(points).of(sale).named("mean_points");
constexpr auto changed = rung::last(change).of(sale).named("changed");
constexpr auto sevens = rung::sum(points).of(sale || visit.as(7)).named("sevens");
constexpr auto eights = rung::sum(points).of(sale || visit.as(8)).named("eights");
constexpr auto weeks_on = rung::streak_of(rung::period::week, sale).weeks_from(3).named("weeks_on");
constexpr auto weeks_of_monday = rung::streak_of(rung::period::week, sale).named("weeks_of_monday");

using table = rung::measured<capped, capped_there, days, days_since, days_month, days_before, days_week,
                             oldest_1, oldest_3, newest_1, newest_4, newest_ago, mean_9, mean_8, mean_points,
                             changed, sevens, eights, weeks_on, weeks_of_monday>;

std::vector<event> random_log(std::mt19937_64& random, rung::instant now, std::int64_t pace) {
    std::vector<event> log;
    auto const below = [&](std::uint64_t n) { return random() % n; };
    for (int i = 0; i < 60; ++i) {
        now = now + rung::duration{static_cast<std::int64_t>(below(static_cast<std::uint64_t>(pace)))};
        if (!now.is_moment()) break;
        auto const dice = below(12);
        log.push_back({.at = now,
                       .kind = dice < 5    ? what::visit
                               : dice < 9  ? what::sale
                               : dice < 11 ? what::redeem
                                           : what::leave,
                       .channel = static_cast<std::uint8_t>(below(256)),
                       .points = static_cast<std::uint32_t>(below(5'000)),
                       .change = static_cast<std::int16_t>(below(65'536))});
    }
    return log;
}

template <auto const& Measure>
void check_alone(std::vector<event> const& log) {
    using alone = rung::measured<Measure>;
    typename alone::facts by_itself{};
    table::facts beside{};
    auto const a = alone::fact_of(Measure);
    auto const b = table::fact_of(Measure);
    for (auto const& e : log) {
        alone::fold(by_itself, e);
        table::fold(beside, e);
        for (auto const after : {0_days, 1_days, 40_days}) {
            auto const t = e.at + after;
            INFO(Measure.name << " at " << t.unix_seconds);
            auto const value = alone::read(by_itself, a, t);
            CHECK(table::read(beside, b, t) == value);
            if constexpr (Measure.shrinks()) {
                auto const flips = alone::flips(by_itself, a, value / 2, value, t);
                CHECK(table::flips(beside, b, value / 2, value, t) == flips);
                if (t.is_moment()) CHECK(flips > t);
            }
        }
    }
}
template <auto const&... Measures>
void check_each_alone(rung::measured<Measures...>, std::vector<event> const& log) {
    (check_alone<Measures>(log), ...);
}

template <class Table>
std::int64_t has(typename Table::facts const& f, auto const& m, rung::instant now) {
    return Table::read(f, Table::fact_of(m), now);
}

}  // namespace

TEST_CASE("a measure shows beside others what it shows alone") {
    std::mt19937_64 random{31};
    for (auto const begins : {utc(2023, 12, 1), utc(1970, 1, 1) + 1_seconds, utc(2105, 11, 20)}) {
        for (auto const pace : {20'000, 86'400, 400'000})
            check_each_alone(table{}, random_log(random, begins, pace));
    }
}

TEST_CASE("the mean of a wide field is right, to the last of its events") {
    table::facts f{};
    for (auto n : {4'000'000'000u, 4'000'000'000u, 1'000'000'001u})
        table::fold(f, {.at = utc(2026, 1, 1), .kind = what::sale, .channel = 255, .points = n});
    CHECK(has<table>(f, mean_points, utc(2026, 1, 2)) == 300'000'000'033);
    CHECK(has<table>(f, mean_9, utc(2026, 1, 2)) == 255'00);
    for (int i = 0; i < 9; ++i) table::fold(f, {.at = utc(2026, 1, 3), .kind = what::sale});
    CHECK(has<table>(f, mean_9, utc(2026, 1, 4)) == 3 * 255'00 / 9);
    CHECK(has<table>(f, mean_8, utc(2026, 1, 4)) == 3 * 255'00 / 8);
    CHECK(has<table>(f, mean_points, utc(2026, 1, 4)) == 75'000'000'008);
}

TEST_CASE("numbers below zero count as zero") {
    table::facts f{};
    table::fold(f, {.at = utc(2026, 1, 1), .kind = what::sale, .change = 300});
    CHECK(has<table>(f, changed, utc(2026, 1, 2)) == 300);
    table::fold(f, {.at = utc(2026, 1, 1), .kind = what::sale, .change = -5});
    CHECK(has<table>(f, changed, utc(2026, 1, 2)) == 0);
}

TEST_CASE("the last period has no end, and a window that lies in it never falls") {
    static constexpr auto year = rung::count(rung::kinds::purchase).in(rung::calendar_year).named("year");
    using last = rung::measured<year>;
    last::facts f{};
    auto const bought = utc(2106, 1, 5);
    last::fold(f, rung::purchase{.id = 1, .client = 1, .at = bought});
    CHECK(has<last>(f, year, utc(2106, 2, 1)) == 1);
    CHECK(last::flips(f, {}, 1, 100, bought) == rung::instant::forever());
    last::fold(f, rung::refund{.id = 2, .client = 1, .at = utc(2106, 2, 1), .bought = bought});
    CHECK(has<last>(f, year, utc(2106, 2, 1)) == 0);
}

TEST_CASE("a refund of a purchase lowers the count, however many counters there are") {
    namespace kinds = rung::kinds;
    static constexpr auto ever = rung::count(kinds::purchase).up_to(1).named("ever");
    static constexpr auto bought = rung::count(kinds::purchase).named("bought");
    static constexpr auto quiet = rung::since_last(kinds::purchase, 2).named("quiet");
    static constexpr auto tenure = rung::since_first(kinds::purchase).named("tenure");
    static constexpr auto mean = rung::mean(kinds::addon).of(kinds::purchase).named("mean");
    using shelf = rung::measured<ever, mean, bought, quiet, tenure>;
    shelf::facts f{};
    for (unsigned d = 1; d <= 4; ++d)
        shelf::fold(f, rung::purchase{.id = d, .client = 1, .at = utc(2026, 1, d), .addon = true});
    shelf::fold(f, rung::refund{.id = 9, .client = 1, .at = utc(2026, 2, 1), .bought = utc(2026, 1, 2)});
    auto const now = utc(2026, 2, 2);
    CHECK(has<shelf>(f, bought, now) == 3);
    CHECK(has<shelf>(f, ever, now) == 1);
    CHECK(has<shelf>(f, mean, now) == 100);  // as distinct days and largest values, not undone
    CHECK(has<shelf>(f, tenure, now) == (32 * 86'400));
    shelf::fold(f, rung::refund{.id = 10, .client = 1, .at = utc(2026, 2, 1), .bought = utc(2026, 1, 4)});
    CHECK(has<shelf>(f, bought, now) == 2);
    CHECK(has<shelf>(f, tenure, now) == (32 * 86'400));
}

TEST_CASE("the sum of a rolling window can be as large as its days hold") {
    static constexpr auto rolling = rung::sum(rung::kinds::amount)
                                        .of(rung::kinds::purchase)
                                        .in(rung::last_days(2).with_room_for(2))
                                        .named("r");
    using large = rung::measured<rolling>;
    large::facts f{};
    auto const amount = 1'000'000'000.00_money;
    large::fold(f, rung::purchase{.id = 1, .client = 1, .at = utc(2026, 1, 1), .amount = amount});
    CHECK(has<large>(f, rolling, utc(2026, 1, 2)) == amount.minor_units);
    CHECK(large::vocabulary[0].most >= amount.minor_units);
}

TEST_CASE("fields compare by all comparisons, one that is true or false with true and false") {
    struct lent {
        rung::event_id id = 0;
        rung::client_id client = 1;
        rung::instant at;
        what kind{};
        std::uint8_t books = 0;
        bool online = false;
    };
    using library = rung::event_model<lent, &lent::kind, &lent::books, &lent::online>;
    static constexpr auto borrow = library::of(what::visit);
    static constexpr auto books = library::field<&lent::books>;
    static constexpr auto online = library::field<&lent::online>;
    static constexpr auto here = rung::count(borrow.where(online == false)).named("here");
    static constexpr auto many = rung::count(borrow.where(books > 2)).named("many");
    static constexpr auto few = rung::count(borrow.where(books < 2)).named("few");
    static constexpr auto was_online = rung::last(online).of(borrow).named("was_online");
    using readers = rung::measured<here, many, few, was_online>;
    constexpr auto f = [] {
        readers::facts all{};
        for (std::uint8_t n = 0; n < 5; ++n)
            readers::fold(all, lent{.at = utc(2026, 1, 1), .books = n, .online = n > 3});
        return all;
    }();
    CHECK(has<readers>(f, here, utc(2026, 1, 2)) == 4);
    CHECK(has<readers>(f, many, utc(2026, 1, 2)) == 2);
    CHECK(has<readers>(f, few, utc(2026, 1, 2)) == 2);
    CHECK(has<readers>(f, was_online, utc(2026, 1, 2)) == 1);
    constexpr rung::basic_ladder<readers> ladder{{.name = "reader"},
                                                 {.name = "online", .enter = was_online == true}};
    CHECK(ladder["online"] == rung::stage_id{1});
}

TEST_CASE("a window may be said before or after how long ago it was") {
    static constexpr auto visits = rung::count(visit);
    auto const over = [](rung::measure_row const& m) { return m.in; };
    CHECK(over(visits.ago(1).in(rung::calendar_year)) == rung::calendar_year.ago(1));
    CHECK(over(visits.in(rung::calendar_year).ago(1)) == rung::calendar_year.ago(1));
    CHECK(over(visits.ago(1).in(rung::calendar_year.ago(2))) == rung::calendar_year.ago(2));
}

TEST_CASE("a refund lowers the count of a window as it lowers a count of all time") {
    namespace kinds = rung::kinds;
    // Four purchases are remembered, so it is known whether there was one.
    static constexpr auto fourth = rung::since_last(kinds::purchase, 4).named("fourth");
    static constexpr auto ever = rung::count(kinds::purchase).named("ever");
    static constexpr auto month = ever.in(rung::calendar_month).named("month");
    static constexpr auto lately = ever.in(rung::last_days(20).with_room_for(20)).named("lately");
    static constexpr auto limited = rung::count(kinds::purchase).at_most_a_day(1).named("limited");
    static constexpr auto limited_month = limited.in(rung::calendar_month).named("limited_month");
    using counts = rung::measured<fourth, ever, month, lately, limited, limited_month>;
    counts::facts f{};
    auto const now = utc(2026, 3, 10);
    auto const buys = [&](rung::instant at) { counts::fold(f, rung::purchase{.client = 1, .at = at}); };
    auto const gives_back = [&](rung::instant bought) {
        counts::fold(f, rung::refund{.client = 1, .at = now, .bought = bought});
    };
    auto const has = [&](auto const& m) { return counts::read(f, counts::fact_of(m), now); };
    buys(utc(2026, 3, 1));
    buys(utc(2026, 3, 5, 8));
    buys(utc(2026, 3, 5, 9));
    gives_back(utc(2026, 3, 5, 7));  // there was none
    gives_back(utc(2026, 3, 2));
    for (auto const* m : {&ever, &month, &lately}) CHECK(has(*m) == 3);
    gives_back(utc(2026, 3, 5, 9));
    gives_back(utc(2026, 3, 5, 9));  // only once
    for (auto const* m : {&ever, &month, &lately}) CHECK(has(*m) == 2);
    // Of two on a day at most one counted, and still does.
    for (auto const* m : {&limited, &limited_month}) CHECK(has(*m) == 2);
    gives_back(utc(2026, 3, 5, 8));
    for (auto const* m : {&limited, &limited_month}) CHECK(has(*m) == 1);
}

namespace {

namespace kinds = rung::kinds;
constexpr auto paid_a_day =
    rung::sum(kinds::amount).of(kinds::purchase).less(kinds::refund).at_most_a_day(10'000);
constexpr auto bought_a_day = rung::count(kinds::purchase).at_most_a_day(2);
constexpr auto paid_ever = paid_a_day.named("paid_ever");
constexpr auto paid_days = paid_a_day.in(5 * rung::calendar_day).named("paid_days");
constexpr auto paid_months = paid_a_day.in(2 * rung::calendar_month).named("paid_months");
constexpr auto paid_before = paid_a_day.in(rung::calendar_month).ago(1).named("paid_before");
constexpr auto paid_oldest = paid_a_day.oldest_first().in(2 * rung::calendar_month).named("paid_oldest");
constexpr auto paid_lately = paid_a_day.in(rung::last_days(40).with_room_for(40)).named("paid_lately");
constexpr auto paid_lately_oldest = paid_lately.oldest_first().named("paid_lately_oldest");
constexpr auto bought_ever = bought_a_day.named("bought_ever");
constexpr auto bought_month = bought_a_day.in(rung::calendar_month).named("bought_month");
constexpr auto bought_lately = bought_a_day.in(rung::last_days(9).with_room_for(9)).named("bought_lately");
using limited_table = rung::measured<paid_ever, paid_days, paid_months, paid_before, paid_oldest, paid_lately,
                                     paid_lately_oldest, bought_ever, bought_month, bought_lately>;
constexpr rung::measure_row const* limited_rows[] = {
    &paid_ever,   &paid_days,          &paid_months, &paid_before,  &paid_oldest,
    &paid_lately, &paid_lately_oldest, &bought_ever, &bought_month, &bought_lately};

// By the definition: of each day all that was bought, less what refunds named of it, counts up to the limit;
// what names nothing is taken from what is left of the periods, the newest or the oldest first.
struct limited_days {
    struct day {
        std::int64_t at;
        std::int64_t bought = 0;
        std::int64_t taken = 0;
    };
    rung::measure_row const* m;
    std::vector<day> days{};

    std::int64_t left(day const& d) const {
        auto const counts = std::min(d.bought, std::int64_t{m->a_day});
        return counts < d.taken ? 0 : counts - d.taken;
    }
    std::int64_t period_of(std::int64_t at) const {
        return m->in.how == rung::window::shape::calendar
                   ? rung::detail::period_of_day(m->in.each, m->calendar, at)
                   : at;
    }
    bool is_live(day const& d, std::int64_t today, bool early = false) const {
        if (!m->in.given()) return true;
        if (m->in.how == rung::window::shape::rolling) return d.at + m->in.n > today;
        auto const ago = period_of(today) - period_of(d.at);
        return (early || ago >= m->in.back) && ago < m->in.back + m->in.n;
    }
    void buys(std::int64_t at, std::int64_t amount) {
        if (days.empty() || days.back().at != at) days.push_back({at});
        days.back().bought += amount;
    }
    void names(std::int64_t at, std::int64_t amount) {
        for (auto& d : days) {
            if (d.at != at) continue;
            d.bought -= std::min(d.bought, amount);
            // More than is left was not redeemed.
            d.taken = std::min(d.taken, std::min(d.bought, std::int64_t{m->a_day}));
        }
    }
    void redeems(std::int64_t today, std::int64_t amount) {
        for (std::size_t k = 0; k < days.size(); ++k) {
            auto& d = days[m->oldest_first ? k : days.size() - 1 - k];
            if (!is_live(d, today, true)) continue;
            auto const part = std::min(amount, left(d));
            d.taken += part;
            amount -= part;
        }
    }
    std::int64_t value(std::int64_t today) const {
        std::int64_t sum = 0;
        for (auto const& d : days) sum += is_live(d, today) ? left(d) : 0;
        return sum;
    }
};

}  // namespace

TEST_CASE("a limit a day holds on what refunds leave of the day that they name") {
    std::mt19937_64 random{31};
    auto const roll = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
    for (int client = 0; client < 40; ++client) {
        bool const redeems = client % 2 == 0;
        std::vector<limited_days> models;
        for (auto const* m : limited_rows) models.push_back({m});
        std::vector<rung::retail_event> bought;
        limited_table::facts f{};
        auto now = utc(2026, 1, 20);
        for (int i = 0; i < 60; ++i) {
            now = now + rung::duration{1 + roll(86'400)};
            auto const today = std::int64_t{now.unix_seconds} / 86'400;
            rung::money const amount{1 + roll(12'000)};
            auto const dice = roll(8);
            if (dice < 5 || bought.empty()) {
                bought.push_back(rung::purchase{.client = 1, .at = now, .amount = amount});
                limited_table::fold(f, bought.back());
                for (auto& m : models) m.buys(today, m.m->what == rung::form::sum ? amount.minor_units : 1);
            } else if (dice == 5 && redeems) {
                limited_table::fold(f, rung::refund{.client = 1, .at = now, .amount = amount});
                for (auto& m : models) {
                    if (m.m->what == rung::form::sum) m.redeems(today, amount.minor_units);
                }
            } else {
                // One of the last six purchases, in part or wholly.
                auto const nth = bought.size() - 1 -
                                 static_cast<std::size_t>(roll(std::min<std::size_t>(6, bought.size())));
                auto const of = bought[nth];
                auto const day = std::int64_t{of.at.unix_seconds} / 86'400;
                bool const whole = roll(2) == 0;
                rung::money const part{whole ? of.amount.minor_units
                                             : roll(static_cast<std::uint64_t>(of.amount.minor_units) + 1)};
                limited_table::fold(
                    f,
                    rung::refund{.client = 1, .at = now, .amount = part, .bought = of.at, .in_part = !whole});
                bought[nth].amount = of.amount - part;
                if (whole) bought.erase(bought.begin() + static_cast<std::ptrdiff_t>(nth));
                for (auto& m : models) {
                    if (m.m->what == rung::form::sum)
                        m.names(day, part.minor_units);
                    else if (whole)
                        m.names(day, 1);
                }
            }
            for (auto const& m : models) {
                // A month does not know which of its days was redeemed, nor does a sum of all time.
                bool const is_by_day =
                    m.m->in.how == rung::window::shape::rolling || m.m->in.each == rung::period::day;
                if (redeems && (!is_by_day || !m.m->in.given())) continue;
                for (auto const later : {0, 7, 33}) {
                    auto const then = now + rung::duration{later * 86'400};
                    INFO(m.m->name << " of client " << client << " after event " << i);
                    CHECK(has<limited_table>(f, static_cast<rung::measure_row const&>(*m.m), then) ==
                          m.value(today + later));
                }
            }
        }
    }
}

TEST_CASE(
    "a refund in part lowers the day that it names, and no count; from what has left the window nothing") {
    namespace kinds = rung::kinds;
    static constexpr auto spend = rung::sum(kinds::amount).of(kinds::purchase).less(kinds::refund);
    static constexpr auto ever = spend.named("ever");
    static constexpr auto year = spend.in(rung::calendar_year).named("year");
    static constexpr auto lately = spend.in(rung::last_days(20).with_room_for(20)).named("lately");
    static constexpr auto bought = rung::count(kinds::purchase).named("bought");
    static constexpr auto addons = rung::count(kinds::purchase.where(kinds::addon >= 1)).named("addons");
    static constexpr auto second = rung::since_last(kinds::purchase, 2).named("second");
    static constexpr auto refunds = rung::count(kinds::refund.where(kinds::addon >= 1)).named("refunds");
    using shelf = rung::measured<ever, year, lately, bought, addons, second, refunds>;
    shelf::facts f{};
    rung::retail::facts by_schema{};
    auto const told = [&](rung::retail_event const& e) {
        shelf::fold(f, e);
        rung::retail::fold(by_schema, e);
    };
    auto const has = [&](auto const& m) { return shelf::read(f, shelf::fact_of(m), utc(2026, 1, 12)); };
    told(rung::purchase{.id = 1, .client = 1, .at = utc(2025, 12, 20), .amount = 100.00_money});
    told(rung::purchase{.id = 2, .client = 1, .at = utc(2026, 1, 2), .amount = 60.00_money, .addon = true});
    told(rung::purchase{.id = 3, .client = 1, .at = utc(2026, 1, 9), .amount = 30.00_money});
    auto const part = [&](rung::money amount, rung::instant of) {
        told(rung::refund{
            .client = 1, .at = utc(2026, 1, 10), .amount = amount, .bought = of, .in_part = true});
    };
    part(40.00_money, utc(2026, 1, 2));
    CHECK(has(ever) == 150'00);
    CHECK(has(year) == 50'00);
    CHECK(has(lately) == 50'00);
    // Of the day before there were 20.00 left; of last year's purchase, nothing is in the windows.
    part(25.00_money, utc(2026, 1, 2));
    part(10.00_money, utc(2025, 12, 20));
    CHECK(has(ever) == 115'00);
    CHECK(has(lately) == 30'00);
    CHECK(has(bought) == 3);
    CHECK(has(addons) == 1);
    CHECK(has(refunds) == 0);
    CHECK(has(second) == (10 * 86'400));
    CHECK(by_schema.spend() == 115.00_money);
    CHECK(by_schema.purchases == 3);
    CHECK(by_schema.addons == 1);
}

TEST_CASE(
    "what was kept of a purchase is of its kind and its day, and passes by no limit a day and no reset") {
    namespace kinds = rung::kinds;
    static constexpr auto paid = rung::sum(kinds::amount).of(kinds::purchase).less(kinds::refund);
    static constexpr auto add_ons = rung::sum(kinds::amount).of(kinds::purchase.where(kinds::addon == 1));
    static constexpr auto others = rung::sum(kinds::amount).of(kinds::purchase.where(kinds::addon <= 0));
    static constexpr auto on = add_ons.less(kinds::refund).in(rung::last_months(12)).named("on");
    static constexpr auto off = others.less(kinds::refund).in(rung::last_months(12)).named("off");
    static constexpr auto a_day = paid.at_most_a_day(10'000).named("a_day");
    static constexpr auto a_day_lately = a_day.in(rung::last_months(12)).named("a_day_lately");
    static constexpr auto a_day_ample = a_day_lately.at_most_a_day(41'000).named("a_day_ample");
    static constexpr auto since = paid.after(kinds::complaint).named("since");
    static constexpr auto silent = paid.after_silence(rung::last_months(1), kinds::purchase).named("silent");
    using shelf = rung::measured<on, off, a_day, a_day_lately, a_day_ample, since, silent>;
    for (bool const addon : {false, true}) {
        std::vector<rung::retail_event> events{
            rung::purchase{
                .id = 1, .client = 1, .at = utc(2026, 1, 1), .amount = 500.00_money, .addon = addon},
            rung::purchase{.id = 4, .client = 1, .at = utc(2026, 1, 1), .amount = 30.00_money},
            rung::complaint{.id = 2, .client = 1, .at = utc(2026, 1, 5)},
            rung::refund{.id = 3,
                         .client = 1,
                         .at = utc(2026, 1, 9),
                         .amount = 100.00_money,
                         .of = 1,
                         .bought = utc(2026, 1, 1),
                         .addon = addon}};
        std::vector<rung::retail_event> held;
        rung::retail_model::net(events, held);
        shelf::facts f{};
        for (auto const& e : events) shelf::fold(f, e);
        auto const has = [&](auto const& m, rung::instant at) {
            return shelf::read(f, shelf::fact_of(m), at);
        };
        CHECK(has(on, utc(2026, 2, 1)) == (addon ? 400'00 : 0));
        CHECK(has(off, utc(2026, 2, 1)) == (addon ? 30'00 : 430'00));
        CHECK(has(a_day, utc(2026, 2, 1)) == 30'00);
        // A rolling window knows what of that day has counted.
        CHECK(has(a_day_lately, utc(2026, 2, 1)) == 100'00);
        CHECK(has(a_day_ample, utc(2026, 2, 1)) == 410'00);
        // A refund in part of the other purchase: 400.00 of the day are left.
        shelf::fold(f, rung::refund{.id = 5,
                                    .client = 1,
                                    .at = utc(2026, 2, 1),
                                    .amount = 30.00_money,
                                    .bought = utc(2026, 1, 1),
                                    .in_part = true});
        CHECK(has(a_day_lately, utc(2026, 2, 1)) == 100'00);
        CHECK(has(a_day_ample, utc(2026, 2, 1)) == 400'00);
        CHECK(has(since, utc(2026, 2, 1)) == 0);
        CHECK(has(silent, utc(2030, 1, 1)) == 0);
    }
}
