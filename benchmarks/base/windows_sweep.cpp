// Settling all clients of a ladder over windows: where nothing is due, and where a month's end moves
// everybody. `floor` reads the records, a word of each line of memory.

#include "filled.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/retail/measures.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace {

using namespace rung::literals;
using filled::clients_of;
namespace kinds = rung::kinds;
namespace m = rung::measures;

constexpr auto spend = rung::sum(kinds::amount).of(kinds::purchase).less(kinds::refund);
constexpr auto months = spend.in(12 * rung::calendar_month).named("months");
constexpr auto rolling = spend.in(rung::last_months(12)).named("rolling");
constexpr auto days = rung::days_with(kinds::purchase).in(rung::last_days(100)).named("days");

template <class Table>
constexpr rung::lifecycle<rung::basic_ladder<Table>> life_of(rung::basic_rule<Table> const& window) {
    return rung::lifecycle{rung::basic_ladder<Table>{{.name = "guest"},
                                                     {.name = "buyer", .enter = m::purchases >= 1},
                                                     {.name = "regular", .enter = window}}};
}
template <auto const& Window>
using with = rung::measured<m::purchases, Window>;

constexpr auto of_months = life_of<with<months>>(months >= 500.00_money);
constexpr auto of_rolling = life_of<with<rolling>>(rolling >= 500.00_money);
constexpr auto of_days = life_of<with<days>>(days >= 4);

constexpr auto the_day_before = rung::utc(2023, 12, 31);

/// Everybody is regular by what they bought on one day, and by nothing that they bought since. The window
/// forgets that day on the first of January.
template <auto const& Life>
auto const& everybody(benchmark::State const& state) {
    using base = rung::client_base<rung::fixed<Life>, rung::history::none, rung::ids::dense>;
    static std::unique_ptr<base> have;
    if (have != nullptr && have->size() == clients_of(state)) return *have;
    have = std::make_unique<base>(rung::fixed<Life>{}, rung::ids::dense{.count = clients_of(state)});
    have->reserve(clients_of(state));
    dice roll{5};
    for (std::uint64_t n = 0; n < clients_of(state); ++n) {
        rung::event_id id = 0;
        auto const buys = [&](rung::instant at, rung::money amount) {
            (void)have->apply(rung::purchase{.id = ++id, .client = n, .at = at, .amount = amount});
        };
        // A hundred days before the first of January; three days more hold nobody.
        buys(rung::utc(2023, 1, 1), 500.00_money);
        for (unsigned month = 2 + static_cast<unsigned>(roll(3)); month < 9; month += 2)
            buys(rung::utc(2023, month, 10), rung::money{static_cast<std::int64_t>(roll(5'000))});
        for (unsigned month : {9u, 10u, 11u, 12u}) buys(rung::utc(2023, month, 23), 1.00_money);
    }
    have->settle(the_day_before);
    return *have;
}

template <auto const& Life>
void nothing_due(benchmark::State& state) {
    auto base = everybody<Life>(state);
    for (auto _ : state) {
        auto moves = base.settle(the_day_before);
        benchmark::DoNotOptimize(moves);
    }
    filled::count(state);
    state.counters["bytes"] = sizeof(rung::basic_client<typename rung::fixed<Life>::schema_type>);
}

template <auto const& Life>
void all_due(benchmark::State& state) {
    auto const& before = everybody<Life>(state);
    for (auto _ : state) {
        state.PauseTiming();
        auto base = before;
        state.ResumeTiming();
        if (base.settle(the_day_before + 1_days) != clients_of(state))
            state.SkipWithError("not everybody falls on the first of January");
    }
    filled::count(state);
}

template <auto const& Life>
void floor(benchmark::State& state) {
    using client = rung::basic_client<typename rung::fixed<Life>::schema_type>;
    constexpr std::size_t lines = (sizeof(client) + 63) / 64;
    std::vector<filled::record> const records(clients_of(state) * lines);
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (auto const& r : records) sum += r.word[0];
        benchmark::DoNotOptimize(sum);
    }
    filled::count(state);
}

void sizes(benchmark::internal::Benchmark* b) {
    b->ArgName("clients")->Unit(benchmark::kMillisecond)->Arg(10'000)->Arg(1'000'000);
}

BENCHMARK(floor<of_months>)->Name("settle_12_months/floor")->Apply(sizes);
BENCHMARK(nothing_due<of_months>)->Name("settle_12_months/nothing_due")->Apply(sizes);
BENCHMARK(all_due<of_months>)->Name("settle_12_months/all_due")->Apply(sizes);
BENCHMARK(floor<of_rolling>)->Name("settle_rolling/floor")->Apply(sizes);
BENCHMARK(nothing_due<of_rolling>)->Name("settle_rolling/nothing_due")->Apply(sizes);
BENCHMARK(all_due<of_rolling>)->Name("settle_rolling/all_due")->Apply(sizes);
BENCHMARK(floor<of_days>)->Name("settle_days_of_100/floor")->Apply(sizes);
BENCHMARK(nothing_due<of_days>)->Name("settle_days_of_100/nothing_due")->Apply(sizes);
BENCHMARK(all_due<of_days>)->Name("settle_days_of_100/all_due")->Apply(sizes);

}  // namespace
