// Events of JSON, a line each, into events and back, beside nlohmann/json alone (hand): the same lines parsed
// and their members fetched, or the same objects made and written. Per event.
#include <rung/core/calendar.hpp>
#include <rung/interop/json.hpp>
#include <rung/retail/retail.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

std::vector<std::string> const& lines() {
    static auto const all = [] {
        std::vector<std::string> out;
        for (std::uint64_t i = 0; i < 2'000; ++i) {
            rung::retail_event const e = rung::purchase{.id = i + 1,
                                                        .client = i * 7 % 500 + 1,
                                                        .at = rung::utc(2026, 1, 1) + rung::duration{i * 977},
                                                        .amount = rung::money{1'990},
                                                        .channel = 3};
            out.push_back(json(e).dump());
        }
        return out;
    }();
    return all;
}
void items(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lines().size()));
}

void parse_by_hand(benchmark::State& state) {
    for (auto _ : state) {
        for (auto const& line : lines()) {
            auto const j = json::parse(line);
            auto const sum = j.at("client").get<std::uint64_t>() + j.at("id").get<std::uint64_t>() +
                             j.at("amount_minor").get<std::uint64_t>() +
                             j.at("channel").get<std::uint64_t>() +
                             j.at("at").get_ref<std::string const&>().size() +
                             j.at("kind").get_ref<std::string const&>().size();
            benchmark::DoNotOptimize(sum);
        }
    }
    items(state);
}
void parse(benchmark::State& state) {
    for (auto _ : state) {
        for (auto const& line : lines()) {
            auto const e = json::parse(line).get<rung::retail_event>();
            benchmark::DoNotOptimize(e.client);
        }
    }
    items(state);
}
void write_by_hand(benchmark::State& state) {
    for (auto _ : state) {
        for (std::uint64_t i = 0; i < lines().size(); ++i) {
            json const j{{"kind", "purchase"},           {"client", i},           {"id", i + 1},
                         {"at", "2026-01-01T00:00:00Z"}, {"amount_minor", 1'990}, {"channel", 3}};
            benchmark::DoNotOptimize(j.dump().size());
        }
    }
    items(state);
}
void write(benchmark::State& state) {
    std::vector<rung::retail_event> events;
    for (auto const& line : lines()) events.push_back(json::parse(line).get<rung::retail_event>());
    for (std::size_t i = 0; i < events.size(); ++i)
        if (json(events[i]).dump() != lines()[i]) state.SkipWithError("wrote another line than it read");
    for (auto _ : state)
        for (auto const& e : events) benchmark::DoNotOptimize(json(e).dump().size());
    items(state);
}

BENCHMARK(parse_by_hand)->Name("json_in/hand");
BENCHMARK(parse)->Name("json_in/event");
BENCHMARK(write_by_hand)->Name("json_out/hand");
BENCHMARK(write)->Name("json_out/event");

}  // namespace
