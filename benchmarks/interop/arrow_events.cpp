// Events out of record batches of Arrow, per row, in one run with
//
// - floor: each value of each column is looked at once, and no more: what memory allows;
// - hand: what an expert writes who knows the types of these columns, and that nothing in them is null or
//   wrong: the same events.
#include <rung/interop/arrow_events.hpp>
#include <rung/retail/retail.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::int64_t batch_rows = 64 * 1'024;
constexpr std::array<std::string_view, 4> words{"contact", "purchase", "refund", "evaluation"};
constexpr std::array kinds{rung::event_kind::contact, rung::event_kind::purchase, rung::event_kind::refund,
                           rung::event_kind::evaluation};

/// The columns of a batch, as pyarrow has them.
struct columns {
    std::vector<std::int64_t> client, at, id;
    std::vector<std::int32_t> kind;          // places in the dictionary of kinds
    std::vector<std::int32_t> word_offsets;  // or the words themselves
    std::string word_bytes;
    std::vector<std::int64_t> decimal;  // two halves each
    std::vector<double> amount;
    std::vector<std::uint8_t> valid;  // of amounts: all but one in fifty
};

struct table {
    std::deque<columns> batches;
    std::int64_t rows = 0;
};

table made(std::int64_t rows) {
    table out;
    std::mt19937_64 dice{7};
    for (std::int64_t row = 0; row < rows;) {
        auto& b = out.batches.emplace_back();
        b.word_offsets.push_back(0);
        for (std::int64_t i = 0; i < batch_rows && row < rows; ++i, ++row) {
            auto const roll = dice();
            auto const kind = roll % 16 < 8 ? 1U : static_cast<std::uint32_t>(roll % 4);
            auto const cents = static_cast<std::int64_t>(roll >> 40 & 0xFFFF);
            b.client.push_back(static_cast<std::int64_t>(roll % 100'000));
            b.at.push_back((1'700'000'000 + row) * 1'000'000 + static_cast<std::int64_t>(roll % 1'000'000));
            b.id.push_back(row + 1);
            b.kind.push_back(static_cast<std::int32_t>(kind));
            b.word_bytes += words[kind];
            b.word_offsets.push_back(static_cast<std::int32_t>(b.word_bytes.size()));
            b.decimal.push_back(cents);
            b.decimal.push_back(0);
            b.amount.push_back(static_cast<double>(cents) / 100);
            if (i % 8 == 0) b.valid.push_back(0);
            if (roll % 50 != 0)
                b.valid.back() = static_cast<std::uint8_t>(b.valid.back() | 1 << (i % 8));
            else
                b.amount.back() = 0;
        }
    }
    out.rows = rows;
    return out;
}
table const& of(std::int64_t rows) {
    static std::deque<table> all;
    for (auto const& t : all)
        if (t.rows == rows) return t;
    return all.emplace_back(made(rows));
}

/// A stream of a table, whose memory is the table's. `Coded`: kinds by a dictionary and amounts as decimals,
/// nothing null; else kinds are words, amounts are floats, and some of them are null.
template <bool Coded>
struct producer {
    table const& from;
    std::size_t next = 0;
    // What the structs of the interface point at.
    std::array<ArrowSchema, 6> schemas{};
    std::array<ArrowSchema*, 5> schema_of{};
    std::array<ArrowArray, 6> arrays{};
    std::array<ArrowArray*, 5> array_of{};
    std::array<std::array<void const*, 3>, 6> buffers{};
    std::array<std::int32_t, 5> dictionary_offsets{};
    std::string dictionary_bytes{};
    void const* no_validity = nullptr;

    explicit producer(table const& t) : from{t} {
        for (std::size_t i = 0; i < words.size(); ++i) {
            dictionary_bytes += words[i];
            dictionary_offsets[i + 1] = static_cast<std::int32_t>(dictionary_bytes.size());
        }
    }
    static producer& of(ArrowArrayStream* s) { return *static_cast<producer*>(s->private_data); }
    static void keep(ArrowSchema* s) { s->release = nullptr; }
    static void keep(ArrowArray* a) { a->release = nullptr; }

    void schema(ArrowSchema& out) {
        constexpr std::array names{"client", "at", "id", "kind", "amount"};
        constexpr std::array formats{"l", "tsu:UTC", "l", Coded ? "i" : "u", Coded ? "d:12,2" : "g"};
        for (std::size_t i = 0; i < 5; ++i) {
            schemas[i] = {};
            schemas[i].format = formats[i];
            schemas[i].name = names[i];
            schemas[i].release = [](ArrowSchema* s) { keep(s); };
            schema_of[i] = &schemas[i];
        }
        schemas[5] = schemas[3];
        schemas[5].format = "u";
        if (Coded) schemas[3].dictionary = &schemas[5];
        out = {};
        out.format = "+s";
        out.n_children = 5;
        out.children = schema_of.data();
        out.release = [](ArrowSchema* s) { keep(s); };
    }
    void batch(ArrowArray& out) {
        out = {};
        if (next == from.batches.size()) return;
        auto const& b = from.batches[next++];
        buffers[0] = {nullptr, b.client.data()};
        buffers[1] = {nullptr, b.at.data()};
        buffers[2] = {nullptr, b.id.data()};
        if constexpr (Coded) {
            buffers[3] = {nullptr, b.kind.data()};
            buffers[4] = {nullptr, b.decimal.data()};
            buffers[5] = {nullptr, dictionary_offsets.data(), dictionary_bytes.data()};
        } else {
            buffers[3] = {nullptr, b.word_offsets.data(), b.word_bytes.data()};
            buffers[4] = {b.valid.data(), b.amount.data()};
        }
        auto const rows = static_cast<std::int64_t>(b.client.size());
        for (std::size_t i = 0; i < 6; ++i) {
            bool const is_text = Coded ? i == 5 : i == 3;
            arrays[i] = {};
            arrays[i].length = i == 5 ? static_cast<std::int64_t>(words.size()) : rows;
            arrays[i].null_count = -1;
            arrays[i].n_buffers = is_text ? 3 : 2;
            arrays[i].buffers = buffers[i].data();
            arrays[i].release = [](ArrowArray* a) { keep(a); };
            if (i < 5) array_of[i] = &arrays[i];
        }
        if (Coded) arrays[3].dictionary = &arrays[5];
        out.length = rows;
        out.n_buffers = 1;
        out.buffers = &no_validity;
        out.n_children = 5;
        out.children = array_of.data();
        out.release = [](ArrowArray* a) { keep(a); };
    }
    [[nodiscard]] rung::arrow::owned_stream stream() {
        ArrowArrayStream out{};
        out.private_data = this;
        out.get_schema = [](ArrowArrayStream* s, ArrowSchema* to) {
            of(s).schema(*to);
            return 0;
        };
        out.get_next = [](ArrowArrayStream* s, ArrowArray* to) {
            of(s).batch(*to);
            return 0;
        };
        out.get_last_error = [](ArrowArrayStream*) { return ""; };
        out.release = [](ArrowArrayStream* s) { s->release = nullptr; };
        return rung::arrow::owned_stream{out};
    }
};

template <bool Coded>
std::uint64_t touched(columns const& b) {
    std::uint64_t sum = 0;
    for (auto const* column : {&b.client, &b.at, &b.id})
        for (auto const n : *column) sum += static_cast<std::uint64_t>(n);
    if constexpr (Coded) {
        for (auto const n : b.kind) sum += static_cast<std::uint64_t>(n);
        for (auto const n : b.decimal) sum += static_cast<std::uint64_t>(n);
    } else {
        double amounts = 0;
        for (auto const n : b.word_offsets) sum += static_cast<std::uint64_t>(n);
        for (auto const c : b.word_bytes) sum += static_cast<std::uint64_t>(c);
        for (auto const a : b.amount) amounts += a;
        for (auto const v : b.valid) sum += v;
        sum += static_cast<std::uint64_t>(amounts);
    }
    return sum;
}

template <bool Coded>
[[nodiscard]] rung::event_kind kind_at(columns const& b, std::size_t i) {
    if constexpr (Coded) {
        return kinds[static_cast<std::size_t>(b.kind[i])];
    } else {
        auto const from = b.word_offsets[i];
        std::string_view const word{b.word_bytes.data() + from,
                                    static_cast<std::size_t>(b.word_offsets[i + 1] - from)};
        for (std::size_t k = 0; k < words.size(); ++k)
            if (words[k] == word) return kinds[k];
        return {};
    }
}
template <bool Coded>
[[nodiscard]] rung::money amount_at(columns const& b, std::size_t i) {
    if constexpr (Coded)
        return rung::money{b.decimal[2 * i]};
    else
        return rung::money{
            (b.valid[i / 8] >> (i % 8) & 1) != 0 ? static_cast<std::int64_t>(b.amount[i] * 100 + 0.5) : 0};
}
template <bool Coded, class Take>
void by_hand(columns const& b, std::vector<rung::retail_event>& events, Take const& take) {
    for (std::size_t i = 0; i < b.client.size();) {
        events.clear();
        for (; i < b.client.size() && events.size() < 4'096; ++i) {
            auto& e = events.emplace_back();
            e.client = static_cast<rung::client_id>(b.client[i]);
            e.at = rung::instant::from_unix(b.at[i] / 1'000'000);
            e.id = static_cast<rung::event_id>(b.id[i]);
            e.kind = kind_at<Coded>(b, i);
            e.amount = amount_at<Coded>(b, i);
        }
        take(std::span<rung::retail_event const>{events});
    }
}

/// What both readers have to come to.
struct digest {
    std::uint64_t events = 0, sum = 0;
    void operator()(std::span<rung::retail_event const> some) {
        events += some.size();
        for (auto const& e : some)
            sum = sum * 31 +
                  (e.client ^ e.id ^ e.at.unix_seconds ^ static_cast<std::uint64_t>(e.kind) << 40) +
                  static_cast<std::uint64_t>(e.amount.minor_units);
    }
    bool operator==(digest const&) const = default;
};

template <bool Coded>
void floor_of(benchmark::State& state) {
    auto const& all = of(state.range(0));
    for (auto _ : state)
        for (auto const& b : all.batches) benchmark::DoNotOptimize(touched<Coded>(b));
    state.SetItemsProcessed(all.rows * state.iterations());
}
template <bool Coded>
void hand(benchmark::State& state) {
    auto const& all = of(state.range(0));
    std::vector<rung::retail_event> events;
    for (auto _ : state)
        for (auto const& b : all.batches)
            by_hand<Coded>(b, events, [](auto some) { benchmark::DoNotOptimize(some.data()); });
    state.SetItemsProcessed(all.rows * state.iterations());
}
template <bool Coded>
void rung_reads(benchmark::State& state) {
    auto const& all = of(state.range(0));
    digest expected, got;
    std::vector<rung::retail_event> events;
    for (auto const& b : all.batches) by_hand<Coded>(b, events, [&](auto some) { expected(some); });
    producer<Coded> checked{all};
    if (!rung::arrow::read_events(checked.stream(), [&](auto some) { got(some); }) || !(got == expected)) {
        state.SkipWithError("the events are not those read by hand");
        return;
    }
    for (auto _ : state) {
        producer<Coded> p{all};
        auto const read =
            rung::arrow::read_events(p.stream(), [](auto some) { benchmark::DoNotOptimize(some.data()); });
        benchmark::DoNotOptimize(read.events);
    }
    state.SetItemsProcessed(all.rows * state.iterations());
}

BENCHMARK(floor_of<true>)->Name("arrow_coded/floor")->Arg(50'000)->Arg(1'000'000);
BENCHMARK(hand<true>)->Name("arrow_coded/hand")->Arg(50'000)->Arg(1'000'000);
BENCHMARK(rung_reads<true>)->Name("arrow_coded/read_events")->Arg(50'000)->Arg(1'000'000);
BENCHMARK(floor_of<false>)->Name("arrow_words/floor")->Arg(50'000)->Arg(1'000'000);
BENCHMARK(hand<false>)->Name("arrow_words/hand")->Arg(50'000)->Arg(1'000'000);
BENCHMARK(rung_reads<false>)->Name("arrow_words/read_events")->Arg(50'000)->Arg(1'000'000);

}  // namespace
