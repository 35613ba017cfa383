// The service ladder over tables of measures: all facts of the retail schema as rows, only those that the
// ladder asks for, and these with a window beside them. Against the same ladder over the schema, bound in the
// same way (apply.cpp, in the same program).

#include "streams.hpp"

#include <rung/core/fixed.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/measures.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace rung::literals;
using streams::mix;
namespace m = rung::measures;
namespace kinds = rung::kinds;

constexpr rung::lifecycle service{rung::ladders::service()};

template <class Table, std::same_as<rung::basic_rule<Table>>... Window>
constexpr rung::basic_ladder<Table> service_of(Window const&... window) {
    std::array<rung::basic_stage<Table>, 5 + sizeof...(Window)> stages{
        {{.name = "potential"},
         {.name = "visitor", .enter = m::contacts >= 1 or m::purchases >= 1},
         {.name = "buyer", .enter = m::purchases >= 1},
         {.name = "client", .enter = m::purchases >= 3 and m::silence <= 90_days},
         {.name = "advocate", .enter = m::recommendations >= 1}}};
    ((stages[5].name = "window", stages[5].enter = window), ...);
    return rung::basic_ladder<Table>{"service", stages};
}
template <class Table>
constexpr rung::basic_ladder<Table> service_and(rung::basic_rule<Table> const& window) {
    return service_of<Table>(window);
}

using full =
    rung::measured<m::contacts, m::purchases, m::addons, m::spend, m::tenure, m::silence, m::since_2nd_last,
                   m::since_3rd_last, m::since_4th_last, m::silence_ratio, m::since_contact, m::waiting,
                   m::recommendations, m::referred, m::evaluations, m::last_score, m::mean_score,
                   m::bad_scores, m::awareness_level, m::need_level, m::process_step, m::wallet_share,
                   m::price_rises, m::own_contacts, m::complaints, m::competitor_purchases, m::lost>;
using lean = rung::measured<m::contacts, m::purchases, m::silence, m::recommendations>;

constexpr auto spend = rung::sum(kinds::amount).of(kinds::purchase).less(kinds::refund);
constexpr auto spend_ever = spend.named("spend_ever");
constexpr auto spend_months = spend.in(12 * rung::calendar_month).named("spend_months");
constexpr auto spend_rolling = spend.in(rung::last_months(12).with_room_for(48)).named("spend_rolling");
constexpr auto days_of_100 = rung::days_with(kinds::purchase).in(rung::last_days(100)).named("days_of_100");
template <auto const& Window>
using lean_and = rung::measured<m::contacts, m::purchases, m::silence, m::recommendations, Window>;

constexpr rung::lifecycle over_all_rows{service_of<full>()};
constexpr rung::lifecycle over_few_rows{service_of<lean>()};
constexpr rung::lifecycle with_spend{service_and<lean_and<spend_ever>>(spend_ever >= 500.00_money)};
constexpr rung::lifecycle with_months{service_and<lean_and<spend_months>>(spend_months >= 500.00_money)};
constexpr rung::lifecycle with_rolling{service_and<lean_and<spend_rolling>>(spend_rolling >= 500.00_money)};
constexpr rung::lifecycle with_days{service_and<lean_and<days_of_100>>(days_of_100 >= 12)};

template <class Life>
struct ending {
    std::vector<rung::basic_client<typename Life::schema_type>> clients;
    std::uint64_t answers = 0;
};

template <class Life, class Client>
[[gnu::noinline]] std::uint64_t pass(Life const& life, Client* clients,
                                     std::vector<rung::retail_event> const& log) {
    std::uint64_t answers = 0;
    for (auto const& e : log) {
        auto const o = life.apply(clients[e.client], e);
        answers += static_cast<std::uint64_t>(o.answer()) + 16 * o.settled();
    }
    return answers;
}

// A client at the end stands where the ladder over the schema puts them, or one higher, by the window.
template <auto const& Life, mix Mix>
void apply(benchmark::State& state) {
    rung::fixed<Life> life;
    using client = rung::basic_client<typename rung::fixed<Life>::schema_type>;
    auto const clients = static_cast<std::size_t>(state.range(0));
    auto const log = streams::make(Mix, clients, clients < 64 ? 4'096 : clients * 16);
    std::vector<client> all(clients);
    std::vector<rung::client> by_schema(clients);
    (void)pass(life, all.data(), log);
    (void)pass(rung::fixed<service>{}, by_schema.data(), log);
    for (std::size_t i = 0; i < clients; ++i) {
        auto const place = all[i].standing.place;
        auto const wanted = by_schema[i].standing.place;
        if (place == wanted || (wanted == 4 && place == 5)) continue;
        state.SkipWithError("ended in another state than the ladder over the schema does");
        return;
    }
    benchmark::DoNotOptimize(life);
    for (auto _ : state) {
        for (auto& c : all) c = {};
        auto answers = pass(life, all.data(), log);
        benchmark::DoNotOptimize(answers);
        benchmark::DoNotOptimize(all.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(log.size()));
    state.counters["bytes"] = sizeof(client);
}

void of_clients(benchmark::internal::Benchmark* b) { b->ArgName("clients")->Arg(1)->Arg(256)->Arg(4'096); }

BENCHMARK(apply<over_all_rows, mix::purchases>)->Name("apply_service_purchases/all_rows")->Apply(of_clients);
BENCHMARK(apply<over_few_rows, mix::purchases>)->Name("apply_service_purchases/few_rows")->Apply(of_clients);
BENCHMARK(apply<with_spend, mix::purchases>)
    ->Name("apply_service_purchases/few_and_spend")
    ->Apply(of_clients);
BENCHMARK(apply<with_months, mix::purchases>)
    ->Name("apply_service_purchases/few_and_12_months")
    ->Apply(of_clients);
BENCHMARK(apply<with_rolling, mix::purchases>)
    ->Name("apply_service_purchases/few_and_rolling")
    ->Apply(of_clients);
BENCHMARK(apply<with_days, mix::purchases>)
    ->Name("apply_service_purchases/few_and_days_of_100")
    ->Apply(of_clients);
BENCHMARK(apply<over_all_rows, mix::kinds>)->Name("apply_service_kinds/all_rows")->Apply(of_clients);
BENCHMARK(apply<over_few_rows, mix::kinds>)->Name("apply_service_kinds/few_rows")->Apply(of_clients);

}  // namespace
