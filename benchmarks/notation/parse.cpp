// The text of the service ladder, read and written; beside it what it costs to touch each of its characters
// once (floor). An item is a character.

#include <rung/ladders/service.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

struct sink {
    std::string text;
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

std::string service_text() {
    sink out;
    rung::write_text(out, rung::ladders::service());
    return out.text;
}

void items(benchmark::State& state, std::string const& text) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void touch(benchmark::State& state) {
    auto const text = service_text();
    for (auto _ : state) {
        unsigned sum = 0;
        for (char const c : text) {
            sum += static_cast<unsigned char>(c);
            benchmark::DoNotOptimize(sum);
        }
    }
    items(state, text);
}

void parse(benchmark::State& state) {
    auto const text = service_text();
    for (auto _ : state) {
        auto const read = rung::try_parse_ladder<rung::retail, rung::ladders::service_stage>(text);
        if (!read || !(*read == rung::ladders::service())) state.SkipWithError("read another ladder");
        benchmark::DoNotOptimize(read.has_value());
    }
    items(state, text);
}

void write(benchmark::State& state) {
    auto const ladder = rung::ladders::service();
    auto const text = service_text();
    sink out;
    out.text.reserve(text.size());
    for (auto _ : state) {
        out.text.clear();
        rung::write_text(out, ladder);
        benchmark::DoNotOptimize(out.text.data());
    }
    if (out.text != text) state.SkipWithError("wrote another text");
    items(state, text);
}

BENCHMARK(touch)->Name("text_of_service/floor");
BENCHMARK(parse)->Name("text_of_service/parse");
BENCHMARK(write)->Name("text_of_service/write");

}  // namespace
